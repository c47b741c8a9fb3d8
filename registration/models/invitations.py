from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from conference.models import Conference, ConferenceQuerySet, Job, Person
from conference.moves import Moves

from .categories import Category
from .registrations import Registration

SALT = "registration.invitation"
REMIND_BEFORE = timedelta(days=5)
QUIET = timedelta(days=2)
"""A guest who was written to less than this ago is not reminded by itself."""


class InvitationQuerySet(ConferenceQuerySet["Invitation"]):
    def open(self) -> Self:
        """Drafts, and those that were sent and wait for an answer."""
        return self.filter(state__in=Invitation.OPEN)

    def awaiting_an_answer(self) -> Self:
        return self.filter(state=Invitation.State.SENT)

    def lapsed(self) -> Self:
        """Sent ones whose term is over."""
        return self.awaiting_an_answer().filter(expires_at__lte=timezone.now())

    def to_be_reminded(self) -> Self:
        """Those whose term ends soon, who were not reminded yet and were not written to just now."""
        now = timezone.now()
        due = self.awaiting_an_answer().filter(expires_at__gt=now, expires_at__lte=now + REMIND_BEFORE)
        return due.filter(reminders=0, sent_at__lte=now - QUIET)

    def of_link(self, token: str) -> Invitation | None:
        """The invitation that a link from a letter leads to; None when it was altered or called back."""
        try:
            pk, issue = map(int, signing.loads(token, salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return None
        rows = self.filter(pk=pk, issue=issue).exclude(state=Invitation.State.DRAFT)
        return rows.select_related("conference", "category").first()

    def to_person(self, person: Person) -> Self:
        """Those sent to an address of *person*."""
        addresses = [address.lower() for address in (person.email, person.contact_email) if address]
        return self.filter(email__in=addresses) if addresses else self.none()


class Invitation(Moves, models.Model):
    """That the organisers ask somebody to take part: one guest by name, or so many people of an organisation.

    Its link is signed with the installation's key (256 bits) and is stored nowhere; ``issue`` counts up when
    older links must stop working. ``used`` of its ``places`` are taken by ``registrations``.
    """

    class Kind(models.TextChoices):
        PERSONAL = "personal", pgettext_lazy("invitation", "personal")
        ORGANISATION = "organisation", pgettext_lazy("invitation", "for an organisation")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("invitation", "being prepared")
        SENT = "sent", pgettext_lazy("invitation", "no answer yet")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
        DECLINED = "declined", pgettext_lazy("invitation", "declined")
        EXPIRED = "expired", pgettext_lazy("invitation", "expired")
        REVOKED = "revoked", pgettext_lazy("invitation", "revoked")

    MOVES = {
        State.DRAFT: {State.SENT, State.REVOKED},
        State.SENT: {State.ACCEPTED, State.DECLINED, State.EXPIRED, State.REVOKED},
        State.EXPIRED: {State.SENT, State.ACCEPTED, State.REVOKED},
        State.DECLINED: {State.SENT},
    }
    OPEN = (State.DRAFT, State.SENT)

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="invitations", verbose_name=_("conference"))
    category = models.ForeignKey(Category, models.PROTECT, related_name="invitations", verbose_name=_("category"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PERSONAL)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    latin_name = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
    language = models.CharField(
        _("language of letters"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    body = models.CharField(_("organisation"), max_length=250, blank=True)
    country = CountryField(_("country"), blank=True)
    prefilled: models.JSONField[dict[str, Any]] = models.JSONField(
        _("answers filled in beforehand"), default=dict, blank=True, editable=False
    )
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    used = models.PositiveSmallIntegerField(_("places used"), default=0, editable=False)
    issue = models.PositiveSmallIntegerField(_("issue of the link"), default=1, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("good until"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    declined_reason = models.TextField(_("why declined"), blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("invited by"),
    )  # fmt: skip
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="invitations", editable=False,
        verbose_name=_("sent with"),
    )  # fmt: skip
    registrations = models.ManyToManyField(
        Registration, blank=True, related_name="invitations", editable=False, verbose_name=_("registrations")
    )
    created = models.DateTimeField(_("prepared"), auto_now_add=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "email"],
                condition=Q(state__in=["draft", "sent"]) & ~Q(email=""),
                name="one_open_invitation_per_address",
                violation_error_message=_("An invitation to this address is on its way already."),
            ),
            models.CheckConstraint(condition=Q(used__lte=F("places")), name="no_more_guests_than_an_invitation_names"),
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="invitation_term")]

    def __str__(self) -> str:
        """Never a name: it goes into the audit log, which outlives the guest's data."""
        return str(_("Invitation %(number)d") % {"number": self.pk or 0})

    @property
    def addressee(self) -> str:
        """Whom the lists show: the guest, else the organisation, else the address."""
        return self.name or self.body or self.email

    @property
    def is_personal(self) -> bool:
        return self.kind == self.Kind.PERSONAL

    @property
    def places_left(self) -> int:
        return max(self.places - self.used, 0)

    def is_good(self) -> bool:
        """Whether the guest may answer now."""
        in_time = self.expires_at is None or timezone.now() < self.expires_at
        return self.state == self.State.SENT and in_time and self.places_left > 0

    def token(self) -> str:
        """What the link in the letter carries."""
        return signing.dumps([self.pk, self.issue], salt=SALT, compress=True)

    def term_from(self, moment: datetime, days: int) -> datetime:
        """Until when an invitation sent at *moment* is good: *days*, and never after the conference."""
        end = datetime.combine(self.conference.ends, datetime.max.time(), tzinfo=self.conference.zone)
        return min(moment + timedelta(days=days), end) if end > moment else moment + timedelta(days=days)
