"""Asking for a volume in another format, and the answer."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from conference.models import Message
from conference.moves import MoveNotAllowed
from proceedings.contributes import erase, personal_data, tasks_waiting
from proceedings.models import FormatRequest
from proceedings.services.formats import answer_format, ask_format
from tests.proceedings.conftest import new_volume, publish_two

ASK = "/en/inclusion/proceedings/proceedings/another-format/"
DESK = "/en/inclusion/desk/formats/"
WISH = {"wish": "Large print, please.", "email": "reader@example.org", "name": "A Reader"}


@pytest.fixture
def published(volume, editor):
    return publish_two(volume, editor)


@pytest.fixture
def asked(published):
    return ask_format(published, by=None, language="en", **WISH)


def letters() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("key", "to"))


def test_asking_is_acknowledged_and_editors_are_told(client, published, editor):
    answer = client.post(f"{ASK}?article=2", WISH)

    request = FormatRequest.objects.get()
    assert answer.url == f"{ASK}thanks/"
    assert client.get(answer.url).status_code == 200
    assert (request.wish, request.email, request.name, request.language, request.article.number, request.person) == (
        "Large print, please.", "reader@example.org", "A Reader", "en", 2, None,
    )  # fmt: skip
    assert letters() == [("format-asked", "editor@example.org"), ("format-received", "reader@example.org")]
    told = Message.objects.get(key="format-asked")
    assert "статья 2" in told.body or "article 2" in told.body
    assert f"/ru/inclusion/desk/formats/{request.pk}/" in told.body
    assert not re.search(r"\{[a-z_]+\}", told.body + Message.objects.get(key="format-received").body)


def test_the_letter_to_the_editor_is_in_the_editors_language(published, editor):
    ask_format(published, by=None, language="en", **WISH)

    told = Message.objects.get(key="format-asked")
    assert (editor.language, "весь сборник" in told.body, "the whole volume" in told.body) == ("ru", True, False)


def test_who_is_signed_in_need_not_type_the_address(client_of, published, make_person):
    person = make_person(conference=published.conference, email="known@example.org")

    page = client_of(person).get(ASK).content.decode()

    assert 'value="known@example.org"' in page


@pytest.mark.parametrize("missing", ["wish", "email"])
def test_nothing_typed_is_lost(client, published, missing):
    answer = client.post(ASK, {**WISH, missing: ""})

    body = answer.content.decode()
    assert (answer.status_code, FormatRequest.objects.count()) == (200, 0)
    assert "<title>Error: " in body
    assert "A Reader" in body


@pytest.mark.parametrize("article", ["99", "x", "-1", "²", "99999999999999"])
def test_an_article_that_is_not_there_leaves_the_volume(client, published, article):
    client.post(f"{ASK}?article={article}", WISH)

    assert FormatRequest.objects.get().article is None


def test_too_many_wishes_of_one_visitor_wait(client, published):
    answers = [client.post(ASK, {**WISH, "email": f"reader{turn}@example.org"}) for turn in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [200]
    assert FormatRequest.objects.count() == 5
    assert "What you typed is kept" in answers[-1].content.decode()
    assert "Large print, please." in answers[-1].content.decode()


def test_letters_to_one_address_are_limited(client, published):
    for turn in range(4):
        client.post(ASK, {**WISH, "wish": f"Wish {turn}"}, REMOTE_ADDR=f"10.0.0.{turn}")

    assert Message.objects.filter(key="format-received").count() < 4


def test_switching_the_language_keeps_what_was_typed(client, published):
    answer = client.post(ASK, {**WISH, "switch_language": "ru"})

    assert answer.url == ASK.replace("/en/", "/ru/")
    assert "Large print, please." in client.get(answer.url).content.decode()
    assert FormatRequest.objects.count() == 0


def test_a_draft_has_no_formats(client, conference):
    new_volume(conference, slug="draft")

    assert client.get("/en/inclusion/proceedings/draft/another-format/").status_code == 404


def test_an_answer_is_sent_once(asked, editor):
    answer_format(asked, by=editor, text=" Here it is. ")

    assert (asked.answer, asked.answered_by, asked.answered_at is None) == ("Here it is.", editor, False)
    letter = Message.objects.get(key="format-answered")
    assert (letter.to, letter.language) == ("reader@example.org", "en")
    assert "Here it is." in letter.body
    with pytest.raises(MoveNotAllowed):
        answer_format(asked, by=editor, text="Again.")
    assert Message.objects.filter(key="format-answered").count() == 1


def test_an_empty_answer_is_refused(asked, editor):
    with pytest.raises(ValidationError):
        answer_format(asked, by=editor, text=" ")


def test_an_article_of_another_volume_is_refused(published, make_volume):
    other = make_volume(published.conference, slug="other")

    with pytest.raises(ValidationError):
        ask_format(other, by=None, language="en", article=published.articles.first(), **WISH)


def test_the_desk_answers(client_of, asked, editor):
    desk = client_of(editor)

    assert "Large print, please." in desk.get(DESK).content.decode()
    empty = desk.post(f"{DESK}{asked.pk}/answer/", {"answer": ""})
    done = desk.post(f"{DESK}{asked.pk}/answer/", {"answer": "Here it is."})

    assert "Write the answer" in empty.content.decode()
    assert done.url == DESK
    asked.refresh_from_db()
    assert asked.answer == "Here it is."
    assert "Here it is." in desk.get(f"{DESK}{asked.pk}/").content.decode()


def test_the_desk_costs_the_same_with_one_and_with_many(client_of, published, asked, editor, django_assert_num_queries):
    desk = client_of(editor)
    desk.get(DESK)
    with django_assert_num_queries(7):
        desk.get(DESK)
    for _turn in range(3):
        ask_format(published, by=None, language="en", **WISH)

    with django_assert_num_queries(7):
        desk.get(DESK)


def test_who_waits_is_a_task_of_the_editors(rf, asked, editor, make_person):
    request = rf.get("/")
    request.user = editor
    conference = asked.volume.conference
    with override("en"):
        (task,) = [each for each in tasks_waiting(request, conference) if each["url"].endswith("/desk/formats/")]
        request.user = make_person(conference=conference)
        others = [each for each in tasks_waiting(request, conference) if each["url"].endswith("/desk/formats/")]

    assert (task["text"], task["since"]) == ("1 reader asks for another format", asked.created)
    assert others == []


def test_a_person_gets_a_copy_and_may_be_forgotten(published, make_person):
    person = make_person(conference=published.conference, email="reader@example.org")
    ask_format(published, by=None, language="en", **{**WISH, "email": "Reader@Example.org"})
    ask_format(published, by=person, language="en", **{**WISH, "email": "else@example.org"})
    ask_format(published, by=None, language="en", **{**WISH, "email": "stranger@example.org"})

    copy = personal_data(person)["format_requests"]
    forgotten = erase(person, by=None)

    assert sorted(row["email"] for row in copy) == ["Reader@Example.org", "else@example.org"]
    assert "format_requests" in forgotten
    assert list(FormatRequest.objects.values_list("email", flat=True)) == ["stranger@example.org"]
