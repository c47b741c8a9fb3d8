"""What self-audits say together, without saying anything of a school.

One attempt counts for a school: the latest finished one that it lets be counted. Regions are told by the rule of
``conference.grouping``; the total is always made of what is shown, so that no difference gives away what is not. Per
cents are means of the schools’ own, in steps of five. What was finished today is counted tomorrow, so that nobody sees
the numbers change by one school while they look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max
from django.utils import timezone

from conference.charts import share
from conference.grouping import LEAST, Grouped, grouped, hidden, rounded
from conference.regions import COUNTRY
from conference.text import search_key
from proceedings.models import AuditAnswer, Checklist, ChecklistItem, SelfAudit
from workshops.models import Season

from .counting import WORTH, items_of

KEPT_FOR = 3600
ABROAD = "country:"
"""Begins the group of a country other than the one whose regions are told."""
UNKNOWN = ""
"""The group of schools that named no region."""


@dataclass(frozen=True)
class Cells:
    """A row of per cents: of the whole checklist, and of each section; None where too few schools stand behind it."""

    schools: int
    whole: int | None
    sections: dict[int, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Together:
    """What is told: ``total`` None when there are too few schools; ``groups`` by their keys, the largest first."""

    until: date
    least: int
    total: Cells | None = None
    groups: dict[str, Cells] = field(default_factory=dict)
    others: Cells | None = None
    items: dict[int, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class School:
    """The answers of one school: half points and base of the whole and of each section, and worth of each statement."""

    group: str
    worths: dict[int, int]
    section_of: dict[int, int]

    def percent(self, section: int | None = None) -> int | None:
        worths = [worth for statement, worth in self.worths.items()
                  if section is None or self.section_of.get(statement) == section]  # fmt: skip
        return share(sum(worths), 2 * len(worths)) if worths else None


def least_group(checklist: Checklist) -> int:
    return max(Season.rules_of(checklist.material.conference).least_group, LEAST)


def together(checklist: Checklist, *, now: datetime | None = None) -> Together:
    """The aggregates of *checklist* as they are told to everybody; kept for an hour while nothing is taken back."""
    zone = checklist.material.conference.zone
    until = timezone.localtime(now, zone).date()
    least = least_group(checklist)
    ends = datetime.combine(until, time(), tzinfo=zone)
    rows = SelfAudit.objects.finished().filter(checklist=checklist, is_counted=True, finished_at__lt=ends)
    state = rows.aggregate(count=Count("pk"), last=Max("pk"))
    of = (checklist.pk, checklist.material.version, until, least, state["count"], state["last"])
    key = ":".join(["audits-together", *map(str, of)])
    kept: Together | None = cache.get(key)
    if kept is None:
        items = items_of(checklist, checklist.material.version)
        kept = told_of(schools_of(rows, items), items, until=until, least=least)
        cache.set(key, kept, KEPT_FOR)
    return kept


# -- which schools there are ------------------------------------------------------------------------------------------


def group_of(region: str, country: str) -> str:
    """The key of the group that a school is told in."""
    if region and country in ("", COUNTRY):
        return region
    return f"{ABROAD}{country}" if country and country != COUNTRY else UNKNOWN


def latest_of_schools(rows: Iterable[dict[str, Any]]) -> dict[int, str]:
    """The attempts that count: one, the latest finished, for each school; key -> group.

    Attempts are of one school when one follows the other, when they name the same organisation, or the same school in
    the same region; without any of that, when they are in one cabinet.
    """
    root: dict[Hashable, Hashable] = {}

    def find(token: Hashable) -> Hashable:
        while root.setdefault(token, token) != token:
            root[token] = root[root[token]]
            token = root[token]
        return token

    told = list(rows)
    for row in told:
        for token in _tokens(row):
            root[find(token)] = find(row["pk"])
    latest: dict[Hashable, dict[str, Any]] = {}
    for row in sorted(told, key=lambda row: (row["finished_at"], row["pk"])):
        latest[find(row["pk"])] = row
    return {row["pk"]: group_of(row["region"], str(row["country"] or "")) for row in latest.values()}


def _tokens(row: dict[str, Any]) -> list[Hashable]:
    tokens: list[Hashable] = [row["pk"]]
    if row["follows_id"]:
        tokens.append(row["follows_id"])
    name = "".join(letter for letter in search_key(row["school"]) if letter.isalnum())
    if row["organisation_id"]:
        tokens.append(("organisation", row["organisation_id"]))
    if name:
        tokens.append(("school", name, row["region"], str(row["country"] or "")))
    if not name and not row["organisation_id"] and row["person_id"]:
        tokens.append(("person", row["person_id"]))
    return tokens


FIELDS = ("pk", "follows_id", "organisation_id", "school", "region", "country", "person_id", "finished_at")


def schools_of(rows: Any, items: list[ChecklistItem]) -> list[School]:
    """The schools behind *rows* with their latest answers, statement by statement of today’s *items*."""
    groups = latest_of_schools(rows.order_by().values(*FIELDS))
    section_of = {item.statement: item.section_id for item in items}
    wordings = ChecklistItem.objects.filter(section__checklist__in={item.section.checklist_id for item in items})
    statement_of = {pk: first or pk for pk, first in wordings.order_by().values_list("pk", "first_id")}
    worths: dict[int, dict[int, int]] = {pk: {} for pk in groups}
    answers = AuditAnswer.objects.filter(audit__in=rows.order_by(), value__in=list(WORTH)).order_by()
    for audit, item, value in answers.values_list("audit_id", "item_id", "value").iterator():
        statement = statement_of.get(item, item)
        if audit in worths and statement in section_of:
            worths[audit][statement] = WORTH[AuditAnswer.Value(value)]
    return [School(group, worths[pk], section_of) for pk, group in groups.items()]


# -- what is told of them ---------------------------------------------------------------------------------------------


def told_of(schools: list[School], items: list[ChecklistItem], *, until: date, least: int) -> Together:
    """What may be told of *schools*."""
    sizes: dict[str, int] = defaultdict(int)
    for school in schools:
        sizes[school.group] += 1
    shown = grouped(sizes, least=least)
    if not shown.apart and not shown.others:
        return Together(until, least)
    rows = _rows(schools, shown)
    sections = list(dict.fromkeys(item.section_id for item in items))
    whole = _column({key: [each.percent() for each in row] for key, row in rows.items()}, least)
    columns = {
        section: _column({key: [each.percent(section) for each in row] for key, row in rows.items()}, least)
        for section in sections
    }

    def cells(key: str | None) -> Cells:
        return Cells(len(rows[key]), whole.cells[key], {pk: column.cells[key] for pk, column in columns.items()})

    return Together(
        until, least,
        total=Cells(len(schools), whole.total, {pk: column.total for pk, column in columns.items()}),
        groups={key: cells(key) for key in shown.apart},
        others=cells(None) if shown.others else None,
        items=_items(rows, items, columns, least),
    )  # fmt: skip


def _rows(schools: list[School], shown: Grouped[str]) -> dict[str | None, list[School]]:
    """The schools of each row of the table; those of the others under None."""
    rows: dict[str | None, list[School]] = {key: [] for key in shown.apart}
    if shown.others:
        rows[None] = []
    for school in schools:
        rows[None if school.group in shown.others else school.group].append(school)
    return rows


@dataclass(frozen=True)
class Column:
    """A column of the table: its cells by row, their total, and the rows that may be shown in it."""

    cells: dict[str | None, int | None]
    total: int | None
    shown: frozenset[str | None]


def _column(percents: dict[str | None, list[int | None]], least: int) -> Column:
    """Means of what is known in each row; where too few schools stand behind one, it and another are hidden.

    The total is made of the cells that are shown.
    """
    known = {key: [percent for percent in row if percent is not None] for key, row in percents.items()}
    away = hidden({key: len(row) for key, row in known.items()}, least=least)
    shown = frozenset(key for key, row in known.items() if row and key not in away)
    cells = {key: _mean(known[key]) if key in shown else None for key in percents}
    return Column(cells, _mean([percent for key in shown for percent in known[key]]), shown)


def _mean(percents: list[int]) -> int | None:
    return rounded(sum(percents) / len(percents)) if percents else None


def _items(
    rows: dict[str | None, list[School]], items: list[ChecklistItem], columns: dict[int, Column], least: int
) -> dict[int, int | None]:
    """The per cent of each statement, over the schools that its section is told of."""
    told: dict[int, int | None] = {}
    for section, column in columns.items():
        schools = [school for key in column.shown for school in rows[key]]
        of_section = [item for item in items if item.section_id == section]
        known = {item.pk: [school.worths[item.statement] for school in schools if item.statement in school.worths]
                 for item in of_section}  # fmt: skip
        away = hidden({pk: len(worths) for pk, worths in known.items()}, least=least)
        for pk, worths in known.items():
            told[pk] = rounded(sum(worths) * 50 / len(worths)) if worths and pk not in away else None
    return told
