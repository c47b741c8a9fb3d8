"""The plan of a season as RSS 2.0 and as Atom."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.models import Conference
from conference.services.mail import link
from workshops import zones

from .letters import moment_in_words, text_of
from .plan import Meeting, plan_of
from .sharing import services_in_words

MOST = 60
"""How many events a feed tells of: more than readers keep."""


class Kind(NamedTuple):
    mime: str
    writer: type[SyndicationFeed]


KINDS = {"rss": Kind("application/rss+xml", Rss201rev2Feed), "atom": Kind("application/atom+xml", Atom1Feed)}


def feed_of(
    season: Conference, language: str, *, kind: str, title: str, url: str, only: set[int] | None = None
) -> bytes:
    """Announced events in *language*, the newest announcement first; *only* some of them. UTF-8.

    An event that is moved or called off is told anew under the same key, with the moment of that.
    """
    meetings = [each for each in plan_of(season, with_off=True) if only is None or each.pk in only]
    meetings.sort(key=lambda each: (each.session.changed_at or each.session.announced_at, each.pk), reverse=True)
    with translation.override(language):
        made = KINDS[kind].writer(
            title=title,
            link=link(season.url("workshops:programme")),
            description=text_of(season, "theme", language) or title,
            language=language,
            feed_url=url,
            author_name=text_of(season, "organiser", language) or None,
        )
        for each in meetings[:MOST]:
            _add(made, each, language)
    text: str = made.writeString("utf-8")
    return text.encode()


def _add(made: SyndicationFeed, meeting: Meeting, language: str) -> None:
    session = meeting.session
    title = text_of(session, "title", language)
    if session.is_off:
        title = _("Cancelled: %(title)s") % {"title": title}
    elif session.moved_from and not meeting.is_past:
        title = pgettext("an event", "Moved: %(title)s") % {"title": title}
    when = moment_in_words(session.starts, session.ends, session, language)
    city = zones.city(session.conference.zone)
    lines = [
        pgettext("post about an event", "When: %(when)s, %(city)s time") % {"when": when, "city": city},
        text_of(session, "off_note" if session.is_off else "summary", language),
        services_in_words(session, language),
    ]
    kind = [text_of(session.kind, "title", language)] if session.kind else []
    made.add_item(
        title=title,
        link=link(session.conference.url("workshops:session", pk=session.pk)),
        description="".join(f"<p>{conditional_escape(line)}</p>" for line in lines if line),
        unique_id=f"urn:uuid:{session.key}",
        unique_id_is_permalink=False,
        pubdate=session.announced_at,
        updateddate=session.changed_at or session.announced_at,
        categories=[*kind, *(text_of(theme, "title", language) for theme in session.themes.all())],
    )
