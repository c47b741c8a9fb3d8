from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet, Message
from conference.moves import Moves

from .registrations import Registration


class MailingQuerySet(ConferenceQuerySet["Mailing"]):
    def due(self) -> Self:
        """Being sent, and not meant for later."""
        begun = Q(send_at=None) | Q(send_at__lte=timezone.now())
        return self.filter(begun, state=Mailing.State.SENDING)

    def with_counts(self) -> Self:
        """Each with ``letters``, and how many of them were ``sent`` or ``failed``."""
        state = "recipients__message__state"
        return self.annotate(
            letters=Count("recipients"),
            sent=Count("recipients", filter=Q(**{state: Message.State.SENT})),
            failed=Count("recipients", filter=Q(**{state: Message.State.FAILED})),
        )


class Mailing(Moves, models.Model):
    """One letter to many: the same text in both languages to everybody whom the filters of the list find.

    Whom it goes to is fixed when it is sent: one ``Recipient`` row for each address.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENDING = "sending", _("being sent")
        STOPPED = "stopped", _("stopped")
        SENT = "sent", _("sent")

    MOVES = {
        State.DRAFT: {State.SENDING},
        State.SENDING: {State.STOPPED, State.SENT},
        State.STOPPED: {State.SENDING},
        State.SENT: {State.SENDING},
    }

    class Purpose(models.TextChoices):
        PARTICIPATION = "participation", _("about taking part in this conference")
        NEWS = "news", _("news of other events: only to those who agreed to such letters")

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="mailings", verbose_name=_("conference"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT, editable=False)
    purpose = models.CharField(_("what the letter is about"), max_length=14, choices=Purpose,
                               default=Purpose.PARTICIPATION)  # fmt: skip
    filters = models.CharField(_("filters"), max_length=1000, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=20000)
    send_at = models.DateTimeField(_("send at"), null=True, blank=True)
    without_address = models.PositiveIntegerField(_("people without an address"), default=0, editable=False)
    created = models.DateTimeField(_("written"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.subject or str(_("Letter without a subject"))

    def text_in(self, language: str) -> tuple[str, str, str]:
        """Subject, text and the language they are in: *language* where both are written, else the other one."""
        other = "en" if language == "ru" else "ru"
        for code in (language, other):
            subject, body = getattr(self, f"subject_{code}") or "", getattr(self, f"body_{code}") or ""
            if subject and body:
                return subject, body, code
        return self.subject or "", self.body or "", language

    def has_text_in(self, language: str) -> bool:
        return self.text_in(language)[2] == language and bool(self.text_in(language)[1])


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def unwritten(self) -> Self:
        """Those whose letter is not in the outbox yet."""
        return self.filter(message=None)

    def failed(self) -> Self:
        return self.filter(message__state=Message.State.FAILED)

    def counts(self) -> dict[str, int]:
        """How many there are: ``total``, ``waiting``, ``queued``, ``sent``, ``failed``."""
        state = "message__state"
        found: dict[str, Any] = self.order_by().aggregate(
            total=Count("pk"),
            waiting=Count("pk", filter=Q(message=None)),
            queued=Count("pk", filter=Q(**{state: Message.State.QUEUED})),
            sent=Count("pk", filter=Q(**{state: Message.State.SENT})),
            failed=Count("pk", filter=Q(**{state: Message.State.FAILED})),
        )
        return found


class Recipient(models.Model):
    """One address of a mailing, and the letter that went there. ``also`` are other registrations at the address."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="recipients", verbose_name=_("mailing"))
    registration = models.ForeignKey(
        Registration, models.SET_NULL, null=True, related_name="+", verbose_name=_("registration")
    )
    also: models.JSONField[list[int]] = models.JSONField(default=list, blank=True, editable=False)
    address = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("message")
    )
    written_at = models.DateTimeField(_("put into the outbox"), null=True, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient of a mailing")
        verbose_name_plural = _("recipients of mailings")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mailing", "address"], name="one_letter_per_address")]

    def __str__(self) -> str:
        return self.address
