"""Joined pages and pages of one typesetting are the same, to the letter and to the pixel."""

from __future__ import annotations

import subprocess

import pytest
from PIL import Image, ImageChops

from .papers import SQUARE, article, fragment_of, joined, page_of, placed, text_of, typesetter

TABLE = "<table><thead><tr><th>Год</th><th>Школ</th></tr></thead>" + "".join(
    f"<tr><th>{year}</th><td>{year % 7}</td></tr>" for year in range(2000, 2008)
)
INNER = {
    "a1": f'<p>Слово<span class="fn">Сноска.</span> и <img src="{SQUARE}" alt="кв"> <em lang="en">words</em></p>',
    "a2": f"{TABLE}</table>",
    "a3": '<p>См. <a href="#a1">первую</a>.</p>',
}
START = 97


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Three articles joined, and the same typeset at once with the numbers written out."""
    folder = tmp_path_factory.mktemp("likeness")
    parts, whole = [], []
    for key, inner in INNER.items():
        first = START + 2 * len(parts)
        room = tuple("8" * len(str(number)) for number in (first, first + 1))
        parts.append(placed(fragment_of(article(key, inner, pages=room), folder / "fonts"), first))
        whole.append(article(key, inner, pages=(first, first + 1)))
    (folder / "joined.pdf").write_bytes(joined(parts, folder / "fonts"))
    made = typesetter()
    html = f"<style>@page :first {{ counter-reset: page {START} }}</style>{''.join(whole)}"
    (folder / "whole.pdf").write_bytes(made.write(made.lay_out(page_of(html, title="Книга"))))
    return folder


def test_every_page_says_the_same(files):
    texts = [text_of(files / f"{name}.pdf", "-layout").split("\f") for name in ("joined", "whole")]

    assert texts[0] == texts[1]
    assert len(texts[0]) == 7


def test_every_page_looks_the_same(files):
    for name in ("joined", "whole"):
        subprocess.run(["pdftoppm", "-r", "110", "-gray", files / f"{name}.pdf", files / name], check=True)
    pages = [sorted(files.glob(f"{name}-*.pgm")) for name in ("joined", "whole")]

    unlike = []
    for one, other in zip(*pages, strict=True):
        with Image.open(one) as first, Image.open(other) as second:
            if ImageChops.difference(first, second).getbbox():
                unlike.append(one.name)
    assert unlike == []
