"""Asking for a volume in another format, and answering: large print, a braille file, plain text, a recording."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from proceedings.models import Article, FormatRequest, Volume

from .steps import editors_of


@transaction.atomic
def ask_format(
    volume: Volume,
    *,
    by: Person | None,
    email: str,
    wish: str,
    language: str,
    name: str = "",
    article: Article | None = None,
) -> FormatRequest:
    """Note a reader's wish; they get an acknowledgement, the editors a letter each.

    Raises ValidationError without an address or a wish, or when the article is of another volume.
    """
    if not email.strip() or not wish.strip():
        raise ValidationError(_("Say which format you need, and where we are to answer."))
    if article is not None and article.volume_id != volume.pk:
        raise ValidationError(_("This article is of another volume."))
    request = FormatRequest.objects.create(
        volume=volume,
        article=article,
        person=by,
        email=email.strip(),
        name=name.strip(),
        language=language,
        wish=wish.strip(),
    )
    _tell(request, "format-received", to=request.email, language=language)
    for editor in editors_of(volume):
        _tell(request, "format-asked", to=editor, language=editor.language)
    return request


@transaction.atomic
def answer_format(request: FormatRequest, *, by: Person, text: str) -> FormatRequest:
    """Answer a reader by letter, once. Raises ValidationError without words, MoveNotAllowed when it was answered."""
    if not text.strip():
        raise ValidationError(_("Write the answer: it is sent as a letter."))
    fields = {"answer": text.strip(), "answered_at": timezone.now(), "answered_by": by}
    if not FormatRequest.objects.waiting().filter(pk=request.pk).update(**fields):
        raise MoveNotAllowed(_("Somebody has answered this request already."))
    request.refresh_from_db()
    _tell(request, "format-answered", to=request.email, language=request.language)
    return request


def _tell(request: FormatRequest, key: str, *, to: Person | str, language: str) -> None:
    volume = request.volume
    with override(language):
        title = getattr(volume, f"title_{language}") or volume.title
        mine = volume.conference.url("proceedings:format_request", pk=request.pk)
        mail.queue(
            key,
            to=to,
            conference=volume.conference,
            about=request,
            language=language,
            volume=title,
            reader=request.name,
            what=_what(request, language),
            wish=request.wish,
            answer=request.answer,
            link=mail.link(mine if key == "format-asked" else volume.get_absolute_url()),
        )


def _what(request: FormatRequest, language: str) -> str:
    """The article or the whole volume, as a sentence names it."""
    if request.article is None:
        return _("the whole volume")
    title = getattr(request.article, f"title_{language}") or request.article.title
    return _("article %(number)d, “%(title)s”") % {"number": request.article.number, "title": title}
