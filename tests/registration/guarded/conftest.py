"""A guest with a passport and a letter, for the tests of what is guarded."""

from __future__ import annotations

import logging
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from conference.models import Role
from registration.services import travel
from tests.registration.test_travel import PASSPORT

NUMBER = "QX9034417"


FIELDS = {**{name: value for name, value in PASSPORT.items() if name != "visa"}, "number": NUMBER}


@pytest.fixture
def guest(make_registration):
    return make_registration("unesco", state="approved")


@pytest.fixture
def officer(make_person, conference):
    return make_person(Role.Kind.PASSPORTS, conference=conference)


@pytest.fixture
def visa(guest):
    return travel.save_visa(guest, by=guest.person, **FIELDS)


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


class Everything(logging.Handler):
    """Keeps what any logger says at any level."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage() + str(record.args) + str(record.exc_text or ""))


@pytest.fixture
def logged():
    handler, root = Everything(), logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in ("django", "django.db.backends", "django.request"))]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    connection.force_debug_cursor = True
    yield handler.lines
    connection.force_debug_cursor = False
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)
