"""Blindness holds everywhere: names are planted in every field, and every page, letter, file and answer is searched.

The walker takes every address of the access table, reads what comes to the last byte, opens what
is packed, and reads letters as they leave. That it can find a name is shown by the same walk where reviews are open.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from conference.models import Message, Organisation, Person
from conference.services.mail import as_email
from conference.services.personal_data import everything_about
from tests.access import TABLE
from tests.access.reviews import ASKED, PROMISED, SENT
from tests.workshops.reviewing import manuscript
from tests.world import World, client_as, read_to_the_end
from workshops import services
from workshops.models import Author, Decision, Review, ReviewPhase, Score, Submission, SubmissionFile
from workshops.services import reviews
from workshops.services.decisions import Plan

pytestmark = pytest.mark.once

OF_REVIEWERS = {
    "full_name": "Мнениева Фаина Львовна", "latin_name": "Faina Mnenieva", "native_name": "Mnéniévà",
    "email": "mnenieva@opinion.example.org", "contact_email": "office-mnenieva@opinion.example.org",
    "orcid": "0000-0002-9079-593X", "honorific_ru": "госпожа Мнениева",
    "position_ru": "заведующая Мнениевской кафедрой", "position_en": "Mnenieva Chair",
    "city_ru": "Мнениевск", "city_en": "Mnenievsk",
}  # fmt: skip
REVIEWERS_HOME = {"title_ru": "Мнениевский институт", "title_en": "Mnenieva Institute"}
REVIEWER_MARKS = ("мнениев", "mneni", "mnéni", "opinion.example.org", "0000-0002-9079-593x")
WORDS = "Слововрецензии: хорошая работа."
UNTOLD = "Толькоруководителям: сомнительно."
OF_AUTHORS = {
    "family_ru": "Скрытникова", "given_ru": "Ульяна Марковна", "family_en": "Skrytnikova", "given_en": "Uliana",
    "position_ru": "доцент Скрытниковской школы", "position_en": "Skrytnikova Reader",
    "affiliation_ru": "Неназванный университет прикладных наук",
    "affiliation_en": "Unnamed University of Applied Sciences",
    "city_ru": "Скрытниково", "city_en": "Skrytnikovo", "email": "skrytnikova@unnamed.example.org",
    "orcid": "0000-0001-5109-3700",
}  # fmt: skip
AUTHOR_MARKS = ("скрытник", "skrytnik", "неназванн", "unnamed", "0000-0001-5109-3700")
TEXT = (
    "У. М. Скрытникова, Неназванный университет прикладных наук", "skrytnikova@unnamed.example.org",
    "В опытах Скрытниковой занято 40 классов.",
)  # fmt: skip


# -- planting ------------------------------------------------------------------------------------------------


def _planted_reviewer(world: World, person: Person) -> None:
    home = Organisation.objects.create(**REVIEWERS_HOME)
    for name, value in OF_REVIEWERS.items():
        setattr(person, name, value)
    person.organisation = home
    person.save()


def _planted_paper(world: World, paper: Submission) -> None:
    paper.title_ru, paper.title_en = "Опыт Скрытниковой", "The method of Skrytnikova"
    paper.abstract_ru = "Уже в Неназванном университете прикладных наук. Пишите: skrytnikova@unnamed.example.org."
    paper.abstract_en, paper.keywords_ru, paper.keywords_en = "By Skrytnikova.", "метод Скрытниковой", "Skrytnikova"
    paper.body = "\n\n".join(TEXT)
    paper.save()
    paper.authors.all().delete()
    Author.objects.create(submission=paper, order=1, is_corresponding=True, **OF_AUTHORS)
    paper.files.all().delete()
    data = manuscript(
        *TEXT,
        docProps__core_xml="<cp>Скрытникова Skrytnikova</cp>",
        word__comments_xml="<w:comments xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
        "<w:comment w:id='1' w:author='Скрытникова' w:initials='УС'/></w:comments>",
    )
    file = SubmissionFile(submission=paper, name="Скрытникова_доклад.docx", size=len(data), sha256="f" * 64)
    file.file.save("x.docx", ContentFile(data))


@pytest.fixture
def blindness() -> str:
    return ReviewPhase.Blindness.DOUBLE


@pytest.fixture
def planted(world: World, blindness: str) -> World:
    """The author’s paper with reviews in every state, by a reviewer whose name stands in every field."""
    _planted_reviewer(world, world.visitors["reviewer"])
    ReviewPhase.objects.update(blindness=blindness, visibility=ReviewPhase.Visibility.ALL)
    now = timezone.now()
    paper = world.things["submitted paper of the author"]
    criterion = world.conference.criteria.get()
    for name in (SENT, PROMISED, ASKED):
        review = world.things[name]
        Review.objects.filter(pk=review.pk).update(
            submission=paper if name == SENT else review.submission, blindness=blindness,
            comment_author=f"{WORDS} Ваша Фаина Мнениева, mnenieva@opinion.example.org, Мнениевский институт.",
            comment_chair=UNTOLD, recommendation="minor", accepted_at=now, due=now + timedelta(days=5),
        )  # fmt: skip
        review.refresh_from_db()
        Score.objects.create(review=review, criterion=criterion, value=2)
        _planted_paper(world, review.submission)
    return world


# -- walking -------------------------------------------------------------------------------------------------


def addresses(
    world: World, more: Iterable[tuple[str, str]] = (), room: str = ""
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Name, method, address and data of all in the access table, or of one *room*; tracks' pages in both languages."""
    for name, row in sorted((name, row) for name, row in TABLE.items() if name.startswith(room)):
        for language in ("ru", "en") if name.startswith("workshops:") else ("ru",):
            with translation.override(language):
                try:
                    yield name, row.method, reverse(name, kwargs=row.kwargs(world)), row.data(world)
                except NoReverseMatch:  # an address that another hand is just taking away
                    continue
    for name, url in more:
        yield name, "get", url, {}


