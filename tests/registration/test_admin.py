"""The desk in the administration: scope, search in both scripts, bulk verbs, guarded access needs, query budgets."""

from __future__ import annotations

from typing import Any

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conference.models import Message, Role
from registration import services
from registration.models import Delegation, Registration

LIST = "admin:registration_registration_changelist"
BUDGET = 12


def numbers(response: Any) -> list[str]:
    return [row.number for row in response.context["cl"].result_list]


def of_the_list(queries: CaptureQueriesContext) -> int:
    """Queries of the page itself: what the frame of the administration asks about roles is not counted."""
    asked = [query["sql"] for query in queries]
    return sum('FROM "registration_' in sql or '"conference_role"' not in sql for sql in asked)


def act(browser: Any, action: str, *rows: Registration, **more: Any) -> Any:
    data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return browser.post(reverse(LIST), data, follow=True)


@pytest.fixture
def desk(organiser, client_of):
    return client_of(organiser)


def test_the_list_holds_what_was_sent_here_and_nothing_else(
    desk, make_registration, make_categories, other_conference, make_person
):
    mine = make_registration()
    make_registration(state="draft")
    elsewhere = services.start_draft(make_categories(other_conference)["listener"], by=None, language="ru")
    Registration.objects.filter(pk=elsewhere.pk).update(state="submitted", person=make_person(), number="L-7777")

    assert numbers(desk.get(reverse(LIST))) == [mine.number]


@pytest.mark.parametrize("term", ["Жук", "жук", "Zhuk", "zhuk alesia", "Алеся Zhuk", "A-0001", "педагогический"])
def test_a_person_is_found_in_either_script(term, desk, make_registration):
    wanted = make_registration()
    make_registration("unesco")

    assert numbers(desk.get(reverse(LIST), {"q": term})) == [wanted.number]


@pytest.mark.parametrize("term", ["'; --", "%", "<script>", "я" * 500, "\u202e", "Жук Смирнов"])
def test_strange_searches_find_nothing_and_break_nothing(term, desk, make_registration):
    make_registration()

    response = desk.get(reverse(LIST), {"q": term})

    assert (response.status_code, numbers(response)) == (200, [])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state__exact": "approved"}, ["L-0002"]),
        ({"category__family__exact": "academic"}, ["A-0001"]),
        ({"country": "RU"}, ["L-0002"]),
        ({"attendance__exact": "hall"}, ["A-0001"]),
    ],
)
def test_filters(query, expected, desk, make_registration):
    make_registration()
    make_registration("listener")

    assert numbers(desk.get(reverse(LIST), query)) == expected


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_with_one_row_and_with_thirty(rows, desk, make_registration):
    for _row in range(rows):
        make_registration()

    with CaptureQueriesContext(connection) as queries:
        response = desk.get(reverse(LIST))

    assert len(numbers(response)) == rows
    assert of_the_list(queries) == BUDGET


def test_the_bulk_approval_goes_through_the_verb(desk, make_registration):
    waiting, again, gone = make_registration(), make_registration(), make_registration(state="cancelled")

    response = act(desk, "approve", waiting, again, gone)

    states = dict(Registration.objects.values_list("number", "state"))
    assert states == {"A-0001": "approved", "A-0002": "approved", "A-0003": "cancelled"}
    assert Message.objects.filter(key="registration-approved").count() == 2
    assert [message.level_tag for message in response.context["messages"]] == ["warning", "success"]


def test_declining_asks_for_the_reason_on_a_page_of_its_own(desk, make_registration):
    first, second = make_registration(), make_registration()

    asked = act(desk, "decline", first, second)
    empty = act(desk, "decline", first, second, apply="1", reason=" ")
    states = set(Registration.objects.values_list("state", flat=True))
    act(desk, "decline", first, second, apply="1", reason="Нет мест")

    assert "2 " in asked.content.decode()
    assert empty.context["form"].errors
    assert states == {"submitted"}
    assert set(Registration.objects.values_list("state", "decision_note")) == {("declined", "Нет мест")}


def test_cancelling_confirms_first(desk, make_registration):
    registration = make_registration(state="approved")

    act(desk, "cancel", registration)
    before = Registration.objects.get().state
    act(desk, "cancel", registration, apply="1", reason="")

    assert (before, Registration.objects.get().state) == ("approved", "cancelled")


def test_other_conferences_rows_are_not_acted_upon(
    desk, make_registration, make_categories, other_conference, make_person
):
    elsewhere = services.start_draft(make_categories(other_conference)["listener"], by=None, language="ru")
    Registration.objects.filter(pk=elsewhere.pk).update(state="submitted", person=make_person(), number="L-7777")

    act(desk, "approve", elsewhere)

    assert Registration.objects.get(pk=elsewhere.pk).state == "submitted"


