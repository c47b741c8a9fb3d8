"""A joined book is one tagged file: pages, trees, outline, links, fonts; the same parts give the same bytes."""

from __future__ import annotations

import hashlib
import io
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import page
import pikepdf
import pytest

from conference.rendering import Blank, FragmentsDisagree, Placed, assemble

from .papers import (
    SQUARE,
    article,
    elements,
    flat,
    fragment_of,
    joined,
    page_of,
    placed,
    structure,
    text_of,
    typesetter,
)
from .test_structure import BODY

LABELS = [(0, "r", 1), (2, "D", 1)]
FRONT = (
    '<section class="front"><h1>Содержание</h1><ol class="toc">{}</ol><p><a href="#nowhere">никуда</a></p></section>'
)
ROW = '<li class="toc"><a href="#{0}">Статья {0}</a> <span class="page" data-slot="first:{0}">88</span></li>'
PICTURE = f'<p><img src="{SQUARE}" alt="Квадрат"></p>'
INNER = {
    "a1": f'{PICTURE}<h3 id="part">Раздел</h3><p>См. <a href="#part">ниже</a> и <a href="#a2">другую статью</a>.</p>',
    "a2": f'{PICTURE}<h3 id="part">Раздел</h3><p>См. <a href="#part">ниже</a> и <a href="#a1">первую</a>.</p>',
    "a3": BODY.removeprefix("<article>").removesuffix("</article>").replace("h2>", "h3>"),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture(scope="module")
def fragments(store):
    front = FRONT.format("".join(ROW.format(key) for key in INNER))
    made = {key: fragment_of(article(key, inner), store) for key, inner in INNER.items()}
    return {"front": fragment_of(front, store), **made}


def plan(fragments):
    """The page on which each article begins: a right-hand one, from 11 on."""
    starts, number = {}, 11
    for key in INNER:
        starts[key] = number
        number += len(fragments[key].pages)
        number += number % 2 == 0
    return starts


def parts(fragments):
    """The front and its blank back, then the articles, with blank backs where they end on the right."""
    starts = plan(fragments)
    yield Placed(fragments["front"], ["i"], {f"first:{key}": str(number) for key, number in starts.items()})
    yield Blank(340.157, 425.197)
    for key, number in starts.items():
        yield placed(fragments[key], number)
        if len(fragments[key].pages) % 2:
            yield Blank(340.157, 425.197)


@pytest.fixture(scope="module")
def book(fragments, store):
    return joined(
        parts(fragments), store, title="Книга (и не только)", author="Издатель", labels=LABELS,
        created=datetime(2027, 6, 1, 12, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture(scope="module")
def path(book, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "book.pdf"
    path.write_bytes(book)
    return path


@pytest.fixture
def opened(book):
    with pikepdf.open(io.BytesIO(book)) as document:
        yield document


def test_the_book_is_pdf_ua(path):
    report = page.validate_pdf(path, profile="ua1", limits=page.SafetyLimits.unlimited())

    assert [str(failure) for failure in report.failures] == []
    assert report.is_compliant


def test_the_book_is_a_sound_file(path):
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)

    assert checked.returncode == 0
    assert "No syntax or stream encoding errors" in checked.stdout


def test_what_is_told_of_the_file_is_so(fragments, store):
    target = io.BytesIO()

    made = assemble(parts(fragments), target, title="Книга", language="ru", font_store=store)

    data = target.getvalue()
    assert (made.size, made.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    with pikepdf.open(target) as document:
        assert made.pages == len(document.pages)
    assert made.remarks == ["nowhere"]


def test_pages_and_labels(opened):
    labels = [each.label for each in opened.pages]

    assert labels[:5] == ["i", "ii", "1", "2", "3"]
    assert [round(float(edge), 3) for edge in opened.pages[0].MediaBox] == [0, 0, 340.157, 425.197]
    assert "/Contents" not in opened.pages[1]


def test_the_outline_nests_over_all_fragments(opened):
    with opened.open_outline() as outline:
        seen = [(entry.title, [kid.title for kid in entry.children]) for entry in outline.root]

    assert seen[:3] == [("Содержание", ["Статья a1", "Статья a2", "Статья a3"])]


def test_levels_may_be_shifted(fragments, store):
    made = joined([placed(fragments["a1"], 11), placed(fragments["a2"], 13, level=1)], store)

    with pikepdf.open(io.BytesIO(made)) as document, document.open_outline() as outline:
        assert [(entry.title, [kid.title for kid in entry.children]) for entry in outline.root] == [
            ("Статья a1", ["Раздел", "Статья a2"]),
        ]  # fmt: skip


def names_of(document) -> dict[bytes, object]:
    names = document.Root.Names.Dests.Names
    return {bytes(name): place for name, place in zip(names[::2], names[1::2], strict=True)}


def annotations(document, index: int) -> list[object]:
    return list(document.pages[index].obj.get("/Annots", []))


def test_links_between_fragments_lead_by_name(opened, fragments):
    names = names_of(opened)
    rows = annotations(opened, 0)[:3]

    targets = [names[bytes(row.Dest)][0].objgen for row in rows]

    assert targets == [
        opened.pages[index].obj.objgen for index in (start - 11 + 2 for start in plan(fragments).values())
    ]


def test_links_within_a_fragment_lead_to_its_own_places(opened, fragments):
    """Both articles have a part called the same."""
    pages = [each.obj.objgen for each in opened.pages]
    second = plan(fragments)["a2"] - 11 + 2

    led = [
        pages.index(annotation.Dest[0].objgen)
        for each in opened.pages
        for annotation in each.obj.get("/Annots", [])
        if str(annotation.Contents) == "ниже"
    ]

    assert [place >= second for place in led] == [False, True]


def test_a_link_to_nowhere_is_hidden(opened):
    lost = annotations(opened, 0)[3]

    assert "/Dest" not in lost
    assert int(lost.F) == 2


def test_one_structure_for_all(opened):
    root = opened.Root.StructTreeRoot
    [top] = root.K

    assert str(top.S) == "/Document"
    assert [str(kid.S) for kid in top.K] == ["/Sect", "/Art", "/Art", "/Art"]
    assert [str(kid.Lang) for kid in top.K] == ["ru"] * 4
    keys = [int(key) for key in root.ParentTree.Nums[::2]]
    assert keys == sorted(set(keys))
    assert int(root.ParentTreeNextKey) > keys[-1]


def test_every_mark_is_found_from_its_page(opened):
    nums = opened.Root.StructTreeRoot.ParentTree.Nums
    rows = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))

    for each in opened.pages:
        if "/StructParents" not in each.obj:
            continue
        content = b"".join(bytes(stream.read_bytes()) for stream in contents_of(each))
        row = rows[int(each.obj.StructParents)]
        assert len(row) == content.count(b"/MCID")
        assert all(owner.S for owner in row)


def contents_of(each):
    contents = each.obj.Contents
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def test_identifiers_are_unlike(fragments, store):
    made = joined([placed(fragments["a3"], 11), placed(fragments["a3"], 51)], store)

    document, top = structure(made)
    with document:
        names = [str(name) for name in document.Root.StructTreeRoot.IDTree.Names[::2]]
        heads = [str(each.ID) for each in elements(top, "TH") if "/ID" in each]
        cells = [str(each.A.Headers[0]) for each in elements(top, "TD")]
    assert len(names) == len(set(names))
    assert names == sorted(names)
    assert {*heads, *cells} <= set(names)


def test_each_font_and_each_picture_is_there_once(opened):
    fonts = [str(each.FontName) for each in opened.objects if is_a(each, "/FontDescriptor")]
    pictures = [
        each for each in opened.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
    ]

    assert len(fonts) == len(set(fonts))
    assert len(pictures) == 1


def is_a(thing, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind


def test_what_the_file_says_about_itself(opened):
    assert str(opened.docinfo["/Title"]) == "Книга (и не только)"
    assert str(opened.docinfo["/CreationDate"]) == "D:20270601120000Z"
    assert str(opened.Root.Lang) == "ru"
    with opened.open_metadata(set_pikepdf_as_editor=False) as metadata:
        assert metadata["dc:title"] == "Книга (и не только)"
        assert metadata["dc:creator"] == ["Издатель"]
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["xmp:CreateDate"] == "2027-06-01T12:00:00+00:00"


def test_the_text_of_every_fragment_is_there(path, fragments):
    text = flat(text_of(path))

    start = plan(fragments)["a2"]
    assert text.count("Статья a2") == 2
    assert f"С. {start}–{start + len(fragments['a2'].pages) - 1} и" in text
    assert "значение 39" in text


def test_the_same_parts_give_the_same_bytes(fragments, store, book):
    again = joined(
        parts(fragments), store, title="Книга (и не только)", author="Издатель", labels=LABELS,
        created=datetime(2027, 6, 1, 12, tzinfo=UTC),
    )  # fmt: skip

    assert again == book


def test_after_an_edit_and_back_the_bytes_are_the_same(fragments, store):
    before = joined(parts(fragments), store)
    edited = {**fragments, "a2": fragment_of(article("a2", INNER["a2"].replace("Раздел", "Часть")), store)}
    between = joined(parts(edited), store)
    back = {**edited, "a2": fragment_of(article("a2", INNER["a2"]), store)}

    after = joined(parts(back), store)

    assert between != before
    assert after == before


def test_trees_of_a_large_book_are_balanced(fragments, store):
    many = 60
    made = joined((placed(fragments["a1"], 11 + number) for number in range(many)), store)

    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) == many * len(fragments["a1"].pages)
        assert all(len(node.Kids) <= 32 for node in document.objects if is_a(node, "/Pages"))
        assert all(len(each.Nums) <= 256 for each in document.Root.StructTreeRoot.ParentTree.Kids)
        limits = [list(map(int, each.Limits)) for each in document.Root.StructTreeRoot.ParentTree.Kids]
    assert all(low[1] < high[0] for low, high in pairwise(limits))


def test_a_book_without_pages_is_an_error(store):
    with pytest.raises(ValueError, match="without pages"):
        joined([], store)


def test_fragments_of_other_fonts_do_not_go_together(fragments, store):
    one = fragments["a1"]
    other = replace(one, fonts=[replace(font, file="0" * 64) for font in one.fonts])

    with pytest.raises(FragmentsDisagree):
        joined([placed(one, 11), placed(other, 13)], store)


def test_one_typesetting_of_all_says_the_same(tmp_path):
    """A file that WeasyPrint writes by itself has the same structure, mended by the same hand."""
    made = typesetter()
    path = tmp_path / "alone.pdf"
    path.write_bytes(made.write(made.lay_out(page_of(f"<h1>Книга</h1>{BODY}"))))

    report = page.validate_pdf(path, profile="ua1", limits=page.SafetyLimits.unlimited())

    assert [str(failure) for failure in report.failures] == []
