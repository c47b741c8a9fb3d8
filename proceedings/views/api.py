"""The public API: read-only, over what is published. Its description is at ``/api/v1/openapi.json``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.renderers import JSONRenderer
from ninja.throttling import AnonRateThrottle

from conference.models import Conference
from conference.services.mail import link
from proceedings.models import Publication, PublishedArticle, Volume
from proceedings.services import open_data

from . import api_schemas as shapes

VERSION = "1.0.0"
DESCRIPTION = (
    "Conferences, volumes of proceedings, articles, adopted documents and materials of the library, as they were "
    "published, in Russian and English. No key is needed. Ask again with If-None-Match: what has not changed costs "
    "nothing. New fields may appear without notice; they vanish or change their meaning in the next version only."
)
REFUSALS = {404: shapes.Refusal, 422: shapes.Refusal, 429: shapes.Refusal}


class OpenAPI(NinjaAPI):
    """Answers that any site may read, with an ETag of their content, and a date where they have one."""

    def create_response(self, request: HttpRequest, data: Any, **kwargs: Any) -> HttpResponse:
        response = super().create_response(request, data, **kwargs)
        if response.status_code == 200:
            tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response["ETag"] = tag
            dated = response.get("Last-Modified")
            moment = parse_http_date_safe(dated) if dated else None
            unchanged = get_conditional_response(request, etag=tag, last_modified=moment, response=response)
            response = unchanged if unchanged is not None else response
        return open_to_all(response)


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Scripts of any site may read it: it is public, and no cookie changes it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Retry-After"
    return response


def described(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view of the OpenAPI description, readable from everywhere too."""

    @wraps(view, assigned=())
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return open_to_all(view(request, **kwargs))

    return answered


class Readable(JSONRenderer):
    """Letters as they are, not as numbers."""

    json_dumps_params: ClassVar[dict[str, Any]] = {"ensure_ascii": False}


api = OpenAPI(
    renderer=Readable(),
    title="Vmeste",
    version=VERSION,
    description=DESCRIPTION,
    docs_url=None,
    docs_decorator=described,
    urls_namespace="api",
    throttle=[AnonRateThrottle(f"{settings.API_PER_MINUTE}/min")],
)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _refused(request, 404, "not-found", "There is nothing of this name, or it is not published.")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    details = [{"where": list(map(str, each["loc"])), "message": each["msg"]} for each in error.errors]
    return _refused(request, 422, "invalid", "The request has values that are not allowed.", details)


@api.exception_handler(HttpError)
def _error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _refused(request, error.status_code, "error", str(error))


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    response = _refused(request, 429, "too-many-requests", "Too many requests: wait a little.")
    response["Retry-After"] = str(error.wait or 60)
    return response


def _refused(
    request: HttpRequest, status: int, code: str, message: str, details: list[dict[str, Any]] | None = None
) -> HttpResponse:
    return api.create_response(
        request, {"error": {"code": code, "message": message, "details": details}}, status=status
    )


def with_heads(urls: tuple[list[Any], str, str]) -> tuple[list[Any], str, str]:
    """*urls* of the API, where HEAD is answered as GET is, without a body, and ``?page=`` is refused."""
    for pattern in urls[0]:
        pattern.callback = unknown if pattern.name == "api-root" else _also_head(pattern.callback)
    return urls


