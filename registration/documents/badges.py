"""Badges: A6 portrait, alone on a page or several to a sheet of A4 with lines to cut along.

Every text is measured in the typeface it is printed in and set in the largest size at which it fits, so that a name
of any length stays on the badge.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from conference.documents import FONTS, SheetDocument
from conference.letterhead import mark_data_uri
from conference.models import Conference, Consent, ConsentText, IssuedDocument
from conference.rendering import Limits
from conference.rendering.metrics import Measure
from conference.text import typography
from registration.models import Category, Registration

from .addressing import is_russian, take_apart
from .wording import SHORT, both_countries, script_of

Band = Category.Band
BANDS = {
    Band.DELEGATION: ("Делегация", "Delegation"),
    Band.UNESCO: ("ЮНЕСКО", "UNESCO"),
    Band.SPEAKER: ("Докладчик", "Speaker"),
    Band.PARTICIPANT: ("Участник", "Participant"),
    Band.ORGANISER: ("Оргкомитет", "Organiser"),
    Band.PRESS: ("Пресса", "Press"),
    Band.INTERPRETER: ("Переводчик", "Interpreter"),
}
"""The words of the bands; their colours stand in badge.css."""

TEXT = Measure(
    FONTS / "SourceSerif4_600SemiBold.ttf",
    FONTS / "NotoSansArmenian_600SemiBold.ttf",
    FONTS / "NotoSansGeorgian_600SemiBold.ttf",
)
PLAIN = Measure(
    FONTS / "Onest_400Regular.ttf",
    FONTS / "NotoSansArmenian_400Regular.ttf",
    FONTS / "NotoSansGeorgian_400Regular.ttf",
)
BOLD = Measure(FONTS / "Onest_600SemiBold.ttf")
WIDTH = 86.5
"""Millimetres between the margins."""
PATRONYMIC = re.compile(r"(?<=\S)\s+\S+\s+(oğlu|qızı|oglu|qizi|uulu|kyzy|uly|qyzy|оглы|кызы|уулу|улы|ұлы|қызы)$", re.I)
"""Patronymics of two words, at the end of a name."""
CAMERA = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#10292f" stroke-width="1.8" '
    'stroke-linecap="round" stroke-linejoin="round"><path d="M3 8h4l1.500-2.500h7L17 8h4v11H3z"/>'
    '<circle cx="12" cy="13.300" r="3.400"/><path d="M2 2.500l20 19" stroke="#fff" stroke-width="5"/>'
    '<path d="M2 2.500l20 19" stroke="#9f1f18" stroke-width="2.600"/></svg>'
)
NO_PHOTOS = "data:image/svg+xml;base64," + base64.b64encode(CAMERA.encode()).decode()
"""A camera crossed out, as a picture that stands alone."""
NAME_SIZES = (33, 30, 27, 24, 21, 18, 16, 14)


@dataclass(frozen=True)
class Fitted:
    """A text set in lines that fit: its size in points and its language."""

    points: float
    lines: Sequence[str]
    language: str

    @property
    def size(self) -> str:
        """The class of the style sheet that has this size."""
        return f"s{self.points:g}".replace(".", "-")


class Badge(SheetDocument):
    """One person's badge, A6."""

    kind: ClassVar[str] = IssuedDocument.Kind.BADGE
    template_name: ClassVar[str] = "documents/badge.html"
    stylesheets: ClassVar[tuple[str, ...]] = ("document.css", "badge.css")
    limits: ClassVar[Limits] = Limits(cpu_seconds=15, memory_mib=1024, wall_seconds=30)
    is_kept: ClassVar[bool] = False

    def title(self) -> str:
        person = self.issued.about.participant if self.issued.about else self.issued.person
        name = person.name_in(self.issued.language) if person else ""
        word = "Бейдж" if self.issued.language == "ru" else "Badge"
        return f"{word} {self.issued.number}. {name}"

    def context(self) -> dict[str, Any]:
        registration: Any = self.issued.about
        conference = self.issued.conference
        name, others = names_of(registration)
        return {
            "registration": registration,
            "event": event_lines(conference),
            "mark": mark_data_uri(),
            "name": name,
            "others": others,
            "post": lines_about(registration),
            "country": country_lines(str(registration.country.code or "")),
            "languages": languages_of(registration),
            "band": registration.category.badge_band,
            "words": BANDS[Band(registration.category.badge_band)],
            "no_photos": NO_PHOTOS if refuses_photos(registration) else "",
            "is_example": conference.is_demonstration,
        }


def refuses_photos(registration: Registration) -> bool:
    """Whether the badge bears the sign “No photos”: no consent to photo and video stands. The text promises it."""
    consents = Consent.objects.to(registration.conference, ConsentText.Kind.PHOTO_VIDEO).standing()
    return not consents.filter(person=registration.participant).exists()


class FourBadges(Badge):
    """Badges of A6, four to a sheet of A4."""

    stylesheets: ClassVar[tuple[str, ...]] = ("document.css", "badge.css", "badge-four.css")
    batch: ClassVar[int] = 48
    per_leaf: ClassVar[int] = 4
    leaf: ClassVar[str] = "four"

    @classmethod
    def arranged(cls, parts: Sequence[str]) -> list[str]:
        leaves = [parts[start : start + cls.per_leaf] for start in range(0, len(parts), cls.per_leaf)]
        return [cls._leaf(leaf) for leaf in leaves]

    @classmethod
    def _leaf(cls, parts: Sequence[str]) -> str:
        cells = "".join(f'<div class="cell c{at}">{part}</div>' for at, part in enumerate(parts))
        return f'<div class="leaf {cls.leaf}">{cells}</div>'


