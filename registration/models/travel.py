from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from conference.models import Conference, ConferenceQuerySet
from conference.sealed import DOTS, CannotOpen, Sealed, SealedField, reveal

from .registrations import Registration
from .rules import Rules

SHOWN_DIGITS = 4


class TravelQuerySet(models.QuerySet["Travel"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(registration__conference=conference)

    def of_approved(self, conference: Conference) -> Self:
        """The travel of those who are coming, with the people."""
        coming = self.of(conference).filter(registration__state=Registration.State.APPROVED)
        return coming.select_related("registration__person__organisation", "registration__category")


class Travel(models.Model):
    """When and how one participant comes and leaves, in the local time of the conference.

    No history is kept: the row is erased after the event, and the audit log must not outlive it.
    """

    class Transfer(models.TextChoices):
        NONE = "none", _("no")
        ARRIVAL = "arrival", _("on arrival")
        DEPARTURE = "departure", _("on departure")
        BOTH = "both", _("on arrival and on departure")

    class Room(models.TextChoices):
        SINGLE = "single", _("single room")
        TWIN = "twin", _("room for two")

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="travel", verbose_name=_("registration")
    )
    from_city = models.CharField(_("from which city"), max_length=120, blank=True)
    arrival_day = models.DateField(_("day of arrival"), null=True, blank=True)
    arrival_time = models.TimeField(_("hour of arrival"), null=True, blank=True)
    arrival_by = models.CharField(_("flight or train of arrival"), max_length=120, blank=True)
    departure_day = models.DateField(_("day of departure"), null=True, blank=True)
    departure_time = models.TimeField(_("hour of departure"), null=True, blank=True)
    departure_by = models.CharField(_("flight or train of departure"), max_length=120, blank=True)
    transfer = models.CharField(_("transfer"), max_length=10, choices=Transfer, default=Transfer.NONE)
    hotel_wanted = models.BooleanField(_("hotel wanted"), default=False)
    hotel_from = models.DateField(_("hotel from"), null=True, blank=True)
    hotel_until = models.DateField(_("hotel until"), null=True, blank=True)
    room = models.CharField(_("hotel room"), max_length=8, choices=Room, default=Room.SINGLE)
    room_with = models.CharField(_("shares the room with"), max_length=200, blank=True)
    is_copy = models.BooleanField(_("copied from another member"), default=False, editable=False)
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("filled in by"),
    )
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = TravelQuerySet.as_manager()

    class Meta:
        verbose_name = _("travel")
        verbose_name_plural = _("travel")
        constraints = [
            models.CheckConstraint(
                condition=Q(arrival_day=None) | Q(departure_day=None) | Q(departure_day__gte=F("arrival_day")),
                name="nobody_leaves_before_arriving",
            ),
            models.CheckConstraint(
                condition=Q(hotel_from=None) | Q(hotel_until=None) | Q(hotel_until__gt=F("hotel_from")),
                name="a_stay_has_a_night",
            ),
        ]

    def __str__(self) -> str:
        return str(self.registration)

    @property
    def nights(self) -> int:
        """Nights in the hotel, 0 while the days are not both known or no hotel is wanted."""
        if not (self.hotel_wanted and self.hotel_from and self.hotel_until):
            return 0
        return (self.hotel_until - self.hotel_from).days


@cache
def usual_visa_free() -> frozenset[str]:
    """Countries whose citizens usually need no visa: ``visa_free.toml``."""
    with (Path(__file__).parent / "visa_free.toml").open("rb") as file:
        return frozenset(tomllib.load(file)["countries"])


