from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailTemplate(models.Model):
    """The organisers' own wording of a letter; without a row the shipped wording is used.

    Placeholders are flat words in braces, ``{name}``; anything else stays as typed, nothing is run.
    """

    conference = models.ForeignKey(
        "conference.Conference",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="mail_templates",
        verbose_name=_("conference"),
    )
    key = models.SlugField(_("letter"), max_length=60)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("mail template")
        verbose_name_plural = _("mail templates")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "key"], name="one_template_per_letter"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(conference=None), name="one_template_per_letter_everywhere"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class MessageQuerySet(models.QuerySet):
    def due(self) -> Self:
        return self.filter(state=Message.State.QUEUED, next_attempt_at__lte=timezone.now())


def attachment_path(message: Message, filename: str) -> str:
    """A name made here; what the reader sees is ``attachment_name``."""
    return f"letters/{uuid.uuid4().hex}"


class Message(models.Model):
    """A letter in the outbox: written in the verb's transaction, sent by a worker, kept as a record."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")

    conference = models.ForeignKey(
        "conference.Conference",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("conference"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("person"),
    )
    key = models.SlugField(_("letter"), max_length=60)
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    attachment = models.FileField(_("attached file"), upload_to=attachment_path, blank=True)
    attachment_name = models.CharField(_("name of the attached file"), max_length=100, blank=True)
    attachment_type = models.CharField(_("type of the attached file"), max_length=100, blank=True)
    unsubscribe = models.URLField(
        _("address that ends such letters"), max_length=300, blank=True,
        help_text=_("Mail programs offer it as a button of their own (RFC 8058)."),
    )  # fmt: skip
    is_secret = models.BooleanField(_("erase the text once sent"), default=False)
    about_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, blank=True)
    about_id = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("about_type", "about_id")
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    error = models.CharField(_("last error"), max_length=250, blank=True)
    created = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="message_due")]

    def __str__(self) -> str:
        return f"{self.key} → {self.to}"
