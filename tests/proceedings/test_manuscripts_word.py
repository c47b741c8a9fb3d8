"""What Word writes into a document beside its words: marks of pictures, hidden text, levels, old drawings."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from PIL import Image

from proceedings.manuscripts import convert
from tests.proceedings.conftest import docx_of, picture
from tests.proceedings.test_hostile_files import part_of, with_body, with_parts

pytestmark = pytest.mark.once

RUN = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"


def read(docx: bytes, folder, language="ru"):
    work = folder / "work"
    work.mkdir()
    path = folder / "source.docx"
    path.write_bytes(docx)
    return convert(print, str(path), "docx", language=language, titles=(), work=str(work))


def told(made) -> dict[str, int]:
    return {row["code"]: row["count"] for row in made.report if row["code"] != "no-sources"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> bytes:
    return docx_of("Последний абзац.\n", tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def illustrated(tmp_path_factory) -> bytes:
    folder = tmp_path_factory.mktemp("illustrated")
    image = Image.new("RGB", (100, 50), "white")
    image.paste("black", (0, 0, 50, 50))
    out = io.BytesIO()
    image.save(out, "PNG")
    (folder / "fig1.png").write_bytes(out.getvalue())
    return docx_of('До.\n\n![](fig1.png){width=50mm alt="Слова"}\n\nПосле.\n', folder)


def retouched(docx: bytes, *changes: tuple[str, str]) -> bytes:
    document = part_of(docx, "word/document.xml").decode()
    for pattern, new in changes:
        document, count = re.subn(pattern, new, document, count=1)
        assert count == 1, pattern
    return with_parts(docx, {"word/document.xml": document.encode()})


def test_a_picture_has_its_words_and_its_width_on_paper(illustrated, tmp_path):
    made = read(retouched(illustrated, (r'descr="[^"]*"', 'descr="Чёрное и белое."')), tmp_path)

    assert '<figure><img alt="Чёрное и белое." data-figure="1" width="100" height="50"></figure>' in made.html
    assert [figure.printed_mm for figure in made.figures] == [50]


def test_a_picture_that_only_decorates_says_nothing_and_is_not_asked_for_words(illustrated, tmp_path):
    mark = (
        '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext uri="{C183D7F6}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        "</a:ext></a:extLst>"
    )

    made = read(retouched(illustrated, (r"<wp:docPr ([^>]*?)/>", rf"<wp:docPr \1>{mark}</wp:docPr>")), tmp_path)

    assert 'role="presentation"' in made.html
    assert 'alt=""' in made.html
    assert told(made) == {}


def test_what_is_cut_off_a_picture_does_not_come_along(illustrated, tmp_path):
    made = read(retouched(illustrated, (r"(<a:blip [^>]*/>)", r'\1<a:srcRect l="50000"/>')), tmp_path)

    (figure,) = made.figures
    with Image.open(io.BytesIO(figure.data)) as image:
        assert (image.size, image.convert("L").getextrema()) == ((50, 50), (255, 255))


def test_drawings_of_office_programs_are_told(illustrated, tmp_path):
    name = next(part for part in zipfile.ZipFile(io.BytesIO(illustrated)).namelist() if "media/" in part)

    made = read(with_parts(illustrated, {name: b"\x01\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 60}), tmp_path)

    assert (made.html, told(made)) == ("<p>До.</p><p>После.</p>", {"picture-drawn": 1})


def test_hidden_text_is_left_out(plain, tmp_path):
    paragraph = f"<w:p>{RUN.format('', 'Видно.')}{RUN.format('<w:vanish/>', 'Тайна.')}</w:p>"

    made = read(with_body(plain, paragraph.encode()), tmp_path)

    assert made.html == "<p>Видно.</p><p>Последний абзац.</p>"
    assert told(made) == {"hidden-text": 1}


def test_tracked_changes_are_accepted(plain, tmp_path):
    who = 'w:id="1" w:author="R" w:date="2008-05-01T10:00:00Z"'
    paragraph = (
        f"<w:p>{RUN.format('', 'Было ')}<w:del {who}><w:r><w:delText>худо</w:delText></w:r></w:del>"
        f"<w:ins {who}>{RUN.format('', 'добро')}</w:ins></w:p>"
    )

    made = read(with_body(plain, paragraph.encode()), tmp_path)

    assert made.html == "<p>Было добро</p><p>Последний абзац.</p>"
    assert told(made) == {"changes-accepted": 2}


def test_a_level_of_the_outline_is_a_heading(plain, tmp_path):
    heading = '<w:p><w:pPr><w:outlineLvl w:val="{}"/></w:pPr>' + RUN.format("", "{}") + "</w:p>"

    made = read(with_body(plain, (heading.format(0, "Раздел") + heading.format(1, "Часть")).encode()), tmp_path)

    assert made.html == "<h2>Раздел</h2><h3>Часть</h3><p>Последний абзац.</p>"


@pytest.mark.parametrize(
    ("runs", "html"),
    [
        ([("en-US", "leave no "), ("en-GB", "one behind")], '<p lang="en">leave no one behind</p>'),
        ([("ru-RU", "слова "), ("fr-FR", "vivre ensemble")], '<p>слова <span lang="fr">vivre ensemble</span></p>'),
        ([("en-US", "русские слова")], "<p>русские слова</p>"),
        ([("ru-RU", "слова "), ("ru-RU", "Index for Inclusion")],
         '<p>слова <span lang="en">Index for Inclusion</span></p>'),
        ([("uk-UA", "мова єднає")], '<p lang="uk">мова єднає</p>'),
    ],
)  # fmt: skip
def test_languages_are_believed_as_far_as_the_letters_allow(plain, tmp_path, runs, html):
    paragraph = "".join(
        f'<w:r><w:rPr><w:lang w:val="{language}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        for language, text in runs
    )

    made = read(with_body(plain, f"<w:p>{paragraph}</w:p>".encode()), tmp_path)

    assert made.html == f"{html}<p>Последний абзац.</p>"


def test_a_formula_of_the_old_editor_is_told(illustrated, tmp_path):
    relation = re.search(rb'r:embed="(\w+)"', part_of(illustrated, "word/document.xml"))[1].decode()
    old = (
        '<w:p><w:r><w:object><v:shape style="width:20pt;height:10pt" alt="x">'
        f'<v:imagedata r:id="{relation}"/></v:shape>'
        '<o:OLEObject Type="Embed" ProgID="Equation.3"/></w:object></w:r></w:p>'
    )

    made = read(with_body(illustrated, old.encode()), tmp_path)

    assert told(made)["formula-as-picture"] == 1
    assert [figure.printed_mm for figure in made.figures] == [7, 50]


def test_a_drawn_shape_and_a_field_are_told(plain, tmp_path):
    shape = '<w:p><w:r><w:pict><v:oval style="width:20pt;height:10pt"/></w:pict></w:r></w:p>'
    field = f'<w:p><w:fldSimple w:instr=" DOCPROPERTY Company ">{RUN.format("", "Школа")}</w:fldSimple></w:p>'

    made = read(with_body(plain, (shape + field).encode()), tmp_path)

    assert made.html == "<p>Школа</p><p>Последний абзац.</p>"
    assert told(made) == {"drawings": 1, "fields": 1}


def test_what_word_took_for_a_name_stays(plain, tmp_path):
    inner = f'<w:smartTag w:element="place">{RUN.format("", "Петербург")}</w:smartTag>'
    paragraph = f'<w:p><w:smartTag w:element="city"><w:smartTagPr/>{inner}</w:smartTag>{RUN.format("", ".")}</w:p>'

    made = read(with_body(plain, paragraph.encode()), tmp_path)

    assert made.html == "<p>Петербург.</p><p>Последний абзац.</p>"


def test_a_table_of_contents_is_left_out(plain, tmp_path):
    contents = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent><w:p>{RUN.format('', 'Введение 3')}</w:p></w:sdtContent></w:sdt>"
    )

    made = read(with_body(plain, contents.encode()), tmp_path)

    assert (made.html, told(made)) == ("<p>Последний абзац.</p>", {"contents-left-out": 1})


def test_a_formula_with_its_number_stands_apart(tmp_path):
    made = read(docx_of("Текст.\n\n$S = 1$ (1)\n", tmp_path), tmp_path)

    assert re.search(r'<p class="display"><img alt="заглавная S равно 1" [^>]+> \(1\)</p>', made.html)


def test_a_box_made_of_a_table_is_opened(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<html><table><tr><td><p>Внутри.</p><ul><li>раз</li></ul></td></tr></table>", encoding="utf-8")

    made = convert(print, str(page), "html", language="ru", titles=(), work=str(tmp_path))

    assert made.html == "<p>Внутри.</p><ul><li>раз</li></ul>"
    assert told(made) == {"boxes-opened": 1}


def test_pictures_stay_as_they_were_sent(tmp_path):
    (tmp_path / "fig1.png").write_bytes(picture(kind="JPEG"))

    made = read(docx_of("![](fig1.png)\n", tmp_path), tmp_path)

    assert [figure.extension for figure in made.figures] == ["jpg"]
