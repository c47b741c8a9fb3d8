"""Guarded letters: drawn at each download for somebody entitled, never kept as files."""

from __future__ import annotations

import base64
import io
import re
from datetime import date
from typing import Any, ClassVar

import iuliia
from django.utils.formats import date_format
from django.utils.translation import ngettext, override
from django_countries import countries
from PIL import Image

from conference.documents import Document
from conference.letterhead import grouped, mark_data_uri
from conference.models import Conference, IssuedDocument
from conference.text import typography
from registration.models import LetterRequest, Registration, Rules, Travel, VisaDetails

from . import wording
from .addressing import _dative_adjective, is_russian

SIGNATURE_PIXELS = 4_000_000
LANGUAGES = ("ru", "en")
STYLE = re.compile(r"(His|Her|Your) (Excellency|Highness|Eminence)|H\. ?E\.")
CYRILLIC = re.compile(r"[А-Яа-яЁё]+")


class GuardedLetter(Document):
    """A numbered bilingual letter of one request: Russian and English side by side, A4."""

    stylesheets: ClassVar[tuple[str, ...]] = ("document.css", "letter.css", "guarded.css")
    LETTER: ClassVar[str]

    def __init__(self, request: LetterRequest) -> None:
        if request.document is None:
            raise ValueError("the letter has no number yet")
        super().__init__(request.document)
        self.request = request

    @classmethod
    def number_for(cls, sequence: int, conference: Conference) -> str:
        return f"{conference.starts.year}-{cls.LETTER}-{sequence:04d}"

    def context(self) -> dict[str, Any]:
        conference = self.issued.conference
        told = {language: wording(conference, language) for language in LANGUAGES}
        for language in LANGUAGES:
            address = getattr(conference, f"address_{language}") or ""
            told[language]["address"] = typography(address, language)
        return {**told, "mark": mark_data_uri(), "code": grouped(self.issued.code), "request": self.request}


class VisaLetter(GuardedLetter):
    """The letter in support of a visa, with the passport data that a consulate asks for."""

    kind: ClassVar[str] = IssuedDocument.Kind.VISA_LETTER
    template_name: ClassVar[str] = "documents/visa_letter.html"
    LETTER: ClassVar[str] = "V"

    def context(self) -> dict[str, Any]:
        """Raises CannotOpen when the passport data cannot be opened here."""
        registration = self.request.registration
        assert registration is not None
        visa = VisaDetails.objects.get(registration=registration)
        told = visa.in_plain()
        return {
            **super().context(),
            "visa": told,
            "spoken": {name: in_letters(told[name]) for name in ("consulate", "birth_region", "route", "children")},
            "registration": registration,
            "country": {name: in_both(told[name]) for name in ("birth_country", "citizenship", "residence")},
            "document_type": labels(VisaDetails.DocumentType, told["document_type"]),
            "sex": labels(VisaDetails.Sex, told["sex"]),
            "entries": labels(VisaDetails.Entries, told["entries"]),
            "stay": stay_of(registration),
            "held": held(self.issued.conference),
            "work": work_of(registration),
            "signature": signature_data_uri(self.issued.conference),
        }


class NoteVerbale(GuardedLetter):
    """The note verbale: third person, courtesy formulas, a place for the stamp and no signature."""

    kind: ClassVar[str] = IssuedDocument.Kind.NOTE_VERBALE
    template_name: ClassVar[str] = "documents/note_verbale.html"
    LETTER: ClassVar[str] = "N"

    def context(self) -> dict[str, Any]:
        known = super().context()
        for language in LANGUAGES:
            known[language]["addressee"] = typography(addressee_of_note(self.request, language), language)
            known[language]["city"] = getattr(self.request, f"place_{language}") or ""
        known["en"]["organiser"] = re.sub(r"^[Tt]he\s+", "", known["en"]["organiser"])
        known["en"]["addressee"] = re.sub(r"^[Tt]he\s+", "", known["en"]["addressee"])
        if not STYLE.match(known["en"]["addressee"]):
            known["en"]["addressee"] = f"the {known['en']['addressee']}"
        delegation = self.request.delegation
        people = Registration.objects.none()
        if delegation is not None:
            people = Registration.objects.filter(delegation=delegation).approved().in_protocol_order()
            people = people.select_related("person")
        return {**known, "delegation": delegation, "members": [member_of(each) for each in people]}


def addressee_of_note(request: LetterRequest, language: str) -> str:
    """To whom the note goes, as its lines say or else as the delegation's body; in Russian in the dative."""
    if own := getattr(request, f"addressee_{language}"):
        return str(own)
    body = str(getattr(request.delegation, f"body_{language}", "") or "")
    return dative_body(body) if language == "ru" else body


