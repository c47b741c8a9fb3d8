"""What must be on paper before an article is published: licences of the authors, originality, expert opinions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import IssuedDocument, Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from conference.services.documents import issue_document
from proceedings.documents.acceptance import AcceptanceCertificate, acceptance_facts
from proceedings.models import (
    Article,
    ArticleAuthor,
    ExpertOpinion,
    Licence,
    LicenceText,
    OriginalityCheck,
    Volume,
)

from .steps import name_of

REMIND_AFTER = timedelta(days=7)


# -- the words of the licence ---------------------------------------------------------------------------------------


def licence_text(volume: Volume) -> LicenceText:
    """The version of the agreement that is signed now; the standard wording until an editor writes another."""
    newest = LicenceText.objects.filter(volume=volume).order_by("-version").first()
    if newest is None:
        body = {
            f"body_{language}": render_to_string(f"proceedings/licence.{language}.txt").strip()
            for language in ("ru", "en")
        }
        newest, _made = LicenceText.objects.get_or_create(volume=volume, version=1, defaults=body)
    return newest


@transaction.atomic
def write_licence_text(volume: Volume, *, by: Person, ru: str, en: str) -> LicenceText:
    """Make the next version of the agreement. What is signed stays signed in the words it was signed in.

    The same words make no new version. Raises ValidationError when a language is missing.
    """
    if not ru.strip() or not en.strip():
        raise ValidationError(_("The agreement is signed in Russian or in English: write it in both languages."))
    Volume.objects.select_for_update(no_key=True).get(pk=volume.pk)
    last = licence_text(volume)
    body = {"body_ru": ru.strip(), "body_en": en.strip()}
    if all(getattr(last, name) == words for name, words in body.items()):
        return last
    return LicenceText.objects.create(volume=volume, version=last.version + 1, **body)


# -- licences -------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_licences(article: Article, *, by: Person | None) -> tuple[int, list[ArticleAuthor]]:
    """Write to every author whose licence is missing, each with a link of their own.

    How many were written to, and the authors who have no address: theirs is noted from paper. Raises
    MoveNotAllowed when nothing is missing.
    """
    missing = authors_without_licence(article)
    if not missing:
        raise MoveNotAllowed(_("Every author has given the licence already."))
    asked, unreachable = 0, []
    for author in missing:
        if not author.email:
            unreachable.append(author)
            continue
        licence = _licence_of(article, author)
        licence.text, licence.asked_at, licence.reminded_at = licence_text(article.volume), timezone.now(), None
        licence.save(update_fields=["text", "asked_at", "reminded_at"])
        _write("licence-asked", licence)
        asked += 1
    return asked, unreachable


def authors_without_licence(article: Article) -> list[ArticleAuthor]:
    """In the order of the byline."""
    given = set(article.licences.in_force().values_list("author", flat=True))
    return [author for author in article.authors.all() if author.pk not in given]


def _licence_of(article: Article, author: ArticleAuthor) -> Licence:
    """The author's licence that is not withdrawn, made if there is none yet."""
    licence = Licence.objects.select_for_update(no_key=True).filter(article=article, author=author, withdrawn_at=None)
    return licence.first() or Licence.objects.create(article=article, author=author, text=licence_text(article.volume))


@transaction.atomic
def sign_licence(licence: Licence, *, signed_as: str, language: str, by: Person | None = None) -> Licence:
    """The author signs by the link, with the name typed in full.

    Raises MoveNotAllowed when it is signed or withdrawn already, ValidationError without a name.
    """
    row = Licence.objects.select_for_update(no_key=True).get(pk=licence.pk)
    if row.signed_at or row.withdrawn_at:
        raise MoveNotAllowed(_("This licence has been signed already."))
    if len(signed_as.split()) < 2:
        raise ValidationError(_("Type your name in full: it stands for your signature."), code="name")
    row.method, row.signed_at, row.signed_as, row.language = (
        Licence.Method.LINK, timezone.now(), signed_as.strip()[:200], language,
    )  # fmt: skip
    row.save(update_fields=["method", "signed_at", "signed_as", "language"])
    _write("licence-signed", row)
    return row


@transaction.atomic
def note_scan(
    article: Article, author: ArticleAuthor, *, scan: ContentFile[Any], signed_on: date, by: Person
) -> Licence:
    """Note a licence signed on paper, with its scan. Raises MoveNotAllowed when there is one, ValidationError."""
    if author.article_id != article.pk:
        raise ValidationError(_("This author is not of this article."))
    if signed_on > timezone.localdate():
        raise ValidationError(_("The paper cannot be signed in the future."), code="future")
    row = _licence_of(article, author)
    if row.signed_at:
        raise MoveNotAllowed(_("This licence has been signed already."))
    row.method, row.signed_as, row.noted_by = Licence.Method.SCAN, str(author), by
    row.signed_at = datetime.combine(signed_on, time(12), tzinfo=article.conference.zone)
    row.scan.save(f"{row.pk}.{str(scan.name).rpartition('.')[2]}", scan, save=False)
    row.save()
    return row


