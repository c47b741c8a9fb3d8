"""Pages of consultations by HTTP: finding an hour, booking with the check, one's own, the expert's desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.test import Client
from django.utils import timezone

from conference.sealed import reveal
from tests.workshops.consulting import *  # noqa: F403
from tests.workshops.consulting import CASE, NOTE, WHO, again, browser_of, text
from workshops.models import Consultation, Listener, Slot
from workshops.services import consultations, listening

State = Consultation.State


# -- free hours ----------------------------------------------------------------------------------------------------


def test_the_list_shows_free_hours_in_both_languages(page, slot, make_slot, book):
    book(make_slot(4, 11))

    told = {language: text(Client().get(page("consultations/", language))) for language in ("ru", "en")}

    for language, name in (("ru", "Вера Тополева"), ("en", "Vera Topoleva")):
        assert f"consultations/hours/{slot.pk}/" in told[language]
        assert name in told[language]
        assert "11:00" not in told[language]


def test_the_hours_are_told_in_the_visitors_zone(page, slot):
    response = Client().get(page("consultations/") + "?zone=Asia/Yekaterinburg")

    assert "17:00" in text(response)
    assert "15:00" not in text(response)


def test_hours_are_filtered(page, slot, make_slot, make_expert, theme):
    other = make_expert("other", name_ru="Другой")
    other.themes.clear()
    far = make_slot(5, expert=other, language="en")

    found = {}
    for query in ("theme=support", "expert=other", "language=en", "theme=nothing"):
        told = text(Client().get(f"{page('consultations/')}?{query}"))
        found[query] = [f"hours/{each.pk}/" in told for each in (slot, far)]

    assert found == {
        "theme=support": [True, False], "expert=other": [False, True], "language=en": [False, True],
        "theme=nothing": [False, False],
    }  # fmt: skip


def test_a_conference_has_no_consultations(conference):
    assert Client().get(f"/ru/{conference.slug}/consultations/").status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_asks_as_often_with_many_hours(page, make_slot, count, django_assert_num_queries):
    for number in range(count):
        make_slot(2 + number)
    client = Client()
    client.get(page("consultations/"))

    with django_assert_num_queries(6):
        client.get(page("consultations/"))


# -- booking -------------------------------------------------------------------------------------------------------


def test_a_stranger_asks_for_an_hour_and_the_link_confirms_it(page, slot, form):
    client = Client()

    response = client.post(page(f"consultations/hours/{slot.pk}/"), form)

    made = Consultation.objects.get()
    assert (response.status_code, response["Location"]) == (302, page(f"consultations/mine/{made.pk}/"))
    assert (made.state, made.listener.name) == (State.ASKED, "Ольга Тверская")
    shown = text(client.get(response["Location"]))
    assert "парту" not in shown
    assert f"mine/{made.pk}/confirm/" not in shown
    reader = Client()  # another device, on which the letter is read
    way = listening.personal_link(made.listener, to=f"consultations/mine/{made.pk}/")
    shown = text(reader.get(way.partition("8000")[2] or way, follow=True))
    assert f"mine/{made.pk}/confirm/" in shown
    reader.post(page(f"consultations/mine/{made.pk}/confirm/"))
    assert again(made).state == State.BOOKED
    assert CASE[:30] in text(reader.get(page(f"consultations/mine/{made.pk}/")))
    assert client.get(page(f"consultations/mine/{made.pk}/")).status_code == 404  # the cookie given before is dead


def test_opening_the_letter_alone_confirms_nothing(page, slot, form):
    """Programs that look at links before people do must not book anything."""
    Client().post(page(f"consultations/hours/{slot.pk}/"), form)
    made = Consultation.objects.get()

    Client().get(listening.personal_link(made.listener, to="consultations/mine/"), follow=True)

    assert again(made).state == State.ASKED


def test_who_is_known_types_less_and_has_the_hour_at_once(page, slot, form, school):
    client = browser_of(school)
    shown = text(client.get(page(f"consultations/hours/{slot.pk}/")))
    told = {name: value for name, value in form.items() if name not in WHO}

    client.post(page(f"consultations/hours/{slot.pk}/"), told)

    assert 'name="email"' not in shown
    assert Consultation.objects.get().state == State.BOOKED


@pytest.mark.parametrize("left_out", ["case", "school", "name", "email", "consent"])
def test_what_is_missing_is_asked_for_and_nothing_is_lost(page, slot, form, left_out):
    del form[left_out]

    response = Client().post(page(f"consultations/hours/{slot.pk}/"), form)

    assert list(response.context["form"].errors) == [left_out]
    assert left_out == "case" or CASE in text(response)
    assert Consultation.objects.count() == 0


def test_an_hour_just_taken_keeps_what_was_typed_and_offers_others(page, slot, form, book, make_slot, make_school):
    book(slot, listener=make_school())
    other = make_slot(6)

    response = Client().post(page(f"consultations/hours/{slot.pk}/"), form)

    assert CASE in text(response)
    assert f'formaction="{page(f"consultations/hours/{other.pk}/")}"' in text(response)
    assert Consultation.objects.count() == 1


def test_a_taken_hour_leads_to_others(page, slot, book, make_slot):
    book(slot)
    other = make_slot(6)

    response = Client().get(page(f"consultations/hours/{slot.pk}/"))

    assert response.status_code == 200
    assert f"hours/{other.pk}/" in text(response)


# -- names of children ---------------------------------------------------------------------------------------------


def test_a_name_is_shown_first_and_replaced_by_one_press(page, slot, form):
    client, url = Client(), page(f"consultations/hours/{slot.pk}/")
    form["case"] = "Ваня Петров прячется. Маше трудно."

    first = client.post(url, form)
    back = client.post(url, {**form, "step": "replace", "replace": ["0"]})
    again_shown = back.context["form"]["case"].value()
    client.post(url, {**form, "case": again_shown, "seen": back.context["seen"]})

    assert "<mark>Ваня Петров</mark>" in text(first)
    assert again_shown == "Ученик прячется. Маше трудно."
    assert reveal(Consultation.objects.get(), "case") == again_shown


def test_the_check_says_what_would_stand_there_instead(page, slot, form):
    form["case"] = "Помогите с Машей из 3 «Б». Учительница Мария Ивановна согласна."

    shown = Client().post(page(f"consultations/hours/{slot.pk}/"), form).context["passages"]

    assert [each["instead"] for each in shown] == ["ученицей", "3 класса", ""]


def test_a_text_is_sent_as_it_is_when_its_writer_says_so(page, slot, form):
    form["case"] = "Ваня Петров прячется."

    Client().post(page(f"consultations/hours/{slot.pk}/"), {**form, "step": "as-is"})

    assert reveal(Consultation.objects.get(), "case") == "Ваня Петров прячется."


def test_the_check_keeps_nothing(page, slot, form):
    form["case"] = "Ваня Петров прячется."

    response = Client().post(page(f"consultations/hours/{slot.pk}/"), form)

    assert (Consultation.objects.count(), Listener.objects.count()) == (0, 0)
    assert 'name="case" value="Ваня Петров прячется."' in text(response)


def test_switching_the_language_keeps_the_text_sealed(page, slot, form):
    client = Client()

    response = client.post(page(f"consultations/hours/{slot.pk}/"), {**form, "switch_language": "en"}, follow=True)

    assert response.redirect_chain[0][0] == page(f"consultations/hours/{slot.pk}/", "en")
    assert CASE in text(response)
    stored = [str(each.get_decoded()) for each in BrowserSession.objects.all()]
    assert not any("%D0%BF%D0%B0%D1%80%D1%82%D1%83" in each or "парту" in each for each in stored)


# -- one's own -----------------------------------------------------------------------------------------------------


def test_a_school_reads_moves_and_cancels(page, book, make_slot, school):
    made, other, client = book(), make_slot(6), browser_of(school)

    shown = text(client.get(page(f"consultations/mine/{made.pk}/")))
    client.post(page(f"consultations/mine/{made.pk}/move/"), {"slot": other.pk})
    moved = again(made).slot
    client.post(page(f"consultations/mine/{made.pk}/cancel/"), {"reason": ""})

    assert CASE in shown
    assert moved == other
    assert again(made).state == State.CANCELLED


def test_another_school_finds_nothing(page, book, make_school):
    made, client = book(), browser_of(make_school())

    answers = [client.get(page(f"consultations/mine/{made.pk}/{path}")).status_code
               for path in ("", "black-out/", "calendar.ics")]  # fmt: skip

    assert answers == [404, 404, 404]
    assert client.post(page(f"consultations/mine/{made.pk}/cancel/")).status_code == 404


def test_words_are_blacked_out_by_ticking_them(page, book, school):
    made, client = book(), browser_of(school)
    url = page(f"consultations/mine/{made.pk}/black-out/")
    client.get(url)

    client.post(url, {"words": ["case-1", "case-2", "case-6"]})

    assert reveal(again(made), "case") == "Ученик ▮▮▮ прячется под парту ▮▮▮ шума. Что поменять в его дне?"


def test_an_expert_reads_by_which_clock_hours_are_offered(page, expert):
    client = Client()
    client.force_login(expert.person)

    told = [client.get(page(path)).content.decode() for path in ("desk/consultations/", "desk/consultations/publish/")]

    assert ["Москва\u00a0(UTC+3)" in each or "Москва (UTC+3)" in each for each in told] == [True, True]
    assert ["Europe/Moscow" in each for each in told] == [False, False]


def test_blacking_out_nothing_stays_on_the_page_and_says_so(page, book, school):
    made, client = book(), browser_of(school)
    url = page(f"consultations/mine/{made.pk}/black-out/")

    answer = client.post(url, {"words": ["case-90"]})

    assert answer.status_code == 200
    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]
    assert reveal(again(made), "case") == CASE


def test_a_cancelled_case_is_taken_to_another_hour(page, book, make_slot, school, expert):
    made, other, client = book(), make_slot(6), browser_of(school)
    consultations.cancel(made, by=expert.person)
    url = page(f"consultations/hours/{other.pk}/") + f"?from={made.pk}"

    shown = client.get(url).context["form"]["case"].value()
    client.post(url, {"case": shown, "school": "Школа № 3"})

    assert shown == CASE
    assert reveal(again(made), "case") == ""
    assert reveal(Consultation.objects.get(slot=other), "case") == CASE


def test_the_calendar_file_tells_no_case(page, book, school):
    made = book()

    response = browser_of(school).get(page(f"consultations/mine/{made.pk}/calendar.ics"))

    body = response.content.decode().replace("\r\n ", "")
    assert response["Content-Type"].startswith("text/calendar")
    assert f"UID:{made.key}" in body
    assert "парту" not in body


@pytest.mark.parametrize("count", [1, 9])
def test_ones_own_list_asks_as_often_with_many(page, book, make_slot, school, count, django_assert_num_queries):
    for number in range(count):
        book(make_slot(4 + number), days=-1 - number)
        Consultation.objects.update(state=State.HELD)
    client = browser_of(school)

    with django_assert_num_queries(4):
        client.get(page("consultations/mine/"))


# -- the desk ------------------------------------------------------------------------------------------------------


def test_an_expert_offers_hours_after_a_preview(page, expert, client_of, season):
    client, url = client_of(expert.person), page("desk/consultations/publish/")
    day = season.today() + timedelta(days=7)
    rule = {
        "days": [day.weekday()], "first": "15:00", "count": "2", "minutes": "30", "since": f"{day}",
        "until": f"{day + timedelta(days=7)}", "language": "ru", "join_link": "https://meet.example.org/v",
    }  # fmt: skip

    shown = client.post(url, {**rule, "step": "preview"})
    starts = [f"{each.starts:%Y-%m-%dT%H:%M:%S%z}" for each in shown.context["hours"]]
    client.post(url, {**rule, "step": "publish", "start": starts[1:]})
    client.post(url, {**rule, "step": "publish", "start": starts[:1]})
    assert "Все эти часы уже открыты" in text(client.post(url, {**rule, "step": "preview"}))

    assert len(starts) == 4
    assert Slot.objects.of(season).count() == 4
    assert "15:30" in text(client.get(page("desk/consultations/")))


def test_an_expert_reads_the_case_and_writes_the_note(page, book, expert, client_of):
    made, client = book(days=-1), client_of(expert.person)

    shown = text(client.get(page(f"desk/consultations/{made.pk}/")))
    warned = client.post(page(f"desk/consultations/{made.pk}/note/"), {"outcome": "С Ваней занимаемся по средам."})
    client.post(page(f"desk/consultations/{made.pk}/note/"), {"outcome": NOTE})

    assert CASE in shown
    assert "<mark>Ваней</mark>" in text(warned)
    assert (again(made).state, reveal(again(made), "outcome")) == (State.HELD, NOTE)


def test_an_expert_does_not_see_another_experts_booking(page, book, make_expert, client_of):
    made, client = book(), client_of(make_expert("other").person)

    assert client.get(page(f"desk/consultations/{made.pk}/")).status_code == 404


def test_organisers_see_times_and_states_and_no_case(page, book, organiser, client_of):
    made, client = book(days=-1), client_of(organiser)

    told = [text(client.get(page(path))) for path in ("desk/consultations/load/", f"desk/consultations/{made.pk}/")]

    assert "Вера Тополева" in told[0]
    assert not any("парту" in each or "Тверь" in each for each in told)


def test_tasks_wait_with_their_age(page, book, expert, organiser, client_of):
    book(days=-4)

    told = {who: text(client_of(who).get(page("desk/", "en"))) for who in (expert.person, organiser)}

    assert "1 consultation of yours waits for your word" in told[expert.person]
    assert "1 consultation is without a word of its expert" in told[organiser]
    assert "the oldest waits 4 days" in told[expert.person]


@pytest.mark.parametrize("count", [1, 8])
def test_the_desk_asks_as_often_with_many(page, book, make_slot, make_school, expert, client_of, count,
                                          django_assert_num_queries):  # fmt: skip
    for number in range(count):
        book(make_slot(4 + number), listener=make_school())
        make_slot(4 + number, 11)
    client = client_of(expert.person)
    client.get(page("desk/consultations/"))

    with django_assert_num_queries(8):
        client.get(page("desk/consultations/"))


def test_a_page_of_ones_own_is_kept_by_no_cache(page, book, school):
    made = book()

    response = browser_of(school).get(page(f"consultations/mine/{made.pk}/"))

    assert "no-store" in response["Cache-Control"]
    assert timezone.now() > made.booked_at
