"""Structure elements before they are written: a tree of what pages say, independent of where they break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pydyf

DIGITS = 7


@dataclass(frozen=True)
class Mark:
    """A piece of a page's content: its marked-content identifier."""

    page: int
    identifier: int


@dataclass(frozen=True)
class Annotated:
    """A link's annotation on a page."""

    page: int
    annotation: Any


class Element:
    """One structure element. ``kind`` is its type, ``""`` for a group that is dissolved when the tree is written."""

    def __init__(self, kind: str, parent: Element | None, source: Any = None, *, first: bool = False) -> None:
        self.kind, self.parent, self.source = kind, parent, source
        self.kids: list[Element | Mark | Annotated] = []
        self.language = ""
        self.alternative = ""
        self.attributes = ""
        self.spans = (1, 1)
        self.is_identified = False
        self.is_made_up = False
        """Whether it is a paragraph that the HTML does not have."""
        self.dictionary = pydyf.Dictionary()
        if parent is not None:
            parent.kids.insert(0 if first else len(parent.kids), self)
            said = source.get("lang") if source is not None else None
            if said and said != parent.spoken:
                self.language = said

    @property
    def spoken(self) -> str:
        """The language in which the element is."""
        if self.language or self.parent is None:
            return self.language
        return self.parent.spoken

    @property
    def real(self) -> Element:
        """The element itself, or the one into which it dissolves."""
        return self if self.kind or self.parent is None else self.parent.real

    def nearest(self, kind: str) -> Element | None:
        """The element itself or the nearest above it that is of *kind*."""
        if self.kind == kind or self.parent is None:
            return self if self.kind == kind else None
        return self.parent.nearest(kind)

    def last(self, kind: str) -> Element | None:
        """The last of the real kids, if it is of *kind*."""
        kids = [kid for kid in self.real_kids() if isinstance(kid, Element)]
        return kids[-1] if kids and kids[-1].kind == kind else None

    def real_kids(self) -> Iterator[Element | Mark | Annotated]:
        """The kids, with those of groups that dissolve in their place."""
        for kid in self.kids:
            if isinstance(kid, Element) and not kid.kind:
                yield from kid.real_kids()
            else:
                yield kid

    @cached_property
    def is_empty(self) -> bool:
        """Whether there is nothing in it. To be asked only when the tree is complete."""
        return all(isinstance(kid, Element) and kid.is_empty for kid in self.kids)

    def written_kids(self) -> Iterator[Element | Mark | Annotated]:
        """What is written: empty elements are not, but for cells, which keep their places."""
        for kid in self.real_kids():
            if not isinstance(kid, Element) or not kid.is_empty or (kid.kind in ("TH", "TD") and not self.is_empty):
                yield kid

    def descendants(self) -> Iterator[Element]:
        """All elements below that are written, each before what it holds."""
        for kid in self.written_kids():
            if isinstance(kid, Element):
                yield kid
                yield from kid.descendants()

    @property
    def identifier(self) -> bytes:
        """Its number, in digits of one length so that order of names is order of numbers, as a string."""
        return b"(%0*d)" % (DIGITS, self.dictionary.number)
