from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet


class Category(models.Model):
    """One kind of participant of a conference: its name on the router, its questions, its seats and who approves it.

    ``family`` is the kind of form; several categories of one conference may share it. ``slug`` is the address.
    """

    class Family(models.TextChoices):
        MINISTRY = "ministry", _("ministry or delegation")
        UNESCO = "unesco", _("UNESCO Headquarters or office")
        NATIONAL_COMMISSION = "natcom", _("National Commission for UNESCO")
        ACADEMIC = "academic", _("university or institute")
        SCHOOL = "school", _("school or NGO")
        LISTENER = "listener", _("listener")
        PRESS = "press", _("press")
        INTERPRETER = "interpreter", _("interpreter")
        ORGANISER = "organiser", _("organising committee")

    class Approval(models.TextChoices):
        BY_HAND = "by_hand", _("by an organiser")
        ONLINE = "online", _("automatic for those who take part online")
        AUTOMATIC = "automatic", _("automatic")

    class Promotion(models.TextChoices):
        AUTOMATIC = "automatic", _("a free seat is offered to the next in the list by itself")
        BY_HAND = "by_hand", _("an organiser offers free seats")

    class Band(models.TextChoices):
        DELEGATION = "delegation", _("Delegation")
        UNESCO = "unesco", _("UNESCO")
        SPEAKER = "speaker", _("Speaker")
        PARTICIPANT = "participant", _("Participant")
        ORGANISER = "organiser", _("Organiser")
        PRESS = "press", _("Press")
        INTERPRETER = "interpreter", _("Interpreter")

    class Paper(models.TextChoices):
        """Documents that participants of a category get."""

        CONFIRMATION = "confirmation", _("confirmation of registration")
        INVITATION_LETTER = "invitation_letter", _("invitation letter")
        VISA_LETTER = "visa_letter", _("letter in support of a visa, on request")
        BADGE = "badge", _("badge")
        CERTIFICATE = "certificate", _("certificate of participation")
        HOURS = "hours", _("certificate of hours")

    PREFIXES = {
        Family.MINISTRY: "M", Family.UNESCO: "U", Family.NATIONAL_COMMISSION: "N", Family.ACADEMIC: "A",
        Family.SCHOOL: "S", Family.LISTENER: "L", Family.PRESS: "P", Family.INTERPRETER: "I", Family.ORGANISER: "O",
    }  # fmt: skip
    DELEGATES = (Family.MINISTRY, Family.UNESCO, Family.NATIONAL_COMMISSION)
    """Families that come as bodies, with protocol: their letters and lists follow rank."""
    RESERVED = frozenset({"resume", "send", "sent", "for-another", "mine", "suggest"})
    """Addresses beside those of categories."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="categories", verbose_name=_("conference"))
    slug = models.SlugField(_("address"), max_length=30, blank=True, help_text=_("Empty: the kind of participant."))
    family = models.CharField(_("kind of participant"), max_length=12, choices=Family)
    title = models.CharField(_("title"), max_length=120)
    short_title = models.CharField(
        _("name in one or two words"), max_length=60, blank=True,
        help_text=_("As in “Taking part as: student volunteer”: lists, letters, the desk and the form call it so."),
    )  # fmt: skip
    hint = models.CharField(_("hint"), max_length=200, blank=True)
    approval = models.CharField(_("approval"), max_length=10, choices=Approval, default=Approval.BY_HAND)
    approve_changes = models.BooleanField(
        _("changes need a new approval"),
        default=False,
        help_text=_("A participant who changes the answers after approval waits for the organisers again."),
    )
    is_listed = models.BooleanField(
        _("shown to everybody"), default=True, help_text=_("Otherwise only an invitation leads to it.")
    )
    badge_band = models.CharField(_("band of the badge"), max_length=12, choices=Band, default=Band.PARTICIPANT)
    papers: models.JSONField[list[str]] = models.JSONField(_("documents"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("seats in the hall"), null=True, blank=True, help_text=_("Empty: no limit."))
    seats_taken = models.PositiveIntegerField(_("seats taken in the hall"), default=0, editable=False)
    seats_online = models.PositiveIntegerField(_("places online"), null=True, blank=True)
    seats_online_taken = models.PositiveIntegerField(_("places taken online"), default=0, editable=False)
    promotion = models.CharField(_("waiting list"), max_length=10, choices=Promotion, default=Promotion.AUTOMATIC)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("category of participants")
        verbose_name_plural = _("categories of participants")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "slug"], name="one_category_per_address"),
            models.CheckConstraint(
                condition=Q(seats=None) | Q(seats_taken__lte=F("seats")),
                name="no_more_guests_than_the_hall_has_seats",
                violation_error_message=_("More seats are taken already. Set a higher number."),
            ),
            models.CheckConstraint(
                condition=Q(seats_online=None) | Q(seats_online_taken__lte=F("seats_online")),
                name="no_more_guests_than_places_online",
                violation_error_message=_("More places online are taken already. Set a higher number."),
            ),
        ]

    def __str__(self) -> str:
        """The name in one or two words; else the kind of participant, or the title of a second one of that kind.

        The title of the usual ones answers “Whom do you represent?” and is declined accordingly.
        """
        if self.short_title:
            return self.short_title
        return str(self.get_family_display()) if self.slug in ("", self.family) or not self.title else self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or self.family
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """The constraints again, for forms that hold the limits and not the counts."""
        super().clean()
        limits = (
            ("seats", self.seats, self.seats_taken, _("More seats are taken already. Set a higher number.")),
            ("seats_online", self.seats_online, self.seats_online_taken,
             _("More places online are taken already. Set a higher number.")),
        )  # fmt: skip
        wrong = {name: text for name, limit, taken, text in limits if limit is not None and limit < taken}
        if wrong:
            raise ValidationError(wrong)

    @property
    def prefix(self) -> str:
        """The letter with which the registration numbers of this family begin."""
        return self.PREFIXES[self.Family(self.family)]

    @property
    def is_for_delegates(self) -> bool:
        return self.family in self.DELEGATES

    def is_open(self) -> bool:
        """Open while the conference registers and within the category's own dates, where it has any."""
        now = timezone.now()
        begun = self.opens is None or self.opens <= now
        return self.conference.registration_is_open() and begun and (self.closes is None or now <= self.closes)

    def approves_itself(self, attendance: str) -> bool:
        """Whether a registration with this *attendance* is approved at once, without an organiser."""
        is_online = attendance == "online"
        return self.approval == self.Approval.AUTOMATIC or (self.approval == self.Approval.ONLINE and is_online)

    def gives(self, paper: str) -> bool:
        """Whether participants of this category get *paper*; a category that names none gives all."""
        return not self.papers or paper in self.papers

    @cached_property
    def asked(self) -> list[Any]:
        """The questions that its form asks beside the usual ones, in order, each with its choices.

        One without anything to choose from is not asked, nor is what depends on it.
        """
        asked: list[Any] = []
        left_out: set[int] = set()
        for question in self.questions.prefetch_related("choices"):
            if question.may_be_asked and question.depends_on_id not in left_out:
                asked.append(question)
            else:
                left_out.add(question.pk)
        return asked

    def online_left(self) -> int | None:
        """Free places online at this moment; None when there is no limit."""
        return None if self.seats_online is None else max(self.seats_online - self.seats_online_taken, 0)

    def notice(self) -> str:
        """What a visitor should know before choosing the category: when it opens, or that one would wait."""
        now = timezone.now()
        if self.opens and self.opens > now:
            day = date_format(timezone.localtime(self.opens, self.conference.zone), "DATE_FORMAT")
            return gettext("Registration in this category opens on %(day)s.") % {"day": day}
        if self.closes and self.closes < now:
            return gettext("Registration in this category is closed.")
        if self.seats_left() != 0:
            return ""
        if self.online_left() == 0:
            return gettext("All places are taken: you can join the waiting list.")
        return gettext("All seats in the hall are taken: join the waiting list, or take part online.")

    def seats_left(self) -> int | None:
        """Free seats in the hall at this moment; None when there is no limit."""
        return None if self.seats is None else max(self.seats - self.seats_taken, 0)