def dative_body(body: str) -> str:
    """«Министерство образования» -> «Министерству образования», as far as the rules are sure; a person corrects it."""
    words = body.split()
    for index, word in enumerate(words):
        adjective = re.sub(r"ое$", "ому", word) if word.endswith("ое") else _dative_adjective(word)
        if adjective:
            words[index] = adjective
            continue
        words[index] = dative_of_institution(word)
        break
    return " ".join(words)


def dative_of_institution(word: str) -> str:
    if not is_russian(word):
        return word
    if word.endswith("о"):
        return f"{word[:-1]}у"
    if word.endswith("ия"):
        return f"{word[:-1]}и"
    if word.endswith(("а", "я")):
        return f"{word[:-1]}е"
    return f"{word}у" if re.search(r"[бвгджзклмнпрстфхцчшщ]$", word) else word


def member_of(registration: Registration) -> dict[str, str]:
    """A member as the note lists them: name and post in each language, nothing of the passport."""
    person = registration.participant
    names = {"ru": person.full_name if is_russian(person.full_name) else person.latin_name, "en": person.latin_name}
    posts = {language: getattr(person, f"position_{language}") or "" for language in LANGUAGES}
    posts["en"] = "" if is_russian(posts["en"]) else posts["en"]
    return {
        language: typography(", ".join(filter(None, (names[language] or person.full_name, posts[language]))), language)
        for language in LANGUAGES
    }


def in_both(country: str) -> dict[str, str]:
    names = {}
    for language in LANGUAGES:
        with override(language):
            names[language] = str(countries.name(country)) if country else ""
    return names


CITIES = {
    "Москва": "Moscow", "Санкт-Петербург": "Saint Petersburg", "Душанбе": "Dushanbe", "Ереван": "Yerevan",
    "Минск": "Minsk", "Ташкент": "Tashkent", "Астана": "Astana", "Алматы": "Almaty", "Бишкек": "Bishkek",
    "Баку": "Baku", "Париж": "Paris", "Женева": "Geneva", "Пекин": "Beijing", "Дели": "Delhi",
    "Нижний Новгород": "Nizhny Novgorod", "Казань": "Kazan", "Екатеринбург": "Yekaterinburg",
}  # fmt: skip


def in_letters(text: str) -> dict[str, str]:
    """What the participant wrote, for each half of the letter: in Latin letters (ICAO Doc 9303) for the English one."""
    latin = text
    for city, name in CITIES.items():
        latin = re.sub(rf"(?<!\w){city}(?!\w)", name, latin)
    return {"ru": text, "en": CYRILLIC.sub(lambda found: iuliia.ICAO_DOC_9303.translate(found[0]), latin)}


def labels(choices: Any, value: str) -> dict[str, str]:
    names = {}
    for language in LANGUAGES:
        with override(language):
            names[language] = str(choices(value).label) if value in choices.values else ""
    return names


def stay_of(registration: Registration) -> dict[str, str]:
    """First and last day in the country and their number: of the travel if told, else of the conference."""
    conference = registration.conference
    travel = Travel.objects.filter(registration=registration).first()
    starts: date = (travel and travel.arrival_day) or conference.starts
    ends: date = max((travel and travel.departure_day) or conference.ends, starts)
    days = (ends - starts).days + 1
    told = {}
    for language in LANGUAGES:
        with override(language):
            span, number = date_range(starts, ends), ngettext("%d day", "%d days", days) % days
            told[language] = typography(f"{span} ({number})", language)
    return told


def date_range(starts: date, ends: date) -> str:
    """1–5 June 2027, in the language that is on."""
    if (starts.year, starts.month) == (ends.year, ends.month):
        return (
            f"{starts.day}–{date_format(ends, 'DATE_FORMAT')}" if starts != ends else date_format(ends, "DATE_FORMAT")
        )
    return f"{date_format(starts, 'DATE_FORMAT')} – {date_format(ends, 'DATE_FORMAT')}"


def held(conference: Conference) -> dict[str, str]:
    told = {}
    for language in LANGUAGES:
        with override(language):
            told[language] = typography(date_range(conference.starts, conference.ends), language)
    return told


def work_of(registration: Registration) -> dict[str, str]:
    """Where the participant works and as what, in each language."""
    person = registration.participant
    work = {}
    for language in LANGUAGES:
        parts = (getattr(registration, f"body_{language}"), getattr(person, f"position_{language}"))
        work[language] = typography(", ".join(part for part in parts if part), language)
    return work


def signature_data_uri(conference: Conference) -> str:
    """The image of the signature, drawn anew as PNG; empty when there is none that can be read."""
    image = Rules.of(conference).signature
    if not image:
        return ""
    try:
        with image.open("rb") as file, Image.open(file, formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > SIGNATURE_PIXELS:
                return ""
            buffer = io.BytesIO()
            picture.convert("RGBA").save(buffer, "PNG")
    except OSError:
        return ""
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
