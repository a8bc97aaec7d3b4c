"""The event chain, seen: list, search, follow; one event with its bytes, its neighbours and its anchor."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.access import auditor_page
from portal.accounts.models import Person
from portal.audit.filters import EventFilter
from portal.common import anchors, chain, signing
from portal.common.canonical import canonical_text
from portal.common.models import Anchor, ChainHead, Event
from portal.common.tables import Column, Empty, build_table

COLUMNS = (
    Column(
        "seq",
        gettext_lazy("Event"),
        "link",
        sortable=True,
        url=lambda event: reverse("auditor:event", args=[event.seq]),
    ),
    Column("business_date", gettext_lazy("Scheme date"), "date", sortable=True),
    Column("recorded_at", gettext_lazy("Recorded (UTC)"), value=lambda event: event.recorded_at[:19]),
    Column("actor", gettext_lazy("Person"), "link", url=lambda event: followed(actor=event.actor)),
    Column(
        "thing",
        gettext_lazy("Thing"),
        "link",
        value=lambda event: f"{event.object_type.partition('.')[2]} {event.object_id}",
        url=lambda event: followed(object_type=event.object_type, object_id=event.object_id),
    ),
    Column("action", gettext_lazy("Action"), sortable=True),
    Column("hash", gettext_lazy("Hash"), value=lambda event: event.hash[:16]),
)


def followed(**filters: str) -> str:
    """Return the address of the events under some filters."""
    return f"{reverse('auditor:events')}?{urlencode(filters)}"


def names_of(pseudonyms: Iterable[str]) -> dict[str, str]:
    """Return the name behind each pseudonymous id. An auditor may see it; the chain itself holds none."""
    found = Person.objects.filter(pseudonym__in=set(pseudonyms)).order_by()
    return dict(found.values_list("pseudonym", "name"))


@auditor_page()
def events(request: HttpRequest) -> HttpResponse:
    """List events, newest first."""
    found = EventFilter(request.GET, queryset=Event.objects.all())
    head, last = ChainHead.objects.get(pk=1), anchors.latest()
    table = build_table(
        request,
        found.qs,
        columns=COLUMNS,
        caption=_("Events"),
        filters=found.form,
        default_sort="-seq",
        empty=Empty(_("No event fits."), _("Show all, or search for another word.")),
    )
    context = {
        "table": table,
        "head": head,
        "last": last,
        "unanchored": head.seq - (last.last_seq if last else 0),
        "crumbs": [(_("Home"), reverse("home")), (_("Event chain"), None)],
    }
    return render(request, "auditor/events.html", context, status=200 if found.form.is_valid() else 422)


def bytes_of(event: Event) -> str:
    """Return the text whose UTF-8 bytes are hashed."""
    values = {name: getattr(event, name) for name in chain.FIELDS}
    return canonical_text(
        [{**values, "business_date": event.business_date.isoformat()}[n] for n in chain.FIELDS]
    )


@auditor_page()
def event(request: HttpRequest, seq: int) -> HttpResponse:
    """Show one event: what changed, the bytes that are hashed, and its place under an anchor."""
    shown = get_object_or_404(Event, pk=seq)
    values = {name: getattr(shown, name) for name in chain.FIELDS}
    before, after = Event.objects.filter(seq=seq - 1).first(), Event.objects.filter(seq=seq + 1).first()
    found, used = anchors.proofs([seq])
    context = {
        "event": shown,
        "name": names_of([shown.actor]).get(shown.actor, ""),
        "changes": json.dumps(json.loads(shown.changes), ensure_ascii=False, indent=2, sort_keys=True),
        "bytes": bytes_of(shown),
        "hash_holds": chain.hash_of({**values, "business_date": shown.business_date.isoformat()})
        == shown.hash,
        "link_holds": shown.previous_hash == (before.hash if before else chain.GENESIS),
        "before": before,
        "after": after,
        "proof": found.get(seq),
        "anchor": used[0] if used else None,
        "anchor_holds": bool(used) and _signature_holds(used[0]),
        "thing_url": followed(object_type=shown.object_type, object_id=shown.object_id),
        "actor_url": followed(actor=shown.actor),
        "day_url": followed(since=shown.business_date.isoformat(), until=shown.business_date.isoformat()),
        "crumbs": [
            (_("Home"), reverse("home")),
            (_("Event chain"), reverse("auditor:events")),
            (str(seq), None),
        ],
    }
    return render(request, "auditor/event.html", context)


def _signature_holds(anchor: Anchor) -> bool:
    return signing.signed_by(anchor.statement.encode(), anchor.signature, anchor.public_key)
