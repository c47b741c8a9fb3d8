"""The fields of the page of a text: drawn from its blocks, and read back from what was posted.

Not a form of Django: how many fields there are and what they mean depends on the revision.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from conference.forms import CONTROL
from proceedings.manuscripts.formulas import formulas_in
from proceedings.models import Manuscript
from proceedings.services.editing import (
    TYPED,
    Block,
    PictureTyped,
    Typed,
    blocks_of,
    caption_of,
    is_decorative,
    notes_of,
    source_text,
)
from proceedings.services.proofs import shown

from .editing import KINDS, OTHER_KINDS

FIELD = re.compile(r"(b|k|c|f|n|s)(\d{1,4})")
PICTURE = re.compile(r"a(\d{1,4})-(\d{1,3})")
FILLED = ("text", "chosen", "caption", "pictures", "formulas")
"""What of a row people fill in."""
ACTS = {"up", "down", "join", "delete"}


def clean(text: str) -> str:
    """*text* without the control characters that nobody types."""
    return CONTROL.sub("", text)


def typed_in(data: QueryDict) -> Typed:
    """What was posted from the page of a text."""
    found = Typed(act=_act(data.get("act", "")))
    for name in data:
        value = clean(data[name])
        if field := FIELD.fullmatch(name):
            _take(found, field[1], int(field[2]), value, data)
        elif picture := PICTURE.fullmatch(name):
            block, place = int(picture[1]), int(picture[2])
            told = PictureTyped(value, f"d{block}-{place}" in data)
            found.pictures.setdefault(block, {})[place] = told
    lines = clean(data.get("snew", "")).splitlines()
    found.more_sources = [line.strip() for line in lines if line.strip()]
    return found


def _take(found: Typed, kind: str, number: int, value: str, data: QueryDict) -> None:
    if kind == "b":
        found.texts[number] = (data.get(f"k{number}", ""), value)
    elif kind == "c":
        found.captions[number] = value
    elif kind == "f":
        found.formulas[str(number)] = value
    elif kind == "n":
        found.notes[str(number)] = value
    elif kind == "s":
        found.sources[number] = value


def _act(told: str) -> tuple[str, str, int] | None:
    """«up-b7»: what is done with which block or reference; None for a button that only saves."""
    verb, _sign, place = told.partition("-")
    what = {"b": "block", "s": "source"}.get(place[:1])
    if verb not in ACTS or what is None or not place[1:].isdecimal() or len(place) > 6:
        return None
    return verb, what, int(place[1:])


def fields_of(
    manuscript: Manuscript, language: str, address: Callable[[int], str], *, values: QueryDict | None,
    errors: dict[str, list[str]],
) -> dict[str, Any]:  # fmt: skip
    """Blocks, notes and references with their fields, filled with *values* where something was typed already."""
    formulas = {str(formula["number"]): formula["svg"] for formula in manuscript.formulas}
    tex = {str(formula["number"]): formula.get("tex", "") for formula in manuscript.formulas}
    told = values if values is not None else QueryDict()
    blocks = blocks_of(manuscript)
    notes = next((block for block in blocks if block.kind == "notes"), None)
    rows = []
    total = sum(block.kind != "notes" for block in blocks)
    for place, block in enumerate((block for block in blocks if block.kind != "notes"), start=1):
        html = shown(block.html, language, formulas, address)
        row = _row(block, html, place, total, told, errors) | {"formulas": _formulas(block, language, tex, told)}
        known = _row(block, html, place, total, QueryDict(), {}) | {
            "formulas": _formulas(block, language, tex, QueryDict())
        }
        row["is_changed"] = any(_told(row[name]) != _told(known[name]) for name in FILLED)
        rows.append(row | {"is_open": row["is_open"] or row["is_changed"]})
    return {
        "rows": rows,
        "notes": [_note(number, text, told) for number, text in notes_of(notes.element)] if notes else [],
        "notes_errors": errors.get("notes", []),
        "sources": [_source(place, html, language, told, errors) for place, html in enumerate(manuscript.sources)],
        "more_sources": told.get("snew", ""),
        "kinds": [(kind, KINDS[kind]) for kind in TYPED],
    }


def _row(
    block: Block, html: str, place: int, total: int, told: QueryDict, errors: dict[str, list[str]]
) -> dict[str, Any]:
    source = block.source if block.is_typed else ""
    text = told.get(f"b{block.index}", source)
    return {
        "index": block.index,
        "place": place,
        "is_first": place == 1,
        "is_last": place == total,
        "kind": block.kind,
        "chosen": told.get(f"k{block.index}", block.kind),
        "label": {**KINDS, **OTHER_KINDS}[block.kind],
        "is_typed": block.is_typed,
        "html": html,
        "text": text,
        "is_open": f"b{block.index}" in errors or f"c{block.index}" in errors,
        "lines": min(24, max(2, text.count("\n") + 1 + len(text) // 85)),
        "caption": told.get(f"c{block.index}", caption_of(block.element, "figcaption")),
        "pictures": _pictures(block, told) if block.kind == "figure" else [],
        "errors": errors.get(f"b{block.index}") or errors.get(f"c{block.index}") or [],
    }


def _pictures(block: Block, told: QueryDict) -> list[dict[str, Any]]:
    found = []
    for place, image in enumerate(block.element.iter("img")):
        name = f"a{block.index}-{place}"
        ornament = f"d{block.index}-{place}"
        found.append(
            {
                "name": name,
                "value": told.get(name, image.get("alt") or ""),
                "ornament": ornament,
                "is_ornament": ornament in told if name in told else is_decorative(image),
                "number": image.get("data-figure"),
            }
        )
    return found


def _formulas(block: Block, language: str, tex: dict[str, str], told: QueryDict) -> list[dict[str, Any]]:
    found = {}
    for image, passage in formulas_in(block.element, block.element.get("lang") or language):
        number = image.get("data-formula") or ""
        value = told.get(f"f{number}", image.get("alt") or "")
        found[number] = {
            "number": number, "name": f"f{number}", "value": value, "tex": tex.get(number, ""),
            "language": image.get("lang") or passage, "lines": min(8, 1 + len(value) // 85),
        }  # fmt: skip
    return list(found.values())


def _told(value: Any) -> Any:
    """*value* as it compares with what browsers send back."""
    if isinstance(value, list):
        return [(row.get("name"), _told(row.get("value")), row.get("is_ornament")) for row in value]
    return "\n".join(str(value).split("\r\n")).strip("\n")


def _note(number: str, text: str, told: QueryDict) -> dict[str, Any]:
    value = told.get(f"n{number}", text)
    return {
        "number": number, "text": value, "lines": min(10, max(2, 1 + len(value) // 85)),
        "is_changed": _told(value) != _told(text),
    }  # fmt: skip


def _source(place: int, html: str, language: str, told: QueryDict, errors: dict[str, list[str]]) -> dict[str, Any]:
    value = told.get(f"s{place}", source_text(html))
    return {
        "index": place, "number": place + 1, "text": value, "html": shown(html, language, {}, str),
        "lines": max(2, 1 + len(value) // 85), "errors": errors.get(f"s{place}", []),
        "is_open": value != source_text(html),
    }  # fmt: skip
