"""One session, speakers, the plan of a season, the home page and My page, as far as the public programme feeds them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from conference.models import Conference
from conference.services.personal_data import everything_about
from workshops import contributes
from workshops.models import CalendarFeed, Session, Star, Submission, Talk
from workshops.services import programme_mine
from workshops.services.programme import programme_of, speakers_of

from .programmes import crowd, released, room, session_at, speaker, text_of

pytestmark = pytest.mark.usefixtures("in_english")


def get(conference: Conference, name: str, client: Client | None = None, **kwargs):
    return (client or Client()).get(conference.url(f"workshops:{name}", **kwargs))


# -- one session ---------------------------------------------------------------------------------------------


def test_a_session_tells_when_where_who_and_how_to_get_there(conference, tracks):
    hall = room(conference, title_en="Blue Hall", note_ru="Налево от лифта", note_en="Left of the lift")
    session = session_at(
        conference, 10, minutes=90, title_en="Where schools meet", room=hall, track=tracks[0], captions=True, seats=24
    )
    speaker(session, "Гаянэ Саргсян", "Gayane Sargsyan", organisation_en="Museum", role="moderator")
    released(conference)

    response = get(conference, "session", pk=session.pk)

    text = text_of(response)
    for passage in (
        "Where schools meet", "10:00–11:30", "Moscow (UTC+3)", "Blue Hall", "Left of the lift", "Gayane Sargsyan",
        "moderator", "Museum", "Captions, Step-free access, Hearing loop", "24 of 24 left", "Track 1",
    ):  # fmt: skip
        assert passage in text, passage


def test_a_session_is_told_in_both_zones(conference):
    session = session_at(conference, 10)
    released(conference)
    client = Client()
    client.cookies["zone"] = "Asia/Yerevan"

    text = text_of(get(conference, "session", client, pk=session.pk))

    assert "11:00–12:00" in text
    assert "Moscow (UTC+3): 10:00–11:00" in text


def test_talks_carry_the_abstracts_of_accepted_papers(conference, make_submission, tracks):
    paper = make_submission("accepted", abstract_en="About the work.", abstract_ru="О работе.")
    session = session_at(conference, 10, track=tracks[0])
    Talk.objects.create(session=session, submission=paper, order=0, minutes=20)
    Talk.objects.create(session=session, kind="statement", title_ru="Слово", title_en="A word", order=1, minutes=10)
    released(conference)

    text = text_of(get(conference, "session", pk=session.pk))

    assert "10:00–10:20" in text
    assert "10:20–10:30" in text
    assert ("About the work." in text, "О работе." in text) == (True, True)
    Submission.objects.filter(pk=paper.pk).update(publication="none")
    assert "О работе." not in text_of(get(conference, "session", pk=session.pk))


def test_a_session_that_has_moved_says_what_it_was(conference):
    old, new = room(conference, "Старый", title_en="Old room"), room(conference, "Новый", title_en="New room")
    session = session_at(conference, 10, room=old)
    released(conference)
    session.starts += timedelta(hours=2)
    session.ends += timedelta(hours=2)
    session.room = new
    session.save()
    from workshops.services.releases import pending_changes

    released(conference, changes=pending_changes(conference))

    text = text_of(get(conference, "session", pk=session.pk))

    day = f"{conference.starts.day}"
    assert "Moved: it was on" in text
    assert f"{day} " in text
    assert "at 10:00, Old room." in text


def test_a_session_of_the_draft_does_not_exist(conference):
    released_one = session_at(conference, 10)
    released(conference)
    draft = session_at(conference, 12)

    assert get(conference, "session", pk=draft.pk).status_code == 404
    assert get(conference, "session", pk=released_one.pk).status_code == 200


def test_a_session_taken_out_is_told_of(conference):
    session = session_at(conference, 10, title_en="Gone")
    session_at(conference, 12)
    released(conference)
    Session.objects.filter(pk=session.pk).update(is_off=True)
    released(conference)

    response = get(conference, "session", pk=session.pk)

    assert response.status_code == 410
    assert "“Gone” will not take place as it was announced." in text_of(response)


def test_a_session_of_another_conference_is_404(conference, other_conference):
    session = session_at(other_conference, 10)
    released(other_conference)
    session_at(conference, 10)
    released(conference)

    assert get(conference, "session", pk=session.pk).status_code == 404


# -- speakers ------------------------------------------------------------------------------------------------


def test_speakers_stand_by_the_alphabet_of_the_page(conference):
    session = session_at(conference, 10)
    for ru, en in (("Иван Яковлев", "Ivan Yakovlev"), ("Пётр Ёлкин", "Petr Yolkin"), ("Анна Жук", "Anna Zhuk"),
                   ("Олег Егоров", "Oleg Egorov"), ("", "Marie Lefèvre")):  # fmt: skip
        speaker(session, ru, en)
    released(conference)
    programme = programme_of(conference)

    russian = [each.facts["name_ru"] or each.facts["name_en"] for each in speakers_of(programme, "ru")]
    english = [each.facts["name_en"] for each in speakers_of(programme, "en")]

    assert russian == ["Олег Егоров", "Пётр Ёлкин", "Анна Жук", "Иван Яковлев", "Marie Lefèvre"]
    assert english == ["Oleg Egorov", "Marie Lefèvre", "Ivan Yakovlev", "Petr Yolkin", "Anna Zhuk"]


def test_a_speaker_has_a_page_with_what_is_printed_and_no_more(conference, make_person, make_submission, tracks):
    person = make_person(full_name="Саргсян Гаянэ", email="gayane@example.org")
    session = session_at(conference, 10, title_en="Opening")
    speaker(session, "Гаянэ Саргсян", "Gayane Sargsyan", organisation_en="Museum", person=person)
    released(conference)

    response = get(conference, "speaker", key="gayane-sargsyan")

    text = text_of(response)
    assert all(passage in text for passage in ("Gayane Sargsyan", "Гаянэ Саргсян", "Museum", "Opening"))
    assert "gayane@example.org" not in response.content.decode()
    assert get(conference, "speaker", key="nobody").status_code == 404


def test_before_a_release_no_speaker_is_named(conference):
    speaker(session_at(conference, 10), "Гаянэ Саргсян", "Gayane Sargsyan")

    assert "Sargsyan" not in get(conference, "speakers").content.decode()
    assert get(conference, "speaker", key="gayane-sargsyan").status_code == 404


@pytest.mark.parametrize("name", ["speakers", "subscribe", "session"])
def test_pages_cost_the_same_with_few_and_with_many(name, conference, tracks, django_assert_num_queries):
    budget = {"speakers": 4, "subscribe": 3, "session": 9}[name]
    crowd(conference, 5)
    pk = Session.objects.of(conference).first().pk
    kwargs = {"pk": pk} if name == "session" else {}
    get(conference, name, **kwargs)

    with django_assert_num_queries(budget):
        get(conference, name, **kwargs)
    for n in range(20):
        speaker(Session.objects.get(pk=pk), f"Имя {n}", f"Name {n}")
    crowd(conference, 30)
    with django_assert_num_queries(budget):
        get(conference, name, **kwargs)


# -- a season ------------------------------------------------------------------------------------------------


def test_a_season_reads_its_sessions_as_they_are(make_conference):
    season = make_conference("season", kind=Conference.Kind.SEASON)
    session = session_at(season, 10, title_en="Consultation", format="event", audience=["teachers"])

    assert "Consultation" in text_of(get(season, "programme"))
    assert "For whom: teachers" in text_of(get(season, "session", pk=session.pk))


# -- home, My page -------------------------------------------------------------------------------------------


def test_the_home_page_shows_what_comes_next(conference, rf, person):
    session_at(conference, 10, title_en="Opening")
    session_at(conference, 11, format="break", title_en="Coffee")
    assert contributes.programme.home(rf.get("/"), conference) == []
    released(conference)

    [block] = contributes.programme.home(rf.get("/"), conference)

    assert [str(row["title"]) for row in block.context["coming"]] == ["Opening"]


def test_my_page_tells_the_next_session_of_my_own(conference, person, client_of):
    session = session_at(conference, 10, title_en="Opening")
    session_at(conference, 8, title_en="Earlier")
    released(conference)
    programme_mine.star(session, by=person)

    text = text_of(client_of(person).get("/en/me/"))

    assert "Opening" in text
    assert "1 session" in text
    assert "Earlier" not in text


def test_a_speaker_has_the_own_session_without_a_star(conference, person):
    session = session_at(conference, 10)
    speaker(session, "Имя", person=person)

    assert programme_mine.own_sessions(person, conference) == {session.pk}


def test_who_starred_hears_of_a_move(conference, person):
    session, other = session_at(conference, 10), session_at(conference, 12)
    programme_mine.star(session, by=person)

    assert contributes.programme.listeners_of([session, other]) == {session.pk: {person.pk}}


def test_stars_and_feeds_are_in_the_copy_and_are_erased(conference, person):
    programme_mine.star(session_at(conference, 10, title_en="Opening"), by=person)
    programme_mine.feed_for(conference, by=person)

    told = everything_about(person, with_sealed=False)

    assert [row["session"] for row in told["stars"]] == ["Opening"]
    assert len(told["calendar_feeds"]) == 1
    assert contributes.programme.erase(person, by=None) == ["stars", "calendar feeds"]
    assert (Star.objects.count(), CalendarFeed.objects.count()) == (0, 0)
    assert contributes.programme.erase(person, by=None) == []


def test_an_account_has_no_more_stars_than_a_cookie(conference, person, monkeypatch):
    monkeypatch.setattr(programme_mine, "MOST_STARS", 2)
    for hour in (10, 11):
        programme_mine.star(session_at(conference, hour), by=person)

    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        programme_mine.star(session_at(conference, 12), by=person)
