"""What the outcome documents add to gathered pages; what is kept about people, and how it is erased."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from conference.models import Role
from conference.services.erasure import erase
from tests.workshops.outcomes import a_document, a_proposal, announced, clause, fresh
from workshops.contributes import outcomes as contributes
from workshops.models import Amendment, ClauseComment, Endorsement
from workshops.services import outcomes as services


@pytest.fixture
def delegate(make_person, conference):
    return make_person(Role.Kind.PARTICIPANT, conference=conference, full_name="Сомова Ольга")


@pytest.fixture
def document(conference, organiser):
    return announced(a_document(conference, organiser), organiser)


def request_of(person):
    request = RequestFactory().get("/")
    request.user = person
    return request


def test_home_tells_what_is_open(document, conference):
    html = Client().get(f"/ru/{conference.slug}/").content.decode()

    assert f"/ru/{conference.slug}/outcomes/draft/" in html


def test_drafts_are_not_on_the_home_page(conference, organiser):
    a_document(conference, organiser)

    assert contributes.home(request_of(organiser), conference) == []


def test_my_page_tells_what_became_of_my_proposal(document, delegate, organiser, client_of):
    proposal = a_proposal(document, delegate)
    services.decline(proposal, by=organiser, answer_ru="Уже сказано ниже.")

    html = client_of(delegate).get("/ru/me/").content.decode()

    assert "Уже сказано ниже." in html


def test_proposals_wait_on_the_desk_by_age(document, conference, delegate, organiser, make_person):
    assert contributes.tasks_waiting(request_of(organiser), conference) == []
    first, _second = a_proposal(document, delegate), a_proposal(document, delegate, 2)
    editor = make_person(Role.Kind.EDITOR, conference=conference)

    [task] = contributes.tasks_waiting(request_of(organiser), conference)

    assert (task["since"], task["note"]) == (first.created, "Рекомендации")
    assert task["url"].endswith("/desk/outcomes/draft/proposals/")
    assert contributes.tasks_waiting(request_of(editor), conference) == []


def test_a_chair_sees_the_tasks_of_the_own_track_only(conference, tracks, organiser, delegate, make_person):
    for number, track in enumerate(tracks[:2], start=1):
        document = announced(a_document(conference, organiser, slug=f"t{number}", track=track), organiser)
        a_proposal(document, delegate)
    chair = make_person(Role.Kind.CHAIR, conference=conference, track=2)

    urls = [task["url"] for task in contributes.tasks_waiting(request_of(chair), conference)]

    assert [url.rpartition("/desk/")[2] for url in urls] == ["outcomes/t2/proposals/"]


def test_the_copy_holds_what_was_said(document, delegate):
    a_proposal(document, delegate, on_behalf_of="Группа")
    services.comment(document, clause(document), by=delegate, text="Замечание", language="ru")

    told = contributes.personal_data(delegate)

    assert [row["text_ru"] for row in told["amendments"]] == ["Лучший текст пункта."]
    assert [row["text"] for row in told["clause_comments"]] == ["Замечание"]
    assert (told["supported_amendments"], told["endorsements"]) == ([], [])


def test_erasing_leaves_the_words_and_takes_the_name(document, conference, delegate, organiser, make_person):
    proposal = a_proposal(document, delegate, is_named=True, on_behalf_of="Группа Сомовой")
    services.comment(document, clause(document), by=delegate, text="Замечание", language="ru", is_named=True)
    services.accept(proposal, by=organiser, ru="Лучший текст пункта.", en="A better text.", answer_ru="Да.")
    services.begin_endorsement(services.close_period(document, by=organiser), by=organiser)
    services.endorse(fresh(document), by=delegate, kind="for")

    erase(delegate, by=make_person(is_superuser=True), basis="own-wish")

    rows = [Amendment.objects.get(), ClauseComment.objects.get()]
    assert [(row.author, row.on_behalf_of, row.is_named) for row in rows] == [(None, "", False)] * 2
    assert (rows[0].text_ru, Endorsement.objects.get().person) == ("Лучший текст пункта.", None)
    html = Client().get(f"/ru/{conference.slug}/outcomes/draft/clauses/{clause(document).pk}/").content.decode()
    assert "Сомов" not in html


def test_periods_are_closed_by_the_schedule():
    assert contributes.schedules() == [services.close_periods]
