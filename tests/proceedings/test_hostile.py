"""Manuscripts that mean harm leave nothing active behind: links, pictures, elements."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from proceedings.compiler import Text, present
from proceedings.manuscripts.images import reencode
from proceedings.manuscripts.markup import sanitise
from proceedings.manuscripts.report import ManuscriptRefused
from proceedings.manuscripts.tree import inner_html, parse
from proceedings.services.manuscripts import REFUSALS
from tests.proceedings.conftest import docx_of, picture
from tests.proceedings.test_hostile_files import with_parts
from tests.proceedings.test_manuscripts import taken

pytestmark = pytest.mark.once


@pytest.fixture
def plain(tmp_path: Path) -> bytes:
    return docx_of("Безобидный текст.\n", tmp_path)


def test_links_that_run_programs_become_words(tmp_path):
    made = taken(
        docx_of("[нажми](javascript:alert(1)) [и](file:///etc/passwd) [ещё](vbscript:x)\n", tmp_path), tmp_path
    )

    assert made.html == "<p>нажми и ещё</p>"
    assert {"code": "link-removed", "count": 3} in made.report


def test_a_picture_from_elsewhere_is_left_out(tmp_path, plain):
    source = docx_of("До ![x](fig1.png) после.\n", _with_picture(tmp_path))
    relations = zipfile.ZipFile(io.BytesIO(source)).read("word/_rels/document.xml.rels").decode()
    target = next(part for part in relations.split("<Relationship ") if "/image" in part)
    outside = target.replace("media/", "http://127.0.0.1:9/").replace("/>", ' TargetMode="External" />', 1)
    hostile = with_parts(source, {"word/_rels/document.xml.rels": relations.replace(target, outside).encode()})

    made = taken(hostile, tmp_path)

    assert "127.0.0.1" not in made.html
    assert made.figures == []


def test_a_picture_from_another_folder_is_left_out(tmp_path):
    source = docx_of("До ![x](fig1.png) после.\n", _with_picture(tmp_path))
    relations = zipfile.ZipFile(io.BytesIO(source)).read("word/_rels/document.xml.rels").decode()
    hostile = re.sub(r'Target="media/[^"]+"', 'Target="../../../../../../etc/passwd"', relations)

    made = taken(with_parts(source, {"word/_rels/document.xml.rels": hostile.encode()}), tmp_path)

    assert (made.html, made.figures) == ("<p>До после.</p>", [])


def test_a_picture_of_a_gigapixel_is_left_out_and_told(tmp_path):
    source = docx_of("До ![x](fig1.png) после.\n", _with_picture(tmp_path))
    name = next(part for part in zipfile.ZipFile(io.BytesIO(source)).namelist() if "media/" in part)

    made = taken(with_parts(source, {name: png_of(30_000, 30_000)}), tmp_path)

    assert made.figures == []
    assert {"code": "image-too-large", "count": 1} in made.report


def _with_picture(folder: Path) -> Path:
    (folder / "fig1.png").write_bytes(picture())
    return folder


def test_a_traversing_picture_is_left_out(tmp_path):
    made = taken("## А\n\n![x](../../../../../etc/passwd) ![y](/etc/passwd)\n", tmp_path)

    assert "passwd" not in made.html
    assert {"code": "figure-missing", "count": 2} in made.report


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p onclick='x()'>да</p>", "<p>да</p>"),
        ("<script>alert(1)</script><p>да</p>", "<p>да</p>"),
        ("<img src='data:text/html,x' alt='а'>", '<img alt="а">'),
        ("<img src=x onerror=alert(1) alt=а>", '<img alt="а">'),
        ("<a href='javascript:alert(1)'>да</a>", "<a>да</a>"),
        ("<svg><script>alert(1)</script></svg>да", "да"),
        ("<p style='background:url(http://evil)'>да</p>", "<p>да</p>"),
        (
            "<img class='formula fh-12 evil' alt='x' data-formula='1'>",
            '<img class="formula fh-12" alt="x" data-formula="1">',
        ),
        (
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
            None,
        ),
        ("<link rel=stylesheet href=x><style>p{}</style><base href=//evil>да", "да"),
    ],
)
def test_only_the_allowed_elements_remain(html, expected):
    made = sanitise(html)

    assert "onerror" not in made
    assert "script" not in made
    if expected is not None:
        assert made == expected


def png_of(width: int, height: int) -> bytes:
    """A 1-bit picture of any size that weighs next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\0" * (height * (width // 8 + 1)))
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_text_that_names_a_file_remains_a_text():
    name = Path(__file__).resolve().as_posix()

    assert inner_html(parse(sanitise(name))) == name
    shown = present(Text("/etc/passwd", (name,)), "en", for_print=True)
    assert [source.rstrip(".") for source in shown.sources] == [name]


def test_a_short_text_with_a_name_too_long_for_a_file_is_parsed():
    assert inner_html(parse("ё" * 190)) == "ё" * 190


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (png_of(9400, 9400), "image-too-large"),
        (b"GIF89a" + b"\0" * 40, "image-unreadable"),
        (b"BLP2" + b"\xff" * 200, "image-unreadable"),
        (b"", "image-unreadable"),
    ],
)
def test_pictures_that_are_bombs_or_strangers_are_refused(data, code):
    with pytest.raises(ManuscriptRefused) as refusal:
        reencode(data)

    assert refusal.value.code == code


def test_a_picture_leaves_its_metadata_behind():
    from PIL import Image

    out = io.BytesIO()
    image = Image.new("RGB", (20, 10), "#fff")
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    image.save(out, "JPEG", exif=exif)

    data, extension, width, height = reencode(out.getvalue())

    assert (extension, width, height) == ("jpg", 20, 10)
    assert b"a secret place" not in data


def test_every_refusal_has_its_sentence():
    assert all(str(sentence).strip() for sentence in REFUSALS.values())
    assert len({str(sentence) for sentence in REFUSALS.values()}) == len(REFUSALS)
