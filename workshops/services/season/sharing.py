"""An event told to others: the card, texts for social networks, and schema.org."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.services.mail import link
from workshops import zones
from workshops.models import Expert, Session

from .letters import moment_in_words, text_of
from .plan import Meeting, begins_with

SHORT = 280
"""Characters that a short post may have, the link included."""
ACCESSIBILITY = {
    "captions": "closedCaptions",
    "sign_language": "signLanguageInterpretation",
    "interpretation": "audioInterpretation",
}
STATUS = "https://schema.org/Event%s"


def card_words(session: Session, language: str) -> dict[str, str]:
    """What the picture of an event says: the format, the title, the moment in the season's zone, the season."""
    season = session.conference
    with translation.override(language):
        kind = text_of(session.kind, "title", language) if session.kind else ""
        moment = moment_in_words(session.starts, session.ends, session, language)
        starts = timezone.localtime(session.starts, season.zone)
        moment = moment.replace(date_format(starts, "DAY_MONTH"), date_format(starts, "DATE_FORMAT"), 1)
        words = pgettext("on a card: when, and the zone", "%(moment)s, %(city)s time")
        when = words % {"moment": moment, "city": zones.city(season.zone)}
    return {
        "title": text_of(session, "title", language),
        "names": when[:1].upper() + when[1:],
        "below": text_of(season, "short_title", language) or text_of(season, "title", language),
        "above": "" if begins_with(text_of(session, "title", language), kind) else kind,
    }


def address_of(session: Session, language: str) -> str:
    with translation.override(language):
        return link(session.conference.url("workshops:session", pk=session.pk))


def short_text(session: Session, language: str) -> str:
    """A post of at most SHORT characters with the link in it; a title too long for it is cut."""
    url = address_of(session, language)
    with translation.override(language):
        when = moment_in_words(session.starts, session.ends, session, language).rpartition("–")[0]
        told = pgettext("post about an event", "%(when)s, %(city)s time") % {
            "when": when[:1].upper() + when[1:], "city": zones.city(session.conference.zone),
        }  # fmt: skip
        offered = services_in_words(session, language)
    title = text_of(session, "title", language)
    tail = f"\n{told}.{f' {offered}.' if offered else ''}\n{url}"
    if len(title) + len(tail) > SHORT:
        tail = f"\n{told}.\n{url}"
    room = SHORT - len(tail)
    return (title if len(title) <= room else f"{title[: room - 1].rstrip(' ,.:;')}…") + tail


def long_text(session: Session, language: str, experts: list[Expert]) -> str:
    """A post with everything: what, when, for whom, who answers, which services, how to join."""
    with translation.override(language):
        kind = text_of(session.kind, "title", language) if session.kind else ""
        when = moment_in_words(session.starts, session.ends, session, language)
        city = zones.city(session.conference.zone)
        names = ", ".join(text_of(each, "name", language) for each in experts)
        guests = text_of(session, "host", language)
        audience = ", ".join(session.audience_labels())
        title = text_of(session, "title", language)
        paragraphs = [
            f"{kind}: {title}" if kind and not _tells(title, kind) else title,
            text_of(session, "summary", language),
            "\n".join(filter(None, (
                pgettext("post about an event", "When: %(when)s, %(city)s time") % {"when": when, "city": city},
                _("For whom: %(audience)s") % {"audience": audience} if audience else "",
                _("With: %(names)s") % {"names": "; ".join(filter(None, (names, guests)))} if names or guests else "",
                services_in_words(session, language),
            ))),
            _("To join, a name and an e-mail address are enough: no account, no password."),
            address_of(session, language),
        ]  # fmt: skip
    return "\n\n".join(each for each in paragraphs if each)


def _tells(title: str, kind: str) -> bool:
    """Whether *title* tells its format: «Вебинар: …», or «Диалог: …» whose format is «Q&A-сессия «Диалог»»."""
    return begins_with(title, kind) or title.partition(":")[0].casefold() in kind.casefold()


def services_in_words(session: Session, language: str) -> str:
    """«Субтитры, жестовый язык»; empty when there are none."""
    with translation.override(language):
        names = {"captions": _("Captions"), "sign_language": _("Sign language"),
                 "interpretation": _("Interpretation EN ⇄ RU")}  # fmt: skip
        told = [str(label) for name, label in names.items() if getattr(session, name)]
    return ", ".join([*told[:1], *(word if word.isupper() else word[:1].lower() + word[1:] for word in told[1:])])


def described(meeting: Meeting, language: str, *, address: str, card: str) -> dict[str, Any]:
    """The event after schema.org (EducationEvent), with what makes it accessible."""
    session, season = meeting.session, meeting.session.conference
    features = [feature for name, feature in ACCESSIBILITY.items() if getattr(session, name)]
    status = "Rescheduled" if session.moved_from else "Scheduled"
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "@id": address,
        "url": address,
        "name": text_of(session, "title", language),
        "description": text_of(session, "summary", language),
        "image": card,
        "startDate": session.starts.astimezone(season.zone).isoformat(timespec="minutes"),
        "endDate": session.ends.astimezone(season.zone).isoformat(timespec="minutes"),
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "eventStatus": STATUS % status,
        "inLanguage": ["ru", "en"] if session.interpretation else session.language,
        "isAccessibleForFree": True,
        "location": {"@type": "VirtualLocation", "url": address},
        "organizer": {
            "@type": "Organization",
            "name": text_of(season, "organiser", language) or text_of(season, "title", language),
            "url": settings.SITE_URL + season.get_absolute_url(),
        },
    }
    if features:
        told["accessibilityFeature"] = features
    if session.moved_from:
        told["previousStartDate"] = session.moved_from.astimezone(season.zone).isoformat(timespec="minutes")
    people = [text_of(each, "name", language) for each in (*meeting.hosts, *meeting.experts)]
    if people:
        told["performer"] = [{"@type": "Person", "name": name} for name in people]
    if themes := [text_of(theme, "title", language) for theme in session.themes.all()]:
        told["about"] = themes
    if audience := session.audience_labels():
        told["audience"] = {"@type": "EducationalAudience", "educationalRole": audience}
    if session.course:
        told["superEvent"] = {"@type": "EventSeries", "name": text_of(session.course, "title", language)}
    return told
