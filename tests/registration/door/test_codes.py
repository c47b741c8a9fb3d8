"""Codes and numbers are read however they come; only badges and confirmations open the door."""

from __future__ import annotations

import pytest
from django.utils import timezone

from registration.models import Category
from registration.services import door
from registration.services.door import Verdict
from tests.registration.door.conftest import CODE, badge_of


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.lower(),
        f"https://example.org/ru/verify/{CODE}/",
        "ABCDE-FGHJK LMNPQ-RSTUV-WXYZ2-3",
        "реезыЖ..учфьздую.кп.мукшан.ФИСВУАПРОЛДЬТЗЙКЫЕГМЦЧНЯ23.",
    ],
)
def test_a_code_is_read_however_it_comes(text):
    assert door.code_in(text) == CODE


@pytest.mark.parametrize("text", ["", "ABC", CODE + "4", CODE[:-1] + "0", "Жук Алеся", "Z" * 3000])
def test_what_is_no_code_is_none(text):
    assert door.code_in(text) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [("A-0001", "A-0001"), ("а 1", "A-0001"), ("м42", "M-0042"), ("ф-0001", "A-0001"), ("Анна", ""), ("42", ""),
     ("Л-0064", "L-0064"), ("№ л 64", "L-0064"), ("У-7", "U-0007"), ("ю 7", "U-0007"), ("Н7", "N-0007"),
     ("с7", "S-0007"), ("П-7", "P-0007"), ("И-7", "I-0007"), ("О-7", "O-0007"),
     ("о-7", "O-0007"), ("l64", "L-0064"), ("д64", "L-0064")],
)  # fmt: skip
def test_a_number_is_read_in_either_layout(text, number):
    assert door.number_in(text) == number


def test_every_letter_of_a_number_is_read_from_russian_keys_and_letters():
    russian = {"M": "МЬ", "U": "УЮГ", "N": "НТ", "A": "АФ", "S": "СЫ", "L": "ЛД", "P": "ПЗ", "I": "ИШ", "O": "ОЩ"}

    assert set(russian) == set(Category.PREFIXES.values())
    for prefix, letters in russian.items():
        assert {door.number_in(f"{letter}-0064") for letter in letters} == {f"{prefix}-0064"}


@pytest.mark.parametrize(
    ("text", "digits"), [("64", "0064"), ("0064", "0064"), ("№ 64", "0064"), ("L64", ""), ("", ""), ("1" * 7, "")]
)
def test_the_end_of_a_number_is_read_without_its_letter(text, digits):
    assert door.digits_in(text) == digits


@pytest.mark.parametrize(
    ("text", "is_code"),
    [("К-12", True), ("https://example.org/", True), (CODE[:20], True), ("Жук Алеся", False), ("Zhuk", False)],
)
def test_a_wrong_code_is_told_from_a_name(text, is_code):
    assert door.looks_like_code(text) is is_code


def test_a_badge_and_a_confirmation_open_the_door_and_a_letter_does_not(guest, conference):
    found = {
        kind: door.find(conference, badge_of(guest, kind=kind).code) for kind in ("badge", "confirmation", "hours")
    }

    assert {kind: (each.verdict, each.registration) for kind, each in found.items()} == {
        "badge": (Verdict.ADMIT, guest),
        "confirmation": (Verdict.ADMIT, guest),
        "hours": (Verdict.UNKNOWN, None),
    }


def test_a_void_badge_does_not_open_the_door(guest, conference):
    void = badge_of(guest, revoked_at=timezone.now())

    found = door.find(conference, void.code)

    assert (found.verdict, found.registration) == (Verdict.VOID, guest)


def test_a_badge_of_another_conference_is_unknown(guest, other_conference):
    badge = badge_of(guest)

    found = door.find(other_conference, badge.code)

    assert (found.verdict, found.registration) == (Verdict.UNKNOWN, None)
