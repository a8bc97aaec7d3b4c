"""Forms about people."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import COMPANY, Role

OFFICE_ROLES = [(role.value, role.label) for role in Role if role not in COMPANY]


class OfficerForm(forms.Form):
    """A new officer or auditor."""

    name = forms.CharField(label=_("Name"), max_length=120)
    designation = forms.CharField(label=_("Designation"), max_length=120)
    office = forms.CharField(label=_("Office"), max_length=200)
    email = forms.EmailField(label=_("E-mail"))
    pan = forms.CharField(
        label=_("PAN"),
        max_length=10,
        help_text=_("Tells one person from another: two sign-ins with one PAN are one person."),
    )
    mobile = forms.CharField(label=_("Mobile number"), max_length=10, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=OFFICE_ROLES)
    password = forms.CharField(
        label=_("First password"), widget=forms.PasswordInput, min_length=12, validators=[validate_password]
    )
