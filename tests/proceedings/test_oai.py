"""OAI-PMH: every answer against the schemas of the protocol; six verbs, pieces, errors, what was deleted."""

from __future__ import annotations

import re
from datetime import UTC, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from conference.models import Conference
from proceedings import services
from proceedings.models import Notice, Publication, PublishedArticle
from tests import needed
from tests.proceedings import schemas
from tests.proceedings.conftest import make_build, new_paper, new_volume
from tests.proceedings.exported import filled, published

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def ask(client, settings):
    """Asks the site, checks the answer against the schemas, and gives its root."""
    settings.SITE_URL = "https://vmeste.example"

    def asked(**arguments: str) -> etree._Element:
        answer = client.get("/oai/", arguments)
        root = etree.fromstring(answer.content)
        dublin = root.findall(".//{http://www.openarchives.org/OAI/2.0/oai_dc/}dc")
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
        assert schemas.wrong(schemas.oai(), answer.content) == []
        assert [schemas.wrong(schemas.dublin_core(), each) for each in dublin] == [[]] * len(dublin)
        return root

    return asked


@pytest.fixture
def publication(conference, editor) -> Publication:
    return published(filled(conference, editor), editor)


def article(number: int) -> str:
    return f"oai:vmeste.example:article-{PublishedArticle.objects.filter(number=number).first().article_id}"


def error(root: etree._Element) -> str:
    return root.find(f"{OAI}error").get("code")


def identifiers(root: etree._Element) -> list[str]:
    return [each.text for each in root.iter(f"{OAI}identifier")]


