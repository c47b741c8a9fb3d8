"""The marked page that stands in the place of an article which could not be typeset."""

from __future__ import annotations

from dataclasses import replace

from django.template.loader import render_to_string

from . import pages
from .book import LANGUAGES, Article, Book, Both, Part, Text
from .pieces import Piece

REASONS = {
    "manuscript-refused": Both("рукопись не прочитана", "the manuscript could not be read"),
    "figure-file-missing": Both("нет файла рисунка", "the file of a picture is missing"),
    "resource-refused": Both(
        "текст ссылается на рисунок, который нельзя прочесть", "the text refers to a picture that cannot be read"
    ),
    "failed-time": Both("вёрстка идёт слишком долго", "typesetting takes too long"),
    "failed-memory": Both("вёрстке не хватает памяти", "typesetting takes too much memory"),
    "failed-refused": Both("текст ссылается на то, чего в томе нет", "the text refers to something outside the volume"),
    "failed-error": Both("текст не поддаётся вёрстке", "the text could not be typeset"),
}
MARK = Both("Статья не свёрстана", "The article is not typeset")


def marked_piece(book: Book, part: Part, article: Article, code: str) -> Piece:
    """One page that says which article is missing here and why; contents, links and the index lead to it."""
    part, article = replace(part, articles=()), replace(article, text=Text(), notes=())
    return Piece(
        article.anchor,
        lambda layout: marked_html(part, article, code),
        facts=(part, article, code),
        article=article,
        part=part,
    )


def marked_html(part: Part, article: Article, code: str) -> str:
    own, other = article.language, article.other
    title, language = article.title.best(own)
    why = REASONS.get(code, REASONS["failed-error"])
    context = {
        "article": article,
        "part": part,
        "part_label": pages.part_label(part, own),
        "title": pages.typeset(title, language),
        "title_language": language,
        "running": pages.running_head(title, language),
        "alternative": pages.typeset(article.title[other], other) if language == own else "",
        "authors": [(author.name_language(own), author.full_name(own)) for author in article.authors],
        "said": [(each, MARK[each], why[each]) for each in LANGUAGES],
    }
    return render_to_string("proceedings/book/broken.html", context)
