"""The call for papers: its page, the information letter and the template of an article."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from conference.models import Conference
from conference.rendering import RenderFailed
from workshops.documents.call import moment
from workshops.models import Call, CallQuestion, Part, Submission, Terms, Track
from workshops.services import call_files

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def call(request: HttpRequest) -> HttpResponse:
    """Everything that an author wants to know before writing: dates, types, limits, tracks, files to take along."""
    conference = request.conference
    if conference.is_season:
        raise Http404
    own = Terms.by_track(conference)
    terms = own[None]
    return render(
        request,
        "workshops/call.html",
        {
            "text": Call.objects.for_track(conference, None),
            "terms": terms,
            "call": announced(terms, conference),
            "types": [(value, Submission.Type(value).label) for value in terms.types],
            "parts": [label for value, label in Part.choices if value in terms.required_parts],
            "tracks": [
                _track(track, own[track.pk], terms, conference)
                for track in Track.objects.of(conference).select_related("conference")
            ],
            "questions": CallQuestion.objects.for_track(conference, None),
            "takes_codes": conference.access_codes.exists(),
        },
    )


def announced(terms: Terms, conference: Conference) -> dict[str, Any]:
    """The call as a page shows it: ``state`` is open, announced (opens later), closed or none; moments are local."""
    return {
        "state": terms.state(),
        "opens": moment(terms.opens, conference),
        "closes": moment(terms.closes, conference),
        "texts_open": moment(terms.texts_open, conference),
        "texts_close": moment(terms.texts_close, conference),
    }


def _track(track: Track, own: Terms, common: Terms, conference: Conference) -> dict[str, Any]:
    """A track and what its call says otherwise than that of the conference."""
    return {
        "track": track,
        "call": announced(own, conference),
        "has_own_dates": (own.opens, own.closes) != (common.opens, common.closes),
        "has_own_words": own.words != common.words,
        "words": own.words,
    }


@require_safe
def information_letter(request: HttpRequest) -> HttpResponse | FileResponse:
    if request.conference.is_season:
        raise Http404
    try:
        letter = call_files.information_letter(request.conference)
    except RenderFailed:
        return render(request, "workshops/call_file_later.html", status=503)
    name = f"{request.conference.slug}-information-letter.pdf"
    return FileResponse(letter, filename=name, content_type="application/pdf")


@require_safe
def article_template(request: HttpRequest) -> FileResponse:
    """The template in the language of the page."""
    if request.conference.is_season:
        raise Http404
    language = get_language() or "ru"
    made = call_files.article_template(request.conference, language)
    name = f"{request.conference.slug}-article-{language}.docx"
    return FileResponse(made, as_attachment=True, filename=name, content_type=DOCX)
