"""Lists: filtered, sorted, downloaded, and read with few queries however long they are."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from disbursements.models import Claim
from portal.accounts.roles import Role
from tests import factories, factories_money
from tests.factories import AwardedUnit
from tests.factories_money import DAY, Officers

from .conftest import Reader

MANY = 20_000
FEW_QUERIES = 10


@pytest.fixture
def verified(made: AwardedUnit, who: Officers) -> Claim:
    """A verified claim with its first tranche."""
    return factories_money.verified(factories_money.draft_claim(made), made, who)


def ended_claims(like: Claim, count: int) -> None:
    """So many claims that ended undecided, which may share a register."""
    Claim.objects.bulk_create(
        (
            Claim(
                number=f"SLI/2029-30/{number:05d}",
                component="SLI",
                state="rejected",
                unit_id=like.unit_id,
                manufacturer_id=like.manufacturer_id,
                book_code=like.book_code,
                fy=like.fy,
                period_end=like.period_end,
                register_id=like.register_id,
                prepared_by_id=like.prepared_by_id,
                submitted_at=timezone.now(),
                submitted_day=DAY,
            )
            for number in range(10_000, 10_000 + count)
        ),
        batch_size=2_000,
    )


def test_twenty_thousand_claims_take_ten_queries(
    verified: Claim, who: Officers, reader: Reader, django_assert_max_num_queries: Any
) -> None:
    ended_claims(verified, MANY)
    client = reader(who[Role.IFD])
    with django_assert_max_num_queries(FEW_QUERIES):
        answer = client.get(reverse("officer:claims"))
    assert answer.status_code == 200
    assert "20,001" in answer.content.decode()


@pytest.mark.parametrize("name", ["officer:sanctions", "officer:payments", "officer:budget"])
def test_other_lists_take_few_queries(
    name: str, verified: Claim, who: Officers, reader: Reader, django_assert_max_num_queries: Any
) -> None:
    factories_money.paid(factories_money.sanctioned(verified, who), who)
    client = reader(who[Role.IFD])
    with django_assert_max_num_queries(40 if name.endswith("budget") else FEW_QUERIES):
        assert client.get(reverse(name)).status_code == 200


def test_filters_find_stages_of_claims_tranches_and_payments(
    verified: Claim, made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    client = reader(factories.officer(Role.AUDITOR))
    address = reverse("auditor:claims")

    def numbers(**query: str) -> list[str]:
        rows = client.get(address, query).context["table"].rows
        return [claim.number for claim in rows]

    assert numbers(stage="tranche:due") == [verified.number]
    assert numbers(stage="tranche:recommended") == []
    assert numbers(stage="claim:submitted") == []
    factories_money.sanctioned(verified, who)
    assert numbers(stage="payment:sanctioned") == [verified.number]
    assert numbers(q=made.manufacturer.legal_name) == [verified.number]
    assert numbers(q="nobody") == []
    assert numbers(component="CS") == []
    assert numbers(fy=verified.fy, unit=str(made.unit.pk)) == [verified.number]


def test_the_download_carries_the_filtered_rows_and_their_sum(
    verified: Claim, who: Officers, reader: Reader
) -> None:
    client = reader(who[Role.IFD])
    page = client.get(reverse("officer:claims"), {"component": "SLI"})
    assert f"{reverse('officer:claims_file', args=['csv'])}?component=SLI" in page.content.decode()
    answer = client.get(reverse("officer:claims_file", args=["csv"]), {"component": "SLI"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[1][0] == verified.number
    assert str(verified.current.entitlement) in rows[1]
    assert ["Rows", "1"] in rows
    nothing = client.get(reverse("officer:claims_file", args=["csv"]), {"component": "CS"})
    assert ["Rows", "0"] in list(
        csv.reader(io.StringIO(b"".join(nothing.streaming_content).decode("utf-8-sig")))
    )
    assert client.get(reverse("officer:claims_file", args=["exe"])).status_code == 404


def test_a_company_sees_its_own_claims_only(verified: Claim, made: AwardedUnit, reader: Reader) -> None:
    mine = reader(made.signatory).get(reverse("manufacturer:claims"))
    assert verified.number in mine.content.decode()
    other = reader(factories.company().signatory).get(reverse("manufacturer:claims"))
    assert verified.number not in other.content.decode()
    assert reader(made.signatory).get(reverse("officer:claims")).status_code == 403
