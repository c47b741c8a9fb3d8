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


class Turn:
    """From one measure to another: better, same, worse, or “other” where the two cannot be measured so."""

    @property
    def measures(self) -> tuple[int | None, int | None]:
        """Then and now."""
        raise NotImplementedError

    @property
    def direction(self) -> str:
        before, now = self.measures
        if before is None or now is None:
            return OTHER
        return SAME if before == now else BETTER if now > before else WORSE

    @property
    def arrow(self) -> str:
        return ARROWS[self.direction]

    @property
    def word(self) -> str:
        return {
            BETTER: pgettext("comparison of self-audits", "better"),
            SAME: pgettext("comparison of self-audits", "same"),
            WORSE: pgettext("comparison of self-audits", "worse"),
            OTHER: pgettext("comparison of self-audits", "not comparable"),
        }[self.direction]


@dataclass(frozen=True)
class Change(Turn):
    """A statement then and now."""

    line: Line
    before: Line | None

    @property
    def measures(self) -> tuple[int | None, int | None]:
        return _worth(self.before), _worth(self.line)

    @property
    def is_reworded(self) -> bool:
        """The statement says something else than it did then."""
        return self.before is not None and self.before.item.pk != self.line.item.pk


@dataclass(frozen=True)
class Changes(Turn):
    """Several statements then and now.

    The counts are of the statements that both had, so that a newer version of the checklist is no change of the school.
    """

    changes: list[Change]

    @property
    def before(self) -> Counts:
        return count(change.before.value for change in self.changes if change.before)

    @property
    def now(self) -> Counts:
        return count(change.line.value for change in self.changes if change.before)

    @property
    def measures(self) -> tuple[int | None, int | None]:
        return self.before.percent, self.now.percent


@dataclass(frozen=True)
class SectionChange(Changes):
    section: ChecklistSection


@dataclass(frozen=True)
class Comparison(Changes):
    sections: list[SectionChange]

    def having(self, direction: str) -> list[Change]:
        return [change for change in self.changes if change.direction == direction]


def compared(sheet: Sheet, earlier: Sheet) -> Comparison:
    """*sheet* measured against *earlier*, statement by statement, whichever wording each had."""
    then = {line.item.statement: line for line in earlier.lines}
    sections = [
        SectionChange([Change(line, then.get(line.item.statement)) for line in part.lines], part.section)
        for part in sheet.parts
    ]
    return Comparison([change for section in sections for change in section.changes], sections)


def _worth(line: Line | None) -> int | None:
    return WORTH.get(AuditAnswer.Value(line.value)) if line and line.value else None


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
