from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet

if TYPE_CHECKING:
    from typing import Self


class Rules(models.Model):
    """How registration works in one conference: terms and dates that its organisers set."""

    conference = models.OneToOneField(
        Conference, models.CASCADE, related_name="registration_rules", verbose_name=_("conference")
    )
    changes_until = models.DateField(
        _("participants may change their answers until"), null=True, blank=True,
        help_text=_("Inclusive. Empty: until the day before the opening."),
    )  # fmt: skip
    answer_days = models.PositiveSmallIntegerField(_("working days until the organisers answer"), default=5)
    offer_hours = models.PositiveSmallIntegerField(_("an offered seat is held for, hours"), default=48)
    invitation_days = models.PositiveSmallIntegerField(_("an invitation is good for, days"), default=30)
    confirm_days = models.PositiveSmallIntegerField(
        _("attendance is to be confirmed, days before the opening"), default=7,
        help_text=_("0: nobody is asked."),
    )  # fmt: skip
    erase_travel_days = models.PositiveSmallIntegerField(
        _("passport data are erased, days after the last day"), default=30
    )
    list_is_public = models.BooleanField(
        _("the list of participants is public"), default=False,
        help_text=_("Only those who agreed to it are in the list."),
    )  # fmt: skip
    signature = models.ImageField(
        _("image of the signature"), upload_to="signatures/", blank=True,
        help_text=_("PNG or JPEG on white; printed on guarded letters only."),
    )  # fmt: skip
    mails_a_minute = models.PositiveSmallIntegerField(_("letters of a mailing sent in a minute"), default=60)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of registration")
        verbose_name_plural = _("rules of registration")

    def __str__(self) -> str:
        return str(self.conference)

    @classmethod
    def of(cls, conference: Conference) -> Self:
        """The rules of *conference*; the defaults, unsaved, while nobody has set any."""
        return cls.objects.filter(conference=conference).first() or cls(conference=conference)

    def last_day_of_changes(self) -> date:
        return self.changes_until or self.conference.starts - timedelta(days=1)

    def changes_are_open(self) -> bool:
        return self.conference.today() <= self.last_day_of_changes()

    def travel_is_erased_on(self) -> date:
        return self.conference.ends + timedelta(days=self.erase_travel_days)

    def is_time_to_confirm(self) -> bool:
        """Whether attendance is being confirmed now: from ``confirm_days`` before the opening until it."""
        if not self.confirm_days:
            return False
        today = timezone.localdate(timezone=self.conference.zone)
        return self.conference.starts - timedelta(days=self.confirm_days) <= today <= self.conference.starts
