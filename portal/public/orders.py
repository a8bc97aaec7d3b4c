"""Is this order real? The page behind the code on every sanction letter; it tells what the letter tells, no more."""

from __future__ import annotations

import re

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from disbursements.models import Sanction
from portal.accounts.access import public_page

TOKEN = re.compile(r"[0-9a-f]{32}")


class TokenForm(forms.Form):
    """The code that stands in the address under the letter's square."""

    token = forms.CharField(
        label=_("Code on the letter"),
        help_text=_("The 32 letters and digits at the end of the address beside the square."),
        max_length=200,
    )

    def clean_token(self) -> str:
        """Take the code out of whatever was pasted, the whole address too."""
        found = TOKEN.findall(self.cleaned_data["token"].strip().lower())
        if len(found) != 1:
            raise forms.ValidationError(_("The code has 32 characters, digits and the letters a to f."))
        return str(found[0])


@public_page()
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a letter."""
    form = TokenForm(request.GET if "token" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("verify", token=form.cleaned_data["token"])
    return render(request, "public/verify.html", {"form": form}, status=422 if form.errors else 200)


@public_page()
def verify_order(request: HttpRequest, token: str) -> HttpResponse:
    """Say whether a code is an order's: number, date, payee, amount; valid, specimen or unknown."""
    sanction = Sanction.objects.filter(token=token).select_related("payee").first()
    context = {"sanction": sanction, "form": TokenForm()}
    return render(request, "public/order.html", context, status=200 if sanction else 404)
