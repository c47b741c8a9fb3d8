"""The private pack of an interpreter: names in both scripts, order and minutes, texts, slides, abstracts, glossary."""

from __future__ import annotations

import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import IO, Any

from django.db.models import Prefetch
from django.utils.text import get_valid_filename

from conference.models import Conference, Person
from workshops.models import Assignment, Author, Session, SessionMaterial, Speaker, Talk, clock

BOTH = ("ru", "en")
IN_THE_PACK = (SessionMaterial.Kind.STATEMENT, SessionMaterial.Kind.SLIDES, SessionMaterial.Kind.HANDOUT)


@dataclass(frozen=True)
class Name:
    """Somebody in both scripts, with position and body in both languages, as far as they are known."""

    ru: str
    en: str
    native: str = ""
    position_ru: str = ""
    position_en: str = ""
    body_ru: str = ""
    body_en: str = ""
    country: str = ""
    role: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.ru.casefold(), self.en.casefold()


@dataclass
class TalkInPack:
    talk: Talk
    starts: datetime
    ends: datetime
    names: list[Name]
    materials: list[SessionMaterial]
    texts: dict[str, dict[str, str]]
    """``{"ru": {"title", "on_behalf", "abstract", "keywords"}, "en": …}``"""

    @property
    def has_abstract(self) -> bool:
        return any(each["abstract"] for each in self.texts.values())


@dataclass
class SessionInPack:
    session: Session
    own: list[Assignment] = field(default_factory=list)
    colleagues: list[Assignment] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    talks: list[TalkInPack] = field(default_factory=list)
    materials: list[SessionMaterial] = field(default_factory=list)

    def all_names(self) -> Iterator[Name]:
        yield from self.names
        for talk in self.talks:
            yield from talk.names

    def files(self) -> Iterator[SessionMaterial]:
        yield from self.materials
        for talk in self.talks:
            yield from talk.materials


@dataclass
class Pack:
    conference: Conference
    sessions: list[SessionInPack]

    def glossary(self) -> list[Name]:
        """Everybody once, by the Russian alphabet of the family name as far as it stands last."""
        found: dict[tuple[str, str], Name] = {}
        for session in self.sessions:
            for name in session.all_names():
                known = found.get(name.key)
                if known is None or (not known.body_ru and name.body_ru):
                    found[name.key] = name
        return sorted(found.values(), key=lambda each: (each.ru or each.en).casefold().replace("ё", "е"))

    def assignments(self) -> list[Assignment]:
        return [each for session in self.sessions for each in session.own]

    def files(self) -> list[SessionMaterial]:
        return [material for session in self.sessions for material in session.files()]


def pack_of(person: Person, conference: Conference) -> Pack | None:
    """What *person* needs for the sessions they are assigned to, from the draft of the programme; None without any."""
    own = Assignment.objects.of(conference).standing().of_person(person)
    keys = set(own.values_list("session", flat=True))
    if not keys:
        return None
    talks = Talk.objects.select_related("submission").prefetch_related(
        Prefetch("submission__authors", Author.objects.select_related("person").order_by("order", "pk"))
    )
    sessions = (
        Session.objects.of(conference).filter(pk__in=keys).for_the_programme().prefetch_related(
            Prefetch("talks", talks.order_by("order", "pk")),
            Prefetch("speakers", Speaker.objects.select_related("person").order_by("order", "pk")),
            Prefetch("assignments", Assignment.objects.select_related("person")),
        )
    )  # fmt: skip
    materials = _materials(keys)
    return Pack(conference, [_session(each, person, materials) for each in sessions])


def _materials(keys: Iterable[int]) -> dict[tuple[str, int], list[SessionMaterial]]:
    """What there is to read beforehand, by talk or by session. The embargo does not bind the crew."""
    rows = SessionMaterial.objects.current().in_sessions(keys).filter(kind__in=IN_THE_PACK)
    found: dict[tuple[str, int], list[SessionMaterial]] = defaultdict(list)
    for row in rows.select_related("talk__session__conference", "session__conference"):
        found["talk" if row.talk_id else "session", row.talk_id or row.session_id].append(row)
    return found


