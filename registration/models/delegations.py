from __future__ import annotations

import re
import secrets
from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from django_countries.fields import CountryField

from conference.models import Conference, ConferenceQuerySet, Person
from conference.models.documents import CODE_ALPHABET
from conference.moves import Moves

from .categories import Category
from .rules import Rules

CODE_LENGTH = 10  # 50 bits, and every attempt is counted
INVITATION_SALT, HANDOVER_SALT = "registration.delegation", "registration.handover"
HANDOVER_FOR = timedelta(days=14)


def new_invitation_code() -> str:
    """What a letter prints for typing by hand: ten letters and digits without look-alikes."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def _mark_of(address: str) -> str:
    return salted_hmac(HANDOVER_SALT, address).hexdigest()[:16]


class DelegationQuerySet(ConferenceQuerySet["Delegation"]):
    def led_by(self, person: Person) -> Self:
        """Delegations whose focal point *person* is."""
        return self.filter(focal_point=person)

    def with_people(self) -> Self:
        """Each delegation with ``people``, the number of its registrations that count."""
        counted = Q(registrations__state__in=["submitted", "waiting", "offered", "approved"])
        return self.annotate(people=models.Count("registrations", filter=counted))

    def with_code(self, code: str) -> Delegation | None:
        """The delegation whose letter prints *code*, typed in any usual way."""
        plain = re.sub(r"[\s\-]", "", code).upper()
        return self.filter(code=plain).select_related("conference").first() if plain else None

    def invited_by(self, token: str) -> Delegation | None:
        """The delegation that the link of an invitation letter leads to; None when it was altered or is void."""
        try:
            pk, code = signing.loads(token, salt=INVITATION_SALT)
        except (signing.BadSignature, ValueError):
            return None
        return self.filter(pk=pk, code=code).select_related("conference").first()

    def handed_over_by(self, token: str) -> Delegation | None:
        """The delegation that the link of a hand-over offers; None once it was accepted, withdrawn or is too old."""
        try:
            pk, mark, focal_point = signing.loads(token, salt=HANDOVER_SALT, max_age=HANDOVER_FOR)
        except (signing.BadSignature, ValueError):
            return None
        offered = self.filter(pk=pk, focal_point=focal_point).exclude(handover_email="")
        delegation = offered.select_related("conference", "focal_point").first()
        return delegation if delegation and _mark_of(delegation.handover_email) == mark else None

    def awaiting_decision(self) -> Self:
        return self.filter(state=Delegation.State.SUBMITTED)


class Delegation(Moves, models.Model):
    """The people one country or body sends, with one focal point and a number of seats held for them.

    ``seats`` are granted; ``seats_held`` of them are reserved in the category's hall, names or not, until
    ``held_until``; ``seats_used`` are those that members have taken.
    """

    class State(models.TextChoices):
        OPEN = "open", _("being filled in")
        SUBMITTED = "submitted", _("submitted")
        ACCREDITED = "accredited", _("accredited")
        RETURNED = "returned", _("returned with remarks")

    MOVES = {
        State.OPEN: {State.SUBMITTED},
        State.SUBMITTED: {State.ACCREDITED, State.RETURNED},
        State.RETURNED: {State.SUBMITTED},
        State.ACCREDITED: {State.SUBMITTED},
    }

    class Credentials(models.TextChoices):
        NONE = "none", _("none yet")
        NOMINATED = "nominated", _("nomination letter uploaded")
        RECEIVED = "received", _("letter received and checked")
        FULL_POWERS = "full_powers", _("full powers")

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="delegations", verbose_name=_("conference"))
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="delegations", verbose_name=_("category")
    )
    number = models.CharField(_("number"), max_length=12, blank=True, editable=False)
    code = models.CharField(_("invitation code"), max_length=12, default=new_invitation_code, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
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
    focal_email = models.EmailField(_("e-mail of the focal point"), blank=True)
    language = models.CharField(
        _("language of letters"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    seats_held = models.PositiveSmallIntegerField(_("seats held"), default=0, editable=False)
    seats_used = models.PositiveSmallIntegerField(_("seats used"), default=0, editable=False)
    held_until = models.DateField(_("seats are held until"), null=True, blank=True)
    nomination = models.FileField(_("nomination letter"), upload_to="nominations/%Y/", blank=True)
    nomination_number = models.CharField(_("number of the letter"), max_length=60, blank=True)
    nomination_date = models.DateField(_("date of the letter"), null=True, blank=True)
    nomination_signed_by = models.CharField(_("signed by"), max_length=200, blank=True)
    credentials = models.CharField(_("credentials"), max_length=12, choices=Credentials, default=Credentials.NONE)
    shared: models.JSONField[dict[str, Any]] = models.JSONField(
        _("answers shared by the members"), default=dict, blank=True, editable=False
    )
    remarks = models.TextField(_("remarks of the organisers"), blank=True)
    note = models.TextField(_("note"), blank=True)
    handover_email = models.EmailField(_("offered to a colleague"), blank=True, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded of the held seats"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["country", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "code"], name="one_delegation_per_code"),
            models.UniqueConstraint(
                fields=["conference", "number"], condition=~Q(number=""), name="one_delegation_per_number"
            ),
            models.CheckConstraint(condition=Q(seats_used__lte=F("seats_held")), name="members_within_held_seats"),
            models.CheckConstraint(condition=Q(seats_held__lte=F("seats")), name="held_within_granted_seats"),
        ]

    def __str__(self) -> str:
        return self.number or self.body

    @property
    def title(self) -> str:
        """The country, or the body of a delegation that no country sends, in the page's language."""
        return str(countries.name(str(self.country))) if self.country else self.body

    @property
    def seats_spare(self) -> int:
        """Held seats that no member has taken yet."""
        return max(self.seats_held - self.seats_used, 0)

    def holds_until(self) -> date | None:
        """The last day on which spare seats are held; None when none is held any more."""
        if not self.held_until or self.held_until < self.conference.today() or not self.seats_held:
            return None
        return self.held_until

    def may_be_written(self) -> bool:
        """Members may be added and changed: the conference is not over, nor closed for changes."""
        return not self.conference.is_archived and Rules.of(self.conference).changes_are_open()

    def may_replace(self) -> bool:
        """A member may be replaced up to the door: until the last day."""
        return not self.conference.is_archived and self.conference.today() <= self.conference.ends

    def invitation_token(self) -> str:
        """What the link of the invitation letter carries: signed, good while the code is."""
        return signing.dumps([self.pk, self.code], salt=INVITATION_SALT)

    def handover_token(self) -> str:
        """What the link of a hand-over carries: good while it is offered to this address, which it does not tell."""
        return signing.dumps([self.pk, _mark_of(self.handover_email), self.focal_point_id], salt=HANDOVER_SALT)
