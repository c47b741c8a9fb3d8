"""What a season of events is made of beside its events: formats, themes, courses, experts, its rules."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference, ConferenceQuerySet, Organisation, Person


class Audience(models.TextChoices):
    """For whom an event of a season, or a material of the library, is meant."""

    HEADS = "heads", _("heads of schools")
    DEPUTIES = "deputies", _("deputy heads")
    COORDINATORS = "coordinators", _("inclusion coordinators")
    TEACHERS = "teachers", _("teachers")
    SUPPORT = "support", _("support specialists")
    PARENTS = "parents", _("parents")


class Season(models.Model):
    """The rules of a conference of the kind season. One that has none is run by the defaults."""

    conference = models.OneToOneField(
        Conference, models.CASCADE, related_name="season", verbose_name=_("season of events")
    )
    question_rule = models.TextField(
        _("rule of moderation"), blank=True, help_text=_("Shown above the form in which questions are asked.")
    )
    questions_wait = models.BooleanField(
        _("questions wait for a moderator"), default=True,
        help_text=_("Otherwise a question is seen at once, and a moderator may take it away."),
    )  # fmt: skip
    asking_days = models.PositiveSmallIntegerField(_("days after an event in which questions are taken"), default=14)
    consultation_notice = models.TextField(_("what a school reads before it describes a case"), blank=True)
    consultation_keep_days = models.PositiveSmallIntegerField(
        _("days after which the description of a case is erased"), default=180
    )
    least_group = models.PositiveSmallIntegerField(
        _("smallest group in aggregates"), default=5, validators=[MinValueValidator(5)],
        help_text=_("Results of fewer schools are never shown apart."),
    )  # fmt: skip

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of a season")
        verbose_name_plural = _("rules of seasons")

    def __str__(self) -> str:
        return str(self.conference)

    @classmethod
    def rules_of(cls, conference: Conference) -> Season:
        """The rules of *conference*: its own, or an unsaved row with the defaults."""
        return cls.objects.filter(conference=conference).first() or cls(conference=conference)


class EventFormat(models.Model):
    """A format of events: Q&A session, open lounge, webinar… Organisers add to the list."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="event_formats", verbose_name=_("conference")
    )
    key = models.SlugField(_("key"), max_length=30)
    title = models.CharField(_("title"), max_length=80)
    summary = models.CharField(_("what happens there"), max_length=250, blank=True)
    takes_questions = models.BooleanField(_("listeners ask questions"), default=True)
    is_booked = models.BooleanField(
        _("booked one by one"), default=False, help_text=_("A consultation: one school, one expert.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("format of events")
        verbose_name_plural = _("formats of events")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["conference", "key"], name="one_event_format_per_key")]

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """What events, questions and materials are about. Made by moderators."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="themes", verbose_name=_("conference"))
    slug = models.SlugField(_("address"), max_length=40)
    title = models.CharField(pgettext_lazy("of questions and materials", "theme"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of questions and materials", "theme")
        verbose_name_plural = pgettext_lazy("of questions and materials", "themes")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["conference", "slug"], name="one_theme_per_address")]

    def __str__(self) -> str:
        return self.title


class Course(models.Model):
    """An event in several meetings, such as the School of the young specialist; it ends with a certificate."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="courses", verbose_name=_("conference"))
    slug = models.SlugField(_("address"), max_length=40)
    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True)
    outcome = models.TextField(_("what one will be able to do"), blank=True)
    hours = models.DecimalField(
        _("academic hours on the certificate"), max_digits=5, decimal_places=1, validators=[MinValueValidator(1)]
    )
    meetings_needed = models.PositiveSmallIntegerField(
        _("meetings needed for the certificate"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["conference", "slug"], name="one_course_per_address")]

    def __str__(self) -> str:
        return self.title

    @property
    def hours_in_words(self) -> int | float:
        """The hours as a number that plural forms take."""
        hours = float(self.hours)
        return int(hours) if hours.is_integer() else hours


class ExpertQuerySet(ConferenceQuerySet["Expert"]):
    def of_person(self, person: Person) -> Self:
        return self.filter(person=person)


class Expert(models.Model):
    """Who hosts events, answers questions, gives consultations and reviews materials of a season."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="experts", verbose_name=_("conference"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="expertises",
        verbose_name=_("account"), help_text=_("Needed to answer in writing and to publish hours of consultation."),
    )  # fmt: skip
    slug = models.SlugField(_("address"), max_length=40)
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="experts", verbose_name=_("organisation")
    )
    about = models.TextField(_("about"), blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="experts", verbose_name=_("themes"))
    consults = models.BooleanField(_("gives consultations"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "slug"], name="one_expert_per_address"),
            models.UniqueConstraint(
                fields=["conference", "person"], condition=Q(person__isnull=False), name="one_expert_per_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Hosting(models.Model):
    """That an expert takes part in an event: leads it, or answers in it."""

    class Part(models.TextChoices):
        HOST = "host", _("host")
        EXPERT = "expert", _("expert")

    session = models.ForeignKey("workshops.Session", models.CASCADE, related_name="hostings", verbose_name=_("session"))
    expert = models.ForeignKey(Expert, models.CASCADE, related_name="hostings", verbose_name=_("expert"))
    part = models.CharField(_("part"), max_length=6, choices=Part, default=Part.HOST)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("host or expert of an event")
        verbose_name_plural = _("hosts and experts of events")
        ordering = ["part", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "expert"], name="one_part_of_an_expert_in_an_event")]

    def __str__(self) -> str:
        return f"{self.expert} ({self.get_part_display()})"
