"""The library as everybody reads it: a material, its versions, its files, its printed form, what readers say."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.permissions import may
from conference.rendering import RenderFailed
from conference.views.downloads import PDF, download
from conference.views.verbs import attempt
from proceedings.forms.library import UsefulForm
from proceedings.models import Material, MaterialFile, MaterialUse, Usefulness
from proceedings.permissions import EDIT
from proceedings.services import library
from proceedings.services.library import timing
from proceedings.services.library.citing import citation
from proceedings.services.library.files import content_type
from proceedings.services.library.printing import printed
from proceedings.services.library.showing import Shown, next_event_about, related_to, shown, shown_now

READER, SALT = "library-reader", "proceedings.library.reader"
READER_DAYS = 365
MARKS = "material_mark"
ROBOT = re.compile(r"bot|crawl|spider|slurp|curl|wget|python-requests", re.I)
LONGEST_PLACE = 24 * 3600


def public_material(slug: str) -> Material:
    return get_object_or_404(Material.objects.public().select_related("conference"), slug=slug)


def published_material(slug: str) -> Material:
    return get_object_or_404(Material.objects.published().select_related("conference"), slug=slug)


def is_counted(request: HttpRequest) -> bool:
    """Whether this is a reader: neither a program that looks around nor a question for the headers alone."""
    return request.method == "GET" and not ROBOT.search(request.headers.get("User-Agent", ""))


@require_safe
def material(request: HttpRequest, slug: str) -> HttpResponse:
    """What was published under the newest number; what was withdrawn says so."""
    found = public_material(slug)
    if found.state == Material.State.WITHDRAWN:
        return render(request, "proceedings/library/withdrawn.html", {
            "material": found, "shown": shown_now(found), "front_conference": found.conference,
        })  # fmt: skip
    if is_counted(request):
        library.count_use(found, MaterialUse.Kind.VIEW)
    return _page(request, shown_now(found))


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What was published under an earlier number."""
    found = published_material(slug)
    row = get_object_or_404(found.versions, number=number)
    if row.number == found.version:
        return redirect(found)
    return _page(request, shown(found, row.facts, row))


def _page(request: HttpRequest, now: Shown, **more: Any) -> HttpResponse:
    found = now.material
    versions = list(found.versions.all()) if found.version > 1 else []
    return render(request, "proceedings/library/material.html", page_context(request, now, versions=versions, **more))


def page_context(request: HttpRequest, now: Shown, **more: Any) -> dict[str, Any]:
    """What the page of a material needs; the desk's preview and reviewers see the same page."""
    found, language = now.material, get_language() or "ru"
    url = library.addresses(found)[language]
    reference, reference_language = citation(now, language=language, url=url, seen=timezone.localdate())
    is_old = now.version is not None and now.version.number != found.version
    for each in now.files:
        each["url"] = reverse("library:file", args=[found.slug, each["key"]])
        each["page"] = reverse("library:file_preview", args=[found.slug, each["key"]])
    return {
        "material": found,
        "front_conference": found.conference,
        "shown": now,
        "is_old": is_old,
        "is_preview": False,
        "newest": found.version,
        "reference": reference,
        "reference_language": reference_language,
        "related": related_to(found, now.facts),
        "next_event": next_event_about(found, now.facts),
        "mark": _own_mark(request, found),
        "useful": library.usefulness_of(found),
        "form": UsefulForm(),
        "desk": found.desk_url() if may(request.user, EDIT, found.conference) else "",
        "today": timezone.localdate(),
        **more,
    }


# -- watching and taking ----------------------------------------------------------------------------------------------


