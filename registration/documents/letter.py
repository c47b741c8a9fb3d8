"""The invitation letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import override

from conference.documents import SheetDocument
from conference.letterhead import grouped, mark_data_uri
from conference.models import IssuedDocument
from conference.text import typography
from registration.models import Category, Registration

from .addressing import Addressee, address, address_by_name, is_russian, passages
from .wording import titled, wording


@dataclass(frozen=True)
class Line:
    """A line of print, and its passages with the language each is in."""

    text: str
    is_name: bool = False

    @property
    def passages(self) -> list[tuple[str, str]]:
        return passages(self.text)


class InvitationLetter(SheetDocument):
    """The bilingual invitation of one approved participant: Russian and English side by side, A4."""

    kind: ClassVar[str] = IssuedDocument.Kind.INVITATION_LETTER
    template_name: ClassVar[str] = "documents/invitation_letter.html"
    stylesheets: ClassVar[tuple[str, ...]] = ("document.css", "letter.css")

    def title(self) -> str:
        name = "Письмо-приглашение №" if self.issued.language == "ru" else "Invitation letter"
        return f"{name} {self.issued.number}. {titled(self.issued)}"

    def context(self) -> dict[str, Any]:
        registration: Any = self.issued.about
        conference = self.issued.conference
        to = addressee_of(registration)
        return {
            "registration": registration,
            "to": to,
            "salutation_ru": passages(to.salutation_ru),
            "ru": wording(conference, "ru") | {"lines": block(registration, to, "ru")},
            "en": wording(conference, "en") | {"lines": block(registration, to, "en")},
            "mark": mark_data_uri(),
            "is_listener": registration.category.family == Category.Family.LISTENER,
            "is_delegate": registration.category.is_for_delegates,
            "is_online": registration.attendance == Registration.Attendance.ONLINE,
            "code": grouped(self.issued.code),
        }


def addressee_of(registration: Registration) -> Addressee:
    person = registration.participant
    if registration.category.family == Category.Family.LISTENER:
        return address_by_name(full_name=person.full_name, latin_name=person.latin_name)
    return address(
        full_name=person.full_name,
        latin_name=person.latin_name,
        position_ru=person.position_ru or "",
        position_en=person.position_en or "",
        honorific_ru=person.honorific_ru or "",
        honorific_en=person.honorific_en or "",
    )


def block(registration: Registration, to: Addressee, language: str) -> list[Line]:
    """The address block in *language*; what exists in the other language only is left out."""
    own = registration.addressee.splitlines() if language == "ru" else []
    lines = [*(own or getattr(to, f"lines_{language}"))]
    body = getattr(registration, f"body_{language}") or ""
    if body and (language == "ru" or not is_russian(body)):
        lines.append(body)
    if registration.country:
        with override(language):
            lines.append(str(registration.country.name))
    whole = [line.strip() for line in lines if line.strip()]
    name = next((at for at, line in enumerate(whole) if "Превосходительству" not in line), 0)
    return [Line(_typeset(line, language), at == name) for at, line in enumerate(whole)]


def _typeset(line: str, language: str) -> str:
    return typography(line, language).replace("H.\u00a0E.\u00a0", "H.E.\u00a0")  # an abbreviation, not initials
