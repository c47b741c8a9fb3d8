"""Two conferences with everybody and everything in them, for the tests that ask who sees what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from conference.models import (
    Conference,
    Consent,
    ConsentText,
    IssuedDocument,
    NewsItem,
    Page,
    Person,
    Role,
)

VISITORS = (
    "anonymous", "participant", "author", "reviewer", "chair", "editor", "organiser", "stranger", "superuser",
)  # fmt: skip


@dataclass
class World:
    """The first conference with its rows, and who comes to look. ``stranger`` runs the other conference."""

    conference: Conference
    other: Conference
    visitors: dict[str, Person] = field(default_factory=dict)
    document: Any = None
    consent: Any = None
    things: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Whatever a visitor does inside is undone, so that the next one meets the same world."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


def build_world(make_conference: Callable[..., Conference], make_person: Callable[..., Person]) -> World:
    world = World(make_conference("inclusion"), make_conference("elsewhere"))
    kinds = {
        "participant": [Role.Kind.PARTICIPANT],
        "author": [Role.Kind.PARTICIPANT],
        "reviewer": [Role.Kind.REVIEWER],
        "chair": [Role.Kind.CHAIR],
        "editor": [Role.Kind.EDITOR],
        "organiser": [Role.Kind.ORGANISER],
    }
    for name, roles in kinds.items():
        world.visitors[name] = make_person(*roles, conference=world.conference, is_staff=name == "organiser")
    stranger = (Role.Kind.ORGANISER, Role.Kind.EDITOR, Role.Kind.CHAIR, Role.Kind.PARTICIPANT)
    world.visitors["stranger"] = make_person(*stranger, conference=world.other, is_staff=True)
    world.visitors["superuser"] = make_person(is_staff=True, is_superuser=True)
    for conference in (world.conference, world.other):
        Page.objects.create(conference=conference, slug="about", title_ru="О конференции", body_ru="Текст")
        NewsItem.objects.create(conference=conference, slug="first", title_ru="Новость", body_ru="Текст")
    participant = world.visitors["participant"]
    world.document = IssuedDocument.objects.create(
        conference=world.conference, person=participant, kind="invitation_letter", number="2027-0001", language="ru"
    )
    world.document.file.save("letter.pdf", ContentFile(b"%PDF-1.7"))
    text = ConsentText.objects.create(
        conference=world.conference, kind="processing", title_ru="Согласие", body_ru="Текст", body_en="Text"
    )
    world.consent = Consent.objects.create(person=participant, text=text, language="ru", sha256="0" * 64)
    return world
