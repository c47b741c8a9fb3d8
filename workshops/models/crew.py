from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference

from .sessions import Session
from .talks import Talk

if TYPE_CHECKING:
    from conference.models import Person


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(session__conference=conference)

    def of_person(self, person: Person) -> Self:
        return self.filter(person=person)

    def standing(self) -> Self:
        """In sessions that are in the programme."""
        return self.filter(session__is_off=False)

    def untold(self) -> Self:
        """Those of whom the person has not had a letter yet."""
        return self.standing().filter(told_at=None)


class Assignment(models.Model):
    """Somebody who makes a session accessible: interprets it, signs it or writes its captions."""

    class Kind(models.TextChoices):
        INTERPRETER = "interpreter", _("interpreter")
        SIGN = "sign", _("sign-language interpreter")
        CAPTIONS = "captions", _("captioner")

    session = models.ForeignKey(Session, models.CASCADE, related_name="assignments", verbose_name=_("session"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments", verbose_name=_("person")
    )
    kind = models.CharField(_("service"), max_length=12, choices=Kind)
    languages = models.CharField(
        _("languages"), max_length=60, blank=True, help_text=_("For example ru–en, or Russian sign language.")
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    assigned_at = models.DateTimeField(_("assigned on"), auto_now_add=True)
    told_at = models.DateTimeField(_("written to on"), null=True, blank=True, editable=False)
    seen_at = models.DateTimeField(_("pack opened on"), null=True, blank=True, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment to a session")
        verbose_name_plural = _("assignments to sessions")
        ordering = ["session__starts", "kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "person", "kind"], name="assigned_once_per_service")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class MaterialQuerySet(models.QuerySet["SessionMaterial"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(session__conference=conference)

    def current(self) -> Self:
        """Without earlier versions and without what was withdrawn."""
        return self.filter(replaced_at=None, withdrawn_at=None)

    def public(self, at: datetime | None = None) -> Self:
        """What anybody may have now: meant for all, and the embargo over."""
        moment = at or timezone.now()
        begins = Coalesce("talk__session__starts", "session__starts")
        free = Q(with_session=False) & (Q(embargo_until=None) | Q(embargo_until__lte=moment))
        return self.current().alias(begins=begins).filter(
            free | Q(with_session=True, begins__lte=moment), is_public=True
        )  # fmt: skip

    def in_sessions(self, sessions: Iterable[int]) -> Self:
        """Of these sessions by their keys: what belongs to a talk stands where the talk does."""
        keys = list(sessions)
        return self.filter(Q(talk__session__in=keys) | Q(talk=None, session__in=keys))


def material_path(material: SessionMaterial, filename: str) -> str:
    """A name made here; the ending is that of the content, see ``workshops.services.materials``."""
    ending = filename.rpartition(".")[2][:5]
    return f"sessions/{material.session.conference_id}/{uuid.uuid4().hex}.{ending}"


class SessionMaterial(models.Model):
    """Something that belongs to a session or to one talk of it: a text, slides, a recording, a photograph."""

    class Kind(models.TextChoices):
        STATEMENT = "statement", _("text of the statement")
        SLIDES = "slides", _("slides")
        HANDOUT = "handout", _("handout")
        RECORDING = "recording", pgettext_lazy("material", "recording")
        TRANSCRIPT = "transcript", _("transcript")
        PHOTO = "photo", _("photograph")

    session = models.ForeignKey(Session, models.CASCADE, related_name="materials", verbose_name=_("session"))
    talk = models.ForeignKey(
        Talk, models.PROTECT, null=True, blank=True, related_name="materials", verbose_name=_("talk")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=250, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    file = models.FileField(_("file"), upload_to=material_path, blank=True)
    name = models.CharField(_("name of the file"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    url = models.URLField(_("link"), blank=True, max_length=500, validators=[URLValidator(schemes=["http", "https"])])
    alt = models.CharField(
        _("description for those who do not see it"), max_length=500, blank=True,
        help_text=_("What the photograph shows, in a sentence."),
    )  # fmt: skip
    with_session = models.BooleanField(
        _("under embargo until the session begins"), default=False,
        help_text=_("When the session is moved, the end of the embargo moves with it."),
    )  # fmt: skip
    embargo_until = models.DateTimeField(
        _("under embargo until"), null=True, blank=True,
        help_text=_("Until then only the speakers, the interpreters of the session and the organisers have it."),
    )  # fmt: skip
    is_public = models.BooleanField(_("anybody may have it"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    replaced_at = models.DateTimeField(_("replaced on"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material of a session")
        verbose_name_plural = _("materials of sessions")
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(file="") | ~Q(url=""), name="material_is_a_file_or_a_link")]

    def __str__(self) -> str:
        return self.title or self.name or str(self.get_kind_display())

    @property
    def held_in(self) -> Session:
        """The session it is seen in: that of its talk, which may have been moved."""
        return self.talk.session if self.talk is not None else self.session

    @property
    def is_current(self) -> bool:
        return self.replaced_at is None and self.withdrawn_at is None

    @property
    def ending(self) -> str:
        """PDF, DOCX: what the file is."""
        return (self.file.name or "").rpartition(".")[2].upper()

    def embargo(self) -> datetime | None:
        """The moment when the embargo ends; None where there was none."""
        return self.held_in.starts if self.with_session else self.embargo_until

    def is_under_embargo(self, at: datetime | None = None) -> bool:
        until = self.embargo()
        return until is not None and until > (at or timezone.now())
