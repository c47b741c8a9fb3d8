"""A printer's file: the page is what it was, with room around it."""

from __future__ import annotations

import io
import subprocess

import page
import pikepdf
import pytest

from conference.rendering import Blank, Printing

from .papers import article, fragment_of, joined, placed

WIDTH, HEIGHT = 340.157, 425.197
MM = 72 / 25.4


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture(scope="module")
def parts(store):
    fragment = fragment_of(f"<h1>Книга</h1>{article('a1')}", store)
    return [placed(fragment, 11), Blank(WIDTH, HEIGHT)]


def boxes(pdf: bytes, index: int) -> dict[str, list[float]]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = document.pages[index].obj
        return {name: [round(float(edge), 2) for edge in found[name]] for name in found if str(name).endswith("Box")}


def test_boxes_of_an_ordinary_file(parts, store):
    assert boxes(joined(parts, store), 0) == {"/MediaBox": [0, 0, 340.16, 425.2]}


def grown(by: float) -> list[float]:
    return [round(edge, 2) for edge in (-by * MM, -by * MM, WIDTH + by * MM, HEIGHT + by * MM)]


@pytest.mark.parametrize("index", [0, -1])
def test_boxes_of_a_printers_file(parts, store, index):
    assert boxes(joined(parts, store, printing=Printing(bleed_mm=3)), index) == {
        "/MediaBox": grown(8), "/BleedBox": grown(3), "/TrimBox": grown(0),
    }  # fmt: skip


def test_without_marks_the_sheet_ends_with_the_bleed(parts, store):
    made = boxes(joined(parts, store, printing=Printing(bleed_mm=5, marks=False)), 0)

    assert made["/MediaBox"] == made["/BleedBox"] == grown(5)


def test_marks_are_drawn_once_and_are_no_content(parts, store, tmp_path):
    path = tmp_path / "print.pdf"
    path.write_bytes(joined(parts, store, printing=Printing()))

    with pikepdf.open(path) as document:
        marks = {each.obj.Contents[0].objgen for each in document.pages}
        drawn = document.pages[0].obj.Contents[0].read_bytes()
    assert len(marks) == 1
    assert drawn.startswith(b"/Artifact")
    assert drawn.count(b" l S") == 8
    report = page.validate_pdf(path, profile="ua1", limits=page.SafetyLimits.unlimited())
    assert [str(failure) for failure in report.failures] == []
    assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode == 0
