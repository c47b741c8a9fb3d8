"""Countries, delegations and people in the order of protocol, worked out for the language of the reader."""

from __future__ import annotations

import io
import shutil
import subprocess

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from conference.models import Role
from registration.documents import protocol
from registration.documents.countries import (
    _genitives,
    alphabetical,
    country_in_genitive,
    country_name,
    delegation_title,
    official_name,
    sorted_by_name,
)
from registration.models import Category, Delegation, Registration

Family = Category.Family


@pytest.mark.parametrize(
    ("code", "ru", "en"),
    [
        ("AM", "Делегация Армении", "Delegation of Armenia"),
        ("MD", "Делегация Республики Молдова", "Delegation of the Republic of Moldova"),
        ("RU", "Делегация Российской Федерации", "Delegation of the Russian Federation"),
        ("KG", "Делегация Кыргызстана", "Delegation of Kyrgyzstan"),
        ("US", "Делегация Соединённых Штатов Америки", "Delegation of the United States of America"),
        ("CI", "Делегация Кот-д’Ивуара", "Delegation of Côte d’Ivoire"),
        ("VA", "Делегация Святого Престола", "Delegation of the Holy See"),
        ("PS", "Делегация Палестины", "Delegation of Palestine"),
        ("am", "Делегация Армении", "Delegation of Armenia"),
        ("GL", "Делегация: Гренландия", "Delegation: Greenland"),
        ("", "Делегация", "Delegation"),
        ("ZZ", "Делегация", "Delegation"),
        ("<b>", "Делегация", "Delegation"),
    ],
)
def test_delegations_are_named(code, ru, en):
    assert (delegation_title(code, "ru"), delegation_title(code, "en")) == (ru, en)


def test_every_member_of_the_united_nations_has_its_genitive():
    known = _genitives()

    assert len(known) == 193 + 4  # with the Holy See, Palestine, the Cook Islands and Niue
    assert [code for code in known if not country_name(code, "ru")] == []
    assert [code for code in known if not country_in_genitive(code, "en")] == []


def test_official_names_where_we_keep_them():
    assert official_name("AM", "ru") == "Республика Армения"
    assert official_name("AM", "ru", genitive=True) == "Республики Армения"
    assert official_name("AM", "en", genitive=True) == "the Republic of Armenia"
    assert official_name("RS", "ru", genitive=True) == "Сербии"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ru", ["AZ", "AM", "BY", "MD", "RU"]), ("en", ["AM", "AZ", "BY", "MD", "RU"])],
)
def test_countries_stand_in_the_order_of_the_language(language, expected):
    assert sorted_by_name(["RU", "MD", "BY", "AZ", "AM"], language) == expected


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("ru", ["Елкин", "Ёлкина", "Ельцин", "Иванов", "Йорданов", "Яковлев", "Ainscow", "Smith"]),
        ("en", ["Ainscow", "Côte", "Cox", "Łukasz", "Lumley", "Øster", "Otto", "Zhuk", "Ёлкина"]),
    ],
)
def test_alphabets(language, names):
    mixed = names[::-1]

    assert sorted(mixed, key=lambda name: alphabetical(name, language)) == names


@pytest.fixture
def make_delegation(conference, categories):
    def make(country="AM", family="ministry", body="Министерство образования", **fields):
        return Delegation.objects.create(
            conference=conference, country=country, category=categories[family], body_ru=body, body_en="Body", **fields
        )

    return make


@pytest.fixture
def make_member(conference, categories, make_person):
    def make(delegation, name, role="delegate", rank=9, state="approved", **person):
        return Registration.objects.create(
            conference=conference, category=delegation.category, delegation=delegation, delegation_role=role, rank=rank,
            person=make_person(full_name=name, **person), state=state, country=delegation.country,
            number=f"M-{Registration.objects.count():04d}",
        )  # fmt: skip

    return make


def test_delegations_by_name_states_before_organisations(make_delegation):
    rows = [
        make_delegation("", "ministry", "Ассоциация школ"), make_delegation("FR", "unesco", "ЮНЕСКО"),
        make_delegation("RU"), make_delegation("BY", "natcom", "Комиссия"), make_delegation("AZ"),
        make_delegation("BY"), make_delegation("AM"),
    ]  # fmt: skip

    ru = [(each.country.code, each.category.family) for each in protocol.delegations_in_order(rows, "ru")]
    en = [each.country.code for each in protocol.delegations_in_order(rows, "en")]

    assert ru == [
        ("AZ", "ministry"), ("AM", "ministry"), ("BY", "ministry"), ("BY", "natcom"), ("RU", "ministry"),
        ("FR", "unesco"), ("", "ministry"),
    ]  # fmt: skip
    assert en == ["AM", "AZ", "BY", "BY", "RU", "FR", ""]


def test_a_lot_decides_where_the_states_begin(make_delegation):
    rows = [make_delegation("FR", "unesco"), *(make_delegation(code) for code in ("RU", "BY", "AZ", "AM"))]

    codes = [each.country.code for each in protocol.delegations_in_order(rows, "ru", first="BY")]

    assert codes == ["BY", "RU", "AZ", "AM", "FR"]


