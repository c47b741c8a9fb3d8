"""What anybody reads comes from what was frozen, and says to programs what it is."""

from __future__ import annotations

import hashlib
import io
import json
import re

import pytest
from django.core.files.base import ContentFile
from django.db.models import F
from django.test import Client
from lxml import etree, html
from PIL import Image

from conference.models import Conference, NewsItem, Page
from proceedings import services
from proceedings.models import Article, ArticleAuthor, Part, PublishedArticle, Volume
from proceedings.services.linking import with_large_pictures, with_links
from proceedings.services.notices import add_erratum
from proceedings.services.retracting import retract
from tests.proceedings.conftest import make_build, make_publication, new_paper, new_volume, publish_two
from tests.world import read_to_the_end

HERE = "/ru/inclusion/proceedings/proceedings/"
THERE = "/en/inclusion/proceedings/proceedings/"
PDF = b"%PDF-1.7 one article"
TOKEN = re.compile(rb'value="\w{64}"')


@pytest.fixture
def published(volume, editor) -> Volume:
    return publish_two(volume, editor)


@pytest.fixture
def with_file(published) -> PublishedArticle:
    row = PublishedArticle.objects.get(number=1)
    row.size, row.sha256 = len(PDF), hashlib.sha256(PDF).hexdigest()
    row.file.save("inclusion-1.pdf", ContentFile(PDF))
    return row


def shown(client: Client, url: str) -> html.HtmlElement:
    answer = client.get(url)
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def tags(page: html.HtmlElement) -> list[tuple[str, str]]:
    return [(tag.get("name"), tag.get("content")) for tag in page.xpath("//meta[@name]")]


PAGES = ["", "?q=школа", "?by=author", "search/?q=школа", "1/", "2/", "publications/", "publications/1/",
         "1/citation.bib", "1/citation.ris", "1/citation.json"]  # fmt: skip


def test_later_changes_reach_no_public_page(client, published, editor):
    def everything() -> list[bytes]:
        return [client.get(f"{where}{path}").content for where in (HERE, THERE) for path in PAGES]

    before = everything()
    Article.objects.update(title_ru="Иное", title_en="Other", abstract_ru="Иное", keywords_ru="иное", doi="10.1234/x",
                           udk="001", licence="CC0", number=F("number") + 50)  # fmt: skip
    ArticleAuthor.objects.update(family_ru="Иная", family_en="Other", affiliation_ru="Иное", orcid="")
    Part.objects.update(title_ru="Иная", title_en="Other", short_title_ru="Иная")
    Volume.objects.update(title_ru="Иной", title_en="Other", publisher_ru="Иное", editors_ru="Иной",
                          annotation_ru="Иное", isbn="", licence="")  # fmt: skip
    services.import_manuscript(published.articles.first(), by=editor, text="Новая редакция.")

    after = everything()

    for path, one, other in zip([*PAGES, *PAGES], before, after, strict=True):
        assert TOKEN.sub(b"", other) == TOKEN.sub(b"", one), path


def test_an_article_that_a_later_publication_leaves_out_keeps_its_page(client, published, editor):
    build = make_build(published, editor)
    build.page_map.pop(str(published.articles.get(number=2).pk))
    build.save()
    services.publish(published, by=editor, reason_ru="Без статьи 2.", reason_en="Without article 2.")

    page = shown(client, f"{THERE}2/")

    assert "The current one does not have it." in page.text_content()
    assert page.xpath("//a[contains(@href, 'publications/1/volume.pdf#page=')]")
    assert "2/" not in str([link.get("href") for link in shown(client, THERE).xpath("//ol//a")])


def test_a_number_that_was_never_published_has_no_page(client, published):
    new_paper(published.conference, number=9)

    assert client.get(f"{HERE}3/").status_code == 404
    assert client.get(f"{HERE}99999999999/").status_code == 404


