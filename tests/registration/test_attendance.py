"""Who came to what: hours in the hall and online, never from a rehearsal; the numbers of the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from registration.models import CheckIn
from registration.services import attendance
from registration.services.door import check_in, undo_check_in
from workshops.models import Session


@pytest.fixture
def today(conference):
    """The conference is on today."""
    conference.starts = conference.ends = conference.today()
    conference.save()
    return conference.today()


@pytest.fixture
def make_session(conference):
    def make(minutes=-5, **fields):
        starts = timezone.now() + timedelta(minutes=minutes)
        defaults = {"format": "plenary", "title_ru": "Пленарное", "join_link": "https://meet.example.org/1"}
        return Session.objects.create(
            conference=conference, starts=starts, ends=starts + timedelta(hours=1), **{**defaults, **fields}
        )

    return make


@pytest.fixture
def guest(today, make_registration):
    return make_registration("listener")


def join(client, session):
    return client.post(session.conference.url("registration:join", pk=session.pk))


def test_joining_online_counts_as_attendance(client_of, guest, make_session):
    session = make_session()

    page = join(client_of(guest.person), session).content.decode()

    assert '<meta http-equiv="refresh" content="0;url=https://meet.example.org/1">' in page
    assert list(attendance.attended_sessions(guest)) == [session]
    assert CheckIn.objects.get().method == "online"


def test_joining_twice_is_one_attendance(client_of, guest, make_session):
    session = make_session()
    client = client_of(guest.person)

    statuses = [join(client, session).status_code for _time in range(2)]

    assert (statuses, CheckIn.objects.count()) == ([200, 200], 1)


@pytest.mark.parametrize(("minutes", "status"), [(16, 302), (14, 200), (-59, 200), (-61, 302)])
def test_the_link_is_given_from_a_quarter_of_an_hour_before_until_the_end(
    minutes, status, client_of, guest, make_session
):
    response = join(client_of(guest.person), make_session(minutes))

    assert (response.status_code, CheckIn.objects.count()) == (status, int(status == 200))


def test_the_link_is_for_approved_participants_alone(client_of, today, make_registration, person, make_session):
    waiting = make_registration()
    session = make_session()

    statuses = [join(client_of(each), session).status_code for each in (waiting.person, person)]

    assert (statuses, CheckIn.objects.count()) == ([404, 404], 0)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org/", "data:text/html,x"])
def test_a_link_leads_to_the_web_only(link, make_session):
    with pytest.raises(ValidationError):
        make_session(join_link=link, title_en="Plenary").full_clean()


def test_my_page_shows_what_can_be_joined_today(client_of, guest, make_session, other_conference):
    now, later = make_session(), make_session(12 * 60 * 3, title_ru="Послезавтра")
    page = client_of(guest.person).get("/ru/me/").content.decode()

    assert now.conference.url("registration:join", pk=now.pk) in page
    assert later.conference.url("registration:join", pk=later.pk) not in page


def test_the_hall_and_online_both_count_and_breaks_do_not(today, make_registration, organiser, make_session):
    guest = make_registration(state="approved")
    seen, pause, undone = make_session(), make_session(format="break"), make_session()
    for session in (seen, pause):
        check_in(guest, by=organiser, session=session)
    undo_check_in(check_in(guest, by=organiser, session=undone).check_in, by=organiser)

    assert list(attendance.attended_sessions(guest)) == [seen]
    assert (attendance.attended_days(guest), attendance.came(guest)) == ([today], True)


def test_a_rehearsal_counts_for_nothing(make_registration, organiser, make_session):
    guest = make_registration(state="approved")
    check_in(guest, by=organiser)
    check_in(guest, by=organiser, session=make_session())

    assert list(attendance.attended_sessions(guest)) == []
    assert (attendance.attended_days(guest), attendance.came(guest)) == ([], False)
    assert CheckIn.objects.first().is_rehearsal is True


def test_the_turnout_adds_up(today, conference, make_registration, organiser, categories):
    guests = [make_registration(state="approved", full_name=f"Жук Анна {number}") for number in range(3)]
    make_registration("listener")
    check_in(guests[0], by=organiser)

    told = attendance.turnout(conference, today)

    assert (told.came, told.expected, told.absent) == (1, 3, 2)
    assert [(line.label, line.came, line.expected) for line in told.categories] == [(str(categories["academic"]), 1, 3)]
    assert sum(line.came for line in told.hours) == 1
    assert list(attendance.absent_on(conference, today)) == guests[1:]


def test_check_ins_at_sessions_are_counted_by_session(
    today, conference, make_registration, organiser, make_session, client_of
):
    guests = [make_registration(state="approved", full_name=f"Жук Анна {number}") for number in range(2)]
    held, empty = make_session(-5), make_session(-4, title_ru="Пустое")
    make_session(-3, format="break")
    make_session(60 * 24 * 5, title_ru="Потом")
    for guest in guests:
        check_in(guest, by=organiser, session=held)
    check_in(make_registration("listener"), by=organiser, session=held, method=CheckIn.Method.ONLINE)
    undo_check_in(check_in(guests[0], by=organiser, session=empty).check_in, by=organiser)

    told = attendance.by_session(conference, today)
    page = client_of(organiser).get(conference.url("registration:door_live")).content.decode()

    assert [(line.session, line.hall, line.online) for line in told] == [(held, 2, 1), (empty, 0, 0)]
    assert "Пленарное" in page


def test_the_page_of_the_turnout(client_of, organiser, conference, make_registration):
    check_in(make_registration(state="approved"), by=organiser)
    client = client_of(organiser)

    page = client.get(conference.url("registration:door_live")).content.decode()
    odd = client.get(conference.url("registration:door_live"), {"day": "<b>"})

    assert '<rect width="100" height="8"/>' in page
    assert "style=" not in page
    assert odd.status_code == 200
