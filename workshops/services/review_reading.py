"""What a reviewer reads: the paper without its authors where they are hidden, its files, and the other reviews."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nh3
from django.core.cache import cache
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference import pandoc
from conference.models import Person
from conference.text import typography
from workshops.anonymity import Mask, Named, NotStripped, stripped
from workshops.anonymity.files import WORKERS, fingerprint
from workshops.models import Review, ReviewPhase, Stage, Submission, SubmissionFile, count_words

from .review_people import authors_of, named_person

KEPT_FOR = 6 * 3600
TAGS = {
    "p", "br", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "strong", "em", "sub", "sup", "blockquote",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "hr", "code", "pre", "u", "s",
}  # fmt: skip
PICTURE = re.compile(r"<img\b[^>]*>", re.I)
ANCHOR = re.compile(r'<a\b[^>]*href="#[^"]*"[^>]*>(.*?)</a>', re.S | re.I)
TABLE = re.compile(r"<table\b.*?</table>", re.S)
PICTURE_HERE = "<em>[…]</em>"
ORDER = [kind.value for kind in SubmissionFile.Kind]


@dataclass(frozen=True)
class ShownFile:
    """A file as the reviewer gets it: under a name made here. ``withheld`` says why it is not given, if it is not."""

    number: int
    name: str
    kind: str
    file: SubmissionFile
    withheld: str = ""


@dataclass(frozen=True)
class PeerReview:
    """Another reviewer's judgement: a number that tells nothing of who or when."""

    number: int
    recommendation: str
    text: str


