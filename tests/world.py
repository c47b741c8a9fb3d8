"""Two conferences with everybody and everything in them, for the tests that ask who sees what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from conference.models import (
    Conference,
    Consent,
    ConsentText,
    IssuedDocument,
    Job,
    NewsItem,
    Page,
    Person,
    Role,
)
from proceedings.models import (
    Article,
    ArticleAuthor,
    Build,
    Manuscript,
    ManuscriptFigure,
    Part,
    Publication,
    Volume,
)
from proceedings.services.frozen import freeze_book
from proceedings.services.publishing import freeze_rows
from registration.models import Category, Registration
from workshops.models import Author, FullText, Session, Submission, SubmissionFile, Track

MARK = "ЧужаяТайна"

VISITORS = (
    "anonymous", "participant", "author", "reviewer", "chair", "editor", "protocol", "door", "organiser", "stranger",
    "superuser",
)  # fmt: skip


IN_THE_SEASON = {
    "organiser": Role.Kind.ORGANISER,
    "chair": Role.Kind.MODERATOR,
    "reviewer": Role.Kind.EXPERT,
    "editor": Role.Kind.EDITOR,
}
"""What the people of the first conference are in the season; all others are its listeners."""


@dataclass
class World:
    """The first conference with its rows, and who comes to look. ``stranger`` runs the other conference.

    ``season`` is what its people do between two conferences; ``other_season`` is the stranger's.
    """

    conference: Conference
    other: Conference
    season: Conference
    other_season: Conference
    visitors: dict[str, Person] = field(default_factory=dict)
    document: Any = None
    consent: Any = None
    things: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Whatever a visitor does inside is undone, so that the next one meets the same world."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


def build_world(make_conference: Callable[..., Conference], make_person: Callable[..., Person]) -> World:
    is_season = {"kind": Conference.Kind.SEASON}
    world = World(
        make_conference("inclusion"), make_conference("elsewhere"),
        make_conference("season", **is_season), make_conference("season-elsewhere", **is_season),
    )  # fmt: skip
    kinds = {
        "participant": [Role.Kind.PARTICIPANT],
        "author": [Role.Kind.PARTICIPANT],
        "reviewer": [Role.Kind.REVIEWER],
        "chair": [Role.Kind.CHAIR],
        "editor": [Role.Kind.EDITOR],
        "protocol": [Role.Kind.PROTOCOL],
        "door": [Role.Kind.DOOR],
        "organiser": [Role.Kind.ORGANISER],
    }
    for name, roles in kinds.items():
        world.visitors[name] = make_person(*roles, conference=world.conference, is_staff=name == "organiser")
    stranger = (Role.Kind.ORGANISER, Role.Kind.EDITOR, Role.Kind.CHAIR, Role.Kind.PARTICIPANT)
    world.visitors["stranger"] = make_person(*stranger, conference=world.other, is_staff=True)
    world.visitors["superuser"] = make_person(is_staff=True, is_superuser=True)
    for name, role in IN_THE_SEASON.items():
        Role.objects.create(person=world.visitors[name], kind=role, conference=world.season)
    for role in (Role.Kind.ORGANISER, Role.Kind.MODERATOR, Role.Kind.EXPERT):
        Role.objects.create(person=world.visitors["stranger"], kind=role, conference=world.other_season)
    for conference in (world.conference, world.other):
        text = marked(world, conference)
        Page.objects.create(conference=conference, slug="about", title_ru=text, body_ru=text)
        NewsItem.objects.create(conference=conference, slug="first", title_ru=text, body_ru=text)
    participant = world.visitors["participant"]
    world.document = IssuedDocument.objects.create(
        conference=world.conference, person=participant, kind="invitation_letter", number="2027-0001", language="ru"
    )
    world.document.file.save("letter.pdf", ContentFile(b"%PDF-1.7"))
    text = ConsentText.objects.create(
        conference=world.conference, kind="processing", title_ru="Согласие", body_ru="Текст", body_en="Text"
    )
    world.consent = Consent.objects.create(person=participant, text=text, language="ru", sha256="0" * 64)
    take_part(world)
    offer_papers(world)
    publish_volumes(world)
    for journey in journeys():
        journey.build(world)
    for name, person in world.visitors.items():
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        world.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return world


def journeys() -> list[Any]:
    """The modules of the access table that bring rows of their own into the world."""
    from tests.access import JOURNEYS

    return [journey for journey in JOURNEYS if hasattr(journey, "build")]


def take_part(world: World) -> None:
    """Categories everywhere; in the first conference the participant is registered, in the other the stranger."""
    for conference, name in ((world.conference, "participant"), (world.other, "stranger")):
        for order, family in enumerate(Category.Family):
            Category.objects.create(
                conference=conference, family=family, order=order, title_ru=f"Категория {order}", hint_ru="Подсказка"
            )
        person = world.visitors[name]
        registration = Registration.objects.create(
            conference=conference,
            category=Category.objects.of(conference).get(family="academic"),
            person=person,
            number="A-0001",
            state=Registration.State.SUBMITTED,
            body_ru=marked(world, conference),
            submitted_at=timezone.now(),
        )
        world.things[f"registration of the {name}"] = registration
    IssuedDocument.objects.filter(pk=world.document.pk).update(
        about_type=ContentType.objects.get_for_model(Registration),
        about_id=world.things["registration of the participant"].pk,
    )


def marked(world: World, conference: Conference) -> str:
    """A text that gives itself away when it is seen from the first conference."""
    return f"{MARK} текст" if conference in (world.other, world.other_season) else "Свой текст"


def offer_papers(world: World) -> None:
    for conference, name in ((world.conference, "author"), (world.other, "stranger")):
        text = marked(world, conference)
        for number in (1, 2, 3, 4):
            Track.objects.create(conference=conference, number=number, title_ru=f"{text} {number}")
        opening = timezone.now() + timedelta(days=100)
        Session.objects.create(
            conference=conference, format="plenary", title_ru=text, starts=opening, ends=opening + timedelta(hours=1)
        )
        track = Track.objects.of(conference).get(number=1)
        for state, number in (("draft", None), ("submitted", 1), ("accepted", 2)):
            paper = Submission.objects.create(
                conference=conference,
                track=track,
                submitter=world.visitors[name],
                state=state,
                number=number,
                title_ru=text,
                abstract_ru=text,
                submitted_at=timezone.now() if number else None,
                presentation="oral" if state == Submission.State.ACCEPTED else "",
                publication="article" if state == Submission.State.ACCEPTED else "",
            )
            Author.objects.create(submission=paper, family_ru="Сомова", given_ru="Ольга", is_corresponding=True)
            world.things[f"{state} paper of the {name}"] = paper
            upload = SubmissionFile(submission=paper, name="доклад.docx", size=4, sha256="0" * 64)
            upload.file.save("paper.docx", ContentFile(b"PK.."))
            if state == Submission.State.ACCEPTED:
                FullText.objects.create(submission=paper, state=FullText.State.ACCEPTED)


EMPTY_PAGES = b"""%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 4/Kids[3 0 R 4 0 R 5 0 R 6 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
5 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
6 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
trailer<</Root 1 0 R>>
"""
"""Four pages with nothing on them, as far as programs that draw pages are concerned."""


def publish_volumes(world: World) -> None:
    for conference, name in ((world.conference, "author"), (world.other, "stranger")):
        text = marked(world, conference)
        for slug, state in (("printed", Volume.State.PUBLISHED), ("planned", Volume.State.DRAFT)):
            volume = Volume.objects.create(conference=conference, slug=slug, title_ru=text, year=2027, state=state)
            part = Part.objects.create(volume=volume, number=1, title_ru=text)
            article = Article.objects.create(
                volume=volume, part=part, number=1, language="ru", title_ru=text, abstract_ru=text,
                submission=world.things[f"accepted paper of the {name}"],
            )  # fmt: skip
            ArticleAuthor.objects.create(article=article, order=0, family_ru="Сомова", given_ru="Ольга")
            manuscript = Manuscript.objects.create(article=article, revision=1, sha256="0" * 64, html=f"<p>{text}</p>")
            figure = ManuscriptFigure(manuscript=manuscript, number=1, width=1, height=1)
            figure.file.save("figure.png", ContentFile(b"png"))
            job = Job.objects.create(conference=conference, kind="compile", about=volume, total=1)
            book = {"pages": 4, "page_map": {str(article.pk): [3, 4]}, "size": 8}
            build = Build(volume=volume, job=job, fingerprint="0" * 64, articles=1, seconds=1, **book)
            build.file.save("book.pdf", ContentFile(EMPTY_PAGES))
            if state == Volume.State.PUBLISHED:
                publication = Publication(
                    volume=volume, number=1, build=build, manuscripts={str(article.pk): manuscript.pk}, **book
                )
                publication.facts = freeze_book(volume)
                publication.file.save("book.pdf", ContentFile(b"%PDF-1.7"))
                row = freeze_rows(publication)[0]
                row.file.save("article.pdf", ContentFile(b"%PDF-1.7"))
            if conference == world.conference:
                world.things |= {f"{slug} volume": volume, f"{slug} job": job, f"{slug} build": build}


def read_to_the_end(response: Any) -> bytes:
    """The body of any answer. Reading a streamed file to its end closes it, and leaves the test's transaction alone."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def client_as(world: World, visitor: str, **options: Any) -> Client:
    """A browser of its own, with the log-in of the visitor that stands with the world: nobody has to log in again."""
    client = Client(**options)
    if visitor in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[visitor]
    return client
