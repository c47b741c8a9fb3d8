"""Writing the clauses: both languages together, nobody's text lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.models import Conference, Counter, Person
from conference.moves import MoveNotAllowed
from workshops.models import ClauseVersion, OutcomeDocument, Recommendation, Track
from workshops.models.outcomes import LANGUAGES

ONE_SITTING = timedelta(minutes=15)
"""Texts that one person saves within this time of each other, before the announcement, are one version."""


class TextChanged(ValidationError):
    """Somebody else saved the text after it was opened here; ``current`` is the row as it is now."""

    def __init__(self, current: Any) -> None:
        super().__init__(
            _("Somebody else has changed this text since you opened it. Compare the two and save again."),
            code="changed",
        )
        self.current = current


def locked(document: OutcomeDocument) -> OutcomeDocument:
    """The document as it is now, its row held until the verb's transaction ends: verbs about one go in turn."""
    rows = OutcomeDocument.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("conference", "track").get(pk=document.pk)


def require_writable(document: OutcomeDocument) -> None:
    """Raises MoveNotAllowed unless the writers may change the text now."""
    if document.is_writable:
        return
    if document.state == OutcomeDocument.State.OPEN:
        raise MoveNotAllowed(_("The document is announced: until the period ends only proposals change its text."))
    if document.state == OutcomeDocument.State.ENDORSING:
        raise MoveNotAllowed(_("The text is open for endorsement. Take it back to the proposals to change it."))
    raise MoveNotAllowed(_("The text is adopted. It changes by a corrigendum only."))


@transaction.atomic
def create_document(
    conference: Conference, *, by: Person, track: Track | None = None, **fields: Any
) -> OutcomeDocument:
    """Begin a document; its address is made of track and number when none is given.

    Raises ValidationError for an address that is taken.
    """
    slug = fields.pop("slug", "")
    if not slug:
        number = Counter.next(conference, "outcome")
        slug = f"track-{track.number}-{number}" if track else f"{fields.get('kind', 'policy')}-{number}"
    try:
        with transaction.atomic():
            return OutcomeDocument.objects.create(conference=conference, track=track, slug=slug, **fields)
    except IntegrityError:
        raise ValidationError({"slug": _("Another document has this address already.")}) from None


@transaction.atomic
def save_document(document: OutcomeDocument, *, by: Person, expected: int, page: str, **fields: Any) -> OutcomeDocument:
    """Keep title, preamble and rules. *expected* and *page* as for ``save_clause``.

    Raises TextChanged, or MoveNotAllowed when the document may not be written now.
    """
    current = locked(document)
    require_writable(current)
    if current.revision != expected and not (page and current.saved_from == page):
        raise TextChanged(current)
    for name, value in fields.items():
        setattr(current, name, value)
    current.revision, current.saved_from = current.revision + 1, page
    current.save()
    return current


@transaction.atomic
def add_clause(
    document: OutcomeDocument, *, by: Person, parent: Recommendation | None = None, ru: str = "", en: str = ""
) -> Recommendation:
    """Add a clause at the end, or a sub-clause at the end of *parent*.

    Raises MoveNotAllowed when the document may not be written now, or when *parent* is a sub-clause itself.
    """
    current = locked(document)
    require_writable(current)
    if parent and parent.parent_id:
        raise MoveNotAllowed(_("A sub-clause has no sub-clauses of its own."))
    return append(current, by=by, parent=parent, ru=ru, en=en, how=_usual_how(current))


def append(
    document: OutcomeDocument, *, by: Person, ru: str, en: str, how: str, parent: Recommendation | None = None,
    reason_ru: str = "", reason_en: str = "",
) -> Recommendation:  # fmt: skip
    """A new clause at the end of a document that is held, with its first version."""
    last = document.clauses.filter(parent=parent).aggregate(last=models.Max("order"))["last"] or 0
    clause = Recommendation.objects.create(document=document, parent=parent, order=last + 1, text_ru=ru, text_en=en)
    keep_version(clause, by=by, how=how, reason_ru=reason_ru, reason_en=reason_en)
    return clause


