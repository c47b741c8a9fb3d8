from __future__ import annotations

import uuid
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet

from .categories import Category
from .registrations import Registration

STEP = "questions"
"""The step of the form, and the key in a draft's answers, under which answers to these questions are kept."""


def answer_path(answer: CustomAnswer, name: str) -> str:
    """Where an uploaded file lies: a name that we make, so that nothing of the guest's own name is in it."""
    return f"answers/{uuid.uuid4().hex}.{name.rpartition('.')[2].lower()[:5]}"


class CustomQuestion(models.Model):
    """A question that the organisers of one conference ask beside those of the form.

    It may depend on an earlier answer: then it is asked only of those who gave ``depends_value`` there.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("line of text")
        LONG = "long", _("long text")
        NUMBER = "number", _("a number")
        CHOICE = "choice", _("one of several")
        SEVERAL = "several", _("any of several")
        DATE = "date", _("date")
        COUNTRY = "country", _("country")
        FILE = "file", _("file")
        YES_NO = "yes_no", _("yes or no")

    WITH_CHOICES = (Kind.CHOICE, Kind.SEVERAL)
    CONDITIONS = (Kind.CHOICE, Kind.SEVERAL, Kind.YES_NO)
    """Kinds on whose answers another question may depend."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="custom_questions", verbose_name=_("conference")
    )
    categories = models.ManyToManyField(
        Category, blank=True, related_name="questions", verbose_name=_("asked of"),
        help_text=_("The categories of participants whose form holds the question."),
    )  # fmt: skip
    kind = models.CharField(_("kind of answer"), max_length=8, choices=Kind, default=Kind.TEXT)
    title = models.CharField(_("question"), max_length=250)
    help = models.CharField(_("hint"), max_length=300, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    depends_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="dependents", verbose_name=_("asked only after"),
        help_text=_("An earlier question with a choice. Empty: it is asked of everybody."),
    )  # fmt: skip
    depends_value = models.CharField(_("if the answer there is"), max_length=20, blank=True)
    retention_days = models.PositiveSmallIntegerField(
        _("answers are erased, days after the last day"), null=True, blank=True,
        help_text=_("Empty: they are kept as long as the registration."),
    )  # fmt: skip

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of the form")
        verbose_name_plural = _("questions of the form")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def field_name(self) -> str:
        """The name of its field in the form."""
        return f"q{self.pk}"

    @property
    def has_choices(self) -> bool:
        return self.kind in self.WITH_CHOICES

    @property
    def may_be_asked(self) -> bool:
        """A question with a choice needs something to choose from."""
        return not self.has_choices or bool(self.choices.all())

    def is_asked(self, told: dict[str, Any]) -> bool:
        """Whether its condition holds for the answers *told* (field name -> value); without one it always does."""
        if self.depends_on_id is None:
            return True
        answer = told.get(f"q{self.depends_on_id}")
        given = answer if isinstance(answer, list) else [answer]
        return self.depends_value in {str(each) for each in given if each not in (None, "")}

    def clean(self) -> None:
        super().clean()
        before = self.depends_on
        if before is None:
            self.depends_value = ""
            return
        if before.conference_id != self.conference_id:
            raise ValidationError({"depends_on": _("Choose a question of the same conference.")})
        if before.kind not in self.CONDITIONS:
            raise ValidationError({"depends_on": _("Choose a question with a choice or with yes and no.")})
        if (before.order, before.pk) >= (self.order, self.pk or before.pk + 1):
            raise ValidationError({"depends_on": _("Choose a question that is asked before this one.")})
        if self.depends_value not in before.possible_values():
            raise ValidationError({"depends_value": _("Choose one of the answers to that question.")})

    def possible_values(self) -> list[str]:
        """Answers on which another question may depend, as ``depends_value`` keeps them."""
        if self.kind == self.Kind.YES_NO:
            return ["yes", "no"]
        return [str(pk) for pk in self.choices.values_list("pk", flat=True)] if self.has_choices else []


class CustomChoice(models.Model):
    """One of the answers to choose from; ``places`` limits how many may choose it."""

    question = models.ForeignKey(
        CustomQuestion, models.CASCADE, related_name="choices", verbose_name=_("question of the form")
    )
    title = models.CharField(_("answer"), max_length=200)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True, help_text=_("Empty: no limit."))
    places_taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("answer to choose")
        verbose_name_plural = _("answers to choose")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(places=None) | Q(places_taken__lte=F("places")),
                name="no_more_answers_than_places",
                violation_error_message=_("More people have chosen it already. Set a higher number."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.places is not None and self.places < self.places_taken:
            raise ValidationError({"places": _("More people have chosen it already. Set a higher number.")})

    @property
    def is_full(self) -> bool:
        return self.places is not None and self.places_taken >= self.places


class CustomAnswerQuerySet(models.QuerySet["CustomAnswer"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(registration__conference=conference)


class CustomAnswer(models.Model):
    """What one participant answered: text, number, ISO date, country code, yes or no, pk of a choice, or pks.

    A file is kept beside ``value``, which then holds ``{"name": …}``, the name it had on the guest's device.
    """

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="custom_answers", verbose_name=_("registration")
    )
    question = models.ForeignKey(
        CustomQuestion, models.CASCADE, related_name="answers", verbose_name=_("question of the form")
    )
    value: models.JSONField[Any] = models.JSONField(_("answer"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to=answer_path, blank=True)
    places_held = models.JSONField(_("places held"), default=list, blank=True, editable=False)

    objects = CustomAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a question of the form")
        verbose_name_plural = _("answers to questions of the form")
        ordering = ["question__order", "question_id"]
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="one_answer_to_each_question")]

    def __str__(self) -> str:
        return f"{self.registration}: {self.question}"
