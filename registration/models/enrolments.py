from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Person
from conference.moves import Moves
from workshops.models import Session


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(session__conference=conference)

    def of_person(self, person: Person) -> Self:
        return self.filter(person=person)

    def standing(self) -> Self:
        """Those who have a place or wait for one."""
        return self.exclude(state=Enrolment.State.CANCELLED)

    def waiting(self) -> Self:
        """In the order in which places will be given."""
        return self.filter(state=Enrolment.State.WAITING).order_by("enrolled_at", "pk")


class Enrolment(Moves, models.Model):
    """A person's place in a session with limited seats, or in the queue for one. Seats are Session.seats_taken."""

    class State(models.TextChoices):
        ENROLLED = "enrolled", _("has a place")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("given up")

    MOVES = {
        State.WAITING: {State.ENROLLED, State.CANCELLED},
        State.ENROLLED: {State.CANCELLED},
    }

    session = models.ForeignKey(Session, models.CASCADE, related_name="enrolments", verbose_name=_("session"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ENROLLED, editable=False)
    enrolled_at = models.DateTimeField(_("asked for a place on"), auto_now_add=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment in a session")
        verbose_name_plural = _("enrolments in sessions")
        ordering = ["session__starts", "enrolled_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=~Q(state="cancelled"), name="one_standing_enrolment_per_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.session}"
