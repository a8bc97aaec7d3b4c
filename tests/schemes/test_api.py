"""POST /api/v1/computations/: the same objects as the command, and every wrong body answered by its field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.common.models import Event
from schemes.services.books import deliver_shipped_books
from tests.schemes.computation_doc import examples

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/computations/"
TRANCHE = {
    "schema": "repm.facts/1",
    "scheme": "repm-7350",
    "claim": "tranche",
    "entitlement": "1000",
    "percent": "85",
    "raised": "0",
    "paid": "0",
}


@pytest.fixture(autouse=True)
def shipped(db: None) -> None:
    deliver_shipped_books()


def post(client: Client, body: bytes | str, content_type: str = "application/json") -> HttpResponse:
    answer: HttpResponse = client.post(ADDRESS, data=body, content_type=content_type)
    return answer


def problem(answer: HttpResponse, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = json.loads(answer.content)
    assert body["status"] == status
    return body


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.facts["claim"])
def test_each_kind_is_the_commands_object(
    example: Any, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(example.facts), encoding="utf-8")
    try:
        call_command("compute", str(path))
    except SystemExit as ended:
        assert not ended.code
    except CommandError as error:
        raise AssertionError(str(error)) from error
    printed = json.loads(capsys.readouterr().out)
    answer = post(client, json.dumps(example.facts))
    assert answer.status_code == 200
    assert json.loads(answer.content) == printed == example.answer


def test_nothing_is_stored(client: Client) -> None:
    before = Event.objects.count()
    assert post(client, json.dumps(TRANCHE)).status_code == 200
    assert Event.objects.count() == before


def test_keys_in_another_order_give_the_same_digest(client: Client) -> None:
    turned = dict(reversed(TRANCHE.items()))
    digests = {json.loads(post(client, json.dumps(facts)).content)["sha256"] for facts in (TRANCHE, turned)}
    assert len(digests) == 1


def spoiled(**changes: object) -> str:
    return json.dumps({**TRANCHE, **changes})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (spoiled(percent=85.5), "percent"),
        (spoiled(raised=0.0), "raised"),
        (json.dumps(TRANCHE)[:-1] + ', "entitlement": 1e3}', "entitlement"),
        (json.dumps(TRANCHE)[:-1] + ', "paid": NaN}', "paid"),
        (json.dumps(TRANCHE)[:-1] + ', "paid": "0"}', "paid"),
        (spoiled(colour="red"), "colour"),
        (spoiled(percent="८५"), "percent"),
        (spoiled(entitlement="1,000"), "entitlement"),
        (spoiled(entitlement="-1"), "entitlement"),
        (spoiled(entitlement="9" * 5000), "entitlement"),
        (spoiled(entitlement=None), "entitlement"),
        (spoiled(entitlement={"a": []}), "entitlement"),
        (spoiled(entitlement="\ud800"), "entitlement"),
        (spoiled(scheme="nothing"), "scheme"),
        (spoiled(scheme="repm-7350\u0000"), "scheme"),
        (spoiled(scheme=None), "scheme"),
        (spoiled(scheme=["repm-7350"]), "scheme"),
        (spoiled(claim="bribe"), "claim"),
        (spoiled(schema="repm.facts/2"), "schema"),
        (
            json.dumps(
                {
                    **{k: v for k, v in TRANCHE.items() if k != "scheme"},
                    "book": {"code": "repm-7350", "version": 9},
                }
            ),
            "book",
        ),
        (json.dumps({k: v for k, v in TRANCHE.items() if k != "paid"}), "paid"),
        ("[]", "facts"),
        ("null", "facts"),
        ('"text"', "facts"),
        ("1", "facts"),
        ("{", "facts"),
        ("{}", ""),
        ("", ""),
        ("9" * 5000, "facts"),
        ("[" * 100_000, "facts"),
        ('{"a":' * 50_000, "facts"),
        ('{"\\ud800": 1}', ""),
    ],
)
def test_a_wrong_body_is_answered_by_its_field(body: str, field: str, client: Client) -> None:
    found = problem(post(client, body), 422)
    assert found["field"].startswith(field)
    assert found["expected"]


def test_bytes_that_are_no_text_are_refused(client: Client) -> None:
    assert problem(post(client, b"\xff\xfe{}"), 422)["field"] == "facts"


def test_a_byte_order_mark_is_read_over(client: Client) -> None:
    assert post(client, json.dumps(TRANCHE).encode("utf-8-sig")).status_code == 200


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_another_kind_of_body_is_415(content_type: str, client: Client) -> None:
    problem(post(client, json.dumps(TRANCHE), content_type), 415)


def test_other_methods_are_405(client: Client) -> None:
    for answer in (client.get(ADDRESS), client.put(ADDRESS, b"{}", content_type="application/json")):
        problem(answer, 405)
        assert "POST" in answer["Allow"]


def test_a_body_that_is_too_large_is_413(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = json.dumps(TRANCHE)
    assert post(client, body + " " * (1000 - len(body))).status_code == 200
    found = problem(post(client, body + " " * (1001 - len(body))), 413)
    assert found["expected"] == "at most 1000 bytes"


plain = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20))
anything = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(example=st.sampled_from(examples()), data=st.data())
def test_garbage_in_any_place_is_a_problem_and_never_an_error(
    example: Any, data: Any, client: Client
) -> None:
    facts = json.loads(json.dumps(example.facts))
    at = facts
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if isinstance(at[key], dict | list) and at[key] and data.draw(st.booleans()):
            at = at[key]
            continue
        at[key] = data.draw(anything)
        break
    answer = post(client, json.dumps(facts))
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        assert problem(answer, 422)["expected"]
