"""The register of sanctions, and one sanction: its letter, its verification, its payment."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disbursements.lifecycle import PAYMENT
from disbursements.models import Sanction
from disbursements.pages.context.claim_page import read_claim
from disbursements.pages.context.figures import badge_of
from disbursements.pages.context.turn import Attempt, turn_of
from disbursements.pages.filters import SanctionFilter
from disbursements.permissions import sanctions_visible_to
from disbursements.waiting import look
from portal.accounts.access import UserRequest, office_or_audit_page
from portal.accounts.models import User
from portal.common.models import Job
from portal.common.tables import Column, Empty, build_table
from schemes.terms import book_of, current_version

LETTER = "sanction_letter"


def sanctions_of(user: User) -> QuerySet[Sanction]:
    """The sanctions a user sees with all that lists and pages show of them."""
    return sanctions_visible_to(user).select_related(
        "payee", "unit", "letter", "payment", "tranche__claim", "sanctioned_by__person", "round_item__round"
    )


def letter_job(sanction: Sanction) -> Job | None:
    """The latest job that makes the order's letter."""
    return Job.objects.filter(kind=LETTER, object_id=str(sanction.pk)).order_by("-pk").first()


@office_or_audit_page("GET")
def sanctions(request: UserRequest) -> HttpResponse:
    """Show the register of sanctions."""
    found = SanctionFilter(request.GET, queryset=sanctions_of(request.user), request=request)
    table = build_table(
        request,
        found.qs,
        columns=[
            Column(
                "number", _("Order"), kind="link", url=sanction_url, sortable=True, order_by=("fy", "serial")
            ),
            Column("sanctioned_on", _("Date"), kind="date", sortable=True),
            Column("payee", _("Payee"), sortable=True, order_by=("payee__legal_name",)),
            Column("claim", _("Claim"), kind="link", value=lambda s: str(s.tranche.claim), url=claim_url),
            Column("amount", _("Amount"), kind="money", sortable=True),
            Column("payment", _("Payment"), kind="badge", value=payment_badge),
        ],
        caption=_("Sanctions"),
        filters=found.form,
        default_sort="-number",
        empty=Empty(_("No sanction yet."), _("Sanctions follow an approved budget round.")),
        hide_caption=True,
    )
    return render(request, "officer/sanctions.html", {"table": table})


@office_or_audit_page("GET")
def sanction(request: UserRequest, pk: int) -> HttpResponse:
    """Show one sanction."""
    return show_sanction(request, pk)


def show_sanction(
    request: UserRequest, pk: int, *, attempt: Attempt | None = None, status: int = 200
) -> HttpResponse:
    """Answer with one sanction's page, and what was attempted on its payment."""
    found = get_object_or_404(sanctions_of(request.user), pk=pk)
    claim = read_claim(request.user, found.tranche.claim_id)
    if claim is None:
        raise Http404
    version = current_version(claim.book_code)
    place = look("payment", found.payment, book_of(version) if version else None)
    job = None if found.letter else letter_job(found)
    context = {
        "sanction": found,
        "payment": found.payment,
        "badge": badge_of(place, request.user.audience),
        "page": {"turn": turn_of(claim, request.user, place, attempt, at=f"sanction {found.pk}")},
        "job": job,
        "url": sanction_url(found),
        "letter_url": reverse("sanction_letter", args=[found.pk]),
        "verify_url": reverse("verify", args=[found.token]),
        "claim_url": reverse(f"{request.user.audience}:claim", args=[found.tranche.claim_id]),
        "crumbs": [(_("Sanctions"), reverse("officer:sanctions")), (found.number, None)],
    }
    return render(request, "officer/sanction.html", context, status=status)


def sanction_url(found: Sanction) -> str:
    """The order's page."""
    return reverse("officer:sanction", args=[found.pk])


def claim_url(found: Sanction) -> str:
    """The page of the order's claim."""
    return reverse("officer:claim", args=[found.tranche.claim_id])


def payment_badge(found: Sanction) -> tuple[str, str]:
    """The payment's state in words with its tone."""
    place = PAYMENT.by_code[found.payment.state]
    return str(place.label), place.tone