def _also_head(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "page" in request.GET:
            return _refused(request, 400, "unknown-parameter", "Lists come in pieces: ask with limit and offset.")
        if request.method != "HEAD":
            return view(request, **kwargs)
        request.method = "GET"
        try:
            return view(request, **kwargs)
        finally:
            request.method = "HEAD"

    return answered


@csrf_exempt
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever is no address of the API."""
    return _refused(
        request, 404, "not-found", f"There is no such address. Begin with {link(reverse('api:conferences'))}."
    )


# -- what is asked for ---------------------------------------------------------------------------------------


def _conference(slug: str) -> Conference:
    return get_object_or_404(Conference.objects.public(), slug=slug)


def _publication(slug: str, volume: str) -> Publication:
    """The newest publication of a volume, with the volume and the conference at hand."""
    conference = _conference(slug)
    row = get_object_or_404(Volume.objects.of(conference).published(), slug=volume)
    row.conference = conference
    publication = row.publication
    if publication is None:
        raise Http404
    publication.volume = row
    return publication


def piece(
    request: HttpRequest, items: Sequence[Any], count: int, limit: int, offset: int, **others: str
) -> dict[str, Any]:
    """A piece of a list with the addresses of its neighbours; *others* are what else was asked."""

    def at(place: int) -> str:
        return f"{link(request.path)}?{urlencode({**others, 'limit': limit, 'offset': place})}"

    if offset and offset >= count:
        raise HttpError(404, "This is past the end of the list.")
    return {
        "count": count,
        "next": at(offset + limit) if offset + limit < count else None,
        "previous": at(max(0, offset - limit)) if offset else None,
        "items": items,
    }


def dated(response: HttpResponse, moment: datetime) -> None:
    response["Last-Modified"] = http_date(moment.timestamp())


LIMIT = Query(50, ge=1, le=100, description="How many at once.")
OFFSET = Query(0, ge=0, le=100_000, description="How many to pass over.")


@api.get(
    "/conferences",
    response={200: shapes.Piece[shapes.Conference], **REFUSALS},
    url_name="conferences",
    summary=gettext_noop("Conferences and seasons"),
    tags=["conferences"],
)
def conferences(request: HttpRequest, limit: int = LIMIT, offset: int = OFFSET) -> Any:
    rows = open_data.conferences()
    shown = list(rows[offset : offset + limit])
    out = open_data.with_programmes(shown)
    items = [open_data.conference(row, is_programme_out=row.pk in out) for row in shown]
    return piece(request, items, Conference.objects.public().count(), limit, offset)


@api.get(
    "/conferences/{slug}",
    response={200: shapes.Conference, **REFUSALS},
    url_name="conference",
    summary=gettext_noop("One conference"),
    tags=["conferences"],
)
def conference(request: HttpRequest, slug: str) -> Any:
    row = get_object_or_404(open_data.conferences(), slug=slug)
    return open_data.conference(row, is_programme_out=bool(open_data.with_programmes([row])))


@api.get(
    "/conferences/{slug}/volumes",
    response={200: shapes.Piece[shapes.Volume], **REFUSALS},
    url_name="volumes",
    summary=gettext_noop("Published volumes"),
    tags=["proceedings"],
)
def volumes(request: HttpRequest, slug: str, limit: int = LIMIT, offset: int = OFFSET) -> Any:
    found = open_data.publications(_conference(slug))
    shown = found[offset : offset + limit]
    counts = open_data.counted(shown)
    items = [open_data.volume(each, counts.get(each.pk, 0)) for each in shown]
    return piece(request, items, len(found), limit, offset)


@api.get(
    "/conferences/{slug}/volumes/{volume}",
    response={200: shapes.Volume, **REFUSALS},
    url_name="volume",
    summary=gettext_noop("One volume"),
    tags=["proceedings"],
)
def volume(request: HttpRequest, response: HttpResponse, slug: str, volume: str) -> Any:
    publication = _publication(slug, volume)
    dated(response, publication.published_at)
    return open_data.volume(publication, publication.articles.count())


@api.get(
    "/conferences/{slug}/volumes/{volume}/articles",
    response={200: shapes.Piece[shapes.Article], **REFUSALS},
    url_name="articles",
    summary=gettext_noop("Articles of a volume"),
    tags=["proceedings"],
)
def articles(request: HttpRequest, slug: str, volume: str, limit: int = LIMIT, offset: int = OFFSET) -> Any:
    publication = _publication(slug, volume)
    rows = publication.articles.in_order()
    shown = list(rows[offset : offset + limit])
    return piece(request, open_data.articles(shown, publication), rows.count(), limit, offset)


@api.get(
    "/conferences/{slug}/volumes/{volume}/articles/{number}",
    response={200: shapes.WholeArticle, **REFUSALS},
    url_name="article",
    summary=gettext_noop("One article with its references"),
    tags=["proceedings"],
)
def article(request: HttpRequest, response: HttpResponse, slug: str, volume: str, number: int) -> Any:
    publication = _publication(slug, volume)
    rows = PublishedArticle.objects.select_related("manuscript").prefetch_related("manuscript__figures")
    row = get_object_or_404(rows, publication=publication, number=number)
    told = open_data.article(row, publication)
    dated(response, max([publication.published_at, *(notice["said_at"] for notice in told["notices"])]))
    return told


@api.get(
    "/conferences/{slug}/volumes/{volume}/authors",
    response={200: list[shapes.AuthorOfVolume], **REFUSALS},
    url_name="authors",
    summary=gettext_noop("Authors of a volume"),
    tags=["proceedings"],
)
def authors(request: HttpRequest, slug: str, volume: str) -> Any:
    return open_data.authors(_publication(slug, volume))


@api.get(
    "/conferences/{slug}/outcomes",
    response={200: list[shapes.Outcome], **REFUSALS},
    url_name="outcomes",
    summary=gettext_noop("Adopted documents"),
    tags=["outcomes"],
)
def outcomes(request: HttpRequest, slug: str) -> Any:
    return [open_data.outcome(row) for row in open_data.adopted(_conference(slug))]


@api.get(
    "/conferences/{slug}/outcomes/{document}",
    response={200: shapes.WholeOutcome, **REFUSALS},
    url_name="outcome",
    summary=gettext_noop("One adopted document with its clauses"),
    tags=["outcomes"],
)
def outcome(request: HttpRequest, slug: str, document: str) -> Any:
    for row in open_data.adopted(_conference(slug)):
        if row.document.slug == document:
            return open_data.outcome_text(row)
    raise Http404


# -- the page about it ---------------------------------------------------------------------------------------


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """What the API answers, for people: drawn from its own description, without a script."""
    schema = api.get_openapi_schema()
    rows = [
        {
            "pieces": path.strip("/").split("/"),
            "summary": gettext(told["get"]["summary"]),
            "parameters": [each["name"] for each in told["get"].get("parameters", [])],
        }
        for path, told in schema["paths"].items()
    ]
    return render(request, "proceedings/api.html", {"rows": rows, "rate": settings.API_PER_MINUTE})
