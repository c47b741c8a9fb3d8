"""Invitations: prepared from a table, sent by a job, answered by a button, reminded and ended in time."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from conference.models import Job, Message, Person, Role
from conference.moves import MoveNotAllowed
from conference.tables import as_xlsx
from registration import services
from registration.models import Category, Invitation, Registration, Rules
from registration.services import invitations

State = Invitation.State
DESK = "/ru/inclusion/desk/invitations/"


@pytest.fixture
def make_invitation(categories, organiser):
    """An invitation that was sent; keyword arguments replace what it says."""

    def make(*, send: bool = True, category: str = "academic", **row: object) -> Invitation:
        number = Invitation.objects.count()
        told = {"email": f"guest{number}@example.org", "name": "Жук Алеся Петровна", "language": "ru", **row}
        (invitation,) = invitations.prepare(categories[category], [told], by=organiser)
        return invitations.send(invitation, by=organiser) if send else invitation

    return make


def fresh(invitation):
    return Invitation.objects.select_related("conference", "category").get(pk=invitation.pk)


def page(invitation, verb=""):
    return f"/ru/inclusion/invitation/{invitation.token()}/{verb}"


def letters(key):
    return Message.objects.filter(key=key)


# -- verbs --------------------------------------------------------------------------------------------------------


def test_an_invitation_is_good_for_the_days_of_the_rules(make_invitation, conference):
    Rules.objects.create(conference=conference, invitation_days=10)

    invitation = make_invitation()

    assert (invitation.state, round((invitation.expires_at - timezone.now()).total_seconds() / 86400)) == ("sent", 10)


def test_an_invitation_ends_with_the_conference(make_invitation, conference):
    conference.starts = conference.ends = timezone.localdate(timezone=conference.zone) + timedelta(days=2)
    conference.save()

    invitation = make_invitation()

    assert timezone.localdate(invitation.expires_at, conference.zone) == conference.ends


def test_the_letter_holds_the_link_and_is_erased_once_sent(make_invitation, run_tasks):
    invitation = make_invitation()

    before = letters("invitation-personal").get()
    run_tasks()
    after = letters("invitation-personal").get()

    assert page(invitation) in before.body
    assert (after.state, after.body) == ("sent", "")


def test_the_letter_is_in_the_language_of_the_guest(make_invitation):
    make_invitation(language="en", latin_name="Marie Lefevre", name="Marie Lefèvre")

    letter = letters("invitation-personal").get()
    assert (letter.language, "Dear Marie Lefevre," in letter.body) == ("en", True)


def test_nobody_is_invited_twice(make_invitation, categories, organiser, make_registration, make_person):
    make_invitation(email="one@example.org")
    make_registration(person=make_person(email="two@example.org"))
    rows = [{"email": address, "name": "А Б", "language": "ru"} for address in ("ONE@example.org", "two@example.org")]

    prepared = invitations.prepare(categories["academic"], [*rows, {**rows[0], "email": "three@example.org"}], by=None)

    assert [each.email for each in prepared] == ["three@example.org"]


def test_the_token_is_nowhere_in_the_database(make_invitation):
    invitation = make_invitation()

    row = Invitation.objects.filter(pk=invitation.pk).values().get()

    assert invitation.token() not in str(row)


@pytest.mark.parametrize("mangle", [lambda t: t[:-1], lambda t: t + "x", lambda t: t.swapcase(), lambda t: "x"])
def test_an_altered_link_is_no_link(mangle, make_invitation, conference):
    token = make_invitation().token()

    assert Invitation.objects.of(conference).of_link(mangle(token)) is None


@pytest.mark.parametrize("payload", [7, "7", [7], [7, 1, 1], {"a": 1}, ["x", "y"]])
def test_a_signed_link_of_another_shape_is_no_link(payload, conference):
    token = signing.dumps(payload, salt="registration.invitation", compress=True)

    assert Invitation.objects.of(conference).of_link(token) is None


def test_a_link_of_another_conference_is_no_link(make_invitation, other_conference):
    assert Invitation.objects.of(other_conference).of_link(make_invitation().token()) is None


def test_a_guest_declines_once(make_invitation):
    invitation = make_invitation()
    invitations.decline(invitation, reason=" Не смогу ")

    with pytest.raises(MoveNotAllowed):
        invitations.decline(fresh(invitation))

    assert (fresh(invitation).state, fresh(invitation).declined_reason) == (State.DECLINED, "Не смогу")


def test_a_declined_guest_can_be_asked_again(make_invitation, organiser):
    invitation = invitations.decline(make_invitation())

    invitations.send(invitation, by=organiser)

    assert (fresh(invitation).state, letters("invitation-personal").count()) == (State.SENT, 2)


@pytest.mark.parametrize("state", [State.ACCEPTED, State.REVOKED])
def test_what_is_over_is_not_sent_again(state, make_invitation, organiser):
    invitation = make_invitation()
    Invitation.objects.filter(pk=invitation.pk).update(state=state)

    with pytest.raises(MoveNotAllowed):
        invitations.send(fresh(invitation), by=organiser)


def test_terms_end_by_themselves(make_invitation):
    over, running = make_invitation(), make_invitation()
    Invitation.objects.filter(pk=over.pk).update(expires_at=timezone.now())

    assert [invitations.expire_invitations() for _each in range(2)] == [1, 0]
    assert (fresh(over).state, fresh(running).state) == (State.EXPIRED, State.SENT)


def test_guests_are_reminded_once_before_the_term_ends(make_invitation):
    soon, later, new = make_invitation(), make_invitation(), make_invitation()
    now = timezone.now()
    Invitation.objects.filter(pk__in=[soon.pk, new.pk]).update(expires_at=now + timedelta(days=4))
    Invitation.objects.filter(pk__in=[soon.pk, later.pk]).update(sent_at=now - timedelta(days=20))

    assert [invitations.remind_invitations() for _each in range(2)] == [1, 0]
    assert [message.to for message in letters("invitation-reminder")] == [soon.email]
    assert fresh(soon).reminders == 1


def test_the_link_of_the_reminder_is_the_same(make_invitation, organiser):
    invitation = make_invitation()

    invitations.remind(invitation, by=organiser)

    assert page(invitation) in letters("invitation-reminder").get().body


# -- the guest ------------------------------------------------------------------------------------------------


def test_reading_the_page_accepts_nothing(make_invitation, client):
    invitation = make_invitation()

    answers = [client.get(page(invitation)), client.head(page(invitation)), client.get(page(invitation, "accept/"))]

    assert [each.status_code for each in answers] == [200, 200, 405]
    assert (fresh(invitation).state, Person.objects.filter(email=invitation.email).exists()) == (State.SENT, False)


def test_the_page_names_who_invites_to_what_and_as_whom(make_invitation, client):
    text = client.get(page(make_invitation())).content.decode()

    assert [word in text for word in ("Инклюзивное образование", "Алеся Петровна", "org@example.org")] == [True] * 3


def test_accepting_opens_the_prefilled_form_of_the_category(make_invitation, client):
    invitation = make_invitation(body_ru="Минский университет", country="BY", latin_name="Alesia Zhuk")

    response = client.post(page(invitation, "accept/"), follow=True)

    initial = response.context["form"].initial
    assert response.redirect_chain[-1][0] == "/ru/inclusion/register/academic/name/"
    assert (initial["full_name"], initial["latin_name"], initial["body_ru"], initial["country"]) == (
        "Жук Алеся Петровна", "Alesia Zhuk", "Минский университет", "BY",
    )  # fmt: skip
    assert client.session["invited_categories"] == [invitation.category_id]


def test_a_new_guest_is_signed_in_by_the_link_and_not_asked_for_a_code(make_invitation, client, fill_in):
    invitation = make_invitation()
    client.post(page(invitation, "accept/"))
    fill_in("academic")

    response = client.post("/ru/inclusion/register/academic/send/", follow=True)

    registration = Registration.objects.sent().get()
    assert response.redirect_chain[-1][0] == "/ru/inclusion/register/sent/"
    assert (registration.person.email, registration.source) == (invitation.email, "invitation")
    assert (fresh(invitation).state, list(fresh(invitation).registrations.all())) == (State.ACCEPTED, [registration])


def test_the_link_signs_in_once(make_invitation):
    invitation = make_invitation()
    first, second = Client(), Client()

    first.post(page(invitation, "accept/"))
    second.post(page(invitation, "accept/"))

    assert ("_auth_user_id" in first.session, "_auth_user_id" in second.session) == (True, False)


@pytest.mark.parametrize(
    "known", [{"is_staff": True}, {"is_superuser": True}, {"last_login": timezone.now()}, {"is_active": False}]
)
def test_the_link_opens_nobodys_account(known, make_invitation, make_person, client):
    person = make_person(email="boss@example.org", **known)
    invitation = make_invitation(email=person.email)

    client.post(page(invitation, "accept/"))

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("kind", [Role.Kind.CHAIR, Role.Kind.PARTICIPANT])
def test_the_link_opens_no_account_with_a_role(kind, make_invitation, make_person, other_conference, client):
    person = make_person(kind, conference=other_conference, email="chair@example.org")
    invitation = make_invitation(email=person.email)

    client.post(page(invitation, "accept/"))

    assert "_auth_user_id" not in client.session


def test_somebody_with_an_account_shows_by_a_code_that_it_is_theirs(make_invitation, make_person, client, fill_in):
    person = make_person(email="known@example.org", last_login=timezone.now())
    invitation = make_invitation(email=person.email)
    client.post(page(invitation, "accept/"))
    fill_in("academic", email=person.email)

    response = client.post("/ru/inclusion/register/academic/send/")

    assert "confirm" in response["Location"]
    assert (fresh(invitation).state, Registration.objects.sent().count()) == (State.SENT, 0)


def test_whoever_is_signed_in_as_another_is_not_renamed(make_invitation, organiser, client_of):
    invitation = make_invitation()
    client = client_of(organiser)

    response = client.post(page(invitation, "accept/"), follow=True)

    assert response.context["somebody_else"] is True
    assert Registration.objects.count() == 0


def test_pressing_twice_begins_one_form(make_invitation, client):
    invitation = make_invitation()

    for _each in range(2):
        client.post(page(invitation, "accept/"))

    assert Registration.objects.drafts().count() == 1


def test_a_category_that_is_not_shown_is_reached_by_its_invitation_alone(make_invitation, categories, client):
    Category.objects.filter(pk=categories["academic"].pk).update(is_listed=False)
    before = client.get("/ru/inclusion/register/academic/name/").status_code
    client.post(page(make_invitation(), "accept/"))

    after = client.get("/ru/inclusion/register/academic/name/").status_code

    assert (before, after) == (404, 200)


def test_declining_keeps_the_reason(make_invitation, client):
    invitation = make_invitation()

    response = client.post(page(invitation, "decline/"), {"reason": "Буду в отпуске"}, follow=True)

    assert (response.status_code, fresh(invitation).declined_reason) == (200, "Буду в отпуске")


@pytest.mark.parametrize("reason", ["\x07", "я" * 1001])
def test_a_reason_that_cannot_be_kept_is_shown_again(reason, make_invitation, client):
    invitation = make_invitation()

    response = client.post(page(invitation, "decline/"), {"reason": reason})

    assert (response.status_code, response.context["has_errors"], fresh(invitation).state) == (200, True, State.SENT)


@pytest.mark.parametrize("state", [State.EXPIRED, State.REVOKED, State.DECLINED, State.ACCEPTED])
def test_what_is_over_says_so_and_whom_to_write_to(state, make_invitation, client):
    invitation = make_invitation()
    Invitation.objects.filter(pk=invitation.pk).update(state=state)

    shown = client.get(page(invitation))
    client.post(page(invitation, "accept/"))
    client.post(page(invitation, "decline/"))

    assert (shown.status_code, "org@example.org" in shown.content.decode()) == (200, True)
    assert 'action="/ru/inclusion/invitation/' not in shown.content.decode()
    assert (fresh(invitation).state, Registration.objects.count()) == (state, 0)


def test_the_term_counts_even_before_the_clock_has_run(make_invitation, client):
    invitation = make_invitation()
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(minutes=1))

    client.post(page(invitation, "accept/"))

    assert Registration.objects.count() == 0


def test_who_began_in_time_may_finish(make_invitation, person):
    invitation = make_invitation(email=person.email)
    draft = begun(invitation, person)
    Invitation.objects.filter(pk=invitation.pk).update(state=State.EXPIRED)

    registration = services.submit(draft, by=person)

    assert (registration.state, fresh(invitation).state) == ("submitted", State.ACCEPTED)


def begun(invitation, person):
    """The guest's form, filled in and ready to be sent."""
    draft = invitations.begin(invitation, by=person, language="ru")
    texts = invitation.conference.consent_texts.filter(kind="processing")
    services.save_step(draft, "name", {"full_name": "Жук Алеся Петровна", "latin_name": "Alesia Zhuk"}, by=person)
    agreed = [{"text": text.pk, "language": "ru"} for text in texts]
    return services.save_step(draft, "consents", {"consents": agreed}, by=person)


