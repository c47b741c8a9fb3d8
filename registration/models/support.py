from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet
from conference.moves import Moves

from .registrations import Registration

NARROW = "\u00a0"
SIGNS = {"RUB": "₽", "EUR": "€", "USD": "$"}


class SupportQuerySet(ConferenceQuerySet["Support"]):
    def with_people(self) -> Self:
        return self.select_related(
            "conference", "registration__person__organisation", "registration__category", "decided_by"
        )

    def awaiting_decision(self) -> Self:
        return self.filter(state=Support.State.ASKED)

    def funded(self) -> Self:
        """What was granted, settled or not, and is not paid by the participant."""
        return self.filter(state__in=[Support.State.GRANTED, Support.State.SETTLED]).exclude(payer=Support.Payer.OWN)


class Support(Moves, models.Model):
    """One thing a participant asks to be paid for, who pays it, and what became of the wish.

    The amount is seen by finance officers alone; neither it nor the participant's words go into any history.
    """

    class Item(models.TextChoices):
        TRAVEL = "travel", _("travel")
        NIGHTS = "nights", _("accommodation")
        ALLOWANCE = "allowance", _("daily allowance")

    class Payer(models.TextChoices):
        UNESCO = "unesco", _("UNESCO")
        ORGANISER = "organiser", _("the organisers")
        OWN = "own", _("own means")

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        GRANTED = "granted", _("granted")
        DECLINED = "declined", _("not granted")
        SETTLED = "settled", _("settled")

    class Currency(models.TextChoices):
        RUB = "RUB", "RUB"
        EUR = "EUR", "EUR"
        USD = "USD", "USD"
        CHF = "CHF", "CHF"

    MOVES = {
        State.ASKED: {State.GRANTED, State.DECLINED},
        State.DECLINED: {State.GRANTED},
        State.GRANTED: {State.SETTLED, State.DECLINED},
    }

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="support", verbose_name=_("conference"))
    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="support", verbose_name=_("registration")
    )
    item = models.CharField(_("what"), max_length=10, choices=Item)
    payer = models.CharField(_("who pays"), max_length=10, choices=Payer, default=Payer.ORGANISER)
    quantity = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("Nights, days of allowance or journeys."),
    )  # fmt: skip
    asked = models.TextField(_("in own words"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED, editable=False)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, blank=True)
    note = models.TextField(_("note to the participant"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = SupportQuerySet.as_manager()

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("support")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "item"],
                condition=~Q(state="declined"),
                name="one_wish_of_a_kind_per_registration",
                violation_error_message=_("This was asked for already."),
            ),
            models.CheckConstraint(condition=Q(amount=None) | ~Q(currency=""), name="an_amount_names_its_currency"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="no_negative_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.registration}: {self.get_item_display()}"

    def amount_in_words(self) -> str:
        """«14 800,00 ₽» as pages in Russian print it, “14,800.00 RUB” as those in English do; empty without one."""
        if self.amount is None:
            return ""
        is_russian = get_language() == "ru"
        whole, _point, cents = f"{self.amount:,.2f}".partition(".")
        number = f"{whole.replace(',', NARROW)},{cents}" if is_russian else f"{whole}.{cents}"
        return f"{number}\u00a0{SIGNS.get(self.currency, self.currency) if is_russian else self.currency}"
