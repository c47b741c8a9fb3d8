"""The editors' board: every article of a volume with its state, its editor, what is to be mended and what the last
compilation said. Everything that a row shows is read for all rows at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from django.utils import timezone

from conference.models import Person
from conference.text import search_key
from proceedings.models import Article, ArticleStep, Build, Part, Proof, Volume

from . import preflight
from .preflight import ADVICE, Item
from .steps import FINAL, State, editors_of, state_in, with_state
from .watching import read_verdict

NOBODY, ME = "none", "me"
TAGS = {
    State.REMARKS: "warn", State.ANSWERED: "warn", State.APPROVED: "ok", State.READY: "ok", State.PUBLISHED: "ok",
    State.RETRACTED: "err",
}  # fmt: skip
PARITY = ("title", "abstract", "keywords")
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Question:
    """What of the board is shown, and in which order."""

    track: int = 0
    state: str = ""
    editor: str = ""
    trouble: str = ""
    """``warnings``: something is to be mended; ``gaps``: a translation is missing; ``late``: a proof is overdue."""
    words: str = ""
    sort: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Question:
        track, state, editor = query.get("track", ""), query.get("state", ""), query.get("editor", "")
        trouble, sort = query.get("trouble", ""), query.get("sort", "")
        return cls(
            track=int(track) if track.isdecimal() and len(track) < 4 else 0,
            state=state if state in {*State.values, "withdrawn"} else "",
            editor=editor if editor in {NOBODY, ME} or (editor.isdecimal() and len(editor) < 10) else "",
            trouble=trouble if trouble in {"warnings", "gaps", "late"} else "",
            words=" ".join(query.get("q", "").split())[:LONGEST_SEARCH],
            sort=sort if sort.removeprefix("-") in SORTS else "",
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.track or self.state or self.editor or self.trouble or self.words)

    def query(self, **changed: Any) -> str:
        """The address of the same board with something else asked."""
        asked = {"track": self.track, "state": self.state, "editor": self.editor, "trouble": self.trouble,
                 "q": self.words, "sort": self.sort, **changed}  # fmt: skip
        found = QueryDict(mutable=True)
        found.update({name: str(value) for name, value in asked.items() if value})
        return found.urlencode()


@dataclass
class Line:
    """One article on the board."""

    article: Article
    state: str
    since: datetime | None
    proof: Proof | None = None
    items: list[Item] = field(default_factory=list)
    verdict: dict[str, Any] | None = None
    is_withdrawn: bool = False

    @property
    def label(self) -> str:
        return str(State(self.state).label)

    @property
    def tag(self) -> str:
        if self.state == State.WAITING and self.article.import_error:
            return "err"
        return "warn" if self.is_late else TAGS.get(State(self.state), "")

    @property
    def is_late(self) -> bool:
        return self.proof is not None and self.proof.due_on < self.article.conference.today()

    @property
    def weighty(self) -> int:
        """How many things are to be mended, advice left out."""
        return sum(item.severity != ADVICE for item in self.items)

    @property
    def gaps(self) -> dict[str, int]:
        """How many of title, abstract and keywords are missing in each language."""
        return {
            language: sum(not (getattr(self.article, f"{name}_{language}") or "").strip() for name in PARITY)
            for language in ("ru", "en")
        }

    @property
    def has_gaps(self) -> bool:
        return any(self.gaps.values())

    @property
    def days(self) -> int | None:
        """Since how many days nothing has happened."""
        return (timezone.now() - self.since).days if self.since else None

    @property
    def names(self) -> str:
        authors = self.article.authors.all()
        return " ".join(f"{a.family_ru} {a.family_en} {a.given_ru} {a.given_en}" for a in authors)  # type: ignore[attr-defined]


def _place(line: Line) -> tuple[int, int]:
    """Where the article stands in the book."""
    return line.article.part.number, line.article.number


SORTS: dict[str, Callable[[Line], Any]] = {
    "number": _place,
    "title": lambda line: (line.article.title or "").casefold(),
    "state": lambda line: (State.values.index(line.state), *_place(line)),
    "editor": lambda line: (line.article.editor.full_name if line.article.editor else "\uffff", *_place(line)),
    "trouble": lambda line: (-line.weighty, *_place(line)),
    "since": lambda line: (line.since.timestamp() if line.since else 0, *_place(line)),
}


@dataclass
class Board:
    """A volume as its editors see it."""

    lines: list[Line]
    shown: list[Line]
    parts: list[Part]
    editors: list[Person]

    @property
    def counts(self) -> Counter[str]:
        return Counter("withdrawn" if line.is_withdrawn else line.state for line in self.lines)

    @property
    def ready(self) -> int:
        return sum(line.state in {State.READY, State.PUBLISHED} and not line.is_withdrawn for line in self.lines)

    @property
    def in_the_book(self) -> list[Line]:
        return [line for line in self.lines if not line.is_withdrawn]

    @property
    def gaps(self) -> dict[str, int]:
        """How many articles lack something in Russian, and in English."""
        return {language: sum(bool(line.gaps[language]) for line in self.in_the_book) for language in ("ru", "en")}

    @property
    def troubled(self) -> int:
        return sum(bool(line.weighty) for line in self.in_the_book)

    @property
    def late(self) -> int:
        return sum(line.is_late for line in self.in_the_book)


def board_of(volume: Volume, build: Build | None, question: Question, person: Person) -> Board:
    """Every article of *volume*, and those of them that *question* asks for, in its order."""
    lines = _lines(volume, build)
    shown = [line for line in lines if _matches(line, question, person)]
    if question.sort:
        shown.sort(key=SORTS[question.sort.removeprefix("-")], reverse=question.sort.startswith("-"))
    return Board(lines, shown, list(volume.parts.order_by("number")), editors_of(volume))


def _lines(volume: Volume, build: Build | None) -> list[Line]:
    articles = Article.objects.of_volume(volume).in_order()
    latest = ArticleStep.objects.filter(article=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1]
    rows = with_state(articles).annotate(since=Subquery(latest))
    rows = rows.select_related("part", "editor", "submission").prefetch_related("authors")
    open_proofs = {proof.article_id: proof for proof in Proof.objects.open().filter(article__volume=volume)}
    lists = preflight.of_articles(volume, articles, build)
    verdicts = {verdict["key"]: verdict for verdict in build.verdicts} if build else {}
    lines = []
    for row in rows:
        row.volume = volume
        verdict = verdicts.get(str(row.pk))
        lines.append(
            Line(
                row,
                state_in(row),
                row.since or row.collected_at,  # type: ignore[attr-defined]
                None if state_in(row) in FINAL else open_proofs.get(row.pk),
                lists.get(row.pk, []),
                read_verdict(verdict) if verdict else None,
                bool(row.submission) and row.submission.state == "withdrawn",  # type: ignore[union-attr]
            )
        )
    return lines


def _matches(line: Line, question: Question, person: Person) -> bool:
    article = line.article
    if question.track and article.part.number != question.track:
        return False
    if question.state and question.state != ("withdrawn" if line.is_withdrawn else line.state):
        return False
    wanted = str(person.pk) if question.editor == ME else question.editor
    if wanted and str(article.editor_id or NOBODY) != wanted:
        return False
    troubles = {"warnings": bool(line.weighty), "gaps": line.has_gaps, "late": line.is_late}
    if question.trouble and (line.is_withdrawn or not troubles[question.trouble]):
        return False
    if not question.words:
        return True
    here = search_key(f"{article.number} {article.title_ru} {article.title_en} {line.names}")  # type: ignore[attr-defined]
    return all(word in here for word in search_key(question.words).split())