def test_every_publication_stays_reachable(client, published, editor):
    first = published.publication
    make_publication(published, editor)

    history = shown(client, f"{THERE}publications/").text_content()
    old = client.get(f"{THERE}publications/1/volume.pdf")

    assert "Misprints." in history
    assert first.sha256 in history
    assert (read_to_the_end(old), old["ETag"]) == (b"%PDF-1.7 book", f'"{first.sha256}"')
    assert "There is a newer one: publication 2." in shown(client, f"{THERE}publications/1/").text_content()
    assert client.get(f"{THERE}publications/3/").status_code == 404


def test_the_file_of_an_article(client, with_file):
    answer = client.get(f"{HERE}1/article.pdf")

    assert (read_to_the_end(answer), answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["ETag"] == f'"{with_file.sha256}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Link"].endswith('/ru/inclusion/proceedings/proceedings/1/article.pdf>; rel="canonical"')
    assert 'filename="inclusion-proceedings-1.pdf"' in answer["Content-Disposition"]
    assert read_to_the_end(client.get(f"{HERE}publications/1/1.pdf")) == PDF


def test_a_file_that_is_not_made_yet(client, published):
    page = shown(client, f"{HERE}1/")

    assert client.get(f"{HERE}1/article.pdf").status_code == 404
    assert [name for name, _content in tags(page) if name == "citation_pdf_url"] == []
    assert page.xpath("//a[contains(@href, 'volume.pdf#page=7')]")


@pytest.mark.parametrize("where", [HERE, THERE])
def test_scholar_gets_one_language_and_one_file(client, with_file, settings, where):
    said = tags(shown(client, f"{where}1/"))

    assert [content for name, content in said if name == "citation_title"] == ["О школе номер 1"]
    assert [content for name, content in said if name == "citation_pdf_url"] == [
        f"{settings.SITE_URL}{where}1/article.pdf"
    ]
    assert [content for name, content in said if name == "citation_firstpage"] == ["3"]


def test_search_engines_find_the_other_language(client, published, settings):
    page = shown(client, f"{THERE}1/")

    languages = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate'][@hreflang]")}
    assert languages == {
        "ru": f"{settings.SITE_URL}{HERE}1/",
        "en": f"{settings.SITE_URL}{THERE}1/",
        "x-default": f"{settings.SITE_URL}{HERE}1/",
    }
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{settings.SITE_URL}{THERE}1/"]


def test_linked_data_cannot_end_its_block(client, conference, volume, editor):
    new_paper(conference, title_ru="</script><script>alert(1)</script>", title_en="A & B \u2028")
    services.collect(volume, by=editor)
    make_publication(volume, editor)

    answer = client.get(f"{HERE}1/")

    page = html.fromstring(answer.content)
    (block,) = page.xpath("//script[@type='application/ld+json']")
    said = json.loads(block.text)
    assert (said["headline"], said["alternativeHeadline"]) == ("</script><script>alert(1)</script>", "A & B \u2028")
    assert page.xpath("//script[not(@src)][not(@type='application/ld+json')]") == []
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_the_volume_describes_itself(client, published):
    page = shown(client, THERE)

    said = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert (said["@type"], said["name"]) == (
        ["Book", "PublicationVolume"],
        "Learning Together: Proceedings: proceedings of the international conference",
    )
    assert page.xpath("//meta[@property='og:image']/@content")[0].endswith(f"{THERE}card.png")


@pytest.mark.parametrize("path", ["card.png", "1/card.png"])
def test_cards_are_pictures(client, published, path):
    answer = client.get(f"{HERE}{path}")

    picture = Image.open(io.BytesIO(answer.content), formats=("PNG",))
    assert (picture.size, answer["Content-Type"]) == ((1200, 630), "image/png")
    assert client.get(f"{HERE}{path}").content == answer.content


def test_an_erratum_is_in_the_citation_and_in_the_metadata(client, published, editor):
    add_erratum(published.articles.get(number=1), by=editor, text_ru="Опечатка.", text_en="A misprint.")

    page = shown(client, f"{THERE}1/")

    data = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])
    assert [each["text"] for each in data["correction"]] == ["A misprint."]
    for cited in ("citation", "citation-apa", "citation-bib", "citation-ris", "citation-json"):
        assert "Erratum of" in page.get_element_by_id(cited).text_content(), cited
    assert "Erratum of" in client.get(f"{THERE}1/citation.ris").content.decode()


