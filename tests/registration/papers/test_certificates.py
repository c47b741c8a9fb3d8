"""Certificates: who gets them and when, and what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.models import IssuedDocument, Message
from conference.moves import MoveNotAllowed
from conference.services.documents import draw
from registration.models import CheckIn
from registration.services import papers
from tests.registration.papers.conftest import CERTIFICATE, facts_of, is_ua, text_of
from workshops.models import Submission

# -- certificates: the gate --------------------------------------------------------------------------------


def test_no_certificate_without_a_check_in(guest, organiser):
    with pytest.raises(MoveNotAllowed, match=r"Нет отметки|No check-in"):
        papers.issue(CERTIFICATE, guest, by=organiser)

    assert IssuedDocument.objects.filter(kind=CERTIFICATE).count() == 0


def test_a_check_in_that_was_undone_counts_for_nothing(guest, organiser, came):
    CheckIn.objects.filter(pk=came(guest).pk).update(undone_at=timezone.now())

    with pytest.raises(MoveNotAllowed):
        papers.issue(CERTIFICATE, guest, by=organiser)


def test_joining_online_is_enough(make_registration, organiser, came, make_session):
    listener = make_registration("listener", state="approved", attendance="online")
    came(listener, make_session(10, 45))

    issued = papers.issue(CERTIFICATE, listener, by=organiser)

    assert issued.facts["attendance"] == "online"
    assert "Подтверждаем онлайн-участие" in text_of(draw(issued))


def test_not_before_the_last_day_is_over(guest, organiser, came, conference):
    came(guest)
    conference.ends = conference.today()
    conference.save()
    guest.refresh_from_db()

    with pytest.raises(MoveNotAllowed):
        papers.issue(CERTIFICATE, guest, by=organiser)


def test_an_organiser_may_be_early_and_nobody_else(guest, organiser, make_person, came, conference):
    came(guest)
    conference.ends = conference.today() + timedelta(days=3)
    conference.save()
    guest.refresh_from_db()

    with pytest.raises(MoveNotAllowed):
        papers.issue(CERTIFICATE, guest, by=make_person(), is_early=True)
    issued = papers.issue(CERTIFICATE, guest, by=organiser, is_early=True)

    assert issued.is_valid


@pytest.mark.parametrize("state", ["submitted", "declined", "cancelled"])
def test_only_for_the_approved(state, make_registration, organiser, came):
    registration = make_registration(state=state)
    came(registration)

    with pytest.raises(MoveNotAllowed):
        papers.issue(CERTIFICATE, registration, by=organiser)


def test_issuing_twice_makes_one_document_and_one_letter(guest, organiser, came):
    came(guest)

    first, second = (papers.issue(CERTIFICATE, guest, by=organiser) for _time in range(2))

    assert (first, first.file.name) == (second, second.file.name)
    assert Message.objects.filter(key="registration-certificate").count() == 1


# -- certificates: what they say ---------------------------------------------------------------------------


def test_the_certificate_names_the_paper_and_never_changes(guest, organiser, came, tracks, tmp_path):
    came(guest)
    paper = Submission.objects.create(
        conference=guest.conference, track=tracks[0], submitter=guest.person, state="accepted", number=1,
        title_ru="Первый год в разном классе", title_en="The first year in a diverse class",
    )  # fmt: skip
    issued = papers.issue(CERTIFICATE, guest, by=organiser)
    paper.title_ru = "Другое"
    paper.save()

    pdf = draw(issued)

    text = text_of(pdf)
    for passage in (
        "Сертификат участника", "Certificate of participation", "Алеся Петровна Жук", "Alesia Zhuk",
        "Подтверждаем выступление с докладом", "Первый год", "The first year in a diverse class", f"№ {issued.number}",
    ):  # fmt: skip
        assert passage in text, passage
    facts = facts_of(pdf)
    assert (facts["Tagged"], facts["Pages"], facts["Page size"]) == ("yes", "1", "841.89 x 595.276 pts (A4)")
    assert is_ua(pdf, tmp_path)


def test_without_a_paper_it_says_that_somebody_took_part(guest, organiser, came):
    came(guest)

    text = text_of(draw(papers.issue(CERTIFICATE, guest, by=organiser)))

    assert "Подтверждаем участие в международной" in text
    assert "took part in" in text


def test_markup_in_a_name_is_inert(make_registration, organiser, came):
    registration = make_registration(state="approved", full_name='<img src="file:///etc/passwd"> {{ x }}')
    came(registration)

    text = text_of(draw(papers.issue(CERTIFICATE, registration, by=organiser)))

    assert "root:" not in text
    assert "<img" in text
