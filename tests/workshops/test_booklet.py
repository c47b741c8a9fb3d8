"""The programme on paper: the booklet and the book of abstracts, tagged and bilingual, made by a job of a release."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import page as validator
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import override

from conference.models import Job, Role
from workshops.documents.programme import pages_in
from workshops.models import ProgrammePrint, Talk
from workshops.services import programme_prints as prints

from .programmes import released, room, session_at, speaker, text_of

NAMES = (
    ("Гаянэ Саргсян", "Gayane Sargsyan"), ("Эльчин Мамедов", "Elçin Məmmədov"), ("Ион Цуркану", "Ion Țurcanu"),
    ("Алеся Жук", "Alesia Žuk"), ("Հայկ Ավետիսյան", "Hayk Avetisyan"), ("Уладзімір Ўсовіч", ""), ("", "Marie Lefèvre"),
)  # fmt: skip


@pytest.fixture
def programme(conference, tracks, make_submission):
    """A released programme with names in five scripts and one paper with a UDC."""
    hall = room(conference, title_en="Blue Hall", note_ru="Налево от лифта", note_en="Left of the lift")
    opening = session_at(
        conference, 10, title_ru="Открытие", title_en="Opening", room=hall, interpretation=True, sign_language=True
    )
    for ru, en in NAMES:
        speaker(opening, ru, en, organisation_ru="Музей", organisation_en="Museum")
    session_at(conference, 11, format="break", title_ru="Кофе", title_en="Coffee", room=hall)
    sitting = session_at(conference, 12, track=tracks[1], title_ru="От нормы к классу", title_en="From rule to class")
    paper = make_submission(
        "accepted", udk="376.1", abstract_en="About the work.", keywords_en="class", track=tracks[1]
    )
    author = paper.authors.first()
    author.affiliation_ru, author.affiliation_en, author.city_ru = "Педагогический институт", "Institute", "Псков"
    author.save()
    Talk.objects.create(session=sitting, submission=paper, minutes=20)
    return released(conference)


def read(pdf: Path) -> str:
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", " ", told)


def facts(pdf: Path) -> str:
    return subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def printed(programme, conference):
    return {kind: prints.print_now(conference, kind) for kind in ProgrammePrint.Kind.values}


def test_booklet_and_abstracts(printed, conference):
    booklet, abstracts = (Path(printed[kind].file.path) for kind in ("booklet", "abstracts"))

    for path, made in ((booklet, printed["booklet"]), (abstracts, printed["abstracts"])):
        told = facts(path)
        assert re.search(r"Tagged:\s+yes", told)
        assert re.search(r"Page size:\s+419\.5\d* x 595\.2\d* pts", told)
        assert f"Pages:           {made.pages}\n" in told
        assert made.size == path.stat().st_size
        assert validator.validate_pdf(str(path), profile="ua1").is_compliant
    text = read(booklet)
    for passage in (
        "Открытие", "Opening", "10:00–11:00", "Голубой зал / Blue Hall", "Налево от лифта", "Left of the lift",
        "перевод/interpretation", "жестовый язык/sign language", "Кофе / Coffee. Голубой зал / Blue Hall",
        "Музей / Museum", "А–Я", "A–Z", "Секция 2 · Track 2",
        "Два учителя в одном классе", "Two teachers in one class", "Ольга Сомова / Olga Somova",
        "Москва (UTC+3)", "Moscow (UTC+3)", "Məmmədov", "Țurcanu", "Հայկ Ավետիսյան", "Ўсовіч", "Lefèvre",
    ):  # fmt: skip
        assert passage.replace(" ", "") in text.replace(" ", "").replace("\u00a0", ""), passage
    told = read(abstracts)
    for passage in (
        "УДК 376.1", "Два учителя в одном классе", "Two teachers in one class", "Педагогический институт, Псков",
        "Кратко о работе.", "About the work.", "Ключевые слова: класс, учитель", "Keywords: class",
    ):  # fmt: skip
        assert passage in told.replace("\u00a0", " "), passage
    assert "А–Я" in told[told.rindex("Указатель авторов") :]
    assert "Сомова Ольга" in told[told.rindex("Указатель авторов") :].replace("\u00a0", " ")


def test_an_index_has_two_alphabets_cyrillic_first():
    names = ["Sargsyan Gayane", "Ёлкин Пётр", "Жук Алеся", "Əliyeva Sevda", "Егоров Олег", "Țurcanu Ion", "Abrams Ann"]

    letters = prints.by_letter({name: {1: 7} for name in names})

    assert [(each["language"], each["letter"], [row["name"] for row in each["names"]]) for each in letters] == [
        ("ru", "Е", ["Егоров Олег", "Ёлкин Пётр"]),
        ("ru", "Ж", ["Жук Алеся"]),
        ("en", "A", ["Abrams Ann"]),
        ("en", "Ə", ["Əliyeva Sevda"]),
        ("en", "S", ["Sargsyan Gayane"]),
        ("en", "Ț", ["Țurcanu Ion"]),
    ]
    assert letters[0]["names"][0]["places"] == [{"pk": 1, "number": 7}]


def test_before_a_release_nothing_is_printed(conference, organiser):
    session_at(conference, 10)

    with pytest.raises(ValidationError):
        prints.start_print(conference, "booklet", by=organiser)
    assert Job.objects.count() == 0


def test_the_staff_has_it_made_and_everybody_takes_it(programme, conference, organiser, client_of, client, run_tasks):
    address = conference.url("workshops:programme_print", kind="booklet")
    assert client.get(address).status_code == 404
    staff = client_of(organiser)

    staff.post(conference.url("workshops:print_make", kind="booklet"))
    staff.post(conference.url("workshops:print_make", kind="booklet"))  # pressed twice
    assert Job.objects.count() == 1
    assert 'data-running="yes"' in staff.get(conference.url("workshops:prints_state")).content.decode()
    run_tasks()

    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")
    assert 'data-running="no"' in staff.get(conference.url("workshops:prints_state")).content.decode()
    html = client.get(conference.url("workshops:programme")).content.decode()
    assert address in html


def test_a_print_that_was_stopped_leaves_no_file(programme, conference, organiser, run_tasks):
    job = prints.start_print(conference, "booklet", by=organiser)
    assert prints.stop_print(job, by=organiser) is True

    run_tasks()

    assert ProgrammePrint.objects.made().count() == 0
    job.refresh_from_db()
    assert (job.state, prints.stop_print(job, by=organiser)) == ("stopped", False)


def test_a_new_release_has_no_booklet_until_one_is_made(programme, conference, organiser, client, client_of):
    made = ProgrammePrint(release=programme, kind="booklet", size=8, pages=1)
    made.file.save("x.pdf", ContentFile(b"%PDF-1.7"))
    released(conference)

    assert client.get(conference.url("workshops:programme_print", kind="booklet")).status_code == 404
    with override("en"):
        text = text_of(client_of(organiser).get(conference.url("workshops:prints")))
    assert "Programme booklet, release 1: 1 page, 8" in text


@pytest.mark.parametrize("role", [Role.Kind.EDITOR, Role.Kind.PARTICIPANT])
def test_others_may_not_have_it_made(role, programme, conference, make_person, client_of):
    client = client_of(make_person(role, conference=conference))

    assert client.get(conference.url("workshops:prints")).status_code == 404
    assert client.post(conference.url("workshops:print_make", kind="booklet")).status_code == 404


def test_pages_are_counted_in_what_is_no_pdf():
    assert pages_in(b"nothing") == 0
