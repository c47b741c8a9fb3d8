"""Forms of the organisers' desk: filters, decisions about many, tables brought in, letters to many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from openpyxl.utils import get_column_letter

from conference.forms import SiteForm, SiteModelForm
from conference.models import Conference
from conference.tables import MAX_BYTES
from registration.models import Category, Delegation, ImportBatch, Mailing, Registration, SavedView
from registration.services import mailings
from registration.services.import_columns import COLUMNS
from registration.services.listing import ACTIVE, ANY, NO, NONE, YES, present_countries
from registration.services.mailings import unknown_placeholders
from registration.services.numbers import name_of
from workshops.models import Track

ALL = [("", _("all"))]


def _first(text: Any) -> str:
    text = str(text)
    return text[:1].upper() + text[1:]


class FilterForm(SiteForm):
    """The filters of the list as they stand in its address."""

    q = forms.CharField(label=_("Name, number, e-mail, organisation"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    attendance = forms.ChoiceField(label=_("Attendance"), required=False)
    track = forms.ChoiceField(label=_("Track"), required=False)
    delegation = forms.ChoiceField(label=_("Delegation"), required=False)
    checked = forms.ChoiceField(
        label=_("Check-in"), required=False, choices=[*ALL, (YES, _("came")), (NO, _("did not come"))]
    )
    confirmed = forms.ChoiceField(
        label=_("Attendance confirmed"), required=False,
        choices=[*ALL, (YES, _("yes")), (NO, _("no")), ("silent", _("asked, no answer"))],
    )  # fmt: skip
    source = forms.ChoiceField(label=_("How registered"), required=False, choices=[*ALL, *Registration.Source.choices])
    SEEN = ("q", "state", "category", "country")

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = list(Category.objects.of(conference))
        tracks = Track.objects.of(conference).order_by("number").values_list("number", flat=True)
        delegations = list(Delegation.objects.of(conference))
        states = [(state.value, _first(state.label)) for state in Registration.State if state != "draft"]
        choices: dict[str, list[tuple[Any, Any]]] = {
            "state": [*ALL, (ACTIVE, _("all but declined and cancelled")), *states],
            "category": [*ALL, *((each.slug, name_of(each, categories)) for each in categories)],
            "country": [*ALL, *present_countries(conference), (NONE, _("not given"))],
            "attendance": [*ALL, *Registration.Attendance.choices],
            "track": [*ALL, *((str(number), str(number)) for number in tracks), (NONE, _("none"))],
            "delegation": [
                *ALL, (ANY, _("any delegation")), (NONE, _("without a delegation")),
                *((str(each.pk), str(each)) for each in delegations),
            ],
        }  # fmt: skip
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]

    @classmethod
    def of(cls, query: QueryDict, conference: Conference) -> FilterForm:
        form: FilterForm = cls.with_typed(query, conference=conference)
        return form

    def told(self) -> list[dict[str, str]]:
        """The filters in words: the name and the choice of each that is used; of the state always."""
        told = []
        for field in self:
            typed = self.initial.get(field.name) or ""
            choices = dict(getattr(field.field, "choices", ()))
            if typed and field.name != mailings.VIA:
                told.append({"label": str(field.label), "value": str(choices.get(typed, typed))})
            elif field.name == "state":
                told.append({"label": str(field.label), "value": _("all, also the declined and the cancelled")})
        return told

    @property
    def always(self) -> list[Any]:
        return [self[name] for name in self.SEEN if name != "q"]

    @property
    def more(self) -> list[Any]:
        return [field for field in self if field.name not in self.SEEN]

    @property
    def is_more_used(self) -> bool:
        return any(self.initial.get(field.name) for field in self.more)


class AudienceForm(FilterForm):
    """Whom a letter goes to: the filters of the list, and what becomes of those who have no address."""

    via = forms.BooleanField(
        label=_("Who has no address of their own: write to whoever registered them"), required=False,
        widget=forms.CheckboxInput(attrs={"value": mailings.HELPERS}),
        help_text=_("That is who filled the form in, or the delegation’s focal point. Each address gets one letter."),
    )  # fmt: skip


class SavedViewForm(SiteModelForm):
    class Meta:
        model = SavedView
        fields = ["title"]


class ReasonForm(SiteForm):
    """Why many registrations are declined; each person reads it in a letter."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Each person reads it in a letter. Write it in Russian and in English if both languages are met."),
        error_messages={"required": _("Write the reason: the person reads it in the letter.")},
    )  # fmt: skip


