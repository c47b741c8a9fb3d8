"""The chair's story: thirty papers judged in a week, decided in bulk, told to everybody on one day."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from conference.models import Message, Role
from workshops import services
from workshops.models import Author, Criterion, Decision, Remark, Review, Score, Submission, Track

THIRTY = 30


@pytest.fixture
def papers(conference, make_person):
    """Thirty papers in one track, by authors of both languages, each with two reviews."""
    track = Track.objects.create(conference=conference, number=3, title_ru="Подготовка педагогов", title_en="Training")
    criterion = Criterion.objects.create(
        conference=conference, title_ru="Новизна", title_en="Novelty", labels_ru="нет\nесть", labels_en="no\nyes"
    )
    reviewers = [make_person(full_name=f"Тайный Рецензент {number}", latin_name="Secret Name") for number in (1, 2)]
    made = []
    for number in range(1, THIRTY + 1):
        language = "ru" if number % 2 else "en"
        author = make_person(
            Role.Kind.PARTICIPANT, conference=conference, email=f"a{number}@example.org", language=language,
            full_name=f"Авторова Нина {number}", latin_name=f"Nina Avtorova {number}",
        )  # fmt: skip
        paper = Submission(
            conference=conference, track=track, submitter=author, language=language,
            type="poster" if number % 10 == 0 else "report", title_ru=f"Доклад {number}", title_en=f"Talk {number}",
            abstract_ru="Кратко.", abstract_en="In short.", keywords_ru="класс", keywords_en="class",
        )  # fmt: skip
        names = {"family_ru": "Авторова", "given_ru": "Нина", "family_en": "Avtorova", "given_en": "Nina"}
        author_row = Author(**names, email=author.email, is_corresponding=True)
        services.save_draft(paper, by=author, authors=[author_row])
        services.submit(paper, by=author)
        for place, reviewer in enumerate(reviewers):
            review = Review.objects.create(
                submission=paper, reviewer=reviewer, state="submitted", recommendation="accept" if place else "minor",
                comment_author=f"Замечание {number}.{place}", comment_chair="Только руководителю",
            )  # fmt: skip
            Score.objects.create(review=review, criterion=criterion, value=1 + (number + place) % 2)
        made.append(paper)
    return made


def test_thirty_papers_are_decided_in_bulk_and_told_together(
    conference, papers, make_person, client_of, run_tasks, mailoutbox
):
    chair = client_of(make_person(Role.Kind.CHAIR, conference=conference, track=3))
    home = f"/en/{conference.slug}"
    run_tasks()
    mailoutbox.clear()

    # The desk says what waits; the list has all thirty with their scores, the best first.
    assert "30 papers are ready to be decided" in chair.get(f"{home}/desk/").content.decode()
    listed = chair.get(f"{home}/desk/papers/?needs=ready&sort=-score")
    assert (listed.context["found"], listed.context["page_obj"][0].summary.mean) == (THIRTY, 3.0)

    # All found, “accept”, Stage…, Stage 30: four clicks.
    query = {"query": "needs=ready", "outcome": "accepted", "publication": "article"}
    asked = chair.post(f"{home}/desk/papers/staging/", {"scope": "all", **query})
    assert "Stage 30 decisions?" in asked.content.decode()
    keys = re.findall(r'name="chosen" value="(\d+)"', asked.content.decode())
    chair.post(f"{home}/desk/papers/stage/", {"chosen": keys, **query})

    # She thinks again about ten: five are declined, five are to be revised.
    declined, revised = papers[:5], papers[5:10]
    for group, outcome in ((declined, "declined"), (revised, "revision")):
        chair.post(f"{home}/desk/papers/stage/", {"chosen": [paper.pk for paper in group], "outcome": outcome})
    staged = dict(Decision.objects.staged().values_list("submission", "outcome"))
    assert [list(staged.values()).count(value) for value in ("accepted", "declined", "revision")] == [20, 5, 5]

    # Two letters are edited; nobody has been told anything.
    edited = {paper.pk: Decision.objects.get(submission=paper) for paper in (papers[10], papers[11])}
    for number, decision in enumerate(edited.values()):
        page = f"{home}/desk/decisions/{decision.pk}/"
        assert f"Talk {papers[10 + number].number}" in chair.get(page).content.decode()
        chair.post(page, {"subject": f"Лично вам {number}", "body": "Пишу сама.\n\n{link}"})
    for paper in papers[:12]:
        seen = client_of(paper.submitter).get(f"{home}/papers/{paper.pk}/").content.decode()
        assert "Замечание" not in seen
    run_tasks()
    assert mailoutbox == []
    assert set(Submission.objects.values_list("state", "presentation")) == {("submitted", "")}

    # Letters and release: all at once, and a second click does nothing.
    previewed = {
        row["decision"].submission_id: row["letter"]
        for group in chair.get(f"{home}/desk/decisions/").context["groups"]
        for row in group["rows"]
    }
    assert "Release 30 decisions?" in chair.post(f"{home}/desk/decisions/releasing/", {"scope": "all"}).content.decode()
    for _click in range(2):
        chair.post(f"{home}/desk/decisions/release/", {"chosen": [row.pk for row in Decision.objects.all()]})
    run_tasks()

    # Thirty letters, word for word as previewed, each in the language of its author.
    sent = {message.about_id: message for message in Message.objects.filter(key__startswith="submission-").exclude(
        key="submission-received"
    )}  # fmt: skip
    assert (len(mailoutbox), len(sent)) == (THIRTY, THIRTY)
    for paper in papers:
        message, letter = sent[paper.pk], previewed[paper.pk]
        assert (message.subject, message.body) == (letter.subject, letter.body)
        assert (message.to, message.language) == (paper.submitter.email, paper.submitter.language)
        assert not re.search("Тайный|Secret Name|Только руководителю", message.body + message.subject)
    assert [sent[paper.pk].subject for paper in (papers[0], papers[1], papers[10], papers[11])] == [
        "Решение по докладу: Доклад 1", "Decision on your paper: Talk 2", "Лично вам 0", "Лично вам 1",
    ]  # fmt: skip
    assert "Замечание 1.0" in sent[papers[0].pk].body

    # States and halves hold; the remarks wait for answers; each author sees the own decision and no name of a reviewer.
    for paper in papers:
        paper.refresh_from_db()
    assert [paper.state for paper in papers] == ["declined"] * 5 + ["revision"] * 5 + ["accepted"] * 20
    assert [(paper.presentation, paper.publication) for paper in (papers[0], papers[19], papers[20])] == [
        ("", ""), ("poster", "article"), ("oral", "article"),
    ]  # fmt: skip
    assert Remark.objects.filter(submission=papers[5]).count() == 2
    with override("ru"):
        for paper in (papers[0], papers[5], papers[12]):
            seen = client_of(paper.submitter).get(f"/ru/{conference.slug}/papers/{paper.pk}/").content.decode()
            assert (f"Замечание {paper.number}.0" in seen, "Тайный" in seen, "Только руководителю" in seen) == (
                True,
                False,
                False,
            )

    # The next day the desk asks for something else.
    assert "20 authors have not confirmed taking part" in chair.get(f"{home}/desk/").content.decode()
