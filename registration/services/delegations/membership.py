"""The members of a delegation as its task list shows them: in protocol order, each with what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registration.models import Delegation, Registration

STEP = "member"
REPLY = "reply"
"""The key of ``Delegation.shared`` with what the focal point answers to the remarks."""
State = Registration.State
ROLES = {role: at for at, role in enumerate(Registration.DelegationRole.values)}


@dataclass
class Member:
    """One person of a delegation, named or being filled in. ``told`` is what a draft holds of them."""

    registration: Registration
    told: dict[str, Any]

    @property
    def is_draft(self) -> bool:
        return self.registration.state == State.DRAFT

    @property
    def name(self) -> str:
        """The name for a page in the language that is on."""
        if self.registration.person:
            return self.registration.person.name_in(get_language() or "ru")
        first, second = ("full_name", "latin_name") if get_language() == "ru" else ("latin_name", "full_name")
        return str(self.told.get(first) or self.told.get(second) or "")

    @property
    def post(self) -> str:
        here, other = ("ru", "en") if get_language() == "ru" else ("en", "ru")
        if person := self.registration.person:
            return getattr(person, f"position_{here}") or getattr(person, f"position_{other}") or ""
        return str(self.told.get(f"position_{here}") or self.told.get(f"position_{other}") or "")

    @property
    def role(self) -> str:
        return str(self.registration.get_delegation_role_display())

    @property
    def missing(self) -> list[str]:
        """What a draft still needs before it can be sent, in words."""
        if not self.is_draft:
            return []
        wanted = {
            _("the name in Latin letters"): self.told.get("latin_name"),
            _("the post"): self.told.get("position_ru") or self.told.get("position_en"),
        }
        return [label for label, value in wanted.items() if not value]

    @property
    def is_ready(self) -> bool:
        """Nothing is missing: sent already, or complete."""
        return not self.is_draft or not self.missing

    @property
    def order(self) -> tuple[int, int, str, int]:
        """The protocol order: role, personal rank, name in Latin letters."""
        each = self.registration
        latin = each.person.latin_name if each.person else self.told.get("latin_name", "")
        return ROLES.get(each.delegation_role, len(ROLES)), each.rank, str(latin), each.pk


@dataclass
class Roster:
    """Everybody of a delegation, and how many seats have no name yet."""

    delegation: Delegation
    members: list[Member] = field(default_factory=list)
    declined: list[Member] = field(default_factory=list)

    @property
    def head(self) -> Member | None:
        return next((member for member in self.members if member.registration.is_head), None)

    @property
    def ready(self) -> list[Member]:
        return [member for member in self.members if member.is_ready]

    @property
    def to_send(self) -> list[Member]:
        """Complete drafts."""
        return [member for member in self.members if member.is_draft and member.is_ready]

    @property
    def seats_needed(self) -> int:
        """Members who sit in the hall."""
        hall = Registration.Attendance.HALL
        return sum(1 for member in self.members if member.registration.attendance == hall)

    @property
    def seats_free(self) -> int:
        """Granted seats that nobody has been named for."""
        return max(self.delegation.seats - self.seats_needed, 0)

    @property
    def placeholders(self) -> list[int]:
        """Numbers of the members not named yet whose seats are held."""
        free = self.seats_free if self.delegation.holds_until() else 0
        return [len(self.members) + at + 1 for at in range(free)]

    @property
    def total(self) -> int:
        """Everybody there is, and every granted seat without a name."""
        return len(self.members) + self.seats_free


def roster(delegation: Delegation) -> Roster:
    """The members who count, one query: drafts and active registrations, in protocol order."""
    rows = delegation.registrations.filter(state__in=[State.DRAFT, *Registration.ACTIVE, State.DECLINED])
    return of_rows(delegation, rows.select_related("person", "track", "category"))


def of_rows(delegation: Delegation, rows: Iterable[Registration]) -> Roster:
    """The roster made of *rows* already at hand."""
    everybody = [Member(each, each.answers.get(STEP, {}) if each.state == State.DRAFT else {}) for each in rows]
    everybody.sort(key=lambda member: member.order)
    counted = [member for member in everybody if member.registration.state != State.DECLINED]
    return Roster(delegation, counted, [member for member in everybody if member not in counted])
