"""Clauses are written in both languages together, by several hands, and nobody's text is lost."""

from __future__ import annotations

import pytest

from conference.models import Role
from conference.moves import MoveNotAllowed
from conference.permissions import may
from tests.workshops.outcomes import a_document, announced, clause, fresh
from workshops.models import OutcomeDocument, Recommendation
from workshops.services import outcomes as services


@pytest.fixture
def rapporteur(make_person, conference):
    return make_person(Role.Kind.RAPPORTEUR, conference=conference, track=1)


@pytest.fixture
def document(conference, tracks, organiser):
    return a_document(conference, organiser, track=tracks[0])


def numbers(document: OutcomeDocument) -> list[str]:
    return [f"{line.number} {line.clause.text_en}" for line in document.outline()]


def test_clauses_are_numbered_by_their_place(document, organiser):
    first = clause(document)
    services.add_clause(document, by=organiser, parent=first, ru="Под", en="Under")

    labels = [(line.label("ru"), line.label("en"), line.anchor) for line in document.outline()]

    assert labels == [("1", "1", "p1"), ("1.1", "1.1", "p1-1"), ("2", "2", "p2")]


def test_letters_are_those_of_each_language(conference, organiser):
    document = a_document(conference, organiser, clauses=1, numbering="letters")
    for text in ("один", "два"):
        services.add_clause(document, by=organiser, parent=clause(document), ru=text, en=text)

    labels = [(line.label("ru"), line.label("en")) for line in document.outline()]

    assert labels == [("1", "1"), ("1 а)", "1 (a)"), ("1 б)", "1 (b)")]


@pytest.mark.parametrize(
    ("was", "now", "behind"),
    [
        (("а", "a"), ("б", "a"), "en"),
        (("а", "a"), ("а", "b"), "ru"),
        (("а", "a"), ("б", "b"), ""),
        (("", ""), ("а", ""), ""),
        (("а", ""), ("а", "a"), ""),
    ],
)
def test_a_language_that_did_not_follow_is_behind(document, organiser, make_person, conference, was, now, behind):
    other = make_person(Role.Kind.ORGANISER, conference=conference)
    made = services.add_clause(document, by=organiser, ru=was[0], en=was[1])

    saved = services.save_clause(made, by=other, ru=now[0], en=now[1], expected=0)

    assert saved.behind == behind


def test_a_language_catches_up_and_a_writer_may_say_that_both_agree(document, organiser, make_person, conference):
    other = make_person(Role.Kind.ORGANISER, conference=conference)
    made = clause(document)

    behind = services.save_clause(made, by=other, ru="Иначе.", en=made.text_en, expected=0)
    same_sitting = services.save_clause(behind, by=other, ru="Иначе.", en="Otherwise.", expected=1)
    agreed = services.save_clause(same_sitting, by=organiser, ru="Иначе!", en="Otherwise.", expected=2, agree=True)

    assert (behind.behind, same_sitting.behind, agreed.behind, agreed.agrees) == ("en", "", "", True)


def test_one_sitting_is_one_version_and_another_hand_another(document, organiser, rapporteur):
    made = clause(document)
    for revision, text in enumerate(("Раз", "Раз два", "Раз два три")):
        services.save_clause(made, by=rapporteur, ru=text, en="One", expected=revision, page="p")

    versions = list(made.versions.values_list("number", "text_ru"))

    assert versions == [(2, "Раз два три"), (1, "Текст пункта 1.")]


def test_of_two_rapporteurs_the_second_is_told_and_both_texts_stay(document, organiser, rapporteur):
    made = clause(document)
    services.save_clause(made, by=rapporteur, ru="Первый.", en="First.", expected=0, page="one")

    with pytest.raises(services.TextChanged) as refusal:
        services.save_clause(made, by=organiser, ru="Второй.", en="Second.", expected=0, page="two")
    theirs = refusal.value.current
    services.save_clause(made, by=organiser, ru="Второй.", en="Second.", expected=theirs.revision, page="two")

    assert theirs.text_ru == "Первый."
    assert list(made.versions.values_list("text_ru", flat=True)) == ["Второй.", "Первый.", "Текст пункта 1."]