@transaction.atomic
def save_clause(
    clause: Recommendation, *, by: Person, ru: str, en: str, expected: int, page: str = "", agree: bool = False
) -> Recommendation:
    """Keep both texts of a clause; each text it had stays as a version.

    *expected* is the revision that the writer saw, *page* the key of the page they write on: what the same page
    saves again and again is one hand. With *agree* the writer says that both texts say the same. Raises TextChanged
    when another hand was quicker, MoveNotAllowed when the document may not be written now.
    """
    current = locked(clause.document)
    require_writable(current)
    fresh = standing(clause)
    write(fresh, by=by, ru=ru, en=en, expected=expected, page=page, agree=agree, how=_usual_how(current))
    return fresh


def _usual_how(document: OutcomeDocument) -> str:
    return ClauseVersion.How.DRAFTED if document.is_draft else ClauseVersion.How.EDITED


def standing(clause: Recommendation) -> Recommendation:
    """The clause as it is now. Raises MoveNotAllowed when it was taken out."""
    fresh = Recommendation.objects.select_related("document__conference").get(pk=clause.pk)
    if fresh.removed_at:
        raise MoveNotAllowed(_("This clause was taken out of the document."))
    return fresh


def write(
    clause: Recommendation, *, by: Person | None, ru: str, en: str, how: str, expected: int | None = None,
    page: str = "", agree: bool = False, reason_ru: str = "", reason_en: str = "",
) -> ClauseVersion:  # fmt: skip
    """Give the clause its new texts by compare-and-swap and keep them as a version. Raises TextChanged."""
    rows = Recommendation.objects.filter(pk=clause.pk)
    if expected is not None:
        same_hand = Q(saved_from=page) if page else Q(pk=None)
        rows = rows.filter(Q(revision=expected) | same_hand)
    behind = "" if agree else _behind_base(clause, by, how, ru, en)
    changed = rows.update(text_ru=ru, text_en=en, behind=behind, revision=F("revision") + 1, saved_from=page)
    if not changed:
        raise TextChanged(Recommendation.objects.select_related("document").get(pk=clause.pk))
    clause.refresh_from_db()
    return keep_version(clause, by=by, how=how, reason_ru=reason_ru, reason_en=reason_en)


def keep_version(
    clause: Recommendation, *, by: Person | None, how: str, reason_ru: str = "", reason_en: str = ""
) -> ClauseVersion:
    """The clause's present text as its newest version; one sitting before the announcement is one version."""
    last = clause.versions.first()
    texts = {"text_ru": clause.in_language("ru"), "text_en": clause.in_language("en"), "behind": clause.behind}
    if last and _is_same_sitting(last, by, how):
        for name, value in texts.items():
            setattr(last, name, value)
        last.at = timezone.now()
        last.save()
        return last
    same_as_before = last and all(getattr(last, name) == value for name, value in texts.items())
    if last and same_as_before and how in {ClauseVersion.How.DRAFTED, ClauseVersion.How.EDITED}:
        return last
    number = last.number + 1 if last else 1
    return ClauseVersion.objects.create(
        clause=clause, number=number, how=how, by=by, reason_ru=reason_ru, reason_en=reason_en, **texts
    )


def _is_same_sitting(last: ClauseVersion, by: Person | None, how: str) -> bool:
    ours = by is not None and last.by_id == by.pk
    return ours and how == last.how == ClauseVersion.How.DRAFTED and timezone.now() - last.at < ONE_SITTING


def _behind_base(clause: Recommendation, by: Person | None, how: str, ru: str, en: str) -> str:
    """Which language is behind, seen from the version that this sitting began with."""
    versions = list(clause.versions.all()[:2])
    if versions and _is_same_sitting(versions[0], by, how):
        versions.pop(0)
    if not versions:
        return ""
    base = versions[0]
    return _behind((base.text_ru, base.text_en), (ru, en), base.behind)


def _behind(was: tuple[str, str], now: tuple[str, str], behind: str) -> str:
    """The language that did not follow a change of the other one: ``ru``, ``en`` or none."""
    texts = dict(zip(LANGUAGES, zip(was, now, strict=True), strict=True))
    changed = [language for language, (before, after) in texts.items() if before != after]
    if not changed:
        return behind
    if len(changed) == 2 or behind == changed[0]:
        return ""
    [other] = set(LANGUAGES) - set(changed)
    is_new = not texts[changed[0]][0].strip()  # a translation that was missing leaves nobody behind
    return "" if is_new or not texts[other][1].strip() else other


