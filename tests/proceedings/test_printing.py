"""The printer's files: whole sheets, bleed and marks, the cover with its spine and bar code."""

from __future__ import annotations

import subprocess
from decimal import Decimal
from types import SimpleNamespace

import page
import pikepdf
import pytest
from django.core.exceptions import ValidationError

from conference.models import Job
from proceedings import services
from proceedings.compiler import Book, Both
from proceedings.compiler.barcode import check_digit, ean13_modules, ean13_svg
from proceedings.compiler.cover import cover_html, cover_of
from proceedings.models import Build, PrinterFile, Volume
from proceedings.services.printing import (
    FILES,
    has_changed,
    make_printer_file,
    run_printer_file,
    sizes_of,
    start_printer_file,
)
from tests.proceedings.conftest import new_paper, new_volume

MM = 72 / 25.4


@pytest.fixture
def printed(conference, editor):
    """A printed edition of two articles, compiled."""
    volume = new_volume(conference, kind="print", isbn="978-5-8064-1234-9", stock_microns=120, age_mark="12+")
    new_paper(conference, number=1)
    new_paper(conference, number=2)
    services.collect(volume, by=editor)
    services.import_missing(volume)
    return services.compile_volume(volume, by=editor)


def test_block_and_cover(printed, editor):
    made = make_printer_file(printed, by=editor)

    sizes = sizes_of(printed)
    assert made.pages == sizes.pages == printed.pages + sizes.blank
    assert made.pages % 4 == 0
    assert made.spine_mm == (Decimal(made.pages) / 2 * Decimal("0.12")).quantize(Decimal("0.1"))
    with pikepdf.open(made.block.path) as block, pikepdf.open(made.cover.path) as cover:
        assert len(block.pages) == made.pages
        trim = [float(edge) for edge in block.pages[0].TrimBox]
        bleed = [float(edge) for edge in block.pages[0].BleedBox]
        assert [round(edge / MM) for edge in trim] == [0, 0, 170, 240]
        assert [round(edge / MM) for edge in bleed] == [-3, -3, 173, 243]
        [sheet] = cover.pages
        assert round(float(sheet.TrimBox[2]) / MM, 1) == float(340 + made.spine_mm)
    for which in FILES:
        path = getattr(made, which).path
        report = page.validate_pdf(path, profile="ua1", limits=page.SafetyLimits.unlimited())
        assert (which, [str(failure) for failure in report.failures]) == (which, [])
        assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode == 0


def test_a_job_makes_them_and_a_changed_volume_is_compiled_first(printed, editor):
    job = start_printer_file(printed, by=editor)

    run_printer_file(job.pk)

    assert Job.objects.get(pk=job.pk).state == Job.State.DONE
    assert PrinterFile.objects.get(build=printed).by == editor
    Volume.objects.filter(pk=printed.volume_id).update(title_ru="Другое название")
    fresh = Build.objects.select_related("volume__conference").get(pk=printed.pk)
    assert has_changed(fresh)
    with pytest.raises(ValidationError):
        start_printer_file(fresh, by=editor)
    late = Job.objects.create(kind="printer", task=job.task, conference=job.conference, about=fresh)
    run_printer_file(late.pk)
    assert (Job.objects.get(pk=late.pk).state, Job.objects.get(pk=late.pk).error) == (Job.State.FAILED, "changed")


def test_an_electronic_edition_is_not_printed(volume, editor):
    build = Build.objects.create(volume=volume, file="a.pdf", fingerprint="0", articles=1, pages=8, size=1, seconds=1)

    with pytest.raises(ValidationError):
        start_printer_file(build, by=editor)


@pytest.mark.parametrize(("pages", "blank"), [(8, 0), (9, 3), (10, 2), (11, 1)])
def test_leaves_are_added_up_to_whole_sheets(pages, blank):
    build = SimpleNamespace(pages=pages, volume=SimpleNamespace(paper="70×100/16", stock_microns=100))

    assert (sizes_of(build).blank, sizes_of(build).pages) == (blank, pages + blank)


def a_book(**fields: object) -> Book:
    texts = {"title": Both("Вместе", "Together"), "subtitle": Both(), "place": Both("Москва"), "publisher": Both("Мир")}
    return Book(**{**texts, "year": 2027, "parts": (), "is_electronic": False, **fields})


def test_only_a_thick_spine_has_a_title():
    book = a_book(stock_microns=100, isbn="978-5-8064-1234-9", is_demonstration=True)

    thin, thick = cover_of(book, 100), cover_of(book, 120)

    assert (thin.spine, thick.spine, thick.sheet) == (Decimal("5.0"), Decimal("6.0"), Decimal("346.0"))
    assert 'class="spine"' not in cover_html(book, thin)
    assert 'class="spine"' in cover_html(book, thick)
    assert "Демонстрационный пример" in cover_html(book, thick)


@pytest.mark.parametrize(
    ("paper", "size"), [("60×84/8", (210, 297)), ("70×100/16", (170, 240)), ("60×84/16", (148, 210))]
)
def test_the_cover_has_the_format_of_the_book(paper, size):
    cover = cover_of(a_book(paper=paper), 8)

    assert (cover.width, cover.height) == size


def test_a_bar_code_is_what_the_standard_draws():
    assert check_digit("978580641234") == 9
    assert ean13_modules("9785806412349") == (
        "101" "0111011" "0001001" "0111001" "0110111" "0100111" "0101111" "01010"
        "1011100" "1100110" "1101100" "1000010" "1011100" "1110100" "101"
    )  # fmt: skip
    assert ean13_svg("9785806412349").count("<text") == 13


@pytest.mark.parametrize("digits", ["9785806412345", "978580641234", "97858064123x9", ""])
def test_no_bar_code_for_a_wrong_number(digits):
    with pytest.raises(ValueError, match="no EAN-13"):
        ean13_modules(digits)
