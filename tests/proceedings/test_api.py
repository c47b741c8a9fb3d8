"""The public API: what it tells, what it keeps to itself, and its own description."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.cache import cache

from conference.models import Conference
from proceedings.models import Notice, Publication
from proceedings.views.api import api
from tests import needed
from tests.proceedings.exported import filled, published
from workshops.models import Adoption, OutcomeDocument

V1 = "/api/v1"


@pytest.fixture
def publication(conference, editor, settings) -> Publication:
    settings.SITE_URL = "https://vmeste.example"
    return published(filled(conference, editor), editor)


@pytest.fixture
def ask(client):
    def asked(path: str, **parameters: object):
        return json.loads(client.get(f"{V1}{path}", parameters).content)

    return asked


def test_its_description_is_valid_openapi(client):
    validator = needed.module("openapi_spec_validator", "openapi-spec-validator")
    schema = json.loads(client.get(f"{V1}/openapi.json").content)

    validator.validate(schema)

    assert schema["openapi"] == "3.1.0"
    assert {method for path in schema["paths"].values() for method in path} == {"get"}


def test_conferences(ask, publication, make_conference):
    make_conference("hidden", visibility=Conference.Visibility.DRAFT)

    told = ask("/conferences")

    assert told["count"] == 1
    assert told["items"][0]["title"] == {"ru": "Инклюзивное образование", "en": "Inclusive Education"}
    assert [told["items"][0][name] for name in ("slug", "volumes", "outcomes", "programme")] == [
        "inclusion",
        1,
        0,
        None,
    ]
    assert told["items"][0]["url"]["en"] == "https://vmeste.example/en/inclusion/"
    assert ask("/conferences/inclusion") == told["items"][0]


def test_a_volume(ask, publication):
    told = ask("/conferences/inclusion/volumes/proceedings")

    assert told["title"] == {"ru": "Вместе учиться: сборник", "en": "Learning Together: Proceedings"}
    assert [told[name] for name in ("isbn", "articles", "publication", "issn")] == ["978-5-8064-1234-9", 2, 1, None]
    assert told["licence"] == {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
    assert told["editors"]["en"] == ["I. Berezkina (managing editor)"]
    assert [each["kind"] for each in told["formats"]] == ["epub", "bibtex", "ris", "csl", "dublin-core", "libraries"]
    assert ask("/conferences/inclusion/volumes")["items"] == [told]


def test_an_article(ask, publication):
    told = ask("/conferences/inclusion/volumes/proceedings/articles/1")

    assert told["title"] == {"ru": "О школе номер 1", "en": "On school number 1"}
    assert told["keywords"] == {"ru": ["школа", "участие"], "en": ["school", "participation"]}
    assert [(author["family"]["ru"], author["orcid"], author["country"]) for author in told["authors"]] == [
        ("Орлов1", "0000-0002-1825-0097", "RU"), ("Қайратова", None, "KZ"),
    ]  # fmt: skip
    assert told["pages"] == {"first": 3, "last": 4}
    assert told["references"][0] == "Иванов И. И. Книга. М.: Наука, 2007."
    assert told["citation"]["ru"].startswith("Орлов1 П. И., Қайратова Ә. О школе номер 1 // Вместе учиться")
    assert "email" not in json.dumps(told)


def test_a_retraction_is_told_and_dates_the_answer(client, ask, publication):
    article = publication.volume.articles.get(number=1)
    Notice.objects.create(article=article, kind="retraction", text_ru="Данные неверны.", text_en="The data are wrong.")

    told = ask("/conferences/inclusion/volumes/proceedings/articles")["items"][0]

    assert told["is_retracted"] is True
    assert [(each["kind"], each["text"]["en"]) for each in told["notices"]] == [("retraction", "The data are wrong.")]


def test_lists_come_in_pieces(ask, publication):
    path = "/conferences/inclusion/volumes/proceedings/articles"

    first, second = ask(path, limit=1), ask(path, limit=1, offset=1)

    assert [first["count"], [each["number"] for each in first["items"]]] == [2, [1]]
    assert first["next"] == f"https://vmeste.example{V1}{path}?limit=1&offset=1"
    assert [second["next"], second["previous"]] == [None, f"https://vmeste.example{V1}{path}?limit=1&offset=0"]
    assert [each["number"] for each in second["items"]] == [2]


def test_authors_of_a_volume(ask, publication):
    told = ask("/conferences/inclusion/volumes/proceedings/authors")

    assert [(each["family"]["ru"], each["articles"]) for each in told] == [
        ("Орлов1", [1]), ("Орлов2", [2]), ("Қайратова", [1]),
    ]  # fmt: skip


def test_adopted_documents(ask, publication, conference):
    for slug, state in (("recommendations", "adopted"), ("plan", "open")):
        document = OutcomeDocument.objects.create(
            conference=conference, slug=slug, state=state, title_ru="Рекомендации"
        )
        if state == "adopted":
            content = {
                "title": {"ru": "Рекомендации", "en": "Recommendations"},
                "preamble": {"ru": ["Участники,"], "en": ["The participants,"]},
                "clauses": [
                    {"number": {"ru": "1.", "en": "1."}, "text": {"ru": ["Учить."], "en": ["Teach."]}, "level": 1}
                ],
            }
            Adoption.objects.create(
                document=document, number=1, adopted_on=date(2008, 6, 20), content=content, sha256="0" * 64
            )

    listed, whole = ask("/conferences/inclusion/outcomes"), ask("/conferences/inclusion/outcomes/recommendations")

    assert [(each["slug"], each["adopted_on"]) for each in listed] == [("recommendations", "2008-06-20")]
    assert whole["clauses"] == [
        {"number": {"ru": "1.", "en": "1."}, "level": 1, "text": {"ru": ["Учить."], "en": ["Teach."]}}
    ]
    assert ask("/conferences/inclusion/outcomes/plan")["error"]["code"] == "not-found"


@pytest.mark.parametrize(
    "path",
    [
        "/conferences/nowhere",
        "/conferences/hidden",
        "/conferences/inclusion/volumes/none",
        "/conferences/inclusion/volumes/draft",
        "/conferences/inclusion/volumes/proceedings/articles/77",
        "/conferences/hidden/outcomes",
    ],
)
def test_what_is_not_public_does_not_exist(client, publication, make_conference, make_volume, conference, path):
    make_volume(make_conference("hidden", visibility=Conference.Visibility.DRAFT))
    make_volume(conference, slug="draft")

    answer = client.get(f"{V1}{path}")

    assert (answer.status_code, json.loads(answer.content)["error"]["code"]) == (404, "not-found")


@pytest.mark.parametrize("parameters", [{"limit": 0}, {"limit": 101}, {"limit": "x"}, {"offset": -1}])
def test_wrong_parameters_are_explained(client, parameters):
    answer = client.get(f"{V1}/conferences", parameters)

    told = json.loads(answer.content)["error"]
    assert (answer.status_code, told["code"], told["details"][0]["where"][-1]) == (
        422,
        "invalid",
        next(iter(parameters)),
    )


def test_an_unchanged_answer_is_not_sent_again(client, publication):
    path = f"{V1}/conferences/inclusion/volumes/proceedings/articles/1"
    first = client.get(path)

    by_tag = client.get(path, headers={"if-none-match": first["ETag"]})
    by_date = client.get(path, headers={"if-modified-since": first["Last-Modified"]})

    assert (by_tag.status_code, by_tag.content, by_date.status_code) == (304, b"", 304)


@pytest.mark.parametrize("path", ["", "/", "/nowhere", "/conferences/", "/conferences/inclusion/nothing/at/all"])
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_an_unknown_address_is_answered_in_json(client, publication, path, method):
    answer = getattr(client, method)(f"{V1}{path or '/'}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json; charset=utf-8")


def test_a_page_is_no_way_to_ask(client, publication):
    answer = client.get(f"{V1}/conferences?page=abc")

    assert (answer.status_code, json.loads(answer.content)["error"]) == (
        400,
        {
            "code": "unknown-parameter",
            "message": "Lists come in pieces: ask with limit and offset.",
            "details": None,
        },
    )


def test_past_the_end_there_is_nothing(client, publication):
    answer = client.get(f"{V1}/conferences?offset=500")

    assert (answer.status_code, json.loads(answer.content)["error"]["message"]) == (
        404,
        "This is past the end of the list.",
    )


def test_head_is_answered_as_get_without_a_body(client, publication):
    head, get = client.head(f"{V1}/conferences"), client.get(f"{V1}/conferences")

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])


def test_scripts_of_any_site_may_read(client, publication):
    answers = [
        client.get(f"{V1}/conferences"),
        client.get(f"{V1}/conferences/nowhere"),
        client.get(f"{V1}/openapi.json"),
    ]

    assert [answer["Access-Control-Allow-Origin"] for answer in answers] == ["*"] * 3


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(client, publication, method):
    assert getattr(client, method)(f"{V1}/conferences").status_code == 405


def test_too_many_requests_are_refused_for_a_while(client, db, monkeypatch):
    cache.clear()
    throttle = api.throttle[0]
    monkeypatch.setattr(throttle, "num_requests", 2)

    answers = [client.get(f"{V1}/conferences") for _each in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert json.loads(answers[2].content)["error"]["code"] == "too-many-requests"
    assert 0 < int(answers[2]["Retry-After"]) <= 60


@pytest.mark.parametrize("limit", [1, 2])
def test_articles_take_a_constant_number_of_queries(client, publication, django_assert_num_queries, limit):
    with django_assert_num_queries(8):
        client.get(f"{V1}/conferences/inclusion/volumes/proceedings/articles", {"limit": limit})


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_page_about_it(client, publication, language):
    page = client.get(f"/{language}/api/").content.decode()

    assert page.count("/api<wbr>/v1<wbr>/conferences<wbr>") == 9
    assert "https://vmeste.example/oai/" in page
