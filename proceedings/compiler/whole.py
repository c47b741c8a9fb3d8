"""The whole book typeset at once: the reference, and the way out when fragments do not make a book."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from conference.rendering import run_in_child
from conference.rendering.assembly import Assembled

from . import pages
from .pages import Layout
from .pieces import Piece
from .plan import Span, is_of
from .typeset import Typeset, typeset_book

if TYPE_CHECKING:
    from .compiling import Settings
    from .settling import Settled

BODY = "body"
ATTEMPTS = 3


def compile_whole(
    settled: Settled, settings: Settings, target: BinaryIO, on_tick: Callable[[], None] = lambda: None
) -> tuple[Assembled, dict[str, Span], int]:
    """Typeset all pieces of *settled* in one document into *target*: the file, where articles stand, pages before 1.

    Its layout is the first guess; a book whose numbers turn out otherwise is typeset again. Raises RenderFailed.
    """
    layout = settled.plan.layout
    for _attempt in range(ATTEMPTS):
        made: Typeset = run_in_child(
            typeset_book,
            _html(settled, layout),
            list(settings.stylesheets),
            list(settings.roots),
            BODY,
            limits=settings.book_limits(len(settled.row)),
            on_tick=on_tick,
        )
        actual = _layout_of(settled.row, made)
        if actual == layout:
            break
        layout = actual
    target.seek(0)
    target.truncate()
    target.write(made.pdf)
    digest = hashlib.sha256(made.pdf).hexdigest()
    return Assembled(made.pages, len(made.pdf), digest), layout.pages, layout.front_pages


def _html(settled: Settled, layout: Layout) -> str:
    return pages.document_html(settled.book, "".join(piece.html(layout) for piece in settled.row))


def _layout_of(row: list[Piece], made: Typeset) -> Layout:
    front = made.anchors.get(BODY, 0)

    def span(piece: Piece) -> Span:
        shift = 1 if piece.is_front else 1 - front
        first = made.anchors[piece.key]
        return first + shift, made.anchors.get(f"{piece.key}-end", first) + shift

    standing = {piece.key: span(piece) for piece in row if piece.key in made.anchors}
    sections = {piece.key: piece.is_front for piece in row if is_of(piece.key, "s")}
    return Layout(
        {piece.article.key: standing[piece.key] for piece in row if piece.article},
        front,
        made.pages - front,
        standing["index"][0] if "index" in standing else 0,
        {key[1:]: place for key, place in standing.items() if is_of(key, "o")},
        {key[1:]: standing[key] for key, is_front in sections.items() if is_front},
        {key[1:]: standing[key] for key, is_front in sections.items() if not is_front},
    )
