"""An attempt beside an earlier one of the same school."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import pgettext

from conference.models import Person
from proceedings.models import AuditAnswer, ChecklistSection, SelfAudit

from .counting import WORTH, Counts, Line, Sheet, count

BETTER, SAME, WORSE, OTHER = "better", "same", "worse", "other"
MOST = 20
ARROWS = {BETTER: "↑", SAME: "→", WORSE: "↓", OTHER: "–"}


@dataclass(frozen=True)
class Change:
    """A statement then and now. ``direction`` is “other” where the two cannot be measured against each other."""

    line: Line
    before: Line | None
    direction: str

    @property
    def arrow(self) -> str:
        return ARROWS[self.direction]

    @property
    def word(self) -> str:
        return direction_word(self.direction)

    @property
    def is_reworded(self) -> bool:
        """The statement says something else than it did then."""
        return self.before is not None and self.before.item.pk != self.line.item.pk


@dataclass(frozen=True)
class SectionChange:
    section: ChecklistSection
    before: Counts
    now: Counts
    changes: list[Change]

    @property
    def direction(self) -> str:
        return direction_of(self.before.percent, self.now.percent)

    @property
    def arrow(self) -> str:
        return ARROWS[self.direction]

    @property
    def word(self) -> str:
        return direction_word(self.direction)


@dataclass(frozen=True)
class Comparison:
    earlier: SelfAudit
    before: Counts
    now: Counts
    sections: list[SectionChange]

    @property
    def direction(self) -> str:
        return direction_of(self.before.percent, self.now.percent)

    @property
    def changes(self) -> list[Change]:
        return [change for section in self.sections for change in section.changes]

    def having(self, direction: str) -> list[Change]:
        return [change for change in self.changes if change.direction == direction]


def direction_word(direction: str) -> str:
    return {
        BETTER: pgettext("comparison of self-audits", "better"),
        SAME: pgettext("comparison of self-audits", "same"),
        WORSE: pgettext("comparison of self-audits", "worse"),
        OTHER: pgettext("comparison of self-audits", "not comparable"),
    }[direction]


def direction_of(before: int | None, now: int | None) -> str:
    if before is None or now is None:
        return OTHER
    return SAME if before == now else BETTER if now > before else WORSE


def compared(sheet: Sheet, earlier: Sheet) -> Comparison:
    """*sheet* measured against *earlier*, statement by statement, whichever wording each had.

    The counts are of the statements that both had, so that a newer version of the checklist is no change of the school.
    """
    then = {line.item.statement: line for line in earlier.lines}
    sections = []
    for part in sheet.parts:
        changes = [_change(line, then.get(line.item.statement)) for line in part.lines]
        both = [change for change in changes if change.before is not None]
        before = count(change.before.value for change in both if change.before)
        sections.append(SectionChange(part.section, before, count(change.line.value for change in both), changes))
    both = [change for section in sections for change in section.changes if change.before is not None]
    before = count(change.before.value for change in both if change.before)
    return Comparison(earlier.audit, before, count(change.line.value for change in both), sections)


def _change(line: Line, before: Line | None) -> Change:
    def worth(one: Line | None) -> int | None:
        return WORTH.get(AuditAnswer.Value(one.value)) if one and one.value else None

    return Change(line, before, direction_of(worth(before), worth(line)))


def earlier_of(audit: SelfAudit, person: Person | None) -> list[SelfAudit]:
    """Finished attempts that *audit* may be compared with, the nearest first.

    The one it follows and those before that; and, for the person whose cabinet it is in, the others there.
    """
    found: list[SelfAudit] = []
    before = audit.follows
    while before is not None and before not in found and before != audit and len(found) < MOST:
        if before.is_finished:
            found.append(before)
        before = before.follows
    if person is not None and audit.person_id == person.pk:
        rows = SelfAudit.objects.of_person(person).finished().filter(checklist=audit.checklist_id)
        rows = rows.filter(started_at__lt=audit.started_at).exclude(pk__in=[audit.pk, *(each.pk for each in found)])
        found += list(rows)
    for each in found:
        each.checklist = audit.checklist
    return found
