"""The pages of an author who reads a proof by a link of their own."""

from __future__ import annotations

import logging

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from proceedings.models import Proof
from proceedings.services import proofs
from tests.proceedings.texts import edited, new_article, new_text


@pytest.fixture
def article(conference, editor):
    made = new_article(conference, editor=editor, abstract_en="An abstract.")
    new_text(made)
    return made


@pytest.fixture
def proof(article, editor):
    return proofs.send_proof(article, by=editor)


@pytest.fixture
def url(proof):
    return lambda name="": f"/ru/inclusion/proofs/{proof.key}/{name}"


def test_the_link_needs_no_account_and_tells_nobody_its_address(client, url):
    answer = client.get(url())

    assert (answer.status_code, answer["Referrer-Policy"], answer["Cache-Control"]) == (
        200, "same-origin", "private, no-store",
    )  # fmt: skip
    assert 'id="p-b8"' in answer.content.decode()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_page_speaks_both_languages(client, proof, language):
    assert client.get(f"/{language}/inclusion/proofs/{proof.key}/").status_code == 200


def test_another_key_or_another_conference_opens_nothing(client, url, proof, other_conference):
    assert client.get("/ru/inclusion/proofs/23456789ABCDEFGHJKLMNPQRST/").status_code == 404
    assert client.get(f"/ru/elsewhere/proofs/{proof.key}/").status_code == 404


def test_the_buttons_pass_the_check_of_the_origin(url, proof):
    browser = Client(enforce_csrf_checks=True)
    browser.get(url())
    told = {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value, "signed_as": "Пётр Орлов"}

    taken = browser.post(url("approve/"), told, headers={"origin": "http://testserver"})

    proof.refresh_from_db()
    assert (taken.status_code, proof.outcome) == (302, "approved")


def test_remarks_one_by_one_then_all_together(client, url, proof):
    client.post(url("remark/"), {"place": "b8", "text": "Опечатка."})
    client.post(url("remark/"), {"place": "", "text": "В целом хорошо."})
    assert "Опечатка." in client.get(url()).content.decode()
    client.post(url(f"remarks/{proof.remarks.get(place='').pk}/drop/"))

    client.post(url("send/"))

    proof.refresh_from_db()
    assert (proof.outcome, [each.quote for each in proof.remarks.all()]) == ("remarks", ["Последний абзац."])
    assert "<textarea" not in client.get(url()).content.decode()


@pytest.mark.parametrize(
    ("texts", "said"), [(["Опечатка."], "1 remark is kept."), (["А.", "Б."], "2 remarks are kept.")]
)
def test_keeping_says_how_many(client, proof, texts, said):
    typed = {"place": ["b8", "b2"][: len(texts)], "text": texts}

    answer = client.post(f"/en/inclusion/proofs/{proof.key}/remark/", typed)

    assert [str(message) for message in get_messages(answer.wsgi_request)] == [said]


def test_every_box_that_is_filled_is_kept_whatever_button_is_pressed(client, url, proof):
    typed = {"place": ["title_ru", "b0", "b8"], "text": ["Иначе.", " ", "Опечатка."]}
    client.post(url("remark/"), {**typed, "at": "b8"})
    refused = client.post(url("approve/"), {"place": ["b2"], "text": ["Ещё."], "signed_as": "Пётр Орлов"})
    client.post(url("send/"), {"place": ["s0"], "text": ["Год."]})

    proof.refresh_from_db()
    assert (refused.status_code, proof.outcome) == (302, "remarks")
    assert sorted(each.place for each in proof.remarks.all()) == ["b2", "b8", "s0", "title_ru"]


def test_the_second_proof_tells_what_was_said_before_and_what_has_changed(client, article, proof, editor):
    remark = proofs.add_remark(proof, text="Опечатка.", place="b8")
    proofs.send_remarks(proof)
    proofs.answer(remark, by=editor, how="done", words="Исправлено.")
    edited(article, 8, "Заключение.", by=editor)
    again = proofs.send_proof(article, by=editor)

    html = client.get(f"/ru/inclusion/proofs/{again.key}/").content.decode()

    assert ("Опечатка." in html, "Исправлено." in html, "<ins>" in html) == (True, True, True)
    assert ("П. Орлов" in html or "Пётр Орлов" in html, "orlov@example.org" in html, "School" in html) == (True,) * 3


def test_an_empty_remark_and_an_empty_name_say_what_to_do(client, url, proof):
    remark = client.post(url("remark/"), {"place": "b8", "text": " "}).content.decode()
    name = client.post(url("approve/"), {"signed_as": ""}).content.decode()

    assert ('aria-invalid="true"' in remark, 'aria-invalid="true"' in name) == (True, True)
    assert Proof.objects.open().exists()


def test_the_author_reads_the_answers_by_the_same_link(client, url, proof, editor):
    remark = proofs.add_remark(proof, text="Опечатка.")
    proofs.send_remarks(proof)
    proofs.answer(remark, by=editor, how="declined", words="Так принято.")

    assert "Так принято." in client.get(url()).content.decode()


def test_a_remark_of_another_proof_is_not_dropped(client, url, conference, editor):
    other = new_article(conference)
    new_text(other)
    remark = proofs.add_remark(proofs.send_proof(other, by=editor), text="Чужое.")

    assert client.post(url(f"remarks/{remark.pk}/drop/")).status_code == 404


def test_a_closed_proof_takes_nothing_more(client, url, proof):
    proofs.approve_proof(proof, signed_as="Пётр Орлов")

    client.post(url("remark/"), {"place": "", "text": "Ещё."})

    assert proof.remarks.count() == 0


def test_the_key_is_in_no_log(client, url, proof, caplog):
    with caplog.at_level(logging.DEBUG):
        client.get(url())
        client.post(url("remark/"), {"place": "b8", "text": "Опечатка."})
        client.get(url("figures/9/"))

    told = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert [line for line in told if proof.key in line and "Not Found" not in line] == []


def test_the_proof_as_a_file(client, url, proof):
    answer = client.get(url("pdf/"))

    assert (answer["Content-Type"], answer.content[:5], answer["X-Content-Type-Options"]) == (
        "application/pdf", b"%PDF-", "nosniff",
    )  # fmt: skip
