"""The certificate of hours of a course: the meetings that somebody was at, and its academic hours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from conference.models import Person
from conference.text import typography

from .addressing import suggest_latin
from .certificates import HoursCertificate


class CourseCertificate(HoursCertificate):
    """Numbered among the certificates of hours. Its hours are academic ones, of 45 minutes, as the course says."""

    template_name: ClassVar[str] = "documents/course_hours.html"

    def holder(self) -> Person:
        """The person, by the name that the listener gave for letters and certificates."""
        person, name = super().holder(), str(self.issued.facts.get("name") or "")
        is_own = not name or name == person.full_name
        return person if is_own else Person(full_name=name, latin_name=suggest_latin(name))

    def context(self) -> dict[str, Any]:
        facts = self.issued.facts
        days = [date.fromisoformat(each["day"]) for each in facts.get("sessions", [])]
        return {
            **super().context(),
            "course_ru": typography(facts.get("course_ru", ""), "ru"),
            "course_en": typography(facts.get("course_en", ""), "en"),
            "academic": academic_hours(Decimal(str(facts.get("hours", 0)))),
            "attended": len(facts.get("sessions", [])),
            "meetings": facts.get("meetings", 0),
            "first": min(days, default=None),
            "last": max(days, default=None),
            "sessions": [
                {
                    "day": date.fromisoformat(each["day"]),
                    "ru": typography(each["ru"], "ru"),
                    "en": typography(each["en"], "en") if each["en"] != each["ru"] else "",
                    "minutes": each["minutes"],
                }
                for each in facts.get("sessions", [])
            ],
        }


def academic_hours(hours: Decimal) -> dict[str, str]:
    """«12 академических часов», “12 academic hours”."""
    plain = f"{hours.normalize():f}"
    whole = int(hours)
    if hours != whole:
        russian = "академического часа"
    elif whole % 10 == 1 and whole % 100 != 11:
        russian = "академический час"
    elif whole % 10 in (2, 3, 4) and whole % 100 not in (12, 13, 14):
        russian = "академических часа"
    else:
        russian = "академических часов"
    english = "academic hour" if hours == 1 else "academic hours"
    return {"ru": f"{plain.replace('.', ',')}\u00a0{russian}", "en": f"{plain}\u00a0{english}"}