class Reading:
    """One review's view of its paper."""

    def __init__(self, review: Review, phase: ReviewPhase) -> None:
        self.review, self.phase, self.paper = review, phase, review.submission
        self.is_blind = review.hides_authors(phase)

    @cached_property
    def people(self) -> tuple[Named, ...]:
        return authors_of(self.paper)

    @cached_property
    def mask(self) -> Mask | None:
        return Mask(self.people) if self.is_blind else None

    def hide(self, text: str) -> str:
        return self.mask.hide(text) if self.mask else text

    def text(self, field: str, language: str) -> str:
        return self.hide(self.paper.text(field, language))

    @cached_property
    def title_language(self) -> str:
        """The language of the page where the paper has a title in it, else the paper's own."""
        here = get_language() or "ru"
        known = (here, self.paper.language, self.paper.other_language)
        return next((language for language in known if self.paper.text("title", language)), self.paper.language)

    @property
    def title(self) -> str:
        return typography(self.text("title", self.title_language), self.title_language)

    @cached_property
    def texts(self) -> list[dict[str, Any]]:
        """Title, abstract and keywords in each language that has any, the paper's own first."""
        found = []
        for language in (self.paper.language, self.paper.other_language):
            told: dict[str, Any] = {name: self.text(name, language) for name in ("title", "abstract", "keywords")}
            if any(told.values()):
                told["title"] = typography(told["title"], language)
                found.append({"code": language, **told, "words": count_words(told["abstract"])})
        return found

    @property
    def has_begun(self) -> bool:
        """Only who has promised the review reads more than the abstract."""
        return self.review.state in (Review.State.ACCEPTED, Review.State.SUBMITTED)

    @property
    def body(self) -> str:
        return self.hide(self.paper.body) if self.has_begun else ""

    @property
    def shows_text_first(self) -> bool:
        return self.review.stage == Stage.TEXT

    @cached_property
    def files(self) -> list[ShownFile]:
        """The newest file of each kind, in the order of the kinds."""
        if not self.has_begun:
            return []
        newest: dict[str, SubmissionFile] = {}
        for file in self.paper.files.all():
            newest.setdefault(file.kind, file)
        kept = sorted(newest.values(), key=lambda file: ORDER.index(file.kind))
        return [self._shown(number, file) for number, file in enumerate(kept, start=1)]

    def _shown(self, number: int, file: SubmissionFile) -> ShownFile:
        ending = ending_of(file)
        part = "" if file.kind == SubmissionFile.Kind.MANUSCRIPT else f"-{file.kind}"
        withheld = ""
        if self.is_blind and ending not in WORKERS:
            withheld = "kind"
        elif self.is_blind and ending == "pdf":
            withheld = self._verdict(file)
        return ShownFile(number, f"paper-{self.paper.number}{part}.{ending}", file.get_kind_display(), file, withheld)

    def _verdict(self, file: SubmissionFile) -> str:
        """Why a PDF is kept back, or an empty word; found out once for each version of the file and its authors."""
        key = f"review-file:{file.sha256}:{fingerprint(b'', self.people)}"
        known = cache.get(key)
        if known is None:
            try:
                self._strip(file)
                known = ""
            except NotStripped as refusal:
                known = refusal.reason
            cache.set(key, known, KEPT_FOR)
        return str(known)

    def _strip(self, file: SubmissionFile) -> bytes:
        try:
            with file.file.open("rb") as stream:
                data = stream.read()
        except FileNotFoundError as lost:
            raise NotStripped("broken", "lost") from lost
        return stripped(data, ending_of(file), self.people)

    def bytes_of(self, shown: ShownFile) -> bytes:
        """What the reviewer downloads. Raises NotStripped when the file cannot be given, FileNotFoundError."""
        if self.is_blind:
            return self._strip(shown.file)
        with shown.file.file.open("rb") as stream:
            data: bytes = stream.read()
        return data

    @cached_property
    def html(self) -> str:
        """The newest manuscript as HTML to read beside the form; empty when there is none or it cannot be converted."""
        manuscript = next((each for each in self.files if each.file.kind == SubmissionFile.Kind.MANUSCRIPT), None)
        if manuscript is None or manuscript.withheld or ending_of(manuscript.file) != "docx":
            return ""
        people = self.people if self.is_blind else ()
        key = f"review-text:{manuscript.file.sha256}:{fingerprint(b'', people)}"
        known = cache.get(key)
        if known is None:
            known = self._converted(manuscript)
            cache.set(key, known, KEPT_FOR)
        label = escape(_("Table of the paper"))
        scrolls = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">'
        return TABLE.sub(lambda match: f"{scrolls}{match[0]}</div>", self.hide(str(known)))

    def _converted(self, manuscript: ShownFile) -> str:
        try:
            data = self.bytes_of(manuscript)
            with tempfile.TemporaryDirectory() as folder:
                source = Path(folder) / "paper.docx"
                source.write_bytes(data)
                raw = pandoc.to_html(
                    source, Path(folder), reader="docx", more=("--shift-heading-level-by=2",), seconds=20
                )
        except (NotStripped, FileNotFoundError, pandoc.PandocFailed):
            return ""
        return readable(raw)

    @cached_property
    def peers(self) -> list[PeerReview]:
        """What the others wrote, as far as the rules let this reviewer see it now."""
        rule, state = self.phase.visibility, self.review.state
        shown = (rule == ReviewPhase.Visibility.ALL and self.has_begun) or (
            rule == ReviewPhase.Visibility.OWN and state == Review.State.SUBMITTED
        )
        if not shown:
            return []
        numbers = numbered(_of_the_same_round(self.review))
        others = [each for each in numbers if each.pk != self.review.pk]
        masks = Mask(tuple(named_person(each.reviewer) for each in numbers))
        return [
            PeerReview(numbers[each], each.get_recommendation_display(), self.hide(masks.hide(each.comment_author)))
            for each in others
        ]

    @cached_property
    def own_number(self) -> int | None:
        """By which number the others and the authors know this reviewer."""
        found = {each.pk: number for each, number in numbered(_of_the_same_round(self.review)).items()}
        return found.get(self.review.pk)


def _of_the_same_round(review: Review) -> list[Review]:
    rows = Review.objects.sent().filter(submission=review.submission_id, stage=review.stage, round=review.round)
    return list(rows.select_related("reviewer__organisation"))


def numbered(reviews: list[Review]) -> dict[Review, int]:
    """“Reviewer 1”, “Reviewer 2” by the reviews' random keys: neither names nor times can be told from it."""
    return {review: number for number, review in enumerate(sorted(reviews, key=lambda each: each.key), start=1)}


def ending_of(file: SubmissionFile) -> str:
    return str(file.file.name).rpartition(".")[2].lower()


def readable(html: str) -> str:
    """pandoc's HTML made safe: no pictures (they are in the file), no links, nothing but text and tables."""
    text = PICTURE.sub(PICTURE_HERE, ANCHOR.sub(r"\1", html))
    return nh3.clean(text, tags=TAGS, attributes={"th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}})


def names_left_in(submission: Submission) -> list[str]:
    """Family names of the authors that stand in the texts of the paper: the chair asks for a copy without them."""
    mask = Mask(authors_of(submission))
    texts = [submission.body, *(submission.text(name, code) for name in ("title", "abstract") for code in ("ru", "en"))]
    return sorted({name for text in texts for name in mask.families_in(text)})


def is_reviewed_by(person: Person, submission: Submission) -> bool:
    return Review.objects.of_reviewer(person).filter(submission=submission).exists()
