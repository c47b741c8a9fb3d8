"""Letters about papers: to the author, to the chairs of the track, to the editors."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import translation

from conference.models import Person, Role
from conference.services import mail
from workshops.models import Submission


def chairs_of(submission: Submission) -> list[Person]:
    """The chairs of the paper's track, and those of all tracks."""
    number = submission.track.number if submission.track else 0
    roles = Q(roles__kind=Role.Kind.CHAIR, roles__conference=submission.conference, roles__track__in=(0, number))
    return list(Person.objects.filter(roles, is_active=True).distinct())


def editors_of(submission: Submission) -> list[Person]:
    roles = Q(roles__kind=Role.Kind.EDITOR, roles__conference=submission.conference)
    return list(Person.objects.filter(roles, is_active=True).distinct())


def write_to_author(letter: str, submission: Submission, **values: object) -> None:
    write_about(letter, submission, [submission.submitter], submission.get_absolute_url(), **values)


def write_to_desk(letter: str, submission: Submission, people: Iterable[Person], **values: object) -> None:
    """One letter to each of *people*, with a link to the paper on the desk."""
    address = submission.conference.url("workshops:desk_submission", pk=submission.pk)
    write_about(letter, submission, {person.pk: person for person in people}.values(), address, **values)


def write_about(letter: str, submission: Submission, people: Iterable[Person], address: str, **values: object) -> None:
    """*letter* to each of *people* in their language; *address* is the one place it leads to."""
    for person in people:
        with translation.override(person.language):
            mail.queue(
                letter,
                to=person,
                conference=submission.conference,
                about=submission,
                **{**facts_of(submission, person.language), "link": mail.link(in_language(address, person.language))},  # type: ignore[arg-type]
                **{name: str(value) for name, value in values.items()},  # type: ignore[arg-type]
            )


def facts_of(submission: Submission, language: str) -> dict[str, object]:
    """What every letter about a paper may name, in *language*."""
    with translation.override(language):
        return {
            "number": submission.number,
            "title": submission.text("title", language) or submission.text("title", submission.language),
            "track": submission.track.title if submission.track else "",
        }


def in_language(address: str, language: str) -> str:
    """*address*, a path that begins with a language, in another one."""
    return f"/{language}/{address.lstrip('/').partition('/')[2]}"
