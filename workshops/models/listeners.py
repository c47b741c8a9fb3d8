"""Who listens to the events of a season: known by a personal link, by an account, or by nothing but a browser."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from conference.models import Conference, ConferenceQuerySet, Organisation, Person

from .seasons import Audience


class ListenerQuerySet(ConferenceQuerySet["Listener"]):
    def of_person(self, person: Person) -> Self:
        return self.filter(person=person)

    def known(self) -> Self:
        """Those with an e-mail address of their own, so that letters reach them."""
        return self.filter(person__isnull=False)


class Listener(models.Model):
    """A listener of one season. Nothing is hashed and nobody signs in on this path.

    A row with a ``person`` stands for that person's e-mail address in the season; there is one. A row without one
    stands for a browser: somebody who gave no address, or who gave an address that is a listener's already and has not
    shown that it is theirs (``claims`` says whose; such a row never shows what belongs to that person).
    ``key`` is what a personal link signs. ``generation`` is part of every cookie: when it grows, older ones are dead.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="listeners", verbose_name=_("conference"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="listenings",
        verbose_name=_("person"),
    )  # fmt: skip
    claims = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("says to be")
    )
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    generation = models.PositiveSmallIntegerField(_("generation of the cookies"), default=1, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("language of letters"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    audience = models.CharField(_("who they are"), max_length=12, choices=Audience, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="listeners", verbose_name=_("organisation")
    )
    region = models.CharField(_("region"), max_length=6, blank=True, help_text=_("ISO 3166-2, such as RU-SPE."))
    country = CountryField(_("country"), blank=True)
    wants_reminders = models.BooleanField(_("wants reminders"), default=True)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True, editable=False)
    link_sent_at = models.DateTimeField(_("personal link sent"), null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = ListenerQuerySet.as_manager()

    class Meta:
        verbose_name = _("listener")
        verbose_name_plural = _("listeners")
        ordering = ["-joined_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "person"], condition=Q(person__isnull=False), name="one_listener_per_person"
            )
        ]
        indexes = [
            models.Index(fields=["conference", "region"], name="listeners_by_region"),
            models.Index(fields=["joined_at"], condition=Q(link_sent_at=None), name="listeners_without_a_link"),
        ]

    def __str__(self) -> str:
        return self.name or (str(self.person) if self.person_id else "–")

    @property
    def is_sure(self) -> bool:
        """Whether a browser that is known as this listener has shown that the address is theirs."""
        return self.person_id is not None and self.confirmed_at is not None

    @property
    def voter(self) -> str:
        """In whose name this listener votes: of a person once, whatever the browser; of a browser otherwise."""
        person = self.person_id or self.claims_id
        return f"p{person}" if person else f"l{self.pk}"