def test_the_title_of_a_retracted_page_says_so(client, published, editor):
    retract(published.articles.get(number=1), by=editor, text_ru="Данные неверны.")

    page = shown(client, f"{THERE}1/")

    assert page.findtext(".//title").startswith("RETRACTED: On school number 1")
    assert page.xpath("//meta[@property='og:title']/@content") == ["RETRACTED: On school number 1"]
    assert "RETRACTED: On school number 1" in dict(tags(page))["DC.title"]
    assert "Retracted" in shown(client, f"{THERE}?by=author").xpath("string(//div[@class='authors-index'])")


def test_the_language_of_an_article_is_said_where_it_differs(client, published):
    assert "in Russian" in shown(client, THERE).xpath("string(//ol[contains(@class, 'papers-list')])")
    assert "in Russian" in shown(client, f"{THERE}?by=author").xpath("string(//div[@class='authors-index'])")
    assert "по-русски" not in shown(client, HERE).xpath("string(//ol[contains(@class, 'papers-list')])")


def test_a_query_too_short_gets_a_hint(client, published):
    page = shown(client, f"{THERE}?q=%25")

    assert page.xpath("string(//*[@data-count])") == "Type a word of two letters or more."
    assert page.xpath("//ol[contains(@class, 'papers-list')]") == []


def test_citations_stand_on_the_page_and_in_files(client, published):
    page = shown(client, f"{THERE}1/")

    cites = [node.get("id") for node in page.xpath("//*[starts-with(@id, 'citation')]")]
    assert cites == ["citation", "citation-apa", "citation-bib", "citation-ris", "citation-json"]
    assert (
        page.get_element_by_id("citation-apa")
        .text_content()
        .startswith("Orlov1, P. (2008). О школе номер 1 [On school number 1]. In ")
    )
    bib = client.get(f"{THERE}1/citation.bib")
    assert (bib["Content-Type"], bib.content.decode()) == (
        "application/x-bibtex; charset=utf-8",
        page.get_element_by_id("citation-bib").text_content(),
    )
    assert client.get(f"{THERE}1/citation.xml").status_code == 404


def test_a_retracted_article_says_so_everywhere(client, published, editor):
    retract(published.articles.get(number=1), by=editor, text_ru="Данные неверны.", text_en="The data are wrong.")

    page = shown(client, f"{THERE}1/")

    text = page.text_content().replace("\u00a0", " ")
    assert "The data are wrong." in text
    assert "Retracted" in page.get_element_by_id("citation").text_content()
    assert "Retracted" in page.get_element_by_id("citation-bib").text_content()
    assert json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)["creativeWorkStatus"] == "Retracted"
    assert [name for name, _content in tags(page) if (name or "").startswith("citation_")] == []
    assert "Retracted" in shown(client, THERE).text_content()


def test_an_erratum_leads_to_the_publication_that_mends_it(client, published, editor):
    second = make_publication(published, editor)
    add_erratum(
        published.articles.get(number=1), by=editor, text_ru="Опечатка.", text_en="Misprint.", publication=second
    )

    page = shown(client, f"{THERE}1/")

    assert "Mended in publication 2." in page.text_content()
    assert page.xpath("//div[@role='note']//a/@href") == [f"{THERE}publications/2/"]


def test_neighbours_and_relatives(client, published):
    page = shown(client, f"{THERE}1/")

    assert page.xpath("//a[@rel='next']/@href") == [f"{THERE}2/"]
    assert page.xpath("//a[@rel='prev']") == []
    assert page.xpath("//ul[contains(@class, 'related')]//a/@href") == [f"{THERE}2/"]


