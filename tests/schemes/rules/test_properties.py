"""What holds for every claim, whatever its figures."""

import json
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from schemes.rules import (
    canonical,
    compute,
    counting,
    digest,
    facts,
    incentive,
    loads_strict,
    rounds,
    subsidy,
    tranches,
)
from schemes.rules.facts import Phase, UnitFacts, commissioned_days, fy_start, quarter_ends
from schemes.rules.money import at_least_two, exact_or_none, fixed, grouped, two_decimals
from tests.schemes.rules.examples import AWARD, BOOK, DOCUMENT, WHOLE, whole

CAPACITIES = st.sampled_from(range(600, 1300, 100))
RATES = st.integers(0, 215_000).map(lambda paise: fixed(paise, 2))
GRAMS = st.integers(-(10**9), 2 * 10**9)
PAISE = st.integers(-(10**11), 10**12)
YEARS = st.sampled_from(["2028-29", "2029-30", "2031-32", "2033-34"])


@st.composite
def phases(draw: st.DrawFn) -> list[dict[str, Any]]:
    days = sorted(draw(st.sets(st.dates(date(2027, 1, 15), date(2034, 6, 1)), max_size=3)))
    tonnes = sorted(draw(st.sets(st.integers(1, 1500), min_size=len(days), max_size=len(days))))
    return [{"on": str(day), "capacity_mtpa": capacity} for day, capacity in zip(days, tonnes, strict=True)]


def claim(
    unit: dict[str, Any], end: date, *, sold: int, turnover: int, earlier: int = 0, before: int = 0
) -> dict[str, Any]:
    found = whole("sales_linked")
    found["unit"] = unit
    found["year_to_date"] = {
        "period_end": str(end),
        "sold_kg": fixed(sold, 3),
        "net_sales_turnover": fixed(turnover, 2),
    }
    found["entitled_earlier_this_year"], found["entitled_before"] = str(earlier), str(before)
    return compute(found, BOOK)


@st.composite
def units(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "capacity_mtpa": draw(CAPACITIES),
        "award_rate": draw(RATES),
        "award_date": AWARD,
        "commissioned": draw(phases()),
    }


QUARTERS = st.lists(st.tuples(GRAMS, PAISE), min_size=4, max_size=4)


@given(units(), YEARS, QUARTERS, st.integers(0, 13 * 10**9))
def test_four_quarters_add_up_to_the_year(
    unit: dict[str, Any], fy: str, quarters: list[tuple[int, int]], before: int
) -> None:
    cap = BOOK.ladder(date(2027, 1, 15))[unit["capacity_mtpa"]].sli_cap_crore.rupees
    assume(before <= cap)
    so_far, sold, turnover = 0, 0, 0
    for end, (grams, paise) in zip(quarter_ends(fy), quarters, strict=True):
        sold, turnover = sold + grams, turnover + paise
        found = claim(unit, end, sold=sold, turnover=turnover, earlier=so_far, before=before + so_far)
        so_far += int(found["entitlement"]) - int(found["excess"])
        assert so_far >= 0
    year = claim(unit, quarter_ends(fy)[-1], sold=sold, turnover=turnover, before=before)
    assert so_far == int(year["entitlement"])


@given(units(), st.lists(st.tuples(YEARS, st.integers(0, 2 * 10**9), st.integers(0, 10**12)), max_size=12))
def test_no_ceiling_is_passed_by_any_number_of_open_claims(
    unit: dict[str, Any], claims: list[tuple[str, int, int]]
) -> None:
    row = BOOK.ladder(date(2027, 1, 15))[unit["capacity_mtpa"]]
    total = 0
    for fy, sold, turnover in claims:
        found = claim(unit, quarter_ends(fy)[-1], sold=sold, turnover=turnover, before=total)
        total += int(found["entitlement"])
        assert total <= row.sli_cap_crore.rupees


@given(CAPACITIES, st.lists(st.integers(0, 10**13), min_size=1, max_size=6))
def test_no_subsidy_passes_its_ceiling(capacity: int, amounts: list[int]) -> None:
    cap = BOOK.ladder(date(2027, 1, 15))[capacity].cs_cap_crore.rupees
    found, total = whole("capital_subsidy"), 0
    found["unit"]["capacity_mtpa"] = capacity
    found["assets"] = []
    for amount in amounts:
        found["assets"].append({**WHOLE["capital_subsidy"]["assets"][0], "amount": fixed(amount, 2)})
        found["entitled_before"] = str(total)
        answer = compute(found, BOOK)
        total += int(answer["entitlement"]) - int(answer["excess"])
        assert 0 <= total <= cap


# Grams sold, paise of turnover, grams allowed.
YEAR = st.tuples(st.integers(1, 2 * 10**9), st.integers(1, 10**12), st.integers(1, 2 * 10**9))


