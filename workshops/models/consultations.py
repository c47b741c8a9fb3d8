"""Consultations: hours that experts offer, and private cases that schools bring to them. Topics asked for."""

from __future__ import annotations

import uuid
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

NOTICE = timedelta(hours=1)
"""So long before it begins an hour can be booked at the latest: the expert reads the case first."""


class SlotQuerySet(ConferenceQuerySet["Slot"]):
    def free(self) -> Self:
        """Those still to come that nobody has booked and the expert has not taken back."""
        taken = Consultation.objects.filter(state__in=Consultation.STANDING).values("slot")
        return self.filter(is_withdrawn=False, starts__gt=timezone.now()).exclude(pk__in=taken)

    def bookable(self) -> Self:
        """The free ones that do not begin too soon, of experts who give consultations."""
        return self.free().filter(starts__gt=timezone.now() + NOTICE, expert__consults=True)

    def standing(self) -> Self:
        """Those that the expert has not taken back."""
        return self.filter(is_withdrawn=False)

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
        """Those that *listener* booked; for one who has shown the address, also those booked in their name."""
        if listener.is_sure:
            in_their_name = Q(listener__claims=listener.person_id, state=Consultation.State.ASKED)
            return self.filter(Q(listener=listener) | in_their_name)
        return self.filter(listener=listener)

    def of_expert(self, person: Person) -> Self:
        return self.filter(slot__expert__person=person)

    def open(self) -> Self:
        """Those still to come."""
        return self.filter(state__in=Consultation.OPEN, slot__starts__gt=timezone.now())


class Consultation(Moves, models.Model):
    """A booked hour. What the school tells and what it is answered are sealed; only the expert and the school read.

    Whoever books without having shown that the address is theirs asks for it first (ASKED): the hour is kept for a
    while, and the expert reads nothing until the owner of the address has confirmed.
    The sealed values belong to ``key``, so that they stay with the row when it is moved to another hour.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("consultation", "waits for confirmation")
        BOOKED = "booked", pgettext_lazy("consultation", "booked")
        HELD = "held", pgettext_lazy("consultation", "held")
        MISSED = "missed", pgettext_lazy("consultation", "the school did not come")
        CANCELLED = "cancelled", pgettext_lazy("consultation", "cancelled")

    OPEN = (State.ASKED, State.BOOKED)
    STANDING = (State.ASKED, State.BOOKED, State.HELD, State.MISSED)
    READ_BY_EXPERT = (State.BOOKED, State.HELD, State.MISSED)
    MOVES = {
        State.ASKED: {State.BOOKED, State.CANCELLED},
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
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.BOOKED, editable=False)
    school = models.CharField(_("school"), max_length=250, blank=True)
    case = SealedField(_("the case"), bound_to="key")
    outcome = SealedField(_("outcome note"), bound_to="key")
    reason = SealedField(_("why it was cancelled"), bound_to="key")
    booked_at = models.DateTimeField(_("booked on"), default=timezone.now)
    keep_until = models.DateTimeField(_("kept for who asked until"), null=True, blank=True, editable=False)
    is_cancelled_by_expert = models.BooleanField(_("cancelled by the expert"), default=False, editable=False)
    sequence = models.PositiveSmallIntegerField(_("how often it was told anew"), default=0, editable=False)
    outcome_at = models.DateTimeField(_("outcome written"), null=True, blank=True, editable=False)
    redacted_at = models.DateTimeField(_("passages blacked out"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("description erased"), null=True, blank=True, editable=False)
    day_before_at = models.DateTimeField(_("reminded the day before"), null=True, blank=True, editable=False)
    hour_before_at = models.DateTimeField(_("reminded an hour before"), null=True, blank=True, editable=False)

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
        indexes = [
            models.Index(fields=["keep_until"], condition=Q(state="asked"), name="consultations_to_lapse"),
            models.Index(fields=["conference", "state"], name="consultations_of_a_season"),
        ]

    def __str__(self) -> str:
        return f"{self.slot}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def has_begun(self) -> bool:
        return self.slot.starts <= timezone.now()


class TopicProposalQuerySet(ConferenceQuerySet["TopicProposal"]):
    def proposed_by(self, listener: Listener) -> Self:
        return self.filter(listener=listener)

    def new(self) -> Self:
        return self.filter(state=TopicProposal.State.NEW)

    def decided(self) -> Self:
        """Those of which everybody may read what became of them."""
        return self.exclude(state=TopicProposal.State.NEW)


class TopicProposal(Moves, models.Model):
    """A subject that a listener would like an event about.

    It is written in one language (``language``); who takes it into the plan, or declines it, may add the other.
    """

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
    text = models.TextField(_("proposed topic"), max_length=500)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    audience: models.JSONField[list[str]] = models.JSONField(_("for whom"), default=list, blank=True)
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
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True, editable=False)

    objects = TopicProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed topic")
        verbose_name_plural = _("proposed topics")
        ordering = ["-proposed_at", "-pk"]

    def __str__(self) -> str:
        return self.words(self.language)[:80]

    def words(self, language: str) -> str:
        """The topic in *language*; empty when nobody has put it into it."""
        return getattr(self, f"text_{language}") or ""

    def audience_labels(self) -> list[str]:
        """For whom it is, in words of the active language; unknown keys are left out."""
        known = dict(Audience.choices)
        return [str(known[key]) for key in self.audience if key in known]
