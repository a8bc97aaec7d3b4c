"""Adding persons, their sign-ins and their roles."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.accounts.models import Organisation, Person, RoleGrant, User
from portal.accounts.roles import Role, conflict
from portal.common.clock import now
from portal.common.events import record, service
from portal.common.identifiers import check_mobile, check_pan
from portal.common.refusals import NotAllowed, Refusal, WrongInput


@service
def person_for(*, name: str, pan: str = "", mobile: str = "") -> Person:
    """Return the one person with this PAN or mobile number, made if new.

    Raises WrongInput when neither is given or well-formed, or when the two belong to two different persons.
    """
    if pan:
        check_pan(pan, where="pan")
    if mobile:
        check_mobile(mobile, where="mobile")
    if not (pan or mobile):
        raise WrongInput(
            _("A person needs a PAN or a mobile number."), where="pan", expected=_("PAN or mobile number")
        )
    wanted = Q(pk__in=[])
    wanted |= Q(pan=pan) if pan else Q(pk__in=[])
    wanted |= Q(mobile=mobile) if mobile else Q(pk__in=[])
    found = list(Person.objects.select_for_update().filter(wanted))
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
    """Add a sign-in. Raises WrongInput when the address is taken or the person's identifiers are wrong."""
    if User.objects.filter(email__iexact=email).exists():
        raise WrongInput(_("This e-mail address already has a sign-in."), where="email", given=email)
    person = person_for(name=name, pan=pan, mobile=mobile)
    user = User.objects.create_user(email, password, person=person, designation=designation)
    record(user, "add_user", by, {"person": person.pseudonym})
    return user


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
        raise Refusal(
            _("%(name)s can't be %(role)s: the same person is already %(other)s.")
            % {"name": user.person.name, "role": Role(role).label, "other": Role(other).label},
            where="role",
            given=role,
            expected=_("a role that does not exclude %(other)s") % {"other": Role(other).label},
            todo=_("Give the role to another person, or revoke the other one first."),
        )
    grant, made = RoleGrant.objects.get_or_create(
        user=user, role=role, organisation=organisation, revoked_at=None, defaults={"granted_by": by}
    )
    user.__dict__.pop("role_codes", None)
    user.__dict__.pop("organisation_ids", None)
    user.__dict__.pop("audience", None)
    if made:
        record(user, "grant_role", by, {"role": role, "organisation": organisation.pk})
    return grant


@service
def revoke_role(*, grant: RoleGrant, by: User) -> None:
    """End a role; the row stays."""
    grant.revoked_at = now()
    grant.save(update_fields=["revoked_at"])
    record(grant.user, "revoke_role", by, {"role": grant.role, "organisation": grant.organisation_id})


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

    Raises NotAllowed for anybody but an administrator, Refusal when the role excludes one the person holds.
    """
    if by is not None and not by.has_role(Role.SYS_ADMIN):
        raise NotAllowed(
            _("Only the system administrator adds officers."), where="role", given=by.role_labels
        )
    kind = Organisation.Kind.AUDIT if role == Role.AUDITOR else Organisation.Kind.OFFICE
    organisation, _made = Organisation.objects.get_or_create(name=office, defaults={"kind": kind})
    user = add_user(
        email=email, password=password, name=name, pan=pan, mobile=mobile, designation=designation, by=by
    )
    grant_role(user=user, role=role, organisation=organisation, by=by)
    return user