def test_people_by_role_rank_and_family_name(make_delegation, make_member):
    delegation = make_delegation()
    for name, role, rank in (
        ("Яковлев Антон", "delegate", 9), ("Ёлкина Анна", "delegate", 9), ("Ельцова Вера", "delegate", 9),
        ("Абрамов Илья", "delegate", 9), ("Сомов Пётр", "delegate", 2), ("Юдин Лев", "head", 1),
        ("Жуков Олег", "observer", 1), ("Белов Глеб", "deputy", 4),
    ):  # fmt: skip
        make_member(delegation, name, role, rank)

    names = [each.person.full_name.split()[0] for each in protocol.in_order(Registration.objects.all(), "ru")]

    assert names == ["Юдин", "Белов", "Сомов", "Абрамов", "Ёлкина", "Ельцова", "Яковлев", "Жуков"]


def test_the_english_list_follows_the_latin_family_name(make_delegation, make_member):
    delegation = make_delegation()
    make_member(delegation, "Арбузов Иван", latin_name="Ivan Watermelon")
    make_member(delegation, "Юдин Пётр", latin_name="Petr Iudin")

    def names(language):
        return [each.person.latin_name for each in protocol.in_order(Registration.objects.all(), language)]

    assert (names("ru"), names("en")) == (["Ivan Watermelon", "Petr Iudin"], ["Petr Iudin", "Ivan Watermelon"])


@pytest.fixture
def two_delegations(make_delegation, make_member):
    armenia, azerbaijan = make_delegation("AM"), make_delegation("AZ")
    make_member(
        armenia, "Вардумян Анаит", "head", 1, latin_name="Anahit Vardumyan", position_ru="министр образования",
        position_en="Minister of Education",
    )  # fmt: skip
    make_member(armenia, "Дарбинова Сусанна", latin_name="=HYPERLINK(1)", position_en="Adviser")
    make_member(armenia, "Ждущий Иван", state="submitted")
    make_member(azerbaijan, "Алиев Рауф", "head", 2, latin_name="Rauf Aliyev")
    return armenia, azerbaijan


def test_the_page_lists_approved_members_in_both_orders(two_delegations, conference, client_of, make_person):
    officer = client_of(make_person(Role.Kind.PROTOCOL, conference=conference))

    ru = officer.get(f"/ru/{conference.slug}/desk/protocol/").text
    en = officer.get(f"/en/{conference.slug}/desk/protocol/").text

    assert ru.index("Делегация Азербайджана") < ru.index("Делегация Армении")
    assert en.index("Delegation of Armenia") < en.index("Delegation of Azerbaijan")
    assert "H.E. <bdi>Anahit Vardumyan</bdi>" in en.replace("\u00a0", " ")
    assert "Ждущий" not in ru


def test_the_spreadsheet_holds_the_list_and_no_formula(two_delegations, conference, client_of, organiser):
    answer = client_of(organiser).get(f"/ru/{conference.slug}/desk/protocol/delegations.xlsx")

    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert answer["Content-Disposition"] == 'attachment; filename="delegations.xlsx"'
    assert [row[1] for row in rows[1:]] == ["Делегация Азербайджана", "Делегация Армении", "Делегация Армении"]
    assert (rows[2][3], rows[2][4], rows[2][6]) == ("Е. П.", "Вардумян Анаит", "министр образования")
    assert rows[3][5] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("first", ["<script>", "ARM", "../", "%00x", "1"])
def test_a_hostile_lot_is_no_lot(first, two_delegations, conference, client_of, organiser):
    answer = client_of(organiser).get(f"/en/{conference.slug}/desk/protocol/", {"first": first})

    assert answer.status_code == 200
    assert "<script>" not in answer.text.partition("<main")[2]
    assert answer.text.index("Delegation of Armenia") < answer.text.index("Delegation of Azerbaijan")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext")
def test_the_printed_list_has_a_russian_and_an_english_part(two_delegations, conference, tmp_path):
    path = tmp_path / "list.pdf"

    path.write_bytes(protocol.as_pdf(conference))

    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    order = [
        "Список делегаций", "Делегация Азербайджана", "Делегация Армении", "Е. П. Вардумян Анаит",
        "List of delegations", "Delegation of Armenia", "H.E. Anahit Vardumyan", "Delegation of Azerbaijan",
    ]  # fmt: skip
    assert [text.index(line) for line in order] == sorted(text.index(line) for line in order)


def test_no_list_names_a_person_of_another_conference(two_delegations, other_conference, client_of, make_person):
    stranger = make_person(Role.Kind.ORGANISER, conference=other_conference)

    with override("ru"):
        assert protocol.list_of_delegations(other_conference, "ru") == []
    assert "Вардумян" not in client_of(stranger).get(f"/ru/{other_conference.slug}/desk/protocol/").text