@transaction.atomic
def withdraw_licence(licence: Licence, *, by: Person) -> Licence:
    """Note that an author took the licence back. Raises MoveNotAllowed once the article is published."""
    row = Licence.objects.select_for_update(no_key=True).get(pk=licence.pk)
    if row.withdrawn_at or not row.signed_at:
        raise MoveNotAllowed(_("There is no licence to withdraw."))
    if row.article.published.exists():
        raise MoveNotAllowed(_("The article is published: a licence that was used cannot be taken back. Retract it."))
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    return row


def remind_licences() -> int:
    """Write once more to those who were asked a week ago and have not signed; how many."""
    late = Licence.objects.filter(
        signed_at=None, withdrawn_at=None, reminded_at=None, asked_at__lte=timezone.now() - REMIND_AFTER
    )
    reminded = 0
    for pk in late.values_list("pk", flat=True):
        with transaction.atomic():
            licence = late.select_for_update(no_key=True).filter(pk=pk).order_by("pk").first()
            if licence is None:
                continue
            licence.reminded_at = timezone.now()
            licence.save(update_fields=["reminded_at"])
            _write("licence-reminder", licence)
            reminded += 1
    return reminded


def person_of(author: ArticleAuthor) -> Person | None:
    """The account of an author: the one that confirmed the paper, else the one with that address."""
    paper = author.article.submission
    if paper:
        known = paper.authors.filter(email__iexact=author.email).exclude(person=None).select_related("person").first()
        if known and author.email:
            return known.person
    return Person.objects.filter(email__iexact=author.email).first() if author.email else None


def _write(key: str, licence: Licence) -> None:
    author, article = licence.author, licence.article
    person = person_of(author)
    language = person.language if person else article.language
    if not author.email:
        return
    with override(language):
        mail.queue(
            key,
            to=person or author.email,
            language=language,
            conference=article.conference,
            about=article,
            author=name_of(author, language),
            title=getattr(article, f"title_{language}") or article.title,
            volume=getattr(article.volume, f"title_{language}") or article.volume.title,
            link=mail.link(article.conference.url("proceedings:licence", key=licence.key)),
        )


# -- originality and expert opinions ----------------------------------------------------------------------------------


@transaction.atomic
def note_originality(
    article: Article, *, by: Person, system: str, checked_on: date, percent: Any, note: str = "",
    report: ContentFile[Any] | None = None,
) -> OriginalityCheck:  # fmt: skip
    """Note what a system of comparing texts found. Earlier checks stay. Raises ValidationError for a future date."""
    if checked_on > timezone.localdate():
        raise ValidationError(_("The check cannot be made in the future."), code="future")
    check = OriginalityCheck(
        article=article, by=by, system=system.strip(), checked_on=checked_on, percent=percent, note=note.strip()
    )
    check.full_clean(exclude=["article", "by", "report"])
    if report:
        check.report.save(str(report.name), report, save=False)
    check.save()
    return check


@transaction.atomic
def note_opinion(
    article: Article, *, by: Person, number: str, given_on: date, organisation: str, is_allowed: bool,
    scan: ContentFile[Any] | None = None,
) -> ExpertOpinion:  # fmt: skip
    """Note an expert opinion (экспертное заключение). Raises ValidationError for a future date."""
    if given_on > timezone.localdate():
        raise ValidationError(_("The opinion cannot be given in the future."), code="future")
    opinion = ExpertOpinion(
        article=article, by=by, number=number.strip(), given_on=given_on, organisation=organisation.strip(),
        is_allowed=is_allowed,
    )  # fmt: skip
    if scan:
        opinion.scan.save(str(scan.name), scan, save=False)
    opinion.save()
    return opinion


# -- the certificate of acceptance ------------------------------------------------------------------------------------


def certify_acceptance(article: Article, *, by: Person | None) -> IssuedDocument:
    """Issue the certificate that the article is accepted for publication; the valid one if there is one already.

    Raises MoveNotAllowed for a paper that was withdrawn, or with nobody to issue it to.
    """
    paper = article.submission
    if paper is None or paper.state == paper.State.WITHDRAWN:
        raise MoveNotAllowed(_("The paper was withdrawn: there is nothing to certify."))
    if paper.submitter is None:
        raise MoveNotAllowed(_("The account of the author is gone: there is nobody to issue the certificate to."))
    return issue_document(
        AcceptanceCertificate,
        conference=article.conference,
        person=paper.submitter,
        language=article.language,
        about=article,
        facts=acceptance_facts(article),
    )


def certificate_of(article: Article) -> IssuedDocument | None:
    """The valid certificate of acceptance, if one was issued."""
    about = ContentType.objects.get_for_model(Article)
    rows = IssuedDocument.objects.of(article.conference).valid().filter(about_type=about, about_id=article.pk)
    return rows.filter(kind=IssuedDocument.Kind.ACCEPTANCE).first()
