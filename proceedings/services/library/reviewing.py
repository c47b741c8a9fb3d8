"""Two experts read a material before it is published: asking them, what they say, what the editors answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from proceedings.models import Material, MaterialReview
from workshops.models import Expert

from .facts import facts_of

NEEDED = 2
MOST_REPLY = 5000
REMIND_AFTER = timedelta(days=7)
_LINK = signing.Signer(salt="proceedings.material_review", sep="~")


@dataclass(frozen=True)
class Standing:
    """What the experts say of what waits to be published: the newest word of each."""

    newest: tuple[MaterialReview, ...]

    @property
    def recommending(self) -> int:
        return sum(each.verdict == MaterialReview.Verdict.PUBLISH for each in self.newest)

    @property
    def is_recommended(self) -> bool:
        """Two recommend it, and nobody who read it last wants it improved first."""
        wants_more = any(each.verdict == MaterialReview.Verdict.REVISE for each in self.newest)
        return self.recommending >= NEEDED and not wants_more


def standing(material: Material) -> Standing:
    """What was said since *material* was published last."""
    newest: dict[int, MaterialReview] = {}
    for review in material.reviews.all():
        if material.published_at is None or review.asked_at > material.published_at:
            newest[review.expert_id] = review
    return Standing(tuple(newest.values()))


@transaction.atomic
def ask_review(material: Material, *, experts: Collection[Expert], by: Person | None) -> list[MaterialReview]:
    """Ask *experts* to read *material* as it is now; each who has an account gets a letter with a personal link.

    A first question opens round one; once everybody of a round has answered, the next question opens another. Who is
    asked already in this round is not asked twice. Raises ValidationError, MoveNotAllowed for what was withdrawn.
    """
    if material.state == Material.State.WITHDRAWN:
        raise MoveNotAllowed(_("A withdrawn material is not reviewed. Publish it again first."))
    if not experts:
        raise ValidationError(_("Choose whom to ask."), code="experts")
    authors = set(facts_of(material)["speakers"])
    for expert in experts:
        if expert.conference_id != material.conference_id:
            raise ValidationError(_("Choose what belongs to this season."), code="experts")
        if expert.pk in authors:
            raise ValidationError(
                _("%(name)s is an author of this material and does not review it.") % {"name": expert.name},
                code="experts",
            )
    if material.state == Material.State.DRAFT:
        material.move(Material.State.REVIEW, by=by)
    number, asked = _round(material), asked_already(material)
    rows = [
        MaterialReview.objects.create(material=material, expert=expert, person=expert.person, round=number, asked_by=by)
        for expert in experts
        if expert.pk not in asked
    ]
    for row in rows:
        _write(row, "material-review-asked")
    return rows


def asked_already(material: Material) -> set[int]:
    """Keys of the experts who were asked in the round that is open."""
    return set(material.reviews.filter(round=_round(material)).values_list("expert_id", flat=True))


def _round(material: Material) -> int:
    """The number of the round in which the next question belongs."""
    last = material.reviews.aggregate(last=Max("round"))["last"] or 0
    is_open = material.reviews.filter(round=last, given_at=None).exists()
    nobody_revises = not material.reviews.filter(round=last, verdict=MaterialReview.Verdict.REVISE).exists()
    is_of_now = material.published_at is None or material.reviews.filter(
        round=last, asked_at__gt=material.published_at
    ).exists()  # fmt: skip
    return last if last and is_of_now and (is_open or nobody_revises) else last + 1


@transaction.atomic
def give_review(review: MaterialReview, *, verdict: str, remarks: str = "", by: Person | None = None) -> MaterialReview:
    """What the expert says: publish, or improve first (then *remarks* say what). Given once.

    *by* is None for who came by the personal link. Raises MoveNotAllowed, ValidationError.
    """
    remarks = remarks.strip()
    if verdict not in (MaterialReview.Verdict.PUBLISH, MaterialReview.Verdict.REVISE):
        raise ValidationError(_("Choose whether the material is to be published."), code="verdict")
    if verdict == MaterialReview.Verdict.REVISE and not remarks:
        raise ValidationError(_("Write what is to be improved: the editors work from it."), code="remarks")
    fields = {"verdict": verdict, "remarks": remarks, "given_at": timezone.now()}
    if not MaterialReview.objects.waiting().filter(pk=review.pk).update(**fields):
        raise MoveNotAllowed(_("This review was given already, or is not needed any more. Thank you."))
    for name, value in fields.items():
        setattr(review, name, value)
    return review


@transaction.atomic
def reply(review: MaterialReview, *, text: str, by: Person | None) -> MaterialReview:
    """The editors answer the remarks of *review*; its expert reads it. Raises MoveNotAllowed, ValidationError."""
    if review.given_at is None:
        raise MoveNotAllowed(_("There is nothing to answer yet."))
    text = text.strip()
    if len(text) > MOST_REPLY:
        raise ValidationError(_("The reply is too long. Up to %(most)d characters, please.") % {"most": MOST_REPLY})
    review.reply = text
    review.save(update_fields=["reply"])
    return review


@transaction.atomic
def call_off(review: MaterialReview, *, by: Person | None) -> None:
    """Ask this expert no longer; what was given stays. Raises MoveNotAllowed."""
    if not MaterialReview.objects.filter(pk=review.pk, given_at=None).delete()[0]:
        raise MoveNotAllowed(_("This review was given already, or is not needed any more. Thank you."))


def back_to_draft(material: Material, *, by: Person | None) -> Material:
    """Take *material* out of review, so that nobody is asked any more. Raises MoveNotAllowed."""
    with transaction.atomic():
        material.move(Material.State.DRAFT, by=by)
        material.reviews.filter(given_at=None).delete()
    return material


def token_of(review: MaterialReview) -> str:
    """What stands in the personal link of the expert who was asked."""
    return _LINK.sign(f"{review.pk}.{int(review.asked_at.timestamp())}")


def review_by(conference: Conference, token: str) -> MaterialReview | None:
    """The review of *conference* that the personal link is of; None for a bad link, or a review called off."""
    try:
        pk, _dot, asked = _LINK.unsign(token).partition(".")
    except signing.BadSignature:
        return None
    rows = MaterialReview.objects.filter(material__conference=conference, pk=pk)
    found = rows.select_related("material__conference", "expert__person").first()
    return found if found is not None and int(found.asked_at.timestamp()) == int(asked) else None


def review_url(review: MaterialReview, language: str) -> str:
    """The personal link, absolute, for a letter or to be handed on by the editors."""
    with translation.override(language):
        path = review.material.conference.url("proceedings:material_review", key=token_of(review))
    return mail.link(path)


def remind_reviewers() -> int:
    """Write once to those who have been silent for a week. For the scheduler."""
    late = MaterialReview.objects.waiting().filter(
        reminded_at=None, asked_at__lt=timezone.now() - REMIND_AFTER, expert__person__isnull=False
    )
    count = 0
    for review in late.select_related("material__conference", "expert__person", "asked_by"):
        with transaction.atomic():
            row = MaterialReview.objects.filter(pk=review.pk, reminded_at=None)
            if row.update(reminded_at=timezone.now()):
                _write(review, "material-review-reminder")
                count += 1
    return count


def _write(review: MaterialReview, key: str) -> None:
    """A letter to the expert, if the season knows an account of theirs; else the editors hand the link on."""
    person = review.expert.person
    if person is None:
        return
    facts = facts_of(review.material)
    here, other = person.language, "en" if person.language == "ru" else "ru"
    mail.queue(
        key, to=person, conference=review.material.conference, about=review.material, is_secret=True,
        title=facts[f"title_{here}"] or facts[f"title_{other}"], url=review_url(review, here),
    )  # fmt: skip
