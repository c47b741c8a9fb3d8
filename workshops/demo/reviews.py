"""The demonstration: criteria, rules, eight invented reviewers, and reviews of the coming papers in every state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from conference.demo.accounts import ACCOUNTS, NEXT
from conference.demo.world import World, both, read_toml
from conference.models import Conference, Person
from conference.services.people import organisation_named
from workshops.models import Criterion, Review, ReviewerProfile, ReviewPhase, Stage, Submission, Track
from workshops.services import reviewers, reviews
from workshops.services.review_desk import under_review
from workshops.services.review_matching import Matching

HERE = Path(__file__).parent
LATEST = 13
"""The last review is due so many days from today."""
FATES = (
    "sent",
    "sent",
    "promised",
    "sent",
    "begun",
    "sent",
    "late",
    "sent",
    "asked",
    "sent",
    "declined",
    "sent",
    "silent",
)
ACCOUNT_FATES = ("promised", "sent", "begun", "asked", "promised")
"""The demonstration's own reviewer: three to write, one done, one to answer."""
SCORES = {
    "good": ((5, 4, 5, 4, 4), (4, 5, 4, 4, 5), (5, 4, 4, 3, 5)),
    "mixed": ((4, 3, 4, 3, 2), (4, 3, 3, 3, 4), (3, 3, 4, 2, 3)),
    "weak": ((3, 2, 2, 3, 3), (4, 1, 2, 2, 3)),
}
RECOMMENDED = {"good": ("accept", "accept", "minor"), "mixed": ("minor", "major"), "weak": ("decline", "major")}


def load(world: World) -> None:
    conference = world.conferences[NEXT]
    told = read_toml(HERE / "reviews.toml")
    rules(conference, told)
    people = [reviewer(world, conference, each) for each in told["reviewer"]]
    if Review.objects.of(conference).exists():
        move_with_today(world, conference)
    else:
        Writer(world, conference, told).write(people)


def rules(conference: Conference, told: dict[str, Any]) -> None:
    """Double-blind in every track; the full texts a little slower and by criteria of their own."""
    for stage, days in ((Stage.ABSTRACT, 14), (Stage.TEXT, 21)):
        ReviewPhase.objects.get_or_create(
            conference=conference, track=None, stage=stage,
            defaults={"review_days": days, **both(told["guidelines"], "guidelines")},
        )  # fmt: skip
    for stage, name in ((Stage.ABSTRACT, "criterion"), (Stage.TEXT, "text_criterion")):
        for order, each in enumerate(told[name], start=1):
            labels = {code: "\n".join(words) for code, words in each["labels"].items()}
            texts = both(each["title"], "title") | both(each["hint"], "hint") | both(labels, "labels")
            Criterion.objects.get_or_create(
                conference=conference, stage=stage, order=order, defaults={"weight": each["weight"], **texts}
            )


@transaction.atomic
def reviewer(world: World, conference: Conference, told: dict[str, Any]) -> Person:
    """A reviewer with a profile; what somebody has changed in it stays."""
    known = ReviewerProfile.objects.of(conference).filter(person__email=told["email"]).first()
    if known:
        return known.person
    names = {name: told[name] for name in ("full_name", "latin_name", "language") if name in told}
    names.setdefault("full_name", told["email"])
    profile = reviewers.add_reviewer(conference, by=world.by, email=told["email"], **names)
    person, home = profile.person, told["organisation"]
    person.organisation = organisation_named(home["ru"], home["en"], country=home["country"], kind="university")
    person.country = home["country"]
    person.save(update_fields=["organisation", "country"])
    profile.languages, profile.capacity = told["languages"], told["capacity"]
    for name, text in both(told["topics"], "topics").items():
        setattr(profile, name, text)
    reviewers.save_profile(profile, by=world.by, tracks=Track.objects.of(conference).filter(number__in=told["tracks"]))
    return person


def move_with_today(world: World, conference: Conference) -> None:
    """The dates of the reviews move with today, as those of the conference do."""
    rows = Review.objects.of(conference)
    latest = rows.unfinished().aggregate(latest=Max("due"))["latest"]
    if latest is None:
        return
    days = (world.moment(LATEST).date() - timezone.localtime(latest, conference.zone).date()).days
    if days > 0:
        names = ("invited_at", "answer_due", "due", "accepted_at", "saved_at", "submitted_at")
        rows.update(**{name: F(name) + timedelta(days=days) for name in names})


