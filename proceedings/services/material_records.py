"""Published materials as plain data, for harvesters, the API and search engines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import override

from conference.services.mail import link
from proceedings.citations import Attached, Clip, MaterialRecord
from proceedings.compiler import Both
from proceedings.models import Chapter, Material, MaterialFile
from workshops.models import Audience

from .description import both
from .library import timing
from .library.files import content_type
from .library.showing import Shown

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def whole(rows: QuerySet[Material]) -> QuerySet[Material]:
    """*rows* with all that a record says: five queries, however many."""
    return rows.select_related("conference", "session").prefetch_related(
        "themes", "speakers",
        Prefetch("chapters", Chapter.objects.order_by("seconds", "pk")),
        Prefetch("files", MaterialFile.objects.filter(is_shown=True)),
    )  # fmt: skip


def records_of(rows: Iterable[Material]) -> list[MaterialRecord]:
    return [record_of(row) for row in rows]


def record_of(row: Material, shown: Shown | None = None) -> MaterialRecord:
    """What readers have of *row*: of rows as ``whole`` brings them, or of what a page has asked for already."""
    session = shown.session if shown else row.session
    session = session if session and not session.is_off else None
    themes, speakers = (shown.themes, shown.speakers) if shown else (row.themes.all(), row.speakers.all())
    files = [each["row"] for each in shown.files] if shown else row.files.all()
    chapters: Iterable[Any] = shown.chapters if shown else row.chapters.all()
    watch = _watch(row)
    return MaterialRecord(
        key=row.slug,
        kind=row.kind,
        genre=row.genre,
        title=both(row, "title"),
        summary=both(row, "summary"),
        url=page_of(row),
        languages=row.languages(),
        year=row.year,
        published=row.published_at or row.changed_at,
        version=row.version,
        level=row.level,
        level_name=_label(row.get_level_display),
        audience=tuple(row.audience),
        audience_names=tuple(
            _label(lambda key=key: Audience(key).label) for key in row.audience if key in Audience.values
        ),
        kind_name=_label(lambda: row.get_genre_display() if row.genre else row.get_kind_display()),
        themes=tuple(both(each, "title") for each in themes),
        speakers=tuple(both(each, "name") for each in speakers),
        season=both(row.conference, "title"),
        season_url=_in_both(lambda: link(row.conference.url("conference_home"))),
        event=both(session, "title") if session else Both(),
        video=row.video,
        picture=_in_both(lambda: link(reverse("library:card", args=[row.slug]))),
        seconds=row.seconds,
        duration=timing.iso_duration(row.seconds) if row.seconds else "",
        clips=tuple(
            Clip(each.seconds, both(each, "title"), timing.at_place(watch, each.seconds) if watch else "")
            for each in chapters
        ),
        transcript=Both(*(_said(getattr(row, f"transcript_{code}")) for code in LANGUAGES)),
        text=both(row, "body"),
        has_captions=row.has_captions,
        has_sign_language=row.has_sign_language,
        files=tuple(_file(row, each) for each in files),
        is_demonstration=row.conference.is_demonstration,
    )


def page_of(row: Material) -> Both:
    return _in_both(lambda: link(row.get_absolute_url()))


def _watch(row: Material) -> str:
    """The address of a recording, where it can be opened at a place."""
    return row.video if row.video and (timing.names_places(row.video) or timing.own_type(row.video)) else ""


def _said(transcript: str | None) -> str:
    return "\n".join(each.text for each in timing.passages(transcript or ""))


def _file(row: Material, file: MaterialFile) -> Attached:
    with override(file.language):
        address = link(reverse("library:file", args=[row.slug, file.key]))
    return Attached(file.title, address, content_type(file), file.language, file.bytes)


def _label(of: Any) -> Both:
    return _in_both(lambda: str(of()))


def _in_both(of: Any) -> Both:
    said = []
    for code in LANGUAGES:
        with override(code):
            said.append(of())
    return Both(*said)
