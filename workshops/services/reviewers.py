"""Who reviews: profiles, declared conflicts of interest, and what becomes of them when somebody is forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Conference, Person, Role
from conference.services.history import scrub_history
from conference.services.people import appoint, person_for_email
from workshops.anonymity import Mask
from workshops.models import Conflict, Review, ReviewerProfile

from .review_people import named_person
from .review_reading import Reading
from .reviews import phase_of


@transaction.atomic
def add_reviewer(
    conference: Conference, *, by: Person, email: str, full_name: str, latin_name: str = "", language: str = "ru"
) -> ReviewerProfile:
    """The profile of whoever has this address, made with the account if need be. Names already known stay."""
    person = person_for_email(email, language=language, full_name=full_name)
    if latin_name and not person.latin_name:
        person.latin_name = latin_name
        person.save(update_fields=["latin_name"])
    appoint(person, Role.Kind.REVIEWER, conference)
    profile, _created = ReviewerProfile.objects.get_or_create(conference=conference, person=person)
    return profile


@transaction.atomic
def save_profile(profile: ReviewerProfile, *, by: Person, tracks: Iterable[Any] | None = None) -> ReviewerProfile:
    """Keep what was changed in *profile*; *tracks* take the place of the former ones when they are given."""
    profile.save()
    if tracks is not None:
        profile.tracks.set(tracks)
    return profile


@transaction.atomic
def declare_conflict(conflict: Conflict, *, by: Person) -> Conflict:
    """Keep what a reviewer declares. Raises ValidationError when they have declared too many already."""
    if Conflict.of_person(conflict.person, conflict.conference).count() >= Conflict.MAX_PER_PERSON:
        raise ValidationError(
            _("You have declared %(count)d conflicts of interest already.") % {"count": Conflict.MAX_PER_PERSON}
        )
    conflict.save()
    return conflict


@transaction.atomic
def withdraw_conflict(conflict: Conflict, *, by: Person) -> None:
    conflict.delete()


@transaction.atomic
def erase_reviewer(person: Person, *, by: Person | None) -> list[str]:
    """Forget *person* as a reviewer: what was asked for is taken back, profile and conflicts go, own words about
    themselves are emptied. Reviews that were sent stay, without a name, for decisions rest on them."""
    reviews = list(Review.objects.of_reviewer(person).select_related("submission__conference"))
    profiles, conflicts = ReviewerProfile.objects.filter(person=person), Conflict.objects.filter(person=person)
    if not (reviews or profiles.exists() or conflicts.exists()):
        return []
    mask = Mask((named_person(person),))
    for review in reviews:
        if review.is_unfinished:
            review.move(Review.State.CANCELLED, by=by)
        kept = {name: mask.hide(getattr(review, name)) for name in ("comment_author", "comment_chair", "returned_note")}
        Review.objects.filter(pk=review.pk).update(decline_reason="", suggestion="", conflict_note="", **kept)
    scrub_history([*reviews, *profiles, *conflicts])
    conflicts.delete()
    profiles.delete()
    return ["reviews"]


def personal_data_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """What the reviews keep about *person* as a reviewer, as plain values. Of the papers their titles as shown, never
    their authors; of one's own papers nothing: what others judge of them is told with the decision."""
    rows = Review.objects.of_reviewer(person).for_reading().select_related("submission__submitter__organisation")
    reviews = [
        {
            "conference": review.submission.conference.title,
            "number": review.submission.number,
            "title": Reading(review, phase_of(review.submission, review.stage)).title,
            "state": review.state,
            "invited_at": review.invited_at,
            "due": review.due,
            "submitted_at": review.submitted_at,
            "recommendation": review.recommendation,
            "scores": {score.criterion.title: score.value for score in review.scores.select_related("criterion")},
            "comment_author": review.comment_author,
            "comment_chair": review.comment_chair,
            "declined_reason": review.decline_reason,
            "suggestion": review.suggestion,
        }
        for review in rows.order_by("due", "key")
    ]
    profiles = [
        {
            "conference": profile.conference.title,
            "topics_ru": profile.topics_ru,  # type: ignore[attr-defined]
            "topics_en": profile.topics_en,  # type: ignore[attr-defined]
            "languages": profile.languages,
            "capacity": profile.capacity,
        }
        for profile in ReviewerProfile.objects.filter(person=person).select_related("conference")
    ]
    declared = Conflict.objects.filter(person=person).select_related("conference", "submission")
    conflicts = [
        {
            "conference": conflict.conference.title,
            "kind": conflict.kind,
            "name": conflict.name,
            "number": conflict.submission.number if conflict.submission else None,
            "note": conflict.note,
            "declared_at": conflict.declared_at,
        }
        for conflict in declared
    ]
    found = {"reviews": reviews, "reviewer_profiles": profiles, "conflicts_of_interest": conflicts}
    return {name: told for name, told in found.items() if told}
