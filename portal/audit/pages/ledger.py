"""The ledger: trial balance, accounts, and the entries of one account."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disbursements.models import LedgerAccount, LedgerEntry
from disbursements.selectors.trial_balance import trial_balance
from portal.accounts.access import auditor_page
from portal.audit.ledger_filters import AccountFilter
from portal.common.tables import Column, Empty, build_table

ACCOUNTS = (
    Column(
        "code",
        gettext_lazy("Account"),
        "link",
        sortable=True,
        url=lambda account: reverse("auditor:account", args=[account.pk]),
    ),
    Column("kind", gettext_lazy("Kind"), sortable=True),
    Column("head", gettext_lazy("Head")),
    Column("fy", gettext_lazy("Financial year"), sortable=True),
    Column("unit.name", gettext_lazy("Unit")),
    Column("claim.number", gettext_lazy("Claim")),
    Column("balance", gettext_lazy("Balance (Rs)"), "money", sortable=True),
)
ENTRIES = (
    Column("pk", gettext_lazy("Entry"), "number", sortable=True),
    Column("on", gettext_lazy("Date"), "date", sortable=True),
    Column("journal", gettext_lazy("Cause"), sortable=True),
    Column("credit.code", gettext_lazy("From account"), order_by=("credit__code",)),
    Column("debit.code", gettext_lazy("To account"), order_by=("debit__code",)),
    Column("order_number", gettext_lazy("Order")),
    Column("amount", gettext_lazy("Amount (Rs)"), "money", sortable=True),
)


@auditor_page()
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the trial balance and every account with its balance."""
    found = AccountFilter(request.GET, queryset=LedgerAccount.objects.select_related("unit", "claim"))
    table = build_table(
        request,
        found.qs,
        columns=ACCOUNTS,
        caption=_("Accounts"),
        filters=found.form,
        default_sort="code",
        empty=Empty(_("No account fits."), _("Accounts open with the first rupee that moves.")),
    )
    context = {
        "trial": trial_balance(),
        "entries": LedgerEntry.objects.count(),
        "table": table,
        "crumbs": [(_("Home"), reverse("home")), (_("Ledger"), None)],
    }
    return render(request, "auditor/ledger.html", context)


@auditor_page()
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the entries of one account."""
    shown = get_object_or_404(LedgerAccount, pk=pk)
    entries = LedgerEntry.objects.filter(Q(credit=shown) | Q(debit=shown)).select_related("credit", "debit")
    table = build_table(
        request,
        entries,
        columns=ENTRIES,
        caption=_("Entries of %(account)s") % {"account": shown.code},
        default_sort="-pk",
        empty=Empty(_("Nothing was posted here yet.")),
    )
    crumbs = [(_("Home"), reverse("home")), (_("Ledger"), reverse("auditor:ledger")), (shown.code, None)]
    return render(request, "auditor/account.html", {"account": shown, "table": table, "crumbs": crumbs})
