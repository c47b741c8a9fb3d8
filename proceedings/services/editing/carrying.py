"""Edits on their way through a page: packed into a field of a form and out of it again, and where blocks went."""

from __future__ import annotations

import json
from dataclasses import asdict

from proceedings.manuscripts.markup import sanitise
from proceedings.models import Manuscript

from .blocks import split
from .merging import Conflict, align
from .rebuilding import Edits


def packed(edits: Edits) -> str:
    return json.dumps(asdict(edits), ensure_ascii=False)


def unpacked(text: str) -> Edits:
    """What ``packed`` wrote, as far as the allow-list lets it. Raises ValueError or KeyError for anything else."""
    told = json.loads(text)
    if not isinstance(told, dict):
        raise ValueError("no edits")
    act = told["act"]
    return Edits(
        blocks={int(place): sanitise(str(html)) for place, html in told["blocks"].items()},
        after={int(place): sanitise(str(html)) for place, html in told["after"].items()},
        sources={int(place): sanitise(str(html)) for place, html in told["sources"].items()},
        more_sources=[sanitise(str(html)) for html in told["more_sources"]],
        act=(str(act[0]), str(act[1]), int(act[2])) if act else None,
    )


def packed_conflict(conflict: Conflict) -> str:
    told = {"what": conflict.what, "place": conflict.place, "gone": conflict.theirs is None, "mine": conflict.mine}
    return json.dumps(told, ensure_ascii=False)


def unpacked_conflict(text: str) -> Conflict:
    told = json.loads(text)
    if not isinstance(told, dict):
        raise ValueError("no conflict")
    what = "source" if told["what"] == "source" else "block"
    mine = sanitise(str(told["mine"]))
    return Conflict(what, int(told["place"]), "", None if told["gone"] else "", mine)


def place_of(manuscript: Manuscript, html: str) -> int:
    """Where the first block of *html* stands in the text; 0 when it is not there."""
    wanted = next((chunk.strip() for chunk in split(html) if chunk.strip()), "")
    chunks = [chunk.strip() for chunk in split(manuscript.html)]
    return chunks.index(wanted) if wanted in chunks else 0


def place_after(base: Manuscript, made: Manuscript, edits: Edits, index: int) -> int:
    """Where the block *index* of *base* stands in *made*, which came of *edits*."""
    if index in edits.blocks:
        parts = [chunk.strip() for chunk in split(edits.blocks[index]) if chunk.strip()]
        chunks = [chunk.strip() for chunk in split(made.html)]
        return chunks.index(parts[-1]) if parts and parts[-1] in chunks else index
    old, new = ([chunk.strip() for chunk in split(each.html)] for each in (base, made))
    places, partners = align(old, new)
    return places.get(index, partners.get(index) or min(index, max(len(new) - 1, 0)))
