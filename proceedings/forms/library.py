"""Forms of the library: what readers say, what reviewers say, what editors write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm, UploadField
from conference.models import Conference
from proceedings.models import Material, MaterialReview
from proceedings.services.library import timing
from proceedings.services.library.facts import LANGUAGES, Facts
from proceedings.services.library.files import KINDS, MOST_BYTES
from proceedings.services.library.publishing import NOT_RECOMMENDED
from workshops.models import Audience, Expert, Session, Theme

LANGUAGE_CHOICES = [("ru", _("Russian")), ("en", _("English"))]


class UsefulForm(SiteForm):
    """Yes or no, and a note to the editors."""

    useful = forms.ChoiceField(
        choices=[("yes", pgettext_lazy("was it useful?", "Yes")), ("no", pgettext_lazy("was it useful?", "No"))],
        error_messages={"required": _("Choose yes or no")},
    )
    note = forms.CharField(
        label=_("A note to the editors"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was missing, what is wrong. Only the editors read it; no names of children, please."),
    )  # fmt: skip


class MaterialReviewForm(SiteForm):
    """What an expert says."""

    verdict = forms.ChoiceField(
        label=_("Is the material to be published?"), widget=forms.RadioSelect,
        choices=[
            (MaterialReview.Verdict.PUBLISH, _("Yes, I recommend it")),
            (MaterialReview.Verdict.REVISE, _("Improve it first")),
        ],
    )  # fmt: skip
    remarks = forms.CharField(
        label=pgettext_lazy("review of a material", "Remarks"), required=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is good, and what to change: place by place. Needed if it is to be improved."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("verdict") == MaterialReview.Verdict.REVISE and not data.get("remarks", "").strip():
            self.add_error("remarks", gettext("Write what is to be improved: the editors work from it."))
        return data


# -- the desk ---------------------------------------------------------------------------------------------------------


class PlaceField(forms.CharField):
    """How long a recording is, typed as 1:28:00 or 54:30; cleans to seconds or None."""

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        if not text.strip():
            return None
        try:
            return timing.seconds_of(text)
        except ValueError:
            raise ValidationError(gettext("Write the duration as 54:30 or 1:28:00.")) from None

    def prepare_value(self, value: Any) -> Any:
        return timing.place(value) if isinstance(value, int) else value


class SessionField(forms.ModelChoiceField):
    """An event by its day, for many have like titles; one that was called off says so."""

    def label_from_instance(self, obj: Any) -> str:
        day = date_format(timezone.localtime(obj.starts, obj.conference.zone).date(), "SHORT_DATE_FORMAT")
        off = pgettext("an event", "called off")
        return f"{day} · {obj.title} ({off})" if obj.is_off else f"{day} · {obj.title}"


ONE_A_LINE = _("One a line: 09:40 Title")
WITH_PLACES = _("A line that begins with [12:30] names the place in the recording.")


def _line(label: Any, language: str, *, max_length: int = 250, **options: Any) -> forms.CharField:
    """A line of text in *language*, which may be left out."""
    widget = forms.TextInput(attrs={"lang": language})
    return forms.CharField(label=label, required=False, max_length=max_length, widget=widget, **options)


def _text(label: Any, language: str, *, rows: int, max_length: int, **options: Any) -> forms.CharField:
    """A text in *language*, which may be left out."""
    widget = forms.Textarea(attrs={"rows": rows, "lang": language})
    return forms.CharField(label=label, required=False, max_length=max_length, widget=widget, **options)


class MaterialForm(SiteForm):
    """Everything that editors write of a material, both languages side by side."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title_ru = _line(_("Title in Russian"), "ru", help_text=_("One of the two languages is enough for a draft."))
    title_en = _line(
        _("Title in English"), "en", help_text=_("Readers of English see what is missing marked as Russian.")
    )  # fmt: skip
    summary_ru = _text(_("Summary in Russian"), "ru", rows=4, max_length=2000)
    summary_en = _text(_("Summary in English"), "en", rows=4, max_length=2000)
    body_ru = _text(_("Text in Russian"), "ru", rows=18, max_length=100_000)
    body_en = _text(_("Text in English"), "en", rows=18, max_length=100_000)
    genre = forms.ChoiceField(
        label=_("What it is for"), required=False, choices=[("", _("not said")), *Material.Genre.choices]
    )
    video = forms.URLField(
        label=_("Address of the recording"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Where it can be watched. Readers open it in a new tab."),
    )  # fmt: skip
    seconds = PlaceField(
        label=_("Duration"), required=False, max_length=9, help_text=_("For example 54:30 or 1:28:00"),
        widget=forms.TextInput(attrs={"class": "short"}),
    )  # fmt: skip
    has_captions = forms.BooleanField(label=_("The recording has captions"), required=False)
    has_sign_language = forms.BooleanField(label=_("The recording has sign language"), required=False)
    chapters_ru = _text(_("Chapters in Russian"), "ru", rows=7, max_length=20_000, help_text=ONE_A_LINE)
    chapters_en = _text(_("Chapters in English"), "en", rows=7, max_length=20_000, help_text=ONE_A_LINE)
    transcript_ru = _text(_("Transcript in Russian"), "ru", rows=12, max_length=400_000, help_text=WITH_PLACES)
    transcript_en = _text(_("Transcript in English"), "en", rows=12, max_length=400_000, help_text=WITH_PLACES)
    language = forms.ChoiceField(label=_("Language of the material"), choices=Material.Spoken.choices)
    year = forms.IntegerField(
        label=_("Year"), min_value=1900, max_value=2200, widget=forms.NumberInput(attrs={"class": "short"})
    )
    level = forms.ChoiceField(label=_("Level"), choices=Material.Level.choices)
    session = SessionField(
        label=pgettext_lazy("of a material", "Event"), required=False, queryset=Session.objects.none(),
        empty_label=_("no event"),
    )  # fmt: skip
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"), required=False, queryset=Theme.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    audience = forms.MultipleChoiceField(
        label=_("For whom"), required=False, choices=Audience.choices, widget=forms.CheckboxSelectMultiple
    )
    speakers = forms.ModelMultipleChoiceField(
        label=_("Speakers or authors"), required=False, queryset=Expert.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    OF_RECORDINGS = (
        "video", "seconds", "has_captions", "has_sign_language", "chapters_ru", "chapters_en", "transcript_ru",
        "transcript_en",
    )  # fmt: skip

    def __init__(self, *args: Any, conference: Conference, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.let_one_language_do("title")
        for name, rows in (("themes", Theme), ("speakers", Expert)):
            self.fields[name].queryset = rows.objects.of(conference)  # type: ignore[attr-defined]
        events = Session.objects.of(conference).select_related("conference").order_by("starts", "pk")
        self.fields["session"].queryset = events  # type: ignore[attr-defined]
        if kind != Material.Kind.RECORDING:
            for name in self.OF_RECORDINGS:
                del self.fields[name]
        if kind != Material.Kind.PRACTICAL:
            del self.fields["genre"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("title_ru") and not data.get("title_en") and not self.errors.keys() & {"title_ru", "title_en"}:
            self.add_error("title_ru", gettext("A material needs a title in one language at least."))
        if "chapters_ru" in self.fields:
            data["chapters"] = self._chapters(data)
        return data

    def _chapters(self, data: dict[str, Any]) -> list[Facts]:
        """The lines of both languages put together by their times."""
        found: dict[int, Facts] = {}
        for code in LANGUAGES:
            try:
                lines = timing.chapter_lines(data.get(f"chapters_{code}") or "")
            except ValueError as wrong:
                self.add_error(f"chapters_{code}", str(wrong))
                continue
            for seconds, title in lines.items():
                found.setdefault(seconds, {"seconds": seconds})[f"title_{code}"] = title
        return [found[seconds] for seconds in sorted(found)]

    def told(self) -> Facts:
        """What the verb is to save."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("revision", "chapters_ru", "chapters_en")
        }


def initial_of(facts: Facts, revision: int) -> dict[str, Any]:
    """What the form shows of *facts*."""
    lines = {
        f"chapters_{code}": "\n".join(
            f"{timing.place(each['seconds'])} {each[f'title_{code}']}"
            for each in facts["chapters"]
            if each[f"title_{code}"]
        )
        for code in LANGUAGES
    }
    return {**facts, **lines, "revision": revision}


class FileForm(SiteForm):
    """A file to be added."""

    file = UploadField(label=_("File"), kinds=KINDS, most_bytes=MOST_BYTES)
    title = forms.CharField(label=_("What readers see as its name"), max_length=200)
    language = forms.ChoiceField(label=_("Language of the file"), choices=LANGUAGE_CHOICES)
    alt = forms.CharField(
        label=_("What the picture shows"), max_length=300, required=False, help_text=_("For PNG and JPG")
    )


class PublishForm(SiteForm):
    """The last word before readers have it."""

    note_ru = _line(_("What is new, in Russian"), "ru")
    note_en = _line(_("What is new, in English"), "en")
    why_unreviewed = forms.CharField(
        label=_("Why without the word of two experts"), max_length=300,
        help_text=_("Kept in the history of the material."), error_messages={"required": NOT_RECOMMENDED},
    )  # fmt: skip

    def __init__(self, *args: Any, is_new: bool, is_recommended: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["note_ru"], self.fields["note_en"]
        if is_recommended:
            del self.fields["why_unreviewed"]


class WithdrawForm(SiteForm):
    """Why readers lose it."""

    reason_ru = _line(
        _("Why, in Russian"), "ru", max_length=300,
        help_text=_("One of the two languages is enough. The page of the material stays and says so."),
    )  # fmt: skip
    reason_en = _line(_("Why, in English"), "en", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.let_one_language_do("reason")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.need_a_language(
            "reason", gettext("Write why, in one language at least: the page of the material says so.")
        )
        return data


class AskReviewForm(SiteForm):
    """Whom to ask."""

    experts = forms.ModelMultipleChoiceField(
        label=_("Experts"), queryset=Expert.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose whom to ask.")},
    )  # fmt: skip

    def __init__(self, *args: Any, experts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["experts"].queryset = experts  # type: ignore[attr-defined]


class TableForm(SiteForm):
    """A table of recordings."""

    file = forms.FileField(label=_("Table, XLSX or CSV"))
