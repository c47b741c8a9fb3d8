"""What was adopted does not change: frozen in both languages, hashed, printed; a corrigendum is another edition."""

from __future__ import annotations

import subprocess
from datetime import date

import page
import pytest
from django.core.exceptions import ValidationError

from conference.models import Role
from conference.moves import MoveNotAllowed
from tests.workshops.outcomes import a_document, a_proposal, announced, clause, fresh
from workshops.documents.outcomes import digest, draft_pdf, paragraphs
from workshops.models import Adoption, Recommendation
from workshops.services import outcomes as services

DAY = date(2026, 6, 20)


@pytest.fixture
def delegate(make_person, conference):
    return make_person(Role.Kind.PARTICIPANT, conference=conference, full_name="Сомова Ольга", latin_name="Olga Somova")


@pytest.fixture
def endorsed(conference, organiser, delegate):
    """A document that was discussed, changed after a proposal and endorsed."""
    document = announced(a_document(conference, organiser, numbering="letters", preamble_ru="Участники конференции\n"
        "рекомендуют:", preamble_en="The participants\nrecommend:"), organiser)  # fmt: skip
    proposal = a_proposal(document, delegate, is_named=True, on_behalf_of="Рабочая группа")
    services.accept(proposal, by=organiser, ru="Лучший текст пункта.", en="A better text.", answer_ru="Согласны.",
                    answer_en="Agreed.")  # fmt: skip
    document = services.begin_endorsement(services.close_period(document, by=organiser), by=organiser)
    services.endorse(document, by=delegate, kind="for")
    return document


@pytest.fixture
def adoption(endorsed, organiser):
    return services.adopt(endorsed, by=organiser, on=DAY)


def test_the_frozen_text_holds_both_languages_and_its_hash(adoption):
    content = adoption.content

    assert (content["title"], content["adopted_on"]) == (
        {"ru": "Рекомендации", "en": "Recommendations"}, "2026-06-20",
    )  # fmt: skip
    assert content["preamble"]["en"] == ["The participants", "recommend:"]
    assert [each["text"] for each in content["clauses"]] == [
        {"ru": ["Лучший текст пункта."], "en": ["A better text."]},
        {"ru": ["Текст пункта 2."], "en": ["Text of clause 2."]},
    ]
    assert adoption.sha256 == digest(content)


def test_another_letter_gives_another_hash(adoption):
    changed = {**adoption.content, "title": {"ru": "Рекомендации.", "en": "Recommendations"}}

    assert digest(changed) != adoption.sha256


def test_what_was_adopted_does_not_change(adoption, endorsed, organiser):
    made = clause(endorsed)

    with pytest.raises(TypeError):
        adoption.save()
    with pytest.raises(MoveNotAllowed):
        services.save_clause(made, by=organiser, ru="Иначе", en="Otherwise", expected=made.revision)
    with pytest.raises(MoveNotAllowed):
        services.adopt(fresh(endorsed), by=organiser, on=DAY)

    Recommendation.objects.filter(pk=made.pk).update(text_ru="Мимо всех дверей")
    assert Adoption.objects.get().content["clauses"][0]["text"]["ru"] == ["Лучший текст пункта."]


@pytest.mark.parametrize("field", ["text_ru", "text_en"])
def test_a_text_in_one_language_is_not_adopted(endorsed, organiser, field):
    Recommendation.objects.filter(document=endorsed).update(**{field: ""})

    with pytest.raises(MoveNotAllowed):
        services.adopt(endorsed, by=organiser, on=DAY)

    assert Adoption.objects.count() == 0


def test_without_its_voices_a_document_is_not_adopted(endorsed, organiser):
    endorsed.endorsements.all().delete()

    with pytest.raises(MoveNotAllowed):
        services.adopt(endorsed, by=organiser, on=DAY)

    assert fresh(endorsed).state == "endorsing"


def test_a_corrigendum_is_the_next_edition_and_the_first_stays(adoption, endorsed, organiser):
    document = fresh(endorsed)
    told = {"note_ru": "Опечатка", "note_en": "A misprint", "on": date(2026, 7, 1)}
    with pytest.raises(ValidationError):
        services.correct(document, clause(document, 2), by=organiser, ru="Исправлено.", en="", **told)

    second = services.correct(document, clause(document, 2), by=organiser, ru="Исправлено.", en="Corrected.", **told)

    texts = [each.content["clauses"][1]["text"]["en"] for each in document.adoptions.order_by("number")]
    assert (second.number, texts) == (2, [["Text of clause 2."], ["Corrected."]])
    assert second.content["note"] == {"ru": "Опечатка", "en": "A misprint"}
    assert clause(document, 2).versions.first().how == "corrected"


def test_paragraphs_are_lines_with_words():
    assert paragraphs(" one \n\n two\n") == ["one", "two"]


@pytest.fixture
def printed(adoption, tmp_path):
    issued = services.file_of(adoption)
    path = tmp_path / "outcome.pdf"
    with issued.file.open("rb") as file:
        path.write_bytes(file.read())
    return issued, path


def test_the_print_is_tagged_bilingual_and_checkable(printed, adoption):
    issued, path = printed

    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    words, columns = words_of(path), words_of(path, "-layout")
    assert page.validate_pdf(str(path), profile="ua1").is_compliant
    assert "Tagged: yes" in " ".join(info.split())
    assert "1. Лучший текст пункта. 1. A better text." in columns
    assert "Принято 20 июня 2026 г. Adopted on 20 June 2026" in columns
    assert "Сомова Ольга, Рабочая группа" in words
    assert "Olga Somova, Рабочая группа" in words
    assert (issued.number in words, adoption.sha256[:40] in words, issued.code[:4] in words) == (True, True, True)
    assert uncompressed(path).count(b"/Lang (en)") >= 5
    assert services.file_of(adoption).pk == issued.pk


def words_of(path, *options: str) -> str:
    text = subprocess.run(["pdftotext", *options, path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())


def uncompressed(path) -> bytes:
    return subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"], capture_output=True).stdout


def test_a_draft_is_printed_as_a_draft(conference, organiser, tmp_path):
    path = tmp_path / "draft.pdf"

    path.write_bytes(draft_pdf(a_document(conference, organiser), "ru"))

    text = words_of(path)
    assert ("Проект. Состояние на" in text, "Draft as of" in text) == (True, True)