def test_a_record_is_edited_but_not_its_state(desk, make_registration, tracks):
    registration = make_registration()
    url = reverse("admin:registration_registration_change", args=[registration.pk])

    response = desk.post(
        url,
        {"country": "AM", "body_ru": "Новый институт", "body_en": "", "attendance": "online", "track": tracks[0].pk,
         "rank": 3, "delegation_role": "", "language": "en", "state": "approved", "number": "X-1", "addressee": ""},
    )  # fmt: skip

    registration.refresh_from_db()
    assert response.status_code == 302
    assert (registration.state, registration.number, registration.country.code) == ("submitted", "A-0001", "AM")
    assert (registration.track, "novyi institut" in registration.search) == (tracks[0], True)


def test_tracks_of_other_conferences_are_not_offered(desk, make_registration, other_conference, tracks, organiser):
    Role.grant(organiser, Role.Kind.ORGANISER, other_conference)
    type(tracks[0]).objects.create(conference=other_conference, number=3, title_ru="Чужая секция")
    registration = make_registration()

    page = desk.get(reverse("admin:registration_registration_change", args=[registration.pk])).content.decode()

    assert ("Секция про 1" in page, "Чужая секция" in page) == (True, False)


# -- access needs -----------------------------------------------------------------------------------------


@pytest.fixture
def needs(make_draft, make_person, texts):
    draft = make_draft()
    consent = {"text": texts["special_category"].pk, "language": "ru"}
    services.save_access_needs(draft, services=["captions"], note="Тайная просьба", consent=consent, by=None)
    return services.submit(draft, by=make_person()).access_needs


@pytest.fixture
def coordinator(organiser, conference):
    Role.grant(organiser, Role.Kind.ACCESS, conference)
    return organiser


def test_lists_never_show_what_is_needed(desk, needs, coordinator):
    pages = [desk.get(reverse(name)) for name in (LIST, "admin:registration_accessneeds_changelist")]
    pages.append(desk.get(reverse("admin:registration_registration_change", args=[needs.registration_id])))

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert not any("Тайная просьба" in page.content.decode() for page in pages)
    assert LogEntry.objects.filter(action=LogEntry.Action.ACCESS).count() == 0


def test_reading_them_is_logged(desk, needs, coordinator):
    page = desk.get(reverse("admin:registration_accessneeds_change", args=[needs.pk]))

    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert "Тайная просьба" in page.content.decode()
    assert (entry.actor, entry.object_pk, entry.changes) == (coordinator, str(needs.pk), None)
    assert "Тайная просьба" not in str(entry.serialized_data)


@pytest.mark.parametrize("kind", ["organiser", "protocol", "chair", "editor", "participant", "superuser"])
def test_nobody_else_reads_them(kind, needs, make_person, conference, client_of):
    is_superuser = kind == "superuser"
    roles = [] if is_superuser else [kind]
    person = make_person(*roles, conference=conference, is_staff=True, is_superuser=is_superuser)

    response = client_of(person).get(reverse("admin:registration_accessneeds_change", args=[needs.pk]))

    assert response.status_code == 403
    assert "Тайная просьба" not in response.text
    assert LogEntry.objects.filter(action=LogEntry.Action.ACCESS).count() == 0


def test_what_they_need_never_enters_the_history(needs):
    assert not any("Тайная просьба" in str(entry.changes) for entry in LogEntry.objects.all())


@pytest.mark.parametrize("rows", [1, 12])
def test_delegations_cost_the_same_with_one_row_and_with_many(rows, desk, conference, make_person):
    for number in range(rows):
        Delegation.objects.create(
            conference=conference, country="AM", body_ru=f"Министерство {number}", focal_point=make_person()
        )

    with CaptureQueriesContext(connection) as queries:
        response = desk.get(reverse("admin:registration_delegation_changelist"))

    assert len(response.context["cl"].result_list) == rows
    assert of_the_list(queries) == 8


# -- decisions on the page of one registration --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("submitted", ["approve", "decline", "cancel"]),
        ("approved", ["cancel"]),
        ("declined", ["approve"]),
        ("cancelled", []),
    ],
)
def test_the_page_offers_the_decisions_that_are_allowed(state, expected, desk, make_registration):
    registration = make_registration(state=state)

    response = desk.get(reverse("admin:registration_registration_change", args=[registration.pk]))

    assert [each["action"] for each in response.context["decisions"]] == expected
    assert response.content.decode().count('name="action" value=') == len(expected)


def test_a_decision_on_the_page_returns_to_it(desk, make_registration):
    registration = make_registration()
    page = reverse("admin:registration_registration_change", args=[registration.pk])

    response = act(desk, "approve", registration, from_page=registration.pk)

    registration.refresh_from_db()
    assert (registration.state, response.redirect_chain[-1][0]) == ("approved", page)


def test_declining_from_the_page_asks_for_the_reason_and_returns(desk, make_registration):
    registration = make_registration()
    page = reverse("admin:registration_registration_change", args=[registration.pk])

    asked = act(desk, "decline", registration, from_page=registration.pk).content.decode()
    done = act(desk, "decline", registration, from_page=registration.pk, apply="1", reason="Нет мест")

    registration.refresh_from_db()
    assert (f'name="from_page" value="{registration.pk}"' in asked, f'href="{page}"' in asked) == (True, True)
    assert (registration.state, done.redirect_chain[-1][0]) == ("declined", page)