def test_a_revoked_invitation_ends_the_form_too(make_invitation, person, organiser):
    invitation = make_invitation(email=person.email)
    draft = begun(invitation, person)
    invitations.revoke(fresh(invitation), by=organiser)

    with pytest.raises(ValidationError) as refusal:
        services.submit(draft, by=person)

    assert refusal.value.code == "invitation"
    assert Registration.objects.get().state == "draft"


def test_an_organisation_uses_its_places_and_no_more(make_invitation, make_person):
    invitation = make_invitation(kind="organisation", body_ru="Институт", places=2, name="")
    drafts = [(begun(invitation, person), person) for person in (make_person(), make_person(), make_person())]
    for draft, person in drafts[:2]:
        services.submit(draft, by=person)

    with pytest.raises(ValidationError):
        services.submit(drafts[2][0], by=drafts[2][1])

    invitation = fresh(invitation)
    assert (invitation.state, invitation.used, invitation.registrations.count()) == (State.ACCEPTED, 2, 2)


def test_an_organisations_link_signs_nobody_in(make_invitation, client):
    invitation = make_invitation(kind="organisation", body_ru="Институт", places=2, name="")

    client.post(page(invitation, "accept/"))

    assert "_auth_user_id" not in client.session
    assert Registration.objects.get().told()["body_ru"] == "Институт"


