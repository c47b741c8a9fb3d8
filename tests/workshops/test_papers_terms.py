"""What the call lays down: dates to the second, words, types, parts, codes, the limit per presenter."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Conference
from workshops import services
from workshops.models import AccessCode, Author, Call, CallQuestion, Part, Submission

State = Submission.State


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def call(conference):
    return Call.objects.create(conference=conference, words_ru_min=3, words_ru_max=5, words_en_min=2, words_en_max=4)


def refused(paper: Submission, author) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        services.submit(paper, by=author)
    return refusal.value.messages


@pytest.mark.parametrize(
    ("ru", "en", "sentences"),
    [
        ("раз два", "", ["The abstract has 2 words, and the call asks for 3 at least. Write a little more"]),
        ("раз два три", "", []),
        ("раз два три четыре пять", "one two", []),
        ("раз два три четыре пять шесть", "", ["The abstract has 6 words. Shorten it to 5 words"]),
        ("раз два три", "one", ["The abstract has 1 word, and the call asks for 2 at least. Write a little more"]),
        ("раз два три", "one two three four five", ["The abstract has 5 words. Shorten it to 4 words"]),
    ],
)
def test_limits_of_words_hold_on_sending(ru, en, sentences, call, make_submission, author):
    paper = make_submission(abstract_ru=ru, abstract_en=en)

    if sentences:
        assert refused(paper, author) == sentences
    else:
        services.submit(paper, by=author)
        assert paper.state == State.SUBMITTED


def test_a_draft_may_be_of_any_length(call, make_submission):
    assert make_submission(abstract_ru="слово " * 400).pk is not None


def test_limits_of_the_track_come_before_those_of_the_conference(call, make_submission, tracks, author):
    Call.objects.create(conference=call.conference, track=tracks[1], words_ru_min=0, words_ru_max=1)

    assert refused(make_submission(track=tracks[1], abstract_ru="раз два"), author) == [
        "The abstract has 2 words. Shorten it to 1 word"
    ]


def test_the_meter_is_there_without_a_script(call, make_submission, client_of, author):
    paper = make_submission(abstract_ru="раз два три четыре")

    page = client_of(author).get(paper.conference.url("workshops:edit", pk=paper.pk)).content.decode()

    assert ("4 of 3–5 words" in page, "0 of 2–4 words" in page) == (True, True)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (Part.OTHER_ABSTRACT, "This call asks for the abstract in both languages"),
        (Part.OTHER_KEYWORDS, "This call asks for keywords in both languages"),
        (Part.UDK, "This call asks for the UDC"),
        (Part.ORCID, "This call asks for the ORCID iD of the corresponding author"),
        (Part.FILE, "This call asks for the paper as a file"),
    ],
)
def test_required_parts(part, sentence, conference, make_submission, author):
    Call.objects.create(conference=conference, required_parts=[part])

    assert refused(make_submission(), author) == [sentence]


def test_types_that_the_call_does_not_take(conference, make_submission, author):
    Call.objects.create(conference=conference, types=["report"])

    assert refused(make_submission(type="poster"), author) == [
        "This track does not take papers of this type. Choose another type"
    ]


def test_a_required_question_is_answered_in_the_form(conference, tracks, client_of, author, paper_form):
    question = CallQuestion.objects.create(
        conference=conference, track=tracks[0], kind="yes_no", text_en="Is it new?", is_required=True
    )
    url, visitor = conference.url("workshops:submit"), client_of(author)
    refusal = visitor.post(url, paper_form(check="1"))
    elsewhere = visitor.post(url, paper_form(check="1", track=str(tracks[1].pk)))

    visitor.post(url, paper_form(check="1", key=str(refusal.context["key"]), **{f"question-{question.pk}": "yes"}))

    assert refusal.context["form"].errors == {f"question-{question.pk}": ["Answer the question “Is it new?”"]}
    assert elsewhere.status_code == 302
    assert Submission.objects.get(track=tracks[0]).answers.get().value == "yes"


def test_one_presenter_brings_as_many_papers_as_the_call_allows(conference, make_submission, author):
    Call.objects.create(conference=conference, per_presenter=1)
    make_submission(State.SUBMITTED)
    second = make_submission()

    assert refused(second, author) == ["s@example.org already presents 1 paper here, and the call allows no more."]
    services.save_draft(second, by=author, authors=[
        Author(family_ru="Сомова", given_ru="Ольга", email="s@example.org", is_presenting=False, is_corresponding=True),
        Author(family_ru="Рубцов", given_ru="Антон", email="r@example.org"),
    ])  # fmt: skip
    services.submit(second, by=author)
    assert second.state == State.SUBMITTED


ZONES = ["Europe/Moscow", "Asia/Yerevan", "Asia/Baku", "Europe/Minsk", "Europe/Chisinau", "Europe/Paris"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", [(2026, 3, 29), (2026, 10, 25), (2026, 6, 30)])
@pytest.mark.parametrize(("seconds", "status"), [(0, 302), (1, 200)])
def test_the_last_second_of_the_day_belongs_to_the_call(
    zone, day, seconds, status, conference, client_of, author, paper_form, monkeypatch
):
    closes = datetime(*day, 23, 59, 59, tzinfo=ZoneInfo(zone))
    Conference.objects.filter(pk=conference.pk).update(
        time_zone=zone, call_opens=closes - timedelta(days=30), call_closes=closes,
        starts=closes.date() + timedelta(days=60), ends=closes.date() + timedelta(days=61),
    )  # fmt: skip
    visitor = client_of(author)
    monkeypatch.setattr(timezone, "now", lambda: closes + timedelta(seconds=seconds, microseconds=900_000))

    response = visitor.post(conference.url("workshops:submit"), paper_form(save="1"))

    assert (response.status_code, Submission.objects.count()) == (status, 1 if status == 302 else 0)


def closed(conference: Conference) -> None:
    Conference.objects.filter(pk=conference.pk).update(call_closes=timezone.now() - timedelta(days=1))
    conference.refresh_from_db()


def test_a_code_lets_a_late_paper_in_from_the_form_to_the_sending(conference, tracks, client_of, author, paper_form):
    closed(conference)
    code = AccessCode.objects.create(conference=conference, code="LATE-2027")
    visitor, url = client_of(author), conference.url("workshops:submit")
    shut = visitor.get(url).content.decode()
    page = visitor.get(f"{url}?code=late-2027")

    check = visitor.post(url, paper_form(check="1", code="late-2027", key=str(page.context["key"])))["Location"]
    visitor.post(check.replace("check", "send"))

    code.refresh_from_db()
    paper = Submission.objects.get()
    assert ('name="code"' in shut, "main-form" in shut) == (True, False)
    assert page.status_code == 200
    assert (paper.state, paper.access_code, code.used) == (State.SUBMITTED, code, 1)


@pytest.mark.parametrize(
    "spoil", [{"used": 1}, {"valid_until": timezone.now() - timedelta(seconds=1)}, {"code": "OTHER-1"}]
)
def test_a_code_that_does_not_fit_opens_nothing(spoil, conference, tracks, client_of, author, paper_form):
    closed(conference)
    AccessCode.objects.create(**{"conference": conference, "code": "LATE-2027", **spoil})
    url = conference.url("workshops:submit")

    page = client_of(author).get(f"{url}?code=LATE-2027").content.decode()
    client_of(author).post(url, paper_form(save="1", code="LATE-2027"))

    assert "This code does not let a paper in" in page
    assert Submission.objects.count() == 0


def test_a_draft_that_missed_the_call_is_let_in_on_its_page(conference, make_submission, client_of, author, tracks):
    paper = make_submission()
    closed(conference)
    AccessCode.objects.create(conference=conference, track=tracks[0], code="LATE-2027")
    visitor = client_of(author)
    before = visitor.get(conference.url("workshops:edit", pk=paper.pk)).status_code

    visitor.post(conference.url("workshops:late_code", pk=paper.pk), {"code": "LATE-2027"})

    assert (before, visitor.get(conference.url("workshops:edit", pk=paper.pk)).status_code) == (302, 200)


def test_the_code_of_one_track_opens_no_other(conference, make_submission, author, tracks):
    paper = make_submission(track=tracks[1])
    AccessCode.objects.create(conference=conference, track=tracks[0], code="LATE-2027")

    with pytest.raises(ValidationError):
        services.let_in(paper, by=author, code="LATE-2027")


def test_an_open_call_uses_no_code_up(conference, tracks, client_of, author, paper_form):
    code = AccessCode.objects.create(conference=conference, code="LATE-2027")

    client_of(author).post(conference.url("workshops:submit"), paper_form(save="1", code="LATE-2027"))

    code.refresh_from_db()
    assert (Submission.objects.get().access_code, code.used) == (None, 0)


@pytest.mark.parametrize(("most", "is_taken"), [(3, True), (2, False)])
def test_a_full_text_has_a_limit_of_its_own(most, is_taken, conference, make_submission, author):
    Call.objects.create(conference=conference, text_words_max=most)
    paper = make_submission(State.CONFIRMED)

    if is_taken:
        services.send_text(paper, by=author, body="раз два три")
        return
    with pytest.raises(ValidationError) as refusal:
        services.send_text(paper, by=author, body="раз два три")
    assert refusal.value.messages == ["The text has 3 words. Shorten it to 2 words"]


@pytest.mark.parametrize(("seconds", "is_taken"), [(0, True), (1, False)])
def test_texts_have_dates_of_their_own(seconds, is_taken, conference, make_submission, monkeypatch):
    closes = timezone.now().replace(microsecond=0) + timedelta(days=3)
    Call.objects.create(conference=conference, texts_open=timezone.now() - timedelta(days=1), texts_close=closes)
    paper = make_submission(State.CONFIRMED)
    monkeypatch.setattr(timezone, "now", lambda: closes + timedelta(seconds=seconds))

    assert services.takes_text(paper) is is_taken
