from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference, ConferenceQuerySet, Job


class Questionnaire(models.Model):
    """What the participants are asked after (or during) the conference. Answers carry no name.

    Who has answered is known (``Receipt``), so that nobody is asked twice; what one has answered is not.
    """

    conference = models.OneToOneField(
        Conference, models.CASCADE, related_name="questionnaire", verbose_name=_("conference")
    )
    title = models.CharField(_("title"), max_length=200)
    intro = models.TextField(_("introduction"), blank=True, help_text=_("Markdown: ## heading, **bold**, - list."))
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)
    announced_at = models.DateTimeField(_("participants were written to on"), null=True, blank=True, editable=False)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback questionnaire")
        verbose_name_plural = _("feedback questionnaires")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens=None) | Q(closes=None) | Q(closes__gt=F("opens")),
                name="questionnaire_closes_after_it_opens",
                violation_error_message=_("The end is before the beginning."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def is_open(self) -> bool:
        """From ``opens`` to ``closes``, both inclusive; without ``opens`` it is not announced yet."""
        now = timezone.now()
        return self.opens is not None and self.opens <= now and (self.closes is None or now <= self.closes)


class FeedbackQuestion(models.Model):
    class Kind(models.TextChoices):
        RATING = "rating", pgettext_lazy("kind of question", "from 1 to 5")
        CHOICE = "choice", pgettext_lazy("kind of question", "one of several")
        SEVERAL = "several", pgettext_lazy("kind of question", "several of a list")
        TEXT = "text", pgettext_lazy("kind of question", "long text")

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="questions", verbose_name=_("questionnaire")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.RATING)
    text = models.CharField(_("question"), max_length=250)
    hint = models.CharField(_("hint"), max_length=250, blank=True)
    choices = models.TextField(
        _("choices"), blank=True, help_text=_("One per line, in the same order in both languages.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("question of the questionnaire")
        verbose_name_plural = _("questions of the questionnaire")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text

    def options(self) -> list[tuple[str, str]]:
        """Number of the line (from 1) and its words in the active language; 1 to 5 for a rating."""
        if self.kind == self.Kind.RATING:
            return [(str(number), str(number)) for number in range(1, 6)]
        lines = [line.strip() for line in (self.choices or "").splitlines() if line.strip()]
        return [(str(number), line) for number, line in enumerate(lines, start=1)]


class FeedbackResponse(models.Model):
    """One filled-in questionnaire, without a name and with the day alone: it cannot be told whose it is."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="responses", verbose_name=_("questionnaire")
    )
    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)

    class Meta:
        verbose_name = _("filled-in questionnaire")
        verbose_name_plural = _("filled-in questionnaires")
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class FeedbackAnswer(models.Model):
    """The answer to one question: the number of a choice (one row for each that was ticked), or the text."""

    response = models.ForeignKey(
        FeedbackResponse, models.CASCADE, related_name="answers", verbose_name=_("filled-in questionnaire")
    )
    question = models.ForeignKey(FeedbackQuestion, models.CASCADE, related_name="answers", verbose_name=_("question"))
    value = models.TextField(_("answer"))

    class Meta:
        verbose_name = _("answer of the questionnaire")
        verbose_name_plural = _("answers of the questionnaire")

    def __str__(self) -> str:
        return self.value[:60]


class Receipt(models.Model):
    """That a person has filled in the questionnaire; not when, and not what was answered."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="receipts", verbose_name=_("questionnaire")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="feedback_receipts", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("receipt of a questionnaire")
        verbose_name_plural = _("receipts of questionnaires")
        constraints = [models.UniqueConstraint(fields=["questionnaire", "person"], name="answered_once")]

    def __str__(self) -> str:
        return str(self.questionnaire)


class FinalReport(models.Model):
    """A final report of the conference as it was drawn: numbered, with the figures it was made of."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="reports", verbose_name=_("conference"))
    number = models.PositiveSmallIntegerField(_("number"))
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("job"))
    file = models.FileField(_("file"), upload_to="reports/", blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    is_public = models.BooleanField(_("anybody may read it"), default=False)
    made_at = models.DateTimeField(_("made on"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("final report")
        verbose_name_plural = _("final reports")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="one_report_per_number")]

    def __str__(self) -> str:
        return f"{self.conference}: {self.number}"