class EightBadges(FourBadges):
    """Badges of 74 × 105 mm (A7), eight to a sheet of A4: the same badge at seven tenths."""

    stylesheets: ClassVar[tuple[str, ...]] = ("document.css", "badge.css", "badge-eight.css")
    per_leaf: ClassVar[int] = 8
    leaf: ClassVar[str] = "eight"


def names_of(registration: Registration) -> tuple[Fitted, list[Fitted]]:
    """The name in large letters, and the forms of it in other scripts that say something new.

    Large stands the name as it is spoken, without the patronymic; the Latin name in its place when the spoken one is
    in letters that our typefaces lack.
    """
    person = registration.participant
    spoken = person.full_name if TEXT.covers(person.full_name) else person.latin_name
    parts = take_apart(PATRONYMIC.sub("", spoken or person.full_name), person.latin_name)
    large = [part for part in (parts.given, parts.family) if part] or [str(person)]
    size, lines = TEXT.fit(large, width=WIDTH, height=28, sizes=NAME_SIZES, leading=34 / 33)
    shown = {_bare(" ".join(large)), _bare(f"{parts.family} {parts.given}"), _bare(person.full_name)}
    texts = []
    for text in (person.latin_name, person.native_name):
        if text and PLAIN.covers(text) and _bare(text) not in shown:
            shown.add(_bare(text))
            texts.append(text)
    height = 9.6 if len(texts) == 1 else 6.5
    others = [_fitted(text, height=height, sizes=(15, 13, 11, 9.5, 8)) for text in texts]
    return Fitted(size, lines, script_of(" ".join(lines))), others


def lines_about(registration: Registration) -> list[Fitted]:
    """Post and organisation in the language of the person's letters, or in the one there is."""
    person, language = registration.participant, registration.language
    order = (language, "en" if language == "ru" else "ru")
    lines = []
    for obj, field, sizes in ((person, "position", (11, 10, 9, 8)), (registration, "body", (9.5, 8.5, 8))):
        text = next((text for each in order if (text := getattr(obj, f"{field}_{each}"))), "")
        if text and PLAIN.covers(text):
            height = 8.2 if field == "position" else 7.4
            lines.append(_fitted(text[:1].upper() + text[1:], height=height, sizes=sizes, leading=1.22))
    return lines


@lru_cache(maxsize=300)
def country_lines(code: str) -> list[tuple[str, Fitted]]:
    """«Армения / Armenia» on one line, or two lines when they are long. Each with what stands before it."""
    names = both_countries(code)
    together = " / ".join(name for name, _language in names)
    for size in (11, 10, 9):
        if BOLD.width(together, size) <= WIDTH:
            return [(" / " if at else "", Fitted(size, [name], language)) for at, (name, language) in enumerate(names)]
    return [("", _fitted(name, height=4.5, sizes=(10, 9, 8), face=BOLD, language=language)) for name, language in names]


@lru_cache(maxsize=32)
def _event(titles: tuple[tuple[str, str], ...], dates: str) -> list[Fitted]:
    lines = []
    for title, language in titles:
        size, fitted = PLAIN.fit([title], width=70, height=4, sizes=(8.5, 8, 7.5), leading=1.3)
        lines.append(Fitted(size, fitted, language))
    return [*lines, Fitted(8.5, [dates], "ru")]


def event_lines(conference: Conference) -> list[Fitted]:
    """Short titles in both languages, and the dates in figures, which need no language."""
    titles = []
    for language in ("ru", "en"):
        title = getattr(conference, f"short_title_{language}") or getattr(conference, f"title_{language}")
        if title:
            titles.append((typography(title, language), language))
    starts, ends = conference.starts, conference.ends
    if starts == ends:
        dates = f"{ends:%d.%m.%Y}"
    elif (starts.year, starts.month) == (ends.year, ends.month):
        dates = f"{starts:%d}–{ends:%d.%m.%Y}"
    else:
        dates = f"{starts:%d.%m.%Y} – {ends:%d.%m.%Y}"
    return _event(tuple(titles), dates)


def languages_of(registration: Registration) -> list[tuple[str, str]]:
    """The languages to address the person in: that of the letters; for interpreters all of the conference."""
    if registration.category.family != Category.Family.INTERPRETER:
        return [(SHORT[registration.language], registration.language)]
    codes = [code.strip() for code in registration.conference.working_languages.split(",")]
    return [(SHORT[code], "ru" if code == "ru" else "en") for code in codes if code in SHORT]


def _fitted(
    text: str, *, height: float, sizes: Sequence[float], leading: float = 1.2, face: Measure = PLAIN, language: str = ""
) -> Fitted:
    language = language or script_of(text)
    typeset = typography(text, "ru" if is_russian(text) else "en")
    size, lines = face.fit([typeset], width=WIDTH, height=height, sizes=sizes, leading=leading)
    return Fitted(size, lines, language)


def _bare(name: str) -> str:
    """*name* as it is compared: no case, no accents, words in any order."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(sorted("".join(char for char in folded if not unicodedata.combining(char)).split()))
