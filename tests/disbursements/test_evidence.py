"""Evidence packs: the same pack says same; whatever is changed in it is found and named, without a database."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from disbursements.evidence.check import check
from disbursements.evidence.pack import write_pack
from disbursements.models import Claim
from portal.common import jobs, signing
from portal.common.models import Job
from tests.disbursements import packs
from tests.factories import awarded_unit, on_day
from tests.factories_money import (
    DAY,
    Officers,
    checked,
    draft_claim,
    invested,
    paid,
    sanctioned,
    sold,
    subsidy_draft,
    verified,
)

MEMBERS = (
    "manifest.json",
    "manifest.sig.json",
    "claim.json",
    "register/register.json",
    "register/lines.jsonl",
    "documents/01-register.csv",
    "documents/02-commissioning-certificate.pdf",
    "documents.json",
    "book/repm-7350-v1.json",
    "computations/0001.json",
    "computations/0002.json",
    "rounds/BR-SLI-2030-31-01.json",
    "decisions.json",
    "tranches.json",
    "sanctions.json",
    "letters/SO-2030-31-0001.pdf",
    "events.jsonl",
    "anchors.json",
)


def paid_claim() -> Claim:
    """A sales-linked claim paid to 85 %."""
    who, unit = Officers(), awarded_unit()
    register = sold(unit, rows=40)
    order = sanctioned(verified(draft_claim(unit, register), unit, who), who)
    jobs.run_now(Job.objects.get(kind="sanction_letter", object_id=str(order.pk)))
    paid(order, who)
    return Claim.objects.get(pk=order.tranche.claim_id)


@pytest.fixture(scope="module")
def pack(
    django_db_setup: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The pack of a paid claim, made once and checked without a database from then on."""
    path = tmp_path_factory.mktemp("packs") / "claim.zip"
    with django_db_blocker.unblock(), transaction.atomic():
        with on_day(DAY), path.open("w+b") as out:
            write_pack(paid_claim(), out)
        transaction.set_rollback(True)
    return path


@pytest.fixture(scope="module")
def key(pack: Path) -> frozenset[str]:
    return frozenset({signing.public_key()})


def found(path: Path, trusted: frozenset[str]) -> list[str]:
    return [str(difference) for difference in check(path, trusted).differences]


def test_a_pack_is_the_same(pack: Path, key: frozenset[str]) -> None:
    verdict = check(pack, key)
    assert [str(difference) for difference in verdict.differences] == []
    assert verdict.looked_at["lines counted again"] == 40
    assert verdict.looked_at["computations computed again"] == 2
    assert verdict.looked_at["budget rounds computed again"] == 1
    assert verdict.looked_at["events"] > 20


def test_the_pack_holds_what_the_contract_says(pack: Path) -> None:
    assert set(MEMBERS) <= set(packs.contents(pack))


@pytest.mark.parametrize("name", MEMBERS)
def test_any_one_byte_changed_in_a_member_is_found_and_the_member_named(
    pack: Path, key: frozenset[str], name: str, tmp_path: Path
) -> None:
    members = packs.contents(pack)
    chance = random.Random(name)
    for turn in range(2):
        at = chance.randrange(len(members[name]))
        content = bytearray(members[name])
        content[at] ^= chance.randrange(1, 256)
        path = packs.packed(tmp_path / f"{turn}.zip", {**members, name: bytes(content)})
        assert any(name in line for line in found(path, key)), f"byte {at} of {name}"


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_taken_out_is_named(pack: Path, key: frozenset[str], name: str, tmp_path: Path) -> None:
    members = packs.contents(pack)
    del members[name]
    assert any(name in line for line in found(packs.packed(tmp_path / "less.zip", members), key))


def test_a_member_put_in_is_named(pack: Path, key: frozenset[str], tmp_path: Path) -> None:
    members = {**packs.contents(pack), "letters/another.pdf": b"%PDF-1.7"}
    assert any(
        "letters/another.pdf" in line for line in found(packs.packed(tmp_path / "m.zip", members), key)
    )


