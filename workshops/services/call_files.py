"""The files of a call, made when they are first asked for and again only when their words have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from conference.models import Conference
from workshops.documents.article_template import template_docx, template_markdown
from workshops.documents.call import information_letter_html, information_letter_pdf


def information_letter(conference: Conference) -> File:
    """The bilingual information letter as PDF. Raises conference.rendering.RenderFailed."""
    html = information_letter_html(conference)
    return _kept(conference, "letter", "pdf", html, lambda: information_letter_pdf(html))


def article_template(conference: Conference, language: str) -> File:
    """The template of an article in *language* as .docx."""
    text = template_markdown(conference, language)
    return _kept(conference, f"template-{language}", "docx", text, lambda: template_docx(text, language))


def _kept(conference: Conference, kind: str, ending: str, words: str, make: Callable[[], bytes]) -> File:
    """The file made of *words*; those made of earlier words are removed."""
    folder = f"call/{conference.pk}"
    name = f"{kind}-{hashlib.sha256(words.encode()).hexdigest()[:32]}.{ending}"
    path = f"{folder}/{name}"
    if not default_storage.exists(path):
        made = make()
        _forget(folder, f"{kind}-", keep=name)
        if not default_storage.exists(path):  # somebody else may have made it meanwhile
            default_storage.save(path, ContentFile(made))
    return default_storage.open(path, "rb")


def _forget(folder: str, start: str, *, keep: str) -> None:
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        if name.startswith(start) and name != keep:
            default_storage.delete(f"{folder}/{name}")
