"""What schools say together, and what nobody can work out of it."""

from __future__ import annotations

import io
import itertools
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from conference.models import Organisation, Role
from proceedings.models import SelfAudit
from proceedings.services import audits
from proceedings.services.audits.together import School, group_of, told_of
from tests.proceedings.checklists import *  # noqa: F403
from tests.proceedings.checklists import NA, NO, PARTLY, YES, begun, finished
from workshops.models import Season

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 1)


def some(checklist, count: int, region: str = "", *values: str, prefix: str = "Школа", **about) -> list[SelfAudit]:
    """Finished attempts of so many different schools of a region."""
    return [
        finished(checklist, *(values or (YES,)), school=f"{prefix} {region} {number}", region=region, **about)
        for number in range(count)
    ]


# -- which schools are counted ----------------------------------------------------------------------------------------


def test_too_few_schools_are_not_told_at_all(checklist):
    some(checklist, 4, "RU-SPE")

    told = audits.together(checklist)

    assert (told.total, told.groups, told.others, told.items) == (None, {}, None, {})


def test_five_schools_are(checklist):
    some(checklist, 5, "RU-SPE", YES, PARTLY)

    told = audits.together(checklist)

    assert (told.total.schools, list(told.groups), told.others) == (5, ["RU-SPE"], None)
    assert (told.total.whole, list(told.total.sections.values())) == (60, [75, 50])
    assert list(told.items.values()) == [95, 50, 50, 50, 50]


def test_what_is_not_finished_not_counted_or_of_today_is_left_out(checklist):
    some(checklist, 5, "RU-SPE")
    some(checklist, 1, "RU-SPE", prefix="Не считать", is_counted=False)
    some(checklist, 1, "RU-SPE", prefix="Сегодня", days=0)
    begun(checklist, YES, school="Начали", region="RU-SPE")

    assert audits.together(checklist).total.schools == 5


def test_one_school_counts_once_with_its_latest_attempt(checklist, make_person):
    some(checklist, 4, "RU-SPE", NO)
    first = finished(checklist, NO, school="Школа № 7 «Радуга»", region="RU-SPE", days=90)
    finished(checklist, NO, school="ШКОЛА №7, РАДУГА", region="RU-SPE", days=80)
    second = audits.again(first, by=None, language="ru")
    for name, value in (("school", "Переименована"), ("finished_at", first.finished_at)):
        setattr(second, name, value)
    second.save()
    organisation, person = Organisation.objects.create(title="Лицей"), make_person()
    for days in (60, 50, 40):
        audit = finished(checklist, YES, days=days)
        SelfAudit.objects.filter(pk=audit.pk).update(organisation=organisation)
        finished(checklist, YES, days=days, person=person)

    told = audits.together(checklist)

    assert (told.total.schools, told.groups, told.others.schools) == (7, {}, 7)


def test_the_same_name_in_another_region_is_another_school(checklist):
    for region in ("RU-SPE", "RU-LEN", "RU-SVE", "RU-TA", "RU-PSK"):
        finished(checklist, YES, school="Школа № 1", region=region)

    assert audits.together(checklist).total.schools == 5


@pytest.mark.parametrize(
    ("region", "country", "group"),
    [
        ("RU-SPE", "", "RU-SPE"),
        ("RU-SPE", "RU", "RU-SPE"),
        ("", "BY", "country:BY"),
        ("RU-SPE", "BY", "country:BY"),
        ("", "", ""),
        ("", "RU", ""),
    ],
)
def test_groups(region, country, group):
    assert group_of(region, country) == group


# -- attacks ----------------------------------------------------------------------------------------------------------


def test_a_small_region_is_not_what_is_left_of_the_total(checklist):
    some(checklist, 9, "RU-SPE", YES)
    some(checklist, 6, "RU-SVE", YES)
    some(checklist, 2, "RU-PSK", NO)

    told = audits.together(checklist)

    assert (list(told.groups), told.others.schools) == (["RU-SPE"], 8)
    assert told.total.schools - sum(cells.schools for cells in told.groups.values()) == 8


def schools(*groups: tuple[str, int, dict[int, int]]) -> list[School]:
    """So many schools of each group with these worths of statements 1–4; 1 and 2 are of section 10."""
    sections = {1: 10, 2: 10, 3: 20, 4: 20}
    return [School(group, worths, sections) for group, count, worths in groups for _each in range(count)]


class Item:
    def __init__(self, pk: int, section: int) -> None:
        self.pk = self.statement = pk
        self.section_id = section


