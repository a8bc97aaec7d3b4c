"""``POST /api/v1/computations/``: the paying engine on facts, by the books published here. Nothing is stored."""

from __future__ import annotations

from typing import IO, Any

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.common.refusals import WrongInput
from schemes.rules import Book, Refused, book_named, compute, loads_strict
from schemes.terms import published_book

EXAMPLE = {
    "schema": "repm.facts/1",
    "scheme": "repm-7350",
    "claim": "tranche",
    "entitlement": "1000",
    "percent": "85",
    "raised": "0",
    "paid": "0",
}


class TooLarge(WrongInput):
    """More facts than one request may carry."""

    status = 413


class StrictJSONParser(BaseParser):
    """JSON in which a float or a repeated key is refused by name."""

    media_type = "application/json"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the facts. Raises WrongInput (422), or TooLarge (413) before more than the limit is in memory."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge(
                "The body is too large.",
                where="facts",
                given=f"> {limit} bytes",
                expected=f"at most {limit} bytes",
            )
        try:
            return loads_strict(body.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise WrongInput("The body is not UTF-8.", where="facts", expected="JSON in UTF-8") from error
        except Refused as refused:
            raise refusal_of(refused) from refused


def refusal_of(refused: Refused) -> WrongInput:
    """Return the engine's refusal as the portal's, naming the same field."""
    return WrongInput(str(refused), where=refused.field, given=refused.given, expected=refused.expected)


def compute_here(facts: object) -> dict[str, object]:
    """Compute facts by the published book they name. Raises WrongInput naming the field."""
    try:
        code, number = book_named(facts)
        book: Book | None = published_book(code, number)
        if book is None:
            raise Refused("scheme" if number is None else "book", code, "the code of a published scheme book")
        return compute(facts, book)
    except Refused as refused:
        raise refusal_of(refused) from refused


class Computations(APIView):
    """Compute facts of any of the seven kinds; docs/computation.md has a whole example of each."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    parser_classes = (StrictJSONParser,)

    @extend_schema(
        request=OpenApiTypes.OBJECT,
        responses={
            200: OpenApiTypes.OBJECT,
            422: OpenApiResponse(OpenApiTypes.OBJECT, "What is wrong, by field"),
        },
        examples=[OpenApiExample("A tranche", value=EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Return the computation with its working and its hash."""
        return Response(compute_here(request.data))
