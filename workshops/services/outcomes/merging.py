"""What the rapporteurs decide about proposals: accept, accept in part, merge several, decline; each with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from workshops.models import Amendment, ClauseVersion, OutcomeDocument, Recommendation

from .drafting import append, locked, standing, take_out, write

State = Amendment.State
LETTER = "outcome-proposal-decided"


@transaction.atomic
def accept(
    amendment: Amendment, *, by: Person, ru: str, en: str, answer_ru: str = "", answer_en: str = "",
    expected: int | None = None,
) -> Amendment:  # fmt: skip
    """Take the proposed text as it is; the language it was not proposed in follows it (*ru* and *en* are both).

    A proposal to take the clause out takes it out. Raises ValidationError when the proposed text was edited or the
    reason is missing, TextChanged when the clause was changed meanwhile, MoveNotAllowed.
    """
    for language, text in (("ru", ru), ("en", en)):
        proposed = amendment.in_language(language)
        if proposed and proposed.strip() != text.strip():
            raise ValidationError(_("The proposed text was edited: that is accepting it in part."))
    _decide([amendment], State.ACCEPTED, by=by, ru=ru, en=en, answer=(answer_ru, answer_en), expected=expected)
    return amendment


@transaction.atomic
def accept_in_part(
    amendment: Amendment, *, by: Person, ru: str, en: str, answer_ru: str = "", answer_en: str = "",
    expected: int | None = None,
) -> Amendment:  # fmt: skip
    """Take what can be taken: *ru* and *en* are the clause's new texts. Raises as ``accept`` does."""
    if amendment.is_removal:
        raise ValidationError(_("A proposal to take a clause out is accepted or declined as a whole."))
    _decide([amendment], State.PARTLY, by=by, ru=ru, en=en, answer=(answer_ru, answer_en), expected=expected)
    return amendment


@transaction.atomic
def merge(
    amendments: Sequence[Amendment], *, by: Person, ru: str, en: str, answer_ru: str = "", answer_en: str = "",
    expected: int | None = None,
) -> list[Amendment]:  # fmt: skip
    """Make one text of several proposals about one clause, with one reason. Raises as ``accept`` does."""
    if len({amendment.clause_id for amendment in amendments}) != 1 or len(amendments) < 2:
        raise ValidationError(_("Choose at least two proposals about the same clause."))
    if any(amendment.is_removal for amendment in amendments):
        raise ValidationError(_("A proposal to take a clause out is accepted or declined as a whole."))
    _decide(amendments, State.MERGED, by=by, ru=ru, en=en, answer=(answer_ru, answer_en), expected=expected)
    return list(amendments)


@transaction.atomic
def decline(amendment: Amendment, *, by: Person, answer_ru: str = "", answer_en: str = "") -> Amendment:
    """Leave the clause as it is. Raises ValidationError without a reason, MoveNotAllowed."""
    document = _open_for_decisions(amendment.document)
    answer = _reason(answer_ru, answer_en)
    _settle(amendment, State.DECLINED, by=by, answer=answer, result=None)
    _write_to_authors(document, [amendment])
    return amendment


def _decide(
    amendments: Sequence[Amendment], state: str, *, by: Person, ru: str, en: str, answer: tuple[str, str],
    expected: int | None,
) -> None:  # fmt: skip
    document = _open_for_decisions(amendments[0].document)
    told = _reason(*answer)
    reason: dict[str, Any] = {"reason_ru": told["answer_ru"], "reason_en": told["answer_en"]}
    clause = amendments[0].clause
    how = ClauseVersion.How.MERGED
    result: ClauseVersion | None
    if clause is None:
        _require_text(ru, en)
        result = append(document, by=by, ru=ru, en=en, how=how, **reason).versions.first()
    elif amendments[0].is_removal:
        result = take_out(standing(clause), by=by, **reason)
    else:
        _require_text(ru, en)
        _require_former(clause, ru, en)
        result = _rewrite(clause, by=by, ru=ru, en=en, how=how, expected=expected, **reason)
    for amendment in amendments:
        _settle(amendment, state, by=by, answer=told, result=result)
    _write_to_authors(document, amendments)


def _rewrite(clause: Recommendation, *, ru: str, en: str, **told: Any) -> ClauseVersion:
    fresh = standing(clause)
    if _same(fresh.in_language("ru"), ru) and _same(fresh.in_language("en"), en):
        same = _("The text is the same as before: take something over from the proposals, or decline them.")
        raise ValidationError({"text_ru": same})
    return write(fresh, ru=ru, en=en, **told)


def _open_for_decisions(document: OutcomeDocument) -> OutcomeDocument:
    current = locked(document)
    if current.state not in OutcomeDocument.DECIDABLE:
        raise MoveNotAllowed(_("Proposals are decided about while comments are taken and until endorsement begins."))
    return current


def _reason(answer_ru: str, answer_en: str) -> dict[str, str]:
    if not (answer_ru.strip() or answer_en.strip()):
        raise ValidationError(_("Write the reason: the author and everybody who reads the clause will see it."))
    return {"answer_ru": answer_ru.strip(), "answer_en": answer_en.strip()}


def _require_text(ru: str, en: str) -> None:
    if not (ru.strip() or en.strip()):
        raise ValidationError(_("Write the text of the clause."))


def _require_former(clause: Recommendation, ru: str, en: str) -> None:
    """A language in which the clause has a text is not emptied by a decision."""
    empty = {
        "text_ru": (clause.in_language("ru"), ru, _("Write the Russian text too, or keep the former one.")),
        "text_en": (clause.in_language("en"), en, _("Write the English text too, or keep the former one.")),
    }
    refused = {name: told for name, (was, now, told) in empty.items() if was.strip() and not now.strip()}
    if refused:
        raise ValidationError(refused)


def _same(was: str, now: str) -> bool:
    """Whether two texts differ in nothing but spaces and line ends."""
    return was.split() == now.split()


def _settle(
    amendment: Amendment, state: str, *, by: Person, answer: dict[str, str], result: ClauseVersion | None
) -> None:
    amendment.move(state, by=by, decided_at=timezone.now(), decided_by=by, result=result, **answer)


def _write_to_authors(document: OutcomeDocument, amendments: Sequence[Amendment]) -> None:
    """One letter to each author, however many of their proposals were decided about together."""
    first = {amendment.author_id: amendment for amendment in reversed(amendments) if amendment.author_id}
    for amendment in first.values():
        author = amendment.author
        assert author is not None
        with override(author.language):
            reason, _language = amendment.answer_in(author.language)
            mail.queue(
                LETTER,
                to=author,
                conference=document.conference,
                about=amendment,
                document=document.title,
                outcome=amendment.get_state_display(),
                reason=reason,
                link=mail.link(_where(document, amendment)),
            )


def _where(document: OutcomeDocument, amendment: Amendment) -> str:
    result = amendment.result
    clause_pk = amendment.clause_id or (result.clause_id if result else None)
    if clause_pk is None:
        return document.get_absolute_url()
    return document.url("workshops:clause", pk=clause_pk)