ITEMS = [Item(1, 10), Item(2, 10), Item(3, 20), Item(4, 20)]
ALL = dict.fromkeys((1, 2, 3, 4), 2)


def test_a_cell_behind_which_few_schools_stand_is_hidden_with_another(monkeypatch):
    """In B only two schools have anything in section 20: not told, and not to be had from the total less A."""
    told = told_of(
        schools(("A", 5, ALL), ("B", 2, ALL), ("B", 4, {1: 0, 2: 0}), ("C", 7, dict.fromkeys(ALL, 1))),
        ITEMS, until=DAY, least=5,
    )  # fmt: skip

    section = {key: cells.sections[20] for key, cells in told.groups.items()}
    assert section == {"A": None, "B": None, "C": 50}
    assert told.total.sections == {10: 60, 20: 50}  # the second of what is shown alone
    assert {pk: told.items[pk] for pk in (3, 4)} == {3: 50, 4: 50}


def test_a_statement_that_applies_to_few_schools_is_hidden_with_another():
    told = told_of(schools(("A", 6, {1: 2, 2: 2, 3: 2}), ("A", 3, {1: 2, 2: 0, 3: 0, 4: 0})), ITEMS, until=DAY, least=5)

    assert told.items == {1: 95, 2: 65, 3: None, 4: None}


def test_that_all_of_a_group_are_alike_is_not_told():
    told = told_of(schools(("A", 5, ALL), ("B", 5, dict.fromkeys(ALL, 0))), ITEMS, until=DAY, least=5)

    assert {key: cells.whole for key, cells in told.groups.items()} == {"A": 95, "B": 5}


def test_no_number_that_is_told_differs_from_another_by_a_small_group():
    """Every table of three regions with up to seven schools: rows and their sum are nobody or five at least."""
    for counts in itertools.product(range(8), repeat=3):
        told = told_of(
            schools(*((name, count, ALL) for name, count in zip("ABC", counts, strict=True))), ITEMS, until=DAY, least=5
        )

        rows = [cells.schools for cells in told.groups.values()] + ([told.others.schools] if told.others else [])
        assert all(size >= 5 for size in rows)
        assert (told.total.schools if told.total else 0) == sum(rows)
        assert sum(rows) in (0, sum(counts))


def test_a_larger_smallest_group_is_kept_to(season, checklist):
    Season.objects.create(conference=season, least_group=8)
    some(checklist, 7, "RU-SPE")

    assert audits.together(checklist).total is None


def test_what_is_taken_back_is_gone_at_once(checklist):
    rows = some(checklist, 5, "RU-SPE")
    before = audits.together(checklist).total.schools

    audits.tell_about(rows[0], is_counted=False)

    assert (before, audits.together(checklist).total) == (5, None)


# -- where it is told -------------------------------------------------------------------------------------------------


def test_the_public_page_tells_regions_and_no_school(client, checklist):
    some(checklist, 6, "RU-SPE", YES, NO)
    some(checklist, 2, "RU-PSK", prefix="Тайная")
    some(checklist, 3, "RU-SVE", prefix="Тайная")

    page = client.get(reverse("audits:together", args=["school"])).content.decode()

    assert "Санкт-Петербург" in page
    assert "Другие регионы вместе" in page or "Other regions together" in page
    assert "Псков" not in page
    assert "Свердловская" not in page
    assert "Тайная" not in page


@pytest.mark.parametrize("number", [1, 31])
def test_the_page_costs_as_much_with_many_schools(client, checklist, number, django_assert_num_queries):
    some(checklist, 4 + number, "RU-SPE")

    with django_assert_num_queries(9):
        answer = client.get(reverse("audits:together", args=["school"]))
    with django_assert_num_queries(5):  # kept for an hour
        client.get(reverse("audits:together", args=["school"]))

    assert answer.status_code == 200


def test_the_workbook_tells_what_the_page_tells(season, checklist, make_person, client_of):
    some(checklist, 9, "RU-SPE", YES, NA)
    some(checklist, 2, "RU-PSK")
    some(checklist, 5, "RU-SVE", NO)
    editor = client_of(make_person(Role.Kind.EDITOR, conference=season))

    answer = editor.get(season.url("proceedings:checklist_together_file", slug="school"))

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = list(book.worksheets[0].values)
    assert [row[1] for row in rows[1:]] == [9, 7, 16]
    assert "Псковская область" not in {row[0] for row in rows}
    assert len(list(book.worksheets[1].values)) == 6
