"""What the pages of the outcome documents show, to whom, and at what price."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import Role
from tests.workshops.outcomes import a_document, a_proposal, announced, clause, fresh
from workshops.models import Amendment, ClauseComment, OutcomeDocument
from workshops.services import outcomes as services

ANSWER = {"answer_ru": "Согласны.", "answer_en": "Agreed."}


@pytest.fixture
def delegate(make_person, conference):
    return make_person(Role.Kind.PARTICIPANT, conference=conference, full_name="Сомова Ольга")


@pytest.fixture
def document(conference, organiser):
    return announced(a_document(conference, organiser), organiser)


def page_of(client, conference, rest: str, language: str = "ru"):
    return client.get(f"/{language}/{conference.slug}/{rest}")


def adopted(conference, organiser, delegate, **fields) -> OutcomeDocument:
    document = services.begin_endorsement(a_document(conference, organiser, **fields), by=organiser)
    services.endorse(document, by=delegate, kind="for")
    services.adopt(document, by=organiser, on=date(2026, 6, 20))
    return fresh(document)


def test_both_languages_stand_side_by_side_with_an_anchor_for_each_clause(document, conference):
    html = page_of(Client(), conference, "outcomes/draft/").content.decode()

    assert '<li id="p1" class="level-1">' in html
    assert '<p lang="ru">Текст пункта\u00a01.</p><p lang="en">Text of clause 1.</p>' in html.replace(
        "пункта 1", "пункта\u00a01"
    )
    assert html.count('name="show"') == 3
    assert 'data-copy-link="#p2"' in html


def test_a_draft_does_not_exist_for_readers(conference, organiser):
    a_document(conference, organiser)

    statuses = [page_of(Client(), conference, path).status_code for path in ("outcomes/draft/", "outcomes/draft.pdf")]

    assert statuses == [404, 404]
    assert "outcomes/draft/" not in page_of(Client(), conference, "outcomes/").content.decode()


def test_a_page_costs_the_same_with_ten_clauses_and_with_a_hundred(
    conference, organiser, delegate, django_assert_num_queries
):
    for slug, count in (("ten", 10), ("hundred", 100)):
        document = announced(a_document(conference, organiser, slug=slug, clauses=count), organiser)
        a_proposal(document, delegate, count)
    client = Client()
    page_of(client, conference, "outcomes/ten/")

    for slug in ("ten", "hundred"):
        with django_assert_num_queries(10):
            page_of(client, conference, f"outcomes/{slug}/")


def test_the_writers_page_costs_the_same_too(conference, organiser, client_of, django_assert_num_queries):
    for slug, count in (("ten", 10), ("hundred", 100)):
        a_document(conference, organiser, slug=slug, clauses=count)
    client = client_of(organiser)
    page_of(client, conference, "desk/outcomes/ten/")

    for slug in ("ten", "hundred"):
        with django_assert_num_queries(12):
            page_of(client, conference, f"desk/outcomes/{slug}/")


def test_the_page_of_a_clause_costs_the_same_however_much_is_said(
    document, conference, organiser, make_person, django_assert_num_queries
):
    client, path = Client(), f"outcomes/draft/clauses/{clause(document).pk}/"
    people = [make_person(Role.Kind.PARTICIPANT, conference=conference) for _ in range(6)]
    first = a_proposal(document, people[0], is_named=True)
    services.accept(first, by=organiser, ru=first.text_ru, en="Text", **ANSWER)
    page_of(client, conference, path)
    with django_assert_num_queries(12):
        page_of(client, conference, path)

    for person in people[1:]:
        proposal = a_proposal(document, person, ru=f"Редакция {person.pk}", is_named=True)
        services.comment(document, clause(document), by=person, text="Да", language="ru", is_named=True)
        services.accept(proposal, by=organiser, ru=proposal.text_ru, en="Text", **ANSWER)

    with django_assert_num_queries(12):
        page_of(client, conference, path)


def test_a_name_is_shown_by_consent_only(document, conference, delegate, make_person):
    silent = make_person(Role.Kind.PARTICIPANT, conference=conference, full_name="Молчанов Игорь")
    a_proposal(document, delegate, is_named=True)
    a_proposal(document, silent, on_behalf_of="Рабочая группа")

    html = page_of(Client(), conference, f"outcomes/draft/clauses/{clause(document).pk}/").content.decode()

    assert ("Сомова Ольга" in html, "Молчанов" in html, "Рабочая группа" in html) == (True, False, True)


def test_a_delegate_comments_and_proposes(document, conference, delegate, client_of):
    client, base = client_of(delegate), f"/ru/{conference.slug}/outcomes/draft/clauses/{clause(document).pk}"

    said = client.post(f"{base}/comment/", {"text": "Замечание", "is_named": "on"})
    proposed = client.post(f"{base}/propose/", {"text_ru": "Иначе.", "text_en": "Text of clause 1.", "reason": "Яснее"})

    comment, proposal = ClauseComment.objects.get(), Amendment.objects.get()
    assert (said["Location"], proposed["Location"]) == (f"{base}/", f"{base}/")
    assert (comment.author, comment.is_named, proposal.text_ru, proposal.text_en) == (delegate, True, "Иначе.", "")


def test_a_refused_proposal_keeps_what_was_typed(document, conference, delegate, client_of):
    path = f"/ru/{conference.slug}/outcomes/draft/clauses/{clause(document).pk}/propose/"

    response = client_of(delegate).post(path, {"text_ru": "Иначе.", "text_en": "Otherwise.", "reason": ""})

    assert (list(response.context["form"].errors), Amendment.objects.count()) == (["reason"], 0)
    assert ">\nИначе.</textarea>" in response.content.decode()


def test_switching_the_language_keeps_a_half_written_proposal(document, conference, delegate, client_of):
    client = client_of(delegate)
    path = f"{conference.slug}/outcomes/draft/clauses/{clause(document).pk}/propose/"

    answer = client.post(f"/ru/{path}", {"text_ru": "Полмысли", "switch_language": "en"})

    assert answer["Location"] == f"/en/{path}"
    assert "Полмысли</textarea>" in client.get(answer["Location"]).content.decode()


def test_of_two_writers_the_second_sees_both_texts(conference, organiser, make_person, client_of):
    document = a_document(conference, organiser)
    made = clause(document)
    path = f"/ru/{conference.slug}/desk/outcomes/draft/clauses/{made.pk}/"
    form = {"text_ru": "Мой текст", "text_en": "Mine", "revision": "0", "page": "mine", "save": "1"}
    services.save_clause(made, by=organiser, ru="Чужой текст", en="Theirs", expected=0, page="theirs")
    client = client_of(make_person(Role.Kind.ORGANISER, conference=conference))

    first = client.post(path, form)
    kept = clause(document).text_ru
    again = client.post(path, {**form, "revision": first.context["form"]["revision"].value()})

    html = first.content.decode()
    assert (first.status_code, kept, "Чужой" in html, ">\nМой текст</textarea>" in html) == (
        200,
        "Чужой текст",
        True,
        True,
    )
    assert (again.status_code, clause(document).text_ru) == (302, "Мой текст")


def test_autosave_keeps_and_tells_of_another_hand(conference, organiser, client_of):
    document = a_document(conference, organiser)
    path = f"/ru/{conference.slug}/desk/outcomes/draft/clauses/{clause(document).pk}/autosave/"
    client = client_of(organiser)
    form = {"text_ru": "а", "text_en": "", "revision": "0", "page": "one"}

    statuses = [
        client.post(path, form).status_code,
        client.post(path, {**form, "text_ru": "аб"}).status_code,
        client.post(path, {**form, "page": "two"}).status_code,
    ]

    assert (statuses, clause(document).text_ru) == ([200, 200, 409], "аб")


def test_a_rapporteur_writes_and_decides_but_does_not_announce(conference, tracks, organiser, make_person, client_of):
    document = a_document(conference, organiser, track=tracks[0])
    client = client_of(make_person(Role.Kind.RAPPORTEUR, conference=conference, track=1))
    base = f"/ru/{conference.slug}/desk/outcomes/"

    statuses = [client.get(f"{base}{path}").status_code for path in ("", "draft/", "announce/", "draft/proposals/")]

    assert statuses == [200, 200, 404, 200]
    assert client.post(f"{base}draft/begin-endorsement/").status_code == 404
    assert fresh(document).state == "draft"


def test_announcing_takes_the_last_second_of_the_last_day(conference, organiser, client_of):
    document = a_document(conference, organiser)
    today = conference.today()
    form = {"documents": [document.pk], "opens": today, "closes": today + timedelta(days=7)}

    client_of(organiser).post(f"/ru/{conference.slug}/desk/outcomes/announce/", form)

    told = [
        timezone.localtime(moment, conference.zone) for moment in (fresh(document).opens_at, fresh(document).closes_at)
    ]
    assert [f"{moment:%d %H:%M:%S}" for moment in told] == [
        f"{today:%d} 00:00:00", f"{today + timedelta(days=7):%d} 23:59:59",
    ]  # fmt: skip


def test_the_adopted_text_is_given_as_data(conference, organiser, delegate):
    document = adopted(conference, organiser, delegate)

    told = json.loads(page_of(Client(), conference, "outcomes/draft.json", "en").content)

    adoption = document.adoptions.get()
    assert (told["number"], told["sha256"], told["adopted"]) == (1, adoption.sha256, adoption.content)
    assert told["address"].endswith("/en/inclusion/outcomes/draft/")


def test_what_is_not_adopted_is_not_given_as_data(document, conference):
    assert page_of(Client(), conference, "outcomes/draft.json").status_code == 404


def test_every_edition_stays_readable(conference, organiser, delegate):
    document = adopted(conference, organiser, delegate)
    services.correct(
        document, clause(document), by=organiser, ru="Исправлено.", en="Corrected.", note_ru="Опечатка",
        note_en="A misprint", on=date(2026, 7, 1),
    )  # fmt: skip

    first, second, now = (
        page_of(Client(), conference, f"outcomes/draft/{path}").content.decode()
        for path in ("adopted/1/", "adopted/2/", "")
    )

    assert ["Corrected." in html for html in (first, second, now)] == [False, True, True]
    assert page_of(Client(), conference, "outcomes/draft/adopted/3/").status_code == 404


def test_the_group_picks_clauses_and_sees_where_they_come_from(conference, tracks, organiser, client_of):
    draft = a_document(conference, organiser, slug="track", track=tracks[1])
    common = a_document(conference, organiser, slug="common", clauses=0)
    client, path = client_of(organiser), f"/en/{conference.slug}/desk/outcomes/common/pick/"

    empty = client.post(path, {"into": "each"})
    client.post(path, {"into": "one", "source": [clause(draft, 1).pk, clause(draft, 2).pk]})

    html = client.get(f"/en/{conference.slug}/desk/outcomes/common/").content.decode()
    assert (empty.status_code, len(common.outline())) == (200, 1)
    assert ("Track 2, clause 1" in html, "Track 2, clause 2" in html) == (True, True)


def test_a_delegate_endorses_and_an_objection_to_one_clause_stands_beside_it(
    conference, organiser, delegate, client_of
):
    document = services.begin_endorsement(a_document(conference, organiser), by=organiser)
    client, path = client_of(delegate), f"/en/{conference.slug}/outcomes/draft/endorse/"

    client.post(path, {"kind": "for"})
    client.post(f"{path}?clause={clause(document, 2).pk}", {"kind": "reservation", "reservation": "Too short"})
    refused = client.post(path, {"kind": "reservation"})

    rows = list(document.endorsements.values_list("clause", "kind", "reservation"))
    assert rows == [(None, "for", ""), (clause(document, 2).pk, "reservation", "Too short")]
    assert list(refused.context["form"].errors) == ["reservation"]


def test_the_order_changes_by_buttons_and_by_dragging(conference, organiser, client_of):
    document = a_document(conference, organiser, clauses=3)
    client, base = client_of(organiser), f"/ru/{conference.slug}/desk/outcomes/draft/clauses"

    client.post(f"{base}/{clause(document, 3).pk}/move/", {"to": "up"})
    client.post(f"{base}/{clause(document, 2).pk}/place/", {"before": str(clause(document, 1).pk)})

    texts = [line.clause.text_en[-2] for line in document.outline()]
    assert texts == ["3", "1", "2"]


def test_one_proposal_is_decided_on_its_page(document, conference, delegate, organiser, client_of):
    proposal = a_proposal(document, delegate)
    path = f"/ru/{conference.slug}/desk/outcomes/draft/proposals/decide/?amendment={proposal.pk}"
    client = client_of(organiser)
    form = {"text_ru": "Лучший текст пункта.", "text_en": "A better text.", "revision": "0"}

    refused = client.post(path, {**form, "decision": "accept"})
    client.post(path, {**form, "decision": "accept", "answer_ru": "Согласны."})

    proposal.refresh_from_db()
    assert (list(refused.context["form"].errors), proposal.state) == (["answer_ru"], "accepted")
    assert clause(document).text_en == "A better text."


def test_proposals_of_two_clauses_are_not_decided_together(document, conference, delegate, organiser, client_of):
    rows = [a_proposal(document, delegate, place) for place in (1, 2)]
    query = "&".join(f"amendment={row.pk}" for row in rows)

    response = client_of(organiser).get(f"/ru/{conference.slug}/desk/outcomes/draft/proposals/decide/?{query}")

    assert response["Location"] == f"/ru/{conference.slug}/desk/outcomes/draft/proposals/"
