"""Forms of the chair's desk: what is meant for a paper, its letter, the filters of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.forms import SiteForm
from workshops.models import Decision, FullText, Stage, Submission
from workshops.services.decisions import Plan
from workshops.services.decisions.desk import Question

Outcome = Decision.Outcome
NOTE_LENGTH, REMARKS_LENGTH, LETTER_LENGTH = 4000, 20000, 20000
TEXT_OUTCOMES = (
    (Outcome.ACCEPTED, _("accept for the volume")),
    (Outcome.REVISION, _("ask for a revision")),
    (Outcome.DECLINED, _("keep out of the volume")),
)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class BulkPlanForm(SiteForm):
    """The same decision for many papers. Notes and remarks that single papers already have are kept."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome.choices)
    presentation = forms.ChoiceField(
        label=_("Presentation"), required=False,
        choices=[("", _("as its type suggests")), *Submission.Presentation.choices],
    )  # fmt: skip
    publication = forms.ChoiceField(
        label=_("Publication"), required=False, choices=Submission.Publication.choices,
        initial=Submission.Publication.ARTICLE,
    )  # fmt: skip
    due = forms.DateField(
        label=_("Revision expected by"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip

    def __init__(self, *args: Any, stage: str = Stage.ABSTRACT, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stage = stage
        if stage == Stage.TEXT:
            self.fields["outcome"].choices = TEXT_OUTCOMES  # type: ignore[attr-defined]
            del self.fields["presentation"], self.fields["publication"]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        due = told.get("due")
        if due and told.get("outcome") == Outcome.REVISION and due < timezone.localdate():
            self.add_error("due", _("The day by which the revision is expected has passed."))
        return told

    def plan(self) -> Plan:
        told = self.cleaned_data
        names = ("outcome", "presentation", "publication", "due")
        return Plan(stage=self.stage, **{name: told[name] for name in names if name in told})


class PlanForm(BulkPlanForm):
    """The decision about one paper, with what is written to the author."""

    note = forms.CharField(
        label=_("Note to the author"), required=False, max_length=NOTE_LENGTH, widget=_area(3),
        help_text=_("The author reads it in the letter and on the page of the paper."),
    )  # fmt: skip
    remarks = forms.CharField(
        label=_("Remarks to be answered"), required=False, max_length=REMARKS_LENGTH, widget=_area(6),
        help_text=_("For a revision. One remark per paragraph: the author answers each."),
    )  # fmt: skip
    shows_comments = forms.BooleanField(
        label=_("The author gets the reviewers’ comments"), required=False, initial=True,
        help_text=_("Only what reviewers wrote for the authors, without their names unless the review is open."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why the former decision is changed"), max_length=500, widget=_area(2),
        help_text=_("Kept in the history of the paper. The author does not see it."),
    )  # fmt: skip
    field_order = ["outcome", "presentation", "publication", "due", "note", "remarks", "shows_comments", "reason"]

    def __init__(self, *args: Any, is_reopening: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].widget = forms.RadioSelect(choices=self.fields["outcome"].choices)  # type: ignore[attr-defined]
        if is_reopening:
            self.fields["outcome"].choices = [(Outcome.ACCEPTED, Outcome.ACCEPTED.label)]  # type: ignore[attr-defined]
        else:
            del self.fields["reason"]

    def plan(self) -> Plan:
        told, bulk = self.cleaned_data, super().plan()
        own = {name: told[name] for name in ("note", "remarks", "shows_comments", "reason") if name in told}
        return Plan(**{**vars(bulk), **own})


class LetterForm(SiteForm):
    """The letter to one author, as it will go."""

    subject = forms.CharField(label=_("Subject"), max_length=250)
    body = forms.CharField(label=_("Text of the letter"), max_length=LETTER_LENGTH, widget=_area(22))


class ConfirmForForm(SiteForm):
    """Confirming on the author's behalf."""

    reason = forms.CharField(
        label=_("How do you know?"), max_length=500,
        help_text=_("For example: told by telephone on 3 May. Kept in the history of the paper."),
    )  # fmt: skip


class DeskFilterForm(SiteForm):
    """The filters of the list, shown as they stand in the address."""

    q = forms.CharField(label=_("Number, title or author"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    staged = forms.ChoiceField(label=pgettext_lazy("column of the desk", "Staged"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    reviews = forms.ChoiceField(label=pgettext_lazy("column of the desk", "Reviews"), required=False)
    spread = forms.ChoiceField(label=_("Opinions"), required=False)

    def __init__(self, *args: Any, question: Question, may_decide: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial=vars(question), **kwargs)
        states: type[TextChoices] = FullText.State if question.stage == Stage.TEXT else Submission.State
        any_, outcomes = ("", pgettext_lazy("filter", "any")), Outcome.choices
        offered = {
            "state": [any_, *((value, label) for value, label in states.choices if value != Submission.State.DRAFT)],
            "staged": [any_, ("none", pgettext_lazy("staged decision", "none")), *outcomes],
            "type": [any_, *Submission.Type.choices],
            "language": [any_, ("ru", _("Russian")), ("en", _("English"))],
            "reviews": [any_, ("complete", _("all are in")), ("missing", _("some are missing"))],
            "spread": [any_, ("large", _("far apart"))],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not may_decide:
            for name in ("staged", "reviews", "spread"):
                del self.fields[name]
