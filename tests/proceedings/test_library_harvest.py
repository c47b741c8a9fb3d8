"""The library for programs: the set of OAI-PMH, schema.org on the page, the API, the map of the site, the card."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from lxml import etree
from PIL import Image

from conference.models import Conference
from proceedings.models import Material, MaterialFile
from proceedings.services import library
from tests import needed
from tests.proceedings import schemas
from tests.proceedings.shelves import new_material
from workshops.models import Audience, Expert, Theme

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SITE = "https://vmeste.example"


@pytest.fixture
def recording(conference, settings) -> Material:
    settings.SITE_URL = SITE
    theme = Theme.objects.create(conference=conference, slug="support", title_ru="Сопровождение", title_en="Support")
    expert = Expert.objects.create(conference=conference, slug="t", name_ru="Вера Тополева", name_en="Vera Topoleva")
    return new_material(
        conference, "tutor", themes=(theme,), speakers=(expert,), title_ru="Один день тьютора",
        title_en="A day of a tutor", seconds=5280,
        summary_ru="Дневник.", summary_en="A diary.", video="https://www.youtube.com/watch?v=abc", has_captions=True,
        audience=["teachers", "heads"], transcript_ru="[00:10] Доброе утро.\n[12:30] Дальше.",
        chapters=((0, "Начало", "Beginning"), (750, "Дальше", "Onwards")),
    )  # fmt: skip


@pytest.fixture
def memo(conference, settings) -> Material:
    settings.SITE_URL = SITE
    return new_material(
        conference, "memo", kind="practical", genre="memo", title_ru="Памятка", title_en="", summary_ru="О карточках.",
        summary_en="", body_ru="## Шаг\n\nТекст.", level="start",
    )  # fmt: skip


@pytest.fixture
def ask(client):
    """Asks the site, checks the answer against the schemas, and gives its root."""

    def asked(**arguments: str) -> etree._Element:
        answer = client.get("/oai/", arguments)
        root = etree.fromstring(answer.content)
        dublin = root.findall(".//{http://www.openarchives.org/OAI/2.0/oai_dc/}dc")
        assert schemas.wrong(schemas.oai(), answer.content) == []
        assert [schemas.wrong(schemas.dublin_core(), each) for each in dublin] == [[]] * len(dublin)
        return root

    return asked


def identifier(row: Material) -> str:
    return f"oai:vmeste.example:material-{row.pk}"


# -- OAI-PMH ----------------------------------------------------------------------------------------------------------


def test_the_library_is_a_set(ask, recording, memo):
    sets = ask(verb="ListSets")
    listed = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set="library")

    assert [each.text for each in sets.iter(f"{OAI}setSpec")] == ["library"]
    assert {each.text for each in listed.iter(f"{OAI}identifier")} == {identifier(recording), identifier(memo)}


def test_a_record_has_both_languages(ask, recording):
    root = ask(verb="GetRecord", identifier=identifier(recording), metadataPrefix="oai_dc")

    told = [(each.tag.removeprefix(DC), each.get(LANG, ""), each.text) for each in root.find(f".//{OAI}metadata/*")]
    with override("ru"):
        recorded, teachers, heads = str(Material.Kind.RECORDING.label), label("teachers"), label("heads")
    assert told == [
        ("title", "ru", "Один день тьютора"), ("title", "en", "A day of a tutor"),
        ("contributor", "ru", "Вера Тополева"), ("contributor", "en", "Vera Topoleva"),
        ("subject", "ru", "Сопровождение"), ("subject", "en", "Support"),
        ("description", "ru", "Дневник."), ("description", "en", "A diary."),
        ("publisher", "ru", "Инклюзивное образование"), ("publisher", "en", "Inclusive Education"),
        ("date", "", f"{timezone.now():%Y-%m-%d}"),
        ("type", "", "MovingImage"), ("type", "ru", recorded), ("type", "en", "recording"),
        ("format", "", "text/html"),
        ("identifier", "", f"{SITE}/ru/library/tutor/"), ("identifier", "", f"{SITE}/en/library/tutor/"),
        ("language", "", "rus"),
        ("relation", "", "https://www.youtube.com/watch?v=abc"),
        ("coverage", "ru", teachers), ("coverage", "en", "teachers"),
        ("coverage", "ru", heads), ("coverage", "en", "heads of schools"),
    ]  # fmt: skip


def label(audience: str) -> str:
    return str(Audience(audience).label)


def test_what_is_withdrawn_is_deleted_and_comes_back_with_a_new_stamp(ask, recording, editor, time_machine):
    start = timezone.now()
    first = stamp(ask, recording)
    time_machine.move_to(start + timedelta(hours=1))
    library.withdraw(recording, by=editor, reason="Ошибка", reason_en="An error")
    gone = ask(verb="GetRecord", identifier=identifier(recording), metadataPrefix="oai_dc")
    second = gone.findtext(f".//{OAI}datestamp")
    time_machine.move_to(start + timedelta(hours=2))

    library.put_back(recording, by=editor)

    assert gone.find(f".//{OAI}header").get("status") == "deleted"
    assert gone.find(f".//{OAI}metadata") is None
    assert first < second < stamp(ask, recording)


def stamp(ask, row: Material) -> str:
    root = ask(verb="GetRecord", identifier=identifier(row), metadataPrefix="oai_dc")
    assert root.find(f".//{OAI}header").get("status") is None
    return root.findtext(f".//{OAI}datestamp")


def test_a_draft_and_a_hidden_conference_are_told_to_nobody(ask, recording, conference):
    Material.objects.create(conference=conference, slug="draft", kind="digest", year=2026, title_ru="Черновик")
    assert len(ask(verb="ListIdentifiers", metadataPrefix="oai_dc").findall(f".//{OAI}identifier")) == 1

    Conference.objects.update(visibility=Conference.Visibility.DRAFT)

    for listing in ({"verb": "ListSets"}, {"verb": "ListRecords", "metadataPrefix": "oai_dc"}):
        assert ask(**listing).find(f"{OAI}error").get("code") in {"noSetHierarchy", "noRecordsMatch"}


@pytest.mark.parametrize("many", [1, 12])
def test_a_piece_takes_a_constant_number_of_queries(client, conference, django_assert_num_queries, many):
    for number in range(many):
        new_material(conference, f"m{number}", chapters=((1, "Начало", "Start"),))

    with django_assert_num_queries(6):
        client.get("/oai/", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "library"})


# -- schema.org -------------------------------------------------------------------------------------------------------


def said(client: Client, row: Material, language: str) -> dict[str, object]:
    body = client.get(f"/{language}/library/{row.slug}/").content.decode()
    return json.loads(re.search(r'ld\+json">(.*?)</script>', body)[1])


def test_a_recording_is_a_video_with_chapters_and_a_transcript(client, recording):
    told = said(client, recording, "en")

    assert told["@type"] == ["VideoObject", "LearningResource"]
    assert [told[name] for name in ("name", "alternateName", "description", "duration", "inLanguage")] == [
        "A day of a tutor", "Один день тьютора", "A diary.", "PT1H28M", ["ru"],
    ]  # fmt: skip
    assert told["uploadDate"] == recording.published_at.isoformat(timespec="seconds")
    assert told["thumbnailUrl"] == f"{SITE}/en/library/tutor/card.png"
    assert told["transcript"] == "Доброе утро.\nДальше."
    assert told["accessibilityFeature"] == ["captions", "transcript", "tableOfContents"]
    assert told["isAccessibleForFree"] is True
    assert told["hasPart"] == [
        {"@type": "Clip", "name": "Beginning", "startOffset": 0, "endOffset": 750, "url": recording.video},
        {"@type": "Clip", "name": "Onwards", "startOffset": 750, "endOffset": 5280, "url": f"{recording.video}&t=750s"},
    ]
    assert told["actor"] == [{"@type": "Person", "name": "Vera Topoleva"}]


def test_a_practical_material_is_a_learning_resource(client, memo):
    told = said(client, memo, "en")

    assert told["@type"] == "LearningResource"
    assert [told[name] for name in ("name", "learningResourceType", "educationalLevel", "inLanguage")] == [
        "Памятка", "handout", "for beginners", ["ru"],
    ]  # fmt: skip
    assert not {"duration", "hasPart", "transcript", "audience"} & set(told)


def test_the_head_of_the_page_names_its_addresses(client, recording):
    body = client.get("/ru/library/tutor/").content.decode()

    assert f'<link rel="canonical" href="{SITE}/ru/library/tutor/">' in body
    assert f'<link rel="alternate" hreflang="en" href="{SITE}/en/library/tutor/">' in body
    assert f'<meta property="og:image" content="{SITE}/ru/library/tutor/card.png">' in body


def test_the_card_is_a_picture(client, recording, memo):
    for slug in ("tutor", "memo"):
        answer = client.get(f"/en/library/{slug}/card.png")
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert (answer["Content-Type"], picture.size) == ("image/png", (1200, 630))


# -- the API ----------------------------------------------------------------------------------------------------------


def test_the_api_lists_materials(client, recording, memo):
    told = json.loads(client.get("/api/v1/materials").content)

    assert (told["count"], [each["slug"] for each in told["items"]]) == (2, ["memo", "tutor"])
    first = told["items"][1]
    assert first["title"] == {"ru": "Один день тьютора", "en": "A day of a tutor"}
    assert first["themes"] == [{"slug": "support", "title": {"ru": "Сопровождение", "en": "Support"}}]
    assert first["speakers"] == [{"ru": "Вера Тополева", "en": "Vera Topoleva"}]
    assert first["chapters"][1]["seconds"] == 750
    assert [first[name] for name in ("duration", "has_captions", "conference", "event", "version", "genre")] == [
        "PT1H28M", True, "inclusion", None, 1, None,
    ]  # fmt: skip
    assert "transcript" not in first
    assert "email" not in json.dumps(told)


def test_the_api_tells_one_material_with_its_text(client, recording, memo):
    whole = json.loads(client.get("/api/v1/materials/memo").content)

    assert (whole["text"], whole["transcript"]) == ({"ru": "## Шаг\n\nТекст.", "en": ""}, {"ru": "", "en": ""})
    assert whole["url"] == {"ru": f"{SITE}/ru/library/memo/", "en": f"{SITE}/en/library/memo/"}


def test_the_api_narrows_by_kind(client, recording, memo):
    told = json.loads(client.get("/api/v1/materials", {"kind": "practical", "limit": 1}).content)

    assert (told["count"], told["items"][0]["slug"], told["next"]) == (1, "memo", None)
    assert client.get("/api/v1/materials", {"kind": "novel"}).status_code == 422


@pytest.mark.parametrize("slug", ["nowhere", "draft"])
def test_what_is_not_published_does_not_exist_in_the_api(client, recording, conference, slug):
    Material.objects.create(conference=conference, slug="draft", kind="digest", year=2026, title_ru="Черновик")

    assert client.get(f"/api/v1/materials/{slug}").status_code == 404


def test_the_description_of_the_api_is_valid(client, db):
    validator = needed.module("openapi_spec_validator", "openapi-spec-validator")
    schema = json.loads(client.get("/api/v1/openapi.json").content)

    validator.validate(schema)

    assert {"/api/v1/materials", "/api/v1/materials/{slug}"} <= set(schema["paths"])


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_of_the_api_takes_a_constant_number_of_queries(client, conference, django_assert_num_queries, many):
    for number in range(many):
        row = new_material(conference, f"m{number}", chapters=((1, "Начало", "Start"),))
        MaterialFile.objects.create(
            material=row, key=f"k{number}", title="Лист", language="ru", kind="pdf", file="x.pdf", is_shown=True
        )

    with django_assert_num_queries(6):
        client.get("/api/v1/materials")


# -- the map of the site ----------------------------------------------------------------------------------------------


def test_the_map_of_the_site_has_the_library_in_both_languages(client, recording, settings):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 — our own

    found = {each.text for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert {f"{SITE}/{code}/library/{slug}" for code in ("ru", "en") for slug in ("", "tutor/")} <= found
    assert len(root.findall(".//{http://www.w3.org/1999/xhtml}link[@hreflang='en']")) >= 4
