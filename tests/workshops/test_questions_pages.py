"""Pages of questions: reading, asking, voting, the fragment that everybody shares, all of the season."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import ConsentText
from tests.workshops.questioning import *  # noqa: F403
from tests.workshops.questioning import html, new_event
from workshops.contributes.questions import session_page
from workshops.models import EventFormat, Listener, Question, Season, Theme, Vote
from workshops.services import questions
from workshops.views.listening import cookie_of
from workshops.views.questions.fragment import fragment_of

pytestmark = pytest.mark.django_db


def page_of(event, language="ru"):
    return f"/{language}/season/sessions/{event.pk}/questions/"


def asked(client, event, **data):
    return client.post(page_of(event), {"text": "Кто платит тьютору?", **data})


def test_asking_needs_nothing_but_the_question(client, event):
    response = asked(client, event)

    question = Question.objects.select_related("asker").get()
    assert (response.status_code, response["Location"]) == (302, f"{page_of(event)}#own")
    assert (question.text_ru, question.state, question.asker.name, question.asker.person) == (
        "Кто платит тьютору?", "pending", "", None,
    )  # fmt: skip
    page = html(client.get(page_of(event)))
    assert "Кто платит тьютору?" in page.split('id="own-list"')[1]
    assert "Кто платит тьютору?" not in html(Client().get(page_of(event)))


def test_a_name_and_an_address_are_asked_once_and_with_consent(client, event, season):
    ConsentText.objects.create(conference=season, kind="processing", title_ru="Согласие", body_ru="Текст")
    who = {"name": "Анна", "email": "anna@example.org"}

    refused = asked(client, event, **who)
    assert (refused.status_code, Question.objects.count(), Listener.objects.count()) == (200, 0, 0)
    assert "Кто платит тьютору?" in html(refused)
    asked(client, event, **who, consent="on", is_anonymous="on")

    question = Question.objects.select_related("asker__person").get()
    assert (question.asker.name, question.asker.person.email, question.shown_name) == ("Анна", who["email"], "")
    assert question.asker.person.consents.count() == 1
    assert 'name="email"' not in html(client.get(page_of(event)))


def test_who_voted_first_may_say_the_name_later(client, event, make_question):
    question = make_question()
    client.post(f"{page_of(event)}vote/", {"vote": question.pk})

    asked(client, event, text="Когда?", name="Анна", email="anna@example.org")

    asker = Question.objects.get(text_ru="Когда?").asker
    assert (asker.name, asker.person.email) == ("Анна", "anna@example.org")
    assert Vote.objects.get().voter == asker.voter


def test_a_signed_in_person_asks_as_themselves(client, event, make_person):
    person = make_person()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    asked(client, event)

    assert Question.objects.get().asker.person == person


@pytest.mark.parametrize("text", ["", "а" * 1001])
def test_what_is_refused_is_kept_in_the_form(client, event, text):
    response = asked(client, event, text=text, name="Анна")

    assert (response.status_code, Question.objects.count()) == (200, 0)
    assert text in html(response)
    assert 'value="Анна"' in html(response)


def test_too_many_questions_at_once_lose_nothing(client, event):
    for number in range(3):
        asked(client, event, text=f"Вопрос {number}?")

    response = asked(client, event, text="Четвёртый вопрос?")

    assert "Четвёртый вопрос?" in html(response).split('id="main-form"')[1]
    assert Question.objects.count() == 3


def test_an_address_asks_thirty_times_a_minute_at_most(event, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "question": "2/m/ip"}
    for number in range(3):
        asked(Client(), event, text=f"Вопрос {number}?")

    assert Question.objects.count() == 2


def test_a_script_is_answered_in_json(client, event):
    response = client.post(page_of(event), {"text": "Кто?"}, headers={"accept": "application/json"})
    refused = client.post(page_of(event), {"text": ""}, headers={"accept": "application/json"})

    assert (response.json()["wait"], "Кто?" in response.json()["own"]) == (True, True)
    assert refused.status_code == 422


def test_switching_the_language_keeps_what_was_typed(client, event):
    response = client.post(page_of(event), {"text": "Незаконченный вопрос", "switch_language": "en"})

    assert response["Location"] == page_of(event, "en")
    assert "Незаконченный вопрос" in html(client.get(page_of(event, "en")))


def test_an_english_page_asks_in_english(client, event):
    client.post(page_of(event, "en"), {"text": "Who pays?"})

    assert (Question.objects.get().language, Question.objects.get().words("en")) == ("en", "Who pays?")


@pytest.mark.parametrize(("starts", "status"), [(timedelta(days=-20), 200), (timedelta(hours=1), 200)])
def test_a_form_stands_where_questions_are_taken(client, season, starts, status):
    event = new_event(season, starts=starts)

    response = client.get(page_of(event))

    assert response.status_code == status
    assert ('id="main-form"' in html(response)) is (starts > timedelta())


def test_no_page_where_no_questions_are_taken(client, season, event, conference):
    EventFormat.objects.update(takes_questions=False)

    assert client.get(page_of(event)).status_code == 404
    assert client.get(f"/ru/{conference.slug}/questions/").status_code == 404


def test_the_rule_of_the_season_stands_above_the_form(client, season, event):
    Season.objects.create(conference=season, question_rule_ru="Правило **одно**.", question_rule_en="One rule.")

    page = html(client.get(page_of(event)))

    assert page.index("<strong>одно</strong>") < page.index('id="id_text"')
    assert "One rule." in html(client.get(page_of(event, "en")))


# -- votes -------------------------------------------------------------------------------------------------------


def test_votes_work_as_a_form_and_are_pressed_on_ones_own_page(client, event, make_question):
    question = make_question(votes=2)

    response = client.post(f"{page_of(event)}vote/", {"vote": question.pk, "order": "time"})

    assert response["Location"] == f"{page_of(event)}?order=time#q{question.pk}"
    assert Vote.objects.count() == 3
    pressed = f'name="unvote" value="{question.pk}" aria-pressed="true"'
    assert (pressed in html(client.get(page_of(event))), pressed in html(Client().get(page_of(event)))) == (True, False)
    client.post(f"{page_of(event)}vote/", {"unvote": question.pk})
    assert Vote.objects.count() == 2


def test_the_path_of_a_vote_is_short(client, event, make_question, make_listener, django_assert_num_queries):
    question = make_question()
    client.post(f"{page_of(event)}vote/", {"vote": question.pk})

    with django_assert_num_queries(4):  # the season, the listener, the question, the vote
        client.post(f"{page_of(event)}vote/", {"vote": question.pk}, headers={"accept": "application/json"})

    assert Vote.objects.count() == 1


def test_a_refused_vote_says_why(client, event, make_question):
    question = make_question(state="answered")

    response = client.post(f"{page_of(event)}vote/", {"vote": question.pk}, headers={"accept": "application/json"})

    assert (response.status_code, Vote.objects.count()) == (409, 0)
    assert response.json()["refused"]


@pytest.mark.parametrize("told", ["0", "x", "", "²", "9" * 30])
def test_a_vote_for_nothing_is_not_found(client, event, told):
    assert client.post(f"{page_of(event)}vote/", {"vote": told}).status_code == 404


# -- the fragment ------------------------------------------------------------------------------------------------


def test_the_list_has_nothing_personal_in_it(client, event, make_question, make_listener):
    secret = make_question("Тайный вопрос?", state="pending", listener=make_listener(name="Тайная Анна"))
    make_question("Открытый вопрос?", listener=make_listener(name="Скрытый Пётр"), is_anonymous=True, votes=2)
    client.post(f"{page_of(event)}vote/", {"vote": Question.objects.exclude(pk=secret.pk).get().pk})

    response = client.get(f"{page_of(event)}list/")

    words = html(response)
    assert "Открытый вопрос?" in words
    for never in ("csrf", "Тайн", "Скрытый", "unvote", 'aria-pressed="true"', "listener"):
        assert never not in words
    assert not response.cookies


def test_the_list_comes_once_and_then_as_304(client, event, make_question, listener):
    question = make_question()
    response = client.get(f"{page_of(event)}list/")
    etag = response["ETag"]

    again = client.get(f"{page_of(event)}list/", headers={"if-none-match": etag})

    assert (again.status_code, again.content, again["ETag"], float(again["Poll-After"]) > 0) == (304, b"", etag, True)
    questions.vote(question, listener=listener)
    assert fragment_of(event, "ru", "votes")[1] != etag


@pytest.mark.parametrize("many", [1, 8])
@pytest.mark.parametrize("order", ["votes", "theme", "time"])
def test_the_list_takes_three_queries(event, make_question, season, django_assert_num_queries, many, order):
    for number in range(many):
        theme = Theme.objects.create(conference=season, slug=f"theme-{number}", title_ru=f"Тема {number}", order=number)
        make_question(f"Вопрос {number}?", state="approved" if number % 2 else "answered", theme=theme, votes=number)

    with django_assert_num_queries(3):
        fragment_of(event, "ru", order)


def order_in(event, order, language="ru"):
    return re.findall(r'id="q(\d+)"', fragment_of(event, language, order)[0].decode())


def test_orders_of_the_list(event, make_question, season):
    first, second = (Theme.objects.create(conference=season, slug=f"t{n}", title_ru=f"Т{n}", order=n) for n in (1, 2))
    few = make_question("Мало?", votes=1, theme=first)
    many = make_question("Много?", votes=3, theme=second)
    done = make_question("Отвечен?", state="answered", votes=5, theme=first)
    air = make_question("В эфире?", theme=second)
    questions.take_into_the_air(air, by=None)
    Question.objects.filter(pk=few.pk).update(asked_at=timezone.now() + timedelta(minutes=1))

    def keys(*rows):
        return [str(row.pk) for row in rows]

    assert order_in(event, "votes") == keys(air, many, few, done)
    assert order_in(event, "time") == keys(air, few, many, done)
    assert order_in(event, "theme") == keys(air, few, done, many)


def test_a_question_in_the_other_language_says_so(event, make_question):
    question = make_question("Кто?")

    english = fragment_of(event, "en", "votes")[0].decode()

    assert '<span lang="ru">Кто?</span>' in english
    questions.translate(question, "Who?", by=None)
    assert "Who?" in fragment_of(event, "en", "votes")[0].decode()
    assert fragment_of(event, "en", "votes") != fragment_of(event, "ru", "votes")


def test_words_of_listeners_are_never_markup(event, make_question):
    make_question("<b>Кто</b> & <script>alert(1)</script>?")

    words = fragment_of(event, "ru", "votes")[0].decode()

    assert "<script" not in words
    assert "&lt;b&gt;Кто" in words


# -- what became of it -----------------------------------------------------------------------------------------


def test_who_asked_sees_what_became_of_it(client, event, make_question, expert):
    for text in ("Первый?", "Второй?", "Третий?"):
        asked(client, event, text=text)
    first, second, third = Question.objects.order_by("pk")
    target = make_question("Главный?", votes=4)
    questions.decline(first, reason="Не по теме.", by=None)
    questions.merge(second, into=target, by=None)
    questions.answer_in_the_air(third, 425, "Школа.", expert=expert, by=None)

    own = client.get(f"{page_of(event)}mine/").json()["own"]

    for words in ("Не по теме.", "Главный?", "07:05", "Школа.", "Вера"):
        assert words in own
    assert client.get(f"{page_of(event)}mine/")["Cache-Control"].count("no-store") == 1
    assert Client().get(f"{page_of(event)}mine/").json() == {"votes": [], "own": "\n"}


def test_an_address_typed_by_another_shows_nothing_of_its_owner(client, event, make_listener, make_person):
    owner = make_listener(make_person(email="anna@example.org"))
    questions.ask(event.conference, listener=owner, text="Личное?", language="ru", session=event)

    asked(client, event, text="Чужое?", name="Анна", email="anna@example.org")

    page = html(client.get(page_of(event)))
    assert ("Чужое?" in page, "Личное?" in page) == (True, False)


def test_a_cookie_of_another_season_opens_nothing(client, event, make_conference):
    stranger = Listener.objects.create(conference=make_conference("other", kind="season"), name="Чужой")
    client.cookies[cookie_of(event.conference)] = f"{stranger.key.hex}.1~bad"

    assert client.get(f"{page_of(event)}mine/").json()["votes"] == []


# -- the season ------------------------------------------------------------------------------------------------


def test_all_questions_of_the_season_are_found(client, season, event, make_question):
    theme = Theme.objects.create(conference=season, slug="pay", title_ru="Оплата", title_en="Pay")
    make_question("Кто платит тьютору?", state="answered", theme=theme)
    make_question("Как проветрить кабинет?", session=new_event(season))
    make_question("Скрытый?", state="pending")

    def found(query):
        return re.findall(
            r'class="q-text" id="q\d+-text">([^<]+)<', client.get(f"/ru/season/questions/?{query}").content.decode()
        )

    both = ["Кто платит тьютору?", "Как проветрить кабинет?"]
    assert [each.replace("\xa0", " ") for each in found("")] == both
    assert found("q=тьюторы") == both[:1]
    assert found("theme=pay") == both[:1]
    assert found("state=approved") == both[1:]
    assert found(f"event={event.pk}") == both[:1]
    assert found("q=ничего") == []


@pytest.mark.parametrize("many", [1, 12])
def test_the_page_of_the_season_takes_as_many_queries_for_many(client, season, make_question, django_assert_num_queries,
                                                               many):  # fmt: skip
    for number in range(many):
        theme = Theme.objects.create(conference=season, slug=f"t{number}", title_ru=f"Т{number}")
        make_question(f"Вопрос {number}?", state="approved" if number % 2 else "answered", theme=theme,
                      session=new_event(season))  # fmt: skip

    with django_assert_num_queries(11):
        client.get("/ru/season/questions/")


def test_a_question_to_no_event(client, season):
    theme = Theme.objects.create(conference=season, slug="pay", title_ru="Оплата")

    client.post("/ru/season/questions/", {"text": "Кто?", "theme": theme.pk})

    question = Question.objects.get()
    assert (question.session, question.theme) == (None, theme)


def test_the_page_of_the_event_shows_the_most_wanted(rf, season, event, make_question):
    for number in range(5):
        make_question(f"Вопрос {number}?", votes=number)
    request = rf.get("/")
    request.conference = season

    (block,) = session_page(request, event)

    shown = [(row.question.text_ru, row.votes) for row in block.context["rows"]]
    assert shown == [("Вопрос 4?", 4), ("Вопрос 3?", 3), ("Вопрос 2?", 2)]
    assert (block.order, block.context["count"], block.context["standing"]) == (20, 5, "yes")
    EventFormat.objects.update(takes_questions=False)
    event.kind.refresh_from_db()
    assert session_page(request, event) == []
