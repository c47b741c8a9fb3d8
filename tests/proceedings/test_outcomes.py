"""What the conference adopted is the last part of its volume, in both languages, with its pages in the contents."""

from __future__ import annotations

import re
import subprocess
from datetime import date

import page
import pytest
from django.test import Client

from conference.models import Role
from proceedings import services
from proceedings.compiler import Both, Clause, Outcome, compile_book
from proceedings.services.description import describe, outcomes_in_print
from proceedings.services.frozen import freeze_book, freeze_outcomes
from tests.proceedings.books import a_book, an_article, flat, settings, text_of
from tests.workshops.outcomes import a_document, clause, fresh
from workshops.services import outcomes


@pytest.fixture
def adopted(conference, organiser, make_person):
    """A document of the conference, adopted and then corrected."""
    document = outcomes.begin_endorsement(a_document(conference, organiser, preamble_ru="Участники рекомендуют:",
        preamble_en="The participants recommend:"), by=organiser)  # fmt: skip
    outcomes.endorse(document, by=make_person(Role.Kind.PARTICIPANT, conference=conference), kind="for")
    outcomes.adopt(document, by=organiser, on=date(2027, 6, 18))
    document = fresh(document)
    told = {"note_ru": "Опечатка", "note_en": "A misprint", "on": date(2027, 7, 1)}
    outcomes.correct(document, clause(document), by=organiser, ru="Верный текст.", en="The right text.", **told)
    return document


@pytest.fixture
def volume(conference):
    from proceedings.models import Volume

    return Volume.objects.create(conference=conference, slug="book", title_ru="Сборник", year=2027)


def test_the_volume_has_the_latest_edition(adopted, volume):
    [outcome] = describe(volume).outcomes

    assert (outcome.title, outcome.preamble) == (
        Both("Рекомендации", "Recommendations"), (Both("Участники рекомендуют:", "The participants recommend:"),),
    )  # fmt: skip
    assert outcome.clauses[0] == Clause(Both("1", "1"), (Both("Верный текст.", "The right text."),), 1)


def test_the_editor_may_leave_them_out(adopted, volume, organiser):
    services.print_outcomes(volume, by=organiser, wanted=False)

    assert describe(volume).outcomes == ()


def test_the_page_of_the_volume_tells_what_the_published_book_has(adopted, conference, volume, organiser):
    book = volume.publications.create(number=1, pages=8, size=5, file="a.pdf")
    book.facts = freeze_book(volume) | {"printed_outcomes": freeze_outcomes(book)}
    book.save()
    volume.state = "published"
    volume.save()
    services.print_outcomes(volume, by=organiser, wanted=False)

    html = page_of_volume(conference)

    assert outcomes_in_print(volume, book) == [adopted]
    assert f'href="/en/{conference.slug}/outcomes/{adopted.slug}/"' in html


def page_of_volume(conference):
    return Client().get(f"/en/{conference.slug}/proceedings/book/").content.decode()


def test_drafts_of_tracks_are_no_part_of_the_book(conference, volume, organiser):
    a_document(conference, organiser)

    assert describe(volume).outcomes == ()


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    clauses = tuple(
        Clause(Both(str(n), str(n)), (Both(f"Пункт {n} о школе для всех.", f"Clause {n} on a school for all."),))
        for n in range(1, 30)
    )
    outcome = Outcome(
        key="7",
        title=Both("Рекомендации", "Recommendations"),
        adopted=Both("Принято 18 июня 2027 г.", "Adopted on 18 June 2027"),
        preamble=(Both("Участники рекомендуют:", "The participants recommend:"),),
        clauses=clauses,
    )
    compiled = compile_book(a_book(an_article("11", 1), outcomes=(outcome,), is_demonstration=True), settings())
    target = tmp_path_factory.mktemp("outcomes") / "book.pdf"
    target.write_bytes(compiled.pdf)
    return target


def test_contents_name_the_page_in_both_languages(pdf):
    front = [flat(text_of(pdf, "-f", str(number), "-l", str(number))) for number in range(1, 9)]
    contents = [text for text in front if "Содержание" in text or "Contents" in text]

    found = [re.search(rf"{title} (\d+) {index}", text)[1] for text, title, index in zip(
        contents, ("Рекомендации", "Recommendations"), ("Указатель", "Index"), strict=False)]  # fmt: skip

    pages = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    total = int(re.search(r"Pages:\s+(\d+)", pages)[1])
    at = next(
        n for n in range(1, total + 1) if "Принято 18" in (t := text_of(pdf, "-f", str(n), "-l", str(n))) and "1. " in t
    )
    printed = flat(text_of(pdf, "-f", str(at), "-l", str(at))).split()
    assert (len(set(found)), found[0] in printed) == (1, True)


def test_the_part_is_tagged_with_its_languages(pdf):
    outline = subprocess.run(["pdfinfo", "-dests", pdf], capture_output=True, text=True, check=True).stdout

    assert page.validate_pdf(str(pdf), profile="ua1").is_compliant
    assert '"o7"' in outline
    text = flat(text_of(pdf))
    assert ("29. Пункт 29 о школе для всех." in text, "29. Clause 29 on a school for all." in text) == (True, True)
    assert "Демонстрационный пример: текст написан для демонстрации" in text
