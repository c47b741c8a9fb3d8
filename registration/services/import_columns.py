"""The columns that an import understands: by which headers, how a cell is read, and what stands there now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_countries import countries
from openpyxl.utils import get_column_letter

from conference.models import Conference, Consent
from conference.models.people import PersonManager, validate_latin
from conference.tables import FORMULA, Column
from registration.documents.addressing import is_russian
from registration.models import Category, Registration
from workshops.models import Track

LANGUAGES = ("ru", "en")


@dataclass
class Known:
    """What the cells of one conference's table may name: categories, tracks, countries, in both languages."""

    categories: dict[str, list[Category]] = field(default_factory=dict)
    tracks: dict[int, Track] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, conference: Conference) -> Known:
        known = cls(tracks={track.number: track for track in Track.objects.of(conference)})
        for category in Category.objects.of(conference):
            names = {category.slug, category.family, category.title_ru, category.title_en}
            for language in LANGUAGES:
                with override(language):
                    names |= {str(category.get_family_display()), str(category)}
            for name in {plain(name) for name in names if name}:
                known.categories.setdefault(name, []).append(category)
        for language in LANGUAGES:
            with override(language):
                known.countries |= {plain(str(name)): code for code, name in countries}
        known.countries |= {plain(code): code for code, _name in countries}
        known.countries |= {plain(countries.alpha3(code)): code for code, _name in countries}
        known.countries |= {"рф": "RU", "россия": "RU", "russia": "RU", "белоруссия": "BY", "молдавия": "MD"}
        known.countries |= {"беларусь": "BY", "belarus": "BY", "молдова": "MD", "moldova": "MD", "сша": "US"}
        known.countries |= {"киргизия": "KG", "кыргызстан": "KG", "туркмения": "TM", "великобритания": "GB", "uk": "GB"}
        known.countries |= {"usa": "US", "китай": "CN", "иран": "IR", "сирия": "SY", "вьетнам": "VN", "чехия": "CZ"}
        return known


def category_words(conference: Conference) -> list[str]:
    """A word for each category that a table may name it by: its name where no other is called so, else its address."""
    known = Known.of(conference).categories
    words = []
    for each in Category.objects.of(conference):
        names = (str(each.get_family_display()), each.title or "")
        words.append(next((name for name in names if len(known.get(plain(name), [])) == 1), each.slug))
    return words


def plain(text: str) -> str:
    return " ".join(text.replace("ё", "е").replace("Ё", "Е").replace("\xa0", " ").casefold().split())


# -- reading cells ------------------------------------------------------------------------------------------


def words(most: int) -> Callable[[str, Known], str]:
    def read(text: str, known: Known) -> str:
        said = " ".join(text.split())
        if len(said) > most:
            raise ValidationError(_("Longer than %(most)d characters.") % {"most": most})
        return said

    return read


def name(text: str, known: Known) -> str:
    said = words(200)(text, known)
    if said.startswith(FORMULA) or not any(char.isalpha() for char in said):
        raise ValidationError(_("This does not look like a name."))
    return said


def latin(text: str, known: Known) -> str:
    said = name(text, known)
    validate_latin(said)
    return said


def address(text: str, known: Known) -> str:
    said = PersonManager.normalize_email(text)
    try:
        validate_email(said)
    except ValidationError:
        raise ValidationError(
            _("This is not an e-mail address. One address in a cell, for example anna@example.org.")
        ) from None
    if len(said) > 254:
        raise ValidationError(_("Longer than %(most)d characters.") % {"most": 254})
    return said


def number(text: str, known: Known) -> str:
    return words(12)(text, known).upper()


def country(text: str, known: Known) -> str:
    code = known.countries.get(plain(text))
    if code is None:
        raise ValidationError(
            _("There is no country “%(name)s” in the list. A code of two letters works too.") % {"name": text[:60]}
        )
    return code


def category(text: str, known: Known) -> Category:
    found = {each.pk: each for each in known.categories.get(plain(text), [])}
    if not found:
        raise ValidationError(_("There is no category “%(name)s” in this conference.") % {"name": text[:60]})
    if len(found) > 1:
        slugs = ", ".join(each.slug for each in found.values())
        raise ValidationError(
            _("Several categories are called this. Write the address of one: %(slugs)s") % {"slugs": slugs}
        )
    return next(iter(found.values()))


def track(text: str, known: Known) -> Track:
    digits = "".join(char for char in text if char.isascii() and char.isdecimal())
    found = known.tracks.get(int(digits)) if digits and len(digits) < 4 else None
    if found is None:
        raise ValidationError(_("There is no track “%(name)s”. Write its number.") % {"name": text[:30]})
    return found


def one_of(options: dict[str, tuple[str, ...]], refusal: Any) -> Callable[[str, Known], str]:
    """A cell that holds one of a few words, in either language; *refusal* says which there are."""
    meant = {plain(word): value for value, said in options.items() for word in (value, *said)}

    def read(text: str, known: Known) -> str:
        if plain(text) not in meant:
            raise ValidationError(str(refusal))
        return meant[plain(text)]

    return read


