"""After the decision: confirming, answering remarks, withdrawing one half or both."""

from __future__ import annotations

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Message, Role
from conference.moves import MoveNotAllowed
from workshops import services
from workshops.models import FullText, Session, Submission, Talk
from workshops.services.papers import remarks_of

State = Submission.State
TWO = "Назовите регионы.\n\nПриведите год."


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def revised(make_submission, organiser):
    paper = make_submission(State.SUBMITTED)
    services.ask_revision(paper, by=organiser, remarks=TWO)
    Message.objects.all().delete()
    return paper


@pytest.fixture
def placed(make_submission, conference):
    """A confirmed paper with a place in the programme."""
    paper = make_submission(State.CONFIRMED)
    starts = timezone.now() + timedelta(days=100)
    session = Session.objects.create(
        conference=conference, format="track", title_ru="Заседание", starts=starts, ends=starts + timedelta(hours=1)
    )
    Talk.objects.create(session=session, submission=paper)
    Message.objects.all().delete()
    return paper


@pytest.fixture
def editor(make_person, conference):
    return make_person(Role.Kind.EDITOR, conference=conference)


def keys() -> list[str]:
    return sorted(Message.objects.values_list("key", flat=True))


def test_the_author_confirms_by_one_button(make_submission, client_of, author):
    paper = make_submission(State.ACCEPTED)

    client_of(author).post(paper.conference.url("workshops:confirm", pk=paper.pk))

    paper.refresh_from_db()
    assert (paper.state, paper.confirmed_at is not None) == (State.CONFIRMED, True)
    assert "submission-confirmed" in keys()


@pytest.mark.parametrize("state", [state for state in State.values if state != State.ACCEPTED])
def test_only_an_accepted_paper_is_confirmed(state, make_submission, author):
    paper = make_submission(state)

    with pytest.raises(MoveNotAllowed):
        services.confirm(paper, by=author)


def test_the_revised_paper_waits_for_every_answer(revised, author, chair):
    first, second = remarks_of(revised, "abstract")
    left = services.answer_remarks(revised, {first.pk: "Назвали."}, by=author)
    with pytest.raises(ValidationError) as refusal:
        services.resubmit(revised, by=author)
    done = services.answer_remarks(revised, {second.pk: " Привели. "}, by=author)

    services.resubmit(revised, by=author)

    second.refresh_from_db()
    assert (left, refusal.value.code, done, second.answer) == (1, "unanswered", 0, "Привели.")
    assert (revised.state, revised.round, revised.number) == (State.SUBMITTED, 2, 1)
    assert keys() == ["submission-resubmitted", "submission-resubmitted-desk"]


def test_an_answer_may_be_taken_back_and_foreign_remarks_are_not_touched(revised, author, make_submission, organiser):
    other = make_submission(State.SUBMITTED)
    services.ask_revision(other, by=organiser, remarks="Чужое замечание")
    mine, foreign = remarks_of(revised, "abstract")[0], remarks_of(other, "abstract")[0]
    services.answer_remarks(revised, {mine.pk: "Да"}, by=author)

    services.answer_remarks(revised, {mine.pk: " ", foreign.pk: "Подмена"}, by=author)

    for row in (mine, foreign):
        row.refresh_from_db()
    assert (mine.answer, mine.answered_at, foreign.answer) == ("", None, "")


def test_the_page_takes_answers_and_sends(revised, client_of, author):
    visitor, url = client_of(author), revised.conference.url("workshops:answers", pk=revised.pk)
    first, second = (f"remark-{remark.pk}" for remark in remarks_of(revised, "abstract"))
    page = visitor.get(revised.get_absolute_url()).content.decode()
    early = visitor.post(url, {first: "Назвали.", "send": "1"}, follow=True).content.decode()
    saved = visitor.post(revised.conference.url("workshops:autosave_answers", pk=revised.pk), {second: "Привели."})

    visitor.post(url, {first: "Назвали.", second: "Привели.", "send": "1"})

    revised.refresh_from_db()
    assert ("Назовите регионы." in page.replace("\u00a0", " "), "2 remarks have no answer yet." in page) == (True, True)
    assert "1 remark has no answer yet" in early
    assert saved.status_code == 200
    assert (revised.state, revised.round) == (State.SUBMITTED, 2)


def test_a_revision_may_be_sent_after_the_call_has_closed(revised, client_of, author, paper_form, conference):
    conference.call_closes = timezone.now() - timedelta(days=1)
    conference.save()

    response = client_of(author).post(
        conference.url("workshops:edit", pk=revised.pk), paper_form(title_ru="Исправлено", save="1")
    )

    revised.refresh_from_db()
    assert (response.status_code, revised.title_ru) == (302, "Исправлено")