def test_what_the_guest_says_wins_over_what_was_filled_in(make_invitation, person):
    draft = begun(make_invitation(name="Не Тот", email=person.email), person)

    assert (draft.told()["full_name"], Registration.objects.get(pk=draft.pk).told()["full_name"]) == (
        "Жук Алеся Петровна", "Жук Алеся Петровна",
    )  # fmt: skip


# -- the desk -----------------------------------------------------------------------------------------------------

TABLE = (
    "E-mail\tИмя\tЯзык\tОрганизация\tСтрана\n"
    "anna@example.org\tСомова Анна\tru\tШкола № 5\tАрмения\n"
    "marie@example.org\tMarie Lefèvre\tEnglish\t\tFrance\n"
    "broken\tБез адреса\tru\t\t\n"
    "ivan@example.org\t\tru\t\tАтлантида\n"
    "ANNA@example.org\tСомова Анна\tru\t\t\n"
    "taken@example.org\tУже Здесь\tru\t\t\n"
)


@pytest.fixture
def desk(organiser, client_of, categories, make_registration, make_person):
    make_registration("listener", person=make_person(email="taken@example.org"))
    return client_of(organiser)


def form(categories, **fields):
    return {"category": categories["academic"].pk, "kind": "personal", "language": "ru", "table": TABLE, **fields}


