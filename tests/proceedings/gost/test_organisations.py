"""Beside an author an organisation stands without its legal form (ГОСТ Р 7.0.7-2021)."""

from __future__ import annotations

import pytest

from proceedings.gost import without_legal_form


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ФГБОУ ВО «Педагогический университет им. А. И. Герцена»", "Педагогический университет им. А. И. Герцена"),
        ("ФГБОУ ВО РГПУ им. А. И. Герцена", "РГПУ им. А. И. Герцена"),
        ("ФГАОУ ВО НИУ ВШЭ", "НИУ ВШЭ"),
        ("ГОУ ВПО «МГУ»", "МГУ"),
        ("ГБОУ школа № 5", "Школа № 5"),
        ("МБДОУ «Детский сад № 3»", "Детский сад № 3"),
        ("СПб ГБУ «Центр»", "Центр"),
        ("ГБУК «Музей»", "Музей"),
        ("АО «Издательство „Просвещение“»", "Издательство „Просвещение“"),
        ("ООО Ромашка", "Ромашка"),
        ("Издательство «Мир», ПАО", "Издательство «Мир»"),
        ("УО «БГПУ имени Максима Танка»", "БГПУ имени Максима Танка"),
        ("Учреждение образования «БГПУ»", "БГПУ"),
        ("Государственное учреждение «Центр»", "Центр"),
        (
            "Федеральное государственное бюджетное образовательное учреждение высшего образования «Университет»",
            "Университет",
        ),
        ("Общество с ограниченной ответственностью «Ромашка»", "Ромашка"),
        ("Автономная некоммерческая организация «Перспективы»", "Перспективы"),
        ("Romashka LLC", "Romashka"),
        ("Publishing House “Star”, Ltd.", "Publishing House “Star”"),
        ("JSC “Prosveshchenie”", "Prosveshchenie"),
        ("Schule für alle gGmbH", "Schule für alle"),
        (
            "Federal State Budgetary Educational Institution of Higher Education “Herzen University”",
            "Herzen University",
        ),
    ],
)
def test_the_legal_form_goes(name, expected):
    assert without_legal_form(name) == expected
    assert without_legal_form(expected) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Школа № 5", "АО", "ГУ", "Институт «Открытое общество»", "НИУ ВШЭ", "UNESCO", "Управление образования",
        "Музей истории", "Унесённые ветром", "Academy of Public Administration", "University of Limited Means",
        "Учреждения и люди: исследовательский центр", "",
    ],
)  # fmt: skip
def test_a_name_without_one_stays(name):
    assert without_legal_form(name) == name


def test_quotation_marks_of_two_names_stay():
    assert without_legal_form("МБУ «Лицей № 3» и «Друзья»") == "«Лицей № 3» и «Друзья»"