class Writer:
    """Asks the reviewers by the suggestions and lets them answer, write and be late."""

    def __init__(self, world: World, conference: Conference, told: dict[str, Any]) -> None:
        self.world, self.conference = world, conference
        self.comments: list[dict[str, Any]] = told["comment"]
        self.used: list[int] = [0] * len(self.comments)
        self.refusals: Iterator[dict[str, Any]] = cycle(told["refusal"])
        self.criteria = list(Criterion.objects.of(conference).filter(stage=Stage.ABSTRACT))
        self.revised = {each["author"] for each in read_toml(HERE / "decisions.toml")["revision"]}
        """Who is asked for a revision later on: those papers have all their reviews, the others in every state."""
        self.count = 0

    def write(self, people: list[Person]) -> None:
        papers = list(
            under_review(self.conference, Stage.ABSTRACT).select_related(
                "track", "conference", "submitter__organisation"
            )
        )
        account = next(person for person in people if person.email == ACCOUNTS["reviewer"].email)
        for paper, fate in zip(self.best_for(account, papers), ACCOUNT_FATES, strict=False):
            self.review(paper, account, fate)
        matching = Matching(self.conference, papers, Stage.ABSTRACT)
        matching.profiles = [profile for profile in matching.profiles if profile.person_id != account.pk]
        mine = set(Review.objects.of_reviewer(account).values_list("submission", flat=True))
        wanted = {paper.pk: 1 if paper.pk in mine else 2 for paper in papers[:-5]}  # the newest wait for their chairs
        pairs = matching.proposals(wanted, {paper.pk: paper.round for paper in papers})
        fates = cycle(FATES)
        for paper, candidate in pairs:
            self.review(paper, candidate.person, "sent" if self.is_revised(paper) else next(fates))
        self.world.say(f"  {self.count} reviews in every state")

    def best_for(self, person: Person, papers: list[Submission]) -> list[Submission]:
        matching = Matching(self.conference, papers, Stage.ABSTRACT)
        found = []
        for paper in (each for each in papers if not self.is_revised(each)):
            mine = [each for each in matching.candidates(paper, paper.round) if each.person == person]
            if mine and mine[0].may_be_suggested:
                found.append((-mine[0].score, paper.number or 0, paper))
        return [paper for _score, _number, paper in sorted(found, key=lambda each: each[:2])]

    def is_revised(self, paper: Submission) -> bool:
        return paper.submitter.email in self.revised

    @transaction.atomic
    def review(self, paper: Submission, person: Person, fate: str) -> None:
        """One review, from the letter to what became of it."""
        self.count += 1
        invited = self.moment(-10 if fate != "silent" else -8, 10 + self.count % 7)
        due = {"late": -2, "silent": 9}.get(fate, 4 + self.count % (LATEST - 4) if fate != "asked" else LATEST)
        answer = {"asked": 3, "silent": -2}.get(fate, -5)
        review = reviews.invite(
            paper, person, by=self.world.by, answer_due=self.end_of(answer), due=self.end_of(due), at=invited
        )
        if fate == "declined":
            refusal = next(self.refusals)
            reviews.decline(
                review, reason=refusal["reason"][person.language], suggestion=refusal["suggestion"][person.language]
            )
        if fate in ("asked", "silent", "declined"):
            return
        reviews.accept(review, at=self.moment(-8, 9 + self.count % 8))
        if fate == "begun":
            half = self.comment(paper, person)["authors"].split(". ")[0] + "."
            scores = {each.pk: value for each, value in zip(self.criteria[:3], (4, 4, 3), strict=True)}
            reviews.save_draft(review, scores=scores, comment_author=half)
        if fate == "sent":
            self.send(review, paper, person)

    def send(self, review: Review, paper: Submission, person: Person) -> None:
        told = self.comment(paper, person)
        verdict = told["verdict"]
        values = SCORES[verdict][self.count % len(SCORES[verdict])]
        reviews.save_draft(
            review,
            scores={each.pk: value for each, value in zip(self.criteria, values, strict=True)},
            recommendation=RECOMMENDED[verdict][self.count % len(RECOMMENDED[verdict])],
            comment_author=told["authors"],
            comment_chair=told.get("chairs", ""),
        )
        reviews.send(review, at=self.moment(-1 - self.count % 5, 11 + self.count % 6))

    def comment(self, paper: Submission, person: Person) -> dict[str, Any]:
        """The least used comment that fits the track, in a language that the reviewer writes."""
        number = paper.track.number if paper.track else 0

        def order(place: int) -> tuple[bool, int, bool, int]:
            told = self.comments[place]
            fits = number in told["tracks"] or not told["tracks"]
            return (not fits or told["language"] != person.language, self.used[place], not told["tracks"], place)

        chosen = min(range(len(self.comments)), key=order)
        self.used[chosen] += 1
        return self.comments[chosen]

    def moment(self, days: int, hour: int) -> datetime:
        return min(self.world.moment(days, hour), timezone.now())

    def end_of(self, days: int) -> datetime:
        return reviews.end_of_day(self.world.moment(days), self.conference)