def told_by(response: Any) -> str:
    """Everything that an answer says: status line, headers, cookies, body; archives and PDFs opened."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n{response.cookies}\n{opened(read_to_the_end(response))}".lower()


def opened(data: bytes, depth: int = 0) -> str:
    text = data.decode("utf-8", "replace")
    if data.startswith(b"PK\x03\x04") and depth < 3:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [f"{info.filename} {info.comment!r} {info.extra!r}" for info in archive.infolist()]
            return "\n".join([*parts, *(opened(archive.read(info), depth + 1) for info in archive.infolist())])
    if data.startswith(b"%PDF") and len(data) > 100 and shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-q", "-", "-"], input=data, capture_output=True, check=False)
        return text + done.stdout.decode("utf-8", "replace")
    unescaped = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)  # JSON inside scripts
    return unescaped.replace("\u00ad", "")


def letters_to(*people: Person, after: int = 0) -> str:
    """Every letter to these people as it leaves, headers decoded; of those written after letter *after* alone."""
    addresses = {address for person in people for address in (person.email, person.contact_email) if address}
    told = []
    for message in Message.objects.filter(to__in=addresses, pk__gt=after):
        email = as_email(message)
        bodies = [str(alternative.content) for alternative in email.alternatives]
        told += [email.subject, email.body, email.from_email, str(email.reply_to), str(email.extra_headers), *bodies]
    return "\n".join(told).lower()


def walk(
    world: World,
    visitor: str,
    marks: Iterable[str],
    *,
    more: Iterable[tuple[str, str]] = (),
    room: str = "",
) -> dict[str, list[str]]:
    """Where *visitor* finds any of *marks*: address -> marks. Each is met signed in anew: one signs out."""
    person = world.visitors[visitor]
    written = letters_to(person)
    last = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found = {"letters": seen} if (seen := [mark for mark in marks if mark in written]) else {}
    for name, method, url, data in addresses(world, more, room):
        with world.unchanged():
            told = told_by(getattr(client_as(world, visitor), method)(url, data)) + letters_to(person, after=last)
        if seen := [mark for mark in marks if mark in told]:
            found[f"{method} {name} {url[:3]}"] = seen
    return found


def own_pages(world: World, visitor: str) -> list[tuple[str, str]]:
    """Pages that the table shows to others: the person's own page, and pages that are not there."""
    slug = world.conference.slug
    return [("mine", "/ru/me/"), ("nothing", f"/ru/{slug}/nothing/"), ("nobody’s", f"/ru/{slug}/papers/999999/")]


