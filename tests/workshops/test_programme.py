"""The list of the public programme: what is released and nothing else, by day, filtered, in one zone at a time."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from conference.models import Conference
from workshops.models import Session
from workshops.services import programme_mine
from workshops.services.programme import key_of

from .programmes import crowd, released, room, session_at, speaker, text_of

QUERIES = 7
SMALL = 60 * 1024


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def page(conference):
    def get(query: str = "", *, client: Client | None = None, of: Conference = conference):
        return (client or Client()).get(of.url("workshops:programme") + query)

    return get


def titles(response) -> list[str]:
    html = response.content.decode()
    return re.findall(r'<h3 id="t\d+">.*?<a href="[^"]+">([^<]+)</a>', html)


# -- what is shown -------------------------------------------------------------------------------------------


def test_before_the_first_release_nothing_of_the_draft_is_seen(page, conference, tracks):
    session_at(conference, 10, title_ru="Тайное", title_en="Secret")

    response = page()

    assert "Secret" not in response.content.decode()
    assert "The programme is not published yet" in text_of(response)


def test_the_newest_release_is_shown_and_not_the_draft(page, conference):
    session = session_at(conference, 10, title_en="Opening")
    released(conference)
    Session.objects.filter(pk=session.pk).update(title_en="Changed in the draft")
    session_at(conference, 12, title_en="Added in the draft")

    assert titles(page()) == ["Opening"]


def test_the_list_is_in_time_order_and_tracks_stand_side_by_side(page, conference, tracks):
    session_at(conference, 12, track=tracks[2], title_en="C")
    session_at(conference, 12, track=tracks[0], title_en="A")
    session_at(conference, 12, track=tracks[0], title_en="A, second")
    session_at(conference, 10, title_en="Opening")
    released(conference)

    assert titles(page()) == ["Opening", "A", "C", "A, second"]


def test_a_day_is_shown_at_a_time_and_its_tab_is_marked(page, conference):
    session_at(conference, 10, title_en="First day")
    session_at(conference, 10, day=1, title_en="Second day")
    released(conference)

    second = (conference.starts + timedelta(days=1)).isoformat()
    chosen = page(f"?day={second}")

    assert (titles(page()), titles(chosen)) == (["First day"], ["Second day"])
    assert titles(page("?day=all")) == ["First day", "Second day"]
    assert f'<a href="?day={second}" aria-current="true">' in chosen.content.decode()


def test_a_day_without_sessions_says_that_it_comes_later(page, conference):
    session_at(conference, 10)
    released(conference)

    response = page(f"?day={conference.ends.isoformat()}")

    assert "The programme of this day will be published later." in text_of(response)


@pytest.mark.parametrize(
    "query", ["?day=tomorrow", "?day=1999-01-01", "?track=9", "?format=x", "?service=x", "?zone=x"]
)
def test_what_is_not_known_is_passed_over(query, page, conference):
    session_at(conference, 10, title_en="Opening")
    released(conference)

    assert titles(page(query)) == ["Opening"]


def test_hostile_texts_are_inert(page, conference):
    session = session_at(conference, 10, title_en="<script>alert(1)</script>", host_ru="<img src=x>")
    speaker(session, "<b>Имя</b>")
    released(conference)

    html = page("?q=%3Cscript%3E").content.decode() + page().content.decode()

    assert "<script>alert" not in html
    assert "<b>Имя" not in html


def test_a_title_in_the_other_language_is_marked(page, conference):
    session_at(conference, 10, title_ru="Только по-русски", title_en="")
    released(conference)

    assert '<span lang="ru">Только по-русски</span>' in page().content.decode()


def test_many_speakers_are_counted(page, conference):
    session = session_at(conference, 10)
    for n in range(7):
        speaker(session, f"Имя {n}", f"Name {n}")
    released(conference)

    assert re.findall(r"Name \d", text_of(page())) == ["Name 0", "Name 1", "Name 2"]
    assert "and 4 more" in text_of(page())


# -- filters -------------------------------------------------------------------------------------------------


@pytest.fixture
def varied(conference, tracks):
    quiet = room(conference, "Тихая", step_free=False, hearing_loop=False)
    session_at(conference, 10, title_en="Opening", interpretation=True, captions=True, room=room(conference))
    first = session_at(
        conference, 12, title_en="Laws", track=tracks[1], format="round_table", language="en", room=quiet
    )
    speaker(first, "Алеся Жук", "Alesia Zhuk")
    session_at(conference, 12, day=1, title_ru="Чему учить учителей", title_en="Training", track=tracks[2],
               format="master_class", sign_language=True)  # fmt: skip
    session_at(conference, 14, format="break", title_en="Coffee")
    return released(conference)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?track=2", ["Laws"]),
        ("?format=master_class", ["Training"]),
        ("?language=en", ["Opening", "Laws"]),
        ("?service=captions", ["Opening"]),
        ("?service=captions&service=sign_language", []),
        ("?service=step_free", ["Opening"]),
        ("?service=hearing_loop&service=interpretation", ["Opening"]),
        ("?q=training", ["Training"]),
        ("?q=%D1%83%D1%87%D0%B8%D1%82%D0%B5%D0%BB%D1%8F", ["Training"]),  # «учителя»
        ("?q=uchitel", ["Training"]),
        ("?q=%D0%96%D1%83%D0%BA", ["Laws"]),  # «Жук»
        ("?q=zhuk", ["Laws"]),
        ("?q=zhuk+training", []),
        ("?q=%2B%2B", []),
    ],
)
def test_filters(query, found, page, varied):
    assert titles(page(query)) == found


def test_when_nothing_is_found_the_filters_can_be_reset(page, varied, conference):
    response = page("?track=4")

    assert "No session answers these filters." in text_of(response)
    assert '<a class="btn quiet" href="?">Reset filters</a>' in response.content.decode()


def test_what_is_found_on_other_days_is_told(page, varied):
    text = text_of(page("?track=3"))

    assert "0 sessions found. 1 more on other days" in text


def test_what_the_form_asks_is_kept_in_it(page, varied):
    html = page("?q=zhuk&track=2&service=captions").content.decode()

    assert 'name="q" type="search" value="zhuk"' in html
    assert 'value="captions" checked' in html
    assert '<input type="hidden" name="track" value="2">' in html


# -- time ----------------------------------------------------------------------------------------------------


def test_all_times_change_together_and_the_zone_is_named(page, conference):
    session_at(conference, 10, title_en="Opening")
    session_at(conference, 12, title_en="Later")
    released(conference)
    client = Client()

    yerevan = text_of(page("?zone=Asia/Yerevan", client=client))
    again = text_of(page(client=client))

    assert tuple(re.findall(r"1[1-5]:00 60 min", yerevan)) == ("11:00 60 min", "13:00 60 min")
    assert "Times are those of Yerevan (UTC+4): 1 hour ahead compared with the conference." in yerevan
    assert "10:00" not in yerevan
    assert "Yerevan (UTC+4)" in again  # the choice is kept

    back = text_of(page("?zone=Europe/Moscow", client=client))
    assert "Times are those of Moscow (UTC+3)" in back
    assert "zone" not in client.cookies or client.cookies["zone"].value == ""


def test_a_session_near_midnight_stands_under_the_day_of_the_chosen_zone(page, conference):
    session_at(conference, 0.5, title_en="Night")
    released(conference)

    eve = (conference.starts - timedelta(days=1)).isoformat()
    response = page(f"?zone=Europe/London&day={eve}")

    assert titles(response) == ["Night"]


def test_the_clock_of_the_browser_is_told_and_offered(page, conference):
    session_at(conference, 10)
    released(conference)
    client = Client()

    line = client.get(conference.url("workshops:programme_clock"), {"own": "Asia/Baku"})
    text = text_of(page(client=client))

    assert line.status_code == 200
    assert "Your clock: Baku, 1 hour ahead. Show the times of Baku" in text
    assert client.get(conference.url("workshops:programme_clock"), {"own": "x"}).status_code == 400


def test_what_is_on_now_is_marked_with_the_minutes_left(page, conference):
    session = session_at(conference, 10, minutes=90)
    released(conference)

    with time_machine.travel(session.starts + timedelta(minutes=12), tick=False):
        html = page().content.decode()

    assert "On now, 78 min left" in html
    assert 'class="ses plen all live"' in html
    assert "live" not in re.findall(r'class="ses[^"]*"', page().content.decode())[0]


# -- places, stars -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("taken", "words"), [(22, "2 places left"), (23, "1 place left"), (24, "No places left"), (3, None)]
)
def test_places_are_told_as_they_are_now(taken, words, page, conference):
    session = session_at(conference, 10, seats=24)
    released(conference)
    page()
    Session.objects.filter(pk=session.pk).update(seats_taken=taken)

    text = text_of(page())

    assert "24 places" in text
    assert (words in text) if words else ("left" not in text)


def test_a_visitor_stars_without_an_account_and_without_script(page, conference):
    session = session_at(conference, 10, title_en="Opening")
    session_at(conference, 12, title_en="Other")
    released(conference)
    client = Client()

    answer = client.post(
        conference.url("workshops:star"), {"star": session.pk, "next": "/en/inclusion/programme/?day=all"}
    )

    assert answer["Location"] == f"/en/inclusion/programme/?day=all#s{session.pk}"
    assert titles(page("?mine=1", client=client)) == ["Opening"]
    assert "Mine (1)" in text_of(page(client=client))
    assert f'name="unstar" value="{session.pk}" aria-pressed="true"' in page(client=client).content.decode()

    client.post(conference.url("workshops:star"), {"unstar": session.pk})
    assert "Mine (0)" in text_of(page(client=client))


def test_a_script_is_answered_in_json(conference):
    session = session_at(conference, 10)

    answer = Client().post(
        conference.url("workshops:star"), {"star": session.pk}, headers={"Accept": "application/json"}
    )

    assert answer.json() == {"session": session.pk, "on": True, "count": 1}


@pytest.mark.parametrize("data", [{}, {"star": "x"}, {"star": "-1"}, {"star": "9" * 30}, {"star": "²"}])
def test_a_star_for_nothing_is_refused(data, conference):
    assert Client().post(conference.url("workshops:star"), data).status_code == 400


def test_a_star_for_a_session_of_another_conference_is_404(conference, other_conference):
    session = session_at(other_conference, 10)

    assert Client().post(conference.url("workshops:star"), {"star": session.pk}).status_code == 404


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_way_back_from_a_star_stays_on_the_site(next_, conference):
    session = session_at(conference, 10)

    answer = Client().post(conference.url("workshops:star"), {"star": session.pk, "next": next_})

    assert answer["Location"] == f"{conference.url('workshops:programme')}#s{session.pk}"


def test_stars_are_merged_at_log_in(conference, person, client):
    before, after = session_at(conference, 10), session_at(conference, 12)
    programme_mine.star(before, by=person)
    client.post(conference.url("workshops:star"), {"star": after.pk})

    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/en/")

    assert programme_mine.starred_by(person, conference) == {before.pk, after.pk}
    assert answer.cookies["stars"].value == ""
    client.post(conference.url("workshops:star"), {"unstar": after.pk})
    assert programme_mine.starred_by(person, conference) == {before.pk}  # and does not come back


@pytest.mark.parametrize("cookie", ["x", "1.2.x", "9999999999999", "..", "1" * 5000])
def test_a_spoilt_cookie_harms_nobody(cookie, page, conference, person, client_of):
    session_at(conference, 10)
    released(conference)
    client = Client()
    client.cookies["stars"] = cookie
    signed_in = client_of(person)
    signed_in.cookies["stars"] = cookie

    assert (page(client=client).status_code, page(client=signed_in).status_code) == (200, 200)


# -- cost ----------------------------------------------------------------------------------------------------


def test_the_page_costs_the_same_with_20_and_with_400_sessions(page, conference, tracks, django_assert_num_queries):
    crowd(conference, 20)
    page("?day=all")

    with django_assert_num_queries(QUERIES):
        page("?day=all")
    crowd(conference, 380)
    page("?day=all")
    with django_assert_num_queries(QUERIES):
        response = page("?day=all")

    assert len(titles(response)) == 400


def test_200_sessions_are_at_most_60_kilobytes_compressed(page, conference, tracks):
    crowd(conference, 200)

    html = page("?day=all").content

    assert len(titles(page("?day=all"))) == 200
    assert len(gzip.compress(html)) <= SMALL


def test_a_fragment_is_drawn_once_for_a_release_a_language_and_a_zone(page, conference, django_assert_num_queries):
    session_at(conference, 10, title_en="Opening")
    released(conference)
    page()
    with override("ru"):
        assert "Заседание 0-10" in page().content.decode()
    released(conference)

    assert "Release 2" in text_of(page())


def test_for_visitors_who_are_signed_in_nothing_is_kept(page, conference, person, client_of):
    session_at(conference, 10)
    released(conference)

    response = page(client=client_of(person))

    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "key"),
    [("Sevda Əliyeva", "sevda-eliyeva"), ("Əli Qızıl", "eli-qizil"), ("Łucja Weiß", "lucja-weiss"),
     ("Đorđe Sørensen", "dorde-sorensen"), ("Ion Țurcanu", "ion-turcanu")],
)  # fmt: skip
def test_no_letter_is_lost_from_an_address(name, key):
    assert key_of({"name_en": name}) == key
