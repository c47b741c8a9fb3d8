"""The draft of the programme read at once: sessions, who appears in them and when, what is known of these people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Prefetch
from django.utils.translation import get_language

from conference.extensions import ask
from conference.models import Conference, Person
from workshops.models import Assignment, Author, Availability, Session, Speaker, Talk, clock


@dataclass(frozen=True)
class Appearance:
    """Somebody who has to be in a session from *starts* to *ends*; *keys* say who it is."""

    session: Session
    name: str
    keys: frozenset[str]
    person: int | None
    starts: datetime
    ends: datetime
    talk: int | None = None

    def overlaps(self, other: Appearance) -> bool:
        return self.starts < other.ends and other.starts < self.ends


def told(row: object, name: str) -> str:
    """A bilingual field in the active language, else in the other one."""
    here = get_language() or "ru"
    other = "en" if here == "ru" else "ru"
    return str(getattr(row, f"{name}_{here}", "") or getattr(row, f"{name}_{other}", "") or "")


def name_key(name: str) -> str:
    """The same for «Сомова Ольга» and «Ольга Сомова»; a single word is nobody’s name."""
    words = sorted(name.casefold().replace("ё", "е").split())
    return f"name:{' '.join(words)}" if len(words) > 1 else ""


@dataclass
class Draft:
    """Everything that the warnings look at."""

    conference: Conference
    sessions: list[Session] = field(default_factory=list)

    @classmethod
    def of(cls, conference: Conference) -> Draft:
        talks = Talk.objects.select_related("submission").prefetch_related(
            Prefetch("submission__authors", Author.objects.order_by("order", "pk"))
        )
        rows = (
            Session.objects.of(conference)
            .for_the_programme()
            .prefetch_related(Prefetch("talks", talks.order_by("order", "pk")), "speakers__person")
        )
        return cls(conference, list(rows))

    @cached_property
    def people_by_email(self) -> dict[str, int]:
        """Whose accounts the addresses of authors are."""
        addresses = {
            author.email.lower()
            for session in self.sessions
            for talk in session.talks.all()
            if talk.submission
            for author in talk.submission.authors.all()
            if author.email
        }
        return {
            email: pk for email, pk in Person.objects.filter(email__in=addresses).values_list("email", "pk") if email
        }

    @cached_property
    def appearances(self) -> list[Appearance]:
        return [each for session in self.sessions for each in self._in(session)]

    def _in(self, session: Session) -> Iterator[Appearance]:
        talks = list(session.talks.all())
        begins = clock(session.starts, talks)
        spans = {talk.pk: _span(talk, begins[talk.pk], session) for talk in talks}
        for speaker in session.speakers.all():
            starts, ends = spans.get(speaker.talk_id or 0, (session.starts, session.ends))
            yield Appearance(
                session,
                told(speaker, "name"),
                _keys_of_speaker(speaker),
                speaker.person_id,
                starts,
                ends,
                speaker.talk_id,
            )
        for talk in talks:
            for author in talk.submission.authors.all() if talk.submission else ():
                if author.is_presenting:
                    person = author.person_id or self.people_by_email.get(author.email.lower())
                    keys = _keys_of_author(author, person)
                    name = f"{told(author, 'given')} {told(author, 'family')}".strip()
                    yield Appearance(session, name, keys, person, *spans[talk.pk], talk.pk)

    @cached_property
    def free_times(self) -> dict[int, list[Availability]]:
        """When people can speak, for those who said so."""
        found: dict[int, list[Availability]] = defaultdict(list)
        for row in Availability.objects.of(self.conference):
            found[row.person_id].append(row)
        return found

    @cached_property
    def assignments(self) -> dict[int, list[Assignment]]:
        """Session by its key -> who interprets, signs or captions it."""
        found: dict[int, list[Assignment]] = defaultdict(list)
        for row in Assignment.objects.of(self.conference).standing().select_related("person").order_by("pk"):
            found[row.session_id].append(row)
        return found

    @cached_property
    def need_step_free(self) -> set[int]:
        """Which of the people appearing need step-free access; nothing else about them is known here."""
        people = {each.person for each in self.appearances if each.person}
        return {pk for answer in ask("step_free_for", self.conference, people) for pk in answer} & people


def _span(talk: Talk, begins: datetime, session: Session) -> tuple[datetime, datetime]:
    if talk.kind == Talk.Kind.POSTER:
        return session.starts, session.ends
    return begins, begins + timedelta(minutes=talk.minutes)


def _keys_of_speaker(speaker: Speaker) -> frozenset[str]:
    names = {name_key(getattr(speaker, f"name_{code}") or "") for code in ("ru", "en")}
    person = {f"person:{speaker.person_id}"} if speaker.person_id else set()
    email = {f"email:{speaker.person.email}"} if speaker.person and speaker.person.email else set()
    return frozenset((names | person | email) - {""})


def _keys_of_author(author: Author, person: int | None) -> frozenset[str]:
    names = {
        name_key(f"{getattr(author, f'family_{code}') or ''} {getattr(author, f'given_{code}') or ''}")
        for code in ("ru", "en")
    }
    known = {f"person:{person}"} if person else set()
    email = {f"email:{author.email.lower()}"} if author.email else set()
    return frozenset((names | known | email) - {""})
