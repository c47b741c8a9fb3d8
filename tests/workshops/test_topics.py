"""Topics that listeners propose: kept, planned, declined, told of; the page and the desk."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from conference.models import Message
from conference.moves import MoveNotAllowed
from tests.workshops.consulting import *  # noqa: F403
from tests.workshops.consulting import browser_of
from tests.workshops.questioning import new_event
from workshops.contributes import consultations as contributes
from workshops.models import Consultation, Listener, Theme, TopicProposal
from workshops.services import topics

State = TopicProposal.State
TEXT = "Поездки и экскурсии для всего класса."


@pytest.fixture
def propose(season, school):
    def make(text: str = TEXT, **fields):
        return topics.propose(season, **{"listener": school, "text": text, "language": "ru", **fields})

    return make


def test_a_topic_is_kept_in_its_language(propose, theme):
    topic = propose("  Поездки  и экскурсии. ", audience=["parents", "nobody"], theme=theme)

    assert (topic.text_ru, topic.text_en, topic.audience, topic.state) == (
        "Поездки и экскурсии.", None, ["parents"], State.NEW,
    )  # fmt: skip


def test_the_same_words_twice_are_one_topic(propose):
    assert propose() == propose()


@pytest.mark.parametrize(("text", "code"), [("  ", "empty"), ("а" * 501, "long")])
def test_what_is_no_topic(propose, text, code):
    with pytest.raises(ValidationError) as refusal:
        propose(text)

    assert refusal.value.code == code


def test_five_topics_a_day_are_enough(propose):
    for number in range(5):
        propose(f"Тема {number}")

    with pytest.raises(topics.TooMany):
        propose("Ещё одна")


def test_a_planned_topic_names_its_event_and_its_proposer_is_told(propose, season, organiser):
    topic, event = propose(), new_event(season)

    topics.plan_topic(topic, event, by=organiser, note="Берём.", text_en="Trips", text_ru="чужое")

    topic.refresh_from_db()
    assert (topic.state, topic.session, topic.reason_ru, topic.text_en, topic.text_ru) == (
        State.PLANNED, event, "Берём.", "Trips", TEXT,
    )  # fmt: skip
    letter = Message.objects.get()
    assert (letter.key, TEXT in letter.body, event.title_ru in letter.body) == ("topic-planned", True, True)


def test_a_topic_is_planned_into_something_and_declined_for_a_reason(propose, organiser):
    topic = propose()

    with pytest.raises(ValidationError):
        topics.plan_topic(topic, by=organiser)
    with pytest.raises(ValidationError):
        topics.decline_topic(topic, by=organiser, reason=" ")

    topic.refresh_from_db()
    assert topic.state == State.NEW


def test_a_declined_topic_may_be_decided_anew(propose, organiser):
    topic = topics.decline_topic(propose(), by=organiser, reason="Уже было.")
    with pytest.raises(MoveNotAllowed):
        topics.decline_topic(topic, by=organiser, reason="Ещё раз.")

    topics.reopen_topic(topic, by=organiser)

    assert (topic.state, Message.objects.get().key) == (State.NEW, "topic-declined")


def test_an_event_of_another_season_is_refused(propose, make_conference, organiser):
    other = new_event(make_conference("elsewhere", kind="season"))

    with pytest.raises(ValidationError):
        topics.plan_topic(propose(), other, by=organiser)


def test_who_is_forgotten_leaves_decided_topics_without_a_name(propose, school, organiser):
    kept, gone = topics.decline_topic(propose(), by=organiser, reason="Было."), propose("Новая")

    assert "topics" in contributes.erase(school.person, by=organiser)

    kept.refresh_from_db()
    assert kept.listener is None
    assert not TopicProposal.objects.filter(pk=gone.pk).exists()


# -- pages ---------------------------------------------------------------------------------------------------------


def test_a_visitor_proposes_with_one_typed_field(season):
    client, url = Client(), f"/ru/{season.slug}/topics/"

    response = client.post(url, {"text": TEXT}, follow=True)

    assert TopicProposal.objects.get().listener.person is None
    assert TEXT in response.content.decode().replace("\xa0", " ")
    assert TEXT not in Client().get(url).content.decode().replace("\xa0", " ")  # others read it when it is decided


@pytest.mark.parametrize("typed", ["short", "Оченьдлинноеслово", "две темы", "а   б   в   г   д  "])
def test_a_topic_of_one_word_is_asked_about_once_more(season, typed):
    response = Client().post(f"/ru/{season.slug}/topics/", {"text": typed})

    assert list(response.context["form"].errors) == ["text"]
    assert TopicProposal.objects.count() == 0


def test_an_address_needs_its_consent(season, consent):
    response = Client().post(f"/ru/{season.slug}/topics/", {"text": TEXT, "email": "a@example.org"})

    assert list(response.context["form"].errors) == ["consent"]
    assert TEXT in response.content.decode().replace("\xa0", " ")
    assert Listener.objects.count() == 0


def test_everybody_reads_what_became_of_topics(season, propose, organiser):
    event = new_event(season)
    topics.plan_topic(propose(), event, by=organiser)
    topics.decline_topic(propose("Рейтинг школ"), by=organiser, reason="Не сравниваем.", reason_en="No ranking.")

    told = {
        language: Client().get(f"/{language}/{season.slug}/topics/").content.decode().replace("\xa0", " ")
        for language in ("ru", "en")
    }

    assert f"/sessions/{event.pk}/" in told["ru"]
    assert "Не сравниваем." in told["ru"]
    assert "No ranking." in told["en"]


def test_organisers_decide_on_a_page_of_its_own(season, propose, organiser, client_of):
    topic, client, event = propose(), client_of(organiser), new_event(season)
    url = f"/ru/{season.slug}/desk/topics/{topic.pk}/"

    empty = client.post(f"{url}plan/", {"other": "Trips"})
    client.post(f"{url}plan/", {"session": event.pk, "reason_ru": "Берём", "other": "Trips"})

    assert empty.status_code == 200
    assert "Trips" in empty.content.decode()
    topic.refresh_from_db()
    assert (topic.state, topic.session, topic.text_en) == (State.PLANNED, event, "Trips")


def test_the_desk_has_tabs_and_the_public_page_a_way_to_the_form(season, propose, organiser, client_of, in_english):
    propose()

    desk = client_of(organiser).get(f"/en/{season.slug}/desk/topics/")
    page = Client().get(f"/en/{season.slug}/topics/").content.decode()

    assert desk.context["tabs"] == [
        ("new", "New", 1),
        ("planned", "Taken into the plan", 0),
        ("declined", "Declined", 0),
    ]
    assert page.index('href="#propose"') < page.index('id="propose"')


def test_an_event_for_a_topic_is_chosen_by_its_day_and_nothing_is_said_at_the_field(
    season, propose, organiser, client_of, in_english
):
    topic, event = propose(), new_event(season)

    response = client_of(organiser).post(f"/en/{season.slug}/desk/topics/{topic.pk}/plan/", {"other": "Trips"})

    form = response.context["form"]
    starts = timezone.localtime(event.starts, season.zone)
    assert list(form.errors) == ["session"]
    assert [label for _value, label in form.fields["session"].choices][1] == (
        f"{starts.day} {starts:%B}, {starts:%H:%M} · {event.title_en}"
    )


def test_declining_without_a_reason_is_said_at_the_field(season, propose, organiser, client_of, in_english):
    topic = propose()

    response = client_of(organiser).post(f"/en/{season.slug}/desk/topics/{topic.pk}/decline/", {"reason_en": " "})

    assert list(response.context["form"].errors) == ["reason_ru"]
    assert TopicProposal.objects.get().state == State.NEW


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_asks_as_often_with_many(season, propose, organiser, school, count, django_assert_num_queries):
    for number in range(count):
        topics.decline_topic(propose(f"Тема {number}"), by=organiser, reason="Было.")
    client = browser_of(school)

    with django_assert_num_queries(7):
        client.get(f"/ru/{season.slug}/topics/")


def test_the_numbers_of_a_season(season, propose, organiser, in_english):
    topics.plan_topic(propose(), new_event(season), by=organiser)
    propose("Вторая")

    part = contributes.reach(season)[0]

    assert dict(part.figures)["Topics proposed"] == "2"
    assert dict(part.figures)["Topics taken into the plan"] == "1"


@pytest.mark.parametrize(("numbers", "told"), [((2, 1), []), ((6, 1), []), ((7, 3, 2), ["7", "5"])])
def test_themes_that_few_schools_brought_are_told_together(season, make_slot, book, make_school, numbers, told):
    day = 3
    for number, count in enumerate(numbers):
        theme = Theme.objects.create(conference=season, slug=f"t{number}", title_ru=f"Тема {number}")
        for _each in range(count):
            day += 1
            made = book(make_slot(day), listener=make_school())
            Consultation.objects.filter(pk=made.pk).update(state="held", theme=theme)

    tables = contributes.reach(season)[0].tables

    assert [number for _title, number in (tables[0][2] if tables else ())] == told
