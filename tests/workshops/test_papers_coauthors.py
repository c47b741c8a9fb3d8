"""Co-authors answer by a signed link; nobody waits for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from conference.models import Message
from workshops import services
from workshops.models import Author, Submission
from workshops.services.papers import author_of, token_for

State = Submission.State


pytestmark = pytest.mark.usefixtures("in_english")


def somova() -> Author:
    return Author(family_ru="Сомова", given_ru="Ольга", email="somova@example.org", is_corresponding=True)


def rubtsov(email: str = "rubtsov@example.org", **fields: str) -> Author:
    return Author(family_ru="Рубцов", given_ru="Антон", email=email, **fields)


@pytest.fixture
def paper(make_submission, author):
    made = make_submission()
    services.save_draft(
        made, by=author, authors=[somova(), rubtsov(), Author(family_ru="Безадресный", given_ru="Пётр")]
    )
    services.submit(made, by=author)
    return made


@pytest.fixture
def coauthor(paper):
    return paper.authors.get(family_ru="Рубцов")


@pytest.fixture
def link(coauthor, conference):
    return lambda name="authorship": conference.url(f"workshops:{name}", token=token_for(coauthor))


def letters(key: str) -> list[str]:
    return list(Message.objects.filter(key=key).order_by("pk").values_list("to", flat=True))


def test_on_sending_each_coauthor_with_an_address_is_asked_once(paper, coauthor, author):
    assert letters("coauthor-confirm") == ["rubtsov@example.org"]
    assert (coauthor.asked_at is not None, coauthor.confirmed_at) == (True, None)
    own = paper.authors.get(family_ru="Сомова")
    assert (own.person, own.confirmed_at is not None, own.asked_at) == (author, True, None)


def test_the_letter_leads_to_the_page_and_names_the_submitter(paper, link):
    letter = Message.objects.get(key="coauthor-confirm")

    assert letter.language == "ru"
    assert link().replace("/en/", "/ru/") in letter.body
    assert "Сомова" in letter.body
    assert "rubtsov@" not in link()


def test_the_link_needs_no_account_and_shows_what_is_printed(client, link, paper):
    response = client.get(link())

    page = response.content.decode()
    assert response.status_code == 200
    assert ("Two teachers in one class" in page, "Рубцов" in page, "Безадресный" in page) == (True, True, True)
    assert ("somova@example.org" in page, "rubtsov@example.org" in page) == (False, False)
    assert response["Referrer-Policy"] == "same-origin"


def test_the_buttons_of_the_link_pass_the_check_of_the_origin(link, coauthor):
    """A page sent without any referrer makes a browser post “Origin: null”, and every button is refused."""
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(link())
    told = {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}

    refused = browser.post(link("confirm_authorship"), told, headers={"origin": "null"})
    taken = browser.post(link("confirm_authorship"), told, headers={"origin": "http://testserver"})

    coauthor.refresh_from_db()
    assert page["Referrer-Policy"] == "same-origin"
    assert (refused.status_code, taken.status_code, coauthor.confirmed_at is not None) == (403, 302, True)


def test_confirming_twice_is_confirming_once(client, link, coauthor, make_person):
    known = make_person(email="rubtsov@example.org")

    client.post(link("confirm_authorship"))
    first = Author.objects.get(pk=coauthor.pk)
    client.post(link("confirm_authorship"))

    again = Author.objects.get(pk=coauthor.pk)
    assert (again.confirmed_at, again.person) == (first.confirmed_at, known)


def test_a_no_needs_a_reason_and_tells_the_submitter_and_the_chair(client, link, coauthor, chair, author):
    empty = client.post(link("deny_authorship"), {"reason": " "})
    client.post(link("deny_authorship"), {"reason": "Я не участвовал"})

    coauthor.refresh_from_db()
    assert (empty.status_code, list(empty.context["form"].errors)) == (200, ["reason"])
    assert (coauthor.denial, coauthor.denied_at is not None, coauthor.confirmed_at) == ("Я не участвовал", True, None)
    assert letters("coauthor-denied") == [author.email]
    assert letters("coauthor-denied-desk") == [chair.email]
    assert "Я не участвовал" in Message.objects.get(key="coauthor-denied-desk").body


def test_a_no_may_be_taken_back(client, link, coauthor):
    client.post(link("deny_authorship"), {"reason": "Ошибся дверью"})

    client.post(link("confirm_authorship"))

    coauthor.refresh_from_db()
    assert (coauthor.denied_at, coauthor.denial, coauthor.confirmed_at is not None) == (None, "", True)


@pytest.mark.parametrize(
    "spoil", [lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"), lambda token: "x:y:z"]
)
def test_a_forged_link_is_not_found(spoil, client, coauthor, conference):
    url = conference.url("workshops:authorship", token=spoil(token_for(coauthor)))

    assert client.get(url).status_code == 404


def test_the_link_dies_with_the_entry_or_its_address(paper, coauthor, author):
    token = token_for(coauthor)
    assert author_of(token) == coauthor

    services.save_draft(paper, by=author, authors=[somova(), rubtsov("other@example.org")])

    assert author_of(token) is None
    assert letters("coauthor-confirm") == ["rubtsov@example.org", "other@example.org"]


def test_the_link_of_another_conference_is_not_found(client, coauthor, other_conference):
    assert client.get(other_conference.url("workshops:authorship", token=token_for(coauthor))).status_code == 404


def test_who_has_confirmed_stays_confirmed_when_the_paper_is_changed(paper, coauthor, author):
    services.confirm_authorship(coauthor)

    services.save_draft(paper, by=author, authors=[rubtsov(city_ru="Псков"), somova()])

    kept = paper.authors.get(family_ru="Рубцов")
    assert (kept.pk, kept.order, kept.city_ru, kept.confirmed_at is not None) == (coauthor.pk, 1, "Псков", True)
    assert letters("coauthor-confirm") == ["rubtsov@example.org"]


def test_an_unconfirmed_coauthor_holds_nothing_up(paper, organiser, author):
    services.accept(paper, by=organiser)

    services.confirm(paper, by=author)

    assert paper.state == State.CONFIRMED


def test_the_link_is_sent_again_after_an_hour(paper, coauthor, author):
    with pytest.raises(ValidationError) as refusal:
        services.ask_again(coauthor, by=author)
    Author.objects.filter(pk=coauthor.pk).update(asked_at=timezone.now() - timedelta(hours=1, seconds=1))

    services.ask_again(Author.objects.get(pk=coauthor.pk), by=author)

    assert refusal.value.code == "too_soon"
    assert letters("coauthor-confirm") == ["rubtsov@example.org"] * 2


def test_the_submitter_sees_who_has_answered_what(paper, coauthor, client_of, author):
    page = client_of(author).get(paper.get_absolute_url()).content.decode()
    services.confirm_authorship(coauthor)
    after = client_of(author).get(paper.get_absolute_url()).content.decode()

    assert ("has not answered" in page, "Send the link again" in page) == (True, True)
    assert ("All co-authors have confirmed." in after, "has not answered" in after) == (True, False)


def test_another_author_cannot_send_links(paper, coauthor, client_of, make_person, conference):
    url = conference.url("workshops:ask_coauthor", pk=paper.pk, author=coauthor.pk)

    assert client_of(make_person("participant", conference=conference)).post(url).status_code == 404


def test_a_draft_asks_nobody(make_submission, author):
    services.save_draft(make_submission(), by=author, authors=[somova(), rubtsov()])

    assert Message.objects.count() == 0


def test_the_link_of_a_withdrawn_paper_says_so_and_asks_nothing(client, client_of, link, coauthor, paper, author):
    services.withdraw(paper, by=author)

    page = client.get(link()).content.decode()
    client.post(link("confirm_authorship"))
    own = client_of(author).get(paper.get_absolute_url()).content.decode()

    coauthor.refresh_from_db()
    assert ("This paper is withdrawn" in page, "Yes, I am an author" in page) == (True, False)
    assert ("not-me/" in page, coauthor.confirmed_at) == (False, None)
    assert ("Рубцов" in own, "Send the link again" in own, "The paper goes on" in own) == (True, False, False)
