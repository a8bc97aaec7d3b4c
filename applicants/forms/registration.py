"""Registering a company, and adding its people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.labels import state_choices
from applicants.models import Manufacturer
from portal.accounts.roles import COMPANY, Role

PASSWORD = _("At least 12 characters. A few words in a row are easy to keep and hard to guess.")


class CodeField(forms.CharField):
    """An identifier: spaces go, letters become capitals."""

    def to_python(self, value: Any) -> str:
        """Return the identifier as registers write it."""
        return re.sub(r"\s", "", super().to_python(value) or "").upper()


class PersonForm(forms.Form):
    """A human being with a sign-in."""

    name = forms.CharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    designation = forms.CharField(
        label=_("Designation"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("This is what the person signs in with."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    mobile = forms.CharField(
        label=_("Mobile number"),
        help_text=_("Ten digits, without +91"),
        max_length=14,
        widget=forms.TextInput(attrs={"autocomplete": "tel-national", "inputmode": "numeric"}),
    )
    person_pan = CodeField(
        label=_("PAN of the person"),
        help_text=_("One person is one person, under however many sign-ins."),
        max_length=12,
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD,
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
    )

    def person(self) -> dict[str, str]:
        """Return the facts of the person, as the services take them."""
        names = ("name", "designation", "email", "mobile", "password")
        found = {name: str(self.cleaned_data[name]) for name in names}
        return {**found, "mobile": re.sub(r"\s", "", found["mobile"]), "pan": self.cleaned_data["person_pan"]}


class CompanyForm(forms.Form):
    """The company itself."""

    legal_name = forms.CharField(
        label=_("Registered name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of company"), choices=Manufacturer.Kind.choices, widget=forms.RadioSelect
    )
    pan = CodeField(label=_("PAN of the company"), help_text=_("Such as ZZZCR0001R"), max_length=12)
    registry = CodeField(
        label=_("CIN, LLPIN or FCRN"),
        help_text=_(
            "An Indian company gives its CIN (21 characters), a partnership its LLPIN (ABC-1234), "
            "a foreign company its FCRN (F01234)."
        ),
        max_length=24,
    )
    gstins = forms.CharField(
        label=_("GSTINs"),
        help_text=_(
            "One a line: every State, and 38, 97 or 99 where they apply. Each contains the PAN. "
            "Only a foreign company may leave this empty."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        required=False,
    )
    address = forms.CharField(
        label=_("Registered office"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    state_name = forms.ChoiceField(label=_("State"), choices=state_choices)
    pin_code = forms.CharField(
        label=_("PIN code"),
        max_length=7,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )

    def company(self) -> dict[str, Any]:
        """Return the facts of the company, as the service takes them."""
        data = self.cleaned_data
        register = {"company": "cin", "llp": "llpin", "foreign": "fcrn"}[data["kind"]]
        return {
            "legal_name": data["legal_name"],
            "kind": data["kind"],
            "pan": data["pan"],
            register: data["registry"],
            "gstins": re.findall(r"[^\s,;]+", data["gstins"].upper()),
            "address": data["address"],
            "state_name": data["state_name"],
            "pin_code": re.sub(r"\s", "", data["pin_code"]),
        }


class RegistrationForm(PersonForm, CompanyForm):
    """A company and its first person, who signs for it."""

    field_order = (
        "legal_name",
        "kind",
        "pan",
        "registry",
        "gstins",
        "address",
        "state_name",
        "pin_code",
        "name",
        "designation",
        "email",
        "mobile",
        "person_pan",
        "password",
    )
    COMPANY_FIELDS = ("legal_name", "kind", "pan", "registry", "gstins", "address", "state_name", "pin_code")

    def company_fields(self) -> list[forms.BoundField]:
        """Return the fields about the company."""
        return [self[name] for name in self.COMPANY_FIELDS]

    def person_fields(self) -> list[forms.BoundField]:
        """Return the fields about the signatory."""
        return [self[name] for name in self.fields if name not in self.COMPANY_FIELDS]


class CompanyPersonForm(PersonForm):
    """One more person of a company."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in map(Role, COMPANY)],
        initial=Role.APPLICANT_PREPARER,
        widget=forms.RadioSelect,
        help_text=_("A preparer drafts and uploads; only a signatory submits."),
    )


def field_of(where: str, *, person: bool = False) -> str:
    """Return the form's name for the field a refusal speaks of."""
    names: Mapping[str, str] = {"cin": "registry", "llpin": "registry", "fcrn": "registry"}
    return "person_pan" if person and where == "pan" else names.get(where, where)
