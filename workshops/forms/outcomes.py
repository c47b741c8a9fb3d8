"""Forms of the outcome documents: texts in both languages, remarks, decisions, periods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.forms import SiteForm
from conference.models import Conference
from workshops.models import Amendment, Endorsement, OutcomeDocument, Recommendation, Session, Track
from workshops.models.outcomes import CLAUSE_MAX
from workshops.services import outcomes as services


def day_input() -> forms.DateInput:
    """A calendar of the browser: what it shows and sends is always year, month, day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def passage(
    label: Any, language: str, *, rows: int = 6, required: bool = False, most: int = CLAUSE_MAX
) -> forms.CharField:
    """A text in one language: the field tells the reader's program which one."""
    area = forms.Textarea(attrs={"rows": rows, "lang": language, "spellcheck": "true"})
    field = forms.CharField(label=label, required=required, max_length=most, widget=area)
    field.is_marked_required = True  # type: ignore[attr-defined]  # one of the two languages is, so neither is optional
    return field


class Written(SiteForm):
    """A text that several hands write: which revision this page saw, and the key of the page."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    page = forms.CharField(widget=forms.HiddenInput, max_length=36, required=False)


class ClauseForm(Written):
    text_ru = passage(pgettext_lazy("clause", "Text in Russian"), "ru", rows=8)
    text_en = passage(pgettext_lazy("clause", "Text in English"), "en", rows=8)
    agree = forms.BooleanField(
        label=_("Both texts say the same"), required=False,
        help_text=_("Tick it when one language needed no change after the other was edited."),
    )  # fmt: skip


class DocumentForm(Written):
    title_ru = forms.CharField(
        label=_("Title in Russian"), max_length=250, widget=forms.TextInput(attrs={"lang": "ru"})
    )
    title_en = forms.CharField(
        label=_("Title in English"), max_length=250, required=False, widget=forms.TextInput(attrs={"lang": "en"})
    )
    preamble_ru = passage(_("Preamble in Russian"), "ru", rows=8, most=8000)
    preamble_en = passage(_("Preamble in English"), "en", rows=8, most=8000)
    numbering = forms.ChoiceField(
        label=_("Numbering"), choices=OutcomeDocument.Numbering.choices, widget=forms.RadioSelect
    )
    rule = forms.ChoiceField(
        label=_("How it is adopted"), choices=OutcomeDocument.Rule.choices, widget=forms.RadioSelect
    )


class NewDocumentForm(SiteForm):
    kind = forms.ChoiceField(
        label=_("Kind of document"), choices=OutcomeDocument.Kind.choices, widget=forms.RadioSelect
    )
    track = forms.ModelChoiceField(
        label=_("Whose document it is"), queryset=Track.objects.none(), required=False,
        empty_label=_("the whole conference"),
    )  # fmt: skip
    title_ru = DocumentForm.base_fields["title_ru"]
    title_en = DocumentForm.base_fields["title_en"]

    def __init__(self, *args: Any, tracks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["track"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = tracks
        field.label_from_instance = track_name  # type: ignore[method-assign]


def track_name(track: Track) -> str:
    return f"{track.number}. {track.short_title or track.title}"


class OwnName(SiteForm):
    """For whom the delegate speaks, and whether the name may stand beside the text."""

    on_behalf_of = forms.CharField(
        label=_("On behalf of"), max_length=250, required=False, help_text=_("A delegation, a body, a working group.")
    )
    is_named = forms.BooleanField(
        label=_("My name may be shown beside the text and in the history of the clause"), required=False
    )


class CommentForm(OwnName):
    text = forms.CharField(label=_("Comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    field_order = ["text", "on_behalf_of", "is_named"]


class AmendForm(OwnName):
    """The clause's text to be edited in one language or both, and why."""

    text_ru = passage(_("Proposed text in Russian"), "ru")
    text_en = passage(_("Proposed text in English"), "en")
    is_removal = forms.BooleanField(label=_("I propose to take the clause out"), required=False)
    reason = forms.CharField(
        label=pgettext_lazy("amendment", "Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why the text becomes better by it. Rapporteurs and delegates read it."),
    )  # fmt: skip

    field_order = ["text_ru", "text_en", "is_removal", "reason", "on_behalf_of", "is_named"]

    def __init__(self, *args: Any, clause: Recommendation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if clause is None:
            del self.fields["is_removal"]
        else:
            for language in ("ru", "en"):
                self.initial.setdefault(f"text_{language}", clause.in_language(language))


class DecisionForm(SiteForm):
    """What becomes of one proposal, or of several that are made into one."""

    ACCEPT, PARTLY, MERGE, DECLINE = "accept", "partly", "merge", "decline"
    CHOICES = {
        ACCEPT: pgettext_lazy("decision about a proposal", "Accept as proposed"),
        PARTLY: pgettext_lazy("decision about a proposal", "Accept in part, with the text below"),
        MERGE: pgettext_lazy("decision about a proposal", "Merge into one text, as below"),
        DECLINE: pgettext_lazy("decision about a proposal", "Decline"),
    }

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    text_ru = passage(_("New text in Russian"), "ru")
    text_en = passage(_("New text in English"), "en")
    answer_ru = passage(_("Reason in Russian"), "ru", rows=3, most=2000)
    answer_en = passage(_("Reason in English"), "en", rows=3, most=2000)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, amendments: Iterable[Amendment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(amendments)
        offered = [self.ACCEPT, self.PARTLY, self.DECLINE] if len(rows) == 1 else [self.MERGE]
        if rows[0].is_removal:
            offered.remove(self.PARTLY)
            del self.fields["text_ru"], self.fields["text_en"]
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, self.CHOICES[name]) for name in offered]
        if len(offered) == 1:
            self.initial.setdefault("decision", offered[0])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("answer_ru") or cleaned.get("answer_en")):
            self.add_error(
                "answer_ru", _("Write the reason: the author and everybody who reads the clause will see it.")
            )
        return cleaned


