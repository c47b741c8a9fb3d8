"""The page of the call, the information letter and the template of an article, which the importer reads back."""

from __future__ import annotations

import io
import subprocess
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation

from conference.models import Role
from workshops.models import Call, CallQuestion
from workshops.services import call_files


@pytest.fixture
def call(conference, tracks):
    CallQuestion.objects.create(conference=conference, text_ru="На чём основан доклад?", text_en="What is it based on?")
    texts = {"text_ru": "Ждём **доклады** о школе.", "text_en": "We await **papers** on school."}
    limits = {"words_ru_min": 60, "words_en_min": 50, "text_words_max": 3000, "per_presenter": 2}
    return Call.objects.create(conference=conference, required_parts=["udk"], **texts, **limits)


def page(client, name, language, conference):
    with translation.override(language):
        return client.get(reverse(f"workshops:{name}", kwargs={"conference_slug": conference.slug}))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ru", ["<strong>доклады</strong>", "от 60 до 300 слов", "УДК", "На чём основан доклад?", "до 3000 слов"]),
        ("en", ["<strong>papers</strong>", "50 to 300 words", "UDC", "What is it based on?", "up to 3000 words"]),
    ],
)
def test_the_page_tells_what_to_send(client, conference, call, language, told):
    shown = page(client, "call", language, conference).content.decode().replace("\xa0", " ").replace("&nbsp;", " ")

    assert [text for text in told if text not in shown] == []


def test_who_does_not_take_part_yet_is_led_to_the_registration(client, client_of, make_person, conference, call):
    participant = client_of(make_person(Role.Kind.PARTICIPANT, conference=conference))
    told = "Papers are offered by registered participants."

    guest, known = (page(each, "call", "en", conference).content.decode() for each in (client, participant))

    assert (told in guest, "Register first" in guest, told in known) == (True, True, False)


def test_a_season_has_no_call(client, make_conference):
    season = make_conference("season", kind="season")

    assert [page(client, name, "ru", season).status_code for name in ("call", "information_letter")] == [404, 404]


def test_the_page_costs_the_same_for_one_track_and_four(client, conference, call, django_assert_num_queries):
    page(client, "call", "ru", conference)
    with django_assert_num_queries(9):
        page(client, "call", "ru", conference)

    conference.tracks.exclude(number=1).delete()
    with django_assert_num_queries(9):
        page(client, "call", "ru", conference)


def test_the_letter_says_the_same_in_both_languages_and_is_made_once(client, conference, call, tmp_path):
    answer = page(client, "information_letter", "en", conference)
    made = b"".join(answer.streaming_content)
    again = b"".join(page(client, "information_letter", "ru", conference).streaming_content)
    (tmp_path / "letter.pdf").write_bytes(made)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "letter.pdf", "-"], capture_output=True, check=True
    ).stdout
    facts = subprocess.run(["pdfinfo", tmp_path / "letter.pdf"], capture_output=True, check=True).stdout.decode()

    words = " ".join(text.decode().split())
    assert (answer["Content-Type"], made == again) == ("application/pdf", True)
    assert [
        each for each in ("Информационное письмо", "Information letter", "Секции", "Tracks") if each not in words
    ] == []
    assert "Tagged:          yes" in facts


def test_a_changed_call_makes_a_new_letter_and_removes_the_old(conference, call):
    call_files.article_template(conference, "ru").close()
    before = set(default_storage.listdir(f"call/{conference.pk}")[1])
    call.words_ru_max = 250
    call.save()
    call_files.article_template(conference, "ru").close()

    after = set(default_storage.listdir(f"call/{conference.pk}")[1])
    assert (len(before), len(after), before & after) == (1, 1, set())


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_template_is_a_document_whose_styles_word_knows(conference, call, language):
    with call_files.article_template(conference, language) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))

    body = archive.read("word/document.xml").decode()
    styles = ("Title", "Heading1", "Heading2", "TableCaption", "ImageCaption")
    assert [style for style in styles if f'w:val="{style}"' not in body] == []
    assert "<w:lang " in archive.read("word/styles.xml").decode()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_equal_words_give_equal_bytes(conference, call, language):
    from workshops.documents.article_template import template_docx, template_markdown

    text = template_markdown(conference, language)

    assert template_docx(text, language) == template_docx(text, language)