attendance = one_of(
    {"hall": ("в зале", "очно", "in the hall", "in person", "onsite"), "online": ("онлайн", "дистанционно", "remote")},
    _("Write “in the hall” or “online”."),
)
language = one_of(
    {"ru": ("русский", "russian", "рус"), "en": ("английский", "english", "англ")},
    _("Write “ru” or “en”."),
)
consent = one_of(
    {
        Consent.Method.PAPER.value: ("на бумаге", "бумага", "on paper", "да, на бумаге"),
        Consent.Method.EMAIL.value: ("по почте", "по электронной почте", "письмом", "by e-mail", "e-mail"),
    },
    _("Write “on paper” or “by e-mail”, or leave the cell empty."),
)
role = one_of(
    {
        "head": ("глава делегации", "глава", "head of delegation"),
        "deputy": ("заместитель главы делегации", "заместитель", "deputy head of delegation"),
        "delegate": ("делегат", "член делегации", "delegate"),
        "adviser": ("советник", "adviser", "advisor"),
        "expert": ("эксперт", "expert"),
        "interpreter": ("переводчик", "interpreter"),
        "observer": ("наблюдатель", "observer"),
    },
    _("There is no such role in a delegation."),
)


# -- what stands there now ----------------------------------------------------------------------------------


def of_person(name: str) -> Callable[[Registration], Any]:
    return lambda registration: getattr(registration.participant, name) or ""


def of_registration(name: str) -> Callable[[Registration], Any]:
    return lambda registration: getattr(registration, name) or ""


def country_of(registration: Any) -> str:
    return registration.country.code or ""


def city_of(registration: Registration) -> str:
    person: Any = registration.participant
    return person.city_ru or person.city_en or ""


def as_text(value: Any) -> str:
    return str(value or "")


def as_country(value: Any) -> str:
    return str(countries.name(value)) if value else ""


def as_choice(choices: Any) -> Callable[[Any], str]:
    return lambda value: str(choices(value).label) if value else ""


@dataclass(frozen=True)
class ImportColumn:
    """One column: ``current`` is None for what identifies the row and for what is only noted."""

    name: str
    title: Any
    synonyms: tuple[str, ...]
    read: Callable[[str, Known], Any]
    current: Callable[[Registration], Any] | None = None
    shown: Callable[[Any], str] = as_text
    is_personal: bool = False

    def is_called(self, header: str) -> bool:
        titles = []
        for code in LANGUAGES:
            with override(code):
                titles.append(str(self.title))
        return Column(self.name, (*titles, *self.synonyms)).is_called(header)


COLUMNS: tuple[ImportColumn, ...] = (
    ImportColumn("number", _("Number"), ("номер", "№", "no", "no."), number),
    ImportColumn("full_name", _("Full name"), ("фио", "ф.и.о.", "фамилия, имя, отчество", "фамилия имя отчество",
                 "имя", "полное имя", "участник", "name"), name, of_person("full_name"), is_personal=True),
    ImportColumn("latin_name", _("Name in Latin letters"), ("имя латиницей", "фио латиницей", "latin name",
                 "name in latin"), latin, of_person("latin_name"), is_personal=True),
    ImportColumn("native_name", _("Name in its own script"), ("имя на родном языке", "native name"), name,
                 of_person("native_name"), is_personal=True),
    ImportColumn("email", _("E-mail"), ("почта", "электронная почта", "email", "адрес", "эл. почта"), address),
    ImportColumn("contact_email", _("E-mail for letters"), ("почта для писем", "общая почта"), address),
    ImportColumn("position_ru", _("Position in Russian"), ("должность", "должность по-русски", "должность (ru)"),
                 words(200), of_person("position_ru"), is_personal=True),
    ImportColumn("position_en", _("Position in English"), ("position", "post", "должность по-английски",
                 "должность (en)"), words(200), of_person("position_en"), is_personal=True),
    ImportColumn("body_ru", _("Organisation in Russian"), ("организация", "место работы", "школа", "вуз",
                 "организация по-русски", "организация (ru)"), words(250), of_registration("body_ru")),
    ImportColumn("body_en", _("Organisation in English"), ("organisation", "organization", "affiliation",
                 "организация по-английски", "организация (en)"), words(250), of_registration("body_en")),
    ImportColumn("country", _("Country"), ("страна",), country,
                 country_of, as_country),
    ImportColumn("city", _("City"), ("город", "населённый пункт"), words(120), city_of, is_personal=True),
    ImportColumn("category", _("Category"), ("категория", "категория участника"), category,
                 lambda registration: registration.category, as_text),
    ImportColumn("attendance", _("Attendance"), ("участие", "форма участия", "формат участия"), attendance,
                 of_registration("attendance"), as_choice(Registration.Attendance)),
    ImportColumn("track", _("Track"), ("секция", "номер секции", "workshop"), track,
                 lambda registration: registration.track or "", lambda value: str(value.number) if value else ""),
    ImportColumn("degree", _("Academic degree"), ("учёная степень", "степень", "degree"), words(120),
                 of_registration("degree")),
    ImportColumn("role", _("Role in the delegation"), ("роль в делегации", "роль", "role"), role,
                 of_registration("delegation_role"), as_choice(Registration.DelegationRole)),
    ImportColumn("language", _("Language of letters"), ("язык писем", "язык", "language"), language,
                 of_person("language"), is_personal=True),
    ImportColumn("consent", _("Consent to processing"), ("согласие", "согласие на обработку",
                 "согласие на обработку персональных данных", "consent"), consent),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}


def title_of(name: str) -> str:
    return str(BY_NAME[name].title) if name in BY_NAME else ""


def letter_of(columns: Sequence[str], name: str) -> str:
    """The letter of the column in the sheet; empty when the table has no such column."""
    return get_column_letter(list(columns).index(name) + 1) if name in columns else ""


def city_field(text: str) -> str:
    return "city_ru" if is_russian(text) else "city_en"
