"""The list on the desk and its exports: found in either script, defused, logged, of one conference."""

from __future__ import annotations

import csv
import io

import pytest
from auditlog.models import LogEntry
from django.http import QueryDict
from openpyxl import load_workbook

from conference.models import Conference, Role
from registration.models import AccessNeeds, CustomAnswer, CustomQuestion, Delegation, Registration, SavedView
from registration.services import exporting, listing

pytestmark = pytest.mark.usefixtures("categories")


def found(conference: Conference, query: str) -> list[str]:
    return sorted(row.number for row in listing.find(conference, QueryDict(query)))


def as_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def people(make_registration, make_person, conference):
    zhuk = make_registration(full_name="Жук Алеся Петровна", latin_name="Alesia Zhuk", country="BY")
    listener = make_registration("listener", full_name="Тарасов Пётр", country="RU", city="Псков")
    declined = make_registration(state="declined", full_name="Орлов Иван", latin_name="Ivan Orlov", country="RU")
    make_registration(state="draft", full_name="Жук Черновик")
    return zhuk, listener, declined


@pytest.mark.parametrize("words", ["Жук", "zhuk", "ЖУК алеся", "A-0001", "Zhuk Alesia"])
def test_a_name_is_found_in_either_script(words, people, conference):
    assert found(conference, f"q={words}") == ["A-0001"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["A-0001", "A-0003", "L-0002"]), ("state=submitted", ["A-0001"]), ("state=active", ["A-0001", "L-0002"]),
        ("state=submitted&state=declined", ["A-0001", "A-0003"]), ("category=listener", ["L-0002"]),
        ("country=RU&state=active", ["L-0002"]), ("attendance=online", ["L-0002"]), ("track=2", ["A-0001", "A-0003"]),
        ("track=none", ["L-0002"]), ("delegation=none", ["A-0001", "A-0003", "L-0002"]), ("delegation=any", []),
        ("checked=yes", []), ("checked=no&category=listener", ["L-0002"]), ("confirmed=yes", []), ("source=import", []),
    ],
)  # fmt: skip
def test_filters_in_the_address(query, numbers, people, conference):
    assert found(conference, query) == numbers


@pytest.mark.parametrize(
    "query",
    ["state=all%00", "state=draft", "category=no-such", "country=ZZ", "track=x", "track=99999999999999",
     "checked=maybe", "delegation=-1", "q=%00%00nobody", "source=%27%20OR%201%3D1"],
)  # fmt: skip
def test_a_value_that_nobody_offers_finds_nobody(query, people, conference):
    assert found(conference, query) == []


def test_a_delegation_of_another_conference_finds_nobody(people, conference, other_conference):
    other = Delegation.objects.create(conference=other_conference, body_ru="Чужая")

    assert found(conference, f"delegation={other.pk}") == []


def test_the_list_shows_chosen_columns_in_the_chosen_order(people, organiser, client_of, conference):
    url = conference.url("registration:desk_list")

    response = client_of(organiser).get(f"{url}?columns=latin_name&columns=country&sort=-number")

    assert [head["column"].name for head in response.context["heads"]] == ["number", "latin_name", "country"]
    assert [row["cells"][0]["text"] for row in response.context["rows"]] == ["L-0002", "A-0003", "A-0001"]


def test_countries_are_ordered_by_their_names(make_registration, conference):
    for code in ("RU", "AM", "BY", "AZ"):
        make_registration(country=code)

    rows = listing.find(conference, QueryDict("sort=country"))

    assert [row.country.code for row in rows] == ["AZ", "AM", "BY", "RU"]  # Азербайджан, Армения, Беларусь, Россия


