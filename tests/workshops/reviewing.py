"""Reviewers, criteria and reviews for the tests of the reviews."""

from __future__ import annotations

from typing import Any

from conference.models import Conference, Organisation, Person
from tests.workshops.docx import with_parts
from workshops.models import Criterion, Review, ReviewerProfile, Submission, Track
from workshops.services import reviews

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS_RU, WORDS_EN = "слабо\nсредне\nхорошо", "poor\nfair\ngood"
COMMENT = "Работа ясная. Добавьте таблицу."


def manuscript(*paragraphs: str, **parts: str | bytes) -> bytes:
    """A .docx that programs open; *parts* are added by name (``docProps__core_xml``)."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    more = {name.replace("__", "/").replace("_", "."): value for name, value in parts.items()}
    return with_parts(
        {
            "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
            **more,
        }
    )


def criterion(conference: Conference, title: str = "Обоснованность", **fields: Any) -> Criterion:
    return Criterion.objects.create(
        conference=conference, title_ru=title, labels_ru=WORDS_RU, labels_en=WORDS_EN, **fields
    )


def profile_of(
    person: Person, conference: Conference, *, tracks: tuple[Track, ...] = (), organisation: str = "", **fields: Any
) -> ReviewerProfile:
    if organisation:
        person.organisation = Organisation.objects.create(title_ru=organisation)
        person.save()
    profile = ReviewerProfile.objects.create(conference=conference, person=person, **fields)
    profile.tracks.set(tracks)
    return profile


def written(review: Review, *, comment: str = COMMENT, recommendation: str = "minor", value: int = 3) -> Review:
    """The review accepted and filled in, not sent."""
    if review.state == Review.State.INVITED:
        reviews.accept(review)
    scores = {each.pk: value for each in reviews.criteria_of(review)}
    return reviews.save_draft(review, scores=scores, recommendation=recommendation, comment_author=comment)


def sent(submission: Submission, reviewer: Person, **fields: Any) -> Review:
    return reviews.send(written(reviews.invite(submission, reviewer, by=None), **fields))
