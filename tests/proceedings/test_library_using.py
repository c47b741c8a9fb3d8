"""What readers do: opening, watching, saying whether it was useful; digests, places in recordings, people's data."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.moves import MoveNotAllowed
from proceedings import contributes
from proceedings.models import MaterialReview, MaterialUse, Usefulness
from proceedings.services import library
from proceedings.services.library import timing
from proceedings.services.library.citing import citation
from proceedings.services.library.showing import related_to, shown_now
from tests.proceedings.shelf import (
    TRANSCRIPT,
    new_expert,
    new_material,
    new_recording,
    new_theme,
    published,
)
from workshops.models import Answer, Question, Session

pytestmark = pytest.mark.django_db


def test_one_row_a_day_and_one_update(season, django_assert_num_queries):
    material = published(new_material(season))
    library.count_use(material, "view")

    with django_assert_num_queries(1):
        library.count_use(material, "view")

    library.count_use(material, "download")
    assert list(MaterialUse.objects.order_by("kind").values_list("kind", "count")) == [("download", 1), ("view", 2)]


def test_one_mark_for_each_voter_and_the_last_counts(season):
    material = published(new_material(season))
    library.mark_useful(material, voter="b1", is_useful=True, note="Спасибо")
    library.mark_useful(material, voter="b2", is_useful=True)

    library.mark_useful(material, voter="b1", is_useful=False)

    assert library.usefulness_of(material) == (1, 2)
    assert Usefulness.objects.get(voter="b1").note == "Спасибо"


def test_a_draft_is_not_marked_and_a_note_has_an_end(season):
    with pytest.raises(MoveNotAllowed):
        library.mark_useful(new_material(season), voter="b1", is_useful=True)
    with pytest.raises(ValidationError):
        library.mark_useful(published(new_material(season)), voter="b1", is_useful=True, note="ы" * 1001)

    assert not Usefulness.objects.exists()


def answered_event(season):
    """An event with two answered questions under a theme, one in Russian alone, and one that only waits."""
    starts = timezone.now() - timedelta(days=3)
    event = Session.objects.create(
        conference=season, format="event", title_ru="Разговор", title_en="Talk", starts=starts,
        ends=starts + timedelta(hours=1), audience=["teachers"],
    )  # fmt: skip
    theme, expert = new_theme(season), new_expert(season, "orlova")
    common = {"conference": season, "session": event, "language": "ru"}
    for text, state, english in (("Как?", "answered", "How?"), ("Где?", "answered", ""), ("Кто?", "pending", "Who?")):
        question = Question.objects.create(text_ru=text, text_en=english, state=state, theme=theme, **common)
        Answer.objects.create(
            question=question, kind="writing", expert=expert, text_ru=f"Ответ {text}",
            text_en=f"Answer {english}" if english else "",
        )  # fmt: skip
    return event


def test_a_digest_is_made_of_what_was_answered_by_theme_in_both_languages(season, organiser):
    event = answered_event(season)

    digest = library.digest_of(event, by=organiser)

    assert digest.body_ru == (
        "## Тема lesson\n\n### Как?\n\nОтвет Как?\n\n— *Анна Orlova*\n\n### Где?\n\nОтвет Где?\n\n— *Анна Orlova*"
    )
    assert digest.body_en.startswith("## Theme lesson\n\n### How?\n\nAnswer How?\n\n— *Anna Orlova*\n\n*1 more answer")
    assert (digest.kind, digest.session, digest.audience, digest.language) == ("digest", event, ["teachers"], "both")
    assert [row.slug for row in digest.themes.all()] == ["lesson"]
    assert library.digest_of(event, by=organiser) == digest


def test_a_digest_has_both_titles_and_its_questions_whatever_language_is_answered_in(season, organiser):
    event = answered_event(season)
    event.title_en = ""
    event.save()
    Question.objects.update(text_en="")
    Answer.objects.filter(question__text_ru="Как?").update(text_ru="", text_en="So.")
    Answer.objects.exclude(question__text_ru="Как?").delete()

    digest = library.digest_of(event, by=organiser)

    assert digest.title_ru.endswith("Разговор")
    assert digest.title_en == "Answers: Разговор"
    assert digest.body_ru == ""
    assert digest.body_en == "## Theme lesson\n\n### Как?\n\nSo.\n\n— *Anna Orlova*"


def test_no_digest_without_answers(season, organiser):
    event = answered_event(season)
    Answer.objects.all().delete()

    with pytest.raises(MoveNotAllowed):
        library.digest_of(event, by=organiser)


# -- places in a recording --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "opens"),
    [
        ("https://www.youtube.com/watch?v=a&t=5", "https://www.youtube.com/watch?v=a&t=80s"),
        ("https://youtu.be/a", "https://youtu.be/a?t=80s"),
        ("https://rutube.ru/video/a/", "https://rutube.ru/video/a/?t=80"),
        ("https://vkvideo.ru/video-1_2", "https://vkvideo.ru/video-1_2?t=80s"),
        ("https://vimeo.com/1", "https://vimeo.com/1#t=80s"),
        ("https://video.example.com/1", "https://video.example.com/1"),
    ],
)
def test_services_open_at_a_place_where_their_addresses_can(address, opens):
    assert timing.at_place(address, 80) == opens
    assert timing.at_place(address, 0) == address


@pytest.mark.parametrize(("text", "seconds"), [("00:00", 0), ("7:05", 425), ("74:05", 4445), ("1:02:30", 3750)])
def test_places_are_read_as_people_write_them(text, seconds):
    assert timing.seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "7", "1:99:30", "1:60", "a:10", "-1:10"])
def test_what_is_no_place_is_refused(text):
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        timing.seconds_of(text)


def test_durations_in_words_of_both_languages(in_english):
    assert (timing.in_words(5280), timing.in_words(60)) == ("1 hour 28 minutes", "1 minute")
    assert (timing.iso_duration(5280), timing.iso_duration(0)) == ("PT1H28M", "PT0S")
    assert [timing.place(each) for each in (5, 425, 3750)] == ["00:05", "07:05", "1:02:30"]


def test_a_transcript_in_passages_and_as_captions():
    found = timing.passages(f"Вступление\n{TRANSCRIPT}")

    assert [(each.place, each.text) for each in found] == [
        ("", "Вступление"), ("00:00", "Добрый день."), ("01:20", "Второе место & <b>знак</b>."), ("1:02:30", "Конец."),
    ]  # fmt: skip
    captions = timing.as_vtt(found, 5280)
    assert captions.startswith("WEBVTT\n\n00:00:00.000 --> 00:01:20.000\nДобрый день.\n")
    assert "Второе место &amp; &lt;b&gt;знак" in captions
    assert "01:02:30.000 --> 01:28:00.000" in captions


def test_a_line_of_chapters_without_a_time_is_named():
    with pytest.raises(ValueError, match="2"):
        timing.chapter_lines("00:00 Первая\nВторая")
    assert timing.chapter_lines("\n[01:20] – Вторая\n00:00 Первая") == {80: "Вторая", 0: "Первая"}


# -- beside a material ------------------------------------------------------------------------------------------------


def test_what_is_related_comes_by_event_themes_and_speakers(season):
    theme, other, expert = new_theme(season), new_theme(season, "family"), new_expert(season, "orlova")
    material = published(new_recording(season, themes=[theme], speakers=[expert]))
    both = published(new_material(season, title_en="both", themes=[theme], speakers=[expert]))
    one = published(new_material(season, title_en="one", themes=[theme, other]))
    published(new_material(season, title_en="none", themes=[other]))
    new_material(season, title_en="draft", themes=[theme], speakers=[expert])

    assert related_to(material, material.versions.get().facts) == [both, one]


def test_a_reference_in_each_language(season):
    speakers = [new_expert(season, "orlova"), new_expert(season, "somova")]
    material = published(new_recording(season, speakers=speakers, year=2025))
    now = shown_now(material)

    told = {
        code: citation(now, language=code, url="https://x.example/1", seen=date(2026, 3, 4)) for code in ("ru", "en")
    }

    assert told["ru"] == (
        "Orlova А., Somova А. Диалог о школе [Электронный ресурс]: запись мероприятия // Вместе: сайт. 2025. "
        "URL: https://x.example/1 (дата обращения: 04.03.2026).", "ru",
    )  # fmt: skip
    assert told["en"] == (
        "Orlova, A., & Somova, A. (2025). A dialogue on schools [Recording]. Vmeste. https://x.example/1", "en",
    )  # fmt: skip


def test_a_reference_without_authors_begins_with_the_title(season):
    now = shown_now(published(new_material(season, year=2025)))

    told = {code: citation(now, language=code, url="https://x.example/1")[0] for code in ("ru", "en")}

    assert told == {
        "ru": "Памятка учителю [Электронный ресурс]: практический материал // Вместе: сайт. 2025. URL: https://x.example/1.",
        "en": "A memo for teachers [Practical material]. (2025). Vmeste. https://x.example/1",
    }


# -- what is kept of people -------------------------------------------------------------------------------------------


def test_a_copy_of_ones_data_and_erasing_it(season, make_person):
    person, editor = make_person(), make_person("editor", conference=season)
    material = published(new_material(season, by=person))
    library.mark_useful(material, voter=f"p{person.pk}", is_useful=True, note="Личное")
    rows = library.ask_review(material, experts=[new_expert(season, "orlova", person)], by=editor)
    MaterialReview.objects.update(verdict="publish", remarks="Слова", given_at=timezone.now())

    copy = contributes.personal_data(person)
    rows[0].expert.person = None
    rows[0].expert.save()
    erased = contributes.erase(person, by=None)

    assert copy["library_marks"][0]["note"] == "Личное"
    assert copy["library_reviews"][0]["remarks"] == "Слова"
    assert copy["library_materials"] == [{"title": "Памятка учителю", "state": "published"}]
    assert {"library_marks", "library_reviews", "library_materials"} <= set(erased)
    mark, review = Usefulness.objects.get(), MaterialReview.objects.get()
    assert (mark.is_useful, mark.note, mark.voter[0]) == (True, "", "e")
    assert (review.remarks, review.verdict, review.person) == ("–", "publish", None)
    assert contributes.personal_data(person)["library_reviews"] == []


def test_the_season_is_told_how_much_was_used(season, in_english):
    material = published(new_recording(season))
    library.count_use(material, "view")
    library.count_use(material, "watch")
    library.mark_useful(material, voter="b1", is_useful=True)

    [part] = [part for part in contributes.reach(season) if part.title == "Library"]

    assert dict(part.figures) == {
        "recordings": "1", "pages of materials opened": "1", "recordings watched": "1",
        "readers who found a material useful": "100\u00a0%",
    }  # fmt: skip
    assert part.tables[0][2] == (("A dialogue on schools", "1"),)
