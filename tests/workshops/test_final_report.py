"""The final report: what the rooms tell, in both languages, and only those who agreed to be named."""

from __future__ import annotations

import subprocess
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone, translation

from conference.extensions import ask
from conference.models import Consent, ConsentText, Job, Role
from registration.models import Category, Registration
from workshops.models import (
    FeedbackAnswer,
    FeedbackQuestion,
    FeedbackResponse,
    FinalReport,
    Questionnaire,
    Release,
    ReleasedSession,
    Session,
    Submission,
)
from workshops.services import final_report as services


@pytest.fixture
def held(conference, make_submission, make_person, organiser):
    """A conference with two participants, one of whom agreed to be named, a paper, a session and feedback."""
    make_submission("accepted")
    category = Category.objects.create(
        conference=conference, family="academic", title_ru="учёные", title_en="academics"
    )
    text = ConsentText.objects.create(
        conference=conference, kind="dissemination", title_ru="Согласие", body_ru="Текст", body_en="Text"
    )
    for number, (name, latin) in enumerate((("Названная Анна", "Anna Nazvannaya"), ("Скрытая Вера", "Vera Skrytaya"))):
        person = make_person(Role.Kind.PARTICIPANT, conference=conference, full_name=name, latin_name=latin)
        Registration.objects.create(
            conference=conference, category=category, person=person, number=f"A-000{number}", country="AM",
            state=Registration.State.APPROVED, submitted_at=timezone.now(),
        )  # fmt: skip
        if number == 0:
            Consent.objects.create(person=person, text=text, language="ru", sha256="0" * 64)
    starts = timezone.now() + timedelta(days=100)
    session = Session.objects.create(
        conference=conference, format="plenary", title_ru="Открытие", title_en="Opening", starts=starts,
        ends=starts + timedelta(hours=1),
    )  # fmt: skip
    release = Release.objects.create(conference=conference, number=1, name_ru="Первый")
    ReleasedSession.objects.create(
        release=release, session=session, starts=session.starts, ends=session.ends,
        facts={"title_ru": "Открытие", "title_en": "Opening", "format": "plenary"},
    )  # fmt: skip
    asked = Questionnaire.objects.create(conference=conference, title_ru="Как прошло", title_en="How it went")
    question = FeedbackQuestion.objects.create(questionnaire=asked, text_ru="Было полезно?", text_en="Was it useful?")
    for value in "34455":
        response = FeedbackResponse.objects.create(questionnaire=asked, day=conference.today(), language="ru")
        FeedbackAnswer.objects.create(response=response, question=question, value=value)
    return conference


def parts(conference, language):
    with translation.override(language):
        found = [part for answer in ask("report", conference) for part in answer]
    return {part.order: part for part in found}


def test_every_room_tells_its_part(held):
    told = parts(held, "en")

    assert sorted(told) == [10, 20, 30, 50, 90]
    assert dict(told[10].figures)["Participants"] == "2"
    assert told[30].tables[0][2][0][1] == "Opening"
    assert dict(told[50].figures) == {"Questionnaires filled in": "5", "Was it useful?": "4.2 of 5"}


def test_accepted_papers_add_up_and_people_stand_under_their_country(held):
    Submission.objects.update(presentation="none")

    told = parts(held, "en")

    figures = {name: int(value) for name, value in told[20].figures if name.startswith(("Papers acc", "Without"))}
    assert figures == {"Papers accepted": 1, "Without presentation": 1}
    assert [caption for caption, _lines in told[90].lists] == ["Armenia"]


@pytest.mark.parametrize(("days", "title"), [(0, "Programme"), (-1, "Programme as held")])
def test_the_programme_was_held_only_after_the_last_day(held, days, title):
    held.starts = held.ends = held.today() + timedelta(days=days)
    held.save()

    part = parts(held, "en")[30]

    assert (part.title, "released so far" in part.intro) == (title, days == 0)


@pytest.mark.parametrize(("language", "name"), [("ru", "Названная Анна"), ("en", "Anna Nazvannaya")])
def test_only_those_who_agreed_are_named(held, language, name):
    [(_caption, lines)] = parts(held, language)[90].lists

    assert [text.split(",")[0] for text, _language in lines] == [name]


def test_a_conference_without_anything_tells_nothing(conference):
    assert parts(conference, "ru") == {}


@pytest.fixture
def drawn(held, organiser, tmp_path):
    report = services.draw(held, by=organiser)
    path = tmp_path / "report.pdf"
    with report.file.open("rb") as file:
        path.write_bytes(file.read())
    return report, path


def test_the_report_is_tagged_numbered_and_says_the_same_twice(held, drawn, organiser):
    report, path = drawn
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    facts = subprocess.run(["pdfinfo", path], capture_output=True, check=True).stdout.decode()

    words = " ".join(told.split())
    wanted = ("Итоговый отчёт", "Final report", "Открытие", "Opening", "Anna Nazvannaya", "4,2 из 5", "4.2 of 5")
    assert [text for text in wanted if text not in words.replace("\xa0", " ")] == []
    assert ("Скрытая" in words, "Skrytaya" in words) == (False, False)
    assert "Tagged:          yes" in facts
    assert (report.number, services.draw(held, by=organiser).number) == (1, 2)


def test_the_job_draws_it_and_a_broken_one_says_so(held, organiser, monkeypatch):
    job = services.start_report(held, by=organiser)
    again = services.start_report(held, by=organiser)
    monkeypatch.setattr(services, "final_report_pdf", lambda told: 1 / 0)
    services.run_report(job.pk)

    job.refresh_from_db()
    assert (again, job.state, job.error, FinalReport.objects.count()) == (job, Job.State.FAILED, "failed-error", 0)


def test_one_report_at_a_time_is_shown_to_everybody(client, held, organiser):
    rows = [FinalReport(conference=held, number=number) for number in (1, 2)]
    for row in rows:
        row.file.save("report.pdf", ContentFile(b"%PDF-1.7"))
    services.show(rows[0], by=organiser)
    services.show(rows[1], by=organiser)

    answers = [client.get(held.url("workshops:report_pdf", number=number)) for number in (1, 2)]

    assert [answer.status_code for answer in answers] == [404, 200]
    assert b"".join(answers[1].streaming_content) == b"%PDF-1.7"
