"""Who should review which paper: common topics, load, languages, and who is too near to its authors.

Everything is read once for any number of papers and reviewers (``Matching``); nothing here writes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import snowballstemmer
from django.db.models import Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.text import search_key
from workshops.models import Author, Conflict, Review, ReviewerProfile, Submission
from workshops.models.submissions import WORD

STEMMERS = {"ru": snowballstemmer.stemmer("russian"), "en": snowballstemmer.stemmer("english")}
LANGUAGES = ("ru", "en")
SHORTEST = 3
MOST_TOPICS = 4
"""More common topics than these make nobody a better reviewer."""
Key = tuple[str, str]


# -- topics --------------------------------------------------------------------------------------------------


def stems(text: str) -> frozenset[str]:
    """The words of *text* without their endings, Russian or English as each is written; short ones left out."""
    found = set()
    for word in WORD.findall(text.lower().replace("ё", "е")):
        for part in word.split("-"):
            if len(part) >= SHORTEST:
                found.add(STEMMERS["ru" if "а" <= part[0] <= "я" else "en"].stemWord(part))
    return frozenset(found)


def stems_of(submission: Submission) -> frozenset[str]:
    """What the paper is about: its keywords and titles in both languages."""
    texts = [submission.text(name, language) for name in ("keywords", "title") for language in LANGUAGES]
    return stems(" ".join(texts))


def common_topics(profile: ReviewerProfile, about: frozenset[str]) -> list[str]:
    """The reviewer's topics all of whose words occur in the paper; in the language of the page where both match."""
    here = "en" if get_language() == "en" else "ru"
    matches = {
        language: [topic for topic in profile.topics_in(language) if (words := stems(topic)) and words <= about]
        for language in LANGUAGES
    }
    other = "ru" if here == "en" else "en"
    return matches[here] if len(matches[here]) >= len(matches[other]) else matches[other]


# -- nearness ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clash:
    """Why a reviewer may not judge a paper. ``kind`` is ``own``, ``coauthor``, ``declared`` or ``organisation``."""

    kind: str
    detail: str = ""

    @property
    def may_be_overridden(self) -> bool:
        """A large university has departments that never met: there the chair may decide, and says why."""
        return self.kind == "organisation"

    @property
    def words(self) -> str:
        sentences = {
            "own": _("an author of this paper"),
            "coauthor": _("has written a paper with one of the authors"),
            "declared": _("has declared a conflict of interest"),
            "organisation": _("works at the same organisation: %(name)s"),
        }
        return sentences[self.kind] % {"name": self.detail} if self.detail else sentences[self.kind]


def folded(name: str | None) -> str:
    """A name as it is compared: letters and digits alone, Latin, without brackets."""
    bare = (name or "").partition("(")[0]
    return " ".join(search_key(word) for word in WORD.findall(bare))


def keys_of_author(author: Author) -> set[Key]:
    """By what an author's entry may be known again in another paper."""
    found: set[Key] = set()
    if author.person_id:
        found.add(("person", str(author.person_id)))
    if author.email:
        found.add(("email", author.email.lower()))
    if author.orcid:
        found.add(("orcid", author.orcid))
    for language in LANGUAGES:
        family, given = (getattr(author, f"{name}_{language}") or "" for name in ("family", "given"))
        first = given.split()[0] if given.split() else ""
        if family and len(first.strip(".")) > 1:
            found.add(("name", f"{folded(family)} {folded(first)}"))
    return found


def keys_of_person(person: Person) -> set[Key]:
    found: set[Key] = {("person", str(person.pk))}
    found |= {("email", address.lower()) for address in (person.email, person.contact_email) if address}
    if person.orcid:
        found.add(("orcid", person.orcid))
    for name in (person.full_name, person.latin_name):
        words = [folded(word) for word in name.split()]
        if len(words) > 1:
            # «Орлова Надежда Викторовна», “Nadezhda Orlova”, «Надежда Викторовна Орлова»
            found |= {("name", f"{words[0]} {words[1]}"), ("name", f"{words[-1]} {words[0]}")}
    return found


def organisations_of_author(author: Author) -> dict[str, str]:
    """Folded name -> name as printed, of where an author works; the ROR id too."""
    told = {name: name for language in LANGUAGES if (name := getattr(author, f"affiliation_{language}") or "")}
    found = {key: name for name in told if (key := folded(name))}
    return found | ({f"ror:{author.ror}": next(iter(told), author.ror)} if author.ror else {})


