"""Adding persons, their sign-ins and their roles."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.accounts.models import Organisation, Person, RoleGrant, User
from portal.accounts.roles import COMPANY, Role, conflict
from portal.common.clock import now
from portal.common.events import record, service
from portal.common.identifiers import check_mobile, check_pan
from portal.common.refusals import NotAllowed, Refusal, WrongInput

INDIVIDUAL = "P"  # the fourth letter of a human being's PAN


@service
def person_for(*, name: str, pan: str = "", mobile: str = "") -> Person:
    """Return the one person with this PAN or mobile number, made if new.

    Raises WrongInput when neither is given or well-formed, when the PAN is no human being's, or when the two belong
    to two different persons.
    """
    if pan:
        _check_individual(pan)
    if mobile:
        check_mobile(mobile, where="mobile")
    if not (pan or mobile):
        raise WrongInput(
            _("A person needs a PAN or a mobile number."), where="pan", expected=_("PAN or mobile number")
        )
    wanted = Q(pan=pan) if pan else Q(pk__in=[])
    wanted |= Q(mobile=mobile) if mobile else Q(pk__in=[])
    found = list(Person.objects.select_for_update().filter(wanted).order_by("pk"))
    if len(found) > 1 or any(pan and p.pan and p.pan != pan for p in found):
        raise WrongInput(
            _("This mobile number belongs to another person."),
            where="mobile",
            given=mobile,
            expected=_("a number of this person's own"),
        )
    if not found:
        return Person.objects.create(name=name, pan=pan or None, mobile=mobile or None)
    person = found[0]
    person.pan, person.mobile = person.pan or pan or None, person.mobile or mobile or None
    person.save(update_fields=["pan", "mobile"])
    return person


def _check_individual(pan: str) -> None:
    check_pan(pan, where="pan")
    if pan[3] != INDIVIDUAL:
        raise WrongInput(
            _("This PAN is not a person's."),
            where="pan",
            given=pan,
            expected=_("%(letter)s as the fourth letter") % {"letter": INDIVIDUAL},
            todo=_("Give the PAN of the person who signs in, not of the body they act for."),
        )


@service
def add_user(
    *,
    email: str,
    password: str | None,
    name: str,
    pan: str = "",
    mobile: str = "",
    designation: str = "",
    by: User | None,
) -> User:
    """Add a sign-in. ``password`` None makes one that can't sign in until a password is set.

    Raises WrongInput when the address is wrong or taken, the password weak, or the person's identifiers wrong.
    """
    _check_address(email)
    person = person_for(name=name, pan=pan, mobile=mobile)
    if password is not None:
        _check_password(password, User(email=email, person=person))
    user = User.objects.create_user(email, password, person=person, designation=designation)
    record(user, "add_user", by, {"person": person.pseudonym})
    return user


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise WrongInput(
            _("This is not an e-mail address."), where="email", given=email, expected="name@office.example"
        ) from wrong
    if User.objects.filter(email__iexact=email).exists():
        raise WrongInput(_("This e-mail address already has a sign-in."), where="email", given=email)


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise WrongInput(
            _("This password is too easy to guess."), where="password", expected=" ".join(weak.messages)
        ) from weak


@service
def grant_role(*, user: User, role: str, organisation: Organisation, by: User | None) -> RoleGrant:
    """Give a role. Raises Refusal when the *person* (under any sign-in) holds a role that excludes it."""
    Person.objects.select_for_update().get(pk=user.person_id)
    held = set(
        RoleGrant.objects.filter(user__person_id=user.person_id, revoked_at__isnull=True).values_list(
            "role", flat=True
        )
    )
    other = conflict(held, role)
    if other:
        raise _excluded(user, role, other, by)
    grant, made = RoleGrant.objects.get_or_create(
        user=user, role=role, organisation=organisation, revoked_at=None, defaults={"granted_by": by}
    )
    _forget_roles(user)
    if made:
        record(user, "grant_role", by, {"role": role, "organisation": organisation.pk})
    return grant


def _excluded(user: User, role: str, other: str, by: User | None) -> Refusal:
    """Say why a role can't be given; only the administrator learns who the other person is and what they hold."""
    if by is None or not by.has_role(Role.SYS_ADMIN):
        return Refusal(
            _("This person can't be %(role)s: the same PAN or mobile number has a role that excludes it.")
            % {"role": Role(role).label},
            where="pan",
            given=role,
            expected=_("another person"),
            todo=_("Check the PAN and the mobile number, or name another person."),
        )
    return Refusal(
        _("%(name)s can't be %(role)s: the same person is already %(other)s.")
        % {"name": user.person.name, "role": Role(role).label, "other": Role(other).label},
        where="role",
        given=role,
        expected=_("a role that does not exclude %(other)s") % {"other": Role(other).label},
        todo=_("Give the role to another person, or revoke the other one first."),
    )


def _forget_roles(user: User) -> None:
    """Let the user's roles be read again: they are kept for the length of a request."""
    for name in ("role_codes", "organisation_ids", "audience"):
        user.__dict__.pop(name, None)


def _only_administrator(by: User) -> None:
    if not by.has_role(Role.SYS_ADMIN):
        raise NotAllowed(
            _("Only the system administrator keeps officers and their roles."),
            where="role",
            given=by.role_labels,
            expected=Role.SYS_ADMIN,
        )


@service
def revoke_role(*, grant: RoleGrant, by: User) -> None:
    """End a role; the row stays. Raises NotAllowed for anybody but an administrator, and for one's own role.

    A role that has ended already is left as it is.
    """
    _only_administrator(by)
    held = RoleGrant.objects.select_for_update().select_related("user").get(pk=grant.pk)
    if held.user.person_id == by.person_id:
        raise NotAllowed(_("Another administrator ends your role."), where="role", given=held.role)
    if held.revoked_at is None:
        held.revoked_at = now()
        held.save(update_fields=["revoked_at"])
        record(held.user, "revoke_role", by, {"role": held.role, "organisation": held.organisation_id})
    _forget_roles(grant.user)


@service
def set_active(*, user: User, active: bool, by: User) -> User:
    """Let a sign-in in, or keep it out from its next request on.

    Raises NotAllowed for anybody but an administrator, and for one's own sign-in.
    """
    _only_administrator(by)
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.person_id == by.person_id:
        raise NotAllowed(_("Another administrator closes your sign-in."), where="user", given=held.email)
    if held.is_active != active:
        held.is_active = active
        held.save(update_fields=["is_active"])
        record(held, "enable_user" if active else "disable_user", by)
    return held


@service
def add_officer(
    *,
    by: User | None,
    name: str,
    designation: str,
    office: str,
    email: str,
    pan: str,
    mobile: str,
    role: str,
    password: str,
) -> User:
    """Add an officer or auditor with one role. ``by`` None only for the first administrator of an empty portal.

    Raises NotAllowed for anybody but an administrator, WrongInput for a company's role, Refusal when the role
    excludes one the person holds.
    """
    if by is not None:
        _only_administrator(by)
    if role in COMPANY or role not in Role.values:
        raise WrongInput(_("This is not a role of an office."), where="role", given=role)
    kind = Organisation.Kind.AUDIT if role == Role.AUDITOR else Organisation.Kind.OFFICE
    organisation, _made = Organisation.objects.get_or_create(name=office, kind=kind)
    user = add_user(
        email=email, password=password, name=name, pan=pan, mobile=mobile, designation=designation, by=by
    )
    grant_role(user=user, role=role, organisation=organisation, by=by)
    return user
