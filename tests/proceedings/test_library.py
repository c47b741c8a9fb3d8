"""Verbs of the library: drafts, versions, two experts, withdrawing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference import extensions
from conference.models import Message
from conference.moves import MoveNotAllowed
from proceedings.models import Material, MaterialReview
from proceedings.services import library
from tests.proceedings.shelf import new_expert, new_material, new_recording, new_season, new_theme, published
from workshops.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def experts(season, make_person):
    return [new_expert(season, "orlova", make_person()), new_expert(season, "somova"), new_expert(season, "zhuk")]


def event_of(season, **fields):
    starts = timezone.now() - timedelta(days=3)
    told = {"title_ru": "Событие", "title_en": "Event", "starts": starts, "ends": starts + timedelta(hours=1)}
    return Session.objects.create(conference=season, format="event", **{**told, **fields})


# -- writing --------------------------------------------------------------------------------------------------------


def test_a_new_material_has_an_address_of_its_title_and_is_a_draft(season, librarian):
    first = new_material(season, by=librarian)
    second = new_material(season, by=librarian)
    russian = new_material(season, by=librarian, title_en="")

    assert [row.slug for row in (first, second, russian)] == [
        "a-memo-for-teachers", "a-memo-for-teachers-2", "pamiatka-uchiteliu",
    ]  # fmt: skip
    assert (first.state, first.version, first.made_by) == ("draft", 0, librarian)
    assert not Material.objects.public().exists()


def test_what_was_published_stays_until_the_next_version(season, librarian):
    theme = new_theme(season)
    material = published(new_material(season))

    library.save(material, by=librarian, revision=0, title_ru="Новое имя", themes=[theme])
    material.refresh_from_db()

    assert (material.title_ru, list(material.themes.all())) == ("Памятка учителю", [])
    assert library.facts_of(material)["title_ru"] == "Новое имя"
    version = library.publish_to_library(material, by=librarian, note="Имя", why_unreviewed="опечатка")
    material.refresh_from_db()
    assert (material.title_ru, material.version, material.draft) == ("Новое имя", 2, {})
    assert [row.facts["title_ru"] for row in material.versions.all()] == ["Новое имя", "Памятка учителю"]
    assert (version.note_ru, version.published_by, version.facts["themes"]) == ("Имя", librarian, [theme.pk])


def test_changes_may_be_dropped(season, librarian):
    material = published(new_material(season))
    library.save(material, by=librarian, revision=0, title_ru="Новое имя")

    library.drop_changes(material, by=librarian, revision=1)

    assert library.facts_of(material)["title_ru"] == "Памятка учителю"
    with pytest.raises(MoveNotAllowed):
        library.drop_changes(new_material(season), by=librarian, revision=0)


def test_nobody_overwrites_what_another_saved(season, librarian):
    material = new_material(season)
    same = Material.objects.get(pk=material.pk)
    library.save(material, by=librarian, revision=0, title_ru="Первая")

    with pytest.raises(MoveNotAllowed):
        library.save(same, by=librarian, revision=0, title_ru="Вторая")

    assert Material.objects.get(pk=material.pk).title_ru == "Первая"


@pytest.mark.parametrize(
    ("fields", "blamed"),
    [
        ({"title_ru": " ", "title_en": ""}, "title_ru"),
        ({"title_ru": "ы" * 251}, "title_ru"),
        ({"audience": ["kings"]}, "audience"),
        ({"video": "javascript:alert(1)"}, "video"),
        ({"year": 3000}, "year"),
        ({"level": "genius"}, "level"),
        ({"chapters": [{"seconds": 5, "title_ru": "а"}, {"seconds": 5, "title_ru": "б"}]}, "chapters"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(season, librarian, fields, blamed):
    material = new_material(season)

    with pytest.raises(ValidationError) as refusal:
        library.save(material, by=librarian, revision=0, **fields)

    assert list(refusal.value.message_dict) == [blamed]


@pytest.mark.parametrize("name", ["themes", "speakers", "session"])
def test_rows_of_another_season_are_refused(season, librarian, name):
    other = new_season("other-season")
    rows = {"themes": [new_theme(other)], "speakers": [new_expert(other, "who")], "session": event_of(other)}

    with pytest.raises(ValidationError) as refusal:
        library.add(season, kind="recording", by=librarian, title_ru="Имя", **{name: rows[name]})

    assert list(refusal.value.message_dict) == [name]


def test_a_field_that_no_material_has_is_a_mistake_of_the_caller(season, librarian):
    with pytest.raises(TypeError):
        new_material(season, by=librarian, colour="red")


# -- reviews --------------------------------------------------------------------------------------------------------


def test_two_experts_recommend_before_it_is_published(season, librarian, experts):
    material = new_material(season)
    first, second = library.ask_review(material, experts=experts[:2], by=librarian)
    library.give_review(first, verdict="publish")

    with pytest.raises(ValidationError):
        library.publish_to_library(material, by=librarian)
    library.give_review(second, verdict="publish", remarks="Хорошо")
    version = library.publish_to_library(material, by=librarian)

    assert version.number == 1
    assert Material.objects.get().state == "published"


def test_who_wants_it_improved_reads_it_again(season, librarian, experts):
    material = new_material(season)
    first, second = library.ask_review(material, experts=experts[:2], by=librarian)
    library.give_review(first, verdict="publish")
    library.give_review(second, verdict="revise", remarks="Короче")
    library.reply(second, text="Сократили", by=librarian)

    [again] = library.ask_review(material, experts=[experts[1]], by=librarian)
    before = library.standing(material).is_recommended
    library.give_review(again, verdict="publish")

    assert (again.round, before, library.standing(material).is_recommended) == (2, False, True)
    second.refresh_from_db()
    assert (second.reply, second.verdict) == ("Сократили", "revise")


def test_an_editor_may_publish_without_and_the_reason_is_kept(season, librarian):
    material = new_material(season)

    library.publish_to_library(material, by=librarian, why_unreviewed="Официальный документ")

    entry = LogEntry.objects.get_for_object(material).filter(additional_data__isnull=False).get()
    assert (entry.additional_data, entry.actor) == ({"reason": "Официальный документ"}, librarian)


def test_reviews_of_the_version_before_do_not_recommend_the_next(season, librarian, experts):
    material = new_material(season)
    for review in library.ask_review(material, experts=experts[:2], by=librarian):
        library.give_review(review, verdict="publish")
    library.publish_to_library(material, by=librarian)
    library.save(material, by=librarian, revision=0, title_ru="Новое")

    with pytest.raises(ValidationError):
        library.publish_to_library(material, by=librarian)
    rows = library.ask_review(material, experts=experts[:2], by=librarian)

    assert [row.round for row in rows] == [2, 2]


def test_an_author_and_a_stranger_are_not_asked(season, librarian, experts):
    material = new_material(season, speakers=[experts[0]])
    stranger = new_expert(new_season("other-season"), "who")

    for wrong in ([experts[0]], [stranger], []):
        with pytest.raises(ValidationError):
            library.ask_review(material, experts=wrong, by=librarian)

    assert (MaterialReview.objects.count(), Material.objects.get().state) == (0, "draft")


def test_only_who_has_an_account_gets_a_letter_with_the_link(season, librarian, experts):
    material = new_material(season)

    rows = library.ask_review(material, experts=experts[:2], by=librarian)
    library.ask_review(material, experts=experts[:2], by=librarian)

    letter = Message.objects.get()
    assert (letter.key, letter.to) == ("material-review-asked", experts[0].person.email)
    assert library.review_url(rows[0], "ru") in letter.body
    assert "Памятка учителю" in letter.subject


def test_a_link_is_of_one_review_of_one_season(season, librarian, experts):
    [row] = library.ask_review(new_material(season), experts=experts[:1], by=librarian)
    token = library.token_of(row)

    assert library.review_by(season, token) == row
    assert library.review_by(new_season("other-season"), token) is None
    assert library.review_by(season, token.replace(token[0], "9", 1)) is None
    library.call_off(row, by=librarian)
    assert library.review_by(season, token) is None


@pytest.mark.parametrize(("verdict", "remarks"), [("", ""), ("revise", " "), ("burn", "x")])
def test_a_word_that_says_nothing_is_refused(season, librarian, experts, verdict, remarks):
    [row] = library.ask_review(new_material(season), experts=experts[:1], by=librarian)

    with pytest.raises(ValidationError):
        library.give_review(row, verdict=verdict, remarks=remarks)


def test_a_review_is_given_once(season, librarian, experts):
    [row] = library.ask_review(new_material(season), experts=experts[:1], by=librarian)
    library.give_review(row, verdict="publish")

    with pytest.raises(MoveNotAllowed):
        library.give_review(row, verdict="revise", remarks="Передумал")
    with pytest.raises(MoveNotAllowed):
        library.call_off(row, by=librarian)


def test_one_reminder_after_a_week(season, librarian, experts):
    material = new_material(season)
    library.ask_review(material, experts=experts, by=librarian)
    assert library.remind_reviewers() == 0
    MaterialReview.objects.update(asked_at=timezone.now() - timedelta(days=8))

    counts = library.remind_reviewers(), library.remind_reviewers()

    assert counts == (1, 0)
    assert Message.objects.filter(key="material-review-reminder").get().to == experts[0].person.email


# -- before readers, and away from them -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("recording", {"video": ""}), ("practical", {"body_ru": "", "body_en": ""})],
)
def test_what_readers_could_not_use_is_not_published(season, librarian, kind, fields):
    material = new_recording(season, **fields) if kind == "recording" else new_material(season, **fields)

    with pytest.raises(ValidationError):
        library.publish_to_library(material, by=librarian, why_unreviewed="так")

    assert not material.versions.exists()


def test_those_who_wait_for_a_recording_are_told_once(season, librarian, monkeypatch):
    told = []
    monkeypatch.setattr(extensions, "ask", lambda point, *args: told.append((point, *args)) or [])
    event = event_of(season)
    material = new_recording(season, session=event)

    published(material)
    published(material)
    published(new_material(season, session=event))

    [(point, session, address)] = told
    assert (point, session.pk, sorted(address)) == ("recording_published", event.pk, ["en", "ru"])
    assert address["en"].endswith(f"/en/library/{material.slug}/")


def test_only_the_revision_that_was_looked_at_is_published(season, librarian):
    material = new_material(season)
    library.save(material, by=librarian, revision=0, title_ru="Новее")

    with pytest.raises(MoveNotAllowed):
        library.publish_to_library(material, by=librarian, why_unreviewed="так", revision=0)


def test_a_withdrawn_material_says_why_and_may_come_back(season, librarian, experts):
    material = published(new_material(season))
    with pytest.raises(ValidationError):
        library.withdraw(material, by=librarian, reason=" ")

    library.withdraw(material, by=librarian, reason="Устарел", reason_en="Out of date")

    assert (material.state, material.withdrawn_why_ru, material.is_public) == ("withdrawn", "Устарел", True)
    with pytest.raises(MoveNotAllowed):
        library.ask_review(material, experts=experts[:1], by=librarian)
    library.put_back(material, by=librarian)
    assert (material.state, material.version, material.withdrawn_why_ru) == ("published", 1, "")
    with pytest.raises(MoveNotAllowed):
        library.put_back(material, by=librarian)


def test_a_material_of_a_season_that_is_a_draft_is_nobodys(season, librarian):
    published(new_material(season))

    season.visibility = "draft"
    season.save()

    assert not Material.objects.public().exists()
    assert not Material.objects.published().exists()