def test_without_the_comparison_the_first_text_would_be_lost(document, organiser, rapporteur):
    """The control: whoever names the revision of the other hand writes over it."""
    made = clause(document)
    services.save_clause(made, by=rapporteur, ru="Первый.", en="First.", expected=0, page="one")

    saved = services.save_clause(made, by=organiser, ru="Второй.", en="Second.", expected=1, page="two")

    assert saved.text_ru == "Второй."


def test_the_same_page_saves_again_and_again(document, rapporteur):
    made = clause(document)
    for text in ("а", "аб", "абв"):
        services.save_clause(made, by=rapporteur, ru=text, en="a", expected=0, page="the page")

    assert Recommendation.objects.get(pk=made.pk).text_ru == "абв"


@pytest.mark.parametrize(
    ("place", "to", "order"),
    [
        (1, "up", ["1 A", "2 B", "3 C"]),
        (2, "up", ["1 B", "2 A", "3 C"]),
        (2, "down", ["1 A", "2 C", "3 B"]),
        (3, "down", ["1 A", "2 B", "3 C"]),
        (2, "in", ["1 A", "1.1 B", "2 C"]),
    ],
)
def test_clauses_move_step_by_step(conference, organiser, place, to, order):
    document = a_document(conference, organiser, clauses=0)
    for text in "ABC":
        services.add_clause(document, by=organiser, ru=text, en=text)

    services.move_clause(clause(document, place), by=organiser, to=to)

    assert numbers(document) == order


def test_a_sub_clause_comes_out_behind_its_clause(conference, organiser):
    document = a_document(conference, organiser, clauses=0)
    for text in "ABC":
        services.add_clause(document, by=organiser, ru=text, en=text)
    services.move_clause(clause(document, 2), by=organiser, to="in")

    services.move_clause(clause(document, 1, 1), by=organiser, to="out")

    assert numbers(document) == ["1 A", "2 B", "3 C"]


def test_dragging_puts_a_clause_before_another(conference, organiser):
    document = a_document(conference, organiser, clauses=0)
    for text in "ABC":
        services.add_clause(document, by=organiser, ru=text, en=text)

    services.place_clause(clause(document, 3), by=organiser, before=clause(document, 1))
    services.place_clause(clause(document, 2), by=organiser, before=None)

    assert numbers(document) == ["1 C", "2 B", "3 A"]


def test_a_clause_with_sub_clauses_and_the_first_one_do_not_go_under(document, organiser):
    services.add_clause(document, by=organiser, parent=clause(document, 2), ru="Под", en="Under")

    for place in (1, 2):
        with pytest.raises(MoveNotAllowed):
            services.move_clause(clause(document, place), by=organiser, to="in")

    assert numbers(document) == ["1 Text of clause 1.", "2 Text of clause 2.", "2.1 Under"]


def test_a_removed_clause_is_gone_before_and_kept_after_the_announcement(document, organiser):
    services.remove_clause(clause(document, 2), by=organiser)
    gone = document.clauses.count()
    services.close_period(announced(document, organiser), by=organiser)
    services.remove_clause(clause(document), by=organiser)

    assert (gone, document.clauses.count(), fresh(document).outline()) == (1, 1, [])


def test_the_announced_text_is_not_edited(document, organiser):
    document = announced(document, organiser)

    with pytest.raises(MoveNotAllowed):
        services.save_clause(clause(document), by=organiser, ru="Другой", en="Another", expected=0)

    assert clause(document).text_ru == "Текст пункта 1."


@pytest.mark.parametrize(
    ("kind", "track", "drafts", "leads", "group"),
    [
        (Role.Kind.RAPPORTEUR, 1, True, False, False),
        (Role.Kind.RAPPORTEUR, 2, False, False, False),
        (Role.Kind.RAPPORTEUR, 0, True, False, True),
        (Role.Kind.CHAIR, 1, True, True, True),
        (Role.Kind.CHAIR, 2, False, False, True),
        (Role.Kind.ORGANISER, 0, True, True, True),
        (Role.Kind.EDITOR, 0, False, False, False),
        (Role.Kind.PARTICIPANT, 0, False, False, False),
    ],
)
def test_who_writes_and_who_leads(document, conference, organiser, make_person, kind, track, drafts, leads, group):
    person = make_person(kind, conference=conference, track=track)
    common = a_document(conference, organiser, slug="common")

    got = (
        may(person, "workshops.draft_outcome", document),
        may(person, "workshops.lead_outcome", document),
        may(person, "workshops.draft_outcome", common),
    )

    assert got == (drafts, leads, group)
