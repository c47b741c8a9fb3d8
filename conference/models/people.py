from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from stdnum.iso7064 import mod_11_2

if TYPE_CHECKING:
    from .conference import Conference


PATRONYMIC = re.compile(r"(вич|ьич|[кмн]ич|вна|чна|оглы|кызы)$")
APART = {"кызы", "гызы", "оглы"}
"""Words that make the name before them a patronymic."""


def validate_orcid(value: str) -> None:
    """Four groups of four with the ISO 7064 MOD 11-2 check digit: 0000-0002-1825-0097."""
    compact = value.replace("-", "")
    if not re.fullmatch(r"\d{15}[\dX]", compact):
        raise ValidationError(_("An ORCID iD has 16 digits, for example 0000-0002-1825-0097."))
    if not mod_11_2.is_valid(compact):
        raise ValidationError(_("The last digit of this ORCID iD does not fit the others. Check it in your record."))


def _is_latin(char: str) -> bool:
    is_letter = char.isalpha() and (ord(char) < 0x0250 or 0x1E00 <= ord(char) < 0x1F00)
    return is_letter or char in " '’-.–əʻʼ"


def validate_latin(value: str) -> None:
    """Letters of the Latin script (any diacritics), spaces, apostrophes, hyphens and full stops."""
    if not all(map(_is_latin, value)):
        raise ValidationError(_("Enter the name in Latin letters, as in the passport"), code="not_latin")


ERASED_RU, ERASED_EN = "Данные удалены", "Data erased"
"""What stands in the place of the name of somebody whose data were erased."""


class Organisation(models.Model):
    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("ministry")
        UNESCO = "unesco", _("UNESCO")
        NATIONAL_COMMISSION = "national_commission", _("National Commission for UNESCO")
        UNIVERSITY = "university", _("university or institute")
        SCHOOL = "school", _("school")
        NGO = "ngo", _("non-governmental organisation")
        OTHER = "other", _("other")

    title = models.CharField(_("name"), max_length=250)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    country = CountryField(_("country"), blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    ror = models.URLField(_("ROR iD"), blank=True)
    member_since = models.DateField(
        _("member of the association since"), null=True, blank=True,
        help_text=_("A member school is one thing, the school of a listener another: that one has no date here."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class PersonManager(BaseUserManager["Person"]):
    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """E-mail addresses are compared in lower case, so one person is not two."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email) or None, **fields)
        person.set_unusable_password() if password is None else person.set_password(password)
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who takes part, and the account they sign in with, once for all conferences.

    ``email`` is the log-in address, unique and optional; ``contact_email`` is where letters go when it
    differs, and several people may share it (a minister's protocol office).
    """

    class Theme(models.TextChoices):
        AUTO = "auto", _("as on the device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")
        CONTRAST = "contrast", _("high contrast")

    email = models.EmailField(_("log-in e-mail"), unique=True, null=True, blank=True)
    contact_email = models.EmailField(_("e-mail for letters"), blank=True)
    full_name = models.CharField(
        _("full name"), max_length=200, help_text=_("As it is spoken, in any script, family name first in Russian.")
    )
    latin_name = models.CharField(
        _("name in Latin letters"),
        max_length=200,
        blank=True,
        validators=[validate_latin],
        help_text=_("As in the passport: given name, then family name."),
    )
    native_name = models.CharField(_("name in its own script"), max_length=200, blank=True)
    honorific = models.CharField(_("form of address"), max_length=60, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("organisation")
    )
    country = CountryField(_("country"), blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    language = models.CharField(
        _("language of letters"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    orcid = models.CharField("ORCID iD", max_length=19, blank=True, validators=[validate_orcid])
    reading = models.CharField(_("reading settings"), max_length=40, blank=True, editable=False)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.latin_name or self.email or "–"

    def clean(self) -> None:
        super().clean()
        self.email = PersonManager.normalize_email(self.email) or None

    @property
    def letters_to(self) -> str:
        return self.contact_email or self.email or ""

    def greeting_in(self, language: str) -> str:
        """How a letter addresses the person: given name and patronymic in Russian where there is one.

        «Алиева Севда Рауф кызы» is greeted as «Севда Рауф кызы»,
        «Орлова Надежда Викторовна» and «Надежда Викторовна Орлова» are both greeted as «Надежда Викторовна».
        """
        name = self.name_in(language)
        words = name.split()
        for place, (given, patronymic) in enumerate(itertools.pairwise(words)):
            if language == "ru" and PATRONYMIC.search(patronymic):
                is_apart = patronymic.lower() in APART and place > 0
                return f"{words[place - 1]} {given} {patronymic}" if is_apart else f"{given} {patronymic}"
        return name

    def name_in(self, language: str) -> str:
        """The name as a page in *language* shows it: the spoken form in Russian, Latin elsewhere."""
        if self.full_name == ERASED_RU and self.email is None and language != "ru":
            return ERASED_EN
        return self.full_name if language == "ru" else self.latin_name or self.full_name


class RoleQuerySet(models.QuerySet):
    def of(self, conference: Conference) -> Self:
        return self.filter(conference=conference)

    def held_by(self, person: Person, conference: Conference | None = None) -> Self:
        """Roles of *person* in *conference*, with those held over the whole installation."""
        return self.filter(Q(conference=conference) | Q(conference=None), person=person)


class Role(models.Model):
    """What a person may do in one conference, in one track of it, or (no conference) everywhere."""

    class Kind(models.TextChoices):
        ORGANISER = "organiser", _("organiser")
        PROTOCOL = "protocol", _("protocol officer")
        ACCESS = "access", _("accessibility coordinator")
        PASSPORTS = "passports", _("visa officer: reads passport data")
        FINANCE = "finance", _("finance officer: sees amounts")
        DOOR = "door", _("check-in at the door")
        CHAIR = "chair", _("track chair")
        RAPPORTEUR = "rapporteur", _("rapporteur of a track")
        REVIEWER = "reviewer", _("reviewer")
        EDITOR = "editor", _("editor")
        MODERATOR = "moderator", _("moderator of questions")
        EXPERT = "expert", _("expert of a season")
        PARTICIPANT = "participant", _("participant")

    STAFF_KINDS = (
        Kind.ORGANISER, Kind.PROTOCOL, Kind.PASSPORTS, Kind.FINANCE, Kind.DOOR, Kind.CHAIR, Kind.RAPPORTEUR,
        Kind.EDITOR, Kind.MODERATOR, Kind.EXPERT,
    )  # fmt: skip

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", verbose_name=_("person"))
    conference = models.ForeignKey(
        "conference.Conference",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("conference"),
    )
    kind = models.CharField(_("role"), max_length=12, choices=Kind)
    track = models.PositiveSmallIntegerField(
        _("number of the track"), default=0, blank=True, help_text=_("0 stands for all tracks.")
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["conference", "kind", "track"]
        constraints = [
            models.UniqueConstraint(fields=["person", "conference", "kind", "track"], name="one_role_of_a_kind"),
            models.UniqueConstraint(
                fields=["person", "kind", "track"], condition=Q(conference=None), name="one_role_everywhere_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

    @classmethod
    def grant(cls, person: Person, kind: str, conference: Conference | None, *, track: int = 0) -> Role:
        role, _created = cls.objects.get_or_create(person=person, conference=conference, kind=kind, track=track)
        return role

    @classmethod
    def revoke(cls, person: Person, kind: str, conference: Conference | None, *, track: int = 0) -> None:
        cls.objects.filter(person=person, conference=conference, kind=kind, track=track).delete()
