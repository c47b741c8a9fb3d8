"""Digests: of the program, of what a piece is made of, of the HTML that comes of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import weasyprint

from conference import rendering

from .book import Article, Book
from .pages import Layout
from .pieces import Piece

if TYPE_CHECKING:
    from .compiling import Settings

HERE = Path(__file__).parent
PROGRAM = HERE.parent.parent
DRAWS = [Path(rendering.__file__).parent, HERE / "typeset.py"]
"""What turns HTML into fragments."""
WRITES = [
    HERE,
    HERE.parent / "gost",
    HERE.parent / "manuscripts",
    PROGRAM / "conference" / "text.py",
    PROGRAM / "conference" / "plait.py",
]
"""What turns a description of the book into HTML."""
DIGITS = re.compile(r'(data-slot="[^"]*"[^>]*>)\d+')


def engine(settings: Settings) -> str:
    """The same as long as the same HTML gives the same fragment: version, program, styles, fonts."""
    fonts = [path for root in settings.roots if root.name == "print" for path in root.glob("*.ttf")]
    return _joined(weasyprint.__version__, _drawing, *_contents([*settings.stylesheets, *fonts]))


def author(settings: Settings) -> str:
    """The same as long as the same description gives the same HTML."""
    return _joined(_writing, *_contents([settings.templates]))


def of_book(book: Book) -> str:
    """What the book says of itself wherever its pieces stand; what only some tell is among their facts."""
    return of_facts(replace(book, parts=(), outcomes=(), front=(), back=(), megabytes=0))


def of_facts(facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts, default=_plain, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        name, values = _reader(type(value))
        return name, *values(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} says nothing of itself that could be kept")


@cache
def _reader(kind: type) -> tuple[str, Callable[[Any], tuple[Any, ...]]]:
    """The name of a dataclass, and what reads the values of one in order."""
    names = [each.name for each in fields(kind)]
    one = attrgetter(*names)
    return kind.__name__, one if len(names) > 1 else lambda value: (one(value),)


def of_recipe(writer: str, book: str, piece: Piece, facts: str) -> str:
    """Of all that the HTML of *piece* is made of, apart from its place; pictures by when they were changed."""
    return _joined(writer, book, piece.key, facts, *_changes(pictures(piece)))


def of_variant(known: Layout, *, begins_left: bool) -> str:
    """Which of the shapes of one piece is meant: counts of digits, the side it begins on."""
    return of_facts([known, begins_left])[:16]


def of_fragment(drawer: str, html: str, piece: Piece) -> str:
    """The key of a fragment: of everything it is made of, pictures by their bytes and wherever they lie."""
    return _joined(drawer, _without_addresses(html, pictures(piece)))


def of_content(html: str, piece: Piece) -> str:
    """What the piece says, wherever it stands."""
    neutral = DIGITS.sub(r"\g<1>0", html).replace(' class="verso"', "", 1)
    return _joined(_without_addresses(neutral, pictures(piece)))


def pictures(piece: Piece) -> list[tuple[str, Path]]:
    return pictures_of(piece.article) if piece.article else []


def pictures_of(article: Article) -> list[tuple[str, Path]]:
    """Addresses and files of the pictures of an article."""
    return [(address, Path(unquote(address.removeprefix("file://")))) for _number, address in article.text.figures]


def _without_addresses(html: str, files: Iterable[tuple[str, Path]]) -> str:
    for address, path in files:
        html = html.replace(address, bytes_of(path))
    return html


def _changes(files: Iterable[tuple[str, Path]]) -> Iterable[str]:
    for _address, path in files:
        yield "/".join(map(str, _state(path)))


def _contents(places: Iterable[Path]) -> Iterable[str]:
    for place in places:
        inside = [place] if place.is_file() else [*place.rglob("*.py"), *place.rglob("*.html")]
        for path in sorted(inside):
            yield path.name
            yield bytes_of(path)


def bytes_of(path: Path) -> str:
    """Digest of the file, read again only when it was changed; ``none`` for none."""
    return _digest(path, _state(path))


def _state(path: Path) -> tuple[int, int]:
    """When and how long the file is, or zeros for none: one that changes has another."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=10_000)
def _digest(path: Path, state: tuple[int, int]) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if any(state) else "none"


def _joined(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()


# The program is what was loaded, not what lies on the disk after an upgrade.
_drawing, _writing = _joined(*_contents(DRAWS)), _joined(*_contents(WRITES))
