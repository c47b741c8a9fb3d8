"""The pre-flight list: what is to be mended in texts and records, and what stops publishing."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from proceedings.models import Build, Volume
from proceedings.services import preflight, proofs
from proceedings.services.preflight import Item
from tests.proceedings.texts import HTML, new_article, new_text

CLEAN = "<h2>Раздел</h2><p>Текст [1].</p>"
FULL = {
    "abstract_ru": "слово " * 100, "abstract_en": "word " * 100, "keywords_ru": "школа", "keywords_en": "school",
    "udk": "376",
}  # fmt: skip


def codes(article) -> list[str]:
    return sorted({item.code for item in preflight.items_of(article)})


@pytest.fixture
def article(conference):
    made = new_article(conference, **FULL)
    made.authors.update(orcid="0000-0002-1825-0097")
    Volume.objects.update(wants_approvals="nothing", wants_licences="nothing")
    made.volume.refresh_from_db()
    return made


def test_an_article_in_order_has_an_empty_list(article):
    new_text(article, CLEAN, sources=["Книга. 2007."])

    assert preflight.items_of(article) == []


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<h3>Раздел</h3><p>Текст.</p>", "heading-jump"),
        ("<h2>Раздел</h2><h2>Другой</h2><p>Текст.</p>", "section-empty"),
        ('<figure><img alt="" data-figure="9"><figcaption>П</figcaption></figure>', "alternative-missing"),
        ('<figure><img alt="П" data-figure="9"><figcaption>П</figcaption></figure>', "alternative-repeats"),
        ('<figure><img alt="ris3.png" data-figure="9"><figcaption>П</figcaption></figure>', "alternative-file-name"),
        ('<figure><img alt="Лес" data-figure="9"></figure>', "caption-missing"),
        ('<p><img alt="" data-formula="1"></p>', "formula-silent"),
        ('<figure><img alt="Лес" data-figure="1"><figcaption>П</figcaption></figure>', "image-coarse"),
        ("<table><tbody><tr><td>1</td></tr></tbody></table>", "table-headless"),
        ("<p>Слова Convention on the Rights of Persons.</p>", "language-untagged"),
        ('<p>Слово<a href="#fn4" class="note">4</a></p>', "note-missing"),
        ('<section class="footnotes"><ol><li id="fn1">П</li></ol></section>', "note-unused"),
        ("<p>Слово [2].</p>", "source-unknown"),
        ("<p>Слово [2].</p>", "source-uncited"),
    ],
)
def test_what_is_found_in_a_text(article, html, code):
    new_text(article, html, sources=["Книга. 2007."])

    assert code in codes(article)


@pytest.mark.parametrize(
    "html",
    [
        '<figure><img alt="" data-figure="9" class="decorative"><figcaption>П</figcaption></figure>',
        '<p>Слова <span lang="en">Convention on the Rights</span>.</p>',
        '<p lang="en">Convention on the Rights.</p>',
        "<pre><code>for each in rows</code></pre>",
        "<p>В [2007] году и [1–1].</p>",
    ],
)
def test_what_is_no_fault(article, html):
    new_text(article, f"<p>Начало [1].</p>{html}", sources=["Книга. 2007."])

    assert codes(article) == []


@pytest.mark.parametrize("typed", ["$\\frac{a}{b}$", "$x = \\sqrt{2} + y$", "\\(\\alpha\\)", "\\begin{equation}"])
def test_a_formula_typed_as_text_is_called_so_and_no_foreign_passage(article, typed):
    new_text(article, f"<p>Слово [1] {typed} и ещё.</p>", sources=["Книга. 2007."])

    assert codes(article) == ["formula-typed"]


@pytest.mark.parametrize("typed", ["от $5 до $6", "C:\\папка", "<code>$\\frac{a}{b}$</code>"])
def test_money_paths_and_programs_are_no_formulas(article, typed):
    new_text(article, f"<p>Слово [1] {typed}.</p>", sources=["Книга. 2007."])

    assert "formula-typed" not in codes(article)


def test_a_text_in_another_language_than_its_article_is_noticed(article):
    english = f'<p lang="en">{"Education of every child [1]. " * 20}</p>'
    new_text(article, f"<p>Слово.</p>{english}", sources=["Книга. 2007."])

    assert codes(article) == ["language-other"]


@pytest.mark.parametrize("russian", ["слово " * 20, "слово в статье " * 20])
def test_a_mixed_text_and_a_short_one_are_in_no_other_language(article, russian):
    new_text(article, f'<p>{russian} [1]</p><p lang="en">{"word and more " * 18}</p>', sources=["Книга. 2007."])

    assert codes(article) == []


@pytest.mark.parametrize(
    ("received", "accepted", "found"),
    [
        ("2026-03-05", "2026-03-01", ["dates-order"]),
        ("2026-03-01", "2026-03-01", []),
        ("2026-03-01", "2190-01-01", ["date-future"]),
    ],
)
def test_days_that_cannot_be_so(article, received, accepted, found):
    new_text(article, CLEAN, sources=["Книга. 2007."])
    type(article).objects.filter(pk=article.pk).update(received_on=received, accepted_on=accepted)

    assert codes(article) == found


def test_every_finding_leads_to_the_place_that_mends_it(article):
    new_text(article, "<h3>Раздел</h3><p>Т.</p>", sources=["Книга."])

    urls = {item.code: item.url.partition("/desk/")[2] for item in preflight.items_of(article)}

    assert urls["heading-jump"] == f"proceedings/proceedings/articles/{article.pk}/text/#b0"
    assert urls["source-yearless"] == f"proceedings/proceedings/articles/{article.pk}/text/#s0"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title_en": ""}, "title-missing"),
        ({"title_ru": "О школе."}, "title-stop"),
        ({"abstract_en": ""}, "abstract-missing"),
        ({"abstract_ru": "Коротко."}, "abstract-short"),
        ({"abstract_ru": "слово " * 400}, "abstract-long"),
        ({"keywords_ru": ""}, "keywords-missing"),
        ({"udk": ""}, "udc-missing"),
        ({"import_error": "unreadable"}, "text-refused"),
    ],
)
def test_what_is_found_in_a_record(article, fields, code):
    new_text(article, CLEAN, sources=["Книга. 2007."])
    type(article).objects.filter(pk=article.pk).update(**fields)

    assert codes(article) == [code]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"family_en": ""}, "name-missing"), ({"affiliation_en": ""}, "affiliation-missing"),
        ({"orcid": ""}, "orcid-missing"), ({"orcid": "0000-0002-1825-0098"}, "orcid-wrong"),
        ({"email": ""}, "email-missing"), ({"is_corresponding": False}, "corresponding-missing"),
    ],
)  # fmt: skip
def test_what_is_found_about_an_author(article, fields, code):
    new_text(article, CLEAN, sources=["Книга. 2007."])
    article.authors.update(**fields)

    assert codes(article) == [code]


def test_a_wide_table_counts_until_the_text_is_changed(article, editor):
    new_text(article, HTML, sources=["Книга. 2007."])
    verdict = {"key": str(article.pk), "notes": [{"code": "table-wide", "params": {"number": 1, "mm": 14}}]}
    Build.objects.create(
        volume=article.volume, articles=1, pages=1, size=1, seconds=1, fingerprint="0" * 64, verdicts=[verdict],
        page_map={},
    )  # fmt: skip
    assert "table-wide" in codes(article)

    new_text(article, HTML, sources=["Книга. 2007."])

    assert "table-wide" not in codes(article)


@pytest.mark.parametrize(("demand", "severities"), [("nothing", []), ("warning", ["warning"]), ("block", ["block"])])
def test_an_approval_is_demanded_as_the_volume_says(article, editor, demand, severities):
    new_text(article, CLEAN, sources=["Книга. 2007."])
    Volume.objects.update(wants_approvals=demand)
    article.volume.refresh_from_db()

    assert [item.severity for item in preflight.items_of(article)] == severities
    assert [item.code for _article, item in preflight.blocking(article.volume)] == (
        ["approval-missing"] if demand == "block" else []
    )
    proofs.approve_proof(proofs.send_proof(article, by=editor), signed_as="Пётр Орлов")
    assert preflight.items_of(article) == []


def test_other_journeys_add_checks(article, monkeypatch):
    from proceedings.services.preflight import items

    monkeypatch.setattr(items, "_checks", [])
    new_text(article, CLEAN, sources=["Книга. 2007."])
    preflight.register(lambda row: [Item("own", "block", "надо", f"/{row.number}/")])

    assert [(item.code, item.url) for item in preflight.items_of(article)] == [("own", "/1/")]


def test_the_list_of_a_volume_costs_the_same_for_one_and_for_many(conference, django_assert_num_queries):
    first = new_article(conference)
    new_text(first)
    volume = Volume.objects.get()
    preflight.of_volume(volume)

    def costs(number: int) -> None:
        cache.clear()
        with django_assert_num_queries(number):
            preflight.of_volume(Volume.objects.select_related("conference").get())

    costs(10)
    for _more in range(5):
        new_text(new_article(conference))
    costs(10)
