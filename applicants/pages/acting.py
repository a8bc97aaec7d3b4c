"""What every page that acts has in common: find or 404, run a service, say yes first, show a refusal in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from portal.common.confirm import carried, is_confirmed
from portal.common.forms import refuse
from portal.common.refusals import NotFound, Refusal
from portal.common.workflow import Text

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Fact:
    """One line of a list of facts; ``change_url`` leads to where it can be changed."""

    label: Text
    value: object
    change_url: str = ""


@dataclass(frozen=True)
class Milestone:
    """One step of a timeline: ``state`` is done, now or next."""

    title: Text
    note: Text
    state: str


def visible(rows: QuerySet[M], pk: int) -> M:
    """Return the row if it is among those the user sees; a stranger's id is a 404."""
    return get_object_or_404(rows, pk=pk)


def posted_version(request: HttpRequest) -> int | None:
    """Return the version the page showed; None where it carried none that is a number."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else None


def attempt(form: BaseForm, run: Callable[[], Any]) -> Refusal | None:
    """Run a service; a refusal goes into the form, which keeps all that was typed. NotFound goes on as it is."""
    try:
        run()
    except NotFound:
        raise
    except Refusal as refusal:
        refuse(form, refusal)
        return refusal
    return None


def status_of(form: BaseForm, refusal: Refusal | None = None) -> int:
    """Return the answer's status: the refusal's own, 422 for a form with errors, else 200."""
    if refusal is not None:
        return refusal.status
    return 422 if form.is_bound and form.errors else 200


def done(request: HttpRequest, text: Text, to: str, *args: Any) -> HttpResponse:
    """Say what was done and go on to a page."""
    messages.success(request, str(text))
    return redirect(to, *args)


def ask_first(
    request: HttpRequest, *, question: Text, label: Text, note: Text, back_url: str, amount: int | None = None
) -> HttpResponse | None:
    """Return the page that asks once more, for readers without script; None once they have said yes."""
    if is_confirmed(request):
        return None
    context = {
        "question": question,
        "label": label,
        "note": note,
        "amount": amount,
        "action": request.get_full_path(),
        "version": request.POST.get("version", ""),
        "carried": carried(request),
        "back_url": back_url,
    }
    return render(request, "layout/confirm_step.html", context)