@given(YEAR, RATES, st.integers(1, 10**9), st.fractions(0, 10**5))
def test_more_sales_at_the_average_price_or_above_never_lower_a_year(
    year: tuple[int, int, int], rate: str, more: int, premium: Fraction
) -> None:
    kg, rupees, room = Fraction(year[0], 1000), Fraction(year[1], 100), Fraction(year[2], 1000)
    extra = Fraction(more, 1000)
    price = rupees / kg + premium
    first = incentive.year_to_date(kg, rupees, room, Fraction(rate), Fraction(40))
    second = incentive.year_to_date(kg + extra, rupees + price * extra, room, Fraction(rate), Fraction(40))
    assert second.rupees >= first.rupees


@given(YEAR, RATES, st.integers(1, 10**9), st.fractions(0, 2))
def test_the_warning_knows_which_sales_lower_a_year(
    year: tuple[int, int, int], rate: str, more: int, share: Fraction
) -> None:
    kg, rupees, room = Fraction(year[0], 1000), Fraction(year[1], 100), Fraction(year[2], 1000)
    now = incentive.year_to_date(kg, rupees, room, Fraction(rate), Fraction(40))
    threshold = incentive.warns_cheaper_sales(kg, rupees, room, Fraction(rate), Fraction(40))
    if threshold is None:
        assert kg < room
        return
    extra = Fraction(more, 1000)
    then = incentive.year_to_date(
        kg + extra, rupees + share * threshold * extra, room, Fraction(rate), Fraction(40)
    )
    if share >= 1:
        assert then.rupees >= now.rupees
    elif now.by_turnover <= now.by_rate:
        assert then.by_turnover < now.by_turnover


def test_cheap_surplus_lowers_a_year_and_is_warned_of() -> None:
    room, rate, percent = Fraction(600_000), Fraction(2150), Fraction(40)
    before = incentive.year_to_date(room, room * 5000, room, rate, percent)
    after = incentive.year_to_date(room + 100_000, room * 5000 + 100_000 * 1000, room, rate, percent)
    assert (before.rupees, after.rupees) == (1_200_000_000, 1_062_857_142)
    assert incentive.warns_cheaper_sales(room, room * 5000, room, rate, percent) == 5000
    assert incentive.warns_cheaper_sales(room, room * 6000, room, rate, percent) == 5375
    assert incentive.warns_cheaper_sales(room - 1, room * 5000, room, rate, percent) is None
    assert incentive.warns_cheaper_sales(room, Fraction(0), room, rate, percent) is None


@given(units(), st.sampled_from([end for fy in ("2027-28", "2033-34") for end in quarter_ends(fy)]))
def test_the_quantity_allowed_is_the_sum_over_the_days(unit: dict[str, Any], end: date) -> None:
    found = claim(unit, end, sold=10**9, turnover=10**12)
    steps = [(date.fromisoformat(p["on"]), p["capacity_mtpa"]) for p in unit["commissioned"]]
    last = min(end, date(2034, 1, 14))
    day, tonnes, days = fy_start(end), 0, 0
    while day <= last:
        running = [capacity for on, capacity in steps if on <= day]
        if running:
            tonnes += min(unit["capacity_mtpa"], running[-1])
            days += 1
        day += timedelta(days=1)
    allowed = Fraction(tonnes * 1000, found["days_in_year"])
    line = next(line for line in found["working"] if line["key"] == "allowed")
    assert (line["amount"], line["exact"]) == (two_decimals(allowed), exact_or_none(allowed))
    assert found["eligible_days"] == days


@given(st.integers(0, 10**15), st.lists(st.tuples(st.integers(0, 10**13), st.none() | YEARS), max_size=12))
def test_a_round_adds_up_to_the_rupee(available: int, due: list[tuple[int, str | None]]) -> None:
    items = [rounds.Item(str(place), amount, age) for place, (amount, age) in enumerate(due)]
    paid = rounds.allot(available, items)
    assert sum(paid) == min(available, sum(item.amount for item in items))
    assert all(0 <= part <= item.amount for part, item in zip(paid, items, strict=True))
    for part, item in zip(paid, items, strict=True):
        older = [
            (p, i)
            for p, i in zip(paid, items, strict=True)
            if (i.deferred_from or "9") < (item.deferred_from or "9")
        ]
        assert not part or all(p == i.amount for p, i in older)


@given(st.lists(st.integers(0, 10**13), min_size=1, max_size=12), st.integers(0, 10**14))
def test_a_share_is_within_a_rupee_of_its_proportion(due: list[int], available: int) -> None:
    assume(available < sum(due))
    for part, amount in zip(rounds.share(available, due), due, strict=True):
        assert abs(part - Fraction(amount * available, sum(due))) < 1


RUPEES = st.integers(0, 10**12)