class VisaRule(models.Model):
    """One conference's correction of the usual list: citizens of *country* need a visa, or need none."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="visa_rules", verbose_name=_("conference"))
    country = CountryField(_("citizenship"))
    needs_visa = models.BooleanField(_("needs a visa"), default=False)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("visa rule")
        verbose_name_plural = _("visa rules")
        ordering = ["country"]
        constraints = [models.UniqueConstraint(fields=["conference", "country"], name="one_visa_rule_per_country")]

    def __str__(self) -> str:
        return str(self.country.name)  # type: ignore[attr-defined]

    @classmethod
    def asks_visa_of(cls, country: str, conference: Conference) -> bool:
        """Whether citizens of *country* need a visa to come to *conference*. Unknown citizenship: they do."""
        own = cls.objects.of(conference).filter(country=country).values_list("needs_visa", flat=True).first()
        return country not in usual_visa_free() if own is None else own


def sealed(label: Any) -> Any:
    return SealedField(label, bound_to="registration_id")


class VisaDetails(models.Model):
    """Passport data of one participant: every value sealed, read only by visa officers, erased after the event.

    No history, no administration, no search: nothing but ``services.travel`` opens a value.
    """

    class DocumentType(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary passport")
        OFFICIAL = "official", _("official (service) passport")
        DIPLOMATIC = "diplomatic", _("diplomatic passport")
        LAISSEZ_PASSER = "unlp", _("United Nations laissez-passer")

    class Sex(models.TextChoices):
        """As the passport says."""

        FEMALE = "F", _("female (F)")
        MALE = "M", _("male (M)")
        OTHER = "X", _("not specified (X)")

    class Entries(models.TextChoices):
        ONE = "1", _("single entry")
        TWO = "2", _("double entry")
        MANY = "many", _("multiple entry")

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="visa", verbose_name=_("registration")
    )
    needs_visa = models.BooleanField(_("needs a visa"), default=True)
    document_type = sealed(_("kind of document"))
    number = sealed(_("passport number"))
    surname_ru = sealed(_("surname in Cyrillic"))
    given_ru = sealed(_("given names in Cyrillic"))
    surname_latin = sealed(_("surname as in the passport"))
    given_latin = sealed(_("given names as in the passport"))
    sex = sealed(_("sex as in the passport"))
    birth_date = sealed(_("date of birth"))
    birth_country = sealed(_("country of birth"))
    birth_region = sealed(_("place or region of birth"))
    citizenship = sealed(_("citizenship"))
    residence = sealed(_("country of residence"))
    issued = sealed(_("issued on"))
    expires = sealed(_("expires on"))
    entries = sealed(_("number of entries"))
    route = sealed(_("cities of the route"))
    children = sealed(_("accompanying children"))
    consulate = sealed(_("city of the consulate"))
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("filled in by"),
    )
    updated = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("visa details")
        verbose_name_plural = _("visa details")

    def __str__(self) -> str:
        return str(self.registration)

    @property
    def is_filled(self) -> bool:
        return isinstance(self.number, Sealed)

    def masked_number(self) -> str:
        """«•••• 4567»: the last digits, by which the holder knows the document; dots alone when it cannot be opened."""
        if not self.is_filled:
            return ""
        try:
            number = reveal(self, "number")
        except CannotOpen:
            return DOTS
        return f"{DOTS} {number[-SHOWN_DIGITS:]}" if len(number) > SHOWN_DIGITS else DOTS

    def in_plain(self) -> dict[str, Any]:
        """Every value opened, dates as dates. For the audited reading and the letter alone. Raises CannotOpen."""
        names = [field.name for field in self._meta.fields if isinstance(field, SealedField)]
        told: dict[str, Any] = {name: reveal(self, name) for name in names}
        for name in ("birth_date", "issued", "expires"):
            told[name] = date.fromisoformat(told[name]) if told[name] else None
        return told


def erased_on(conference: Conference) -> date:
    """The day on which travel and passport data of *conference* are erased."""
    return Rules.of(conference).travel_is_erased_on()


def is_coming(registration: Registration) -> bool:
    """Travel, visa and support are asked of approved participants who come to the hall, until the data are erased."""
    is_in_hall = registration.attendance == Registration.Attendance.HALL
    is_approved = registration.state == Registration.State.APPROVED
    conference = registration.conference
    return is_approved and is_in_hall and timezone.localdate(timezone=conference.zone) <= erased_on(conference)
