"""Finding articles of a published volume: any form of a word, either language, either script, ё as е."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import Q, QuerySet

from conference.text import beginnings, search_words
from proceedings.compiler import Article
from proceedings.models import Publication, PublishedArticle

MOST_WORDS, LONGEST = 8, 100
AROUND = 90  # characters of an abstract shown on either side of what was found
WORD = re.compile(r"\w+")
UDC = re.compile(r"(?:(?:УДК|UDC)\s*)?(\d[\d.:()+/=\"-]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is what was looked for."""

    text: str
    is_hit: bool = False


def clean(query: str) -> str:
    """What is looked for: one line, not too long."""
    return " ".join(query.replace("\x00", " ").split())[:LONGEST].strip()


def find(publication: Publication, query: str) -> QuerySet[PublishedArticle]:
    """The articles of *publication* in which every word of *query* begins some word, in order.

    An empty query finds them all; one without a word of two letters none. A UDC index finds its articles.
    """
    rows = publication.articles.in_order()
    if clean(query) and not has_words(query):
        return rows.none()
    index = UDC.fullmatch(clean(query))
    of_index = Q(facts__udk__icontains=index[1]) if index else Q()
    for forms in _wanted(query):
        condition = Q(of_index)
        for form in forms:
            condition |= Q(search__contains=f" {form}")
        rows = rows.filter(condition)
    return rows


def has_words(query: str) -> bool:
    """Whether there is something in *query* to look for: a word of two letters or figures."""
    return any(len(word) > 1 for word in WORD.findall(clean(query)))


def _wanted(query: str) -> list[tuple[str, ...]]:
    return beginnings(clean(query))[:MOST_WORDS]


def marked(text: str, query: str) -> list[Piece]:
    """*text* in pieces, the words that *query* looks for marked."""
    wanted = tuple(form for forms in _wanted(query) for form in forms)
    if not wanted or not text:
        return [Piece(text)] if text else []
    found, last = [], 0
    for word in WORD.finditer(text):
        if any(form.startswith(wanted) for form in search_words(word[0])):
            found += [Piece(text[last : word.start()]), Piece(word[0], True)]
            last = word.end()
    return [piece for piece in [*found, Piece(text[last:])] if piece.text]


def snippet(article: Article, query: str, language: str) -> tuple[list[Piece], str] | None:
    """The place in an abstract or the keywords where *query* was found, and its language; None when nowhere there."""
    other = "en" if language == "ru" else "ru"
    for code in (language, other):
        for text in (article.abstract[code], article.keywords[code]):
            pieces = marked(" ".join(text.split()), query)
            if any(piece.is_hit for piece in pieces):
                return _cut(pieces), code
    return None


def _cut(pieces: list[Piece]) -> list[Piece]:
    """The first hit with what stands around it."""
    first = next(place for place, piece in enumerate(pieces) if piece.is_hit)
    before = "".join(piece.text for piece in pieces[:first])
    kept, length = [pieces[first]], 0
    for piece in pieces[first + 1 :]:
        room = AROUND - length
        if room <= 0:
            break
        kept.append(piece if len(piece.text) <= room else Piece(f"{_whole_words(piece.text[:room])}…"))
        length += len(piece.text)
    if len(before) > AROUND:
        before = f"…{before[-AROUND:].partition(' ')[2]}"
    return [Piece(before), *kept] if before else kept


def _whole_words(text: str) -> str:
    return text.rpartition(" ")[0] or text


def suggestion(articles: Iterable[Article], query: str, language: str) -> str:
    """A word of the volume's keywords that is most like what was not found; nothing when none is."""
    known: dict[str, str] = {}
    for article in articles:
        for word in WORD.findall(article.keywords[language]):
            if len(word) > 3:
                known.setdefault(word.lower(), word.lower())
    for word in WORD.findall(clean(query).lower()):
        if close := get_close_matches(word, known, n=1, cutoff=0.5):
            return known[close[0]]
    return ""
