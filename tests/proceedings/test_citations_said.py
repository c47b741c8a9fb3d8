"""What citations say beside the title: errata, retractions, the series, the languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from proceedings.citations import Erratum, apa, bibtex, csl_item, gost, json_ld, meta_tags, ris
from proceedings.compiler import Both
from tests.proceedings.test_citations import BOOK, RECORD, RETRACTED

CORRECTED = replace(
    RECORD,
    errata=(
        Erratum(date(2026, 4, 3), Both("В таблице: 34 %.", "In the table: 34 %.")),
        Erratum(date(2026, 4, 5), Both("Имя автора.")),
    ),
)


def test_gost_says_what_was_corrected():
    assert gost(CORRECTED, "ru").endswith("С. 201–209. (Исправление от 03.04.2026.) (Исправление от 05.04.2026.)")
    assert gost(CORRECTED, "en").endswith("С. 201–209. (Erratum of 3 April 2026.) (Erratum of 5 April 2026.)")


def test_an_erratum_stands_in_every_format():
    remark = "Erratum of 3 April 2026. Erratum of 5 April 2026"

    assert apa(CORRECTED, "en").endswith("(Erratum of 3 April 2026) (Erratum of 5 April 2026)")
    assert f"note      = {{{remark}}}" in bibtex(CORRECTED, "en")
    assert [line for line in ris(CORRECTED, "en").split("\r\n") if line.startswith("N1")] == [
        "N1  - Erratum of 3 April 2026",
        "N1  - Erratum of 5 April 2026",
    ]
    assert csl_item(CORRECTED, "en")["note"] == remark
    assert json_ld(CORRECTED, "en")["correction"] == [
        {"@type": "CorrectionComment", "text": "In the table: 34 %.", "datePublished": "2026-04-03"},
        {"@type": "CorrectionComment", "text": "Имя автора.", "datePublished": "2026-04-05"},
    ]
    assert "correction" not in json_ld(RECORD, "en")


def test_the_series_and_its_number_stand_in_every_format():
    record = replace(RECORD, book=replace(BOOK, series=Both("Школа", "School"), issue_number="Вып. 1"))

    text = bibtex(record, "en")
    assert "  series    = {School},\n  number    = {1},\n" in text
    assert {"T3  - School", "IS  - 1"} <= set(ris(record, "en").split("\r\n"))
    item = csl_item(record, "en")
    assert (item["collection-title"], item["collection-number"]) == ("School", "1")


def test_a_volume_is_in_both_languages():
    volume = replace(RECORD, article=None, pages=None)

    assert [tag.content for tag in meta_tags(volume, "ru") if tag.name == "DC.language"] == ["rus", "eng"]
    assert [tag.content for tag in meta_tags(RECORD, "en") if tag.name == "DC.language"] == ["rus"]
    assert csl_item(volume, "ru")["language"] == "mul"


def test_the_title_of_what_was_retracted_says_so():
    assert ("DC.title", "ОТОЗВАНА: Первый год в разном классе") in [tag[:2] for tag in meta_tags(RETRACTED, "ru")]
    assert RETRACTED.headline("en") == "RETRACTED: The first year in a diverse class"
    assert RECORD.headline("en") == "The first year in a diverse class"