@transaction.atomic
def remove_clause(clause: Recommendation, *, by: Person) -> None:
    """Take a clause out, with its sub-clauses. Before the announcement it is gone; later what was said of it stays.

    Raises MoveNotAllowed when the document may not be written now.
    """
    document = locked(clause.document)
    require_writable(document)
    fresh = standing(clause)
    if document.announced_at is None and not fresh.used_in.exists():
        fresh.delete()
    else:
        take_out(fresh, by=by)


def take_out(clause: Recommendation, *, by: Person, reason_ru: str = "", reason_en: str = "") -> ClauseVersion:
    """Leave the clause and its sub-clauses out of the text from now on; returns the version that says why."""
    rows = Recommendation.objects.filter(Q(pk=clause.pk) | Q(parent=clause), removed_at=None)
    rows.update(removed_at=timezone.now())
    return keep_version(clause, by=by, how=ClauseVersion.How.REMOVED, reason_ru=reason_ru, reason_en=reason_en)


STEPS = {"up": -1, "down": 1}


@transaction.atomic
def move_clause(clause: Recommendation, *, by: Person, to: str) -> Recommendation:
    """Move one place ``up`` or ``down`` among its siblings, ``in`` under the clause before it, or ``out`` again.

    Nothing happens at either end. Raises MoveNotAllowed when the document may not be written now, or when a
    clause with sub-clauses would become a sub-clause.
    """
    document = locked(clause.document)
    require_writable(document)
    fresh = standing(clause)
    siblings = list(document.standing_clauses().filter(parent=fresh.parent_id).order_by("order", "pk"))
    at = siblings.index(fresh)
    if to == "in":
        return _put_under(fresh, siblings[at - 1] if at else None)
    if to == "out":
        return _put_out(document, fresh)
    goal = at + STEPS[to]
    if 0 <= goal < len(siblings):
        siblings.insert(goal, siblings.pop(at))
        _renumber(siblings)
    return fresh


@transaction.atomic
def place_clause(clause: Recommendation, *, by: Person, before: Recommendation | None) -> Recommendation:
    """Put a clause before another of the same level, or (None) last of its level.

    Raises MoveNotAllowed when the document may not be written now or the other stands on another level.
    """
    document = locked(clause.document)
    require_writable(document)
    fresh = standing(clause)
    if before and (before.parent_id != fresh.parent_id or before.document_id != document.pk):
        raise MoveNotAllowed(_("A clause can be put before another of its own level only."))
    rows = document.standing_clauses().filter(parent=fresh.parent_id).exclude(pk=fresh.pk)
    siblings = list(rows.order_by("order", "pk"))
    at = next((place for place, row in enumerate(siblings) if before and row.pk == before.pk), len(siblings))
    siblings.insert(at, fresh)
    _renumber(siblings)
    return fresh


def _put_under(clause: Recommendation, above: Recommendation | None) -> Recommendation:
    if above is None or clause.parent_id:
        raise MoveNotAllowed(pgettext("outcome document", "There is no clause before it to stand under."))
    if clause.children.filter(removed_at=None).exists():
        raise MoveNotAllowed(_("A clause that has sub-clauses cannot become one."))
    last = above.children.aggregate(last=models.Max("order"))["last"] or 0
    clause.parent, clause.order = above, last + 1
    clause.save(update_fields=["parent", "order"])
    return clause


def _put_out(document: OutcomeDocument, clause: Recommendation) -> Recommendation:
    above = clause.parent
    if above is None:
        return clause
    clause.parent = None
    clause.save(update_fields=["parent"])
    rows = list(document.standing_clauses().filter(parent=None).exclude(pk=clause.pk).order_by("order", "pk"))
    rows.insert(rows.index(above) + 1, clause)
    _renumber(rows)
    return clause


def _renumber(clauses: list[Recommendation]) -> None:
    for place, row in enumerate(clauses, start=1):
        row.order = place
    Recommendation.objects.bulk_update(clauses, ["order"])