@given(RUPEES, st.lists(st.tuples(RUPEES, st.integers(0, 10_000), st.booleans()), max_size=8))
def test_a_tranche_never_demands_back_what_was_never_paid(
    first: int, steps: list[tuple[int, int, bool]]
) -> None:
    raised = paid = 0
    for entitlement, percent, pays in [(first, 8500, True), *steps]:
        at = tranches.position(entitlement, Fraction(percent, 100), raised, paid)
        assert 0 <= at.recover <= paid
        assert 0 <= at.withdraw <= raised - paid
        assert at.tranche == 0 or at.withdraw == at.recover == 0
        raised += at.tranche - at.withdraw - at.recover
        paid -= at.recover
        assert raised == at.due
        paid = raised if pays else paid
        assert paid <= raised


def shuffled(value: Any, draw: Any) -> Any:
    if isinstance(value, dict):
        return {key: shuffled(value[key], draw) for key in draw(st.permutations(list(value)))}
    return [shuffled(inner, draw) for inner in value] if isinstance(value, list) else value


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_the_order_of_keys_does_not_change_the_hash(kind: str, data: st.DataObject) -> None:
    assert compute(shuffled(WHOLE[kind], data.draw), BOOK) == compute(WHOLE[kind], BOOK)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_canonical_json_is_read_back_and_written_the_same(value: Any) -> None:
    assume("\\ud" not in json.dumps(value))
    text = canonical(value)
    assert canonical(loads_strict(text.decode())) == text


@given(st.integers(-(10**16), 10**16), st.integers(1, 10**6))
def test_two_decimals_go_down_and_lose_nothing_silently(n: int, d: int) -> None:
    amount = Fraction(n, d)
    shown = Fraction(two_decimals(amount))
    assert shown <= amount < shown + Fraction(1, 100)
    assert (exact_or_none(amount) is None) == (shown == amount)


@given(st.integers(-(10**16), 10**16))
def test_grouping_only_adds_commas(n: int) -> None:
    text = at_least_two(n, 5)
    assert grouped(text).replace(",", "") == text
    assert Fraction(text) == Fraction(n, 10**5)


PHASES = (Phase(date(2028, 1, 1), 300), Phase(date(2028, 2, 1), 600))


@given(st.dates(date(2027, 1, 1), date(2029, 1, 1)), st.integers(-5, 400))
def test_commissioned_days_cover_each_day_once(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    days = sum(count for _, count in commissioned_days(PHASES, first, last))
    assert days == facts.days_between(max(first, PHASES[0].on), last)


@given(
    st.lists(
        st.tuples(st.sampled_from(["INV", "DBN", "CRN"]), st.integers(1, 10**9), st.integers(0, 10**12)),
        max_size=8,
    )
)
def test_a_years_sums_are_those_of_its_lines(documents: list[tuple[str, int, int]]) -> None:
    found = whole("counting")
    found["documents"] = [
        {
            **DOCUMENT,
            "number": f"{place}",
            "type": kind,
            "kg": fixed(grams, 3),
            "taxable_value": fixed(paise, 2),
            "note_reason": "RETURN" if kind == "CRN" else None,
        }
        for place, (kind, grams, paise) in enumerate(documents)
    ]
    answer = compute(found, BOOK)
    assert sum(Fraction(line["kg"]) for line in answer["lines"]) == sum(
        Fraction(y["sold_kg"]) for y in answer["years"]
    )
    assert sum(Fraction(line["value"]) for line in answer["lines"]) == sum(
        Fraction(year["net_sales_turnover"]) for year in answer["years"]
    )


@given(st.lists(st.tuples(st.integers(0, 10**12), st.booleans()), max_size=10))
def test_second_hand_plant_never_passes_its_share(lines: list[tuple[int, bool]]) -> None:
    assets = [subsidy.Asset(subsidy.PLANT, date(2027, 6, 1), paise, old) for paise, old in lines]
    found = subsidy.assess(assets, BOOK, date(2029, 5, 1))
    counted_old = found.second_hand - sum(d.paise for d in found.disallowed)
    assert counted_old == min(found.second_hand, sum(paise for paise, _ in lines) // 5)
    assert found.eligible == found.plant - found.second_hand + counted_old


def test_the_digest_is_over_composed_text() -> None:
    assert digest({"n": "e\u0301"}) == digest({"n": "\u00e9"})


def test_a_line_of_a_register_counts_as_in_a_claim() -> None:
    unit = UnitFacts(date(2027, 1, 15), (Phase(date(2028, 6, 1), 900),))
    around = counting.context(unit, ["ZZZCR0001R"], BOOK, period_end=date(2029, 6, 30))
    line = counting.Line(
        kind="INV",
        supplied_on=counting.supply_date("INV", date(2029, 5, 2), date(2020, 1, 1)),
        cancelled=False,
        seller_gstin="07ZZZCR0001R1ZQ",
        buyer_gstin="21ZZZCR0002M1Z9",
        hsn="85051190",
        grams=1_000_000,
        taxable_paise=560_000_000,
        freight_paise=0,
        note_reason=None,
        related_party=False,
        price_paise=None,
        set_aside=False,
    )
    assert counting.count_line(line, around) == ("counted", 1_000_000, 560_000_000_000, "2029-30")
    assert counting.turnover_of_claim(560_000_000_999) == "5600000.00"
