from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from conference.models import Conference, ConferenceQuerySet, Person
from conference.models.people import validate_orcid
from conference.moves import Moves

from .tracks import Track


class SubmissionQuerySet(ConferenceQuerySet):
    def of_author(self, person: Person) -> Self:
        return self.filter(submitter=person)

    def sent(self) -> Self:
        """All that reached the chairs: neither drafts nor withdrawn."""
        return self.exclude(state__in=[Submission.State.DRAFT, Submission.State.WITHDRAWN])

    def awaiting_decision(self) -> Self:
        return self.filter(state=Submission.State.SUBMITTED)

    def for_the_book(self) -> Self:
        return self.filter(state__in=[Submission.State.ACCEPTED, Submission.State.CONFIRMED])


class Submission(Moves, models.Model):
    """A paper offered to one track, and what became of it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        ACCEPTED = "accepted", _("accepted")
        REVISION = "revision", _("to be revised")
        DECLINED = "declined", _("declined")
        CONFIRMED = "confirmed", _("confirmed by the author")
        WITHDRAWN = "withdrawn", _("withdrawn")

    MOVES = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.WITHDRAWN, State.ACCEPTED, State.REVISION, State.DECLINED},
        State.REVISION: {State.SUBMITTED, State.WITHDRAWN},
        State.ACCEPTED: {State.CONFIRMED, State.WITHDRAWN},
        State.CONFIRMED: {State.WITHDRAWN},
    }

    class Type(models.TextChoices):
        REPORT = "report", _("report")
        POSTER = "poster", _("poster")
        ROUND_TABLE = "round_table", _("round table")
        MASTER_CLASS = "master_class", _("master class")
        CASE_STUDY = "case_study", _("case study")

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="submissions", verbose_name=_("conference")
    )
    track = models.ForeignKey(Track, models.PROTECT, related_name="submissions", verbose_name=_("track"))
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions", verbose_name=_("submitted by")
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
    type = models.CharField(_("type"), max_length=12, choices=Type, default=Type.REPORT)
    language = models.CharField(_("language of the paper"), max_length=2, choices=settings.LANGUAGES, default="ru")
    title = models.CharField(_("title"), max_length=300, blank=True)
    abstract = models.TextField(_("abstract"), blank=True)
    keywords = models.CharField(_("keywords"), max_length=300, blank=True, help_text=_("Separated by commas."))
    udk = models.CharField(_("UDC"), max_length=60, blank=True)
    body = models.TextField(_("text of the paper"), blank=True)
    wants_help_with_english = models.BooleanField(_("help with English wanted"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    decision_note = models.TextField(_("note to the author"), blank=True)
    created = models.DateTimeField(_("begun"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "number"], condition=~Q(number=None), name="one_submission_per_number"
            )
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled paper"))

    def get_absolute_url(self) -> str:
        return self.conference.url("workshops:submission", pk=self.pk)


class Author(models.Model):
    """One of a paper's authors, in the order in which they are printed."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="authors", verbose_name=_("submission")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    family = models.CharField(_("family name"), max_length=100)
    given = models.CharField(_("given name"), max_length=150)
    position = models.CharField(_("position"), max_length=200, blank=True)
    affiliation = models.CharField(_("organisation"), max_length=250, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = CountryField(_("country"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    orcid = models.CharField("ORCID iD", max_length=19, blank=True, validators=[validate_orcid])
    is_presenting = models.BooleanField(_("presents the paper"), default=True)
    is_corresponding = models.BooleanField(_("corresponding author"), default=False)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.family} {self.given}".strip()


class SubmissionFile(models.Model):
    """A version of the paper as a file. Earlier versions are kept; the newest counts."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files", verbose_name=_("submission"))
    file = models.FileField(_("file"), upload_to="submissions/%Y/%m/")
    name = models.CharField(_("name of the file"), max_length=200)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("file of a submission")
        verbose_name_plural = _("files of submissions")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name
