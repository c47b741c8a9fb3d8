"""The opening page of a paper as the book prints it: for the author to look at while writing, never filed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.template.loader import render_to_string
from django.utils.translation import override

from conference.documents import typeset
from conference.text import typography
from workshops.models import Author, Submission

OTHER = {"ru": "en", "en": "ru"}
WORDS = {
    "ru": {"abstract": "Аннотация.", "keywords": "Ключевые слова:", "udk": "УДК", "letters": "Для писем:"},
    "en": {"abstract": "Abstract.", "keywords": "Keywords:", "udk": "UDC", "letters": "Correspondence:"},
}


@dataclass(frozen=True)
class Passage:
    """What one language says of the paper."""

    language: str
    title: str
    authors: list[dict[str, Any]]
    places: list[str]
    letters_to: str
    abstract: list[str]
    keywords: str
    words: dict[str, str] = field(default_factory=dict)


def passage(submission: Submission, authors: list[Author], language: str) -> Passage:
    """The paper in *language*, typeset; a name that is missing in it stands in the other one."""
    places: list[str] = []
    named = []
    for author in authors:
        whereabouts = _place(author, language)
        if whereabouts and whereabouts not in places:
            places.append(whereabouts)
        number = places.index(whereabouts) + 1 if whereabouts else 0
        named.append({"name": _name(author, language), "number": number, "orcid": author.orcid})
    leading = next((author for author in authors if author.is_corresponding), None)
    blocks = (submission.text("abstract", language) or "").replace("\r\n", "\n").split("\n\n")
    return Passage(
        language=language,
        title=typography(submission.text("title", language), language),
        authors=named,
        places=places,
        letters_to=leading.email if leading else "",
        abstract=[typography(" ".join(block.split()), language) for block in blocks if block.strip()],
        keywords=typography(submission.text("keywords", language), language),
        words=WORDS[language],
    )


def _name(author: Author, language: str) -> str:
    for code in (language, OTHER[language]):
        if family := getattr(author, f"family_{code}"):
            return typography(f"{getattr(author, f'given_{code}') or ''} {family}".strip(), code)
    return ""


def _place(author: Author, language: str) -> str:
    """Organisation, city and country in *language*, as far as they are known in it."""
    with override(language):
        country = str(getattr(author.country, "name", ""))
    told = [getattr(author, f"{name}_{language}") or "" for name in ("affiliation", "city")]
    return typography(", ".join(part for part in [*told, country] if part), language)


def context_of(submission: Submission) -> dict[str, Any]:
    """What the page shows: the paper's own language first, then the other one."""
    authors = list(submission.authors.all())
    own = submission.language
    track = submission.track
    return {
        "submission": submission,
        "track": track,
        "track_titles": {code: (getattr(track, f"short_title_{code}") or getattr(track, f"title_{code}") or "")
                         for code in OTHER} if track else {},
        "own": passage(submission, authors, own),
        "other": passage(submission, authors, OTHER[own]),
    }  # fmt: skip


class OpeningPage:
    """One page of 170 × 240 mm, drawn anew each time."""

    template_name: ClassVar[str] = "documents/opening.html"
    stylesheets: ClassVar[tuple[str, ...]] = ("book-fonts.css", "opening.css")

    def __init__(self, submission: Submission) -> None:
        self.submission = submission

    def html(self) -> str:
        language = self.submission.language
        with override(language):
            return render_to_string(self.template_name, {**context_of(self.submission), "is_print": True})

    def pdf(self) -> bytes:
        """Raises RenderFailed when the page cannot be drawn."""
        return typeset(self.html(), self.stylesheets)