class AnnounceForm(SiteForm):
    documents = forms.ModelMultipleChoiceField(
        label=_("Documents"), queryset=OutcomeDocument.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    opens = forms.DateField(label=_("First day"), widget=day_input(), help_text=_("From the beginning of this day."))
    closes = forms.DateField(
        label=_("Last day"), widget=day_input(),
        help_text=_("Until 23:59 of this day, in the time of the conference."),
    )  # fmt: skip

    def __init__(self, *args: Any, documents: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        field = self.fields["documents"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = documents

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and closes < opens:
            self.add_error("closes", _("The period ends after it begins."))
        elif closes and closes < self.conference.today():
            self.add_error("closes", _("This day is over. Choose a later one."))
        return cleaned

    def period(self) -> tuple[datetime, datetime]:
        """The first and the last second of the period in the conference's zone."""
        zone = self.conference.zone
        opens, closes = self.cleaned_data["opens"], self.cleaned_data["closes"]
        return datetime.combine(opens, time(0), zone), datetime.combine(closes, time(23, 59, 59), zone)


class EndorseForm(SiteForm):
    kind = forms.ChoiceField(label=_("Your voice"), choices=Endorsement.Kind.choices, widget=forms.RadioSelect)
    reservation = forms.CharField(
        label=_("Reservation"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only with “for, with a reservation”. It is printed with the document."),
    )  # fmt: skip
    for_delegation = forms.BooleanField(label=_("I speak for my delegation"), required=False)

    def __init__(self, *args: Any, delegation: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not delegation:
            del self.fields["for_delegation"]
        else:
            self.fields["for_delegation"].help_text = delegation

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Endorsement.Kind.RESERVATION and not cleaned.get("reservation"):
            self.add_error("reservation", _("Write the reservation: it is printed with the document."))
        return cleaned


class AdoptForm(SiteForm):
    on = forms.DateField(label=_("Adopted on"), widget=day_input())
    session = forms.ModelChoiceField(
        label=_("At which session"), queryset=Session.objects.none(), required=False, empty_label=_("not at a session")
    )

    few = forms.BooleanField(
        label=_("I have seen how few have endorsed"),
        error_messages={"required": _("Tick that you have seen how few have endorsed, or wait for more voices.")},
    )

    def __init__(
        self, *args: Any, document: OutcomeDocument, turnout: services.Turnout | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        conference = document.conference
        if turnout and turnout.is_few:
            self.fields["few"].label = _("I have seen that only %(endorsed)d of %(participants)d have endorsed") % {
                "endorsed": turnout.endorsed, "participants": turnout.participants,
            }  # fmt: skip
        else:
            del self.fields["few"]
        field = self.fields["session"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Session.objects.of(conference).standing().exclude(format=Session.Format.BREAK)
        field.queryset = rows.order_by("starts", "pk")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        services.require_day(self.document, on)
        return on


class CorrectForm(AdoptForm):
    text_ru = passage(pgettext_lazy("clause", "Text in Russian"), "ru", required=True)
    text_en = passage(pgettext_lazy("clause", "Text in English"), "en", required=True)
    note_ru = passage(_("What is corrected, in Russian"), "ru", rows=2, required=True, most=500)
    note_en = passage(_("What is corrected, in English"), "en", rows=2, required=True, most=500)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ["text_ru", "text_en", "note_ru", "note_en", "on", "session", "revision"]


class HideForm(SiteForm):
    reason = forms.CharField(
        label=_("Why it is hidden"), max_length=250, help_text=_("Its author reads this."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