def test_the_preview_names_good_rows_errors_and_those_left_out(desk, categories):
    preview = desk.post(f"{DESK}new/", form(categories)).context["preview"]

    assert [(row["number"], row["email"], row["language"], row["country"]) for row in preview.rows] == [
        (2, "anna@example.org", "ru", "AM"), (3, "marie@example.org", "en", "FR"),
    ]  # fmt: skip
    assert [(error.row, error.letter) for error in preview.errors] == [(4, "A"), (5, "B"), (5, "E")]
    assert [(each["number"], each["guest"]["email"]) for each in preview.skipped] == [
        (6, "anna@example.org"), (7, "taken@example.org"),
    ]  # fmt: skip
    assert (Invitation.objects.count(), Message.objects.filter(key__startswith="invitation").count()) == (0, 0)


def test_the_preview_shows_the_letter_in_both_languages(desk, categories):
    shown = desk.post(f"{DESK}new/", form(categories)).context["letters"]

    assert [(each["language"], "Сомова" in each["body"] or "Lef" in each["body"]) for each in shown] == [
        ("ru", True), ("en", True),
    ]  # fmt: skip
    assert not any("{" in each["subject"] + each["body"] for each in shown)


def test_the_button_sends_what_the_preview_showed(desk, categories, run_tasks):
    payload = desk.post(f"{DESK}new/", form(categories)).context["payload"]

    response = desk.post(f"{DESK}send/", {"payload": payload})
    run_tasks()

    job = Job.objects.get(kind="invitations")
    assert response["Location"] == f"{DESK}jobs/{job.pk}/"
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    assert sorted(Invitation.objects.values_list("email", "state")) == [
        ("anna@example.org", "sent"), ("marie@example.org", "sent"),
    ]  # fmt: skip
    assert letters("invitation-personal").count() == 2


