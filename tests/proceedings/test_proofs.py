"""Proofs: sent, remarked on, approved, answered, taken back; reminders on their days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Message
from conference.moves import MoveNotAllowed
from proceedings.contributes import editing as contributed
from proceedings.models import Proof
from proceedings.services import proofs, steps
from tests.proceedings.texts import edited, new_article, new_text


@pytest.fixture
def article(conference, editor):
    made = new_article(conference, editor=editor)
    new_text(made)
    return made


@pytest.fixture
def proof(article, editor):
    return proofs.send_proof(article, by=editor)


def letters(key: str) -> list[tuple[str, str]]:
    return list(Message.objects.filter(key=key).order_by("pk").values_list("to", "language"))


def test_a_proof_goes_to_the_corresponding_author(article, proof):
    today = article.conference.today()

    letter = Message.objects.get(key="proof-sent")

    assert (proof.number, proof.due_on, proof.sent_to.email) == (1, today + timedelta(days=7), "orlov@example.org")
    assert (letter.to, letter.language, letter.is_secret) == ("orlov@example.org", "ru", True)
    assert f"/proofs/{proof.key}/" in letter.body
    assert steps.state_of(article) == "with_author"


def test_an_author_with_an_account_is_written_to_in_their_language(article, editor, make_person):
    person = make_person(email="orlov@example.org", language="en")

    proofs.send_proof(article, by=editor)

    letter = Message.objects.get(key="proof-sent")
    assert (letter.language, letter.person, "Dear Petr Orlov" in letter.body) == ("en", person, True)
    assert proofs.proofs_for(person) == list(Proof.objects.all())


def test_one_proof_at_a_time_and_only_of_a_text(article, proof, editor, conference):
    with pytest.raises(MoveNotAllowed):
        proofs.send_proof(article, by=editor)
    with pytest.raises(MoveNotAllowed):
        proofs.send_proof(new_article(conference), by=editor)


def test_an_author_without_an_address_cannot_be_sent_a_proof(article, editor):
    article.authors.update(email="")

    with pytest.raises(ValidationError):
        proofs.send_proof(article, by=editor)


def test_a_day_that_is_over_is_refused(article, editor):
    with pytest.raises(ValidationError):
        proofs.send_proof(article, by=editor, due_on=article.conference.today() - timedelta(days=1))


def test_remarks_are_kept_quoted_and_sent_together(article, proof, editor):
    proofs.add_remark(proof, text="Опечатка.", place="b8", quote=proofs.quote_of(proof, "b8"))
    proofs.add_remark(proof, text="В названии тоже.", place="title_ru", quote=proofs.quote_of(proof, "title_ru"))

    proofs.send_remarks(proof)

    proof.refresh_from_db()
    assert [(each.place, each.quote) for each in proof.remarks.all()] == [
        ("b8", "Последний абзац."), ("title_ru", "О школе 1"),
    ]  # fmt: skip
    assert (proof.outcome, proof.is_open, steps.state_of(article)) == ("remarks", False, "remarks")
    assert letters("proof-remarks") == [(editor.email, "ru")]
    with pytest.raises(MoveNotAllowed):
        proofs.add_remark(proof, text="Ещё.")


def test_nothing_to_send_without_remarks(proof):
    with pytest.raises(ValidationError):
        proofs.send_remarks(proof)


def test_an_empty_remark_is_refused_and_one_can_be_taken_back(proof):
    with pytest.raises(ValidationError):
        proofs.add_remark(proof, text="  ")
    remark = proofs.add_remark(proof, text="Так.")

    proofs.drop_remark(remark)

    assert proof.remarks.count() == 0


def test_approving_takes_a_typed_name(article, proof, editor):
    with pytest.raises(ValidationError):
        proofs.approve_proof(proof, signed_as=" 12 ")

    proofs.approve_proof(proof, signed_as=" Пётр  Орлов ")

    proof.refresh_from_db()
    assert (proof.outcome, proof.signed_as, steps.state_of(article)) == ("approved", "Пётр Орлов", "approved")
    assert letters("proof-approved") == [(editor.email, "ru")]
    with pytest.raises(MoveNotAllowed):
        proofs.approve_proof(proof, signed_as="Пётр Орлов")


def test_remarks_that_are_not_sent_stand_in_the_way_of_approving(proof):
    proofs.add_remark(proof, text="Так.")

    with pytest.raises(ValidationError):
        proofs.approve_proof(proof, signed_as="Пётр Орлов")


def test_the_author_hears_when_the_last_remark_is_answered(proof, editor):
    first, second = (proofs.add_remark(proof, text=text) for text in ("Раз.", "Два."))
    with pytest.raises(MoveNotAllowed):
        proofs.answer(first, by=editor, how="done")
    proofs.send_remarks(proof)

    proofs.answer(first, by=editor, how="done")
    assert letters("proof-answers") == []
    with pytest.raises(ValidationError):
        proofs.answer(second, by=editor, how="declined")
    proofs.answer(second, by=editor, how="declined", words="Так принято.")
    proofs.answer(second, by=editor, how="declined", words="Так принято у нас.")

    assert letters("proof-answers") == [("orlov@example.org", "ru")]


def test_an_unanswered_remark_outranks_editing(article, proof, editor):
    remark = proofs.add_remark(proof, text="Раз.")
    proofs.send_remarks(proof)
    edited(article, 8, "Иначе.", by=editor)
    assert steps.state_of(article) == "remarks"

    proofs.answer(remark, by=editor, how="done")

    assert steps.state_of(article) == "answered"
    proofs.send_proof(article, by=editor)
    assert steps.state_of(article) == "with_author"


def test_a_proof_taken_back_can_be_sent_anew_after_changes(article, proof, editor):
    proofs.take_back(proof, by=editor)
    edited(article, 8, "Иначе.", by=editor)

    again = proofs.send_proof(article, by=editor)

    assert (again.number, again.manuscript.revision, again.key != proof.key) == (2, 2, True)
    assert letters("proof-taken-back") == [("orlov@example.org", "ru")]


@pytest.mark.parametrize(
    ("due_in", "sent_ago", "reminded_ago", "key"),
    [
        (4, 4, None, ""),
        (3, 4, None, "proof-reminder"),
        (2, 4, None, "proof-reminder"),
        (3, 0, None, ""),
        (1, 6, 2, ""),
        (0, 7, 3, "proof-reminder"),
        (-1, 8, 1, ""),
        (-3, 10, 3, "proof-late"),
        (-6, 13, 6, ""),
        (-30, 60, None, ""),
    ],
)
def test_reminders_go_on_their_days(proof, due_in, sent_ago, reminded_ago, key):
    now, today = timezone.now(), proof.article.conference.today()
    Proof.objects.update(
        due_on=today + timedelta(days=due_in), sent_at=now - timedelta(days=sent_ago),
        reminded_at=None if reminded_ago is None else now - timedelta(days=reminded_ago),
    )  # fmt: skip

    written = (proofs.remind_due(), proofs.remind_due())

    found = Message.objects.exclude(key="proof-sent").values_list("key", flat=True)
    assert (written, list(found)) == ((1, 0), [key]) if key else (written, list(found)) == ((0, 0), [])


def test_nothing_due_costs_one_question(proof, django_assert_num_queries):
    proofs.remind_due()
    Proof.objects.update(closed_at=timezone.now())

    with django_assert_num_queries(1):
        proofs.remind_due()


def test_what_is_kept_about_an_author_is_told_and_forgotten(proof, make_person):
    person = make_person(email="orlov@example.org")
    proofs.approve_proof(proof, signed_as="Пётр Орлов")

    told = contributed.personal_data(person)["proofs"]
    erased = contributed.erase(person, by=None)

    proof.refresh_from_db()
    assert [(each["signed_as"], each["outcome"]) for each in told] == [("Пётр Орлов", "approved")]
    assert (erased, proof.signed_as, proof.outcome) == (["proofs"], "–", "approved")
    assert "Орлов" not in steps.log_of(proof.article)[0].note


def test_remarks_of_somebody_who_is_forgotten_are_emptied(proof, make_person):
    person = make_person(email="orlov@example.org")
    proofs.add_remark(proof, text="Моё мнение.", quote="слова")

    contributed.erase(person, by=None)

    assert [(each.text, each.quote) for each in proof.remarks.all()] == [("–", "")]
