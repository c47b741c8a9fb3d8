"""One document out of the tracks': clauses are picked, may be edited, and remember where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from workshops.models import ClauseSource, ClauseVersion, Line, OutcomeDocument, Recommendation

from .drafting import append, locked, require_writable, standing

PICKED = ClauseVersion.How.PICKED


@dataclass(frozen=True)
class Origin:
    """A clause of a track's document that went into a clause here, by the number it has there now."""

    document: OutcomeDocument
    line: Line | None

    @property
    def number(self) -> str:
        return self.line.number if self.line else ""


@transaction.atomic
def pick(document: OutcomeDocument, sources: Sequence[Recommendation], *, by: Person) -> list[Recommendation]:
    """Take each of *sources*, with its sub-clauses, as a clause of its own at the end of *document*.

    A clause that was picked before is not taken twice. Raises MoveNotAllowed, or ValidationError when nothing is new.
    """
    current = _ready(document)
    known = set(ClauseSource.objects.filter(clause__document=current).values_list("source", flat=True))
    chosen = {source.pk for source in sources}
    new = [source for source in sources if source.pk not in known and source.parent_id not in chosen]
    if not new:
        raise ValidationError(_("Choose clauses that are not in the document yet."))
    made = []
    for source in new:
        fresh = standing(source)
        made.append(_take(current, [fresh], fresh.in_language("ru"), fresh.in_language("en"), by=by))
        for child in fresh.children.filter(removed_at=None).order_by("order", "pk"):
            _take(current, [child], child.in_language("ru"), child.in_language("en"), by=by, parent=made[-1])
    return made


@transaction.atomic
def pick_as_one(document: OutcomeDocument, sources: Sequence[Recommendation], *, by: Person) -> Recommendation:
    """Make one clause of several: their texts one after another, to be edited into one. Raises as ``pick`` does."""
    current = _ready(document)
    if len(sources) < 2:
        raise ValidationError(_("Choose at least two clauses to make one of them."))
    rows = [standing(source) for source in sources]
    texts = ["\n\n".join(text for row in rows if (text := row.in_language(code))) for code in ("ru", "en")]
    return _take(current, rows, *texts, by=by)


@transaction.atomic
def add_sources(clause: Recommendation, sources: Sequence[Recommendation], *, by: Person) -> Recommendation:
    """Record that *sources* went into *clause* too; its text stays as it is. Raises as ``pick`` does."""
    _ready(clause.document)
    fresh = standing(clause)
    if not sources:
        raise ValidationError(_("Choose the clauses that went into it."))
    for source in sources:
        _link(fresh, standing(source))
    return fresh


def _ready(document: OutcomeDocument) -> OutcomeDocument:
    current = locked(document)
    require_writable(current)
    if not current.is_consolidated:
        raise MoveNotAllowed(_("Clauses are brought together in a document of the whole conference."))
    return current


def _take(
    document: OutcomeDocument, sources: Sequence[Recommendation], ru: str, en: str, *, by: Person,
    parent: Recommendation | None = None,
) -> Recommendation:  # fmt: skip
    clause = append(document, by=by, ru=ru, en=en, how=PICKED, parent=parent)
    for source in sources:
        _link(clause, source)
    return clause


def _link(clause: Recommendation, source: Recommendation) -> None:
    if source.document.conference_id != clause.document.conference_id or source.document_id == clause.document_id:
        raise MoveNotAllowed(_("A source is a clause of another document of this conference."))
    last = source.versions.first()
    version = last.number if last else 0
    ClauseSource.objects.get_or_create(clause=clause, source=source, defaults={"version": version})


def trace(document: OutcomeDocument, lines: Sequence[Line] | None = None) -> list[tuple[Line, list[Origin]]]:
    """Every clause of *document* that has sources, with their documents and present numbers.

    Two queries for each track document that is a source, however many clauses there are.
    """
    shown = document.outline() if lines is None else lines
    sources = [link.source for line in shown for link in line.clause.sources.all()]
    documents = {source.document_id: source.document for source in sources}
    numbered = {line.clause.pk: line for each in documents.values() for line in each.outline()}
    found = []
    for line in shown:
        links = line.clause.sources.all()
        origins = [Origin(documents[link.source.document_id], numbered.get(link.source_id)) for link in links]
        if origins:
            found.append((line, sorted(origins, key=_by_track)))
    return found


def _by_track(origin: Origin) -> tuple[int, int, int]:
    track = origin.document.track
    place = (origin.line.place, origin.line.under) if origin.line else (0, 0)
    return (track.number if track else 0, *place)
