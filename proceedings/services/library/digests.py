"""A digest of answers: a draft made of the answered questions of an event, in both languages."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conference.models import Person
from conference.moves import MoveNotAllowed
from proceedings.models import Material
from workshops.models import Question, Session

from .facts import LANGUAGES
from .writing import add


@transaction.atomic
def digest_of(session: Session, *, by: Person | None) -> Material:
    """The digest of *session*: that which there is already, or a draft made of what was answered, by theme.

    The most wanted question of each theme comes first. What is answered in one language only stands in its text alone;
    the other says how much there is. The title is that of the event, in both languages. Raises
    MoveNotAllowed when nothing was answered.
    """
    known = Material.objects.of(session.conference).filter(session=session, kind=Material.Kind.DIGEST)
    if there := known.exclude(state=Material.State.WITHDRAWN).first():
        return there
    questions = _answered(session)
    if not questions:
        raise MoveNotAllowed(_("No question of this event has an answer in words yet."))
    texts: dict[str, str] = {}
    for code in LANGUAGES:
        with translation.override(code):
            texts |= _texts(session, questions, code)
    themes = {question.theme_id for question in questions if question.theme_id}
    experts = {answer.expert_id for question in questions for answer in question.answers.all() if answer.expert_id}
    return add(
        session.conference, kind=Material.Kind.DIGEST, by=by, session=session,
        language=Material.Spoken.BOTH if texts["body_en"] and texts["body_ru"] else session.language,
        year=timezone.localtime(session.starts, session.conference.zone).year,
        themes=sorted(themes), speakers=sorted(experts), audience=list(session.audience), **texts,
    )  # fmt: skip


def _answered(session: Session) -> list[Question]:
    """Answered questions of *session* with an answer in words, by theme, the most wanted first."""
    rows = Question.objects.of(session.conference).filter(session=session, state=Question.State.ANSWERED)
    found = rows.with_votes().select_related("theme").prefetch_related("answers__expert")
    ordered = found.order_by("theme__order", "theme_id", "-votes_given", "asked_at", "pk")
    return [question for question in ordered if any(_words(question, code) for code in LANGUAGES)]


def _words(question: Question, code: str) -> str:
    """The answers in the language *code* as Markdown under their question; empty where nothing is answered in it.

    A question that nobody translated stands in the language it was asked in.
    """
    asked = _or_other(question, "text", code)
    answers = [
        (getattr(answer, f"text_{code}"), answer)
        for answer in question.answers.all()
        if getattr(answer, f"text_{code}")
    ]
    if not asked or not answers:
        return ""
    said = []
    for text, answer in answers:
        name = getattr(answer.expert, f"name_{code}") if answer.expert else ""
        said += [text.strip(), f"— *{name}*"] if name else [text.strip()]
    return "\n\n".join([f"### {' '.join(asked.split())}", *said])


def _or_other(row: Question | Session, name: str, code: str) -> str:
    """The text *name* of *row* in the language *code*, or else in the other one."""
    return next((text for each in (code, *LANGUAGES) if (text := getattr(row, f"{name}_{each}"))), "")


def _texts(session: Session, questions: list[Question], code: str) -> dict[str, str]:
    """Title, summary and text in the language *code*, which is active."""
    title = _or_other(session, "title", code)
    named = {f"title_{code}": (_("Answers: %(title)s") % {"title": title})[:250] if title else ""}
    parts: list[str] = []
    missing = 0
    last: int | None = -1
    for question in questions:
        if not (words := _words(question, code)):
            missing += 1
            continue
        if question.theme_id != last:
            last, theme = question.theme_id, question.theme
            heading = (theme and getattr(theme, f"title_{code}")) or pgettext("questions without a theme", "Other")
            parts.append(f"## {heading}")
        parts.append(words)
    if not parts:
        return {**named, f"summary_{code}": "", f"body_{code}": ""}
    if missing:
        parts.append(f"*{_also(missing, code)}*")
    day = date_format(timezone.localtime(session.starts, session.conference.zone), "DATE_FORMAT")
    count = len(questions) - missing
    summary = ngettext(
        "%(count)d answer of experts at the event of %(day)s.",
        "%(count)d answers of experts at the event of %(day)s.",
        count,
    ) % {"count": count, "day": day}
    return {**named, f"summary_{code}": summary, f"body_{code}": "\n\n".join(parts)}


def _also(count: int, code: str) -> str:
    if code == "ru":
        said = ngettext(
            "%(count)d more answer is in English only.", "%(count)d more answers are in English only.", count
        )
    else:
        said = ngettext(
            "%(count)d more answer is in Russian only.", "%(count)d more answers are in Russian only.", count
        )
    return said % {"count": count}
