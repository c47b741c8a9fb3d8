"""Answers to the organisers' own questions: kept, counted where places are limited, shown, erased in time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_countries import countries

from conference.models import Conference
from conference.moves import MoveNotAllowed, refusal_words
from conference.uploads import check_upload
from registration.models import Category, CustomAnswer, CustomChoice, CustomQuestion, Registration
from registration.models.questions import STEP

Kind = CustomQuestion.Kind
FILE_LIMIT = 5 * 1024 * 1024
FILE_KINDS = ("pdf", "jpg", "png", "docx")
SAFE_NAME = re.compile(r"[^\w.() -]+")
NO_PLACE = "no_place"


def answers_told(told: dict[str, Any], questions: Iterable[CustomQuestion]) -> dict[int, Any]:
    """The answers in *told* that count, by question: what was answered to a question that is not asked is dropped."""
    kept: dict[int, Any] = {}
    asked: dict[str, Any] = {}
    for question in questions:
        answer = told.get(question.field_name)
        if not question.is_asked(asked) or answer in (None, "", [], {}):
            continue
        asked[question.field_name] = kept[question.pk] = answer
    return kept


@transaction.atomic
def keep_file(draft: Registration, question: CustomQuestion, upload: UploadedFile | None) -> dict[str, str] | None:
    """Keep the file that answers *question* in the draft, in place of an earlier one; None removes it.

    Returns what the draft's answers say of it, ``{"name": …}``. The kind is told by the content: raises
    ValidationError for anything but FILE_KINDS.
    """
    drop(CustomAnswer.objects.filter(registration=draft, question=question))
    if upload is None:
        return None
    kind = check_upload(upload, FILE_KINDS, most_bytes=FILE_LIMIT)
    stem = SAFE_NAME.sub("_", str(upload.name or "").rpartition(".")[0])[-80:].strip(". ") or "file"
    value = {"name": f"{stem}.{kind}"}
    answer = CustomAnswer(registration=draft, question=question, value=value)
    answer.file.save(value["name"], upload)
    return value


@transaction.atomic
def keep_answers(registration: Registration, told: dict[str, Any], *, source: Registration | None = None) -> None:
    """Write the answers in *told* (field name -> value) onto *registration*, and count places anew.

    The places newly chosen are taken before others are given back. *source* is the draft whose files they are, when
    it is not the registration itself. Raises ValidationError, code ``no_place``, when a choice has none left: nothing
    is changed then, if the caller rolls back.
    """
    questions = registration.category.asked
    new = answers_told(told, questions)
    old = {answer.question_id: answer for answer in registration.custom_answers.all()}
    if not new and not old:
        return
    files = {answer.question_id: answer for answer in source.custom_answers.all()} if source else old
    for question in questions:
        was, value = old.get(question.pk), new.get(question.pk)
        if value is None:
            if was:
                _let_go(was)
            continue
        answer = was or CustomAnswer(registration=registration, question=question)
        answer.value = value
        if question.kind == Kind.FILE and (upload := files.get(question.pk)) and upload.pk != answer.pk:
            if answer.file:
                answer.file.delete(save=False)
            answer.file = upload.file.name
            CustomAnswer.objects.filter(pk=upload.pk).update(file="")
        held = set(answer.places_held)
        wanted = set(_chosen(question, value))
        _take(wanted - held)
        _free(held - wanted)
        answer.places_held = sorted(wanted)
        answer.save()


def _chosen(question: CustomQuestion, value: Any) -> list[int]:
    if not question.has_choices:
        return []
    return [int(each) for each in (value if isinstance(value, list) else [value])]


def _take(choices: Iterable[int]) -> None:
    """One place of each; the UPDATE itself is the lock, in one order for everybody. Raises ValidationError."""
    for pk in sorted(choices):
        free = Q(places=None) | Q(places_taken__lt=F("places"))
        if not CustomChoice.objects.filter(free, pk=pk).update(places_taken=F("places_taken") + 1):
            title = CustomChoice.objects.filter(pk=pk).values_list("title", flat=True).first() or ""
            raise ValidationError(
                _("No places are left for “%(choice)s”. Choose another answer, please.") % {"choice": title},
                code=NO_PLACE,
            )


def _free(choices: Iterable[int]) -> None:
    for pk in sorted(choices):
        CustomChoice.objects.filter(pk=pk, places_taken__gt=0).update(places_taken=F("places_taken") - 1)


def _let_go(answer: CustomAnswer) -> None:
    _free(answer.places_held)
    drop(CustomAnswer.objects.filter(pk=answer.pk))


@transaction.atomic
def give_places_back(registration: Registration) -> None:
    """Free the places of its choices; the answers stay. Safe to call twice."""
    for answer in registration.custom_answers.exclude(places_held=[]):
        was = answer.places_held
        if CustomAnswer.objects.filter(pk=answer.pk, places_held=was).update(places_held=[]):
            _free(was)


@transaction.atomic
def take_places(registration: Registration) -> None:
    """Count the places of its choices again, after they were given back. Raises MoveNotAllowed when one has none."""
    rows = registration.custom_answers.select_related("question")
    for answer in rows.filter(places_held=[], question__kind__in=CustomQuestion.WITH_CHOICES):
        wanted = _chosen(answer.question, answer.value)
        try:
            _take(wanted)
        except ValidationError as refusal:
            raise MoveNotAllowed(refusal_words(refusal)) from None
        CustomAnswer.objects.filter(pk=answer.pk).update(places_held=sorted(wanted))


def drop(answers: Any) -> int:
    """Delete *answers* (a queryset) with their files, once the transaction holds; returns how many there were."""
    rows = list(answers)
    for answer in rows:
        if answer.file:
            transaction.on_commit(partial(answer.file.storage.delete, answer.file.name))
    CustomAnswer.objects.filter(pk__in=[answer.pk for answer in rows]).delete()
    return len(rows)


def erase_due_answers() -> int:
    """Erase the answers whose term is over, with files and what drafts hold of them; returns how many rows."""
    today = timezone.now().date()
    due = [
        question
        for question in CustomQuestion.objects.exclude(retention_days=None).filter(conference__ends__lt=today)
        .select_related("conference")
        if question.conference.ends + timedelta(days=question.retention_days or 0) < question.conference.today()
    ]  # fmt: skip
    if not due:
        return 0
    erased = 0
    with transaction.atomic():
        for question in due:
            erased += drop(CustomAnswer.objects.filter(question=question))
            where = {f"answers__{STEP}__has_key": question.field_name}
            for draft in Registration.objects.of(question.conference).filter(**where):
                draft.answers[STEP].pop(question.field_name)
                draft.save(update_fields=["answers"])
                erased += 1
    return erased


# -- in words ------------------------------------------------------------------------------------------------------


def in_words(question: CustomQuestion, value: Any, titles: dict[int, str] | None = None) -> str:
    """An answer as people read it, in the active language; *titles* of choices by pk save asking for them."""
    if value in (None, "", [], {}):
        return ""
    if question.has_choices:
        names = titles if titles is not None else {choice.pk: choice.title for choice in question.choices.all()}
        return "; ".join(str(names.get(pk, "")) for pk in _chosen(question, value))
    if question.kind == Kind.YES_NO:
        return _("Yes") if value == "yes" else _("No")
    if question.kind == Kind.COUNTRY:
        return str(countries.name(value))
    if question.kind == Kind.DATE:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if question.kind == Kind.FILE:
        return str(value.get("name", "")) if isinstance(value, dict) else ""
    return str(value)


def table_of(registrations: Iterable[Registration]) -> tuple[list[str], dict[int, list[str]]]:
    """Headers and, per registration pk, cells of all questions of the registrations' conferences, for an export.

    In the active language; every registration has a cell for every header. Three queries, however many rows.
    """
    rows = list(registrations)
    conferences = {row.conference_id for row in rows}
    questions = list(CustomQuestion.objects.filter(conference__in=conferences).prefetch_related("choices"))
    place = {question.pk: (at, question) for at, question in enumerate(questions)}
    titles = {choice.pk: choice.title for question in questions for choice in question.choices.all()}
    cells = {row.pk: [""] * len(questions) for row in rows}
    if questions:
        for answer in CustomAnswer.objects.filter(registration__in=list(cells)):
            at, question = place[answer.question_id]
            cells[answer.registration_id][at] = in_words(question, answer.value, titles)
    return [question.title for question in questions], cells


def rows_of(registration: Registration) -> list[dict[str, Any]]:
    """The answers of one registration as a page shows them: ``label``, ``value``, ``answer`` (its row)."""
    answers = registration.custom_answers.select_related("question").prefetch_related("question__choices")
    return [
        {"label": answer.question.title, "value": in_words(answer.question, answer.value), "answer": answer}
        for answer in answers
    ]


def where_shown(question: CustomQuestion) -> list[tuple[Category, int, int]]:
    """The categories that ask *question*, each with its place among their questions and how many they are.

    A question that has nothing to choose from yet is asked nowhere.
    """
    places = []
    for category in question.categories.all():
        order = [each.pk for each in category.asked]
        if question.pk in order:
            places.append((category, order.index(question.pk) + 1, len(order)))
    return places


def asked_in(conference: Conference) -> bool:
    """Whether *conference* asks anything of its own."""
    return CustomQuestion.objects.of(conference).exists()
