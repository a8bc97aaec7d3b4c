"""A company registers, and adds its people."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from applicants.forms.registration import CompanyPersonForm, RegistrationForm, field_of
from applicants.models import Manufacturer
from applicants.pages.acting import Fact, done, status_of
from applicants.permissions import manufacturers_visible_to
from applicants.services.company import add_company_user, register_company
from portal.accounts.access import UserRequest, company_page, public_page
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.common.forms import sentence
from portal.common.refusals import Refusal
from portal.common.tables import Column, Empty, Table, build_table

BACKEND = "django.contrib.auth.backends.ModelBackend"
PERSON_FIELDS = ("email", "mobile", "password", "name")


@public_page("GET", "POST")
def register(request: HttpRequest) -> HttpResponse:
    """Register a company with its signatory, who is signed in at once."""
    if request.user.is_authenticated:
        return redirect("home")
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            maker = register_company(**form.company(), signatory=form.person())
        except Refusal as refusal:
            _place(form, refusal)
        else:
            user = User.objects.get(grants__organisation=maker.organisation)
            login(request, user, backend=BACKEND)
            messages.success(request, _("%(company)s is registered.") % {"company": maker.legal_name})
            return redirect("home")
    return render(request, "manufacturer/register_company.html", {"form": form}, status=status_of(form))


def _place(form: RegistrationForm | CompanyPersonForm, refusal: Refusal) -> None:
    """The PAN of the person and the PAN of the company have one name in the services."""
    typed = str(form.cleaned_data.get("person_pan", ""))
    person = refusal.where == "pan" and refusal.given == typed and typed != form.cleaned_data.get("pan")
    field = field_of(str(refusal.where), person=person)
    form.add_error(field if field in form.fields else None, sentence(refusal))


@company_page("GET", "POST")
def users(request: UserRequest) -> HttpResponse:
    """The company's facts and people; its signatory adds more."""
    maker = manufacturers_visible_to(request.user).first()
    if maker is None:
        return redirect("home")
    may_add = request.user.has_role(Role.APPLICANT_SIGNATORY)
    form = CompanyPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_company_user(
                by=request.user, manufacturer=maker, role=form.cleaned_data["role"], **form.person()
            )
        except Refusal as refusal:
            _place(form, refusal)
        else:
            told = _("%(name)s can sign in now.") % {"name": added.person.name}
            return done(request, told, "manufacturer:users")
    context = {"form": form, "may_add": may_add, "facts": _facts(maker), "table": _people(request, maker)}
    return render(request, "manufacturer/users.html", context, status=status_of(form))


def _facts(maker: Manufacturer) -> list[Fact]:
    gstins = ", ".join(maker.gstins.order_by("number").values_list("number", flat=True))
    return [
        Fact(_("Registered name"), maker.legal_name),
        Fact(_("Kind"), maker.get_kind_display()),
        Fact("PAN", maker.pan),
        Fact(_("Registration number"), maker.cin or maker.llpin or maker.fcrn),
        Fact(_("GSTINs"), gstins),
        Fact(
            _("Registered office"),
            ", ".join(part for part in (maker.address, maker.state_name, maker.pin_code) if part),
        ),
        Fact(_("Vendor code in the payment system"), maker.vendor_code),
    ]


def _people(request: UserRequest, maker: Manufacturer) -> Table:
    grants = RoleGrant.objects.filter(organisation=maker.organisation_id, revoked_at__isnull=True)
    return build_table(
        request,
        grants.select_related("user__person").order_by("pk"),
        caption=_("People of the company"),
        columns=[
            Column("name", _("Name"), value=lambda grant: grant.user.person.name),
            Column("email", _("E-mail address"), value=lambda grant: grant.user.email),
            Column("designation", _("Designation"), value=lambda grant: grant.user.designation),
            Column("role", _("Role"), value=lambda grant: grant.get_role_display()),
        ],
        empty=Empty(_("Nobody yet.")),
    )
