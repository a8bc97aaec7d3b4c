"""The company's form for a new claim: which register, and up to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applicants.models import Register
from applicants.permissions import registers_visible_to
from disbursements.lifecycle import LIVE_CLAIM
from disbursements.models import Claim
from portal.accounts.models import User
from portal.common.templatetags.portal_money import dmy, grouped
from schemes.rules.facts import quarter_ends


def claimable_registers(user: User) -> list[Register]:
    """The registers a claim can be made on: read, and in no live claim; the newest version of each."""
    taken = Claim.objects.filter(register=OuterRef("pk"), state__in=LIVE_CLAIM)
    found = (
        registers_visible_to(user)
        .filter(state="ready")
        .exclude(Exists(taken))
        .select_related("unit__award")
        .order_by("unit__name", "kind", "-fy", "-number")
    )
    newest: dict[tuple[int, str, str], Register] = {}
    for register in found:
        newest.setdefault((register.unit_id, register.kind, register.fy), register)
    return list(newest.values())


def register_label(register: Register) -> str:
    """A register in a line: what, of which unit, how many rows."""
    return _t("%(what)s of %(unit)s, %(rows)s rows") % {
        "what": register,
        "unit": register.unit.name,
        "rows": grouped(register.rows_good),
    }


class ClaimForm(forms.Form):
    """Choose a register; for the sales-linked incentive, the last day of the period too."""

    register = forms.ChoiceField(
        label=_("Which register do you claim on?"),
        widget=forms.RadioSelect,
        help_text=_("Only registers that were read and are in no other claim are listed."),
    )
    period_end = forms.DateField(
        label=_("Up to which day?"),
        required=False,
        widget=forms.Select,
        help_text=_(
            "A claim is computed for the year to date, from 1 April. Leave it empty for a capital subsidy."
        ),
    )

    def __init__(self, *args: Any, registers: Sequence[Register], annual: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.registers = {str(register.pk): register for register in registers}
        chosen = self.fields["register"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - for the type checker
        chosen.choices = [(key, register_label(register)) for key, register in self.registers.items()]
        if annual:
            del self.fields["period_end"]
        else:
            self.fields["period_end"].widget.choices = self._ends()

    def _ends(self) -> list[tuple[str, str | Promise]]:
        years = sorted({register.fy for register in self.registers.values() if register.fy})
        ends = [end for fy in years for end in quarter_ends(fy)]
        return [("", "–"), *((end.isoformat(), dmy(end)) for end in ends)]

    @property
    def chosen(self) -> Register:
        """The register of a valid form."""
        return self.registers[self.cleaned_data["register"]]

    def period(self, year_end: dt.date) -> dt.date:
        """The last day of the period: as chosen, else the end of the register's year."""
        return self.cleaned_data.get("period_end") or year_end