def test_volumes_of_a_conference_lead_to_each_other(client, published, conference, editor):
    later = new_volume(conference, slug="later", year=2010)
    new_paper(conference, number=7)
    services.collect(later, by=editor)
    make_publication(later, editor)

    assert shown(client, THERE).xpath("//a[@rel='next']/@href") == ["/en/inclusion/proceedings/later/"]
    page = shown(client, "/en/inclusion/proceedings/later/")
    assert page.xpath("//a[@rel='prev']/@href") == [THERE]


def test_the_index_names_each_author_once(client, published):
    names = [node.text for node in shown(client, f"{HERE}?by=author").xpath("//div[@class='authors-index']//b")]

    assert [name.replace("\u00a0", " ") for name in names] == ["Орлов1 Пётр Ильич", "Орлов2 Пётр Ильич"]


def test_an_article_costs_a_fixed_number_of_queries(client, published, django_assert_num_queries):
    client.get(f"{HERE}1/")

    with django_assert_num_queries(12):
        client.get(f"{HERE}1/")


def test_the_map_of_the_site_names_what_is_public(client, published, conference, make_conference, editor, settings):
    Page.objects.create(conference=conference, slug="about", title_ru="О конференции", body_ru="Текст")
    NewsItem.objects.create(conference=conference, slug="first", title_ru="Новость", body_ru="Текст")
    hidden = make_conference("hidden", visibility=Conference.Visibility.DRAFT)
    new_volume(hidden, state=Volume.State.PUBLISHED)
    example = make_conference("example", is_demonstration=True)
    publish_two(new_volume(example), editor)

    answer = client.get("/sitemap.xml")

    root = etree.fromstring(answer.content)
    found = [loc.text.removeprefix(settings.SITE_URL) for loc in root.iter("{*}loc")]
    paths = ["", "info/about/", "news/first/", "proceedings/proceedings/", "proceedings/proceedings/1/",
             "proceedings/proceedings/2/"]  # fmt: skip
    assert sorted(found) == sorted(f"/{code}/inclusion/{path}" for path in paths for code in ("ru", "en"))
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert len(list(root.iter("{*}lastmod"))) == 8
    links = next(root.iter("{*}url")).findall("{http://www.w3.org/1999/xhtml}link")
    assert [link.get("hreflang") for link in links] == ["ru", "en"]


def test_robots_are_told_of_the_map(client, settings):
    said = client.get("/robots.txt").content.decode()

    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in said
    assert "Disallow: /*/desk/" in said


@pytest.mark.parametrize(
    ("source", "linked"),
    [
        (
            "Книга. URL: https://x.org/a?b=1&amp;c=2.",
            'Книга. URL: <a href="https://x.org/a?b=1&amp;c=2" rel="nofollow noopener">https://x.org/a?b=1&amp;c=2</a>.',
        ),
        ("DOI: 10.1080/x.y", '<a href="https://doi.org/10.1080/x.y" rel="nofollow noopener">DOI: 10.1080/x.y</a>'),
        ("10.1080/(x)y).", '<a href="https://doi.org/10.1080/(x)y" rel="nofollow noopener">10.1080/(x)y</a>).'),
        ('<a href="https://x.org/">https://x.org/</a>', '<a href="https://x.org/">https://x.org/</a>'),
        ("Том 10. 1080/12", "Том 10. 1080/12"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_addresses_in_sources_are_links(source, linked):
    assert with_links(source) == linked


def test_figures_open_large():
    figure = '<img src="/ru/a/proceedings/b/1/figures/2/" alt="Вид">'
    formula = '<img src="data:image/svg+xml,x" alt="x">'

    assert with_large_pictures(figure + formula) == (
        f'<a class="zoom" href="/ru/a/proceedings/b/1/figures/2/">{figure}</a>{formula}'
    )
