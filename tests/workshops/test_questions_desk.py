"""The moderators' desk, the experts' answers, the table, and what questions add to pages that gather all rooms."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from conference.models import Role
from tests.workshops.questioning import *  # noqa: F403
from tests.workshops.questioning import html, new_event
from workshops.contributes import questions as contributes
from workshops.models import Answer, Hosting, Question, Theme, Vote
from workshops.services import questions

pytestmark = pytest.mark.django_db
DESK = "/ru/season/desk/questions/"


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def in_queue(response):
    return [int(key) for key in re.findall(r'data-row="(\d+)"', response.content.decode())]


def in_hand(response):
    found = re.search(r"desk/questions/(\d+)/(?:edit)/", response.content.decode())
    return int(found[1]) if found else None


def test_what_waits_stands_oldest_first_and_one_is_in_hand(desk, make_question, season):
    late, early = make_question("Поздний?", state="pending"), make_question("Ранний?", state="pending")
    make_question("Принятый?")
    Question.objects.filter(pk=early.pk).update(asked_at=timezone.now() - timedelta(hours=1))

    response = desk.get(DESK)

    assert (in_queue(response), in_hand(response)) == ([early.pk, late.pk], early.pk)
    assert in_queue(desk.get(f"{DESK}?words=поздние")) == [late.pk]
    assert in_queue(desk.get(f"{DESK}events/{new_event(season).pk}/")) == []


@pytest.mark.parametrize("many", [2, 9])
def test_the_desk_takes_as_many_queries_for_many(desk, make_question, season, django_assert_num_queries, many):
    theme = Theme.objects.create(conference=season, slug="t", title_ru="Т")
    make_question("Кто платит?", state="answered")
    for number in range(many):
        make_question(f"Вопрос {number}?", state="pending", theme=theme, session=new_event(season))

    with django_assert_num_queries(15):
        desk.get(DESK)


def test_a_move_leads_to_the_next_question(desk, make_question, moderator):
    first, second = make_question("Первый?", state="pending"), make_question("Второй?", state="pending")
    page = desk.get(f"{DESK}?q={first.pk}").content.decode()
    after = re.search(r'name="after" value="(\d+)"', page)[1]

    response = desk.post(f"{DESK}{first.pk}/approve/", {"view": "state=pending", "after": after}, follow=True)

    assert Question.objects.get(pk=first.pk).state == "approved"
    assert (in_queue(response), in_hand(response)) == ([second.pk], second.pk)


@pytest.mark.parametrize(("data", "reason"), [
    ({"ready": "1"}, "Вопрос"), ({"ready": "1", "reason": "Своими словами."}, "Своими словами."),
])  # fmt: skip
def test_declining_with_a_ready_reason_or_an_own_one(desk, make_question, data, reason):
    question = make_question(state="pending")

    desk.post(f"{DESK}{question.pk}/decline/", data)

    question.refresh_from_db()
    assert question.state == "declined"
    assert question.reason.startswith(reason) or question.reason.startswith("The question")


def test_declining_without_a_reason_is_refused_in_words(desk, make_question):
    question = make_question(state="pending")

    response = desk.post(f"{DESK}{question.pk}/decline/", {"view": "state=pending"}, follow=True)

    assert (Question.objects.get().state, in_hand(response)) == ("pending", question.pk)
    assert response.redirect_chain[0][0].endswith("#decline_ready_0")
    assert re.search(r'<details [^>]*data-key="d" open data-refused>', html(response))
    assert re.search(r'<fieldset class="fld bad".*?name="ready"', html(response), re.DOTALL)
    assert not re.search(r'<textarea [^>]*name="reason"[^>]*aria-invalid="true"', html(response))
    assert "data-refused" not in html(desk.get(f"{DESK}?q={question.pk}"))


@pytest.mark.parametrize(("verb", "data", "key"), [
    ("aired", {"place": "12:99"}, "i"),
    ("edit", {"text_ru": "", "text_en": "12:99"}, "e"),
    ("decline", {"reason": "12:99" * 300}, "d"),
    ("theme", {"title": "12:99" * 30}, "t"),
])  # fmt: skip
def test_a_refused_panel_stays_open_with_what_was_typed(desk, make_question, verb, data, key):
    question = make_question()
    event = str(question.session_id)

    response = desk.post(f"{DESK}{question.pk}/{verb}/", {**data, "event": event}, follow=True)

    panel = re.search(rf'data-key="{key}" open data-refused>.*?</details>', html(response))[0]
    assert "12:99" in panel
    assert 'aria-invalid="true"' in panel


def test_what_was_typed_about_one_question_is_not_shown_at_another(desk, make_question):
    question, other = make_question(), make_question("Другой?")
    desk.post(f"{DESK}{question.pk}/aired/", {"place": "12:99"})

    assert "12:99" not in html(desk.get(f"{DESK}?q={other.pk}"))


def test_the_line_of_results_stands_above_the_question_with_the_way_back(desk, make_question):
    make_question(state="pending")

    page = html(desk.get(DESK))

    assert page.index('class="qd-said" role="status"') < page.index('data-key="z"') < page.index('id="hand-h"')
    assert "<kbd>I</kbd>" in page


def test_the_search_of_the_merge_panel_says_where_it_looks_and_what_it_found(desk, make_question):
    question = make_question("Кто платит?", state="pending")
    make_question("Как проветривать кабинет?")

    found = html(desk.get(f"{DESK}?q={question.pk}&with=проветривать"))
    nothing = html(desk.get(f"{DESK}?q={question.pk}&with=мел"))

    assert 'aria-describedby="with-h"' in found
    assert re.search(r'class="qd-found"><p class="sub-s" tabindex="-1">[^<]+</p><ul class="qd-targets">', found)
    assert re.search(r'class="qd-found"><p tabindex="-1">', nothing)


def test_similar_questions_are_offered_and_merged(desk, make_question):
    question = make_question("Кто оплачивает работу тьютора в школе?", state="pending")
    near = make_question("Из каких средств школа оплачивает тьютора?", votes=2)
    other = make_question("Как проветривать кабинет?")

    page = html(desk.get(f"{DESK}?q={question.pk}"))
    assert (f'name="into" value="{near.pk}"' in page, f'name="into" value="{other.pk}"' in page) == (True, False)
    assert f'name="into" value="{other.pk}"' in html(desk.get(f"{DESK}?q={question.pk}&with=кабинеты"))
    assert re.search(r'name="into"[^>]*><span><span class="sr">[^<]+:', page)
    desk.post(f"{DESK}{question.pk}/merge/", {"into": near.pk})

    question.refresh_from_db()
    assert (question.state, question.merged_into) == ("merged", near)


def test_the_last_moves_are_taken_back_one_after_the_other(desk, make_question):
    first, second = make_question("Первый?", state="pending"), make_question("Второй?", state="pending")
    desk.post(f"{DESK}{first.pk}/approve/")
    desk.post(f"{DESK}{second.pk}/decline/", {"reason": "Нет."})

    states = []
    for _time in range(3):
        desk.post(f"{DESK}undo/")
        states.append((Question.objects.get(pk=first.pk).state, Question.objects.get(pk=second.pk).state))

    assert states == [("approved", "pending"), ("pending", "pending"), ("pending", "pending")]


def test_what_somebody_else_has_moved_on_is_not_taken_back(desk, make_question, moderator):
    question = make_question(state="pending")
    desk.post(f"{DESK}{question.pk}/approve/")
    questions.answer_in_the_air(Question.objects.get(), by=moderator)

    response = desk.post(f"{DESK}undo/", follow=True)

    assert Question.objects.get().state == "answered"
    assert 'class="warning"' in html(response)


def test_two_desks_the_later_one_is_told(desk, make_question, moderator):
    question = make_question(state="pending")
    questions.decline(question, reason="Нет.", by=moderator)

    response = desk.post(f"{DESK}{question.pk}/approve/", follow=True)

    assert Question.objects.get().state == "declined"
    assert 'class="warning"' in html(response)


def test_the_queue_alone_tells_what_others_did(desk, make_question, moderator):
    question = make_question(state="pending")
    first = desk.get(DESK, headers={"x-part": "queue"})
    again = desk.get(DESK, headers={"x-part": "queue", "if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code, "<main" in html(first)) == (200, 304, False)
    questions.approve(question, by=moderator)
    assert in_queue(desk.get(DESK, headers={"x-part": "queue", "if-none-match": first["ETag"]})) == []


def test_into_the_air_and_answered_there(desk, season, make_question):
    question = make_question(session=new_event(season, starts=timedelta(minutes=-30)))

    desk.post(f"{DESK}{question.pk}/air/")
    assert Question.objects.get().is_in_the_air
    desk.post(f"{DESK}{question.pk}/off-air/")
    assert not Question.objects.get().is_in_the_air
    desk.post(f"{DESK}{question.pk}/aired/", {"place": "12:05"})

    assert (Question.objects.get().state, Answer.objects.get().minute) == ("answered", "12:05")
    desk.post(f"{DESK}{question.pk}/aired/", {"place": "1:00:05"})
    assert Answer.objects.get().minute == "1:00:05"


def test_one_key_says_that_a_question_is_being_answered_and_takes_it_back(desk, season, make_question):
    question = make_question(session=new_event(season, starts=timedelta(minutes=-30)))
    key = re.compile(r'action="[^"]*/([\w-]+)/" data-key="r"')

    before = key.findall(html(desk.get(f"{DESK}?q={question.pk}")))
    desk.post(f"{DESK}{question.pk}/air/")
    after = key.findall(html(desk.get(f"{DESK}?q={question.pk}")))

    assert (before, after) == (["air"], ["off-air"])


@pytest.mark.parametrize("place", ["12", "1:60", "а:05"])
def test_a_minute_that_is_none_is_refused(desk, make_question, place):
    question = make_question()

    desk.post(f"{DESK}{question.pk}/aired/", {"place": place})

    assert Question.objects.get().state == "approved"


def test_theme_and_wording(desk, make_question, season):
    question = make_question("Хто платит?", state="pending")

    desk.post(f"{DESK}{question.pk}/theme/", {"theme": "", "title": "Оплата"})
    desk.post(f"{DESK}{question.pk}/edit/", {"text_ru": "Кто платит?", "text_en": "Who pays?"})

    question.refresh_from_db()
    assert (question.theme.title_ru, question.text_ru, question.words("en")) == ("Оплата", "Кто платит?", "Who pays?")
    assert question.as_asked == "Хто платит?"
    desk.post(f"{DESK}{question.pk}/edit/", {"text_ru": ""})
    assert Question.objects.get().text_ru == "Кто платит?"


def test_the_address_to_return_to_is_never_somebody_elses(desk, make_question):
    question = make_question(state="pending")

    response = desk.post(f"{DESK}{question.pk}/approve/", {"view": "//evil.example/?state=x", "event": "evil"})

    assert response["Location"].startswith(f"{DESK}?")


@pytest.mark.parametrize("kind", [None, Role.Kind.EXPERT, Role.Kind.PARTICIPANT])
def test_the_desk_is_the_moderators(client, make_person, season, make_question, kind):
    question = make_question(state="pending")
    if kind:
        person = make_person(kind, conference=season)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(DESK).status_code == 404
    assert client.post(f"{DESK}{question.pk}/approve/").status_code == 404
    assert Question.objects.get().state == "pending"


# -- experts -----------------------------------------------------------------------------------------------------


@pytest.fixture
def as_expert(client, expert):
    client.force_login(expert.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_expert_sees_and_answers_what_is_theirs(as_expert, expert, season, event, make_question):
    theme = Theme.objects.create(conference=season, slug="pay", title_ru="Оплата")
    expert.themes.add(theme)
    elsewhere = new_event(season)
    mine = make_question("По моей теме?", theme=theme, session=elsewhere)
    strange = make_question("Чужой?", session=elsewhere)
    Hosting.objects.create(session=event, expert=expert)
    hosted = make_question("К моему мероприятию?")

    page = html(as_expert.get(f"{DESK}to-answer/"))
    found = [f"desk/questions/{each.pk}/answer/" in page for each in (mine, hosted, strange)]
    assert found == [True, True, False]
    assert as_expert.get(f"{DESK}{strange.pk}/answer/").status_code == 404
    as_expert.post(f"{DESK}{mine.pk}/answer/", {"text_ru": "Школа.", "text_en": ""})

    answer = Answer.objects.get()
    assert (answer.question, answer.expert, answer.text_ru) == (mine, expert, "Школа.")
    assert "Школа." in html(as_expert.get(f"{DESK}{mine.pk}/answer/"))


def test_an_empty_answer_is_refused_and_a_typed_one_kept(as_expert, expert, event, make_question):
    Hosting.objects.create(session=event, expert=expert)
    question = make_question()

    empty = as_expert.post(f"{DESK}{question.pk}/answer/", {"text_ru": " ", "text_en": ""})
    long = as_expert.post(f"{DESK}{question.pk}/answer/", {"text_ru": "я" * 6001})

    assert (empty.status_code, Answer.objects.count(), "я" * 6001 in html(long)) == (200, 0, True)


def test_a_moderator_answers_in_the_name_of_an_expert(desk, expert, make_question):
    question = make_question(state="pending")

    desk.post(f"{DESK}{question.pk}/answer/", {"text_ru": "Школа.", "expert": expert.pk})

    assert (Answer.objects.get().expert, Question.objects.get().state) == (expert, "answered")


# -- the table ---------------------------------------------------------------------------------------------------


def test_the_table_has_every_question_with_its_answer(desk, event, make_question):
    make_question("=Кто?", state="answered", votes=3)
    make_question("Скрытый?", state="declined", is_anonymous=True)

    sheet = openpyxl.load_workbook(io.BytesIO(desk.get(f"{DESK}events/{event.pk}/questions.xlsx").content)).active

    rows = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [(row[4], row[7], row[9], row[11], row[12]) for row in rows] == [
        (3, "'=Кто?", None, "Школа.", "The school."), (0, "Скрытый?", "Не по теме.", None, None),
    ]  # fmt: skip
    assert rows[1][6] is None


# -- pages that gather all rooms -----------------------------------------------------------------------------


def test_what_waits_is_told_with_its_age(rf, season, event, moderator, expert, make_question):
    Hosting.objects.create(session=event, expert=expert)
    waiting, open_one = make_question("Ждёт?", state="pending"), make_question("Открыт?")
    request = rf.get("/")

    told = {}
    for name, person in (("moderator", moderator), ("expert", expert.person), ("nobody", AnonymousUser())):
        request.user = person
        told[name] = [task["since"] for task in contributes.tasks_waiting(request, season)]

    assert told == {"moderator": [waiting.asked_at], "expert": [open_one.asked_at], "nobody": []}


def test_copy_of_personal_data_and_erasure(make_question, make_listener, make_person, expert):
    person = make_person()
    mine = make_listener(person)
    answered = make_question("Отвеченный?", state="answered", listener=mine)
    make_question("Ждущий?", state="pending", listener=mine)
    other = make_question("Чужой?")
    questions.vote(other, listener=mine)
    questions.reword(answered, "Отвеченный вопрос?", by=None)

    copy = contributes.personal_data(person)
    assert [row["question"] for row in copy["questions_asked"]] == ["Отвеченный?", "Ждущий?"]
    assert [row["question"] for row in copy["votes_for_questions"]] == ["Чужой?"]
    assert contributes.erase(person, by=None) == ["questions", "votes"]

    answered.refresh_from_db()
    assert (answered.asker, answered.is_anonymous, answered.as_asked) == (None, True, "")
    assert sorted(Question.objects.values_list("text_ru", flat=True)) == ["Отвеченный вопрос?", "Чужой?"]
    assert Vote.objects.counted() == {other.pk: 1}
    assert not Vote.objects.filter(voter=mine.voter).exists()
    assert contributes.personal_data(person)["questions_asked"] == []


def test_the_season_in_numbers(season, make_question, expert, in_english):
    theme = Theme.objects.create(conference=season, slug="pay", title_ru="Оплата", title_en="Pay")
    assert contributes.reach(season) == []
    make_question("1?", state="answered", theme=theme, votes=2)
    make_question("2?")
    questions.answer_in_the_air(make_question("3?", theme=theme), by=None)

    (part,) = contributes.reach(season)

    assert [number for _name, number in part.figures] == ["3", "2", "1", "1", "2"]
    assert part.tables[0][2] == (("Pay", "2", "2"), ("Without a theme", "1", "0"))
