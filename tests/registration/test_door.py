"""Check-in: exact verdicts, one row however often and from however many doors it is reported, nothing foreign."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import Consent, IssuedDocument, Role
from conference.services.consent import give_consent, withdraw_consent
from registration import services
from registration.models import AccessNeeds, Category, CheckIn, Delegation, Registration
from registration.services import door
from registration.services.door import Mark, NotAdmitted, Verdict
from registration.services.door_list import hashed, the_list
from workshops.models import Session


@pytest.fixture
def volunteer(make_person, conference):
    return make_person(Role.Kind.DOOR, conference=conference)


@pytest.fixture
def guest(make_registration):
    return make_registration(state="approved")


@pytest.fixture
def at_door(client_of, volunteer):
    return client_of(volunteer)


@pytest.fixture
def session(conference):
    starts = timezone.now() + timedelta(days=100)
    return Session.objects.create(
        conference=conference, format="plenary", title_ru="Пленарное", starts=starts, ends=starts + timedelta(hours=2)
    )


def badge_of(registration, *, kind="badge", **fields) -> IssuedDocument:
    """A document of *kind*: the valid one that the approval has brought, else a new one."""
    known = IssuedDocument.objects.valid().filter(kind=kind, about_id=registration.pk)
    if not fields and known.exists():
        return known.get()
    return IssuedDocument.objects.create(
        conference=registration.conference, person=registration.person, kind=kind, language="ru",
        number=f"{kind}-{IssuedDocument.objects.count()}", about=registration, **fields,
    )  # fmt: skip


def report(client, conference, marks, *, sent=None, **extra):
    body = {"sent": (sent or timezone.now()).isoformat(), "marks": marks}
    url = conference.url("registration:door_sync")
    return client.post(url, json.dumps(body), content_type="application/json", **extra)


def mark_of(registration, **fields) -> dict:
    told = {"nonce": str(uuid.uuid4()), "guest": registration.pk, "at": timezone.now().isoformat(), "door": "А"}
    return {**told, "method": "scan", **fields}


# -- codes --------------------------------------------------------------------------------------------------
UNDO = {"nonce": str(uuid.uuid4()), "undo": True}
CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23"


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.lower(),
        f"https://example.org/ru/verify/{CODE}/",
        "ABCDE-FGHJK LMNPQ-RSTUV-WXYZ2-3",
        "реезыЖ..учфьздую.кп.мукшан.ФИСВУАПРОЛДЬТЗЙКЫЕГМЦЧНЯ23.",
    ],
)
def test_a_code_is_read_however_it_comes(text):
    assert door.code_in(text) == CODE


@pytest.mark.parametrize("text", ["", "ABC", CODE + "4", CODE[:-1] + "0", "Жук Алеся", "Z" * 3000])
def test_what_is_no_code_is_none(text):
    assert door.code_in(text) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [("A-0001", "A-0001"), ("а 1", "A-0001"), ("м42", "M-0042"), ("ф-0001", "A-0001"), ("Анна", ""), ("42", ""),
     ("Л-0064", "L-0064"), ("№ л 64", "L-0064"), ("У-7", "U-0007"), ("ю 7", "U-0007"), ("Н7", "N-0007"),
     ("с7", "S-0007"), ("П-7", "P-0007"), ("И-7", "I-0007"), ("О-7", "O-0007"),
     ("о-7", "O-0007"), ("l64", "L-0064"), ("д64", "L-0064")],
)  # fmt: skip
def test_a_number_is_read_in_either_layout(text, number):
    assert door.number_in(text) == number


def test_every_letter_of_a_number_is_read_from_russian_keys_and_letters():
    russian = {"M": "МЬ", "U": "УЮГ", "N": "НТ", "A": "АФ", "S": "СЫ", "L": "ЛД", "P": "ПЗ", "I": "ИШ", "O": "ОЩ"}

    assert set(russian) == set(Category.PREFIXES.values())
    for prefix, letters in russian.items():
        assert {door.number_in(f"{letter}-0064") for letter in letters} == {f"{prefix}-0064"}


@pytest.mark.parametrize(
    ("text", "digits"), [("64", "0064"), ("0064", "0064"), ("№ 64", "0064"), ("L64", ""), ("", ""), ("1" * 7, "")]
)
def test_the_end_of_a_number_is_read_without_its_letter(text, digits):
    assert door.digits_in(text) == digits


@pytest.mark.parametrize(
    ("text", "is_code"),
    [("К-12", True), ("https://example.org/", True), (CODE[:20], True), ("Жук Алеся", False), ("Zhuk", False)],
)
def test_a_wrong_code_is_told_from_a_name(text, is_code):
    assert door.looks_like_code(text) is is_code


def test_a_badge_and_a_confirmation_open_the_door_and_a_letter_does_not(guest, conference):
    found = {
        kind: door.find(conference, badge_of(guest, kind=kind).code) for kind in ("badge", "confirmation", "hours")
    }

    assert {kind: (each.verdict, each.registration) for kind, each in found.items()} == {
        "badge": (Verdict.ADMIT, guest),
        "confirmation": (Verdict.ADMIT, guest),
        "hours": (Verdict.UNKNOWN, None),
    }


def test_a_void_badge_does_not_open_the_door(guest, conference):
    void = badge_of(guest, revoked_at=timezone.now())

    found = door.find(conference, void.code)

    assert (found.verdict, found.registration) == (Verdict.VOID, guest)


def test_a_badge_of_another_conference_is_unknown(guest, other_conference):
    badge = badge_of(guest)

    found = door.find(other_conference, badge.code)

    assert (found.verdict, found.registration) == (Verdict.UNKNOWN, None)


# -- one row ------------------------------------------------------------------------------------------------
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


# -- reports of devices -------------------------------------------------------------------------------------
def test_two_phones_that_saw_one_badge_make_one_row(guest, at_door, conference):
    now = timezone.now()
    late, early = mark_of(guest, door="Б"), mark_of(guest, door="А", at=(now - timedelta(minutes=5)).isoformat())
    answers = [report(at_door, conference, [mark]).json()["answers"][0] for mark in (late, early)]

    row = CheckIn.objects.get()

    assert [answer["result"] for answer in answers] == ["in", "already"]
    assert row.door == "А"


def test_a_report_that_comes_twice_counts_once_and_is_answered_alike(guest, at_door, conference):
    mark = mark_of(guest)

    answers = [report(at_door, conference, [mark]).json()["answers"] for _time in range(2)]

    assert answers[0] == answers[1]
    assert answers[0][0]["result"] == "in"
    assert CheckIn.objects.count() == 1


def test_a_mark_and_its_undoing_in_one_report(guest, at_door, conference):
    mark = mark_of(guest)
    undo = {"nonce": mark["nonce"], "undo": True}

    answers = report(at_door, conference, [mark, undo]).json()["answers"]
    repeated = report(at_door, conference, [mark]).json()["answers"]

    assert [answer["result"] for answer in answers] == ["in", "undone"]
    assert [answer["result"] for answer in repeated] == ["undone"]
    assert CheckIn.objects.standing().count() == 0


def test_a_wrong_clock_is_put_right(guest, at_door, conference):
    wrong = timezone.now() + timedelta(days=400)
    mark = mark_of(guest, at=(wrong - timedelta(minutes=10)).isoformat())

    report(at_door, conference, [mark], sent=wrong)

    row = CheckIn.objects.get()
    assert abs(row.at - (timezone.now() - timedelta(minutes=10))) < timedelta(seconds=5)
    assert row.received_at - row.at > timedelta(minutes=9)


def test_one_bad_mark_does_not_hold_up_the_others(guest, make_registration, at_door, conference):
    waiting = make_registration(full_name="Ждущий Пётр")
    old = mark_of(guest, at=(timezone.now() - timedelta(days=30)).isoformat())
    marks = [mark_of(waiting), {**mark_of(guest), "guest": 10**9}, old, mark_of(guest)]

    answers = report(at_door, conference, marks).json()["answers"]

    assert [(answer["result"], answer["verdict"]) for answer in answers] == [
        ("refused", "undecided"),
        ("refused", "unknown"),
        ("refused", "unknown"),
        ("in", ""),
    ]


def test_guests_sessions_and_reports_of_another_conference_do_not_exist(
    guest, conference, other_conference, make_person, client_of, session, volunteer
):
    stranger = client_of(make_person(Role.Kind.DOOR, conference=other_conference))
    ours = door.check_in(guest, by=volunteer).check_in
    marks = [mark_of(guest), {"nonce": str(ours.nonce), "undo": True}]

    answers = report(stranger, other_conference, marks).json()["answers"]
    foreign = report(stranger, conference, marks)

    assert [answer["result"] for answer in answers] == ["refused", "unknown"]
    assert foreign.status_code == 404
    ours.refresh_from_db()
    assert (ours.undone_at, CheckIn.objects.count()) == (None, 1)


def test_a_session_of_another_conference_is_refused(guest, at_door, conference, other_conference):
    now = timezone.now()
    theirs = Session.objects.create(
        conference=other_conference, format="plenary", title_ru="Чужое", starts=now, ends=now + timedelta(hours=1)
    )

    answers = report(at_door, conference, [mark_of(guest, session=theirs.pk)]).json()["answers"]

    assert (answers[0]["result"], CheckIn.objects.count()) == ("refused", 0)


def test_somebody_elses_report_number_is_refused(guest, make_registration, volunteer, at_door, conference):
    other = make_registration(state="approved", full_name="Жук Олеся")
    nonce = door.check_in(guest, by=volunteer).check_in.nonce

    answers = report(at_door, conference, [mark_of(other, nonce=str(nonce))]).json()["answers"]

    assert (answers[0]["result"], CheckIn.objects.count()) == ("refused", 1)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"marks": 1, "sent": "2027-01-01T00:00:00Z"}', b"\xff\xfe",
        b'{"marks": [], "sent": "yesterday"}', b'{"marks": [], "sent": "2027-01-01T00:00:00"}', b'{"marks": []}',
        b'{"marks": [7], "sent": "2027-01-01T00:00:00Z"}', b'{"marks": [{}], "sent": "2027-01-01T00:00:00Z"}',
        b'{"marks": [{"nonce": "x"}], "sent": "2027-01-01T00:00:00Z"}',
        json.dumps({"marks": [UNDO] * 201, "sent": "2027-01-01T00:00:00Z"}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_report_is_answered_with_400(body, at_door, conference):
    response = at_door.post(conference.url("registration:door_sync"), body, content_type="application/json")

    assert response.status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"door": "x" * 41}, {"door": "\ud800"}, {"door": "\x00"}, {"guest": 2**70}, {"guest": "1; drop"}, {"guest": -1},
        {"at": "9999-99-99"}, {"at": 5}, {"session": "x"}, {"method": "online"}, {"method": "desk"}, {"guest": None},
    ],
)  # fmt: skip
def test_a_mark_out_of_shape_is_answered_with_400(wrong, guest, at_door, conference):
    response = report(at_door, conference, [mark_of(guest, **wrong)])

    assert (response.status_code, CheckIn.objects.count()) == (400, 0)


def test_a_report_needs_its_token(guest, volunteer, conference):
    client = Client(enforce_csrf_checks=True)
    client.force_login(volunteer, backend="django.contrib.auth.backends.ModelBackend")
    token = client.get(conference.url("registration:door_list"))["X-Door-Token"]

    refused = report(client, conference, [mark_of(guest)])
    taken = report(client, conference, [mark_of(guest)], HTTP_X_CSRFTOKEN=token)

    assert (refused.status_code, taken.status_code) == (403, 200)


# -- the list -----------------------------------------------------------------------------------------------
def test_the_list_tells_the_least(guest, conference, texts, make_registration):
    badge, void = badge_of(guest), badge_of(guest, revoked_at=timezone.now())
    AccessNeeds.objects.create(
        registration=guest, services=["step_free"], note="Диагноз", diet="без глютена", door_instruction="lift"
    )
    make_registration(state="cancelled", full_name="Ушедший Пётр")

    told = the_list(conference)
    text = json.dumps(told, ensure_ascii=False)

    assert [(row.get("name"), row["verdict"]) for row in told["guests"]] == [("Алеся Жук", "admit"), (None, "invalid")]
    assert hashed(badge.code) in told["guests"][0]["codes"]
    assert told["guests"][0]["void"] == [hashed(void.code)]
    hidden = (badge.code, "Диагноз", "step_free", "глютена", "example.org", "Ушедший", guest.person.email)
    assert [word for word in hidden if word in text] == []


def test_an_instruction_is_shown_only_while_the_guest_agrees(guest, conference, texts):
    instruction = next(iter(AccessNeeds.DoorInstruction))
    AccessNeeds.objects.create(registration=guest, door_instruction=instruction.value)
    without = the_list(conference)["guests"][0].get("instruction")
    consent = give_consent(guest.person, texts["special_category"], language="ru")
    agreed = the_list(conference)["guests"][0].get("instruction")
    withdraw_consent(consent, by=guest.person)
    withdrawn = the_list(conference)["guests"][0].get("instruction")

    assert (without, agreed, withdrawn) == (None, str(instruction.label), None)


def test_who_did_not_agree_to_photos_is_marked(guest, conference, texts):
    before = the_list(conference)["guests"][0].get("no_photos")
    give_consent(guest.person, texts["photo_video"], language="ru", method=Consent.Method.PAPER)

    after = the_list(conference)["guests"][0].get("no_photos")

    assert (before, after) == (True, None)


def test_a_list_that_is_known_is_not_sent_again(guest, at_door, conference, volunteer):
    url = conference.url("registration:door_list")
    first = at_door.get(url)
    same = at_door.get(url, headers={"If-None-Match": first["ETag"]})
    door.check_in(guest, by=volunteer)
    changed = at_door.get(url, headers={"If-None-Match": first["ETag"]})

    assert [answer.status_code for answer in (first, same, changed)] == [200, 304, 200]
    assert "no-store" in first["Cache-Control"]
    assert timezone.datetime.fromisoformat(first["X-Door-Expires"]).date() == conference.today() + timedelta(days=1)


def test_the_list_costs_the_same_with_one_guest_and_with_many(
    conference, make_registration, guest, django_assert_num_queries, at_door
):
    url = conference.url("registration:door_list")
    at_door.get(url)
    with django_assert_num_queries(11) as with_one:
        at_door.get(url)
    for number in range(5):
        badge_of(make_registration(state="approved", full_name=f"Жук Анна {number}"))

    with django_assert_num_queries(len(with_one)):
        at_door.get(url)


def test_markup_in_a_name_stays_text(conference, make_registration, at_door):
    guest = make_registration(state="approved", full_name="<script>alert(1)</script> Жук")

    listed = at_door.get(conference.url("registration:door_list"))
    page = at_door.get(conference.url("registration:door_guest", pk=guest.pk))

    assert listed["Content-Type"] == "application/json"
    assert b"<script>alert" not in page.content


# -- the page -----------------------------------------------------------------------------------------------
def test_the_page_may_use_the_camera_and_no_other_may(at_door, conference):
    policies = [at_door.get(conference.url(name))["Permissions-Policy"] for name in ("registration:door", "desk")]

    assert ["camera=(self)" in policy for policy in policies] == [True, False]


def test_the_page_a_device_keeps_names_nobody(at_door, conference, guest, volunteer):
    at_door.post(conference.url("registration:door_undo", pk=guest.pk))

    shell = at_door.get(conference.url("registration:door"), headers={"X-Door-Shell": "1"}).content.decode()
    page = at_door.get(conference.url("registration:door")).content.decode()

    assert [
        word for word in (volunteer.email, volunteer.full_name, guest.number, 'class="msgs"') if word in shell
    ] == []
    assert 'class="msgs"' in page


def test_who_may_not_stand_here_is_told_to_forget(client_of, person, conference):
    answers = [client_of(person).get(conference.url(f"registration:{name}")) for name in ("door", "door_list")]

    assert [(answer.status_code, answer["X-Door"]) for answer in answers] == [(404, "closed")] * 2


def test_the_worker_serves_this_door_alone(at_door, conference):
    worker = at_door.get(conference.url("registration:door_worker"))

    assert worker["Content-Type"] == "text/javascript"
    assert '"page": "/ru/inclusion/desk/door/"' in worker.content.decode()
    assert "Service-Worker-Allowed" not in worker


def test_without_javascript_a_code_admits_and_a_second_time_does_not(at_door, conference, guest):
    badge = badge_of(guest)
    url = conference.url("registration:door")

    first = at_door.post(url, {"look": badge.code, "door": "А"}, follow=True).content.decode()
    second = at_door.post(url, {"look": guest.number, "door": "Б"}, follow=True).content.decode()

    row = CheckIn.objects.get()
    assert ("is-admit" in first, "is-already" in second, row.door) == (True, True, "А")
    assert "Алеся Жук" in first


def test_without_javascript_a_name_is_found_marked_and_taken_back(at_door, conference, guest):
    found = at_door.post(conference.url("registration:door"), {"look": "Zhu"}).content.decode()
    marked = at_door.post(conference.url("registration:door_mark", pk=guest.pk), follow=True).content.decode()
    at_door.post(conference.url("registration:door_undo", pk=guest.pk))

    assert conference.url("registration:door_mark", pk=guest.pk) in found
    assert "is-admit" in marked
    assert CheckIn.objects.standing().count() == 0


def test_without_javascript_a_void_or_unknown_code_admits_nobody(at_door, conference, guest):
    void = badge_of(guest, revoked_at=timezone.now())
    url = conference.url("registration:door")

    pages = [at_door.post(url, {"look": code}, follow=True).content.decode() for code in (void.code, CODE)]

    assert CheckIn.objects.count() == 0
    assert str(door.words_of(Verdict.VOID)) in pages[0]
    assert str(door.words_of(Verdict.UNKNOWN)) in pages[1]
    assert ["is-refuse" in page for page in pages] == [True, True]
    assert conference.url("registration:walk_in") in pages[1]


@pytest.mark.parametrize("typed", ["К-77", "9999", "L-9999", "ABCDEFGHJKLMNPQRSTU"])
def test_without_javascript_a_wrong_code_gets_the_red_card(typed, at_door, conference, guest):
    page = at_door.post(conference.url("registration:door"), {"look": typed}).content.decode()

    assert ("is-refuse" in page, CheckIn.objects.count()) == (True, 0)


def test_without_javascript_the_end_of_a_number_finds_and_asks(at_door, conference, guest):
    page = at_door.post(conference.url("registration:door"), {"look": guest.number[-4:]}).content.decode()

    assert conference.url("registration:door_mark", pk=guest.pk) in page
    assert CheckIn.objects.count() == 0


def test_without_javascript_the_earlier_mark_of_another_stays(at_door, conference, guest, organiser):
    earlier = door.check_in(guest, by=organiser).check_in
    at_door.post(conference.url("registration:door"), {"look": guest.number})

    page = at_door.get(conference.url("registration:door_guest", pk=guest.pk)).content.decode()
    at_door.post(conference.url("registration:door_undo", pk=guest.pk))

    earlier.refresh_from_db()
    assert (conference.url("registration:door_undo", pk=guest.pk) in page, earlier.undone_at) == (False, None)


def test_without_javascript_undo_takes_back_the_last_action_on_a_delegation_alone(
    at_door, conference, make_registration, organiser
):
    delegation = Delegation.objects.create(conference=conference, body_ru="Министерство", country="AM", seats=3)
    first, second = (make_registration(state="approved", full_name=f"Жук Анна {n}") for n in range(2))
    Registration.objects.filter(pk__in=[first.pk, second.pk]).update(delegation=delegation)
    earlier = door.check_in(first, by=organiser).check_in
    others = conference.url("registration:door_delegation", pk=delegation.pk)

    marked = at_door.post(others, {"guest": first.pk}, follow=True)
    taken = at_door.post(conference.url("registration:door_undo", pk=first.pk), follow=True).content.decode()
    again = at_door.post(conference.url("registration:door_undo", pk=first.pk), follow=True)

    assert marked.redirect_chain[-1][0] == conference.url("registration:door_guest", pk=first.pk)
    assert (second.number in taken, first.number in taken, again.status_code) == (True, False, 200)
    assert list(CheckIn.objects.standing()) == [earlier]


def test_who_is_in_already_is_told_without_gender(at_door, conference, guest, organiser):
    door.check_in(guest, by=organiser, door="А")

    page = at_door.get(conference.url("registration:door_guest", pk=guest.pk)).content.decode()

    assert ("вошёл" in page, "is-already" in page) == (False, True)


def test_the_empty_field_says_what_to_type(at_door, conference):
    page = at_door.post(conference.url("registration:door"), {"look": ""}).content.decode()

    assert 'class="esum"' in page


def test_a_revoked_role_closes_the_door(client_of, volunteer, conference, guest):
    Role.revoke(volunteer, Role.Kind.DOOR, conference)

    response = report(client_of(volunteer), conference, [mark_of(guest)])

    assert (response.status_code, CheckIn.objects.count()) == (404, 0)


def test_a_cancelled_guest_is_refused_though_the_phone_let_them_in(guest, at_door, conference, organiser):
    mark = mark_of(guest)
    services.cancel(guest, by=organiser)

    answers = report(at_door, conference, [mark]).json()["answers"]

    assert (answers[0]["result"], answers[0]["verdict"]) == ("refused", "invalid")


def test_marks_of_a_service_are_taken_in_order(guest, volunteer, conference):
    nonce = uuid.uuid4()
    marks = [Mark(nonce, is_undo=True), Mark(nonce, guest.pk, timezone.now()), Mark(nonce, is_undo=True)]

    answers = door.sync(conference, marks, by=volunteer)

    assert [answer.result for answer in answers] == ["unknown", "in", "undone"]
