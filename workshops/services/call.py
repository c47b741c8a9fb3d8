"""Verbs and questions of the call for papers: its questions, late-access codes, the limit per presenter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshops.models import AccessCode, Author, CallAnswer, CallQuestion, Submission, Terms, Track

LONGEST_LINE, LONGEST_TEXT = 250, 4000


def questions_for(track: Track, type: str) -> list[CallQuestion]:
    """What the call asks about a paper of *type* in *track*, in order."""
    return [each for each in CallQuestion.objects.for_track(track.conference, track) if each.is_asked_of(type)]


def checked_answer(question: CallQuestion, value: str) -> str:
    """*value* as it is kept. Raises ValidationError when it is too long or no choice of the question."""
    value = value.strip()
    longest = LONGEST_TEXT if question.kind == CallQuestion.Kind.LONG else LONGEST_LINE
    if len(value) > longest:
        raise ValidationError(_("Shorten the answer to %(count)d characters.") % {"count": longest})
    known = {"yes", "no"} if question.kind == CallQuestion.Kind.YES_NO else {key for key, _words in question.options()}
    if value and question.kind in (CallQuestion.Kind.YES_NO, CallQuestion.Kind.CHOICE) and value not in known:
        raise ValidationError(_("Choose one of the answers offered."))
    return value


@transaction.atomic
def keep_answers(submission: Submission, values: Mapping[int, str]) -> None:
    """Keep the answers, key of a question -> value; an empty one is forgotten. Foreign questions are ignored."""
    if submission.track is None:
        return
    for question in questions_for(submission.track, submission.type):
        if question.pk not in values:
            continue
        value = checked_answer(question, values[question.pk])
        if not value:
            CallAnswer.objects.filter(question=question, submission=submission).delete()
            continue
        CallAnswer.objects.update_or_create(question=question, submission=submission, defaults={"value": value})


def unanswered(submission: Submission) -> dict[int, str]:
    """Required questions without an answer: key -> sentence."""
    if submission.track is None:
        return {}
    answered = set(submission.answers.exclude(value="").values_list("question", flat=True))
    asked = [each for each in questions_for(submission.track, submission.type) if each.is_required]
    sentence = _("Answer the question “%(question)s”")
    return {each.pk: sentence % {"question": each.text} for each in asked if each.pk not in answered}


@transaction.atomic
def use_code(submission: Submission, code: str) -> AccessCode:
    """Let a late paper in: count the code against it, once. Raises ValidationError when the code does not fit."""
    if submission.access_code is not None:
        return submission.access_code
    found = AccessCode.objects.usable(submission.conference, submission.track, code)
    taken = found and AccessCode.objects.filter(pk=found.pk, used__lt=F("papers")).update(used=F("used") + 1)
    if found is None or not taken:
        raise ValidationError(
            _("This code does not let a paper in: it is mistyped, used up or out of date. Write to the organisers."),
            code="no_such_code",
        )
    submission.access_code = found
    Submission.objects.filter(pk=submission.pk).update(access_code=found)
    return found


def presenters(authors: Iterable[Author]) -> set[str]:
    """By which addresses the presenting authors are known."""
    return {author.email.lower() for author in authors if author.is_presenting and author.email}


def require_room_for_presenters(submission: Submission) -> None:
    """Raise ValidationError when a presenter already offers as many papers as the call allows."""
    limit = Terms.of(submission.conference, submission.track).per_presenter
    if limit is None:
        return
    others = Submission.objects.of(submission.conference).sent().exclude(pk=submission.pk)
    others = others.exclude(state=Submission.State.DECLINED)
    for address in sorted(presenters(submission.authors.all())):
        mine = others.filter(Q(authors__email__iexact=address, authors__is_presenting=True)).distinct().count()
        if mine >= limit:
            told = ngettext(
                "%(address)s already presents %(count)d paper here, and the call allows no more.",
                "%(address)s already presents %(count)d papers here, and the call allows no more.",
                mine,
            )
            raise ValidationError(told % {"address": address, "count": mine}, code="too_many_papers")
