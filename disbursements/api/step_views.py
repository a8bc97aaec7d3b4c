"""One endpoint for each step of `disbursements.actions`: the page's form, the page's permission, the page's service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from disbursements.actions import ACTIONS, Action
from disbursements.api.queries import QUERIES, by_reference
from disbursements.api.serializers import (
    ClaimDetailSerializer,
    PaymentDetailSerializer,
    ProblemSerializer,
    ProvisionSerializer,
    RoundSerializer,
    TrancheDetailSerializer,
)
from disbursements.steps import form_class, take
from portal.accounts.models import User
from portal.common.refusals import WrongInput

ANSWERS: dict[str, type[serializers.BaseSerializer[Any]]] = {
    "claim": ClaimDetailSerializer,
    "tranche": TrancheDetailSerializer,
    "payment": PaymentDetailSerializer,
    "round": RoundSerializer,
    "provision": ProvisionSerializer,
}
FIELDS: tuple[tuple[type[forms.Field], type[serializers.Field[Any, Any, Any, Any]]], ...] = (
    (forms.BooleanField, serializers.BooleanField),
    (forms.DateField, serializers.DateField),
    (forms.IntegerField, serializers.IntegerField),
    (forms.CharField, serializers.CharField),
)


def serializer_of(form: type[forms.Form], name: str) -> type[serializers.Serializer[Any]]:
    """A serializer with the form's fields, for the description of the API; the form itself checks what is sent."""
    fields = {key: _field(found) for key, found in form.base_fields.items()}
    return cast(type[serializers.Serializer[Any]], type(f"{name}Request", (serializers.Serializer,), fields))


def _field(found: forms.Field) -> serializers.Field[Any, Any, Any, Any]:
    kind = next(target for source, target in FIELDS if isinstance(found, source))
    words: dict[str, Any] = {"required": found.required, "help_text": str(found.label or "")}
    if kind is serializers.CharField:
        return serializers.CharField(
            **words, allow_blank=not found.required, max_length=getattr(found, "max_length", None)
        )
    return kind(**words)


def step_view(action: Action) -> Callable[..., Any]:
    """The endpoint of one step: POST with the form's fields and the version that was read."""
    name = "".join(part.title() for part in (action.thing, *action.action.split("_")))
    asked, answered = serializer_of(form_class(action), name), ANSWERS[action.thing]

    class Step(APIView):
        """Take one step."""

        @extend_schema(
            operation_id=f"{action.thing}s_{action.action}",
            summary=str(action.label),
            request=asked,
            responses={
                200: answered,
                403: ProblemSerializer,
                404: ProblemSerializer,
                409: ProblemSerializer,
                422: ProblemSerializer,
            },
        )
        def post(self, request: Request, reference: str) -> Response:
            """Take the step and answer with the thing as it is then."""
            found = find(action.thing, request, reference)
            form = form_class(action)(data=plain(request.data))
            if not form.is_valid():
                raise ValidationError(
                    {field: [str(e) for e in errors] for field, errors in form.errors.items()}
                )
            take(action, by=user_of(request), pk=found.pk, form=form)
            fresh = find(action.thing, request, str(found.pk))
            return Response(answered(fresh, context={"request": request}).data)

    Step.__name__ = f"{name}Step"
    return cast(Callable[..., Any], Step.as_view())


def user_of(request: Request) -> User:
    """Who asks; the API lets nobody in without a sign-in."""
    return cast(User, request.user)


def find(thing: str, request: Request, reference: str) -> Model:
    """A thing this user sees, by id or number; 404 for a stranger's."""
    rows: QuerySet[Any] = QUERIES[thing](user_of(request))
    found = rows.filter(by_reference(thing, reference)).first()
    if found is None:
        raise Http404(_("There is no such thing among those you may see."))
    return cast(Model, found)


def plain(data: Any) -> dict[str, Any]:
    """The body of a step as a form reads it. A float is refused by name, wherever it stands."""
    if not hasattr(data, "items"):
        raise WrongInput(_("The body is not an object."), where="body", expected=_("a JSON object"))
    for key, value in data.items():
        if isinstance(value, float):
            raise WrongInput(
                _("A number with a decimal point is never read as money."),
                where=key,
                given=repr(value),
                expected=_("an integer, or text"),
            )
    return {key: value for key, value in data.items() if value is not None}


def step_urls(thing: str, prefix: str) -> list[URLPattern]:
    """The endpoints of every step on a kind of thing."""
    return [
        path(f"{prefix}/<reference:reference>/actions/{name}/", step_view(action), name=f"api_{thing}_{name}")
        for (kind, name), action in ACTIONS.items()
        if kind == thing
    ]