def test_pressing_the_button_twice_writes_once(desk, categories, run_tasks):
    payload = desk.post(f"{DESK}new/", form(categories)).context["payload"]

    for _each in range(2):
        desk.post(f"{DESK}send/", {"payload": payload})
    run_tasks()

    assert (Invitation.objects.count(), letters("invitation-personal").count()) == (2, 2)


def test_a_job_that_begins_anew_writes_to_nobody_twice(desk, categories, run_tasks):
    payload = desk.post(f"{DESK}new/", form(categories)).context["payload"]
    desk.post(f"{DESK}send/", {"payload": payload})
    run_tasks()
    job = Job.objects.get(kind="invitations")
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)

    invitations.work_through(job.pk)

    assert (letters("invitation-personal").count(), letters("invitation-reminder").count()) == (2, 0)


def test_a_fault_fails_the_job_at_once(make_invitation, conference, organiser, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(invitations, "_written_once", broken)
    job = invitations.send_all([make_invitation(send=False)], conference=conference, by=organiser)

    invitations.work_through(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "failed-error")


def test_letters_keep_the_pace_of_the_rules(make_invitation, conference, organiser):
    Rules.objects.create(conference=conference, mails_a_minute=2)
    drafts = [make_invitation(send=False) for _each in range(5)]

    job = invitations.send_all(drafts, conference=conference, by=organiser)
    invitations.work_through(job.pk)

    now = timezone.now()
    waits = sorted(round((each.next_attempt_at - now).total_seconds() / 60) for each in letters("invitation-personal"))
    assert waits == [0, 0, 1, 1, 2]


@pytest.mark.parametrize("payload", ["", "forged", "eyJhIjoxfQ:1abc:def"])
def test_a_forged_preview_sends_nothing(payload, desk):
    response = desk.post(f"{DESK}send/", {"payload": payload})

    assert (response.status_code, Invitation.objects.count()) == (302, 0)


def test_a_preview_of_another_conference_sends_nothing(
    desk, categories, other_conference, make_person, client_of, make_categories
):
    payload = desk.post(f"{DESK}new/", form(categories)).context["payload"]
    make_categories(other_conference)
    stranger = make_person(Role.Kind.ORGANISER, conference=other_conference)

    client_of(stranger).post("/ru/elsewhere/desk/invitations/send/", {"payload": payload})

    assert Invitation.objects.count() == 0


def test_the_same_table_may_come_as_a_file(desk, categories):
    rows = [line.split("\t") for line in TABLE.strip().split("\n")]
    file = SimpleUploadedFile("гости.xlsx", as_xlsx(rows[0], rows[1:]))

    preview = desk.post(f"{DESK}new/", form(categories, table="", file=file)).context["preview"]

    assert (len(preview.rows), preview.broken_rows, len(preview.skipped)) == (2, 2, 2)


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a book", b"\x00\x01\x02", b""])
def test_a_broken_file_is_an_error_in_words(content, desk, categories):
    response = desk.post(f"{DESK}new/", form(categories, table="", file=SimpleUploadedFile("x.xlsx", content)))

    assert (response.status_code, response.context["has_errors"], "preview" in response.context) == (200, True, False)


def test_nothing_in_the_form_is_one_error(desk, categories):
    response = desk.post(f"{DESK}new/", form(categories, table=" "))

    assert list(response.context["form"].errors) == ["table"]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "{link}{contact}"])
