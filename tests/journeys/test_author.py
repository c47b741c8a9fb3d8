"""The second story: an author writes in Russian, with an abstract in English, from the first words to the volume."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from conference.models import Message, Role
from tests.workshops.docx import docx
from workshops import services
from workshops.models import Call, Submission, Track


@pytest.fixture
def track(conference):
    Call.objects.create(conference=conference, words_ru_min=5, words_ru_max=12, words_en_min=3, words_en_max=12)
    return Track.objects.create(conference=conference, number=3, title_ru="Подготовка педагогов", title_en="Training")


def letter(key: str) -> Any:
    return Message.objects.filter(key=key).latest("pk")


def link_in(message: Any) -> str:
    """The one deep link of a letter, as a path."""
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def test_a_paper_from_the_first_words_to_the_volume(conference, track, make_person, client_of, client, run_tasks):
    who = make_person(
        Role.Kind.PARTICIPANT, conference=conference, email="author@example.org", full_name="Кедрова Марина"
    )
    author = client_of(who)
    organiser = make_person(Role.Kind.ORGANISER, conference=conference)
    chair = client_of(make_person(Role.Kind.CHAIR, conference=conference, track=3))
    home = f"/ru/{conference.slug}"

    # She finds her track and begins. What she types is kept without a button; nobody else sees it.
    assert f"{home}/papers/submit/?track=3" in author.get(f"{home}/workshops/3/").content.decode()
    page = author.get(f"{home}/papers/submit/?track=3").context
    hidden = {"key": str(page["key"]), "saved_answers": page["saved_answers"], "window": page["window"]}
    form = {
        "language": "ru", "track": str(track.pk), "type": "report", "title_ru": "Наставник в смешанном классе",
        "authors-TOTAL_FORMS": "1", "authors-INITIAL_FORMS": "0", "authors-corresponding": "0",
        "authors-0-family_ru": "Кедрова", "authors-0-given_ru": "Марина", "authors-0-email": "author@example.org",
        "authors-0-is_presenting": "on",
    }  # fmt: skip
    kept = author.post(f"{home}/papers/autosave/", {**form, **hidden}).json()
    paper = Submission.objects.get()
    assert kept["address"] == f"{home}/papers/{paper.pk}/edit/"
    assert chair.get(f"{home}/desk/papers/{paper.pk}/").status_code == 404

    # She tries to send too early, is told what is missing in words and numbers, and looks at the printed page.
    early = author.post(kept["address"], {**form, "abstract_ru": "О наставнике.", "check": "1"})
    assert sorted(early.context["form"].errors) == ["abstract_ru", "keywords_ru"]
    whole = {
        **form,
        "abstract_ru": "О наставнике и первых двух годах в классе.",
        "abstract_en": "On mentors and the first two years.",
        "keywords_ru": "наставник, класс", "keywords_en": "mentor, class",
        "authors-TOTAL_FORMS": "2", "authors-1-family_ru": "Рубцов", "authors-1-given_ru": "Антон",
        "authors-1-email": "rubtsov@example.org",
    }  # fmt: skip
    printed = author.get(author.post(kept["address"], {**whole, "preview": "1"})["Location"]).content.decode()
    assert ("Аннотация." in printed, "Abstract." in printed, 'class="opening w3"' in printed) == (True, True, True)

    # She sends it with the file and lands on a receipt.
    upload = SimpleUploadedFile("Статья.docx", docx())
    check = author.post(kept["address"], {**whole, "check": "1", "file": upload})["Location"]
    assert "О" + "\u00a0" + "наставнике" in author.get(check).content.decode()
    receipt = author.post(f"{home}/papers/{paper.pk}/send/")["Location"]
    assert "№" in author.get(receipt).content.decode()
    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("submitted", 1)

    # Her co-author has no account: the link of the letter is enough.
    asked = link_in(letter("coauthor-confirm"))
    assert "Наставник" in client.get(asked).content.decode()
    client.post(f"{asked}confirm/")
    assert paper.authors.get(family_ru="Рубцов").confirmed_at is not None

    # The chair reads the file; a revision is asked for.
    file = paper.files.get()
    assert b"".join(chair.get(f"{home}/papers/{paper.pk}/files/{file.pk}/").streaming_content) == docx()
    services.ask_revision(paper, by=organiser, remarks="Сколько лет?\n\nКто наставник?")

    # She answers one remark, is held until the other is answered too, changes the abstract and sends again.
    remarks = [f"remark-{remark.pk}" for remark in paper.remarks.order_by("number")]
    answers = f"{home}/papers/{paper.pk}/answers/"
    author.post(answers, {remarks[0]: "Два года.", "send": "1"})
    paper.refresh_from_db()
    assert paper.state == "revision"
    author.post(
        kept["address"], {**whole, "abstract_ru": "О наставнике и первых двух годах в сельском классе.", "save": "1"}
    )
    author.post(answers, {remarks[0]: "Два года.", remarks[1]: "Учитель той же школы.", "send": "1"})
    paper.refresh_from_db()
    assert (paper.state, paper.round) == ("submitted", 2)
    difference = chair.get(f"{home}/papers/{paper.pk}/versions/2/").content.decode()
    assert "<ins>сельском </ins>" in difference

    # Accepted: she confirms by one button, begins the text, sends it; it is accepted for the volume.
    services.accept(paper, by=organiser)
    author.post(f"{home}/papers/{paper.pk}/confirm/")
    author.post(f"{home}/papers/{paper.pk}/text/autosave/", {"body": "Первый абзац."})
    assert "Первый абзац." in author.get(f"{home}/papers/{paper.pk}/text/").content.decode()
    better = SimpleUploadedFile("Статья, исправленная.docx", docx(word__more_xml="<x/>"))
    author.post(f"{home}/papers/{paper.pk}/text/", {"body": "Первый абзац.", "file": better})
    services.accept_text(Submission.objects.get(pk=paper.pk), by=organiser)
    paper = Submission.objects.get(pk=paper.pk)
    assert (paper.state, paper.full_text.state) == ("confirmed", "accepted")
    assert list(Submission.objects.for_the_book()) == [paper]

    # Every letter went out, each about one thing, with a link that opens for its reader.
    run_tasks()
    mine = Message.objects.filter(person=who).order_by("pk")
    assert [(message.key, message.state) for message in mine] == [
        ("submission-received", "sent"), ("submission-revision", "sent"), ("submission-resubmitted", "sent"),
        ("submission-accepted", "sent"), ("submission-confirmed", "sent"), ("decision-text-accepted", "sent"),
    ]  # fmt: skip
    with override("ru"):
        assert {author.get(link_in(message)).status_code for message in mine} == {200}
        assert "Наставник" in author.get("/ru/me/").content.decode()