def test_any_byte_of_the_file_flipped_is_found(pack: Path, key: frozenset[str], tmp_path: Path) -> None:
    content, chance = pack.read_bytes(), random.Random(7350)
    places = [0, 5, 11, 27, 31, len(content) - 1, len(content) - 80, len(content) - 84, len(content) - 100]
    for at in [*places, *(chance.randrange(len(content)) for _ in range(40))]:
        flipped = bytearray(content)
        flipped[at] ^= 1 << chance.randrange(8)
        path = tmp_path / "flipped.zip"
        path.write_bytes(flipped)
        assert not check(path, key).same, f"byte {at}"


def test_bytes_cut_off_or_put_behind_are_found(pack: Path, key: frozenset[str], tmp_path: Path) -> None:
    content, path = pack.read_bytes(), tmp_path / "cut.zip"
    for other in (
        b"",
        content[:10],
        content[: len(content) // 2],
        content[:-1],
        content + b"\n",
        b"x" + content,
    ):
        path.write_bytes(other)
        assert not check(path, key).same


def first(value: Any) -> Any:
    return value[0]


FORGERIES: dict[str, tuple[str, packs.Change, str]] = {
    "an entitlement": (
        "computations/0002.json",
        lambda entry: entry["result"].update(entitlement="1"),
        "computations/0002.json: result, entitlement",
    ),
    "a stored entitlement": (
        "computations/0002.json",
        lambda entry: entry.update(entitlement=entry["entitlement"] + 1),
        "computations/0002.json: entitlement",
    ),
    "kilograms of the facts": (
        "computations/0001.json",
        lambda entry: entry["facts"]["year_to_date"].update(sold_kg="900000.000"),
        "computations/0001.json: sold_kg",
    ),
    "a figure of the book": (
        "book/repm-7350-v1.json",
        lambda entry: first(entry["content"]["parameters"]["turnover_percent"]).update(value="50"),
        "book/repm-7350-v1.json: sha256",
    ),
    "the amount of a tranche": (
        "tranches.json",
        lambda entries: first(entries).update(amount=1),
        "tranches.json: tranche 1, amount",
    ),
    "the percentage of a tranche": (
        "tranches.json",
        lambda entries: first(entries).update(percent="100.00"),
        "tranches.json: tranche 1, due by its percentage",
    ),
    "what a round gave": (
        "rounds/BR-SLI-2030-31-01.json",
        lambda entry: first(entry["result"]["allotments"]).update(payable="1"),
        "rounds/BR-SLI-2030-31-01.json: result, allotments",
    ),
    "the amount of a sanction": (
        "sanctions.json",
        lambda entries: first(entries).update(amount=1),
        "sanctions.json: SO/2030-31/0001, amount",
    ),
    "the bank's reference": (
        "sanctions.json",
        lambda entries: first(entries)["payment"].update(utr="SBINR52030051099999999"),
        "sanctions.json: SO/2030-31/0001, payment, utr",
    ),
    "the digest of a letter": (
        "sanctions.json",
        lambda entries: first(entries)["letter"].update(sha256="0" * 64),
        "sanctions.json: SO/2030-31/0001, letter",
    ),
    "who decided": (
        "decisions.json",
        lambda file: first(file["notes"]).update(actor="P-000000000000"),
        "decisions.json: note 1",
    ),
    "two functions of one person": (
        "decisions.json",
        lambda file: file["functions"][1].update(person=file["functions"][0]["person"]),
        "decisions.json: P-",
    ),
    "the state of the claim": (
        "claim.json",
        lambda claim: claim.update(state="closed"),
        "claim.json: state",
    ),
    "the digest of the register": (
        "register/register.json",
        lambda register: register.update(digest="0" * 64),
        "register/lines.jsonl: digest",
    ),
    "the holders a transfer is told by": (
        "register/register.json",
        lambda register: register["counted_for"].update(award_date="2031-01-15"),
        "register/lines.jsonl: ",
    ),
    "the root of an anchor": (
        "anchors.json",
        lambda entries: first(entries).update(
            statement=first(entries)["statement"].replace('"merkle_root":"', '"merkle_root":"00')
        ),
        "anchors.json: anchor 1: signature",
    ),
    "the digest of a document": (
        "documents.json",
        lambda entries: first(entries).update(sha256="0" * 64),
        "documents/01-register.csv: SHA-256",
    ),
}


@pytest.mark.parametrize(("name", "change", "expected"), FORGERIES.values(), ids=FORGERIES.keys())
def test_a_figure_changed_by_one_who_lists_and_signs_anew_is_still_named(
    pack: Path, key: frozenset[str], tmp_path: Path, *, name: str, change: packs.Change, expected: str
) -> None:
    members = packs.contents(pack)
    members[name] = packs.changed_json(members[name], change)
    lines = found(packs.forged(tmp_path / "forged.zip", members), key)
    assert any(line.startswith(expected) for line in lines), lines
    assert any("a key you trust" in line for line in lines)


def changed_line(content: bytes, number: int, old: bytes, new: bytes) -> bytes:
    lines = content.split(b"\n")
    assert old in lines[number]
    lines[number] = lines[number].replace(old, new, 1)
    return b"\n".join(lines)


def test_a_changed_line_of_the_register_is_named_by_its_row(
    pack: Path, key: frozenset[str], tmp_path: Path
) -> None:
    members = packs.contents(pack)
    name = "register/lines.jsonl"
    members[name] = changed_line(members[name], 6, b",20000000,", b",20000001,")
    lines = found(packs.forged(tmp_path / "forged.zip", members), key)
    assert any(line.startswith(f"{name}: row 8, kilograms") for line in lines), lines


def test_a_changed_event_is_named_by_its_number(pack: Path, key: frozenset[str], tmp_path: Path) -> None:
    members = packs.contents(pack)
    members["events.jsonl"] = changed_line(members["events.jsonl"], 3, b'"action":"', b'"action":"not_')
    lines = found(packs.forged(tmp_path / "forged.zip", members), key)
    assert any(line.startswith("events.jsonl: line 4, event ") for line in lines), lines


def test_a_pack_forged_whole_says_whose_key_signed_it(pack: Path, tmp_path: Path) -> None:
    path = packs.forged(tmp_path / "forged.zip", packs.contents(pack))
    verdict = check(path)
    assert verdict.same
    assert any("which nothing here vouches for" in remark for remark in verdict.remarks)
    assert not check(path, frozenset({signing.public_key()})).same


def command(*words: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with a database that isn't there."""
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, root / "manage.py", *words],
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing", **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_command_needs_no_database(pack: Path, tmp_path: Path) -> None:
    place = {"PORTAL_VAR": str(tmp_path / "var")}
    same = command("verify", pack, "--key", signing.public_key(), **place)
    assert (same.returncode, same.stderr) == (0, "")
    assert same.stdout.startswith("same: ")
    members = packs.contents(pack)
    members["sanctions.json"] = members["sanctions.json"].replace(b"SBINR", b"SBINS")
    changed = command("verify", packs.packed(tmp_path / "changed.zip", members), **place)
    assert changed.returncode == 1
    assert "sanctions.json: SHA-256" in changed.stdout
    missing = command("verify", tmp_path / "nothing.zip", **place)
    assert missing.returncode == 1
    assert "can't be read" in missing.stderr


def test_checking_imports_no_models() -> None:
    asked = (
        "import sys, disbursements.evidence.check;"
        "print(sorted(name for name in sys.modules if 'models' in name.split('.')))"
    )
    root = Path(__file__).resolve().parents[2]
    answer = subprocess.run(
        [sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.strip() == "[]"


@pytest.mark.django_db
def test_prove_writes_the_pack_that_verify_takes(tmp_path: Path) -> None:
    out = tmp_path / "claim.zip"
    with on_day(DAY):
        claim = paid_claim()
        call_command("prove", claim.number, "--out", str(out))
        again = tmp_path / "again.zip"
        call_command("prove", claim.number, "--out", str(again))
    assert check(out, frozenset({signing.public_key()})).same
    assert again.read_bytes() == out.read_bytes()
    with pytest.raises(CommandError, match="SLI/9999"):
        call_command("prove", "SLI/9999", "--out", str(out))


@pytest.mark.django_db
def test_a_claim_not_paid_yet_and_a_capital_subsidy_can_be_proved(tmp_path: Path) -> None:
    with on_day(DAY):
        who, unit = Officers(), awarded_unit()
        waiting = checked(draft_claim(unit), unit, who)
        subsidy = verified(subsidy_draft(unit, invested(unit)), unit, who)
        for claim in (waiting, subsidy):
            path = tmp_path / f"{claim.component}.zip"
            with path.open("w+b") as out:
                write_pack(claim, out)
            assert found(path, frozenset({signing.public_key()})) == []
