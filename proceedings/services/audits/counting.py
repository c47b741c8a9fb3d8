"""An attempt with its answers in order, counted: what the numbers of a self-audit mean is decided here.

“Partly” counts as half of “yes”; what does not apply, and what is not answered, counts for nothing and is left out of
the base: per cent = (yes + partly / 2) / (yes + partly + no).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from conference.charts import share
from proceedings.models import AuditAnswer, Checklist, ChecklistItem, ChecklistSection, SelfAudit

Value = AuditAnswer.Value
WORTH = {Value.NO: 0, Value.PARTLY: 1, Value.YES: 2}
"""Half points of an answer; what does not apply has none."""
WEAKEST = 3


@dataclass(frozen=True)
class Counts:
    """How many of each answer; ``missing`` are not answered."""

    yes: int = 0
    partly: int = 0
    no: int = 0
    na: int = 0
    missing: int = 0

    @property
    def base(self) -> int:
        return self.yes + self.partly + self.no

    @property
    def answered(self) -> int:
        return self.base + self.na

    @property
    def total(self) -> int:
        return self.answered + self.missing

    @property
    def is_early(self) -> bool:
        """Less than half is answered: the numbers say nothing of the whole yet."""
        return 2 * self.answered < self.total

    @property
    def percent(self) -> int | None:
        """Whole per cent, 100 only when all is “yes”; None when nothing that applies is answered."""
        return share(2 * self.yes + self.partly, 2 * self.base) if self.base else None


def count(values: Iterable[str]) -> Counts:
    """Counts of answers; an empty value is one that is missing."""
    told = list(values)
    return Counts(
        yes=told.count(Value.YES), partly=told.count(Value.PARTLY), no=told.count(Value.NO),
        na=told.count(Value.NOT_APPLICABLE), missing=told.count(""),
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A statement in its place, with the answer to it."""

    number: int
    item: ChecklistItem
    value: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """The answer in the words of the active language."""
        return str(Value(self.value).label) if self.value else ""


@dataclass(frozen=True)
class Part:
    """A section with its lines."""

    number: int
    section: ChecklistSection
    lines: list[Line]

    @property
    def counts(self) -> Counts:
        return count(line.value for line in self.lines)


@dataclass(frozen=True)
class Sheet:
    """Everything about an attempt, in the order of its checklist."""

    audit: SelfAudit
    parts: list[Part] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def counts(self) -> Counts:
        return count(line.value for line in self.lines)

    @property
    def first_open(self) -> Line | None:
        """Where to go on; None when all is answered."""
        return next((line for line in self.lines if not line.value), None)

    @property
    def weakest(self) -> list[Line]:
        """The statements to begin with: “no” before “partly”, and those first whose section has most to do."""
        percents = {part.section.pk: part.counts.percent or 0 for part in self.parts}
        behind = [line for line in self.lines if line.value in (Value.NO, Value.PARTLY)]
        behind.sort(key=lambda line: (WORTH[Value(line.value)], percents[line.item.section_id], line.number))
        return behind

    def part_of(self, line: Line) -> Part:
        return next(part for part in self.parts if part.section.pk == line.item.section_id)


def items_of(checklist: Checklist, version: int) -> list[ChecklistItem]:
    """The statements of a version in order, each with its section."""
    rows = ChecklistItem.objects.of_version(version).filter(section__checklist=checklist)
    return list(rows.select_related("section"))


def sheet_of(audit: SelfAudit) -> Sheet:
    """*audit* with its statements and answers: two questions to the database."""
    answers = {answer.item_id: answer for answer in audit.answers.order_by()}
    parts: list[Part] = []
    for number, item in enumerate(items_of(audit.checklist, audit.version), start=1):
        if not parts or parts[-1].section.pk != item.section_id:
            parts.append(Part(len(parts) + 1, item.section, []))
        answer = answers.get(item.pk)
        line = Line(number, item, answer.value, answer.note) if answer else Line(number, item)
        parts[-1].lines.append(line)
    return Sheet(audit, parts)
