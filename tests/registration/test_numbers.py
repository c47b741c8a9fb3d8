"""The desk in numbers: every chart counts the same people, and its table says what is drawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.models import Page, Role
from registration.models import Category, Registration
from registration.services import numbers

pytestmark = pytest.mark.usefixtures("categories")


@pytest.fixture
def people(make_registration, make_conference, make_categories, make_person):
    """Nine registrations here (six that count), and in another conference one of each state that could leak."""
    made = [
        make_registration(), make_registration(country="AM"), make_registration(state="approved", country="AM"),
        make_registration("listener", country="RU"), make_registration("listener", country="RU"),
        make_registration("unesco", country=""), make_registration(state="declined"),
        make_registration(state="cancelled"), make_registration(state="draft"),
    ]  # fmt: skip
    elsewhere = make_conference()
    category = make_categories(elsewhere)["academic"]
    for at, state in enumerate(("submitted", "approved")):
        Registration.objects.create(
            conference=elsewhere, category=category, person=make_person(), number=f"A-{at:04d}", state=state,
            country="FI", submitted_at=timezone.now(),
        )  # fmt: skip
    return made


def test_states_are_counted_without_drafts(people, conference):
    counted = {datum.label: datum.value for datum in numbers.by_state(conference)}

    assert sum(counted.values()) == 8
    assert counted[str(Registration.State.DECLINED.label)] == 1
    assert counted[str(Registration.State.CANCELLED.label)] == 1


def test_every_chart_has_the_same_sum(people, conference):
    categories = list(Category.objects.of(conference))
    states = {datum.label: datum.value for datum in numbers.by_state(conference)}
    over = numbers.over_time(conference)

    active = sum(states[str(state.label)] for state in Registration.ACTIVE)
    sums = {
        numbers.by_category(conference, categories).total, numbers.by_country(conference).total, over.total,
        over.rows[0][2], sum(new for _day, new, _total in over.rows), int(over.line.last), active,
    }  # fmt: skip
    assert sums == {6}


def test_countries_are_sorted_with_those_not_given_named(people, conference):
    chart = numbers.by_country(conference)

    assert [(row["datum"].url.rpartition("=")[2], row["datum"].value) for row in chart.rows] == [
        ("AM", 2), ("RU", 2), ("none", 1), ("BY", 1),
    ]  # fmt: skip
    assert "Финляндия" not in str(chart)


def test_days_are_those_of_the_conference(make_registration, conference):
    conference.registration_opens = timezone.now() - timedelta(days=10)
    conference.save()
    registration = make_registration()
    Registration.objects.filter(pk=registration.pk).update(submitted_at=timezone.now() - timedelta(days=5))

    over = numbers.over_time(conference)

    assert len(over.rows) == 11
    assert [(new, total) for _day, new, total in over.rows][4:7] == [(0, 1), (1, 1), (0, 0)]


def test_many_days_are_told_by_weeks_and_still_add_up(make_registration, conference):
    conference.registration_opens = timezone.now() - timedelta(days=60)
    conference.save()
    for days in (59, 30, 0):
        row = make_registration()
        Registration.objects.filter(pk=row.pk).update(submitted_at=timezone.now() - timedelta(days=days))

    over = numbers.over_time(conference)

    assert (len(over.rows), sum(new for _day, new, _total in over.rows), over.rows[0][2]) == (9, 3, 3)


def test_without_registrations_the_day_of_the_opening_is_told(conference):
    over = numbers.over_time(conference)

    assert (over.line, over.total) == (None, 0)
    assert str(conference.registration_opens.year) in over.summary


def test_seats_are_told_in_per_cent_with_the_numbers_beside(categories, conference):
    Category.objects.filter(pk=categories["listener"].pk).update(seats=200, seats_taken=164)

    chart = numbers.seats(conference, list(Category.objects.of(conference)))

    assert [(bar.shown, bar.length) for bar in chart.bars] == [("82\u00a0%", 82.0)]
    assert "164" in chart.rows[0]["datum"].note
    assert "200" in chart.rows[0]["datum"].note


def test_a_text_in_one_language_is_missing_in_the_other(conference, other_conference):
    Page.objects.create(
        conference=conference, slug="a", title_ru="О", title_en="About", body_ru="Текст", body_en="Text"
    )
    Page.objects.create(conference=conference, slug="b", title_ru="Б", title_en="B", body_ru="Только по-русски")
    Page.objects.create(conference=other_conference, slug="c", title_ru="Чужая", body_ru="Чужая")

    counted, missing = numbers.completeness(conference)

    pages = {
        each.language: (each.done, each.wanted) for each in counted if each.kind == str(Page._meta.verbose_name_plural)
    }
    assert pages == {"ru": (4, 4), "en": (3, 4)}
    assert [(each.title, each.language) for each in missing if each.title in ("Б", "О", "Чужая")] == [("Б", "en")]


def test_the_desk_shows_charts_with_tables(people, organiser, client_of, conference):
    page = client_of(organiser).get(conference.url("desk")).content.decode()

    assert page.count('role="img"') >= 4
    assert page.count('<details class="more">') >= 3
    assert "style=" not in page.partition("<main")[2].partition("</main>")[0]


def test_numbers_are_not_for_chairs(people, make_person, client_of, conference):
    chair = make_person(Role.Kind.CHAIR, conference=conference)

    page = client_of(chair).get(conference.url("desk")).content.decode()

    assert 'role="img"' not in page.partition("<main")[2]


def test_the_desk_waits_for_decisions_and_says_since_when(make_registration, organiser, client_of, conference):
    row = make_registration()
    Registration.objects.filter(pk=row.pk).update(submitted_at=timezone.now() - timedelta(days=4))

    response = client_of(organiser).get(conference.url("desk"))

    task = next(task for task in response.context["tasks"] if "state=submitted" in task["url"])
    assert (task["is_urgent"], "4" in task["age"]) == (True, True)
    assert client_of(organiser).get(task["url"]).context["found"] == 1
