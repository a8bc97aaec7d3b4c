"""The anchors of the event chain and the key that signs them, published so that nobody need ask the portal twice."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.accounts.access import public_page
from portal.common import signing
from portal.common.anchors import published
from portal.common.canonical import canonical_text
from portal.common.models import Anchor
from portal.common.tables import Column, Empty, build_table


def _root(anchor: Anchor) -> SafeString:
    """The anchor's root, breaking where the line ends."""
    return format_html("<code>{}</code>", json.loads(anchor.statement)["merkle_root"])


@public_page()
def anchors(request: HttpRequest) -> HttpResponse:
    """List the anchors, newest first, with the public key."""
    table = build_table(
        request,
        Anchor.objects.order_by("-number"),
        columns=(
            Column("number", _("Anchor"), "link", url=lambda anchor: reverse("anchor", args=[anchor.number])),
            Column("day", _("Day"), "date"),
            Column("first_seq", _("From event"), "number"),
            Column("last_seq", _("To event"), "number"),
            Column("root", _("Merkle root"), value=_root),
        ),
        caption=_("Anchors of the event chain"),
        empty=Empty(_("No anchor yet. One is made each night.")),
    )
    crumbs = [(_("Home"), "/"), (_("Anchors"), None)]
    context = {"table": table, "public_key": signing.public_key_here(), "crumbs": crumbs}
    return render(request, "public/anchors.html", context)


@public_page()
def anchor(request: HttpRequest, number: int) -> HttpResponse:
    """Give one anchor as JSON, byte for byte as it stands in evidence packs."""
    found = get_object_or_404(Anchor, pk=number)
    return HttpResponse(canonical_text(published(found)), content_type="application/json")