def test_hostile_names_stay_text(text, desk, categories):
    table = f"E-mail\tИмя\nx@example.org\t{text} Имя"

    response = desk.post(f"{DESK}new/", form(categories, table=table))

    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert not any("org@example.org" in letter["body"].split("\n")[2] for letter in response.context["letters"])


def test_organisations_are_invited_with_their_places(desk, categories, run_tasks):
    table = "E-mail;Организация;Мест\nrector@example.org;Институт;12\nx@example.org;Другой;0\ny@example.org;;3"

    preview = desk.post(f"{DESK}new/", form(categories, kind="organisation", table=table)).context["preview"]

    assert [(row["email"], row["places"], row["body_ru"]) for row in preview.rows] == [
        ("rector@example.org", 12, "Институт")
    ]
    assert [(error.row, error.letter) for error in preview.errors] == [(3, "C"), (4, "B")]


def test_the_empty_table_is_read_back(desk):
    response = desk.get(f"{DESK}template/")

    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert response["Content-Disposition"].startswith("attachment")
    assert [cell.value for cell in sheet[1]][:3] == ["Электронная почта", "Имя", "Имя латиницей"]


def test_everybody_who_has_not_answered_is_reminded_at_once(make_invitation, desk, run_tasks):
    silent, declined = make_invitation(), make_invitation()
    invitations.decline(declined)
    Invitation.objects.filter(pk=silent.pk).update(sent_at=timezone.now() - timedelta(days=1))
    run_tasks()

    desk.post(f"{DESK}remind/")
    run_tasks()

    assert [letter.to for letter in letters("invitation-reminder")] == [silent.email]


def test_the_list_is_filtered_by_state(make_invitation, desk):
    one, other = make_invitation(), make_invitation()
    invitations.decline(other)

    shown = {state: list(desk.get(f"{DESK}?state={state}").context["page_obj"]) for state in ("sent", "declined", "x")}

    assert shown == {"sent": [one], "declined": [other], "x": [other, one]}


def test_revoking_at_the_desk_kills_the_link(make_invitation, desk, client):
    invitation = make_invitation()

    desk.post(f"{DESK}{invitation.pk}/revoke/")
    client.post(page(invitation, "accept/"))

    assert (fresh(invitation).state, Registration.objects.drafts().count()) == (State.REVOKED, 0)


# -- personal data ------------------------------------------------------------------------------------------------


def test_a_persons_copy_holds_their_invitations_and_erasure_takes_them(make_invitation, person):
    from registration.contributes import invitations as contributed

    make_invitation(email=person.email)
    make_invitation(email="other@example.org")

    copy = contributed.personal_data(person)
    erased = contributed.erase(person, by=None)

    assert [row["email"] for row in copy["invitations"]] == [person.email]
    assert (len(erased), list(Invitation.objects.values_list("email", flat=True))) == (1, ["other@example.org"])


@pytest.mark.parametrize(
    ("language", "table", "bodies"),
    [
        ("en", ("Bath College", ""), (None, "Bath College")),
        ("en", ("Минский университет", ""), ("Минский университет", None)),
        ("ru", ("Минский университет", ""), ("Минский университет", None)),
        ("ru", ("", "Минский университет"), ("Минский университет", None)),
        ("ru", ("Bath College", ""), ("Bath College", None)),
        ("en", ("Колледж Бата", "Bath College"), ("Колледж Бата", "Bath College")),
    ],
)
def test_a_single_name_of_an_organisation_is_in_the_language_it_is_written_in(
    language, table, bodies, desk, categories
):
    header = "E-mail;Имя;Язык;Организация по-русски;Организация по-английски"
    rows = f"{header}\na@example.org;Ann Bath;{language};{table[0]};{table[1]}"

    (row,) = desk.post(f"{DESK}new/", form(categories, table=rows)).context["preview"].rows

    assert (row["body_ru"], row["body_en"]) == bodies
