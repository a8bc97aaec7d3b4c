"""How the money's things are written for machines. Amounts are whole rupees as integers; dates are ISO."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from disbursements.actions import LIFECYCLES
from disbursements.models import (
    BudgetRound,
    Claim,
    ClaimQuery,
    Payment,
    Provision,
    RoundItem,
    Sanction,
    Tranche,
)
from disbursements.steps import Subject, actions_on, allowed
from disbursements.waiting import Waiting, furthest, look, payment_of, sanction_of, standing
from portal.accounts.models import User
from portal.common.clock import business_today
from schemes.rules.book import Book
from schemes.terms import book_of, current_versions

STATEFUL = ("state", "state_label", "version", "state_since_day")


def books_by_code() -> dict[str, Book]:
    """The book in force of every code, read once for an answer."""
    return {version.code: book_of(version) for version in current_versions()}


T = TypeVar("T")
Names = tuple[str, ...]


class WaitingSerializer(serializers.Serializer[Waiting]):
    """Where a thing stands and whom it waits for."""

    thing = serializers.CharField(source="name")
    state = serializers.CharField(source="state.code")
    action = serializers.SerializerMethodField()
    roles = serializers.SerializerMethodField()
    since = serializers.DateField(allow_null=True)
    due = serializers.DateField(allow_null=True)

    def get_action(self, place: Waiting) -> str:
        """Return the action it waits for, empty where nothing waits."""
        return place.wait.action if place.wait else ""

    def get_roles(self, place: Waiting) -> list[str]:
        """Return whose action that is."""
        return [str(role) for role in place.wait.roles] if place.wait else []


class StatefulSerializer(serializers.ModelSerializer[Any]):
    """What every thing with a lifecycle shows of its state."""

    thing = ""
    state_label = serializers.SerializerMethodField()

    def get_state_label(self, found: Any) -> str:
        """Return the state in the words of this user's audience."""
        return str(LIFECYCLES[self.thing].by_code[found.state].label_for(self.user.audience))

    @property
    def user(self) -> User:
        """Who asks."""
        user: User = self.context["request"].user
        return user

    @property
    def books(self) -> dict[str, Book]:
        """The books in force."""
        return self._once("books", books_by_code)

    @property
    def today(self) -> dt.date:
        """The scheme's date, read once for an answer."""
        return self._once("today", business_today)

    def _once(self, name: str, read: Callable[[], T]) -> T:
        context: dict[str, Any] = self.context  # type: ignore[assignment]
        if name not in context:
            context[name] = read()
        found: T = context[name]
        return found

    def actions_of(self, subject: Subject) -> list[str]:
        """Return the actions this user can take on a thing now."""
        return [
            action.action for action in actions_on(subject.thing) if allowed(self.user, subject, action)[0]
        ]


class TrancheSerializer(StatefulSerializer):
    """One tranche of a claim."""

    thing = "tranche"
    claim = serializers.CharField(source="claim.number", read_only=True)
    sanction = serializers.SerializerMethodField()
    payment = serializers.SerializerMethodField()
    waiting = serializers.SerializerMethodField()

    class Meta:
        model = Tranche
        fields: Names = (
            *(
                "id",
                "claim",
                "claim_id",
                "number",
                "trigger",
                "percent",
                "amount",
                "deferred_from",
                "made_on",
            ),
            *(*STATEFUL, "sanction", "payment", "waiting"),
        )

    def get_sanction(self, tranche: Tranche) -> str | None:
        """Return the number of its order, null before."""
        order = sanction_of(tranche)
        return order.number if order else None

    def get_payment(self, tranche: Tranche) -> int | None:
        """Return the id of its payment, null before its sanction."""
        payment = payment_of(tranche)
        return payment.pk if payment else None

    def get_waiting(self, tranche: Tranche) -> WaitingSerializer:
        """Return where it stands."""
        place = furthest(tranche, self.books.get(tranche.claim.book_code), self.today)
        return WaitingSerializer(place).data  # type: ignore[return-value]


class QuerySerializer(serializers.ModelSerializer[ClaimQuery]):
    """A query to the company and its answer."""

    class Meta:
        model = ClaimQuery
        fields: Names = ("id", "text", "asked_on", "answer", "answered_on")


class ClaimSerializer(StatefulSerializer):
    """A claim as lists show it."""

    thing = "claim"
    unit = serializers.CharField(source="unit.number", read_only=True)
    unit_name = serializers.CharField(source="unit.name", read_only=True)
    company = serializers.CharField(source="manufacturer.legal_name", read_only=True)
    entitlement = serializers.IntegerField(source="current.entitlement", read_only=True, default=None)
    excess = serializers.IntegerField(source="current.excess", read_only=True, default=None)
    binding = serializers.CharField(source="current.binding", read_only=True, default=None)
    stage = serializers.CharField(source="current.stage", read_only=True, default=None)
    waiting = serializers.SerializerMethodField()

    class Meta:
        model = Claim
        fields: Names = (
            *("id", "number", "component", "unit", "unit_name", "company", "book_code", "fy", "period_end"),
            *("claimed_on", "submitted_day", "register_id", *STATEFUL),
            *("entitlement", "excess", "binding", "stage", "reconciled_on", "waiting"),
        )

    def get_waiting(self, claim: Claim) -> WaitingSerializer:
        """Return where it stands, in its tranches and payments once it is verified."""
        place = standing(claim, list(claim.tranches.all()), self.books.get(claim.book_code), self.today)
        return WaitingSerializer(place).data  # type: ignore[return-value]


