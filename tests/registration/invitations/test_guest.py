"""An invitation as its guest meets it: answered by a button, leading into a filled-in form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from conference.models import Person, Role
from registration import services
from registration.models import Category, Invitation, Registration
from registration.services import invitations
from tests.registration.invitations.conftest import State, fresh, page


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
