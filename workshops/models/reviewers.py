from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference, ConferenceQuerySet, Person

from .submissions import Submission
from .tracks import Track


class ReviewerProfileQuerySet(ConferenceQuerySet["ReviewerProfile"]):
    def for_track(self, track: Track) -> Self:
        """Who reviews for *track*: those who chose it, and those who chose none and so review for all."""
        return self.of(track.conference).filter(Q(tracks=track) | Q(tracks=None)).distinct()

    def with_people(self) -> Self:
        return self.select_related("person__organisation").prefetch_related("tracks")


class ReviewerProfile(models.Model):
    """What a person reviews in one conference: on which subjects, in which languages, and how much of it."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="reviewer_profiles", verbose_name=_("conference")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviewer_profiles", verbose_name=_("reviewer")
    )
    tracks = models.ManyToManyField(
        Track, blank=True, related_name="reviewer_profiles", verbose_name=_("tracks"), help_text=_("None: all tracks.")
    )
    topics = models.CharField(
        _("topics"), max_length=500, blank=True, help_text=_("Separated by commas, as keywords of a paper.")
    )
    languages = models.CharField(_("languages read"), max_length=20, default="ru,en")
    capacity = models.PositiveSmallIntegerField(_("reviews at most"), default=4)
    is_paused = models.BooleanField(pgettext_lazy("reviewer", "takes a break: gets no new papers"), default=False)

    objects = ReviewerProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("reviewer’s profile")
        verbose_name_plural = _("reviewers’ profiles")
        ordering = ["person__full_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "person"], name="one_reviewer_profile_per_conference")
        ]

    def __str__(self) -> str:
        return str(self.person)

    def reads(self, language: str) -> bool:
        return language in self.read_languages()

    def read_languages(self) -> list[str]:
        return [code for code in (part.strip() for part in self.languages.split(",")) if code]

    def topics_in(self, language: str) -> list[str]:
        """The topics as typed in *language*, one by one."""
        text = getattr(self, f"topics_{language}") or ""
        return [topic for part in text.split(",") if (topic := " ".join(part.split()))]


class Conflict(models.Model):
    """That a reviewer declares to be too near to an author, an organisation or a paper to judge it."""

    class Kind(models.TextChoices):
        AUTHOR = "author", pgettext_lazy("conflict of interest", "a person")
        ORGANISATION = "organisation", pgettext_lazy("conflict of interest", "an organisation")
        PAPER = "paper", pgettext_lazy("conflict of interest", "this paper")

    MAX_PER_PERSON: ClassVar[int] = 100

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="review_conflicts", verbose_name=_("conference")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="review_conflicts", verbose_name=_("reviewer")
    )
    kind = models.CharField(_("with what"), max_length=12, choices=Kind, default=Kind.AUTHOR)
    name = models.CharField(_("name"), max_length=250, blank=True)
    submission = models.ForeignKey(
        Submission, models.CASCADE, null=True, blank=True, related_name="conflicts", verbose_name=_("submission")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("declared on"), auto_now_add=True)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["-declared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "submission"], condition=~Q(submission=None), name="one_conflict_per_person_and_paper"
            ),
            models.CheckConstraint(
                condition=Q(kind="paper", submission__isnull=False) | (~Q(kind="paper") & ~Q(name="")),
                name="conflict_says_with_what",
            ),
        ]

    def __str__(self) -> str:
        """Never a name: it goes into the audit log, which outlives the reviewer's data."""
        return str(self.get_kind_display())

    @classmethod
    def of_person(cls, person: Person, conference: Conference) -> models.QuerySet[Conflict]:
        return cls.objects.of(conference).filter(person=person)
