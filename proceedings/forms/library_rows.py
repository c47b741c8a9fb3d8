"""One row of a table of recordings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm
from conference.models import Conference
from conference.tables import Column
from proceedings.models import Material
from proceedings.services.library import timing
from proceedings.services.library.facts import Facts
from workshops.models import Expert, Theme

COLUMNS = (
    Column("title_ru", ("Название", "Title in Russian", "Название по-русски")),
    Column("title_en", ("Title", "Название по-английски", "Title in English")),
    Column("summary_ru", ("Аннотация", "О чём", "Summary in Russian")),
    Column("summary_en", ("Summary", "Аннотация по-английски", "Summary in English")),
    Column("video", ("Адрес записи", "Ссылка", "Address of the recording", "Link")),
    Column("duration", ("Длительность", "Duration")),
    Column("language", ("Язык", "Language")),
    Column("year", ("Год", "Year")),
    Column("captions", ("Субтитры", "Captions")),
    Column("themes", ("Темы", "Themes")),
    Column("speakers", ("Докладчики", "Ведущие", "Speakers")),
)
"""What a table may have; only a title and the address of the recording are needed."""
LANGUAGES = {
    "ru": ("ru", "русский", "russian"),
    "en": ("en", "английский", "english"),
    "both": ("both", "оба", "ru, en"),
}
YES, NO = ("да", "есть", "yes", "true", "1", "+"), ("", "нет", "no", "false", "0", "-", "–")


def plain(text: str) -> str:
    return " ".join(text.replace("ё", "е").casefold().split())


class RecordingRow(SiteForm):
    """The cells of one recording."""

    title_ru = forms.CharField(label=_("Title in Russian"), required=False, max_length=250)
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=250)
    summary_ru = forms.CharField(label=_("Summary in Russian"), required=False, max_length=2000)
    summary_en = forms.CharField(label=_("Summary in English"), required=False, max_length=2000)
    video = forms.URLField(label=_("Address of the recording"), max_length=500, assume_scheme="https")
    duration = forms.CharField(label=_("Duration"), required=False, max_length=12)
    language = forms.CharField(label=_("Language of the material"), required=False, max_length=20)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=2200)
    captions = forms.CharField(label=_("Captions"), required=False, max_length=10)
    themes = forms.CharField(label=_("Themes"), required=False, max_length=1000)
    speakers = forms.CharField(label=_("Speakers or authors"), required=False, max_length=1000)

    def __init__(self, *args: Any, conference: Conference, known: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference, self.known = conference, known

    def clean_duration(self) -> int | None:
        told = self.cleaned_data["duration"].strip()
        if not told:
            return None
        if told.isdecimal() and len(told) < 6:
            return int(told) * 60
        try:
            return timing.seconds_of(told)
        except ValueError:
            raise ValidationError(gettext("Write the duration as 54:30 or 1:28:00, or in minutes.")) from None

    def clean_language(self) -> str:
        told = plain(self.cleaned_data["language"]) or "ru"
        for code, words in LANGUAGES.items():
            if told in words:
                return code
        raise ValidationError(gettext("Write ru, en or both."))

    def clean_captions(self) -> bool:
        told = plain(self.cleaned_data["captions"])
        if told not in (*YES, *NO):
            raise ValidationError(gettext("Write yes or no."))
        return told in YES

    def clean_video(self) -> str:
        told: str = self.cleaned_data["video"]
        if told in self.known:
            raise ValidationError(gettext("A recording with this address is in the library or in the table already."))
        self.known.add(told)
        return told

    def clean_themes(self) -> list[int]:
        return self._named("themes", Theme, ("title_ru", "title_en", "slug"))

    def clean_speakers(self) -> list[int]:
        return self._named("speakers", Expert, ("name_ru", "name_en", "slug"))

    def _named(self, name: str, rows: Any, fields: tuple[str, ...]) -> list[int]:
        """Keys of the rows of the season that the cell names, one after a semicolon."""
        cached = self.conference.__dict__.setdefault("_names_in_tables", {})
        if name not in cached:
            cached[name] = {
                plain(getattr(row, field)): row.pk
                for row in rows.objects.of(self.conference)
                for field in fields
                if getattr(row, field)
            }
        found = []
        for told in filter(None, map(str.strip, self.cleaned_data[name].split(";"))):
            if plain(told) not in cached[name]:
                raise ValidationError(gettext("The season does not know “%(name)s”.") % {"name": told[:80]})
            found.append(cached[name][plain(told)])
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("title_ru") and not data.get("title_en"):
            self.add_error("title_ru", gettext("A material needs a title in one language at least."))
        return data

    def told(self) -> Facts:
        """What the verb is to add."""
        data = dict(self.cleaned_data)
        return {
            **{name: data[name] for name in ("title_ru", "title_en", "summary_ru", "summary_en", "video", "language")},
            "themes": data["themes"], "speakers": data["speakers"], "has_captions": data["captions"],
            "seconds": data["duration"], "year": data["year"] or self.conference.today().year,
        }  # fmt: skip


def known_addresses(conference: Conference) -> set[str]:
    return set(Material.objects.of(conference).exclude(video="").values_list("video", flat=True))