@require_safe
def watch(request: HttpRequest, slug: str) -> HttpResponse:
    """On to the recording where it lies, at the place in ``?at=`` seconds."""
    found = published_material(slug)
    if not found.video:
        raise Http404
    if is_counted(request):
        library.count_use(found, MaterialUse.Kind.WATCH)
    at = request.GET.get("at", "")
    seconds = min(int(at), LONGEST_PLACE) if at.isascii() and at.isdecimal() and len(at) < 7 else 0
    response = HttpResponseRedirect(timing.at_place(found.video, seconds))
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _file(found: Material, key: str) -> MaterialFile:
    """A file that some published version names."""
    row = get_object_or_404(found.files, key=key)
    named = row.is_shown or any(
        each["key"] == key
        for facts in found.versions.values_list("facts", flat=True)
        for each in facts.get("files", [])
    )
    if not named:
        raise Http404
    return row


@require_safe
def file(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A file, to be kept."""
    found = published_material(slug)
    row = _file(found, key)
    if is_counted(request):
        library.count_use(found, MaterialUse.Kind.DOWNLOAD)
    return sent(row)


def sent(row: MaterialFile) -> HttpResponse:
    name = f"{slugify(row.title, allow_unicode=True) or 'file'}.{row.kind}"
    response = FileResponse(row.file.open("rb"), as_attachment=True, filename=name, content_type=content_type(row))
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def file_preview(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The picture of the first page."""
    return sent_preview(_file(published_material(slug), key))


def sent_preview(row: MaterialFile) -> HttpResponse:
    if not row.preview:
        raise Http404
    response = FileResponse(row.preview.open("rb"), content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    return response


@require_safe
def print_text(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The text as a tagged PDF in *language*."""
    found = published_material(slug)
    try:
        pdf = printed(shown_now(found), language)
    except (LookupError, KeyError):
        raise Http404 from None
    except RenderFailed:
        messages.warning(request, _("The page could not be drawn just now. Please try again."))
        return redirect(found)
    if is_counted(request):
        library.count_use(found, MaterialUse.Kind.DOWNLOAD)
    return download(pdf, PDF, f"{found.slug}-{language}.pdf", inline=True)


@require_safe
def captions(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The transcript as WebVTT, for a recording that this site plays itself."""
    now = shown_now(published_material(slug))
    told = dict(now.transcripts).get(language)
    if not told:
        raise Http404
    text = timing.as_vtt(told, now.facts["seconds"] or 0)
    return HttpResponse(text, content_type="text/vtt; charset=utf-8")


# -- was it useful? ---------------------------------------------------------------------------------------------------


def _reader(request: HttpRequest) -> str:
    """In whose name a mark is given: of the person, else of this browser; empty for one that gave none yet."""
    if request.user.is_authenticated:
        return f"p{request.user.pk}"
    kept = request.get_signed_cookie(READER, default="", salt=SALT)
    return f"b{kept}" if kept else ""


def _own_mark(request: HttpRequest, found: Material) -> Usefulness | None:
    voter = _reader(request)
    return found.marks.filter(voter=voter).first() if voter else None


@require_POST
def useful(request: HttpRequest, slug: str) -> HttpResponse:
    """What the reader says of a material; the note goes to the editors."""
    found = published_material(slug)
    form = UsefulForm(request.POST)
    if not form.is_valid():
        return _page(request, shown_now(found), form=form, has_errors=True)
    back = redirect(f"{found.get_absolute_url()}#useful")
    if not ratelimit.consume(request, action=MARKS):
        messages.warning(request, _("Too many answers came from your network just now. Please try in a minute."))
        return back
    voter = _reader(request)
    if not voter:
        token = secrets.token_urlsafe(12)
        voter = f"b{token}"
        back.set_signed_cookie(
            READER, token, salt=SALT, max_age=timedelta(days=READER_DAYS), httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
    attempt(
        request, _mark, found, voter=voter, is_useful=form.cleaned_data["useful"] == "yes",
        note=form.cleaned_data["note"],
    )  # fmt: skip
    return back


def _mark(found: Material, *, by: Any, **said: Any) -> Usefulness:
    """The verb asks for a voter, who may be nobody that the site knows."""
    return library.mark_useful(found, **said)
