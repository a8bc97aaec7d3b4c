"""Papers to download."""

from __future__ import annotations

from typing import cast

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from disbursements.permissions import sanctions_visible_to
from portal.accounts.access import signed_in_page
from portal.accounts.models import User
from portal.common.files import serve
from portal.common.refusals import Refusal


@signed_in_page()
def sanction_letter(request: HttpRequest, pk: int) -> FileResponse:
    """Serve a sanction's letter to those who see its claim; a stranger's is a 404."""
    visible = sanctions_visible_to(cast("User", request.user)).select_related("letter")
    sanction = get_object_or_404(visible, pk=pk)
    if sanction.letter is None:
        raise Refusal(
            _("The letter of %(number)s is still being made.") % {"number": sanction.number},
            todo=_("Look again in a minute."),
        )
    return serve(sanction.letter, inline=True)