def _session(session: Session, person: Person, materials: dict[tuple[str, int], list[SessionMaterial]]) -> Any:
    talks, speakers = list(session.talks.all()), list(session.speakers.all())
    starts = clock(session.starts, talks)
    everybody = list(session.assignments.all())
    return SessionInPack(
        session,
        own=[each for each in everybody if each.person_id == person.pk],
        colleagues=[each for each in everybody if each.person_id != person.pk],
        names=[_speaker(each) for each in speakers if each.talk_id is None],
        talks=[
            TalkInPack(
                talk,
                starts[talk.pk],
                starts[talk.pk] + timedelta(minutes=talk.minutes),
                _names(talk, speakers),
                materials.get(("talk", talk.pk), []),
                {code: _texts(talk, code) for code in BOTH},
            )
            for talk in talks
        ],
        materials=materials.get(("session", session.pk), []),
    )


def _names(talk: Talk, speakers: list[Speaker]) -> list[Name]:
    if own := [_speaker(each) for each in speakers if each.talk_id == talk.pk]:
        return own
    return [_author(each) for each in talk.submission.authors.all()] if talk.submission else []


def _texts(talk: Talk, code: str) -> dict[str, str]:
    paper = talk.submission
    return {
        "title": str(getattr(paper or talk, f"title_{code}") or ""),
        "on_behalf": str(getattr(talk, f"on_behalf_of_{code}") or ""),
        "abstract": paper.text("abstract", code) if paper else "",
        "keywords": paper.text("keywords", code) if paper else "",
    }


def _speaker(speaker: Any) -> Name:
    person = speaker.person
    return Name(
        ru=speaker.name_ru or (person.full_name if person else ""),
        en=speaker.name_en or (person.latin_name if person else ""),
        native=person.native_name if person else "",
        position_ru=speaker.position_ru or "",
        position_en=speaker.position_en or "",
        body_ru=speaker.organisation_ru or "",
        body_en=speaker.organisation_en or "",
        country=speaker.country.code or "",
        role=str(speaker.get_role_display()),
    )


def _author(author: Any) -> Name:
    person = author.person
    return Name(
        ru=f"{author.given_ru or ''} {author.family_ru or ''}".strip() or (person.full_name if person else ""),
        en=f"{author.given_en or ''} {author.family_en or ''}".strip() or (person.latin_name if person else ""),
        native=person.native_name if person else "",
        position_ru=author.position_ru or "",
        position_en=author.position_en or "",
        body_ru=author.affiliation_ru or "",
        body_en=author.affiliation_en or "",
        country=author.country.code or "",
    )


# -- one file ------------------------------------------------------------------------------------------------------


def zipped(pack: Pack, language: str) -> IO[bytes]:
    """All files of the pack, one folder a session and numbered by the speaking order; open at its beginning."""
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=16 * 1024 * 1024)  # noqa: SIM115 — whoever sends it closes it
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # documents are compressed already
        for folder, material in _placed(pack, language):
            if not material.file:
                continue
            name = _free(f"{folder}/{get_valid_filename(material.name)}", taken)
            with material.file.open("rb") as file:
                archive.writestr(name, file.read())
    out.seek(0)
    return out


def _placed(pack: Pack, language: str) -> Iterator[tuple[str, SessionMaterial]]:
    for number, session in enumerate(pack.sessions, start=1):
        title = getattr(session.session, f"title_{language}") or session.session.title
        folder = f"{number:02} {_plain(title)}"
        for material in session.materials:
            yield folder, material
        for place, talk in enumerate(session.talks, start=1):
            who = (
                (getattr(talk.names[0], language) or talk.names[0].en) if talk.names else talk.texts[language]["title"]
            )
            for material in talk.materials:
                yield f"{folder}/{place:02} {_plain(who)}", material


def _plain(text: str) -> str:
    """Words that are safe as the name of a folder anywhere."""
    kept = "".join(char for char in text if char.isalnum() or char in " -–").strip()
    return kept[:60].strip() or "–"


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    number, wanted = 1, name
    while wanted in taken:
        number += 1
        wanted = f"{stem} ({number}){dot}{ending}"
    taken.add(wanted)
    return wanted
