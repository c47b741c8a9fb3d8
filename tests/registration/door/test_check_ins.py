"""Check-in: exact verdicts, and one row of a person in a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from registration.models import CheckIn, Delegation, Registration
from registration.services import door
from registration.services.door import NotAdmitted, Verdict


def test_the_second_check_in_of_a_day_is_the_first(guest, volunteer):
    first = door.check_in(guest, by=volunteer, door="А")
    second = door.check_in(guest, by=volunteer, door="Б")

    assert (first.verdict, second.verdict) == (Verdict.ADMIT, Verdict.ALREADY)
    assert second.check_in == first.check_in
    assert CheckIn.objects.get().door == "А"


def test_the_earlier_of_two_reports_counts(guest, volunteer):
    now = timezone.now()
    door.check_in(guest, by=volunteer, door="Б", at=now)
    door.check_in(guest, by=volunteer, door="А", at=now - timedelta(seconds=3))

    row = CheckIn.objects.get()

    assert (row.door, row.at) == ("А", now - timedelta(seconds=3))


def test_a_session_and_the_entrance_are_two_things(guest, volunteer, session):
    door.check_in(guest, by=volunteer)
    door.check_in(guest, by=volunteer, session=session)
    door.check_in(guest, by=volunteer, session=session)

    assert sorted(CheckIn.objects.values_list("session", flat=True), key=bool) == [None, session.pk]


def test_a_rehearsal_gives_way_to_the_real_session(guest, volunteer, session, conference):
    rehearsal = door.check_in(guest, by=volunteer, session=session).check_in
    conference.starts = conference.ends = conference.today()
    conference.save()
    guest.conference.refresh_from_db()
    CheckIn.objects.filter(pk=rehearsal.pk).update(day=conference.today() - timedelta(days=9))

    real = door.check_in(guest, by=volunteer, session=session)

    assert real.is_new is True
    assert list(CheckIn.objects.counted()) == [real.check_in]


def test_a_moment_in_the_future_becomes_now(guest, volunteer):
    row = door.check_in(guest, by=volunteer, at=timezone.now() + timedelta(days=3)).check_in

    assert row.at <= timezone.now()


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        ("submitted", Verdict.UNDECIDED),
        ("offered", Verdict.UNDECIDED),
        ("waiting", Verdict.WAITING),
        ("declined", Verdict.INVALID),
        ("cancelled", Verdict.INVALID),
    ],
)
def test_only_the_approved_enter(state, verdict, make_registration, volunteer):
    registration = make_registration()
    Registration.objects.filter(pk=registration.pk).update(state=state)
    registration.refresh_from_db()

    with pytest.raises(NotAdmitted) as refused:
        door.check_in(registration, by=volunteer)

    assert refused.value.verdict == verdict
    assert CheckIn.objects.count() == 0


def test_who_takes_part_online_is_sent_to_the_desk(make_registration, volunteer):
    registration = make_registration("listener")

    with pytest.raises(NotAdmitted) as refused:
        door.check_in(registration, by=volunteer)

    assert (registration.state, refused.value.verdict) == ("approved", Verdict.ONLINE)


def test_an_undone_check_in_may_be_made_again(guest, volunteer):
    first = door.check_in(guest, by=volunteer).check_in
    taken_back = [door.undo_check_in(first, by=volunteer), door.undo_check_in(first, by=volunteer)]

    again = door.check_in(guest, by=volunteer)

    assert taken_back == [True, False]
    assert (again.is_new, CheckIn.objects.count(), CheckIn.objects.standing().count()) == (True, 2, 1)


def test_a_whole_delegation_is_noted_and_nobody_twice(make_registration, volunteer, conference):
    delegation = Delegation.objects.create(conference=conference, body_ru="Министерство", country="AM", seats=3)
    members = [make_registration(state="approved", full_name=f"Жук Анна {n}") for n in range(3)]
    waiting = make_registration(full_name="Ждущий Пётр")
    Registration.objects.filter(pk__in=[each.pk for each in [*members, waiting]]).update(delegation=delegation)
    door.check_in(members[0], by=volunteer)

    arrivals = door.check_in_delegation(delegation, by=volunteer, door="А")

    assert [arrival.is_new for arrival in arrivals] == [False, True, True]
    assert CheckIn.objects.count() == 3