def organisations_of_person(person: Person) -> dict[str, str]:
    if person.organisation is None:
        return {}
    titles = [getattr(person.organisation, f"title_{language}") or "" for language in LANGUAGES]
    found = {key: title for title in titles if (key := folded(title))}
    ror = person.organisation.ror.rstrip("/").rpartition("/")[2]
    return found | ({f"ror:{ror}": next(iter(found.values()), ror)} if ror else {})


# -- matching ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """One reviewer seen from one paper."""

    profile: ReviewerProfile
    load: int
    topics: list[str] = field(default_factory=list)
    clash: Clash | None = None
    reads: bool = True
    chose_the_track: bool = False
    is_asked: bool = False

    @property
    def person(self) -> Person:
        return self.profile.person

    @property
    def has_room(self) -> bool:
        return self.load < self.profile.capacity and not self.profile.is_paused

    @property
    def may_be_suggested(self) -> bool:
        return self.has_room and self.reads and self.clash is None and not self.is_asked

    @property
    def score(self) -> float:
        free = 1 - self.load / self.profile.capacity if self.profile.capacity else 0
        return 3 * min(len(self.topics), MOST_TOPICS) + 2 * self.chose_the_track + 2 * free

    @property
    def order(self) -> tuple[bool, float, str]:
        return (not self.may_be_suggested, -self.score, self.profile.person.full_name)

    @property
    def topics_words(self) -> str:
        if not self.topics:
            return _("no common topics")
        count = ngettext("%(number)d common topic", "%(number)d common topics", len(self.topics)) % {
            "number": len(self.topics)
        }
        return f"{count}: {', '.join(self.topics)}"

    @property
    def load_words(self) -> str:
        capacity = self.profile.capacity
        text = ngettext("%(load)d of %(capacity)d review", "%(load)d of %(capacity)d reviews", capacity)
        return text % {"load": self.load, "capacity": capacity}

    @property
    def words(self) -> str:
        """“3 common topics: …; 1 of 4 reviews”, and what speaks against."""
        against = [
            (self.profile.is_paused, _("takes a break")),
            (not self.reads, _("does not read the language of the paper")),
        ]
        parts = [self.topics_words, self.load_words, *(text for holds, text in against if holds)]
        return "; ".join(parts)


