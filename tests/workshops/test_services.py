"""The verbs of the papers: what they change, whom they write to, and what they refuse."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.utils.translation import override

from conference.models import Message
from conference.moves import MoveNotAllowed
from workshops import services
from workshops.manuscripts import check_docx
from workshops.models import Author, Submission, SubmissionFile
from workshops.services.papers.drafting import MAX_DRAFTS

from .docx import HOSTILE, docx

State = Submission.State
VERBS = {"submit": State.SUBMITTED, "withdraw": State.WITHDRAWN, "accept": State.ACCEPTED, "decline": State.DECLINED}
ALLOWED = {
    ("submit", State.DRAFT),
    ("submit", State.REVISION),
    ("withdraw", State.SUBMITTED),
    ("withdraw", State.REVISION),
    ("withdraw", State.ACCEPTED),
    ("withdraw", State.CONFIRMED),
    ("accept", State.SUBMITTED),
    ("decline", State.SUBMITTED),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", State.values)
def test_each_verb_moves_from_the_allowed_states_only(verb, state, make_submission, organiser):
    paper = make_submission(state)
    before = Message.objects.count()
    expected = (VERBS[verb], before + 1) if (verb, state) in ALLOWED else (state, before)

    try:
        getattr(services, verb)(paper, by=organiser)
    except MoveNotAllowed:
        assert (verb, state) not in ALLOWED

    paper.refresh_from_db()
    assert (paper.state, Message.objects.count()) == expected


def test_sending_gives_numbers_in_order_and_a_receipt(make_submission, author, conference):
    first, second = make_submission(State.SUBMITTED), make_submission(State.SUBMITTED)

    letters = Message.objects.filter(key="submission-received").order_by("pk")

    assert (first.number, second.number) == (1, 2)
    assert [letter.person for letter in letters] == [author, author]
    assert letters[0].subject == "Доклад № 1 получен: Два учителя в одном классе"
    assert f"/ru/{conference.slug}/papers/{first.pk}/" in letters[0].body


def test_numbers_of_two_conferences_are_independent(
    make_submission, make_tracks, other_conference, make_person, conference
):
    make_submission(State.SUBMITTED)

    there = make_submission(State.SUBMITTED, track=make_tracks(other_conference)[0])

    assert there.number == 1


def test_a_paper_sent_again_keeps_its_number(make_submission, author):
    paper = make_submission(State.SUBMITTED)
    Submission.objects.filter(pk=paper.pk).update(state=State.REVISION)
    paper.refresh_from_db()

    services.submit(paper, by=author)

    assert paper.number == 1


def test_decision_is_written_in_the_authors_language(make_submission, make_person, organiser):
    reader = make_person(language="en", latin_name="Olga Somova", email="reader@example.org")
    paper = make_submission(State.SUBMITTED, submitter=reader)

    services.accept(paper, by=organiser, note="  Please shorten the title. ")

    letter = Message.objects.get(key="submission-accepted")
    assert letter.subject == "Paper accepted: Two teachers in one class"
    assert "Please shorten the title." in letter.body
    assert f"/en/{paper.conference.slug}/papers/{paper.pk}/" in letter.body
    assert (paper.decision_note, paper.decided_at is not None) == ("Please shorten the title.", True)


def test_a_note_cannot_fill_placeholders_of_the_letter(make_submission, organiser):
    paper = make_submission(State.SUBMITTED)

    services.decline(paper, by=organiser, note="{contact} {{ settings.SECRET_KEY }}")

    assert "{contact} {{ settings.SECRET_KEY }}" in Message.objects.get(key="submission-declined").body


def test_a_decision_is_audited_with_its_author(make_submission, organiser):
    paper = make_submission(State.SUBMITTED)

    services.decline(paper, by=organiser)

    entry = LogEntry.objects.get_for_object(paper).first()
    assert (entry.actor, entry.changes_dict["state"]) == (organiser, ["submitted", "declined"])


def test_two_people_who_decide_at_once_cannot_both_succeed(make_submission, organiser, chair):
    paper = make_submission(State.SUBMITTED)
    same = Submission.objects.get(pk=paper.pk)
    services.accept(paper, by=organiser)

    with pytest.raises(MoveNotAllowed):
        services.decline(same, by=chair)

    paper.refresh_from_db()
    assert paper.state == State.ACCEPTED
    assert Message.objects.filter(key="submission-declined").count() == 0


def test_the_moment_of_an_earlier_record_is_kept(make_submission, organiser, author):
    paper = make_submission()
    sent, decided = datetime(2008, 4, 12, tzinfo=UTC), datetime(2008, 5, 12, tzinfo=UTC)

    services.submit(paper, by=author, at=sent)
    services.accept(paper, by=organiser, at=decided)

    paper.refresh_from_db()
    assert (paper.submitted_at, paper.decided_at) == (sent, decided)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title_ru", "", "Write the title in the language of the paper"),
        ("title_ru", "   ", "Write the title in the language of the paper"),
        ("abstract_ru", "", "Write the abstract in the language of the paper"),
        ("keywords_ru", None, "Name a few keywords in the language of the paper"),
        ("track", None, "Choose the track to which you offer the paper"),
        ("abstract_ru", "слово " * 301, "The abstract has 301 words. Shorten it to 300 words"),
        ("abstract_en", "word " * 305, "The abstract has 305 words. Shorten it to 300 words"),
        ("language", "en", "Write the abstract in the language of the paper"),
    ],
)
def test_an_incomplete_paper_is_not_sent(field, value, sentence, make_submission, author):
    paper = make_submission()
    setattr(paper, field, value)
    services.save_draft(paper, by=author)

    with override("en"), pytest.raises(ValidationError) as refusal:
        services.submit(paper, by=author)

    assert sentence in refusal.value.messages
    assert (Submission.objects.get(pk=paper.pk).state, Message.objects.count()) == (State.DRAFT, 0)


@pytest.mark.parametrize(
    "authors",
    [
        [],
        [Author(family_ru="Сомова", given_ru="Ольга", email="s@example.org")],
        [Author(family_ru="Сомова", given_ru="Ольга", email="s@example.org", is_corresponding=True) for _ in "ab"],
        [Author(family_ru="Сомова", given_ru="Ольга", is_corresponding=True)],
        [Author(family_en="Somova", given_en="Olga", email="s@example.org", is_corresponding=True)],
    ],
    ids=["nobody", "no corresponding", "two corresponding", "no e-mail", "no name in the language"],
)
def test_authors_must_be_complete_before_sending(authors, make_submission, author):
    paper = make_submission()
    services.save_draft(paper, by=author, authors=authors)

    with pytest.raises(ValidationError):
        services.submit(paper, by=author)

    assert Submission.objects.get(pk=paper.pk).state == State.DRAFT


def test_saving_replaces_the_authors_in_the_given_order(make_submission, author):
    paper = make_submission()
    names = ["Третий", "Первый", "Второй"]

    services.save_draft(paper, by=author, authors=[Author(family_ru=name) for name in names])

    assert [(one.order, one.family_ru) for one in paper.authors.all()] == [(1, "Третий"), (2, "Первый"), (3, "Второй")]


def test_more_than_twenty_authors_are_refused(make_submission, author):
    paper = make_submission()

    with pytest.raises(ValidationError):
        services.save_draft(paper, by=author, authors=[Author(family_ru="А") for _ in range(21)])

    assert paper.authors.count() == 1


@pytest.mark.parametrize("state", [State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.CONFIRMED])
def test_a_decided_paper_cannot_be_rewritten(state, make_submission, author):
    stale = make_submission()
    paper = make_submission(state)
    stale.pk, stale.title_ru = paper.pk, "Подмена"

    with pytest.raises(MoveNotAllowed):
        services.save_draft(stale, by=author)
    with pytest.raises(MoveNotAllowed):
        services.attach_file(stale, ContentFile(docx(), name="a.docx"), by=author)

    assert Submission.objects.get(pk=paper.pk).title_ru == "Два учителя в одном классе"
    assert SubmissionFile.objects.count() == 0


def test_a_sent_paper_must_stay_complete(make_submission, author):
    paper = make_submission(State.SUBMITTED)
    paper.title_ru = ""

    with pytest.raises(ValidationError):
        services.save_draft(paper, by=author)

    assert Submission.objects.get(pk=paper.pk).title_ru == "Два учителя в одном классе"


def test_the_same_form_sent_twice_makes_one_paper(make_submission, author, conference):
    first = make_submission()
    again = Submission(conference=conference, submitter=author, key=first.key, title_ru="Второе нажатие")

    services.save_draft(again, by=author)

    assert list(Submission.objects.values_list("pk", "title_ru")) == [(first.pk, "Второе нажатие")]


def test_drafts_are_limited(conference, author):
    for _ in range(MAX_DRAFTS):
        services.save_draft(Submission(conference=conference, submitter=author), by=author)

    with pytest.raises(ValidationError):
        services.save_draft(Submission(conference=conference, submitter=author), by=author)

    assert Submission.objects.count() == MAX_DRAFTS


def test_a_sent_paper_without_a_track_is_refused_by_the_database(make_submission):
    paper = make_submission(State.SUBMITTED)

    with pytest.raises(IntegrityError):
        Submission.objects.filter(pk=paper.pk).update(track=None)


def test_file_is_kept_under_a_name_made_here(make_submission, author, settings):
    paper = make_submission()
    content = docx()

    kept = services.attach_file(paper, ContentFile(content, name="../../Доклад «Музей».DOCX"), by=author)

    assert (kept.name, kept.size) == ("Доклад «Музей».docx", len(content))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.file.name.startswith(f"submissions/{paper.conference_id}/")
    assert "Доклад" not in kept.file.name
    with kept.file.open() as stored:
        assert stored.read() == content


def test_earlier_versions_are_kept_and_the_same_bytes_are_not_doubled(make_submission, author):
    paper = make_submission()
    old, new = docx(), docx(word__styles_xml="<w/>")

    for content in (old, new, new):
        services.attach_file(paper, ContentFile(content, name="paper.docx"), by=author)

    assert paper.files.count() == 2
    with paper.newest_file().file.open() as newest:
        assert newest.read() == new


@pytest.mark.parametrize("code", HOSTILE)
def test_a_bad_file_leaves_nothing_behind(code, make_submission, author, settings):
    paper = make_submission()

    with pytest.raises(ValidationError):
        services.attach_file(paper, ContentFile(HOSTILE[code], name="paper.docx"), by=author)

    assert SubmissionFile.objects.count() == 0
    assert not (settings.MEDIA_ROOT / "submissions").exists()


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("paper.docx", "paper.docx"),
        ("C:\\Users\\me\\статья.docx", "статья.docx"),
        ("evil\u202excod.exe", "evilxcod.exe.docx"),
        ("a\r\nSet-Cookie: x.docx", "aSet-Cookie: x.docx"),
        ("", "paper.docx"),
        ("..", "paper.docx"),
        ("x" * 500 + ".docx", "x" * 190 + ".docx"),
    ],
)
def test_label_of_a_file(name, label):
    assert services.label_for(name) == label


def test_services_read_any_binary_file():
    check_docx(io.BytesIO(docx()))


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("verb", ["accept", "decline"])
@pytest.mark.parametrize("note", ["", "Спасибо!"])
def test_a_letter_speaks_of_a_note_only_when_there_is_one(
    note, verb, language, make_submission, make_person, organiser
):
    paper = make_submission(State.SUBMITTED, submitter=make_person(language=language, email="reader@example.org"))

    getattr(services, verb)(paper, by=organiser, note=note)

    body = Message.objects.get(key__in=["submission-accepted", "submission-declined"]).body
    assert ("Спасибо!" in body) == bool(note)
    assert ("{note" in body, "\n\n\n" in body) == (False, False)
    assert ("рограммный комитет" in body or "programme committee" in body) == bool(note)
