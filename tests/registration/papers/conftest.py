"""A guest who came, and what is read from a PDF, for the tests of papers."""

from __future__ import annotations

import subprocess
import uuid
from datetime import datetime, time, timedelta

import page
import pytest

from registration.models import CheckIn, Registration
from workshops.models import Session

CERTIFICATE, HOURS, BADGE, CONFIRMATION = "certificate", "hours", "badge", "confirmation"


@pytest.fixture
def conference(conference):
    """The day after: it ended yesterday, and registration was left open for the tests."""
    conference.starts, conference.ends = conference.today() - timedelta(days=2), conference.today() - timedelta(days=1)
    conference.place_ru, conference.place_en = "Санкт-Петербург", "Saint-Petersburg"
    conference.save()
    return conference


@pytest.fixture
def guest(make_registration) -> Registration:
    return make_registration(state="approved")


@pytest.fixture
def came(conference):
    """Check the participant in at the entrance on the first day, or to *session*."""

    def check_in(registration: Registration, session: Session | None = None) -> CheckIn:
        return CheckIn.objects.create(
            conference=conference, registration=registration, session=session, day=conference.starts, nonce=uuid.uuid4()
        )

    return check_in


@pytest.fixture
def make_session(conference):
    def make(hour: int, minutes: int, *, minute: int = 0, **fields) -> Session:
        starts = datetime.combine(conference.starts, time(hour, minute), tzinfo=conference.zone)
        defaults = {"format": "plenary", "title_ru": f"Заседание {hour}", "title_en": f"Session {hour}"}
        return Session.objects.create(
            conference=conference, starts=starts, ends=starts + timedelta(minutes=minutes), **{**defaults, **fields}
        )

    return make


def text_of(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return " ".join(told.decode().replace("\u00a0", " ").split())


def facts_of(pdf: bytes) -> dict[str, str]:
    lines = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode().splitlines()
    return {name.strip(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}


def is_ua(pdf: bytes, tmp_path) -> bool:
    path = tmp_path / f"{uuid.uuid4()}.pdf"
    path.write_bytes(pdf)
    return page.validate_pdf(str(path), profile="ua1").is_compliant
