"""The statistics of a season: counted by the rooms, drawn as bars with their tables, printed in both languages."""

from __future__ import annotations

import io
import subprocess
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from conference.models import Role
from tests.workshops.questioning import *  # noqa: F403
from tests.workshops.questioning import new_event
from workshops.models import Expert, Question, Vote
from workshops.services import final_report, reach

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(season, make_listener, make_person):
    """Three events, one of them over and one called off; two listeners, one known by an address; one answer."""
    held = new_event(season, starts=timedelta(days=-3), captions=True, title_en="Held")
    new_event(season, kind="webinar", starts=timedelta(days=3))
    new_event(season, starts=timedelta(days=5), is_off=True)
    make_listener()
    make_listener(person=make_person())
    Expert.objects.create(conference=season, slug="a", name_ru="Вера Тополева", name_en="Vera Topoleva")
    Question.objects.create(conference=season, session=held, text_ru="Кто?", language="ru", state="answered")
    return season


def test_the_plan_counts_itself(told, in_english):
    part = reach.events_part(told, 10)

    assert dict(part.figures) == {
        "Events in the plan": "2", "Events held": "1", "Hours of events held": "2", "With captions": "1",
    }  # fmt: skip
    formats = next(rows for caption, _columns, rows in part.tables if caption == "Events by format")
    assert formats == (("Q&A", "1"), ("Q&A", "1"))
    months = next(rows for caption, _columns, rows in part.tables if caption == "Events by month")
    assert sum(int(n) for _month, n in months) == 2


def test_a_season_without_events_counts_nothing(season):
    assert reach.events_part(season, 10) is None


def test_tables_of_numbers_become_bars_in_their_own_order():
    chart = reach.chart_of(("By region", ("Region", "Listeners"), (("A", "5"), ("B", "1\u00a0000"), ("C", "0"))))

    assert [(bar.label, bar.length) for bar in chart.bars] == [("A", 0.8), ("B", 100.0), ("C", 0.0)]
    assert chart.total == 1005


@pytest.mark.parametrize("rows", [(), (("A", "many"),), (("A", "1", "2"),)])
def test_other_tables_stay_tables(rows):
    assert reach.chart_of(("By region", ("Region", "Listeners"), rows)) is None


def test_the_large_numbers(told):
    assert reach.headline(told) == reach.Headline(events=2, listeners=1, answered=1, experts=1)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ("Сезон в цифрах", "Мероприятия по месяцам", "Показать таблицей")),
        ("en", ("The season in numbers", "Events by month", "Show as a table")),
    ],
)
def test_the_page_for_everybody(client, told, language, words):
    html = client.get(f"/{language}/season/statistics/").content.decode()

    for word in words:
        assert word in html
    assert "statistics.xlsx" not in html


def test_the_page_costs_no_more_with_more_events(client, told, django_assert_max_num_queries):
    for day in range(20):
        new_event(told, starts=timedelta(days=-day - 1), kind=f"kind-{day}")

    with django_assert_max_num_queries(40):
        client.get("/ru/season/statistics/")


def test_the_numbers_are_kept_for_a_minute(client, told, django_assert_max_num_queries):
    client.get("/ru/season/statistics/")

    with django_assert_max_num_queries(14):
        client.get("/ru/season/statistics/")


def test_earlier_seasons_stand_beside(client, told, make_conference):
    make_conference("before", kind="season", starts=told.starts - timedelta(days=365), title_ru="Прошлый сезон",
                    ends=told.starts - timedelta(days=100))  # fmt: skip
    make_conference("hidden", kind="season", starts=told.starts - timedelta(days=700), title_ru="Черновик",
                    ends=told.starts - timedelta(days=600), visibility="draft")  # fmt: skip

    html = client.get("/ru/season/statistics/").content.decode()

    assert "Прошлый сезон" in html
    assert "Черновик" not in html


def test_a_conference_has_no_such_page(client, conference):
    assert client.get(f"/ru/{conference.slug}/statistics/").status_code == 404


def test_the_workbook_has_a_sheet_of_numbers_and_one_for_each_table(client, told, make_person):
    client.force_login(make_person(Role.Kind.ORGANISER, conference=told))

    response = client.get("/en/season/desk/statistics.xlsx")

    book = load_workbook(io.BytesIO(response.content), read_only=True)
    assert book.sheetnames[0] == "Numbers"
    assert "1. Events by format" in book.sheetnames
    assert ("Events", "Events held", 1) in [tuple(row) for row in book["Numbers"].iter_rows(values_only=True)]


def test_the_home_page_shows_the_large_numbers(client, told):
    html = client.get("/ru/season/").content.decode()

    assert 'class="numbers"' in html
    assert "/ru/season/statistics/" in html


@pytest.mark.once
def test_the_annual_report_is_tagged_and_in_both_languages(told, organiser, tmp_path):
    import page

    report = final_report.draw(told, by=organiser)

    path = tmp_path / "report.pdf"
    with report.file.open("rb") as file:
        path.write_bytes(file.read())
    assert page.validate_pdf(str(path), profile="ua1").is_compliant
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    for words in ("Отчёт о сезоне", "Annual report", "Мероприятия по месяцам", "Events by month", "Held"):
        assert words in text


def test_no_small_group_of_listeners_is_shown_apart(told, make_listener, make_person, in_english):
    for region, how_many in (("RU-MOW", 7), ("RU-SPE", 3), ("RU-TA", 2), ("RU-KDA", 1)):
        for _each in range(how_many):
            make_listener(person=make_person(), region=region, country="RU")

    part = next(part for part in reach.parts_of(told) if part.title == "Listeners")

    rows = {caption: rows for caption, _columns, rows in part.tables}
    assert rows["Listeners by region"] == (("Moscow", "7"), ("Other regions", "6"))
    assert rows["Listeners by country"] == (("Russian Federation", "13"),)


def test_columns_of_whole_numbers_are_known():
    rows = (("Школа", "13", "1\u00a0001", "85 %"), ("Семья", "0", "4", "–"))

    assert reach.number_columns(("By theme", ("Theme", "Asked", "Answered", "Share"), rows)) == (1, 2)
    assert reach.number_columns(("By theme", ("Theme", "Asked"), ())) == ()


def test_a_table_of_the_page_sets_its_numbers_flush_right(client, told):
    html = client.get("/en/season/statistics/").content.decode()

    table = html.split("Questions by theme</caption>")[1].split("</table>")[0]
    assert table.count('class="n"') == 4
    assert '<th scope="col" class="n">Asked</th>' in table


def test_thousands_are_told_apart_and_added_up_by_a_spreadsheet(told, in_english):
    question = Question.objects.get()
    Vote.objects.bulk_create(Vote(question=question, voter=f"x{number}") for number in range(1234))

    shown = next(dict(part.figures) for part in reach.parts_of(told) if part.title == "Questions")[
        "Votes for questions"
    ]

    assert (shown, reach.value_of(shown)) == ("1,234", 1234)
