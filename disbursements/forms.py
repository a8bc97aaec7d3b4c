"""The forms of the steps that decide: one per kind of step, each with the version the page showed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = {"type": "date"}


class ConfirmForm(forms.Form):
    """A step that says yes to what is shown, and no more."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ActionForm(forms.Form):
    """A step with an optional note."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=_("Note for the file"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(ActionForm):
    """A step that needs its reason."""

    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class QueryForm(forms.Form):
    """A query to the company."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("What do you ask?"), widget=forms.Textarea(attrs={"rows": 5}))


class AnswerForm(QueryForm):
    """The company's answer."""

    text = forms.CharField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 5}))


class ReconcileForm(ActionForm):
    """The statutory auditor's reconciliation."""

    reconciled_on = forms.DateField(label=_("Date of the certificate"), widget=forms.DateInput(attrs=DAY))
    certificate_number = forms.CharField(label=_("Number of the auditor's certificate"), max_length=60)


class ConcurForm(ActionForm):
    """Concurrence of internal finance."""

    diary_no = forms.CharField(label=_("Diary number"), max_length=40)
    diary_date = forms.DateField(label=_("Diary date"), widget=forms.DateInput(attrs=DAY))


class BillForm(ActionForm):
    """The bill of a sanction."""

    bill_no = forms.CharField(label=_("Bill number"), max_length=40)
    bill_date = forms.DateField(label=_("Bill date"), widget=forms.DateInput(attrs=DAY))


class PaidForm(ActionForm):
    """What the bank says of a payment."""

    utr = forms.CharField(label=_("UTR (the bank's reference)"), max_length=22)
    value_date = forms.DateField(label=_("Value date"), widget=forms.DateInput(attrs=DAY))
    amount = forms.IntegerField(label=_("Amount paid, in rupees"), min_value=1)


class FailureForm(forms.Form):
    """Why the bank sent the money back."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("The bank's reason"), max_length=200)
