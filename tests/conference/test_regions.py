"""Regions of Russia by code and name."""

from __future__ import annotations

import tomllib

from django.conf import settings

from conference.regions import is_region, region_choices, region_name

SCHOOLS = settings.BASE_DIR / "workshops" / "demo" / "season" / "schools.toml"


def test_there_are_as_many_regions_as_the_constitution_names():
    assert [len(region_choices(language)) for language in ("ru", "en")] == [89, 89]


def test_a_region_is_named_in_both_languages():
    assert (region_name("RU-TA", "ru"), region_name("RU-TA", "en")) == (
        "Республика Татарстан",
        "Republic of Tatarstan",
    )


def test_an_unknown_code_is_shown_as_it_is():
    assert (region_name("XX-YY", "ru"), is_region("XX-YY")) == ("XX-YY", False)


def test_choices_stand_in_the_order_of_the_alphabet():
    names = [name for _code, name in region_choices("ru")]

    assert (names[0], names[-1], names.index("Москва") < names.index("Московская область")) == (
        "Алтайский край",
        "Ярославская область",
        True,
    )


def test_schools_of_the_demonstration_stand_in_known_regions():
    schools = tomllib.loads(SCHOOLS.read_text(encoding="utf-8"))["school"]

    assert {each["region"] for each in schools if each["region"] and not is_region(each["region"])} == set()
