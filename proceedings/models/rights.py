"""Papers that stand behind a publication: licences of authors, originality checks, expert opinions."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from conference.models.documents import new_code

from .articles import Article, ArticleAuthor
from .volumes import Volume


class LicenceTextQuerySet(models.QuerySet):
    def of(self, conference: Conference) -> Self:
        return self.filter(volume__conference=conference)


class LicenceText(models.Model):
    """The words of a licence agreement, one version after another; a signed version is never changed."""

    volume = models.ForeignKey(Volume, models.CASCADE, related_name="licence_texts", verbose_name=_("volume"))
    version = models.PositiveSmallIntegerField(_("version"))
    body = models.TextField(_("text"))
    created = models.DateTimeField(_("written"), auto_now_add=True)

    objects = LicenceTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a licence")
        verbose_name_plural = _("texts of licences")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["volume", "version"], name="one_licence_text_per_version")]

    def __str__(self) -> str:
        return f"{self.volume_id}/{self.version}"


class LicenceQuerySet(models.QuerySet):
    def of(self, conference: Conference) -> Self:
        return self.filter(article__volume__conference=conference)

    def in_force(self) -> Self:
        return self.exclude(signed_at=None).filter(withdrawn_at=None)


class Licence(models.Model):
    """The right to publish that one author gives, by a link only they have or on paper."""

    class Method(models.TextChoices):
        LINK = "link", _("signed by the link")
        SCAN = "scan", _("signed on paper")

    article = models.ForeignKey(Article, models.CASCADE, related_name="licences", verbose_name=_("article"))
    author = models.ForeignKey(ArticleAuthor, models.CASCADE, related_name="licences", verbose_name=_("author"))
    text = models.ForeignKey(
        LicenceText, models.PROTECT, null=True, blank=True, related_name="licences", verbose_name=_("text")
    )
    key = models.CharField(_("key of the link"), max_length=26, unique=True, default=new_code, editable=False)
    asked_at = models.DateTimeField(_("asked for"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    method = models.CharField(_("how"), max_length=4, choices=Method, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_as = models.CharField(_("signed as"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    scan = models.FileField(_("scan"), upload_to="proceedings/licences/%Y/", blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("licence of an author")
        verbose_name_plural = _("licences of authors")
        ordering = ["author__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"], condition=Q(withdrawn_at=None), name="one_licence_per_author"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.author_id}"


class OriginalityCheck(models.Model):
    """What a system of comparing texts found in one article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="originality_checks", verbose_name=_("article"))
    system = models.CharField(_("system"), max_length=100, help_text=_("“Антиплагиат”, iThenticate, …"))
    checked_on = models.DateField(_("checked"), default=timezone.localdate)
    percent = models.DecimalField(
        _("originality, %"), max_digits=5, decimal_places=2, validators=[MaxValueValidator(100)]
    )
    report = models.FileField(_("report"), upload_to="proceedings/originality/%Y/", blank=True)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    created = models.DateTimeField(_("noted"), auto_now_add=True)

    class Meta:
        verbose_name = _("originality check")
        verbose_name_plural = _("originality checks")
        ordering = ["-checked_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.percent}"


class ExpertOpinion(models.Model):
    """Экспертное заключение: that nothing in the article may not be published openly."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="expert_opinions", verbose_name=_("article"))
    number = models.CharField(_("number"), max_length=40, blank=True)
    given_on = models.DateField(_("given"), default=timezone.localdate)
    organisation = models.CharField(_("organisation"), max_length=250, blank=True)
    is_allowed = models.BooleanField(_("may be published openly"), default=True)
    scan = models.FileField(_("scan"), upload_to="proceedings/opinions/%Y/", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    created = models.DateTimeField(_("noted"), auto_now_add=True)

    class Meta:
        verbose_name = _("expert opinion")
        verbose_name_plural = _("expert opinions")
        ordering = ["-given_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.number}"


class FormatRequestQuerySet(models.QuerySet):
    def of(self, conference: Conference) -> Self:
        return self.filter(volume__conference=conference)

    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class FormatRequest(models.Model):
    """A reader's wish for a volume in another format: large print, braille file, plain text."""

    volume = models.ForeignKey(Volume, models.CASCADE, related_name="format_requests", verbose_name=_("volume"))
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="format_requests", verbose_name=_("article"),
        help_text=_("Empty: the whole volume."),
    )  # fmt: skip
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    wish = models.TextField(_("which format, which article"))
    created = models.DateTimeField(_("asked"), auto_now_add=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip

    objects = FormatRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for another format")
        verbose_name_plural = _("requests for other formats")
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return f"{self.volume_id}: {self.created:%Y-%m-%d}"