class UploadForm(SiteForm):
    """A file, or rows pasted from a spreadsheet."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("XLSX or CSV, up to 5 MB and 5,000 rows."), allow_empty_file=True
    )
    text = forms.CharField(
        label=_("Or rows copied from a spreadsheet"), required=False, strip=False, max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Copy them with the row of headers and paste them here."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].validators = []  # tabs and line breaks separate cells; each cell is checked by itself

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload, text = cleaned.get("file"), cleaned.get("text", "")
        if upload is None and not text.strip() and not self.errors:
            raise ValidationError(_("Choose a file or paste the rows."))
        if upload is not None and upload.size > MAX_BYTES:
            self.add_error("file", _("The file is larger than 5 MB. Split the list into several files."))
        return cleaned


class ColumnsForm(SiteForm):
    """What each column of the table holds, and what becomes of the new people in it."""

    new_state = forms.ChoiceField(
        label=_("New registrations are"), choices=ImportBatch.NewState.choices, widget=forms.RadioSelect
    )
    category = forms.ModelChoiceField(
        label=_("Category, where the table names none"), queryset=Category.objects.none(), required=False,
        empty_label=_("every row names its own"),
    )  # fmt: skip
    has_header = forms.BooleanField(label=_("The first row names the columns"), required=False)

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        self.batch = batch
        kwargs.setdefault("initial", self._initial(batch))
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.of(batch.conference)  # type: ignore[attr-defined]
        options = [("", _("leave out")), *((column.name, column.title) for column in COLUMNS)]
        for at, label in enumerate(self.labels()):
            column = forms.ChoiceField(label=label, choices=options, required=False)
            column.is_marked_required = True  # type: ignore[attr-defined]  # "leave out" is a choice: no "(optional)"
            self.fields[f"column_{at}"] = column

    @staticmethod
    def _initial(batch: ImportBatch) -> dict[str, Any]:
        columns = {f"column_{at}": name for at, name in enumerate(batch.columns)}
        own = {name: getattr(batch, name) for name in ("new_state", "category", "has_header")}
        return {**columns, **own}

    def labels(self) -> list[str]:
        header = self.batch.cells[0][1] if self.batch.cells else []
        letters = [get_column_letter(at + 1) for at in range(len(self.batch.columns))]
        return [
            f"{letter}: {header[at][:60]}" if at < len(header) and header[at] else letter
            for at, letter in enumerate(letters)
        ]

    @property
    def column_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    @property
    def other_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("column_")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen: dict[str, str] = {}
        for name, value in list(cleaned.items()):
            if name.startswith("column_") and value:
                if value in chosen:
                    self.add_error(name, _("Another column is used for this already."))
                chosen[value] = name
        return cleaned

    def columns(self) -> list[str]:
        return [self.cleaned_data.get(f"column_{at}", "") for at in range(len(self.batch.columns))]


class MailingForm(SiteModelForm):
    """The letter in both languages; one of them is enough."""

    class Meta:
        model = Mailing
        fields = ["purpose", "subject_ru", "body_ru", "subject_en", "body_en", "send_at"]
        widgets = {
            "purpose": forms.RadioSelect,
            "body_ru": forms.Textarea(attrs={"rows": 12, "lang": "ru"}),
            "body_en": forms.Textarea(attrs={"rows": 12, "lang": "en"}),
            "subject_ru": forms.TextInput(attrs={"lang": "ru"}),
            "subject_en": forms.TextInput(attrs={"lang": "en"}),
            "send_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        self.conference = conference
        super().__init__(*args, **kwargs)
        labels = {
            "subject_ru": _("Subject in Russian"), "body_ru": _("Text in Russian"),
            "subject_en": _("Subject in English"), "body_en": _("Text in English"),
        }  # fmt: skip
        for name, label in labels.items():
            self.fields[name].label, self.fields[name].required = label, False
        self.fields["send_at"].label = _("Send later, at")
        self.fields["send_at"].help_text = _(
            "Local time of the conference: %(zone)s. Empty: as soon as you press Send."
        ) % {"zone": conference.time_zone}
        if self.instance.send_at:
            self.initial["send_at"] = timezone.localtime(self.instance.send_at, conference.zone)

    def clean_send_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["send_at"]
        return timezone.localtime(moment).replace(tzinfo=self.conference.zone) if moment else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        complete = 0
        for language in ("ru", "en"):
            subject, body = cleaned.get(f"subject_{language}") or "", cleaned.get(f"body_{language}") or ""
            complete += bool(subject and body)
            if bool(subject) != bool(body) and f"subject_{language}" not in self.errors:
                name = f"body_{language}" if subject else f"subject_{language}"
                self.add_error(name, _("The subject and the text belong together: write both, or neither."))
            for name in (f"subject_{language}", f"body_{language}"):
                if wrong := unknown_placeholders(cleaned.get(name) or ""):
                    said = ngettext(
                        "There is no such word in braces: %(words)s", "There are no such words in braces: %(words)s",
                        len(wrong),
                    ) % {"words": ", ".join(wrong)}  # fmt: skip
                    self.add_error(name, said)
        if not complete and not self.errors:
            raise ValidationError(_("Write the subject and the text in at least one language."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"subject", "body", "conference"}
