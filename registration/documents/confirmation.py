"""The confirmation of registration: the number, what, when, where, and the code to show at the door."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import override

from conference.documents import SheetDocument
from conference.letterhead import grouped, mark_data_uri
from conference.models import IssuedDocument
from registration.models import Registration

from .certificates import in_order
from .countries import country_name, delegation_title
from .wording import titled, wording

ATTENDANCE = {"hall": {"ru": "в зале", "en": "in the hall"}, "online": {"ru": "онлайн", "en": "online"}}


class Confirmation(SheetDocument):
    """What an approved participant prints or keeps in the phone; drawn anew each time, so it is never out of date."""

    kind: ClassVar[str] = IssuedDocument.Kind.CONFIRMATION
    template_name: ClassVar[str] = "documents/confirmation.html"
    stylesheets: ClassVar[tuple[str, ...]] = ("document.css", "letter.css", "confirmation.css")
    is_kept: ClassVar[bool] = False
    is_for_holder: ClassVar[bool] = True

    def title(self) -> str:
        name = "Подтверждение регистрации №" if self.issued.language == "ru" else "Confirmation of registration"
        return f"{name} {self.issued.number}. {titled(self.issued)}"

    def context(self) -> dict[str, Any]:
        registration: Any = self.issued.about
        conference = self.issued.conference
        person = registration.participant
        return {
            "registration": registration,
            "name": in_order(person.full_name, person.latin_name),
            "latin_name": person.latin_name if person.latin_name != person.full_name else "",
            "ru": wording(conference, "ru") | self.told(registration, "ru"),
            "en": wording(conference, "en") | self.told(registration, "en"),
            "mark": mark_data_uri(),
            "is_online": registration.attendance == Registration.Attendance.ONLINE,
            "code": grouped(self.issued.code),
        }

    def told(self, registration: Registration, language: str) -> dict[str, str]:
        """What was registered, in *language*."""
        delegation = registration.delegation
        track = registration.track
        with override(language):
            category = str(registration.category)
        return {
            "category": category,
            "attendance": ATTENDANCE[registration.attendance][language],
            "delegation": delegation_title(str(delegation.country.code or ""), language)
            if delegation and delegation.country
            else "",
            "country": country_name(str(registration.country.code), language) if registration.country else "",
            "track": (getattr(track, f"title_{language}") or "") if track else "",
            "address": getattr(registration.conference, f"address_{language}") or "",
            "when_note": getattr(registration.conference, f"when_note_{language}") or "",
        }
