"""Registering a company and its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from applicants.models import Gstin, Manufacturer
from portal.accounts.models import Organisation, User
from portal.accounts.roles import COMPANY, Role
from portal.accounts.services.users import add_user, grant_role
from portal.common.clock import business_today
from portal.common.events import record, service
from portal.common.identifiers import check_cin, check_gstin, check_pan, check_shape
from portal.common.refusals import NotAllowed, Refusal, WrongInput

FOURTH = {Manufacturer.Kind.COMPANY: "C", Manufacturer.Kind.LLP: "F", Manufacturer.Kind.FOREIGN: "C"}


@service
def register_company(
    *,
    legal_name: str,
    kind: str,
    pan: str,
    cin: str = "",
    llpin: str = "",
    fcrn: str = "",
    address: str = "",
    state_name: str = "",
    pin_code: str = "",
    gstins: Sequence[str],
    signatory: Mapping[str, str],
    fictitious: bool = False,
) -> Manufacturer:
    """Register a company with its GSTINs and its first person, the authorised signatory.

    ``signatory`` has name, email, password, pan, mobile and designation. Raises WrongInput naming the first field
    that is wrong, and Refusal when the company is registered already (domain.md 4).
    """
    name = " ".join(legal_name.split())
    if not name:
        raise WrongInput(_("Give the company's name."), where="legal_name", expected=_("the registered name"))
    _check_pan_of_kind(pan, kind)
    numbers = _registry_numbers(kind, cin, llpin, fcrn)
    _check_gstins(gstins, pan, kind)
    if pin_code:
        check_shape("pin", pin_code, where="pin_code")
    maker = Manufacturer(
        legal_name=name,
        kind=kind,
        pan=pan,
        address=address,
        state_name=state_name,
        pin_code=pin_code,
        fictitious=fictitious,
        **numbers,
    )
    _create(maker, gstins)
    user = _add_person(maker, dict(signatory), Role.APPLICANT_SIGNATORY, by=None)
    record(maker, "register", user, {"kind": kind, "pan": pan, "gstins": list(gstins), **numbers})
    return maker


@service
def add_company_user(
    *,
    by: User,
    manufacturer: Manufacturer,
    name: str,
    email: str,
    password: str,
    pan: str = "",
    mobile: str = "",
    role: str,
    designation: str = "",
) -> User:
    """Add a person of the company. Only its signatory may; raises WrongInput for a wrong or taken identifier."""
    own = manufacturer.organisation_id in by.organisation_ids
    if not (own and by.has_role(Role.APPLICANT_SIGNATORY)):
        raise NotAllowed(
            _("Only the company's authorised signatory adds its people."),
            expected=Role.APPLICANT_SIGNATORY,
            todo=_("Ask your signatory."),
        )
    if role not in COMPANY:
        raise WrongInput(
            _("A company's people are signatories or preparers."),
            where="role",
            given=role,
            expected=", ".join(COMPANY),
        )
    person = {
        "name": name,
        "email": email,
        "password": password,
        "pan": pan,
        "mobile": mobile,
        "designation": designation,
    }
    return _add_person(manufacturer, person, role, by=by)


def _add_person(maker: Manufacturer, person: Mapping[str, str], role: str, *, by: User | None) -> User:
    try:
        validate_password(person["password"])
    except ValidationError as weak:
        raise WrongInput(
            _("This password is too easy to guess."), where="password", expected=" ".join(weak.messages)
        ) from weak
    user = add_user(
        email=person["email"],
        password=person["password"],
        name=" ".join(person["name"].split()),
        pan=person.get("pan", ""),
        mobile=person.get("mobile", ""),
        designation=person.get("designation", ""),
        by=by,
    )
    grant_role(user=user, role=role, organisation=maker.organisation, by=by)
    return user


def _check_pan_of_kind(pan: str, kind: str) -> None:
    if kind not in Manufacturer.Kind.values:
        raise WrongInput(
            _("There is no such kind of company."),
            where="kind",
            given=kind,
            expected=", ".join(Manufacturer.Kind.values),
        )
    check_pan(pan, where="pan")
    if pan[3] != FOURTH[Manufacturer.Kind(kind)]:
        raise WrongInput(
            _("The fourth letter of this PAN does not fit the kind of company."),
            where="pan",
            given=pan,
            expected=_("%(letter)s as the fourth letter") % {"letter": FOURTH[Manufacturer.Kind(kind)]},
            todo=_("Check the PAN and the kind of company."),
        )
    if Manufacturer.objects.filter(pan=pan).exists():
        raise Refusal(
            _("A company with this PAN is registered already."),
            where="pan",
            given=pan,
            todo=_("Sign in, or ask the company's signatory to add you."),
        )


def _create(maker: Manufacturer, gstins: Sequence[str]) -> None:
    """Write the company's rows; the constraint speaks where a second registration ran at the same moment."""
    try:
        maker.organisation = Organisation.objects.create(
            name=maker.legal_name, kind=Organisation.Kind.COMPANY
        )
        maker.save()
        Gstin.objects.bulk_create(Gstin(manufacturer=maker, number=number) for number in gstins)
    except IntegrityError as taken:
        raise Refusal(
            _("This company was registered a moment ago."), where="pan", given=maker.pan, todo=_("Sign in.")
        ) from taken


def _registry_numbers(kind: str, cin: str, llpin: str, fcrn: str) -> dict[str, str]:
    numbers = {"cin": "", "llpin": "", "fcrn": ""}
    if kind == Manufacturer.Kind.COMPANY:
        numbers["cin"] = check_cin(cin, where="cin", year_now=business_today().year)
    elif kind == Manufacturer.Kind.LLP:
        numbers["llpin"] = check_shape("llpin", llpin, where="llpin")
    else:
        numbers["fcrn"] = check_shape("fcrn", fcrn, where="fcrn")
    return numbers


def _check_gstins(gstins: Sequence[str], pan: str, kind: str) -> None:
    if not gstins and kind != Manufacturer.Kind.FOREIGN:
        raise WrongInput(
            _("Give at least one GSTIN."),
            where="gstins",
            expected=_("the registration of each selling State"),
        )
    for number in gstins:
        check_gstin(number, where="gstins", pan=pan)
    twice = [number for number in set(gstins) if list(gstins).count(number) > 1]
    if twice:
        raise WrongInput(
            _("This GSTIN stands twice in the list."),
            where="gstins",
            given=twice[0],
            expected=_("each one once"),
        )
    taken = Gstin.objects.filter(number__in=gstins).order_by("number").first()
    if taken:
        raise Refusal(
            _("This GSTIN is registered for a company already."), where="gstins", given=taken.number
        )
