"""Lists and single things of the money, and what is made new: a claim, an entry of provision, a round."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applicants.models import Register
from applicants.permissions import registers_visible_to, sees_all
from disbursements.api.queries import QUERIES
from disbursements.api.serializers import (
    ClaimDetailSerializer,
    ClaimSerializer,
    NewClaimSerializer,
    PaymentDetailSerializer,
    PaymentSerializer,
    PreviewSerializer,
    ProblemSerializer,
    ProvisionSerializer,
    RoundSerializer,
    SanctionSerializer,
    TrancheDetailSerializer,
    TrancheSerializer,
)
from disbursements.api.step_views import find, plain, user_of
from disbursements.models import Claim, Provision
from disbursements.pages.rounds import RoundForm
from disbursements.services.filing import start_sales_claim, start_subsidy_claim
from disbursements.services.provision import enter_provision
from disbursements.services.rounds import close_round, preview_round
from portal.common.refusals import NotAllowed
from schemes.rules.facts import fy_bounds

REFUSALS = {403: ProblemSerializer, 409: ProblemSerializer, 422: ProblemSerializer}


class ThingList(generics.ListAPIView[Any]):
    """A list of what the user may see, newest first, by `limit` and `offset`."""

    thing: ClassVar[str] = ""
    filters: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows, narrowed by the filters the address names."""
        rows = QUERIES[self.thing](user_of(self.request))
        given = {
            name: self.request.query_params[name]
            for name in self.filters
            if self.request.query_params.get(name)
        }
        return rows.filter(**given)


class ThingDetail(APIView):
    """One thing by id or number."""

    thing: ClassVar[str] = ""
    serializer_class: ClassVar[type[serializers.BaseSerializer[Any]]]

    def get(self, request: Request, reference: str) -> Response:
        """Return it; 404 for a stranger's."""
        found = find(self.thing, request, reference)
        return Response(self.serializer_class(found, context={"request": request}).data)


class Claims(ThingList):
    """Claims."""

    thing = "claim"
    filters = ("state", "component", "fy")
    serializer_class = ClaimSerializer

    @extend_schema(parameters=[OpenApiParameter(name, str) for name in filters])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the claims the user may see."""
        return super().get(request, *args, **kwargs)

    @extend_schema(request=NewClaimSerializer, responses={201: ClaimDetailSerializer, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Start a claim on a register that was read."""
        asked = NewClaimSerializer(data=plain(request.data))
        asked.is_valid(raise_exception=True)
        claim = start(request, **asked.validated_data)
        fresh = find("claim", request, str(claim.pk))
        return Response(ClaimDetailSerializer(fresh, context={"request": request}).data, status=201)


def start(request: Request, register: int, period_end: Any = None) -> Claim:
    """Start a claim as its page does. Raises Http404 for a stranger's register and the services' refusals."""
    found = registers_visible_to(user_of(request)).filter(pk=register).first()
    if found is None:
        raise Http404(_("There is no such register."))
    if found.kind == Register.Kind.ASSETS:
        return start_subsidy_claim(by=user_of(request), unit_id=found.unit_id, register_id=found.pk)
    _first, last = fy_bounds(found.fy)
    return start_sales_claim(
        by=user_of(request), unit_id=found.unit_id, register_id=found.pk, period_end=period_end or last
    )


class Tranches(ThingList):
    """Tranches."""

    thing = "tranche"
    filters = ("state",)
    serializer_class = TrancheSerializer


class Payments(ThingList):
    """Payments."""

    thing = "payment"
    filters = ("state",)
    serializer_class = PaymentSerializer


class Sanctions(ThingList):
    """Sanction orders."""

    thing = "sanction"
    filters = ("fy", "head")
    serializer_class = SanctionSerializer


class Provisions(ThingList):
    """Entries of provision."""

    thing = "provision"
    filters = ("fy", "head", "state")
    serializer_class = ProvisionSerializer

    @extend_schema(request=ProvisionSerializer, responses={201: ProvisionSerializer, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Enter a provision for another officer to confirm."""
        asked = ProvisionSerializer(data=plain(request.data), context={"request": request})
        asked.is_valid(raise_exception=True)
        made: Provision = enter_provision(by=user_of(request), **asked.validated_data)
        return Response(ProvisionSerializer(made, context={"request": request}).data, status=201)


class Rounds(ThingList):
    """Budget rounds."""

    thing = "round"
    filters = ("fy", "head", "state")
    serializer_class = RoundSerializer

    @extend_schema(request=RoundSerializer, responses={201: RoundSerializer, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Close a round for another officer to approve."""
        made = close_round(by=user_of(request), **_round_asked(plain(request.data)))
        fresh = find("round", request, str(made.pk))
        return Response(RoundSerializer(fresh, context={"request": request}).data, status=201)


class RoundPreview(APIView):
    """What a round would give, before it is decided."""

    @extend_schema(
        parameters=[OpenApiParameter(name, str, required=True) for name in ("head", "fy", "cut_off")],
        responses={200: PreviewSerializer, **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        """Return what each tranche would get; nothing is written."""
        if not sees_all(user_of(request)):
            raise NotAllowed(_("Budget rounds are for officers and auditors."))
        return Response(PreviewSerializer(preview_round(**_round_asked(request.query_params))).data)


def _round_asked(data: Any) -> dict[str, Any]:
    form = RoundForm(data)
    if not form.is_valid():
        raise serializers.ValidationError(
            {name: [str(e) for e in errors] for name, errors in form.errors.items()}
        )
    return form.cleaned_data


class ClaimDetail(ThingDetail):
    """One claim."""

    thing, serializer_class = "claim", ClaimDetailSerializer


class TrancheDetail(ThingDetail):
    """One tranche."""

    thing, serializer_class = "tranche", TrancheDetailSerializer


class PaymentDetail(ThingDetail):
    """One payment."""

    thing, serializer_class = "payment", PaymentDetailSerializer


class SanctionDetail(ThingDetail):
    """One sanction order."""

    thing, serializer_class = "sanction", SanctionSerializer


class ProvisionDetail(ThingDetail):
    """One entry of provision."""

    thing, serializer_class = "provision", ProvisionSerializer


class RoundDetail(ThingDetail):
    """One budget round."""

    thing, serializer_class = "round", RoundSerializer
