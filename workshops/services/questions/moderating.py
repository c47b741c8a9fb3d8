"""What moderators do with questions. Every move can be taken back; whoever asked always sees what became of it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from conference.text import search_key
from workshops.models import Answer, Question, Theme

from .asking import LONGEST, too_long

State = Question.State


@transaction.atomic
def approve(question: Question, *, by: Person | None) -> Question:
    """Show the question to everybody. Raises MoveNotAllowed when it waits no more."""
    if question.state != State.PENDING:
        raise _moved_on(question)
    question.move(State.APPROVED, by=by)
    return question


@transaction.atomic
def decline(question: Question, *, reason: str, by: Person | None) -> Question:
    """Do not take the question; who asked it reads *reason*. Raises ValidationError without one, MoveNotAllowed."""
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Say why, in a sentence: who asked it will read this."), code="no-reason")
    question.move(State.DECLINED, by=by, reason=reason, decided_at=timezone.now(), in_the_air_since=None)
    Question.objects.filter(pk=question.pk).update(reason=reason)
    question.reason = reason
    return question


@transaction.atomic
def merge(question: Question, *, into: Question, by: Person | None) -> Question:
    """Let *question* be the same as *into*: its votes count there, each voter once, and so do votes to come.

    What was merged with *question* before goes along; *into* that was merged itself stands for the last of its chain.
    Raises ValidationError for a question of another event or one declined, MoveNotAllowed for one merged or answered.
    """
    chosen = into
    rows = Question.objects.select_for_update().order_by("pk")
    known = {row.pk: row for row in rows.filter(pk__in=[question.pk, chosen.pk])}
    into = known[chosen.pk]
    if into.merged_into_id:
        into = rows.get(pk=into.merged_into_id)
    if (into.conference_id, into.session_id) != (question.conference_id, question.session_id):
        raise ValidationError(_("Only questions to the same event are merged."), code="elsewhere")
    if into.pk == question.pk:
        raise ValidationError(_("Choose another question: this is the one to be merged."), code="itself")
    if into.state == State.DECLINED:
        raise ValidationError(_("The question you have chosen is declined."), code="declined")
    question.move(State.MERGED, by=by, merged_into=into, repeats=chosen, in_the_air_since=None)
    Question.objects.filter(merged_into=question).update(merged_into=into)
    return question


def _part(question: Question) -> dict[str, object]:
    """Fields with which a merged question is one of its own again, after its own duplicates went back to it."""
    if question.state != State.MERGED:
        return {}
    nearest, own = [question.pk], []
    while nearest:
        nearest = list(Question.objects.filter(repeats__in=nearest).values_list("pk", flat=True))
        own += nearest
    Question.objects.filter(pk__in=own).update(merged_into=question)
    return {"merged_into": None, "repeats": None}


@transaction.atomic
def reopen(question: Question, *, by: Person | None) -> Question:
    """Show a question again that was answered, declined or merged; written answers stay. Raises MoveNotAllowed."""
    if question.state not in (State.ANSWERED, State.DECLINED, State.MERGED):
        raise _moved_on(question)
    return _return(question, State.APPROVED, by=by)


@transaction.atomic
def take_back(
    question: Question, *, was: str, now: str, aired_since: datetime | None = None, by: Person | None
) -> Question:
    """Undo the move of *question* from the state *was* to *now*. Raises MoveNotAllowed when it moved on meanwhile.

    One that was being answered (*aired_since*) is so again, unless another of its event is by now.
    """
    question.refresh_from_db()
    if question.state != now:
        raise _moved_on(question)
    _return(question, was, by=by)
    if aired_since is not None and question.state == State.APPROVED:
        others = Question.objects.filter(session=question.session_id, in_the_air_since__isnull=False)
        if not others.exists() and _in_the_air(question, aired_since):
            question.in_the_air_since = aired_since
    return question


def _in_the_air(question: Question, since: datetime) -> bool:
    try:
        with transaction.atomic():
            return bool(Question.objects.filter(pk=question.pk).update(in_the_air_since=since))
    except IntegrityError:  # another was taken this moment
        return False


@transaction.atomic
def take_theme_back(question: Question, *, was: int | None, now: int | None, by: Person | None) -> Question:
    """Put the question under the theme *was* again. Raises MoveNotAllowed when it stands under another by now."""
    question.refresh_from_db()
    if question.theme_id != now:
        raise MoveNotAllowed(_("Somebody else has chosen another theme for the question meanwhile."))
    return put_under(question, Theme.objects.of(question.conference).filter(pk=was).first(), by=by)


def _return(question: Question, state: str, *, by: Person | None) -> Question:
    if question.state == State.ANSWERED:
        for answer in question.answers.filter(kind=Answer.Kind.AIR):
            if not answer.words("ru") and not answer.words("en"):
                answer.delete()
    question.move(state, by=by, reason=_("taken back"), decided_at=None, in_the_air_since=None, **_part(question))
    Question.objects.filter(pk=question.pk).update(reason="")
    question.reason = ""
    return question


def _moved_on(question: Question) -> MoveNotAllowed:
    question.refresh_from_db(fields=["state"])
    said = _("Somebody else has moved the question meanwhile: now it is “%(state)s”.")
    return MoveNotAllowed(said % {"state": question.get_state_display()})


@transaction.atomic
def put_under(question: Question, theme: Theme | None, *, by: Person | None) -> Question:
    """Put the question under *theme*, or under none. Raises ValidationError for a theme of another season."""
    if theme is not None and theme.conference_id != question.conference_id:
        raise ValidationError(_("This belongs to another conference."), code="elsewhere")
    question.theme = theme
    question.save(update_fields=["theme"])
    return question


@transaction.atomic
def make_theme(conference: Conference, *, title_ru: str, title_en: str = "", by: Person | None) -> Theme:
    """A new theme at the end of the list; one that has the same title already is that one."""
    title_ru, title_en = title_ru.strip(), title_en.strip()
    if not title_ru and not title_en:
        raise ValidationError(_("Give the theme a title."), code="empty")
    themes = Theme.objects.of(conference)
    for each in themes:
        told = ((title_ru, each.title_ru), (title_en, each.title_en))
        if any(typed and (known or "").casefold() == typed.casefold() for typed, known in told):
            return each
    taken = set(themes.values_list("slug", flat=True))
    base = slugify(search_key(title_en or title_ru))[:34].strip("-") or "theme"
    slug = next(name for name in (base, *(f"{base}-{n}" for n in range(2, 999))) if name not in taken)
    return Theme.objects.create(
        conference=conference, slug=slug, order=len(taken) + 1, title_ru=title_ru, title_en=title_en
    )


@transaction.atomic
def reword(question: Question, text: str, *, by: Person | None) -> Question:
    """Correct the typing of a question in its own language; what who asked wrote stays readable to them."""
    text = _words(text)
    was = question.words(question.language)
    if text == was:
        return question
    if not question.as_asked:
        question.as_asked = was
    elif question.as_asked == text:
        question.as_asked = ""
    return _write(question, question.language, text)


@transaction.atomic
def translate(question: Question, text: str, *, by: Person | None) -> Question:
    """Add the question in the other language, or take that away with an empty *text*."""
    return _write(question, question.other_language, _words(text) if text.strip() else "")


def _words(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError(_("Write your question."), code="empty")
    if len(text) > LONGEST:
        raise too_long()
    return text


def _write(question: Question, language: str, text: str) -> Question:
    setattr(question, f"text_{language}", text)
    question.save(update_fields=[f"text_{language}", "text", "as_asked"])
    return question
