from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from conference.models import Conference, ConferenceQuerySet, Person


class DelegationQuerySet(ConferenceQuerySet["Delegation"]):
    def led_by(self, person: Person) -> Self:
        """Delegations whose focal point *person* is."""
        return self.filter(focal_point=person)

    def with_people(self) -> Self:
        """Each delegation with ``people``, the number of its registrations that count."""
        counted = models.Q(registrations__state__in=["submitted", "approved"])
        return self.annotate(people=models.Count("registrations", filter=counted))


class Delegation(models.Model):
    """The people one country or body sends, with one focal point and a number of seats held for them."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="delegations", verbose_name=_("conference"))
    country = CountryField(_("country"), blank=True)
    body = models.CharField(_("ministry or body"), max_length=250)
    focal_point = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("focal point"),
    )
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    held_until = models.DateField(_("seats are held until"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["country", "pk"]

    def __str__(self) -> str:
        return self.body
