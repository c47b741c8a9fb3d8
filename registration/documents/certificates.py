"""Certificates: of participation, A4 across; of hours, A4 upright with the sessions attended.

What they say is kept in ``facts`` when they are issued, so that a certificate drawn again says the same.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from conference.documents import FONTS, SheetDocument
from conference.letterhead import grouped, plait_data_uri
from conference.models import IssuedDocument, Person
from conference.rendering.metrics import Measure
from conference.text import typography

from .addressing import suggest_latin, take_apart
from .badges import Fitted
from .wording import titled, wording

NAME = Measure(
    FONTS / "SourceSerif4_600SemiBold.ttf",
    FONTS / "NotoSansArmenian_600SemiBold.ttf",
    FONTS / "NotoSansGeorgian_600SemiBold.ttf",
)
PLAIN = Measure(FONTS / "Onest_400Regular.ttf", FONTS / "NotoSansArmenian_400Regular.ttf")


class CertificateDocument(SheetDocument):
    """What both certificates share."""

    titles: ClassVar[dict[str, str]]
    width: ClassVar[float]
    is_for_holder: ClassVar[bool] = True

    def title(self) -> str:
        number = "№ " if self.issued.language == "ru" else ""
        return f"{self.titles[self.issued.language]} {number}{self.issued.number}. {titled(self.issued)}"

    def context(self) -> dict[str, Any]:
        conference = self.issued.conference
        large, small = self.names()
        return {
            "titles": self.titles,
            "name": large,
            "other_name": small,
            "ru": wording(conference, "ru"),
            "en": wording(conference, "en"),
            "facts": self.issued.facts,
            "band": plait_data_uri("band"),
            "code": grouped(self.issued.code),
        }

    def holder(self) -> Person:
        """Who is certified, with the names that are printed."""
        return self.issued.person or Person()

    def names(self) -> tuple[Fitted, Fitted | None]:
        """The name with the patronymic as it is spoken, family name last, and in Latin letters."""
        person = self.holder()
        spoken = in_order(person.full_name, person.latin_name) if NAME.covers(person.full_name) else person.latin_name
        latin = person.latin_name or suggest_latin(person.full_name)
        size, lines = NAME.fit([spoken or "–"], width=self.width, height=23, sizes=(27, 24, 21, 18, 15), leading=1.15)
        large = Fitted(size, lines, "ru" if person.full_name == spoken or spoken != latin else "en")
        if not latin or latin == spoken:
            return large, None
        size, lines = PLAIN.fit([latin], width=self.width, height=11, sizes=(15, 13, 11), leading=1.3)
        return large, Fitted(size, lines, "en")


class Certificate(CertificateDocument):
    """That somebody took part, with the paper they gave."""

    kind: ClassVar[str] = IssuedDocument.Kind.CERTIFICATE
    template_name: ClassVar[str] = "documents/certificate.html"
    stylesheets: ClassVar[tuple[str, ...]] = ("document.css", "certificate.css")
    titles: ClassVar[dict[str, str]] = {"ru": "Сертификат участника", "en": "Certificate of participation"}
    width: ClassVar[float] = 230

    def context(self) -> dict[str, Any]:
        facts = self.issued.facts
        papers = {language: typography(facts.get(f"paper_{language}") or "", language) for language in ("ru", "en")}
        return {
            **super().context(),
            "paper_ru": papers["ru"] or papers["en"],
            "paper_en": papers["en"] or papers["ru"],
            "paper_is_only_in": next((code for code in papers if papers[code]), "") if not all(papers.values()) else "",
            "is_online": facts.get("attendance") == "online",
        }


class HoursCertificate(CertificateDocument):
    """How many hours somebody attended, session by session."""

    kind: ClassVar[str] = IssuedDocument.Kind.HOURS
    template_name: ClassVar[str] = "documents/hours.html"
    stylesheets: ClassVar[tuple[str, ...]] = ("document.css", "certificate.css", "hours.css")
    titles: ClassVar[dict[str, str]] = {"ru": "Сертификат с числом часов", "en": "Certificate of hours"}
    width: ClassVar[float] = 166

    def context(self) -> dict[str, Any]:
        minutes = int(self.issued.facts.get("minutes", 0))
        sessions = [
            {
                "day": date.fromisoformat(each["day"]),
                "ru": typography(each["ru"], "ru"),
                "en": typography(each["en"], "en") if each["en"] != each["ru"] else "",
                "minutes": each["minutes"],
            }
            for each in self.issued.facts.get("sessions", [])
        ]
        return {**super().context(), "sessions": sessions, "hours": hours_in_words(minutes)}


def half_hours(minutes: int) -> float:
    """*minutes* as astronomical hours (of 60 minutes), rounded down to the half."""
    return minutes // 30 / 2


def hours_in_words(minutes: int) -> dict[str, str]:
    """«8,5 часа», “8.5 hours”."""
    hours = half_hours(minutes)
    return {
        "ru": f"{_figure(hours, 'ru')}\u00a0{_russian(hours)}",
        "en": f"{_figure(hours, 'en')}\u00a0{_english(hours)}",
    }


def _figure(hours: float, language: str) -> str:
    return f"{hours:g}".replace(".", "," if language == "ru" else ".")


def _russian(hours: float) -> str:
    whole = int(hours)
    if hours != whole or (whole % 10 in (2, 3, 4) and whole % 100 not in (12, 13, 14)):
        return "часа"
    return "час" if whole % 10 == 1 and whole % 100 != 11 else "часов"


def _english(hours: float) -> str:
    return "hour" if hours == 1 else "hours"


def in_order(full_name: str, latin_name: str) -> str:
    """«Жук Алеся Петровна» as «Алеся Петровна Жук»: given name first, as a certificate prints it."""
    name = take_apart(full_name, latin_name)
    if not name.family:
        return full_name
    return " ".join(part for part in (name.given, name.patronymic, name.family) if part)
