"""The structure tree says what the pages say, wherever they break: the same in a file of its own and in a book."""

from __future__ import annotations

import pikepdf
import pytest

from .papers import SQUARE, elements, kids_of, page_of, sentences, structure, typesetter

LONG = sentences(40)
ROWS = "".join(f"<tr><th>{number}</th><td>значение {number}</td></tr>" for number in range(40))
BODY = (
    f'<article><h2>Заглавие</h2><p>Слово <em lang="en">in English</em> и <em>ещё</em>'
    f'<span class="fn">Сноска о <i lang="en">one thing</i>.</span>. {LONG}</p>'
    f"<table><thead><tr><th>Номер</th><th>Что</th></tr></thead><tbody>{ROWS}</tbody></table>"
    '<p>См. <a href="#end">целое <em>слово</em></a>.</p>'
    '<ol type="1"><li>один</li><li>два<ul><li>глубже</li></ul></li></ol>'
    '<dl><dt>Термин</dt><dd>значение</dd><dt lang="en">Term</dt><dd>другое</dd></dl>'
    f'<figure><img src="{SQUARE}" alt="Квадрат"><figcaption>Рис. 1</figcaption></figure>'
    f'<p>Пусть <img class="formula" src="{SQUARE}" alt="x = 1">.</p><img src="{SQUARE}" alt="">'
    '<div>Прямо в блоке <span lang="be">па-беларуску</span></div><div>и в другом</div>'
    '<section lang="en" id="end"><h3>Section</h3><p lang="en">Text <span lang="ru">по-русски</span></p></section>'
    "</article>"
)


@pytest.fixture(scope="module")
def tree():
    made = typesetter()
    document, top = structure(made.write(made.lay_out(page_of(BODY))))
    with document:
        yield document, top


def pages_of(element) -> list[int]:
    """Numbers of the page objects on which the content of *element* stands."""
    found = []
    for kid in kids_of(element):
        if isinstance(kid, pikepdf.Dictionary):
            found.append(kid.Pg.objgen[0] if "/Pg" in kid else 0)
        else:
            found.append(element.Pg.objgen[0])
    return found


def test_a_paragraph_over_the_end_of_a_page_is_one(tree):
    document, top = tree

    paragraphs = [each for each in elements(top, "P") if len(set(pages_of(each)) - {0}) > 1]

    assert len(paragraphs) == 1
    assert pages_of(paragraphs[0])[-1] == document.pages[1].obj.objgen[0]
    assert len(elements(top, "Art")) == 1


def test_both_pages_know_whose_content_they_show(tree):
    document, top = tree
    nums = list(document.Root.StructTreeRoot.ParentTree.Nums)
    rows = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
    paragraph = next(each for each in elements(top, "P") if len(set(pages_of(each)) - {0}) > 1)

    owners = [rows[int(page.obj.StructParents)] for page in document.pages]

    assert all(paragraph.objgen in {owner.objgen for owner in row} for row in owners[:2])
    assert all(owner is not None for row in owners for owner in row)


def test_a_table_over_several_pages_is_one_with_one_head(tree):
    document, top = tree

    [table] = elements(top, "Table")

    assert len(document.pages) > 2
    assert [len(elements(table, kind)) for kind in ("THead", "TBody", "TR", "TH", "TD")] == [1, 1, 41, 42, 40]


def test_cells_name_their_headers(tree):
    document, top = tree
    [table] = elements(top, "Table")
    heads = elements(table, "TH")

    cell = elements(table, "TD")[0]

    assert [str(head.A.Scope) for head in heads[:3]] == ["/Column", "/Column", "/Row"]
    assert [str(name) for name in cell.A.Headers] == [str(heads[2].ID), str(heads[1].ID)]
    names = document.Root.StructTreeRoot.IDTree.Names
    assert [str(name) for name in names[::2]] == sorted(str(name) for name in names[::2])
    assert {str(name) for name in names[::2]} >= {str(heads[1].ID), str(heads[2].ID)}


def test_every_passage_says_its_language_once(tree):
    _document, top = tree

    said = [(str(each.S), str(each.Lang)) for each in everything(top) if "/Lang" in each]

    assert said == [
        ("/Span", "en"), ("/Span", "en"), ("/Lbl", "en"), ("/Span", "be"), ("/Sect", "en"), ("/Span", "ru"),
    ]  # fmt: skip


def everything(element):
    yield element
    for kid in kids_of(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from everything(kid)


def test_a_note_stands_where_it_is_called_and_both_lead_to_each_other(tree):
    _document, top = tree

    [note] = elements(top, "Note")

    assert note.P.S == "/P"
    assert [str(kid.S) for kid in kids_of(note.P) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid][1:3] == [
        "/Reference", "/Note",
    ]  # fmt: skip
    [call] = elements(note.P, "Reference")
    assert [str(kid.S) for kid in everything(call)] == ["/Reference", "/Link"]
    assert [str(kid.S) for kid in everything(kids_of(note)[0])] == ["/Lbl", "/Link"]
    assert str(note.ID)


def test_what_stands_in_a_link_is_the_link(tree):
    _document, top = tree

    [link] = [each for each in elements(top, "Link") if str(each.P.S) == "/P"]

    assert [str(kid.S) for kid in everything(link)] == ["/Link"]
    references = [kid for kid in kids_of(link) if isinstance(kid, pikepdf.Dictionary) and kid.Type == "/OBJR"]
    assert [str(each.Obj.Contents) for each in references] == ["целое слово"]


def test_lists(tree):
    _document, top = tree

    numbered, plain, terms = elements(top, "L")

    assert [str(each.A.ListNumbering) for each in (numbered, plain)] == ["/Decimal", "/Circle"]
    assert plain.P.S == "/LBody"
    assert [[str(kid.S) for kid in kids_of(item)] for item in elements(terms, "LI")] == [["/Lbl", "/LBody"]] * 2
    assert [[str(kid.S) for kid in kids_of(item)] for item in elements(numbered, "LI")] == [["/Lbl", "/LBody"]] * 3


def test_pictures_formulas_and_ornaments(tree):
    _document, top = tree

    assert [str(each.Alt) for each in elements(top, "Figure")] == ["Квадрат"]
    assert [str(each.Alt) for each in elements(top, "Formula")] == ["x = 1"]


def test_text_straight_in_a_block_is_a_paragraph(tree):
    _document, top = tree

    [foreign] = [each for each in elements(top, "Span") if str(each.Lang) == "be"]

    assert foreign.P.S == "/P"
    assert foreign.P.P.S == "/Art"


def test_a_link_in_a_repeated_head_is_there_once():
    made = typesetter()
    head = '<thead><tr><th><a href="https://example.org/">Номер</a></th><th>Что</th></tr></thead>'

    document, top = structure(made.write(made.lay_out(page_of(f"<table>{head}<tbody>{ROWS}</tbody></table>"))))

    with document:
        assert len(document.pages) > 1
        assert len(elements(top, "Link")) == 1
        assert ["/Annots" in each.obj for each in document.pages] == [True, *[False] * (len(document.pages) - 1)]


def test_nothing_but_what_the_standard_names(tree):
    _document, top = tree

    assert "/NonStruct" not in {str(each.S) for each in everything(top)}
