"""Letters about a proof: each does one thing with one link, in the reader's language."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import override

from conference.models import Message, Person
from conference.services import mail
from proceedings.models import Article, Proof
from proceedings.services.steps import name_of


def reader_of(proof: Proof) -> tuple[Person | None, str, str]:
    """Who reads the proof: their account where they have one, their address, their language."""
    author = proof.sent_to
    if author is None or not author.email:
        return None, "", proof.article.language
    person = Person.objects.filter(email__iexact=author.email, is_active=True).first()
    return person, author.email, person.language if person else proof.article.language


def link_of(proof: Proof) -> str:
    """The address that opens this proof and nothing else, in the language that is on."""
    return mail.link(proof.article.conference.url("proceedings:proof", key=proof.key))


def to_author(key: str, proof: Proof) -> Message | None:
    """The letter *key*; its text is erased from the outbox once sent, for the link opens a door."""
    person, address, language = reader_of(proof)
    if not address or proof.sent_to is None:
        return None
    with override(language):
        return mail.queue(
            key,
            to=person or address,
            conference=proof.article.conference,
            about=proof,
            language=language,
            is_secret=True,
            author=name_of(proof.sent_to, language),
            title=title_in(proof.article, language),
            due=date_format(proof.due_on, "DATE_FORMAT"),
            link=link_of(proof),
        )


def to_editor(key: str, proof: Proof) -> Message | None:
    """The letter *key* to the editor of the article, or to whoever sent the proof."""
    editor = proof.article.editor or proof.sent_by
    if editor is None or not editor.is_active:
        return None
    article = proof.article
    with override(editor.language):
        author = name_of(proof.sent_to, editor.language) if proof.sent_to else ""
        return mail.queue(
            key,
            to=editor,
            conference=article.conference,
            about=proof,
            author=author,
            title=title_in(article, editor.language),
            number=article.number,
            count=proof.remarks.count(),
            link=f"{mail.link(article.volume.url('proceedings:edit_article', article=article.pk))}#proofs",
        )


def title_in(article: Article, language: str) -> str:
    """The title in *language*, or the one there is."""
    other = "en" if language == "ru" else "ru"
    return getattr(article, f"title_{language}") or getattr(article, f"title_{other}") or ""