# -- the author --------------------------------------------------------------------------------------------------


def of_author(world: World, room: str = "") -> dict[str, list[str]]:
    author = world.visitors["author"]
    marks = (*REVIEWER_MARKS, "слововрецензии", "толькоруководителям")
    found = walk(world, "author", marks, more=own_pages(world, "author"), room=room)
    copy = json.dumps(everything_about(author, with_sealed=True), default=str, ensure_ascii=False).lower()
    return found | ({"copy": seen} if (seen := [mark for mark in marks if mark in copy]) else {})


@pytest.mark.parametrize("blindness", ["open"])  # not even where the name will be told with the decision
def test_before_the_release_an_author_finds_nothing(planted):
    assert of_author(planted) == {}


def test_an_author_cannot_tell_whether_reviews_have_come(planted):
    """The page is the same to the byte with no review and with many: not even their number is told."""
    client = client_as(planted, "author")
    paper = planted.things["submitted paper of the author"]
    pages = [paper.get_absolute_url(), "/ru/me/"]

    def seen() -> list[str]:
        return [
            re.sub(r'(csrfmiddlewaretoken"? value=|nonce=)"[^"]+"', "", client.get(page).content.decode())
            for page in pages
        ]

    with_reviews = seen()
    Review.objects.filter(submission=paper).delete()

    assert seen() == with_reviews


def release(world: World) -> Decision:
    paper = Submission.objects.get(pk=world.things["submitted paper of the author"].pk)
    services.stage(paper, Plan(Decision.Outcome.DECLINED), by=world.visitors["organiser"])
    services.release_decisions(Decision.objects.staged(), by=world.visitors["organiser"])
    return Decision.objects.get(submission=paper)


@pytest.mark.parametrize("blindness", ["blind"])
def test_after_the_release_the_words_are_read_and_the_name_is_not(planted):
    assert release(planted).is_released

    found = of_author(planted)

    marks = {mark for seen in found.values() for mark in seen}
    assert marks == {"слововрецензии"}
    assert any(address.startswith("get workshops:submission ") for address in found)


@pytest.mark.parametrize("blindness", ["open"])
def test_the_walker_finds_a_name_where_it_may_be_known(planted):
    """The positive control: what is open is found, so what is not found is hidden."""
    release(planted)

    found = of_author(planted, room="workshops:submission")

    marks = {mark for seen in found.values() for mark in seen}
    assert {"мнениев", "слововрецензии"} <= marks
    assert "толькоруководителям" not in marks


@pytest.mark.parametrize("blindness", ["double"])
def test_rules_made_open_later_do_not_break_a_promise(planted):
    ReviewPhase.objects.update(blindness="open")
    release(planted)

    marks = {mark for seen in of_author(planted, room="workshops:sub").values() for mark in seen}

    assert marks == {"слововрецензии"}


def test_a_chair_does_not_read_the_reviews_of_the_own_paper(planted):
    """A chair who is an author too sees other papers’ reviews, never those of the own one."""
    Author.objects.create(
        submission=planted.things[SENT].submission,
        order=2,
        family_ru="Председателева",
        person=planted.visitors["chair"],
    )
    slug, paper, client = planted.conference.slug, planted.things[SENT].submission, client_as(planted, "chair")

    page = client.get(f"/ru/{slug}/desk/reviews/").content.decode()

    assert client.get(f"/ru/{slug}/desk/reviews/papers/{paper.pk}/").status_code == 404
    assert f"desk/reviews/papers/{paper.pk}/" not in page
    assert f"desk/reviews/papers/{planted.things[PROMISED].submission_id}/" in page