class Matching:
    """All that is known of some papers and all reviewers of a conference. A fixed number of queries, each once."""

    def __init__(self, conference: Conference, papers: Iterable[Submission], stage: str) -> None:
        self.conference, self.stage = conference, stage
        self.papers = list(papers)
        self.profiles = list(ReviewerProfile.objects.of(conference).filter(person__is_active=True).with_people())

    @cached_property
    def load(self) -> Counter[int]:
        """Person's pk -> reviews asked for, promised and sent in this conference."""
        rows = Review.objects.of(self.conference).standing().values_list("reviewer", flat=True)
        return Counter(rows.order_by())

    @cached_property
    def _asked(self) -> set[tuple[int, int, int]]:
        rows = Review.objects.of(self.conference).filter(stage=self.stage).exclude(state=Review.State.CANCELLED)
        return set(rows.order_by().values_list("submission", "round", "reviewer"))

    @cached_property
    def _authors(self) -> dict[int, list[Author]]:
        found: dict[int, list[Author]] = defaultdict(list)
        for author in Author.objects.filter(submission__in=[paper.pk for paper in self.papers]):
            found[author.submission_id].append(author)
        return found

    @cached_property
    def _people_keys(self) -> dict[int, set[Key]]:
        return {profile.person_id: keys_of_person(profile.person) for profile in self.profiles}

    @cached_property
    def _coauthors(self) -> dict[int, set[Key]]:
        """Person's pk -> the keys of everybody with whom they have sent a paper, anywhere on this installation."""
        people = [profile.person for profile in self.profiles]
        names = {word for person in people for name in (person.full_name, person.latin_name) for word in name.split()}
        addresses = {address for person in people for address in (person.email, person.contact_email) if address}
        theirs = Q(person__in=people) | Q(email__in=addresses) | Q(family_ru__in=names) | Q(family_en__in=names)
        theirs |= Q(orcid__in={person.orcid for person in people if person.orcid})
        papers = Submission.objects.exclude(state=Submission.State.DRAFT).filter(
            pk__in=Author.objects.filter(theirs).values("submission")
        )
        written: dict[int, list[set[Key]]] = defaultdict(list)
        for author in Author.objects.filter(submission__in=papers.values("pk")):
            written[author.submission_id].append(keys_of_author(author))
        found: dict[int, set[Key]] = defaultdict(set)
        for person, mine in self._people_keys.items():
            for authors in written.values():
                if any(keys & mine for keys in authors):
                    found[person].update(*(keys for keys in authors if not keys & mine))
        return found

    @cached_property
    def _declared(self) -> dict[int, list[Conflict]]:
        found: dict[int, list[Conflict]] = defaultdict(list)
        for conflict in Conflict.objects.of(self.conference):
            found[conflict.person_id].append(conflict)
        return found

    def clash(self, paper: Submission, person: Person) -> Clash | None:
        """What stands between *person* and *paper*, the gravest first."""
        mine = self._people_keys.get(person.pk) or keys_of_person(person)
        authors = self._authors[paper.pk]
        theirs = [keys_of_author(author) for author in authors]
        if paper.submitter_id == person.pk or any(keys & mine for keys in theirs):
            return Clash("own")
        if any(keys & self._coauthors.get(person.pk, set()) for keys in theirs):
            return Clash("coauthor")
        if any(self._is_about(conflict, paper, authors) for conflict in self._declared.get(person.pk, [])):
            return Clash("declared")
        here = organisations_of_person(person)
        for author in authors:
            if shared := here.keys() & organisations_of_author(author).keys():
                return Clash("organisation", here[min(shared)])
        return None

    @staticmethod
    def _is_about(conflict: Conflict, paper: Submission, authors: Sequence[Author]) -> bool:
        if conflict.kind == Conflict.Kind.PAPER:
            return conflict.submission_id == paper.pk
        name = folded(conflict.name)
        if conflict.kind == Conflict.Kind.ORGANISATION:
            return any(name and name in organisations_of_author(author) for author in authors)
        words = set(name.split())
        for author in authors:
            for language in LANGUAGES:
                family = set(folded(getattr(author, f"family_{language}")).split())
                given = set(folded(getattr(author, f"given_{language}")).split())
                rest = words - family
                if family and family <= words and (not rest or rest & given):
                    return True
        return False

    def candidates(self, paper: Submission, round: int, load: Counter[int] | None = None) -> list[Candidate]:
        """Every reviewer of the conference seen from *paper*, the best first, those who cannot at the end."""
        about, load = stems_of(paper), self.load if load is None else load
        found = []
        for profile in self.profiles:
            tracks = {track.pk for track in profile.tracks.all()}
            if tracks and paper.track_id not in tracks:
                continue
            found.append(
                Candidate(
                    profile=profile,
                    load=load[profile.person_id],
                    topics=common_topics(profile, about),
                    clash=self.clash(paper, profile.person),
                    reads=profile.reads(paper.language),
                    chose_the_track=bool(tracks),
                    is_asked=(paper.pk, round, profile.person_id) in self._asked,
                )
            )
        return sorted(found, key=lambda candidate: candidate.order)

    def proposals(self, wanted: dict[int, int], rounds: dict[int, int]) -> list[tuple[Submission, Candidate]]:
        """For each paper as many reviewers as *wanted* says (pk -> number), nobody beyond their capacity.

        The papers for which the fewest can be asked choose first; the loads of those chosen grow as one goes.
        """
        load = Counter(self.load)
        able = {paper.pk: self._able(paper, rounds[paper.pk], load) for paper in self.papers if wanted.get(paper.pk)}
        found = []
        for paper in sorted((each for each in self.papers if each.pk in able), key=lambda each: len(able[each.pk])):
            chosen: set[int] = set()
            for _turn in range(wanted[paper.pk]):
                left = [each for each in self._able(paper, rounds[paper.pk], load) if each.person.pk not in chosen]
                if not left:
                    break
                chosen.add(left[0].person.pk)
                load[left[0].person.pk] += 1
                found.append((paper, left[0]))
        return found

    def _able(self, paper: Submission, round: int, load: Counter[int]) -> list[Candidate]:
        return [each for each in self.candidates(paper, round, load) if each.may_be_suggested]