def test_the_export_is_what_the_list_shows(people, organiser, conference):
    query = QueryDict("country=RU&columns=full_name&sort=number")

    rows = as_rows(exporting.export(conference, query, kind="csv", by=organiser))

    assert rows[1:] == [["A-0003", "Орлов Иван"], ["L-0002", "Тарасов Пётр"]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
def test_formulas_are_defused(sign, make_registration, organiser, conference):
    row = make_registration()
    Registration.objects.filter(pk=row.pk).update(body_ru=f"{sign}cmd|'/c calc'!A1")

    content = exporting.export(conference, QueryDict("columns=body_ru"), kind="xlsx", by=organiser)
    cell = load_workbook(io.BytesIO(content)).active["B2"]
    text = as_rows(exporting.export(conference, QueryDict("columns=body_ru"), kind="csv", by=organiser))[1][1]

    assert (cell.data_type, cell.value[0], text[0]) == ("s", "'", "'")


def test_access_needs_are_never_exported(make_registration, organiser, conference):
    row = make_registration()
    AccessNeeds.objects.create(registration=row, services=["sign_language"], note="СЕКРЕТ", diet="СЕКРЕТ")

    content = exporting.export(conference, QueryDict("columns=all"), kind="csv", by=organiser).decode()

    assert row.number in content
    assert "СЕКРЕТ" not in content
    assert "sign_language" not in content


def test_each_export_leaves_a_row_in_the_audit_log_without_the_name_searched_for(people, organiser, conference):
    exporting.export(conference, QueryDict("q=Жук&state=submitted"), kind="xlsx", by=organiser)

    entry = LogEntry.objects.filter(action=LogEntry.Action.ACCESS).get()
    assert (entry.actor, entry.additional_data["rows"], entry.additional_data["export"]) == (organiser, 1, "xlsx")
    assert "Жук" not in str(entry.additional_data)
    assert "%D0%96" not in str(entry.additional_data)


def test_the_download_is_an_attachment_of_this_conference(people, organiser, client_of, conference, other_conference):
    Registration.objects.filter(pk=people[0].pk).update(conference=other_conference)

    response = client_of(organiser).get(conference.url("registration:desk_export", kind="csv"))

    assert response["Content-Disposition"] == 'attachment; filename="inclusion-registrations.csv"'
    assert (response["X-Content-Type-Options"], "no-store" in response["Cache-Control"]) == ("nosniff", True)
    assert sorted(row[0] for row in as_rows(response.content)[1:]) == ["A-0003", "L-0002"]


def test_protocol_sees_the_list_and_takes_nothing_out(people, make_person, client_of, conference):
    client = client_of(make_person(Role.Kind.PROTOCOL, conference=conference))

    page = client.get(conference.url("registration:desk_list"))
    export = client.get(conference.url("registration:desk_export", kind="xlsx"))

    assert (page.status_code, export.status_code) == (200, 404)
    assert b"export/xlsx" not in page.content
    assert b'name="chosen"' not in page.content


# -- saved views --------------------------------------------------------------------------------------------


def test_a_view_is_its_owners(people, organiser, make_person, client_of, conference):
    client = client_of(organiser)
    data = {"title": "Из России", "query": "country=RU&page=3&evil=1"}

    client.post(conference.url("registration:view_save"), data)

    view = SavedView.objects.get()
    colleague = client_of(make_person(Role.Kind.ORGANISER, conference=conference))
    assert (view.person, view.query) == (organiser, "country=RU")
    assert "Из России" in client.get(conference.url("registration:desk_list")).content.decode()
    assert "Из России" not in colleague.get(conference.url("registration:desk_list")).content.decode()
    assert colleague.post(conference.url("registration:view_delete", pk=view.pk)).status_code == 404


def test_two_views_have_two_names(organiser, client_of, conference):
    client = client_of(organiser)
    for query in ("country=RU", "country=AM"):
        response = client.post(conference.url("registration:view_save"), {"title": "Мой", "query": query})

    assert (response.status_code, SavedView.objects.get().query) == (302, "country=RU")


# -- decisions about many -----------------------------------------------------------------------------------


def test_forty_are_approved_in_four_clicks(make_registration, make_person, organiser, client_of, conference):
    for _each in range(40):
        make_registration(person=make_person())
    client = client_of(organiser)

    clicks = [client.get(conference.url("registration:desk_list"), {"state": "submitted"})]
    told = {"scope": "all", "query": "state=submitted", "verb": "approve"}
    clicks.append(client.post(conference.url("registration:desk_decide"), told))  # choose all found, press Approve
    ready = clicks[-1].context["ready"]
    told = {"chosen": [row.pk for row in ready], "query": "state=submitted"}
    clicks.append(client.post(conference.url("registration:desk_approve"), told))

    assert (len(ready), len(clicks)) == (40, 3)
    assert Registration.objects.approved().count() == 40


def test_nothing_is_decided_before_the_confirmation(people, organiser, client_of, conference):
    told = {"chosen": [people[0].pk], "verb": "decline"}

    response = client_of(organiser).post(conference.url("registration:desk_decide"), told)

    assert [row.number for row in response.context["ready"]] == ["A-0001"]
    assert Registration.objects.get(pk=people[0].pk).state == "submitted"


def test_a_refusal_needs_a_reason_and_keeps_the_choice(people, organiser, client_of, conference):
    client, url = client_of(organiser), conference.url("registration:desk_decline")

    without = client.post(url, {"chosen": [people[0].pk], "reason": " "})
    client.post(url, {"chosen": [people[0].pk], "reason": "Нет мест"})

    assert (without.status_code, [row.pk for row in without.context["ready"]]) == (200, [people[0].pk])
    assert Registration.objects.get(pk=people[0].pk).decision_note == "Нет мест"


def test_a_registration_of_another_conference_is_not_decided(
    people, organiser, client_of, conference, other_conference
):
    Registration.objects.filter(pk=people[0].pk).update(conference=other_conference)

    client_of(organiser).post(conference.url("registration:desk_approve"), {"chosen": [people[0].pk]})

    assert Registration.objects.get(pk=people[0].pk).state == "submitted"


def test_the_administration_exports_chosen_rows_of_ones_own_conferences(people, organiser, client_of, other_conference):
    Registration.objects.filter(pk=people[1].pk).update(conference=other_conference)
    data = {"action": "export", "_selected_action": [row.pk for row in people]}

    response = client_of(organiser).post("/admin/registration/registration/", data)

    numbers = [
        row[0] for row in load_workbook(io.BytesIO(response.content)).active.iter_rows(min_row=2, values_only=True)
    ]
    assert sorted(numbers) == ["A-0001", "A-0003"]
    assert LogEntry.objects.get(action=LogEntry.Action.ACCESS).additional_data["rows"] == 2


def test_answers_to_own_questions_are_in_the_export_of_all_columns(people, organiser, conference):
    question = CustomQuestion.objects.create(conference=conference, title_ru="Размер футболки", title_en="T-shirt size")
    CustomAnswer.objects.create(registration=people[0], question=question, value="=M")

    rows = as_rows(exporting.export(conference, QueryDict("columns=all&sort=number"), kind="csv", by=organiser))

    assert (rows[0][-1], [row[-1] for row in rows[1:]]) == ("Размер футболки", ["'=M", "", ""])
