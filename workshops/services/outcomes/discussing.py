"""What delegates do in the announced period: comment, propose, support. And what moderators do: hide, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.extensions import ask
from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from conference.permissions import Visitor, may
from workshops.models import Amendment, ClauseComment, OutcomeDocument, Recommendation, Support

from .drafting import locked, standing

Seat = Mapping[str, Any]


def seat_of(person: Person, conference: Conference) -> Seat:
    """What the room of registration says of the person: a listener, a delegation, at its head. Empty: nothing."""
    found: dict[str, Any] = {}
    for told in ask("seat_of", person, conference):
        found |= told
    return found


def may_speak(person: Visitor, conference: Conference) -> bool:
    """Whether the person may comment, propose and endorse: participants may, listeners read."""
    if not isinstance(person, Person) or not may(person, "workshops.discuss_outcomes", conference):
        return False
    return not seat_of(person, conference).get("is_listener")


def require_voice(document: OutcomeDocument, person: Person) -> None:
    """Raises MoveNotAllowed, in words that say what to do, unless the person may comment and propose just now."""
    conference = document.conference
    if not may(person, "workshops.discuss_outcomes", conference):
        raise MoveNotAllowed(_("Participants of the conference comment and propose. Register to take part."))
    if seat_of(person, conference).get("is_listener"):
        raise MoveNotAllowed(_("You are registered as a listener: you read the drafts, delegates discuss them."))
    if not document.takes_comments():
        raise MoveNotAllowed(_("Comments and proposals are taken in the announced period only."))


@transaction.atomic
def comment(
    document: OutcomeDocument, clause: Recommendation | None, *, by: Person, text: str, language: str,
    on_behalf_of: str = "", is_named: bool = False,
) -> ClauseComment:  # fmt: skip
    """Remark upon a clause, or upon the document as a whole. Raises MoveNotAllowed outside the announced period."""
    current = locked(document)
    require_voice(current, by)
    return ClauseComment.objects.create(
        document=current, clause=standing(clause) if clause else None, author=by, text=text, language=language,
        on_behalf_of=on_behalf_of, is_named=is_named,
    )  # fmt: skip


@transaction.atomic
def propose(
    document: OutcomeDocument, clause: Recommendation | None, *, by: Person, reason: str, language: str,
    ru: str = "", en: str = "", is_removal: bool = False, on_behalf_of: str = "", is_named: bool = False,
) -> Amendment:  # fmt: skip
    """Propose another text for a clause, that it be taken out, or (no *clause*) a new one.

    Raises MoveNotAllowed outside the announced period, ValidationError when nothing would change.
    """
    current = locked(document)
    require_voice(current, by)
    base = None
    if clause:
        clause = standing(clause)
        base = clause.versions.first()
        ru = "" if ru.strip() == clause.in_language("ru").strip() else ru
        en = "" if en.strip() == clause.in_language("en").strip() else en
    if is_removal and clause:
        ru = en = ""
    elif not (ru.strip() or en.strip()):
        raise ValidationError(_("Change the text in at least one language, or write a comment instead."))
    return Amendment.objects.create(
        document=current, clause=clause, author=by, text_ru=ru.strip(), text_en=en.strip(), reason=reason,
        language=language, is_removal=is_removal and clause is not None, on_behalf_of=on_behalf_of,
        is_named=is_named, base=base,
    )  # fmt: skip


@transaction.atomic
def withdraw_proposal(amendment: Amendment, *, by: Person) -> Amendment:
    """Take one's own proposal back while nobody has decided about it. Raises MoveNotAllowed."""
    if amendment.author_id != by.pk:
        raise MoveNotAllowed(_("Only its author can withdraw a proposal."))
    amendment.move(Amendment.State.WITHDRAWN, by=by, decided_at=timezone.now())
    return amendment


@transaction.atomic
def support(amendment: Amendment, *, by: Person) -> Support:
    """Support somebody's proposal; once more is no more. Raises MoveNotAllowed when it is decided, or one's own."""
    current = locked(amendment.document)
    require_voice(current, by)
    if not amendment.is_waiting or amendment.is_hidden:
        raise MoveNotAllowed(_("This proposal has been decided about."))
    if amendment.author_id == by.pk:
        raise MoveNotAllowed(_("This proposal is yours: others may support it."))
    return Support.objects.get_or_create(amendment=amendment, person=by)[0]


@transaction.atomic
def take_back_support(amendment: Amendment, *, by: Person) -> None:
    """No longer support a proposal. Raises MoveNotAllowed outside the announced period."""
    require_voice(locked(amendment.document), by)
    Support.objects.filter(amendment=amendment, person=by).delete()


@transaction.atomic
def hide(said: ClauseComment | Amendment, *, by: Person, reason: str) -> None:
    """Hide a comment or a proposal from the public; its author goes on seeing it, with the reason.

    Raises ValidationError without a reason, MoveNotAllowed when it is hidden already.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Write why it is hidden: its author reads it."))
    fields = {"hidden_at": timezone.now(), "hidden_by": by, "hidden_reason": reason[:250]}
    if not type(said).objects.filter(pk=said.pk, hidden_at=None).update(**fields):
        raise MoveNotAllowed(_("It is hidden already."))
    for name, value in fields.items():
        setattr(said, name, value)
