"""Lists of checklists and of attempts, with their numbers: a constant number of questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q

from conference.models import Conference, Person
from proceedings.models import AuditAnswer, Checklist, ChecklistItem, SelfAudit

from .counting import Counts
from .together import FIELDS, latest_of_schools

MOST = 50


@dataclass(frozen=True)
class Listed:
    """A checklist on the desk."""

    checklist: Checklist
    items: int
    begun: int
    finished: int


def with_numbers(checklists: Iterable[Checklist]) -> list[Listed]:
    """Each with how many items readers have (editors, of a draft), and how often it was begun and finished."""
    rows = list(checklists)
    version = F("section__checklist__material__version")
    live = Q(since__lte=version) & (Q(until=None) | Q(until__gt=version))
    shown = ChecklistItem.objects.filter(live | Q(section__checklist__material__version=0, until=None))
    items = _numbers(shown.filter(section__checklist__in=rows), "section__checklist")
    begun = _numbers(SelfAudit.objects.filter(checklist__in=rows), "checklist")
    finished = _numbers(SelfAudit.objects.finished().filter(checklist__in=rows), "checklist")
    return [Listed(each, items.get(each.pk, 0), begun.get(each.pk, 0), finished.get(each.pk, 0)) for each in rows]


def _numbers(rows: object, by: str) -> dict[int, int]:
    counted = rows.order_by().values(by).annotate(number=Count("pk"))  # type: ignore[attr-defined]
    return {row[by]: row["number"] for row in counted}


@dataclass(frozen=True)
class Mine:
    """An attempt in a cabinet."""

    audit: SelfAudit
    counts: Counts
    steps: int
    done: int


def of_person(person: Person) -> list[Mine]:
    """The attempts in the cabinet of *person*, the newest first, each with its answers and its plan counted."""
    rows = SelfAudit.objects.of_person(person).select_related("checklist__material__conference")
    rows = rows.order_by("-started_at", "-pk")
    audits = list(
        rows.annotate(steps_done=Count("steps", filter=Q(steps__is_done=True)), steps_all=Count("steps"))[:MOST]
    )
    answers: dict[int, dict[str, int]] = {}
    told = AuditAnswer.objects.filter(audit__in=audits).order_by().values_list("audit", "value")
    for audit, value, number in told.annotate(number=Count("pk")):
        answers.setdefault(audit, {})[value] = number
    items = _items_of_versions({(each.checklist_id, each.version) for each in audits})
    return [
        Mine(each, _counts(answers.get(each.pk, {}), items.get((each.checklist_id, each.version), 0)),
             each.steps_all, each.steps_done)  # type: ignore[attr-defined]
        for each in audits
    ]  # fmt: skip


def _counts(told: dict[str, int], total: int) -> Counts:
    return Counts(**told, missing=max(total - sum(told.values()), 0))


def _items_of_versions(wanted: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """How many items each version of each checklist has."""
    rows = ChecklistItem.objects.filter(section__checklist__in={checklist for checklist, _version in wanted})
    spans = list(rows.order_by().values_list("section__checklist", "since", "until"))
    return {
        (checklist, version): sum(
            of == checklist and since <= version and (until is None or until > version) for of, since, until in spans
        )
        for checklist, version in wanted
    }


@dataclass(frozen=True)
class Reached:
    """What the statistics of a season tell of its checklists."""

    checklists: int
    begun: int
    finished: int
    schools: int


def reached(conference: Conference) -> Reached:
    """Published checklists of *conference*, attempts at them, and how many schools finished one."""
    published = Checklist.objects.filter(material__conference=conference, material__version__gt=0)
    attempts = SelfAudit.objects.filter(checklist__in=published)
    finished = attempts.finished()
    schools = latest_of_schools(finished.order_by().values(*FIELDS))
    return Reached(published.count(), attempts.count(), finished.count(), len(schools))
