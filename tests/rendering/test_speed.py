"""Ours and WeasyPrint's own: the same bytes; dotted rules: the same pixels."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest
import weasyprint
from django.conf import settings
from PIL import Image, ImageChops
from weasyprint.text.ffi import ffi

from conference.rendering import Typesetter
from conference.rendering.weasyprint_70 import speed
from conference.rendering.weasyprint_70.speed import declarations, glyphs, lines

STYLES = settings.BASE_DIR / "static" / "documents"
FONTS = settings.BASE_DIR / "static" / "fonts"
WORDS = (
    "Исследования показывают, что учебно-организационные наблюдения складываются медленнее, чем предполагали авторы; "
    "в 2007 году — 48 % опрошенных. "
)
FOX = "The quick brown fox — affluent, naïve; “supercalifragilistic” jumps. "
PICTURE = base64.b64encode(
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="40" height="9" fill="#b0402a"/>'
    '<text x="5" y="20" font-size="12">Рис. 1</text></svg>'.encode()
).decode()
CSS = """
@page { size: 120mm 160mm; margin: 12%; @top-left { content: counter(page) } @bottom-right { content: string(title) } }
@page :left { margin-left: 20mm }
html { font: 10.4pt/13.6pt "Vmeste Text"; hyphens: auto; text-align: justify; font-variant-numeric: lining-nums }
h2 { string-set: title content(); letter-spacing: -.008em; break-after: avoid }
.wide { word-spacing: 3pt } .apart { letter-spacing: .2em } .under { text-decoration: underline; text-indent: 10% }
.small { font-variant-caps: small-caps; font-feature-settings: "liga" 0 } .any { overflow-wrap: anywhere; width: 30mm }
.box { box-sizing: border-box; width: 60%; min-width: 20mm; padding: 2% 3mm; border: 1pt solid; border-radius: 2mm 0 }
.round { border-radius: 3mm / 10%; background: #eee } .calc { margin-left: calc(10% + 2mm); max-width: 90% }
.float { float: left; width: 30%; margin: 1mm } .abs { position: absolute; right: 0; top: 3mm } .rel { position: relative }
.rtl { direction: rtl; text-align: left } .start { margin-inline-start: 8mm; padding-block-end: 2mm }
.flex { display: flex; gap: 4mm } .two { columns: 2 } .ellipsis { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.fn { float: footnote } .var { --ink: #246; color: var(--ink) } .page { page: other; break-before: page } .pre { white-space: pre-wrap }
table { border-collapse: collapse; width: 100%; font: 8.4pt "Vmeste UI" } td, th { border: .5pt solid; padding: 1mm }
"""  # noqa: E501
TEXT = f"""
<h2>Начало и «кавычки»</h2><p>{WORDS * 6}</p><p lang=en class=wide>{FOX * 9}</p>
<p class=apart>{WORDS}</p><p class=under>{WORDS * 2}<u>снизу</u> <s>зачёркнуто</s> <sup>2</sup></p>
<p class=small>Сурдо AVATAR Tо fi {WORDS}</p><p class=any>https://example.org/{"очень-длинный-адрес" * 5}</p>
<div class=box><p class=calc>{WORDS}</p></div><div class=round>{WORDS}</div><div class=start>{WORDS}</div>
<p><span class=float>{WORDS}</span>{WORDS * 3}</p><div class=rel><p class=abs>в углу</p>{WORDS}</div>
<p class=rtl dir=rtl>{WORDS} שלום עולם</p><div class=flex><p>{WORDS}</p><p>{WORDS * 2}</p></div>
<div class=two>{WORDS * 5}</div><p class=ellipsis>{WORDS}</p><p class=var>вода \u00ad пере\u00adнос\u00adы {WORDS}</p>
<p>Сноска<span class=fn>{WORDS}</span> и ещё<span class=fn>{WORDS * 2}</span>. {WORDS * 4}</p><p class=pre>a\tb
  второй    ряд</p>
<p>Բարեւ ձեզ, Zəfər, 漢字 😀 \U000f1234 \u0301о\u0301 ﬁ</p>
<p><img src="data:image/svg+xml;base64,{PICTURE}" alt="Рисунок"></p>
<table><caption>Таблица</caption>
<thead><tr><th>Год<th>Число</thead><tbody>{"<tr><td>Показатель<td>48,1" * 30}</tbody></table>
<ul><li>первый<li>{WORDS}</ul><ol><li>раз<li>два</ol><div class=page>{WORDS}</div>
"""


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    extra = tmp_path_factory.mktemp("styles") / "extra.css"
    extra.write_text(CSS, encoding="utf-8")
    return Typesetter(stylesheets=[STYLES / "book-fonts.css", extra], roots=[STYLES, FONTS, extra.parent])


def document(language: str, text: str) -> str:
    return f'<!doctype html><html lang="{language}"><title>Проба</title><body>{text}'


@pytest.mark.parametrize(
    ("language", "text"),
    [("ru", TEXT), ("en", f"<p>{FOX * 9}</p>"), ("", f"<p>{FOX * 9}</p>"), ("ru", "<p> </p>")],
    ids=["everything", "English", "without a language", "an empty paragraph"],
)
def test_pages_are_the_same_byte_for_byte(typesetter: Typesetter, language: str, text: str):
    with speed.theirs():
        theirs = typesetter.write(typesetter.lay_out(document(language, text)))

    ours = typesetter.write(typesetter.lay_out(document(language, text)))

    assert ours == theirs


RULES = """<style>@page { size: 120mm 90mm; margin: 4mm } div { padding: 1mm }
.a { border-bottom: .6pt dotted #999 } .b { border: solid #a00; border-width: 2pt 0; border-style: dashed }
.c { border-left: 3pt dotted #00a } .d { border: dashed green; border-width: 0 1mm } .e { border: 1pt dotted }
.f { border-bottom: 1pt dotted; border-left: 1pt dotted } .g { border-bottom: 4pt dotted rgba(0, 0, 255, .4) }
.h { width: 3pt; padding: 0; border-bottom: 4pt dotted } .i { border-bottom: 2pt dotted; border-radius: 3mm }
.j { border-top: 1pt dotted red; border-bottom: 2pt dotted red }</style>""" + "".join(
    f"<div class={kind}>х</div>" for kind in "abcdefghij"
)


def test_dotted_and_dashed_rules_look_the_same(typesetter: Typesetter, tmp_path: Path):
    with speed.theirs():
        theirs = typesetter.write(typesetter.lay_out(document("ru", RULES)))

    ours = typesetter.write(typesetter.lay_out(document("ru", RULES)))

    assert len(ours) < 0.7 * len(theirs)
    assert differing(ours, theirs, tmp_path) <= 30  # edges that are smoothed otherwise; a dot has a hundred


def differing(first: bytes, second: bytes, folder: Path) -> int:
    """How many pixels of the first page are of clearly different grey at 300 dots per inch."""
    pictures = []
    for name, data in (("first", first), ("second", second)):
        (folder / f"{name}.pdf").write_bytes(data)
        command = ["pdftoppm", "-r", "300", "-gray", "-singlefile", f"{name}.pdf", name]
        subprocess.run(command, cwd=folder, check=True)
        pictures.append(Image.open(folder / f"{name}.pgm"))
    return sum(ImageChops.difference(*pictures).histogram()[100:])


def test_a_second_document_is_not_coloured_by_the_first(typesetter: Typesetter):
    with speed.theirs():
        theirs = typesetter.write(typesetter.lay_out(document("ru", f"<p>{WORDS}</p>")))
    typesetter.write(typesetter.lay_out(document("ru", '<p style="letter-spacing: 1em">широко и далеко</p>')))

    ours = typesetter.write(typesetter.lay_out(document("ru", f"<p>{WORDS}</p>")))

    assert ours == theirs


def test_theirs_is_what_weasyprint_came_with():
    ours = weasyprint.text.line_break.Layout.setup

    with speed.theirs():
        theirs = weasyprint.text.line_break.Layout.setup

    assert (ours, theirs.__module__) == (lines.setup, "weasyprint.text.line_break")
    assert weasyprint.text.line_break.Layout.setup is ours


def test_every_function_replaced_is_replaced_wherever_it_was_imported():
    places = {(place.__name__, name) for place, name, _theirs, _ours in speed._replaced}

    assert ("weasyprint.layout.block", "resolve_percentages") in places
    assert ("weasyprint.layout.inline", "can_break_text") in places
    assert ("weasyprint.draw.text", "draw_first_line") in places


def test_what_is_remembered_has_a_bound(typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "MOST", 3)
    monkeypatch.setattr(glyphs, "MOST", 40)
    monkeypatch.setattr(glyphs, "SIZES", 1)
    sizes = "".join(f'<p style="font-size:{size}pt">{WORDS}</p>' for size in range(8, 14))
    with speed.theirs():
        theirs = typesetter.write(typesetter.lay_out(document("ru", sizes)))

    ours = typesetter.write(typesetter.lay_out(document("ru", sizes)))

    assert ours == theirs
    assert len(typesetter.fonts._told) <= 5
    assert len(glyphs._written) <= 2
    assert all(len(known) <= 42 for known in glyphs._written.values())


def test_types_of_c_are_read_beforehand():
    assert "PangoRectangle *" in declarations.read()
    assert all(name in ffi._parsed_types for name in declarations.read())


def test_sources_of_weasyprint_name_types_as_we_expect():
    assert len(declarations.NAMED.findall(Path(weasyprint.text.line_break.__file__).read_text(encoding="utf-8"))) >= 4
