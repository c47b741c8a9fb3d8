from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_countries.fields import CountryField

from conference.models import Conference, ConferenceQuerySet, Person, Role
from conference.moves import Moves
from conference.text import search_key
from workshops.models import Track

from .categories import Category
from .delegations import Delegation

RESUME_SALT = "registration.resume"
RESUME_FOR = timedelta(days=60)
RECORD = "record"
"""The key in the answers of a change under which the registration stands as it was."""
INVITED = "invited"
"""The key in the answers under which an invitation stands, with what it filled in beforehand."""


class RegistrationQuerySet(ConferenceQuerySet["Registration"]):
    def drafts(self) -> Self:
        """Registrations that were not sent yet. The draft of a change is none: its registration was."""
        return self.filter(state=Registration.State.DRAFT, amends=None)

    def changes(self) -> Self:
        """Drafts in which a sent registration is being changed."""
        return self.filter(state=Registration.State.DRAFT, amends__isnull=False)

    def sent(self) -> Self:
        return self.exclude(state=Registration.State.DRAFT)

    def active(self) -> Self:
        """Registrations that count: sent, and neither declined nor cancelled."""
        return self.filter(state__in=Registration.ACTIVE)

    def awaiting_decision(self) -> Self:
        return self.filter(state=Registration.State.SUBMITTED)

    def approved(self) -> Self:
        return self.filter(state=Registration.State.APPROVED)

    def waiting_list(self) -> Self:
        """Those who wait for a seat, the first first. An assistant comes with the guest and waits in no line."""
        return self.filter(state=Registration.State.WAITING, accompanies=None).order_by("waiting_since", "pk")

    def in_protocol_order(self) -> Self:
        """Members of a delegation as protocol lists them: role, personal rank, name."""
        order = {role: at for at, role in enumerate(Registration.DelegationRole.values)}
        whens = [models.When(delegation_role=role, then=models.Value(at)) for role, at in order.items()]
        ranked = self.annotate(role_order=models.Case(*whens, default=models.Value(len(order))))
        return ranked.order_by("role_order", "rank", "person__latin_name", "pk")

    def about(self, person: Person) -> Self:
        """Those *person* has a say in: their own, and those they filled in for somebody else; no drafts of a change."""
        return self.filter(Q(person=person) | Q(filled_by=person), amends=None)

    def seen_by(self, person: Person) -> Self:
        """Those *person* may look at in the back office."""
        if person.is_superuser:
            return self
        roles = Role.objects.filter(person=person, kind__in=[Role.Kind.ORGANISER, Role.Kind.PROTOCOL])
        if roles.filter(conference=None).exists():
            return self
        return self.filter(conference__in=roles.values("conference"))

    def resumed_by(self, token: str) -> Registration | None:
        """The draft that a link from a letter leads to; None when it was altered, is too old or was sent."""
        try:
            pk = signing.loads(token, salt=RESUME_SALT, max_age=RESUME_FOR)
        except signing.BadSignature:
            return None
        return self.drafts().filter(pk=pk).select_related("category").first()


