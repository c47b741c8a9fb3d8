"""The call for papers: terms, questions, late-access codes, the limit per presenter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from workshops.models import AccessCode, Author, Call, CallAnswer, CallQuestion, Submission, Terms
from workshops.services import call as services

State = Submission.State
CLOSES = datetime(2027, 3, 28, 20, 59, 59, tzinfo=UTC)


def terms(**fields):
    told = {"texts_open": None, "texts_close": None, "types": (), "required_parts": frozenset(), "words": {}}
    rest = {"text_words_max": None, "per_presenter": None, "is_archived": False}
    return Terms(**{"opens": CLOSES - timedelta(days=30), "closes": CLOSES, **told, **rest, **fields})


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, True), (0.9, True), (1, False)])
def test_the_last_second_belongs_to_the_term(seconds, is_open):
    assert terms().takes_abstracts(CLOSES + timedelta(seconds=seconds)) is is_open


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, False), (0, True), (1, True)])
def test_the_first_second_belongs_to_the_term(seconds, is_open):
    shown = terms()

    assert shown.takes_abstracts(shown.opens + timedelta(seconds=seconds)) is is_open


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "open"),
        ({"opens": None}, "none"),
        ({"is_archived": True}, "closed"),
        ({"opens": CLOSES - timedelta(hours=1)}, "announced"),
        ({"closes": CLOSES - timedelta(days=20)}, "closed"),
    ],
)
def test_the_call_says_in_a_word_where_it_stands(fields, state):
    assert terms(**fields).state(CLOSES - timedelta(days=10)) == state


@pytest.fixture
def common(conference, tracks):
    return Call.objects.create(conference=conference, words_ru_min=2, per_presenter=1)


def test_the_call_of_a_track_speaks_before_that_of_the_conference(conference, tracks, common):
    early = timezone.now() - timedelta(days=1)
    late = timezone.now() + timedelta(days=3)
    common.texts_close = late
    common.save()
    Call.objects.create(conference=conference, track=tracks[1], closes=early, types=["poster"], words_ru_max=100)

    own, other = Terms.of(conference, tracks[1]), Terms.of(conference, tracks[0])

    assert (own.closes, own.types, own.words["ru"], own.texts_close) == (early, ("poster",), (0, 100), late)
    assert (other.closes, other.words["ru"], other.per_presenter) == (conference.call_closes, (2, 300), 1)


def test_the_terms_of_all_tracks_cost_two_questions(conference, tracks, common, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = Terms.by_track(conference)

    assert set(found) == {None, *(track.pk for track in tracks)}
    assert found[tracks[2].pk] == Terms.of(conference, tracks[2])


def test_full_texts_are_taken_until_the_last_second_before_the_conference_by_default(conference, tracks):
    closes = Terms.of(conference).texts_close

    first = datetime.combine(conference.starts, datetime.min.time(), tzinfo=conference.zone)
    assert closes == first - timedelta(seconds=1)


def question(conference, **fields):
    defaults = {"conference": conference, "text_ru": "На чём основан доклад?", "text_en": "What is it based on?"}
    return CallQuestion.objects.create(**{**defaults, **fields})


@pytest.fixture
def choice(conference):
    told = {"choices_ru": "исследование\n\nопыт школы", "choices_en": "research\nexperience of a school"}
    return question(conference, kind="choice", is_required=True, **told)


def test_questions_are_those_of_the_track_and_the_type(conference, tracks, choice):
    own = question(conference, track=tracks[0], order=1)
    question(conference, track=tracks[1])
    poster = question(conference, types=["poster"], order=2)

    assert services.questions_for(tracks[0], "report") == [choice, own]
    assert services.questions_for(tracks[0], "poster") == [choice, own, poster]


def test_an_answer_is_kept_changed_and_forgotten(make_submission, choice):
    paper = make_submission()

    services.keep_answers(paper, {choice.pk: "2"})
    kept = CallAnswer.objects.get()
    with translation.override("en"):
        shown = kept.shown()
    services.keep_answers(paper, {choice.pk: ""})

    assert (kept.shown(), shown) == ("опыт школы", "experience of a school")
    assert CallAnswer.objects.count() == 0
    assert services.unanswered(paper) == {choice.pk: "Ответьте на вопрос «На чём основан доклад?»"}


@pytest.mark.parametrize("value", ["3", "yes", "исследование"])
def test_a_choice_that_was_not_offered_is_refused(choice, value):
    with pytest.raises(ValidationError):
        services.checked_answer(choice, value)


def test_a_long_answer_has_an_end(conference):
    assert services.checked_answer(question(conference, kind="long"), "я" * 4000) == "я" * 4000
    with pytest.raises(ValidationError, match="4000"):
        services.checked_answer(question(conference, kind="long"), "я" * 4001)


@pytest.fixture
def code(conference):
    return AccessCode.objects.create(conference=conference, code="LATE-GUEST", papers=1)


def test_a_code_lets_in_so_many_papers_and_no_more(make_submission, code):
    first, second = make_submission(), make_submission(title_ru="Другой доклад")

    services.use_code(first, "late-guest ")
    services.use_code(first, "late-guest")
    with pytest.raises(ValidationError):
        services.use_code(second, "LATE-GUEST")

    code.refresh_from_db()
    first.refresh_from_db()
    assert (code.used, first.access_code) == (1, code)


@pytest.mark.parametrize("fields", [{"valid_until": datetime(2020, 1, 1, tzinfo=UTC)}, {"papers": 0}])
def test_a_code_out_of_date_or_used_up_lets_nobody_in(make_submission, code, fields):
    AccessCode.objects.filter(pk=code.pk).update(**fields)

    with pytest.raises(ValidationError):
        services.use_code(make_submission(), code.code)


def test_a_code_of_another_track_or_conference_lets_nobody_in(make_submission, tracks, other_conference, code):
    AccessCode.objects.filter(pk=code.pk).update(track=tracks[1])
    AccessCode.objects.create(conference=other_conference, code="ELSEWHERE")

    for text in (code.code, "ELSEWHERE", ""):
        with pytest.raises(ValidationError):
            services.use_code(make_submission(track=tracks[0]), text)


def test_a_presenter_offers_no_more_papers_than_the_call_allows(make_submission, common):
    make_submission(State.SUBMITTED)
    paper = make_submission(title_ru="Второй доклад")

    with pytest.raises(ValidationError, match=r"s@example\.org"):
        services.require_room_for_presenters(paper)

    Author.objects.filter(submission=paper).update(is_presenting=False)
    services.require_room_for_presenters(Submission.objects.get(pk=paper.pk))


def test_a_declined_paper_leaves_room_for_another(make_submission, common):
    make_submission(State.DECLINED)

    services.require_room_for_presenters(make_submission(title_ru="Второй доклад"))
