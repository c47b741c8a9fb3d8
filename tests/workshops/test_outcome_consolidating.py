"""The drafting group makes one document of the tracks’, and every clause remembers where it comes from."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from conference.moves import MoveNotAllowed
from tests.workshops.outcomes import a_document, clause, fresh
from workshops.services import outcomes as services


@pytest.fixture
def drafts(conference, tracks, organiser):
    return [
        a_document(conference, organiser, slug=f"track-{track.number}", track=track, clauses=4) for track in tracks[:2]
    ]


@pytest.fixture
def common(conference, organiser):
    return a_document(conference, organiser, slug="common", clauses=0)


def traced(document) -> list[tuple[str, list[tuple[int, str]]]]:
    rows = services.trace(fresh(document))
    return [(line.number, [(each.document.track.number, each.number) for each in found]) for line, found in rows]


def test_clauses_come_with_their_sub_clauses_texts_and_sources(drafts, common, organiser):
    services.add_clause(drafts[0], by=organiser, parent=clause(drafts[0]), ru="Под", en="Under")

    services.pick(common, [clause(drafts[0]), clause(drafts[1], 4)], by=organiser)

    texts = [f"{line.number} {line.clause.text_en}" for line in common.outline()]
    assert texts == ["1 Text of clause 1.", "1.1 Under", "2 Text of clause 4."]
    assert traced(common) == [("1", [(1, "1")]), ("1.1", [(1, "1.1")]), ("2", [(2, "4")])]


def test_the_same_clause_is_not_picked_twice(drafts, common, organiser):
    services.pick(common, [clause(drafts[0])], by=organiser)

    with pytest.raises(ValidationError):
        services.pick(common, [clause(drafts[0])], by=organiser)

    assert len(common.outline()) == 1


def test_one_clause_of_several_is_edited_and_its_sources_follow_their_numbers(drafts, common, organiser):
    sources = [clause(drafts[1], 3), clause(drafts[0], 1)]
    made = services.pick_as_one(common, sources, by=organiser)
    services.save_clause(made, by=organiser, ru="Одно", en="One", expected=0)

    services.move_clause(clause(drafts[1], 3), by=organiser, to="down")

    assert traced(common) == [("1", [(1, "1"), (2, "4")])]
    assert clause(common).text_en == "One"


def test_sources_may_be_added_to_a_clause_without_touching_its_text(drafts, common, organiser):
    [made] = services.pick(common, [clause(drafts[0])], by=organiser)

    services.add_sources(made, [clause(drafts[1], 2)], by=organiser)

    assert (traced(common), clause(common).text_ru) == ([("1", [(1, "1"), (2, "2")])], "Текст пункта 1.")


def test_a_source_that_was_taken_out_stays_as_a_source(drafts, common, organiser):
    services.pick(common, [clause(drafts[0])], by=organiser)

    services.remove_clause(clause(drafts[0]), by=organiser)

    assert traced(common) == [("1", [(1, "")])]


def test_a_track_collects_nothing_and_another_conference_is_no_source(drafts, common, organiser, other_conference):
    foreign = a_document(other_conference, organiser, slug="foreign")

    with pytest.raises(MoveNotAllowed):
        services.pick(drafts[0], [clause(drafts[1])], by=organiser)
    with pytest.raises(MoveNotAllowed):
        services.pick(common, [clause(foreign)], by=organiser)

    assert common.outline() == []


def test_the_trace_costs_the_same_for_one_clause_and_for_many(drafts, common, organiser, django_assert_num_queries):
    services.pick(common, [clause(drafts[0])], by=organiser)
    with django_assert_num_queries(5):
        services.trace(fresh(common))

    services.pick(common, [clause(drafts[0], place) for place in (2, 3, 4)], by=organiser)

    with django_assert_num_queries(5):
        services.trace(fresh(common))
