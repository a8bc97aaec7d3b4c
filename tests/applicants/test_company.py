"""Registering a company and its people: what is taken, what is refused."""

import pytest

from applicants.models import Gstin, Manufacturer
from applicants.services.company import add_company_user, register_company
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.refusals import NotAllowed, Refusal, WrongInput
from tests import factories

pytestmark = pytest.mark.django_db


def wrong(pan: str) -> str:
    """Return a GSTIN of the PAN whose check digit is off by one."""
    right = factories.gstin_of(pan)
    return right[:14] + ("0" if right[14] != "0" else "1")


def test_a_company_is_registered_with_its_signatory() -> None:
    facts = factories.company_facts()
    maker = register_company(**facts)
    signatory = User.objects.get(grants__organisation=maker.organisation)
    assert signatory.has_role(Role.APPLICANT_SIGNATORY)
    assert signatory.check_password(factories.PASSWORD)
    assert [gstin.number for gstin in maker.gstins.all()] == facts["gstins"]


@pytest.mark.parametrize("state", ["38", "97", "99"])
def test_the_states_a_common_library_refuses_are_taken(state: str) -> None:
    pan = factories.company_pan()
    maker = register_company(**factories.company_facts(pan=pan, gstins=[factories.gstin_of(pan, state)]))
    assert maker.gstins.get().number.startswith(state)


def test_an_unknown_state_is_refused() -> None:
    pan = factories.company_pan()
    with pytest.raises(WrongInput) as refusal:
        register_company(**factories.company_facts(pan=pan, gstins=[factories.gstin_of(pan, "98")]))
    assert refusal.value.where == "gstins"


def test_a_wrong_check_digit_is_refused_and_the_right_one_told() -> None:
    pan = factories.company_pan()
    with pytest.raises(WrongInput, match="last character") as refusal:
        register_company(**factories.company_facts(pan=pan, gstins=[wrong(pan)]))
    assert refusal.value.where == "gstins"
    assert str(refusal.value.expected).startswith(factories.gstin_of(pan)[14])
    assert not Manufacturer.objects.exists()


def test_a_gstin_without_the_companys_pan_is_refused() -> None:
    other = factories.gstin_of(factories.company_pan())
    facts = factories.company_facts(gstins=[other])
    with pytest.raises(WrongInput, match="another PAN") as refusal:
        register_company(**facts)
    assert refusal.value.given == other
    assert str(facts["pan"]) in str(refusal.value.expected)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"pan": "ZZZCR00010"}, "pan"),
        ({"pan": "ZZZPR0001R"}, "pan"),
        ({"kind": "club"}, "kind"),
        ({"cin": "U27209DL2999PTC000001"}, "cin"),
        ({"cin": "U27209DL2025XXX000001"}, "cin"),
        ({"kind": "foreign", "fcrn": "123"}, "fcrn"),
        ({"pin_code": "011001"}, "pin_code"),
        ({"legal_name": "  "}, "legal_name"),
        ({"gstins": []}, "gstins"),
    ],
)
def test_a_wrong_identifier_is_refused_by_its_field(changes: dict[str, object], where: str) -> None:
    with pytest.raises(WrongInput) as refusal:
        register_company(**factories.company_facts(**changes))
    assert refusal.value.where == where


def test_an_llp_and_a_foreign_company_bring_their_own_numbers() -> None:
    pan = factories.company_pan().replace("ZZZC", "ZZZF")
    llp = register_company(
        **factories.company_facts(kind="llp", pan=pan, llpin="ABC-1234", gstins=[factories.gstin_of(pan)])
    )
    foreign = register_company(**factories.company_facts(kind="foreign", fcrn="F01234", gstins=[]))
    assert (llp.llpin, llp.cin) == ("ABC-1234", "")
    assert foreign.fcrn == "F01234"


def test_a_gstin_given_twice_is_refused() -> None:
    pan = factories.company_pan()
    with pytest.raises(WrongInput, match="twice"):
        register_company(**factories.company_facts(pan=pan, gstins=[factories.gstin_of(pan)] * 2))


def test_a_pan_registers_once() -> None:
    first = factories.company()
    with pytest.raises(Refusal, match="registered already") as refusal:
        register_company(**factories.company_facts(pan=first.manufacturer.pan))
    assert "signatory" in str(refusal.value.todo)


def test_a_weak_password_leaves_nothing_behind() -> None:
    person = {**factories.person(), "password": "short"}
    with pytest.raises(WrongInput) as refusal:
        register_company(**factories.company_facts(signatory=person))
    assert refusal.value.where == "password"
    assert not Manufacturer.objects.exists()
    assert not Gstin.objects.exists()


def test_the_signatory_adds_a_preparer_who_cannot_add_anybody() -> None:
    made = factories.company()
    assert made.preparer.has_role(Role.APPLICANT_PREPARER)
    with pytest.raises(NotAllowed, match="signatory"):
        add_company_user(
            by=made.preparer,
            manufacturer=made.manufacturer,
            role=Role.APPLICANT_PREPARER,
            **factories.person(),
        )


def test_a_signatory_adds_nobody_to_another_company() -> None:
    made, rival = factories.company(), factories.company()
    with pytest.raises(NotAllowed):
        add_company_user(
            by=rival.signatory,
            manufacturer=made.manufacturer,
            role=Role.APPLICANT_PREPARER,
            **factories.person(),
        )


def test_a_company_gives_nobody_an_office() -> None:
    made = factories.company()
    with pytest.raises(WrongInput) as refusal:
        add_company_user(
            by=made.signatory, manufacturer=made.manufacturer, role=Role.PAO, **factories.person()
        )
    assert refusal.value.where == "role"


def test_an_officer_cannot_be_a_companys_person_under_another_address() -> None:
    officer, made = factories.officer(Role.IFD), factories.company()
    twin = {**factories.person(), "pan": officer.person.pan, "mobile": ""}
    with pytest.raises(Refusal, match="same PAN or mobile"):
        add_company_user(
            by=made.signatory, manufacturer=made.manufacturer, role=Role.APPLICANT_PREPARER, **twin
        )