def test_the_repository_says_what_it_is(ask, publication):
    told = ask(verb="Identify").find(f"{OAI}Identify")

    assert [(each.tag.removeprefix(OAI), each.text) for each in told] == [
        ("repositoryName", "Vmeste"),
        ("baseURL", "https://vmeste.example/oai/"),
        ("protocolVersion", "2.0"),
        ("adminEmail", "org@example.org"),
        ("earliestDatestamp", f"{publication.published_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ]


def test_formats_and_sets(ask, publication):
    formats, sets = ask(verb="ListMetadataFormats"), ask(verb="ListSets")

    assert [each.text for each in formats.iter(f"{OAI}metadataPrefix")] == ["oai_dc"]
    assert [each.text for each in sets.iter(f"{OAI}setSpec")] == ["inclusion", "inclusion:proceedings"]
    assert [each.text for each in sets.iter(f"{DC}title")] == [
        "Инклюзивное образование", "Inclusive Education", "Вместе учиться: сборник", "Learning Together: Proceedings",
    ]  # fmt: skip


def test_a_record_has_both_languages(ask, publication):
    root = ask(verb="GetRecord", identifier=article(1), metadataPrefix="oai_dc")

    dc = root.find(f".//{OAI}metadata/*")
    assert [(each.get(LANG), each.text) for each in dc.findall(f"{DC}title")] == [
        ("ru", "О школе номер 1"), ("en", "On school number 1"),
    ]  # fmt: skip
    assert [each.text for each in dc.findall(f"{DC}creator")] == [
        "Орлов1, Пётр Ильич", "Orlov1, Petr", "https://orcid.org/0000-0002-1825-0097", "Қайратова, Әсел",
    ]  # fmt: skip
    assert [each.text for each in dc.findall(f"{DC}subject")] == [
        "школа", "участие", "school", "participation", "УДК 376.112",
    ]  # fmt: skip
    assert dc.findtext(f"{DC}language") == "rus"
    assert [each.text for each in dc.findall(f"{DC}identifier")] == [
        "https://vmeste.example/ru/inclusion/proceedings/proceedings/1/",
        "https://vmeste.example/en/inclusion/proceedings/proceedings/1/",
    ]
    assert [each.text for each in dc.findall(f"{DC}rights")] == [
        "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/",
    ]  # fmt: skip
    assert [each.text for each in root.iter(f"{OAI}setSpec")] == ["inclusion", "inclusion:proceedings"]


def test_a_list_comes_in_pieces_that_make_it_whole(ask, publication, settings):
    settings.OAI_PAGE = 2
    whole = ask(verb="ListIdentifiers", metadataPrefix="oai_dc")
    token = whole.find(f".//{OAI}resumptionToken")

    last = ask(verb="ListIdentifiers", resumptionToken=token.text)

    end = last.find(f".//{OAI}resumptionToken")
    assert (token.get("cursor"), token.get("completeListSize")) == ("0", "3")
    assert token.get("expirationDate") is not None
    assert (end.text, end.get("cursor"), end.get("completeListSize"), end.get("expirationDate")) == (
        None,
        "2",
        "3",
        None,
    )
    volume = f"oai:vmeste.example:volume-{publication.volume_id}"
    assert sorted(identifiers(whole) + identifiers(last)) == sorted([article(1), article(2), volume])


def test_what_is_published_meanwhile_does_not_disturb_a_list(
    ask, publication, settings, make_conference, editor, time_machine
):
    settings.OAI_PAGE = 2
    token = ask(verb="ListRecords", metadataPrefix="oai_dc").findtext(f".//{OAI}resumptionToken")
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    published(filled(make_conference("another"), editor), editor)

    rest = ask(verb="ListRecords", resumptionToken=token)

    assert (len(identifiers(rest)), rest.find(f".//{OAI}resumptionToken").get("completeListSize")) == (1, "3")
    assert len(rest.findall(f".//{OAI}record")) == 1


def test_a_list_in_one_piece_has_no_token(ask, publication):
    root = ask(verb="ListRecords", metadataPrefix="oai_dc")

    assert root.find(f".//{OAI}resumptionToken") is None
    assert len(root.findall(f".//{OAI}record")) == 3


def test_lists_by_set_and_by_time(ask, publication, make_conference, editor):
    published(filled(make_conference("another"), editor), editor)
    tomorrow = f"{timezone.now() + timedelta(days=1):%Y-%m-%d}"
    today = f"{timezone.now():%Y-%m-%d}"

    of_set = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set="inclusion")
    of_today = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", **{"from": today, "until": today})
    later = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", **{"from": tomorrow})

    assert (len(identifiers(of_set)), len(identifiers(of_today)), error(later)) == (3, 6, "noRecordsMatch")


def test_an_article_that_a_later_publication_leaves_out_is_deleted(ask, publication, editor):
    volume = publication.volume

    publish_again(volume, editor, without=2)

    gone = ask(verb="GetRecord", identifier=article(2), metadataPrefix="oai_dc")
    stays = ask(verb="GetRecord", identifier=article(1), metadataPrefix="oai_dc")
    assert gone.find(f".//{OAI}header").get("status") == "deleted"
    assert gone.find(f".//{OAI}metadata") is None
    assert stays.find(f".//{OAI}header").get("status") is None


def publish_again(volume, editor, *, without: int) -> None:
    build = make_build(volume, editor)
    gone = volume.articles.get(number=without)
    build.page_map = {key: pages for key, pages in build.page_map.items() if key != str(gone.pk)}
    build.save()
    services.publish(volume, by=editor, build=build, reason_ru="Без одной статьи.", reason_en="Without one article.")


def test_a_retracted_article_stays_with_its_notice_and_a_new_stamp(ask, publication, time_machine):
    told = publication.volume.articles.get(number=1)
    before = ask(verb="GetRecord", identifier=article(1), metadataPrefix="oai_dc").findtext(f".//{OAI}datestamp")
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    Notice.objects.create(article=told, kind="retraction", text_ru="Данные неверны.", text_en="The data are wrong.")

    root = ask(verb="GetRecord", identifier=article(1), metadataPrefix="oai_dc")

    said = [each.text for each in root.iter(f"{DC}description")]
    assert root.findtext(f".//{OAI}datestamp") > before
    assert root.findtext(f".//{DC}title") == "ОТОЗВАНА: О школе номер 1"
    assert [re.sub(r"\d+[. ]\w+[. ]\d{4}", "DAY", each) for each in said[:2]] == [
        "Статья отозвана DAY. Данные неверны.",
        "The article was retracted on DAY. The data are wrong.",
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Everything"}, "badVerb"),
        ({"verb": "Identify", "set": "x"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": "oai:x:y"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": "oai:x:y", "metadataPrefix": "oai_dc"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "oai:x:y"}, "idDoesNotExist"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "nowhere"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "yesterday"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-13-40"}, "badArgument"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-02", "until": "2026-01-01"},
            "badArgument",
        ),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-02", "until": "2026-03-01T00:00:00Z"},
            "badArgument",
        ),
        ({"verb": "ListRecords", "resumptionToken": "made-up"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "x", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "\x01"}, "badArgument"),
    ],
)
def test_wrong_requests_are_told_apart(ask, publication, arguments, code):
    assert error(ask(**arguments)) == code


