from __future__ import annotations

from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .base import ConferenceQuerySet


class Page(models.Model):
    """A text of the conference's site, written in Markdown, in both languages."""

    conference = models.ForeignKey(
        "conference.Conference", models.CASCADE, related_name="pages", verbose_name=_("conference")
    )
    slug = models.SlugField(_("address"))
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown: ## heading, **bold**, - list."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = pgettext_lazy("of the site", "pages")
        ordering = ["order", "slug"]
        constraints = [models.UniqueConstraint(fields=["conference", "slug"], name="one_page_per_address")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.conference.url("page", slug=self.slug)


class NewsItemQuerySet(ConferenceQuerySet):
    def published(self) -> NewsItemQuerySet:
        return self.filter(published_at__lte=timezone.now())


class NewsItem(models.Model):
    conference = models.ForeignKey(
        "conference.Conference", models.CASCADE, related_name="news", verbose_name=_("conference")
    )
    slug = models.SlugField(_("address"))
    title = models.CharField(_("title"), max_length=200)
    lead = models.TextField(_("lead"), blank=True)
    body = models.TextField(_("text"), blank=True)
    published_at = models.DateTimeField(_("date of publication"), default=timezone.now)

    objects = NewsItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        ordering = ["-published_at"]
        constraints = [models.UniqueConstraint(fields=["conference", "slug"], name="one_news_item_per_address")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.conference.url("news_item", slug=self.slug)


class Partner(models.Model):
    class Role(models.TextChoices):
        ORGANISER = "organiser", _("organiser")
        SUPPORT = "support", _("with the support of")
        PARTNER = "partner", _("partner")

    conference = models.ForeignKey(
        "conference.Conference", models.CASCADE, related_name="partners", verbose_name=_("conference")
    )
    title = models.CharField(_("name"), max_length=250)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.PARTNER)
    logo = models.ImageField(
        _("logo"),
        upload_to="partners/",
        blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg", "webp"])],
    )
    url = models.URLField(_("site"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class Room(models.Model):
    conference = models.ForeignKey(
        "conference.Conference", models.CASCADE, related_name="rooms", verbose_name=_("conference")
    )
    slug = models.SlugField(_("code"))
    title = models.CharField(_("name"), max_length=120)
    seats = models.PositiveIntegerField(_("seats"), default=0)
    step_free = models.BooleanField(_("step-free access"), default=False)
    hearing_loop = models.BooleanField(_("hearing loop"), default=False)
    note = models.CharField(_("how to get there"), max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["order", "title"]
        constraints = [models.UniqueConstraint(fields=["conference", "slug"], name="one_room_per_code")]

    def __str__(self) -> str:
        return self.title