def test_the_text_is_revised_in_the_same_way(make_submission, author, organiser, chair):
    paper = make_submission(State.CONFIRMED)
    services.send_text(paper, by=author, body="Первый текст")
    services.ask_text_revision(paper, by=organiser, remarks="Добавьте таблицу.")
    paper = Submission.objects.get(pk=paper.pk)
    Message.objects.all().delete()
    with pytest.raises(ValidationError) as refusal:
        services.send_text(paper, by=author, body="Второй текст")
    services.answer_remarks(paper, {remarks_of(paper, "text")[0].pk: "Добавили."}, by=author)

    services.send_text(paper, by=author, body="Второй текст")

    text = FullText.objects.get(submission=paper)
    assert (refusal.value.code, text.state, text.round, paper.body) == ("unanswered", "submitted", 2, "Второй текст")
    assert keys() == ["submission-text-desk", "submission-text-received"]


def test_a_text_accepted_for_the_volume_is_locked(make_submission, author, organiser):
    paper = make_submission(State.CONFIRMED)
    services.send_text(paper, by=author, body="Текст")
    services.accept_text(paper, by=organiser)

    with pytest.raises(MoveNotAllowed):
        services.send_text(Submission.objects.get(pk=paper.pk), by=author, body="Другой")


def test_giving_up_the_presentation_frees_the_place_and_tells_staff(placed, author, chair, editor):
    services.withdraw_presentation(placed, by=author)

    fresh = Submission.objects.get(pk=placed.pk)
    assert (fresh.state, fresh.presentation, fresh.publication) == (State.CONFIRMED, "none", "article")
    assert (Talk.objects.count(), list(Submission.objects.for_the_programme())) == (0, [])
    assert sorted(Message.objects.values_list("key", "person")) == sorted([
        ("submission-no-presentation", author.pk), ("submission-no-presentation-desk", chair.pk),
        ("submission-no-presentation-desk", editor.pk),
    ])  # fmt: skip
    assert LogEntry.objects.get_for_object(placed).first().changes_dict["presentation"] == ["oral", "none"]


def test_giving_up_the_publication_keeps_the_place(placed, author, chair):
    services.withdraw_publication(placed, by=author)

    assert (Talk.objects.count(), list(Submission.objects.for_the_abstracts())) == (1, [])
    assert keys() == ["submission-no-publication", "submission-no-publication-desk"]


def test_each_half_is_asked_about_before_it_is_given_up(placed, client_of, author):
    page = client_of(author).get(placed.get_absolute_url()).content.decode()

    for question, answer in (
        ("I shall not present it", "Yes, I shall not present it"),
        ("It is not to be printed", "Yes, it is not to be printed"),
    ):
        assert page.count(f"<summary>{question}</summary>") == 1
        assert page.count(f">{answer}</button>") == 1


def test_the_page_agrees_that_a_paper_is_not_printed(make_submission, client_of, author, organiser):
    paper = services.accept(make_submission(State.SUBMITTED), by=organiser, presentation="oral", publication="article")
    services.confirm(paper, by=author)
    before = client_of(author).get(paper.get_absolute_url()).content.decode()

    services.withdraw_publication(paper, by=author)

    after = client_of(author).get(paper.get_absolute_url()).content.decode()
    told = ("Publication: article", "Send the text of the paper", "Publication: none", "no text is awaited")
    assert [words for words in told if words in before] == ["Publication: article", "Send the text of the paper"]
    assert [words for words in told if words in after] == ["Publication: none", "no text is awaited"]


def test_without_either_half_the_paper_is_withdrawn(placed, author, chair):
    services.withdraw_publication(placed, by=author)

    services.withdraw_presentation(placed, by=author)

    assert (Submission.objects.get(pk=placed.pk).state, Talk.objects.count()) == (State.WITHDRAWN, 0)
    assert "submission-withdrawn-desk" in keys()


@pytest.mark.parametrize("verb", [services.withdraw_presentation, services.withdraw_publication])
@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.REVISION, State.DECLINED, State.WITHDRAWN])
def test_a_half_is_given_up_of_accepted_papers_only(verb, state, make_submission, author):
    paper = make_submission(state)

    with pytest.raises(MoveNotAllowed):
        verb(paper, by=author)


def test_a_half_is_given_up_once(placed, author):
    services.withdraw_presentation(placed, by=author)

    with pytest.raises(MoveNotAllowed):
        services.withdraw_presentation(placed, by=author)


def test_withdrawing_an_accepted_paper_frees_the_place(placed, author, chair, editor):
    services.withdraw(placed, by=author)

    assert Talk.objects.count() == 0
    assert keys() == ["submission-withdrawn", "submission-withdrawn-desk", "submission-withdrawn-desk"]


@pytest.mark.parametrize("name", ["confirm", "withdraw_presentation", "withdraw_publication", "answers"])
def test_these_are_the_authors_own_verbs(name, placed, client_of, organiser, chair):
    url = placed.conference.url(f"workshops:{name}", pk=placed.pk)

    assert [client_of(person).post(url).status_code for person in (organiser, chair)] == [404, 404]
