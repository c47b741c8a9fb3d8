"""Two people at one text: what both changed, and what can be put together without asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from proceedings.models import Manuscript

from .blocks import Block, split
from .rebuilding import Edits, source_text


@dataclass(frozen=True)
class Conflict:
    """One block or reference that both changed: as it was, as it is saved now (None: taken out), as it is wanted."""

    what: str
    place: int
    """Where it stands in the newer text, or after which block it stood."""
    was: str
    theirs: str | None
    mine: str

    @property
    def words(self) -> dict[str, str]:
        return {name: words_of(self.what, getattr(self, name) or "") for name in ("was", "theirs", "mine")}


@dataclass
class Merged:
    """The edits carried over to the newer text, and the conflicts that somebody must decide."""

    edits: Edits
    conflicts: list[Conflict] = field(default_factory=list)


def words_of(what: str, html: str) -> str:
    """The words of one or several blocks, or of a reference, as they are compared."""
    if what == "source":
        return source_text(html)
    return "\n\n".join(Block(0, chunk).words for chunk in split(html) if chunk.strip())


def merge(base: Manuscript, theirs: Manuscript, mine: Edits) -> Merged:
    """Carry *mine*, made upon *base*, over to *theirs*. An act upon a block is left out where its block changed."""
    old, new = _stripped(split(base.html)), _stripped(split(theirs.html))
    places, partners = align(old, new)
    merged = Merged(Edits(more_sources=list(mine.more_sources)))
    for index, html in sorted(mine.blocks.items()):
        if index in places:
            merged.edits.blocks[places[index]] = html
        elif partners.get(index) is not None and new[partners[index]] == html.strip():  # type: ignore[index]
            continue  # both wanted the same
        else:
            merged.conflicts.append(_conflict("block", index, old, new, partners, places, html))
    for index, html in mine.after.items():
        merged.edits.after[places.get(index, _before(index, places))] = html
    _merge_sources(base, theirs, mine, merged)
    if mine.act:
        verb, what, index = mine.act
        known = places if what == "block" else align(base.sources, theirs.sources)[0]
        if index in known and not merged.conflicts:
            merged.edits.act = (verb, what, known[index])
    return merged


def _merge_sources(base: Manuscript, theirs: Manuscript, mine: Edits, merged: Merged) -> None:
    places, partners = align(base.sources, theirs.sources)
    for index, html in sorted(mine.sources.items()):
        if index in places:
            merged.edits.sources[places[index]] = html
        elif partners.get(index) is None or theirs.sources[partners[index] or 0] != html:
            found = _conflict("source", index, base.sources, theirs.sources, partners, places, html)
            merged.conflicts.append(found)


def _conflict(
    what: str, index: int, old: list[str], new: list[str], partners: dict[int, int | None], places: dict[int, int],
    html: str,
) -> Conflict:  # fmt: skip
    partner = partners.get(index)
    place = partner if partner is not None else _before(index, places)
    return Conflict(what, place, old[index], new[partner] if partner is not None else None, html)


def _before(index: int, places: dict[int, int]) -> int:
    """After which block of the newer text the block *index* of the older one would stand; -1: at the beginning."""
    return next((places[at] for at in range(index - 1, -1, -1) if at in places), -1)


def align(old: list[str], new: list[str]) -> tuple[dict[int, int], dict[int, int | None]]:
    """Where each piece of *old* stands unchanged in *new*; and what became of the changed ones (None: taken out)."""
    places: dict[int, int] = {}
    partners: dict[int, int | None] = {}
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            places |= {i1 + step: j1 + step for step in range(i2 - i1)}
        elif tag == "replace":
            partners |= _pair(old, new, (i1, i2), (j1, j2))
        elif tag == "delete":
            partners |= dict.fromkeys(range(i1, i2))
    moved = {text: at for at, text in enumerate(new) if at not in places.values()}
    for index, partner in list(partners.items()):
        if partner is None and old[index] in moved:  # it only stands elsewhere now
            places[index] = moved[old[index]]
            del partners[index]
    return places, partners


def _pair(old: list[str], new: list[str], left: tuple[int, int], right: tuple[int, int]) -> dict[int, int | None]:
    """Which of the new pieces each old one became: by place where they are as many, else by likeness."""
    if left[1] - left[0] == right[1] - right[0]:
        return {left[0] + step: right[0] + step for step in range(left[1] - left[0])}
    free = set(range(*right))
    found: dict[int, int | None] = {}
    for index in range(*left):
        likeness = {at: SequenceMatcher(None, old[index], new[at], autojunk=False).quick_ratio() for at in free}
        best = max(likeness, key=lambda at: likeness[at], default=None)
        found[index] = best if best is not None and likeness[best] > 0.5 else None
        free.discard(found[index] if found[index] is not None else -1)  # type: ignore[arg-type]
    return found


def _stripped(chunks: list[str]) -> list[str]:
    return [chunk.strip() for chunk in chunks]
