"""Fixtures that every test may use. Nothing leaves the machine; tasks run when a test says so."""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone, translation
from xdist.scheduler import LoadScopeScheduling

from conference.models import Conference, Person, Role
from tests.world import World, build_world
from workshops.live import shelf

hypothesis.settings.register_profile("same", derandomize=True)  # the same examples each time, so that a run can be told
hypothesis.settings.register_profile("new", hypothesis.settings())
hypothesis.settings.load_profile("new" if os.environ.get("AUDIT") else "same")

LOCAL = {"127.0.0.1", "::1", "localhost", ""}
sequence = count(1)


@pytest.fixture(autouse=True)
def _no_foreign_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to any other machine is a failure, whoever opens it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and address[0] not in LOCAL:
            raise AssertionError(f"a request left the machine: {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files() -> Iterator[None]:
    """Static files are served as they lie in the tree; nothing is collected."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**configured.STORAGES, "staticfiles": plain}, WHITENOISE_AUTOREFRESH=True):
        yield


def files_in(folder: Path) -> dict[str, Any]:
    """The settings under which whatever is written goes to *folder*."""
    return {"MEDIA_ROOT": folder / "media", "VAR_DIR": folder / "var", "EMAIL_FILE_PATH": str(folder / "mail")}


@pytest.fixture(autouse=True)
def _own_files(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    if "world_media" in request.fixturenames:  # each test may spoil its own copy of the files that stand
        shutil.copytree(request.getfixturevalue("world_media"), tmp_path / "media")
    with override_settings(**files_in(tmp_path)):  # at once: each override makes every look at a setting dearer
        yield


@pytest.fixture
def in_english() -> Iterator[None]:
    """The words of the interface in English, for tests that read them."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _fresh_state() -> Iterator[None]:
    cache.clear()
    shelf.clear()
    with translation.override("ru"):
        yield
    cache.clear()


def new_conference(slug: str = "", **fields: Any) -> Conference:
    number = next(sequence)
    today = timezone.localdate()
    defaults: dict[str, Any] = {
        "slug": slug or f"conference-{number}",
        "title_ru": f"Конференция {number}",
        "title_en": f"Conference {number}",
        "contact_email": "org@example.org",
        "starts": today + timedelta(days=100),
        "ends": today + timedelta(days=101),
        "visibility": Conference.Visibility.PUBLIC,
        "registration_opens": timezone.now() - timedelta(days=1),
        "registration_closes": timezone.now() + timedelta(days=50),
        "call_opens": timezone.now() - timedelta(days=1),
        "call_closes": timezone.now() + timedelta(days=30),
    }
    return Conference.objects.create(**{**defaults, **fields})


def new_person(*roles: str, conference: Conference | None = None, track: int = 0, **fields: Any) -> Person:
    number = next(sequence)
    defaults: dict[str, Any] = {
        "email": f"person{number}@example.org",
        "full_name": f"Участников Пётр {number}",
        "latin_name": "Petr Uchastnikov",
        "language": "ru",
        "password": "!",  # signs in by code; nothing is hashed
    }
    person = Person.objects.create(**{**defaults, **fields})
    for kind in roles:
        Role.grant(person, kind, conference, track=track)
    return person


@pytest.fixture
def make_conference(db: None) -> Callable[..., Conference]:
    return new_conference


@pytest.fixture(scope="module")
def world_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    media = tmp_path_factory.mktemp("world") / "media"
    media.mkdir()
    return media


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any, world_media: Path) -> Callable[[], Any]:
    """A context for module fixtures: rows and files made in it stand for all tests of the module.

    What a test changes in them is undone after it; they themselves go with the module.
    """

    @contextmanager
    def made_once() -> Iterator[None]:
        with (
            django_db_blocker.unblock(),
            override_settings(**files_in(world_media.parent)),
            translation.override("ru"),
            transaction.atomic(),
        ):
            yield
            transaction.set_rollback(True)

    return made_once


@pytest.fixture(scope="module")
def built_world(standing: Callable[[], Any]) -> Iterator[World]:
    """The two conferences, built once for all tests of a module."""
    with standing():
        yield build_world(new_conference, new_person)


@pytest.fixture
def world(built_world: World, db: None) -> World:
    for person in built_world.visitors.values():
        person.__dict__.pop("_role_kinds", None)  # asked anew in each test
    return built_world


@pytest.fixture
def conference(make_conference: Callable[..., Conference]) -> Conference:
    return make_conference("inclusion", title_ru="Инклюзивное образование", title_en="Inclusive Education")


@pytest.fixture
def other_conference(make_conference: Callable[..., Conference]) -> Conference:
    return make_conference("elsewhere", title_ru="Другая конференция", title_en="Another Conference")


@pytest.fixture
def make_person(db: None) -> Callable[..., Person]:
    return new_person


@pytest.fixture
def person(make_person: Callable[..., Person]) -> Person:
    return make_person()


@pytest.fixture
def organiser(make_person: Callable[..., Person], conference: Conference) -> Person:
    return make_person(Role.Kind.ORGANISER, conference=conference, is_staff=True)


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def run_tasks(db: None) -> Callable[[], int]:
    """Runs the background tasks queued so far, and those they queue in turn; returns how many."""
    from django_q.models import OrmQ
    from django_q.signing import SignedPackage

    def run() -> int:
        done = 0
        while (row := OrmQ.objects.order_by("pk").first()) is not None:
            task = SignedPackage.loads(row.payload)
            row.delete()
            module, _, name = task["func"].rpartition(".")
            getattr(importlib.import_module(module), name)(*task["args"], **task["kwargs"])
            done += 1
        return done

    return run


TOGETHER = (
    "tests/browser/", "tests/concurrency/", "tests/proceedings/test_crossref.py", "tests/proceedings/test_desk.py",
    "tests/registration/test_demo.py", "tests/workshops/test_demo.py", "tests/test_queries.py",
)  # fmt: skip
"""What shares something dear, built once: one worker runs it all."""


class Together(LoadScopeScheduling):
    """A worker takes one test at a time, or one place of TOGETHER; those of many tests are begun first.

    The groups of pytest-xdist 3.8 are not used: pytest 9.2 does not see the names that it gives to tests.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


def pytest_collection_finish() -> None:
    """What has been loaded stays to the end: the collector need not look through it again and again.

    Its searches took a third of the time of the suite.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
