"""The second story: an author writes a paper, the chair of the track decides, the author sees it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from conference.models import Message, Role
from tests.workshops.docx import docx
from workshops.models import Submission, Track


@pytest.fixture
def track(conference):
    return Track.objects.create(conference=conference, number=3, title_ru="Подготовка педагогов", title_en="Training")


def test_a_paper_from_the_first_draft_to_the_decision(conference, track, make_person, client_of, run_tasks, mailoutbox):
    author = client_of(make_person(Role.Kind.PARTICIPANT, conference=conference, email="author@example.org"))
    chair = client_of(make_person(Role.Kind.CHAIR, conference=conference, track=3))
    home = f"/ru/{conference.slug}"

    # She finds her track and begins; the draft waits for another day.
    assert f"{home}/papers/submit/?track=3" in author.get(f"{home}/workshops/3/").content.decode()
    form = {
        "language": "ru", "track": str(track.pk), "type": "report", "title_ru": "Наставник в смешанном классе",
        "authors-TOTAL_FORMS": "1", "authors-INITIAL_FORMS": "0", "authors-corresponding": "0",
        "authors-0-family_ru": "Кедрова", "authors-0-given_ru": "Марина", "authors-0-email": "author@example.org",
    }  # fmt: skip
    draft_page = author.post(f"{home}/papers/submit/", {**form, "save": "1"})["Location"]
    paper = Submission.objects.get()
    assert draft_page == f"{home}/papers/{paper.pk}/edit/"
    assert chair.get(f"{home}/desk/papers/{paper.pk}/").status_code == 404

    # She tries to send too early, is told what is missing, adds it with the file, and sends.
    early = author.post(draft_page, {**form, "check": "1"})
    assert sorted(early.context["form"].errors) == ["abstract_ru", "keywords_ru"]
    whole = {
        **form,
        "abstract_ru": "О наставнике и первых двух годах.",
        "keywords_ru": "наставник, класс",
        "check": "1",
    }
    check_page = author.post(draft_page, {**whole, "file": SimpleUploadedFile("Статья.docx", docx())})["Location"]
    assert "О" + "\u00a0" + "наставнике" in author.get(check_page).content.decode()
    author.post(f"{home}/papers/{paper.pk}/send/")
    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("submitted", 1)

    # The chair finds it on the desk, reads the file and accepts with a note.
    desk = chair.get(f"{home}/desk/").content.decode()
    assert f"{home}/desk/papers/?track=3&amp;state=submitted" in desk
    page = chair.get(f"{home}/desk/papers/{paper.pk}/").content.decode()
    file = paper.files.get()
    assert f"{home}/papers/{paper.pk}/files/{file.pk}/" in page
    assert b"".join(chair.get(f"{home}/papers/{paper.pk}/files/{file.pk}/").streaming_content) == docx()
    chair.post(f"{home}/desk/papers/{paper.pk}/accept/", {"note": "Сократите, пожалуйста, введение."})

    # The author reads the decision by mail, on her page, and on the page of the paper; the track prints it.
    run_tasks()
    assert list(Message.objects.order_by("pk").values_list("key", "state")) == [
        ("submission-received", "sent"),
        ("submission-accepted", "sent"),
    ]
    with override("ru"):
        for address in ("/ru/me/", f"{home}/papers/{paper.pk}/"):
            assert "Наставник" in author.get(address).content.decode()
        assert "Сократите, пожалуйста, введение." in author.get(f"{home}/papers/{paper.pk}/").content.decode()
    assert "Наставник" in author.get(f"{home}/workshops/3/").content.decode()
    assert chair.post(f"{home}/desk/papers/{paper.pk}/decline/").status_code == 302
    paper.refresh_from_db()
    assert paper.state == "accepted"

    # She shortens the introduction and sends the text again: the desk shows the new version first.
    better = SimpleUploadedFile("Статья, исправленная.docx", docx(word__more_xml="<x/>"))
    author.post(f"{home}/papers/{paper.pk}/text/", {"body": "", "file": better})
    page = chair.get(f"{home}/desk/papers/{paper.pk}/").content.decode()
    assert 0 < page.index("Статья, исправленная.docx") < page.index("Статья.docx")
