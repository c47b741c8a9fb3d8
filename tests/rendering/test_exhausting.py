"""Documents that could keep a processor busy for ever: the child ends at its limits; the import lets none in."""

from __future__ import annotations

import struct
import time
import zlib
from base64 import b64encode

import pytest

from conference.rendering import Limits, RenderFailed, render_pdf
from proceedings.manuscripts import ManuscriptRefused, attempt

from .vectors import page

SMALL = Limits(cpu_seconds=2, memory_mib=1024, wall_seconds=20)
ROOMY = Limits(cpu_seconds=20, memory_mib=2048, wall_seconds=60)


def table(rows: int, columns: int) -> str:
    return "<table>" + ("<tr>" + "<td>x</td>" * columns + "</tr>") * rows + "</table>"


def nested(depth: int, tag: str) -> str:
    return tag * depth + "x" + f"</{tag[1:].split()[0].rstrip('>')}>" * depth


def used(times: int) -> str:
    """A drawing in which each group shows the one before it ten times."""
    groups = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, times + 1))
    return f'<svg width="9" height="9"><g id="g0"><rect width="1" height="1"/></g>{groups}<use href="#g{times}"/></svg>'


def png(side: int) -> str:
    """A 1-bit picture of *side* × *side* pixels that weighs next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\0" * (side * (side // 8 + 1)))
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return f'<img alt="" src="data:image/png;base64,{b64encode(data).decode()}">'


ENDLESS = {
    "table of 5000 rows": table(5000, 8),
    "table of 100 columns": table(200, 100),
    "boxes in boxes": nested(12, '<div style="display:flex">'),
    "columns in columns": nested(6, '<div style="columns:2">') * 40,
    "cell over a million columns": "<table><tr><td>a<td colspan=1000000>b</table>",
    "drawing of 100 000 lines": '<svg width="9" height="9">' + '<path d="M0 0L9 9"/>' * 100_000 + "</svg>",
    "drawing of a million copies": used(6),
    "100 000 rules": "<style>" + "".join(f".c{n} p{{color:red}}" for n in range(100_000)) + "</style><p>x",
    "3000 pages": '<p style="break-after:page">x</p>' * 3000,
    "3000 notes": "<style>i{float:footnote}</style><p>" + "x<i>y</i>" * 3000,
}
BREAKING = {
    "boxes 200 deep": nested(200, "<div>"),
    "boxes 1000 deep": nested(1000, "<div>"),
    "boxes 5000 deep": nested(5000, "<div>"),
    "floats 200 deep": nested(200, '<div style="float:left">'),
}
BEARABLE = {
    "cell over a million rows": "<table><tr><td>a<td rowspan=1000000>b</table>",
    "letter without end": "<p>" + "x" * 300_000,
    "box a thousand kilometres high": '<p style="height:1e9px">x',
    "picture of 400 megapixels": png(20_000),
}
LET_IN = {
    "table of 5000 rows": "table-too-large",
    "table of 100 columns": "table-too-large",
    "cell over a million columns": "table-too-large",
    "cell over a million rows": "table-too-large",
    "boxes in boxes": "<p>x</p>",
    "columns in columns": "<p>" + "x" * 40 + "</p>",
    "drawing of 100 000 lines": "",
    "drawing of a million copies": "",
    "100 000 rules": "<p>x</p>",
    "3000 pages": "<p>x</p>" * 3000,
    "picture of 400 megapixels": "",
    "boxes 200 deep": "too-deep",
    "boxes 1000 deep": "too-deep",
    "boxes 5000 deep": "too-deep",
    "floats 200 deep": "too-deep",
}
"""What the import says of each: the code of its refusal, or the text that remains when what was harmful is gone."""


def failure_of(body: str, limits: Limits) -> RenderFailed:
    started = time.process_time()
    with pytest.raises(RenderFailed) as failure:
        render_pdf(page(body), stylesheets=[], roots=[], limits=limits)
    assert time.process_time() - started < 1  # seconds of the process that asked
    return failure.value


@pytest.mark.parametrize("name", ENDLESS)
def test_what_takes_for_ever_ends_at_its_limit(name):
    assert failure_of(ENDLESS[name], SMALL).reason in {"time", "memory"}


@pytest.mark.parametrize("name", BREAKING)
def test_what_breaks_the_typesetter_is_an_error(name):
    assert failure_of(BREAKING[name], ROOMY).reason == "error"


@pytest.mark.parametrize("name", BEARABLE)
def test_what_can_be_borne_is_typeset(name):
    assert render_pdf(page(BEARABLE[name]), stylesheets=[], roots=[], limits=ROOMY).startswith(b"%PDF")


def test_the_next_document_is_typeset_as_if_nothing_had_been():
    assert render_pdf(page("<p>x"), stylesheets=[], roots=[], limits=SMALL).startswith(b"%PDF")


@pytest.mark.parametrize("name", LET_IN)
def test_the_import_refuses_or_disarms_it(name, tmp_path):
    body = {**ENDLESS, **BREAKING, **BEARABLE}[name]
    source = tmp_path / "page.html"
    source.write_text(f"<!DOCTYPE html><body>{body}", encoding="utf-8")

    made = attempt(print, str(source), "html", language="en", titles=(), work=str(tmp_path))

    assert (made.code if isinstance(made, ManuscriptRefused) else made.html) == LET_IN[name]
