"""The information letter of a call for papers: both languages side by side, out of the data of the call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from conference.documents import qr_data_uri, typeset
from conference.letterhead import letterhead, mark_data_uri
from conference.models import Conference
from conference.text import markdown, typography
from workshops.models import Call, CallQuestion, Part, Submission, Terms, Track

STYLESHEETS = ("document.css", "letter.css", "information_letter.css")
LANGUAGES = ("ru", "en")


def information_letter_html(conference: Conference) -> str:
    """The letter as HTML; equal as long as nothing that it says has changed."""
    call = Call.objects.for_track(conference, None)
    tracks = list(Track.objects.of(conference))
    terms = Terms.by_track(conference)
    columns = {language: _column(conference, call, tracks, terms, language) for language in LANGUAGES}
    return render_to_string(
        "documents/information_letter.html",
        {"conference": conference, "mark": mark_data_uri(), "qr": qr_data_uri(link("ru", conference)), **columns},
    )


def information_letter_pdf(html: str) -> bytes:
    """*html* as tagged PDF/UA-1. Raises conference.rendering.RenderFailed."""
    return typeset(html, STYLESHEETS)


def link(language: str, conference: Conference) -> str:
    """The address of the call's page in *language*."""
    with override(language):
        return settings.SITE_URL + reverse("workshops:call", kwargs={"conference_slug": conference.slug})


def _column(
    conference: Conference, call: Call | None, tracks: list[Track], by_track: dict[int | None, Terms], language: str
) -> dict[str, Any]:
    """What the letter says in one language. The call of the conference speaks; of tracks only what differs."""
    terms = by_track[None]
    with override(language):
        text = getattr(call, f"text_{language}", "") or ""
        return {
            **letterhead(conference, language),
            "text": markdown(text, language) if text else "",
            "tracks": [_track(track, by_track[track.pk], terms, conference, language) for track in tracks],
            "types": [str(Submission.Type(value).label) for value in terms.types],
            "parts": [str(label) for value, label in Part.choices if value in terms.required_parts],
            "words": terms.words,
            "per_presenter": terms.per_presenter,
            "dates": dates(terms, conference),
            "questions": [
                typography(getattr(each, f"text_{language}") or each.text, language)
                for each in CallQuestion.objects.for_track(conference, None)
            ],
            "link": link(language, conference),
        }


def _track(track: Track, own: Terms, common: Terms, conference: Conference, language: str) -> dict[str, Any]:
    title = getattr(track, f"title_{language}")
    chair = getattr(track, f"chair_line_{language}") or ""
    return {
        "number": track.number,
        "title": typography(title or track.title, language),
        "title_language": language if title else ("en" if language == "ru" else "ru"),
        "chair": typography(chair, language),
        "closes": moment(own.closes, conference) if own.closes != common.closes else None,
    }


def dates(terms: Terms, conference: Conference) -> dict[str, datetime | None]:
    """The moments of the call in the conference's zone."""
    names = ("opens", "closes", "texts_open", "texts_close")
    return {name: moment(getattr(terms, name), conference) for name in names}


def moment(at: datetime | None, conference: Conference) -> datetime | None:
    return timezone.localtime(at, conference.zone) if at else None
