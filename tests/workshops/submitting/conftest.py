"""The author's browser, for the tests of submitting."""

from __future__ import annotations

import re

import pytest

from workshops.models import Submission

State = Submission.State


@pytest.fixture
def url(conference):
    return lambda name, **kwargs: conference.url(f"workshops:{name}", **kwargs)


@pytest.fixture
def author_client(client_of, author):
    return client_of(author)


def typed_values(html: str, name: str) -> list[str]:
    """The values of the inputs whose names match *name*, in the order of the page."""
    return re.findall(rf'name="{name}" value="([^"]*)"', html)


def plain(response) -> str:
    """The page with ordinary spaces: typography joins short words with non-breaking ones."""
    return response.content.decode().replace("\u00a0", " ")
