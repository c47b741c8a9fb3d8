from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet


class Category(models.Model):
    """One kind of participant of a conference: its name on the router, its questions and who approves it."""

    class Family(models.TextChoices):
        MINISTRY = "ministry", _("ministry or delegation")
        UNESCO = "unesco", _("UNESCO or National Commission")
        ACADEMIC = "academic", _("university or institute")
        LISTENER = "listener", _("listener")

    class Approval(models.TextChoices):
        BY_HAND = "by_hand", _("by an organiser")
        ONLINE = "online", _("automatic for those who take part online")
        AUTOMATIC = "automatic", _("automatic")

    class Band(models.TextChoices):
        DELEGATION = "delegation", _("Delegation")
        UNESCO = "unesco", _("UNESCO")
        SPEAKER = "speaker", _("Speaker")
        PARTICIPANT = "participant", _("Participant")
        ORGANISER = "organiser", _("Organiser")

    PREFIXES = {Family.MINISTRY: "M", Family.UNESCO: "U", Family.ACADEMIC: "A", Family.LISTENER: "L"}

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="categories", verbose_name=_("conference"))
    family = models.CharField(_("kind of participant"), max_length=10, choices=Family)
    title = models.CharField(_("title"), max_length=120)
    hint = models.CharField(_("hint"), max_length=200, blank=True)
    approval = models.CharField(_("approval"), max_length=10, choices=Approval, default=Approval.BY_HAND)
    badge_band = models.CharField(_("band of the badge"), max_length=12, choices=Band, default=Band.PARTICIPANT)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("category of participants")
        verbose_name_plural = _("categories of participants")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "family"], name="one_category_per_family"),
        ]

    def __str__(self) -> str:
        """The kind of participant; the title answers “Whom do you represent?” and is declined accordingly."""
        return str(self.get_family_display())

    @property
    def prefix(self) -> str:
        """The letter with which the registration numbers of this family begin."""
        return self.PREFIXES[self.Family(self.family)]

    def is_open(self) -> bool:
        """Open while the conference registers and within the category's own dates, where it has any."""
        now = timezone.now()
        begun = self.opens is None or self.opens <= now
        return self.conference.registration_is_open() and begun and (self.closes is None or now <= self.closes)

    def approves_itself(self, attendance: str) -> bool:
        """Whether a registration with this *attendance* is approved at once, without an organiser."""
        is_online = attendance == "online"
        return self.approval == self.Approval.AUTOMATIC or (self.approval == self.Approval.ONLINE and is_online)