# -- the reviewer ------------------------------------------------------------------------------------------------


def review_pages(world: World) -> list[tuple[str, str]]:
    """Every page of every review of the reviewer, by its link and by its key, with the file."""
    found = []
    for name in (PROMISED, SENT, ASKED):
        review = world.things[name]
        for how, code in (("link", review.token()), ("key", str(review.key))):
            for language in ("ru", "en"):
                page = f"/{language}/{world.conference.slug}/review/{code}/"
                found += [(f"{name} by {how}", page), (f"file of {name} by {how}", f"{page}files/1/")]
    return found


def of_reviewer(world: World, room: str = "") -> dict[str, list[str]]:
    person, more = world.visitors["reviewer"], review_pages(world)
    pages = [*more, *own_pages(world, "reviewer")]
    found = walk(world, "reviewer", AUTHOR_MARKS, more=pages, room=room)
    by_link = [(name, url) for name, url in more if "by link" in name]
    for name, url in by_link:
        told = told_by(Client().get(url))
        if seen := [mark for mark in AUTHOR_MARKS if mark in told]:
            found[f"{name} without signing in"] = seen
    copy = json.dumps(everything_about(person, with_sealed=True), default=str, ensure_ascii=False).lower()
    return found | ({"copy": seen} if (seen := [mark for mark in AUTHOR_MARKS if mark in copy]) else {})


@pytest.mark.parametrize("blindness", ["double"])
def test_in_double_blind_a_reviewer_finds_no_author(planted):
    assert of_reviewer(planted) == {}


@pytest.mark.parametrize("blindness", ["blind"])
def test_the_walker_finds_authors_where_reviewers_may_know_them(planted):
    found = of_reviewer(planted, room="workshops:review")

    marks = {mark for seen in found.values() for mark in seen}
    assert marks >= {"скрытник", "skrytnik", "неназванн", "unnamed"}
    assert any(address.startswith(f"file of {PROMISED}") for address in (key.removeprefix("get ") for key in found))


@pytest.mark.parametrize("blindness", ["double"])
def test_letters_to_reviewers_name_no_author(planted):
    """Every letter that a review can make: asked, reminded, extended, returned, called off, thanked."""
    chair, reviewer = planted.visitors["chair"], planted.visitors["reviewer"]
    promised, done = planted.things[PROMISED], planted.things[SENT]
    Message.objects.all().delete()

    for review in (promised, done):
        review.refresh_from_db()
    reviews.remind(promised, by=chair)
    reviews.extend(promised, by=chair, until=timezone.now() + timedelta(days=20))
    reviews.return_to_reviewer(done, by=chair, note="Поправьте, пожалуйста.")
    Review.objects.filter(pk=done.pk).update(comment_author=WORDS)
    done.refresh_from_db()
    reviews.send(done)
    reviews.call_off(promised, by=chair)
    reviews.invite(promised.submission, reviewer, by=chair)

    told = letters_to(reviewer)
    assert Message.objects.count() == 6
    assert [mark for mark in AUTHOR_MARKS if mark in told] == []
    assert "[имя скрыто]" in told


@pytest.mark.parametrize("blindness", ["double"])
def test_the_order_of_a_reviewers_list_tells_nothing(planted):
    """By the day it is due, then by a random key: not by when the paper came, nor by its authors."""
    now = timezone.now()
    Review.objects.filter(reviewer=planted.visitors["reviewer"]).update(due=now, answer_due=now, state="accepted")

    page = client_as(planted, "reviewer").get(f"/ru/{planted.conference.slug}/reviews/").content.decode()

    keys = re.findall(r"/review/([0-9a-f-]{36})/", page)
    assert keys == sorted(keys)
    assert len(keys) == 3
