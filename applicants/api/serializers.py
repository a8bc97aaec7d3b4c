"""How the applicant's things are written for machines. Rates and percentages are decimal text, dates are ISO."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from applicants.lifecycle import APPLICATION, AWARD, PHASE, SELECTION
from applicants.models import (
    Application,
    Award,
    Finding,
    InvestmentLine,
    Phase,
    Selection,
    SelectionEntry,
    Unit,
)
from applicants.permissions import is_of_company
from portal.common.models import Stateful
from portal.common.workflow import Lifecycle

LIFECYCLES: Mapping[type[Stateful], Lifecycle] = {
    Application: APPLICATION,
    Selection: SELECTION,
    Award: AWARD,
    Phase: PHASE,
}


class StatefulSerializer(serializers.ModelSerializer[Any]):
    """State in words for the reader, the version to send back, and the actions the reader's roles allow."""

    state_label = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()

    def get_state_label(self, thing: Stateful) -> str:
        """Return the state's words for the reader's audience."""
        audience = self.context["request"].user.audience
        return str(LIFECYCLES[type(thing)].by_code[thing.state].label_for(audience))

    def get_actions(self, thing: Stateful) -> list[str]:
        """Return the moves the reader's roles allow from this state."""
        lifecycle = LIFECYCLES[type(thing)]
        return [move.action for move in lifecycle.actions_for(thing, self.context["request"].user)]


STATEFUL = ("id", "state", "state_label", "version", "state_since_day", "actions")


class InvestmentSerializer(serializers.ModelSerializer[InvestmentLine]):
    """One cell of the plan, whole rupees."""

    class Meta:
        model = InvestmentLine
        fields = ("head", "fy", "amount")


class ApplicationSerializer(StatefulSerializer):
    """One application. The quoted rate is null for officers and auditors until a ranking has opened it."""

    company = serializers.CharField(source="manufacturer.legal_name")
    quoted_rate = serializers.SerializerMethodField()
    investment = InvestmentSerializer(many=True)

    class Meta:
        model = Application
        fields = (
            *STATEFUL,
            "number",
            "company",
            "book_code",
            "unit_name",
            "unit_district",
            "unit_state",
            "capacity_mtpa",
            "quoted_rate",
            "net_worth_crore",
            "lead_equity_percent",
            "clearance",
            "clearance_number",
            "stages",
            "oxide_source",
            "investment",
            "submitted_at",
            "submitted_day",
            "content_sha256",
            "note",
        )

    def get_quoted_rate(self, application: Application) -> str | None:
        """Return the rate as text, null while it is sealed for the reader."""
        open_to_reader = is_of_company(self.context["request"].user) or getattr(application, "opened", False)
        rate: Decimal | None = application.quoted_rate if open_to_reader else None
        return f"{rate:.2f}" if rate is not None else None


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """One finding of a screening."""

    class Meta:
        model = Finding
        fields = ("key", "label", "clause", "given", "required", "holds", "tag", "remark")


class EntrySerializer(serializers.ModelSerializer[SelectionEntry]):
    """One bidder's place in a ranking."""

    application = serializers.CharField(source="application.number")

    class Meta:
        model = SelectionEntry
        fields = ("application", "rank", "outcome", "award_rate", "oxide", "reason")


class SelectionSerializer(StatefulSerializer):
    """One ranking with its places."""

    entries = EntrySerializer(many=True)

    class Meta:
        model = Selection
        fields = (*STATEFUL, "book_code", "book_version", "result_sha256", "entries", "approved_day", "note")


class AwardSerializer(StatefulSerializer):
    """One award."""

    company = serializers.CharField(source="manufacturer.legal_name")
    letter_sha256 = serializers.CharField(source="letter.sha256", allow_null=True, default=None)

    class Meta:
        model = Award
        fields = (
            *STATEFUL,
            "number",
            "company",
            "application",
            "unit",
            "unit_name",
            "origin",
            "book_code",
            "capacity_mtpa",
            "award_rate",
            "award_date",
            "window_to",
            "rank",
            "oxide",
            "tender_number",
            "letter_sha256",
        )


class PhaseSerializer(StatefulSerializer):
    """One commissioned phase; the capacity is cumulative, tonnes a year."""

    class Meta:
        model = Phase
        fields = (*STATEFUL, "unit", "commissioned_on", "capacity_mtpa", "certificate_number", "note")


class UnitSerializer(serializers.ModelSerializer[Unit]):
    """One unit with its award's figures."""

    award = serializers.CharField(source="award.number")
    capacity_mtpa = serializers.IntegerField(source="award.capacity_mtpa")
    award_rate = serializers.DecimalField(source="award.award_rate", max_digits=9, decimal_places=2)
    award_date = serializers.DateField(source="award.award_date")

    class Meta:
        model = Unit
        fields = (
            "id",
            "number",
            "name",
            "district",
            "state_name",
            "award",
            "capacity_mtpa",
            "award_rate",
            "award_date",
        )
