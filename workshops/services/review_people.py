"""Whom the texts of a paper or of a review might give away, and the masks that hide them."""

from __future__ import annotations

from conference.models import Person
from workshops.anonymity import Mask, Named
from workshops.models import Review, Submission


def authors_of(submission: Submission) -> tuple[Named, ...]:
    """Everybody who stands behind the paper: its authors, in both scripts, and whoever offered it."""
    named = [
        Named(
            names=tuple(
                (family, getattr(author, f"given_{language}") or "")
                for language in ("ru", "en")
                if (family := getattr(author, f"family_{language}") or "")
            ),
            organisations=tuple(
                name for language in ("ru", "en") if (name := getattr(author, f"affiliation_{language}") or "")
            ),
        )
        for author in submission.authors.all()
    ]
    return (*named, named_person(submission.submitter))


def named_person(person: Person) -> Named:
    """A person as a text may call them: «Орлова Надежда Викторовна» has the family name first, Latin names last."""
    names = []
    if words := person.full_name.split():
        names.append((words[0], " ".join(words[1:])))
    if words := person.latin_name.split():
        names.append((words[-1], " ".join(words[:-1])))
    organisation = person.organisation
    titles = (getattr(organisation, f"title_{language}", "") or "" for language in ("ru", "en"))
    others = (person.native_name,) if person.native_name else ()
    return Named(tuple(names), tuple(title for title in titles if title), others)


def mask_of(submission: Submission) -> Mask:
    """What hides the authors in the texts of their paper."""
    return Mask(authors_of(submission))


def words_to_authors(review: Review) -> str:
    """The comments to the authors as they may be read by anybody who is not to know the reviewer.

    A reviewer who signed them all the same, or named the own university, is hidden there too.
    """
    return Mask((named_person(review.reviewer),)).hide(review.comment_author.strip())


def signs_itself(review_text: str, reviewer: Person) -> bool:
    """Whether a text meant to be anonymous holds the reviewer's own family name."""
    return bool(Mask((named_person(reviewer),)).families_in(review_text))