class Registration(Moves, models.Model):
    """A person's wish to take part in one conference, and what became of it.

    While it is a draft it belongs to nobody but the session and the signed link, and keeps the answers as
    typed in ``answers`` (step -> field -> value). ``submit`` moves them to the person and to the columns.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("under consideration")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("a seat is offered")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")

    MOVES = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.APPROVED, State.WAITING, State.DECLINED, State.CANCELLED},
        State.WAITING: {State.SUBMITTED, State.OFFERED, State.APPROVED, State.DECLINED, State.CANCELLED},
        State.OFFERED: {State.SUBMITTED, State.APPROVED, State.WAITING, State.DECLINED, State.CANCELLED},
        State.APPROVED: {State.SUBMITTED, State.CANCELLED},
        State.DECLINED: {State.APPROVED},
    }
    ACTIVE = (State.SUBMITTED, State.WAITING, State.OFFERED, State.APPROVED)

    class Attendance(models.TextChoices):
        HALL = "hall", _("in the hall")
        ONLINE = "online", _("online")

    class DelegationRole(models.TextChoices):
        """Roles inside a delegation, in the order in which protocol lists them."""

        HEAD = "head", _("head of delegation")
        DEPUTY = "deputy", _("deputy head of delegation")
        DELEGATE = "delegate", _("delegate")
        ADVISER = "adviser", _("adviser")
        EXPERT = "expert", _("expert")
        INTERPRETER = "interpreter", _("interpreter")
        OBSERVER = "observer", _("observer")

    class Rank(models.IntegerChoices):
        """Personal rank, the first key of protocol order inside one role."""

        MINISTER = 1, _("minister and above")
        DEPUTY_MINISTER = 2, _("deputy minister")
        AMBASSADOR = 3, _("ambassador, permanent delegate")
        DIRECTOR = 4, _("director, head of department, rector")
        HEAD_OF_UNIT = 5, _("head of unit, professor")
        OTHER = 9, _("other")

    class Seat(models.TextChoices):
        """Where the seat that a registration holds is counted."""

        NONE = "", _("none")
        HALL = "hall", _("in the hall")
        ONLINE = "online", _("online")
        DELEGATION = "delegation", _("of the delegation")

    class Source(models.TextChoices):
        SITE = "site", _("on the site")
        DELEGATION = "delegation", _("by the delegation")
        INVITATION = "invitation", _("by invitation")
        IMPORT = "import", _("imported")
        DESK = "desk", _("at the desk")

    conference = models.ForeignKey(
        Conference, models.PROTECT, related_name="registrations", verbose_name=_("conference")
    )
    category = models.ForeignKey(Category, models.PROTECT, related_name="registrations", verbose_name=_("category"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("person"),
    )
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations_filled",
        verbose_name=_("filled in by"),
    )
    number = models.CharField(_("number"), max_length=12, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    answers = models.JSONField(_("answers of the draft"), default=dict, blank=True, editable=False)
    delegation = models.ForeignKey(
        Delegation, models.SET_NULL, null=True, blank=True, related_name="registrations", verbose_name=_("delegation")
    )
    delegation_role = models.CharField(_("role in the delegation"), max_length=12, choices=DelegationRole, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), choices=Rank, default=Rank.OTHER)
    accompanies = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="companions", verbose_name=_("assistant of")
    )
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by", verbose_name=_("in place of")
    )
    amends = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="amendments", editable=False,
        verbose_name=_("change of"),
    )  # fmt: skip
    source = models.CharField(_("how registered"), max_length=10, choices=Source, default=Source.SITE, editable=False)
    seat = models.CharField(_("seat"), max_length=10, choices=Seat, blank=True, default=Seat.NONE, editable=False)
    waiting_since = models.DateTimeField(_("waits since"), null=True, blank=True, editable=False)
    offered_until = models.DateTimeField(_("the offer is good until"), null=True, blank=True, editable=False)
    confirm_asked_at = models.DateTimeField(_("asked to confirm"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("attendance confirmed"), null=True, blank=True, editable=False)
    attendance = models.CharField(_("attendance"), max_length=6, choices=Attendance, default=Attendance.HALL)
    track = models.ForeignKey(
        Track, models.SET_NULL, null=True, blank=True, related_name="registrations", verbose_name=_("track")
    )
    language = models.CharField(
        _("language of letters"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    country = CountryField(_("country"), blank=True)
    body = models.CharField(_("ministry, body or organisation"), max_length=250, blank=True)
    degree = models.CharField(_("academic degree"), max_length=120, blank=True)
    statement_wanted = models.BooleanField(_("wishes to make a statement"), default=False)
    interpretation_wanted = models.BooleanField(_("needs interpretation"), default=False)
    question = models.TextField(_("question to the speakers"), blank=True)
    addressee = models.TextField(
        _("addressee of the letter in Russian"),
        blank=True,
        help_text=_("Form of address, name and post in the dative, line by line. Empty: the letter composes them."),
    )
    decision_note = models.TextField(_("reason of the decision"), blank=True)
    search = models.CharField(max_length=700, blank=True, editable=False)
    created = models.DateTimeField(_("begun"), auto_now_add=True)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "conference"],
                condition=Q(state__in=["submitted", "waiting", "offered", "approved"]),
                name="one_active_registration_per_person",
                violation_error_message=_("This person is already registered for the conference."),
            ),
            models.UniqueConstraint(
                fields=["conference", "number"], condition=~Q(number=""), name="one_registration_per_number"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(person__isnull=False), name="a_sent_registration_names_its_person"
            ),
            models.UniqueConstraint(fields=["amends"], condition=Q(state="draft"), name="one_change_at_a_time"),
        ]
        indexes = [
            models.Index(fields=["conference", "state"], name="registration_by_state"),
            models.Index(fields=["category", "state", "waiting_since"], name="registration_waiting_list"),
        ]

    def __str__(self) -> str:
        return self.number or str(_("Draft of a registration"))

    def told(self) -> dict[str, Any]:
        """All answers of the draft, without their steps; where nothing else is told, the record or the invitation."""
        aside = ("unfinished", RECORD, INVITED)
        told = {
            name: value for step, values in self.answers.items() if step not in aside for name, value in values.items()
        }
        return self.answers.get(INVITED, {}) | self.answers.get(RECORD, {}) | told

    def resume_token(self) -> str:
        """What the link in the letter carries: signed, good for RESUME_FOR."""
        return signing.dumps(self.pk, salt=RESUME_SALT, compress=True)

    @property
    def participant(self) -> Person:
        """The person of a registration that was sent; a draft has none and raises ValueError."""
        if self.person is None:
            raise ValueError("a draft has no participant yet")
        return self.person

    @property
    def is_head(self) -> bool:
        """Leads the delegation."""
        return self.delegation_role == self.DelegationRole.HEAD

    @property
    def is_by_proxy(self) -> bool:
        """Somebody else filled it in for the person."""
        return self.filled_by_id is not None and self.filled_by_id != self.person_id

    @property
    def may_be_cancelled(self) -> bool:
        return self.may_move(self.State.CANCELLED)

    def searchable(self) -> str:
        """Everything a name is looked for by, in Latin letters: «Жук» is found by “Zhuk”."""
        person = self.person
        names = [person.full_name, person.latin_name, person.native_name] if person else []
        bodies = [self.body_ru, self.body_en]  # type: ignore[attr-defined]
        return search_key(" ".join(filter(None, [*names, self.number, *bodies])))[:700]


class AccessNeeds(models.Model):
    """What the organisers should prepare for one guest: services wanted, never a diagnosis.

    Kept apart from the registration, opened only with ``registration.read_access_needs``; each reading is logged.
    """

    class Service(models.TextChoices):
        STEP_FREE = "step_free", _("step-free access")
        SIGN_LANGUAGE = "sign_language", _("sign-language interpretation")
        CAPTIONS = "captions", _("captions on the screen")
        LARGE_PRINT = "large_print", _("materials in large print")
        SCREEN_READER = "screen_reader", _("materials for a screen reader, in advance")
        ASSISTANT = "assistant", _("a place for my assistant")
        QUIET_ROOM = "quiet_room", _("a quiet room")

    class DoorInstruction(models.TextChoices):
        """What may be said at the door: an instruction to the staff, never the need behind it."""

        LIFT = "lift", _("Take to the lift")
        MEET = "meet", _("Meet at the entrance")
        SEAT = "seat", _("Take to the seat")
        FRONT_ROW = "front_row", _("Seat in the front row")
        AISLE = "aisle", _("Seat by the aisle")

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="access_needs", verbose_name=_("registration")
    )
    services = models.JSONField(_("services"), default=list, blank=True)
    note = models.TextField(_("in own words"), blank=True)
    diet = models.CharField(_("diet"), max_length=200, blank=True)
    door_instruction = models.CharField(
        _("what may be said at the door"), max_length=120, choices=DoorInstruction, blank=True,
        help_text=_("An instruction the guest agreed to, such as “Take to the lift”. Never the need behind it."),
    )  # fmt: skip
    updated = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("access needs")
        verbose_name_plural = _("access needs")

    def __str__(self) -> str:
        return str(self.registration)

    def is_empty(self) -> bool:
        return not (self.services or self.note or self.diet or self.door_instruction)

    def door_words(self, language: str) -> str:
        """The instruction to the staff at the door, in their *language*; empty when the guest agreed to none."""
        if self.door_instruction not in self.DoorInstruction.values:
            return ""
        with override(language):
            return str(self.DoorInstruction(self.door_instruction).label)

    def service_names(self) -> list[str]:
        return [str(self.Service(value).label) for value in self.services if value in self.Service.values]
