"""Consultations: hours that experts offer, and private cases that schools bring to them. Topics asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference, ConferenceQuerySet, Person
from conference.moves import Moves
from conference.sealed import SealedField

from .listeners import Listener
from .seasons import Audience, Expert, Theme
from .sessions import Session


class SlotQuerySet(ConferenceQuerySet["Slot"]):
    def free(self) -> Self:
        """Those still to come that nobody has booked and the expert has not taken back."""
        return self.filter(is_withdrawn=False, starts__gt=timezone.now()).exclude(
            consultations__state__in=Consultation.STANDING
        )

    def of_person(self, person: Person) -> Self:
        return self.filter(expert__person=person)


class Slot(models.Model):
    """Half an hour or so that an expert offers to one school."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="slots", verbose_name=_("conference"))
    expert = models.ForeignKey(Expert, models.CASCADE, related_name="slots", verbose_name=_("expert"))
    starts = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=30, validators=[MinValueValidator(10), MaxValueValidator(180)]
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="ru")
    join_link = models.URLField(
        _("link for the conversation"), blank=True, max_length=500, validators=[URLValidator(schemes=["http", "https"])]
    )
    is_withdrawn = models.BooleanField(_("taken back"), default=False, editable=False)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("hour of consultation")
        verbose_name_plural = _("hours of consultation")
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "starts"], condition=Q(is_withdrawn=False), name="one_slot_of_an_expert_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert}, {self.starts:%Y-%m-%d %H:%M}"

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


class ConsultationQuerySet(ConferenceQuerySet["Consultation"]):
    def booked_by(self, listener: Listener) -> Self:
        return self.filter(listener=listener)

    def of_expert(self, person: Person) -> Self:
        return self.filter(slot__expert__person=person)


class Consultation(Moves, models.Model):
    """A booked hour. What the school tells and what it is answered are sealed; only the expert and the school read."""

    class State(models.TextChoices):
        BOOKED = "booked", pgettext_lazy("consultation", "booked")
        HELD = "held", pgettext_lazy("consultation", "held")
        MISSED = "missed", pgettext_lazy("consultation", "the school did not come")
        CANCELLED = "cancelled", pgettext_lazy("consultation", "cancelled")

    STANDING = (State.BOOKED, State.HELD, State.MISSED)
    MOVES = {
        State.BOOKED: {State.HELD, State.MISSED, State.CANCELLED},
        State.MISSED: {State.HELD},
        State.HELD: {State.MISSED},
    }

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="consultations", verbose_name=_("conference")
    )
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="consultations", verbose_name=_("hour of consultation"))
    listener = models.ForeignKey(
        Listener, models.SET_NULL, null=True, blank=True, related_name="consultations", verbose_name=_("who booked")
    )
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="consultations",
        verbose_name=pgettext_lazy("of questions and materials", "theme"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.BOOKED, editable=False)
    school = models.CharField(_("school"), max_length=250, blank=True)
    case = SealedField(_("the case"), bound_to="slot_id")
    outcome = SealedField(_("outcome note"), bound_to="slot_id")
    outcome_at = models.DateTimeField(_("outcome written"), null=True, blank=True, editable=False)
    redacted_at = models.DateTimeField(_("passages blacked out"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("description erased"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    booked_at = models.DateTimeField(_("booked on"), default=timezone.now)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["slot__starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=~Q(state="cancelled"), name="one_standing_consultation_per_slot"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slot}"


class TopicProposal(Moves, models.Model):
    """A subject that a listener would like an event about."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("proposed topic", "new")
        PLANNED = "planned", pgettext_lazy("proposed topic", "taken into the plan")
        DECLINED = "declined", pgettext_lazy("proposed topic", "declined")

    MOVES = {
        State.NEW: {State.PLANNED, State.DECLINED},
        State.PLANNED: {State.NEW},
        State.DECLINED: {State.NEW},
    }

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="topic_proposals", verbose_name=_("conference")
    )
    listener = models.ForeignKey(
        Listener, models.SET_NULL, null=True, blank=True, related_name="topic_proposals", verbose_name=_("who proposes")
    )
    text = models.TextField(_("topic"), max_length=500)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    audience = models.CharField(_("for whom"), max_length=12, choices=Audience, blank=True)
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="topic_proposals",
        verbose_name=pgettext_lazy("of questions and materials", "theme"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW, editable=False)
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="topic_proposals", verbose_name=_("event")
    )
    reason = models.TextField(_("reason"), blank=True)
    proposed_at = models.DateTimeField(_("proposed on"), default=timezone.now)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed topic")
        verbose_name_plural = _("proposed topics")
        ordering = ["-proposed_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]