def test_an_argument_given_twice_is_wrong(client, publication):
    answer = client.get("/oai/?verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc")

    assert b'code="badArgument"' in answer.content


def test_a_token_belongs_to_its_verb_and_expires(ask, publication, settings, time_machine):
    settings.OAI_PAGE = 1
    token = ask(verb="ListIdentifiers", metadataPrefix="oai_dc").findtext(f".//{OAI}resumptionToken")

    other = ask(verb="ListRecords", resumptionToken=token)
    time_machine.move_to(timezone.now() + timedelta(days=2))
    late = ask(verb="ListIdentifiers", resumptionToken=token)

    assert (error(other), error(late)) == ("badResumptionToken", "badResumptionToken")


def test_requests_by_post_need_no_token_of_the_site(publication):
    answer = Client(enforce_csrf_checks=True).post("/oai/", {"verb": "Identify"})

    assert (answer.status_code, b"<repositoryName>" in answer.content) == (200, True)


def test_nothing_of_a_hidden_conference_is_told(ask, publication):
    Conference.objects.update(visibility=Conference.Visibility.DRAFT)

    assert error(ask(verb="ListRecords", metadataPrefix="oai_dc")) == "noRecordsMatch"
    assert error(ask(verb="ListSets")) == "noSetHierarchy"


def test_what_xml_forbids_is_left_out(ask, conference, editor):
    volume = filled(conference, editor)
    volume.articles.filter(number=1).update(
        title_ru="Школа\x0b и \ufffe дети",
        abstract_ru="Й\u0438\u0306 \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    )
    published(volume, editor)

    root = ask(verb="GetRecord", identifier=article(1), metadataPrefix="oai_dc")

    assert root.findtext(f".//{DC}title") == "Школа и дети"
    assert root.findtext(f".//{DC}description") == "Йй 😀"


@pytest.mark.parametrize("papers", [1, 6])
def test_a_piece_takes_a_constant_number_of_queries(client, conference, editor, django_assert_num_queries, papers):
    volume = new_volume(conference)
    for number in range(1, papers + 1):
        new_paper(conference, number=number)
    services.collect(volume, by=editor)
    published(volume, editor)

    with django_assert_num_queries(10):  # one of them for the library
        client.get("/oai/", {"verb": "ListRecords", "metadataPrefix": "oai_dc"})


@pytest.mark.filterwarnings("ignore:No directory at")
@pytest.mark.django_db(transaction=True)
def test_a_harvester_takes_everything_page_by_page(publication, settings, live_server, make_conference, editor):
    scythe = needed.module("oaipmh_scythe", "oaipmh-scythe")
    settings.OAI_PAGE = 2
    published(filled(make_conference("another"), editor), editor)

    with scythe.Scythe(f"{live_server.url}/oai/") as harvester:
        records = list(harvester.list_records(metadata_prefix="oai_dc"))
        sets = list(harvester.list_sets())

    assert len({record.header.identifier for record in records}) == len(records) == 6
    assert all(record.metadata["title"] for record in records)
    assert len(sets) == 4