class ClaimDetailSerializer(ClaimSerializer):
    """A claim with its tranches, queries, latest computation, and what this user can do."""

    tranches = TrancheSerializer(many=True, read_only=True)
    queries = QuerySerializer(many=True, read_only=True)
    computation = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()

    class Meta(ClaimSerializer.Meta):
        fields: Names = (
            *ClaimSerializer.Meta.fields,
            "tranches",
            "queries",
            "computation",
            "actions",
        )

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_computation(self, claim: Claim) -> dict[str, object] | None:
        """Return the stored object of the engine (docs/computation.md), null before."""
        return json.loads(claim.current.result) if claim.current else None

    def get_actions(self, claim: Claim) -> list[str]:
        """Return the actions this user can take on the claim now."""
        return self.actions_of(Subject("claim", claim, claim))


class TrancheDetailSerializer(TrancheSerializer):
    """A tranche with what this user can do."""

    actions = serializers.SerializerMethodField()

    class Meta(TrancheSerializer.Meta):
        fields: Names = (*TrancheSerializer.Meta.fields, "actions")

    def get_actions(self, tranche: Tranche) -> list[str]:
        """Return the actions this user can take on the tranche now."""
        return self.actions_of(Subject("tranche", tranche, tranche.claim))


class PaymentSerializer(StatefulSerializer):
    """The payment of one sanction."""

    thing = "payment"
    sanction = serializers.CharField(source="sanction.number", read_only=True)
    claim = serializers.CharField(source="sanction.tranche.claim.number", read_only=True)
    payee = serializers.CharField(source="sanction.payee.legal_name", read_only=True)
    waiting = serializers.SerializerMethodField()

    class Meta:
        model = Payment
        fields: Names = (
            *("id", "sanction", "claim", "payee", "amount", "bill_no", "bill_date", "released_on", "utr"),
            *("value_date", "failure_reason", *STATEFUL, "waiting"),
        )

    def get_waiting(self, payment: Payment) -> WaitingSerializer:
        """Return where it stands."""
        book = self.books.get(payment.sanction.tranche.claim.book_code)
        return WaitingSerializer(look("payment", payment, book, self.today)).data  # type: ignore[return-value]


class PaymentDetailSerializer(PaymentSerializer):
    """A payment with what this user can do."""

    actions = serializers.SerializerMethodField()

    class Meta(PaymentSerializer.Meta):
        fields: Names = (*PaymentSerializer.Meta.fields, "actions")

    def get_actions(self, payment: Payment) -> list[str]:
        """Return the actions this user can take on the payment now."""
        return self.actions_of(Subject("payment", payment, payment.sanction.tranche.claim))


class SanctionSerializer(serializers.ModelSerializer[Sanction]):
    """A sanction order."""

    claim = serializers.CharField(source="tranche.claim.number", read_only=True)
    tranche = serializers.IntegerField(source="tranche.number", read_only=True)
    payee = serializers.CharField(source="payee.legal_name", read_only=True)
    unit = serializers.CharField(source="unit.number", read_only=True)
    payment = serializers.IntegerField(source="payment.id", read_only=True)
    letter_sha256 = serializers.CharField(source="letter.sha256", read_only=True, default=None)

    class Meta:
        model = Sanction
        fields: Names = (
            *("id", "number", "fy", "head", "claim", "tranche", "unit", "payee", "amount", "balance_after"),
            *("specimen", "sanctioned_on", "token", "payment", "letter_sha256"),
        )


class ProvisionSerializer(StatefulSerializer):
    """One entry of provision."""

    thing = "provision"

    class Meta:
        model = Provision
        fields: Names = (
            "id",
            "head",
            "fy",
            "kind",
            "amount",
            "order_number",
            "order_date",
            *STATEFUL,
        )
        read_only_fields = ("state", "version", "state_since_day")
        validators: list[Any] = []  # the service says what is wrong, in the portal's words


class RoundItemSerializer(serializers.ModelSerializer[RoundItem]):
    """What one tranche gets in a round."""

    claim = serializers.CharField(source="tranche.claim.number", read_only=True)
    tranche = serializers.IntegerField(source="tranche.number", read_only=True)

    class Meta:
        model = RoundItem
        fields: Names = (
            "claim",
            "tranche",
            "due",
            "deferred_from",
            "payable",
            "deferred",
        )


class RoundSerializer(StatefulSerializer):
    """One budget round with what each tranche gets."""

    thing = "round"
    items = RoundItemSerializer(many=True, read_only=True)

    class Meta:
        model = BudgetRound
        fields: Names = (
            "id",
            "number",
            "head",
            "fy",
            "cut_off",
            "available",
            "result_sha256",
            *STATEFUL,
            "items",
        )
        read_only_fields = ("number", "available", "result_sha256", "state", "version", "state_since_day")


class AllotmentSerializer(serializers.Serializer[Any]):
    """What one tranche would get."""

    claim = serializers.CharField(source="tranche.claim.number")
    tranche = serializers.IntegerField(source="tranche.number")
    payable = serializers.IntegerField()
    deferred = serializers.IntegerField()


class PreviewSerializer(serializers.Serializer[Any]):
    """A round before it is decided."""

    head = serializers.CharField()
    fy = serializers.CharField()
    cut_off = serializers.DateField()
    available = serializers.IntegerField()
    payable = serializers.IntegerField()
    items = AllotmentSerializer(many=True)


class NewClaimSerializer(serializers.Serializer[Any]):
    """Which register to claim on, and up to which day (sales-linked; empty means the end of the register's year)."""

    register = serializers.IntegerField()
    period_end = serializers.DateField(required=False, allow_null=True)


class ProblemSerializer(serializers.Serializer[Any]):
    """An RFC 9457 problem: what was refused, where, what was given and expected, and what to do."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    field = serializers.CharField(required=False)
    given = serializers.CharField(required=False)
    expected = serializers.CharField(required=False)
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )
