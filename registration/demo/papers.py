"""Badges for the next edition; for the first one, certificates of those who spoke there."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from conference.demo import World
from conference.models import Conference, Counter, IssuedDocument
from registration.models import Category, CheckIn, PaperBatch, Registration
from registration.services import paper_batches, papers
from workshops.models import Session, Submission

FIRST, NEXT = "inclusion-2008", "inclusion-next"
SPOKE = 5
"""So many authors of the first volume are brought over from the archive as participants."""
SESSIONS = (
    ("plenary", 0, 10, 120, "Открытие и пленарное заседание", "Opening and plenary session"),
    ("round_table", 0, 14, 90, "Круглый стол: политика и практика", "Round table: policy and practice"),
    ("workshop_session", 1, 10, 180, "Заседания секций", "Sessions of the tracks"),
    ("plenary", 1, 15, 75, "Рекомендации и закрытие", "Recommendations and closing"),
)


def load(world: World) -> None:
    badges(world)
    certificates(world)


def badges(world: World) -> None:
    """The badges of everybody approved so far, as an organiser would order them: eight to a page."""
    conference = world.conferences[NEXT]
    if PaperBatch.objects.of(conference).exists():
        return
    chosen = paper_batches.candidates(conference, IssuedDocument.Kind.BADGE)
    if chosen:
        batch = paper_batches.issue_many(
            IssuedDocument.Kind.BADGE, chosen, by=world.people["organiser"], layout=PaperBatch.Layout.EIGHT
        )
        world.say(f"  {len(batch.registrations)} badges are being drawn")


def certificates(world: World) -> None:
    """Speakers of the first edition, brought over from its archive, each with the certificate and the hours."""
    conference = world.conferences[FIRST]
    if Registration.objects.of(conference).exists():
        return
    held = sessions(conference)
    spoken = Submission.objects.of(conference).for_the_programme().select_related("submitter", "track")
    people = {paper.submitter_id: paper for paper in spoken.order_by("number")}
    for number, paper in enumerate(list(people.values())[:SPOKE]):
        registration = brought_over(conference, paper)
        attended = held if number % 2 == 0 else held[:-1]
        come(registration, attended)
        for kind in (IssuedDocument.Kind.CERTIFICATE, IssuedDocument.Kind.HOURS):
            papers.issue(kind, registration, by=world.people["organiser"])
    issued = IssuedDocument.objects.of(conference).valid().count()
    world.say(f"  {issued} certificates of the first edition")


def sessions(conference: Conference) -> list[Session]:
    rows = []
    for kind, day, hour, minutes, title_ru, title_en in SESSIONS:
        starts = datetime.combine(conference.starts + timedelta(days=day), time(hour), tzinfo=conference.zone)
        ends = starts + timedelta(minutes=minutes)
        titles = {"title_ru": title_ru, "title_en": title_en}
        session, _created = Session.objects.get_or_create(
            conference=conference, starts=starts, format=kind, defaults={"ends": ends, **titles}
        )
        rows.append(session)
    return rows


def brought_over(conference: Conference, paper: Submission) -> Registration:
    """A registration as the archive has it: approved long ago, without form, letters or consents of today."""
    category = Category.objects.of(conference).get(slug="academic")
    person = paper.submitter
    moment = datetime.combine(conference.starts - timedelta(days=20), time(12), tzinfo=conference.zone)
    registration = Registration(
        conference=conference, category=category, person=person, state=Registration.State.APPROVED,
        number=f"{category.prefix}-{Counter.next(conference, 'registration'):04d}", language=person.language,
        source=Registration.Source.IMPORT, track=paper.track, country=person.country or "",
        submitted_at=moment, decided_at=moment, saved_at=moment,
    )  # fmt: skip
    registration.search = registration.searchable()
    registration.save()
    return registration


def come(registration: Registration, attended: list[Session]) -> None:
    """Check-ins as the lists of the archive give them: the entrance each day, and the sessions."""
    conference = registration.conference
    for day in sorted({each.starts.astimezone(conference.zone).date() for each in attended}):
        at = datetime.combine(day, time(9, 30), tzinfo=conference.zone)
        CheckIn.objects.create(
            conference=conference, registration=registration, day=day, at=at, method=CheckIn.Method.NAME
        )
    for session in attended:
        CheckIn.objects.create(
            conference=conference, registration=registration, session=session,
            day=session.starts.astimezone(conference.zone).date(), at=session.starts, method=CheckIn.Method.NAME,
        )  # fmt: skip
