from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet, IssuedDocument, Person
from conference.moves import Moves

from .delegations import Delegation
from .registrations import Registration


class LetterRequestQuerySet(ConferenceQuerySet["LetterRequest"]):
    def with_people(self) -> Self:
        return self.select_related(
            "conference", "registration__person__organisation", "registration__category", "registration__delegation",
            "delegation", "asked_by", "checked_by", "approved_by", "document",
        )  # fmt: skip

    def standing(self) -> Self:
        """Those that lead, or have led, to a letter that counts."""
        return self.exclude(state=LetterRequest.State.REVOKED)

    def unfinished(self) -> Self:
        """Those that wait for somebody of the staff."""
        return self.filter(state__in=LetterRequest.UNFINISHED)

    def followed_by(self, person: Person) -> Self:
        """Those about people *person* answers for."""
        mine = Q(registration__person=person) | Q(registration__filled_by=person)
        return self.filter(
            mine | Q(registration__delegation__focal_point=person) | Q(delegation__focal_point=person)
        ).distinct()


class LetterRequest(Moves, models.Model):
    """The way of one guarded letter: asked for, data checked, approved by somebody else, issued, perhaps revoked.

    A visa letter is about a registration; a note verbale about a delegation, or about a body that only its
    addressee lines name.
    """

    class Kind(models.TextChoices):
        VISA_LETTER = IssuedDocument.Kind.VISA_LETTER.value, _("letter in support of a visa")
        NOTE_VERBALE = IssuedDocument.Kind.NOTE_VERBALE.value, _("note verbale")

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        CHECKED = "checked", _("data checked")
        APPROVED = "approved", _("letter approved")
        ISSUED = "issued", _("letter issued")
        RETURNED = "returned", _("returned with a remark")
        REVOKED = "revoked", _("letter revoked")

    MOVES = {
        State.REQUESTED: {State.CHECKED, State.RETURNED},
        State.CHECKED: {State.APPROVED, State.RETURNED, State.REQUESTED},
        State.APPROVED: {State.ISSUED, State.RETURNED, State.REQUESTED},
        State.RETURNED: {State.REQUESTED},
        State.ISSUED: {State.REVOKED},
    }

    UNFINISHED = (State.REQUESTED, State.CHECKED, State.APPROVED)

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="letter_requests", verbose_name=_("conference")
    )
    kind = models.CharField(_("letter"), max_length=30, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED, editable=False)
    registration = models.ForeignKey(
        Registration, models.CASCADE, null=True, blank=True, related_name="letter_requests",
        verbose_name=_("registration"),
    )  # fmt: skip
    delegation = models.ForeignKey(
        Delegation, models.CASCADE, null=True, blank=True, related_name="letter_requests", verbose_name=_("delegation")
    )
    addressee = models.CharField(
        _("addressee of the note"), max_length=250, blank=True,
        help_text=_("Ministry or embassy, in full. In Russian in the dative: «Министерству образования…»."),
    )  # fmt: skip
    place = models.CharField(_("city of the addressee"), max_length=120, blank=True)
    remark = models.TextField(_("remark"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("approved by"),
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved on"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    returned_at = models.DateTimeField(_("returned"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    document = models.OneToOneField(
        IssuedDocument, models.SET_NULL, null=True, blank=True, related_name="letter_request",
        verbose_name=_("document"),
    )  # fmt: skip

    objects = LetterRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a guarded letter")
        verbose_name_plural = _("requests for guarded letters")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind"],
                condition=Q(registration__isnull=False) & ~Q(state="revoked"),
                name="one_standing_letter_of_a_kind_per_registration",
            ),
            models.UniqueConstraint(
                fields=["delegation", "kind"],
                condition=Q(delegation__isnull=False) & ~Q(state="revoked"),
                name="one_standing_letter_of_a_kind_per_delegation",
            ),
            models.CheckConstraint(
                condition=~Q(kind="visa_letter") | Q(registration__isnull=False), name="a_visa_letter_is_about_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(issued_at__isnull=False), name="an_issued_letter_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject()}"

    def subject(self) -> str:
        """Whom or what the letter is about, without any passport datum."""
        if self.registration is not None:
            return str(self.registration)
        return str(self.delegation or self.addressee)

    @property
    def is_visa_letter(self) -> bool:
        return self.kind == self.Kind.VISA_LETTER

    @property
    def may_be_downloaded(self) -> bool:
        return self.state == self.State.ISSUED and self.document is not None and self.document.is_valid
