"""Where a paper stands and what its author does next: one answer for the page of the paper, My page and the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.utils import timezone

from workshops.models import Call, Decision, FullText, Remark, Stage, Submission, Terms

from .texts import takes_text

State = Submission.State
NONE = "none"
PATH = ("draft", "sent", "decided", "confirmed", "text", "volume")


def takes_changes(submission: Submission, terms: Terms) -> bool:
    """Whether the author may write in the paper now: the call is open for it, a code lets it in, or it is revised."""
    if submission.state == State.REVISION:
        return not terms.is_archived
    return submission.state in Submission.EDITABLE and (terms.takes_abstracts() or has_late_access(submission))


def has_late_access(submission: Submission) -> bool:
    """Whether a late-access code lets this very paper in now."""
    code = submission.access_code
    if code is None or submission.conference.is_archived or code.track_id not in (None, submission.track_id):
        return False
    return code.valid_until is None or timezone.now() <= code.valid_until


@dataclass
class Standing:
    """Everything that a page says about one paper's way; ``step`` names the sentence of what comes next."""

    submission: Submission
    terms: Terms

    @cached_property
    def text(self) -> FullText | None:
        return getattr(self.submission, "full_text", None)

    @cached_property
    def may_be_edited(self) -> bool:
        return takes_changes(self.submission, self.terms)

    @cached_property
    def takes_text(self) -> bool:
        return takes_text(self.submission, self.terms, text=self.text)

    @property
    def may_be_withdrawn(self) -> bool:
        return self.submission.may_be_withdrawn()

    @property
    def is_considered(self) -> bool:
        """Whether the chair is still at it; a draft has asked nobody yet."""
        return self.submission.state in Submission.EDITABLE

    @property
    def may_confirm(self) -> bool:
        return self.submission.state == State.ACCEPTED

    @property
    def is_presented(self) -> bool:
        paper = self.submission
        return paper.state in Submission.ADMITTED and paper.presentation not in ("", NONE)

    @property
    def is_published(self) -> bool:
        paper = self.submission
        return paper.state in Submission.ADMITTED and paper.publication not in ("", NONE)

    @property
    def may_give_up_presentation(self) -> bool:
        return self.is_presented and self.is_published

    may_give_up_publication = may_give_up_presentation

    @property
    def needs_text(self) -> bool:
        return self.submission.publication == Submission.Publication.ARTICLE

    @cached_property
    def revised_stage(self) -> str:
        """The stage at which a revision is awaited; empty when none is."""
        if self.submission.state == State.REVISION:
            return str(Stage.ABSTRACT)
        is_text = self.submission.state in Submission.ADMITTED and self.text is not None
        return str(Stage.TEXT) if is_text and self.text and self.text.state == FullText.State.REVISION else ""

    @cached_property
    def decision(self) -> Decision | None:
        """The newest released decision that asked for the revision in hand."""
        asked = [
            each for each in self.submission.decisions.all()
            if each.released_at and each.outcome == Decision.Outcome.REVISION and each.stage == self.revised_stage
        ]  # fmt: skip
        return max(asked, key=lambda each: (each.released_at, each.pk), default=None)

    @cached_property
    def remarks(self) -> list[Remark]:
        """The remarks of the revision in hand."""
        if not self.revised_stage or self.decision is None:
            return []
        mine = [each for each in self.submission.remarks.all() if each.decision_id == self.decision.pk]
        return sorted(mine, key=lambda each: each.number)

    @property
    def unanswered(self) -> int:
        return sum(remark.answered_at is None for remark in self.remarks)

    @property
    def due(self) -> date | None:
        return self.decision.due if self.revised_stage and self.decision else None

    @property
    def closes(self) -> datetime | None:
        """Until when abstracts are taken, in the conference's zone; the code's own day for a late paper."""
        code = self.submission.access_code if has_late_access(self.submission) else None
        closes = code.valid_until if code and not self.terms.takes_abstracts() else self.terms.closes
        return timezone.localtime(closes, self.submission.conference.zone) if closes else None

    @property
    def opens(self) -> datetime | None:
        opens = self.terms.opens
        return timezone.localtime(opens, self.submission.conference.zone) if opens else None

    @property
    def text_until(self) -> datetime | None:
        closes = self.terms.texts_close
        return timezone.localtime(closes, self.submission.conference.zone) if closes else None

    @cached_property
    def step(self) -> str:
        """What comes next, as a key of ``_next_step.html``."""
        state = self.submission.state
        if state == State.DRAFT:
            if self.may_be_edited:
                return "draft"
            is_early = self.terms.opens is not None and self.terms.opens > timezone.now()
            return "draft_early" if is_early and not self.terms.is_archived else "draft_late"
        if state == State.REVISION:
            return "revise"
        if state == State.ACCEPTED and not self._is_over:
            return "confirm"
        if state in Submission.ADMITTED:
            return self._step_of_text()
        return str(state)

    @property
    def _is_over(self) -> bool:
        conference = self.submission.conference
        return conference.is_archived or conference.ends < conference.today()

    def _step_of_text(self) -> str:
        if not self.needs_text:
            return "present" if self.is_presented else "print"
        text = self.text
        state = text.state if text else FullText.State.DRAFT
        if state == FullText.State.DRAFT:
            return "text" if self.takes_text else "text_late"
        return {
            FullText.State.SUBMITTED: "text_read",
            FullText.State.REVISION: "text_revise",
            FullText.State.ACCEPTED: "text_accepted",
            FullText.State.DECLINED: "text_declined",
        }[FullText.State(state)]

    @property
    def asks_author(self) -> bool:
        """Whether the author is the one who has to do something."""
        return self.step in {"draft", "revise", "confirm", "text", "text_revise"}

    def path(self) -> list[dict[str, str]]:
        """The stations of the way: ``done``, ``current`` or ``ahead`` each; those that do not apply are left out."""
        state, step = self.submission.state, self.step
        if state in (State.DECLINED, State.WITHDRAWN):
            return []
        stations = [name for name in PATH if self.needs_text or name not in ("text", "volume") or state not in
                    Submission.ADMITTED]  # fmt: skip
        early = {
            State.DRAFT: "draft", State.SUBMITTED: "decided", State.REVISION: "decided", State.ACCEPTED: "confirmed",
        }  # fmt: skip
        is_judged = step in {"text_read", "text_accepted", "text_declined"}
        reached = early.get(State(state)) or ("volume" if is_judged else "text")
        is_done = step in {"text_accepted", "present", "print"}
        here = stations.index(reached) if reached in stations else len(stations)
        marks = ["done" if place < here or is_done else "current" if place == here else "ahead"
                 for place in range(len(stations))]  # fmt: skip
        return [{"name": name, "state": mark} for name, mark in zip(stations, marks, strict=True)]


WITH = ("authors", "files", "decisions", "remarks")


def standing_of(submission: Submission) -> Standing:
    """Where one paper stands; its rows are read once."""
    prefetch_related_objects([submission], *WITH)
    return Standing(submission, Terms.of(submission.conference, submission.track))


def standings_of(papers: Iterable[Submission]) -> list[Standing]:
    """Where each of *papers* stands; the same number of queries for one and for many.

    The papers come with ``conference``, ``track``, ``access_code`` and ``full_text`` selected.
    """
    rows: Sequence[Submission] = list(papers)
    prefetch_related_objects(rows, *WITH)
    calls = {
        (call.conference_id, call.track_id): call
        for call in Call.objects.filter(conference__in={paper.conference_id for paper in rows})
    }

    def terms(paper: Submission) -> Terms:
        own = calls.get((paper.conference_id, paper.track_id))
        return Terms.made_of(paper.conference, own, calls.get((paper.conference_id, None)))

    return [Standing(paper, terms(paper)) for paper in rows]
