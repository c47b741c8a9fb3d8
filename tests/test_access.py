"""Who may open what: every address of the site against every kind of visitor.

The table is compared with the URL configuration: an address that is not listed fails the suite. Staff of
another conference are visitors too, and get 404 wherever a stranger does. No page shows its visitor a row of
the other conference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import TABLE
from tests.access.rows import MINE, NOBODY, Row, thing
from tests.access.submissions import DRAFT
from tests.world import MARK, VISITORS, client_as, read_to_the_end


def names(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[str]:
    """Every route of the site by name, the administration's aside; a nameless one is given by its pattern."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "admin":
                continue
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}" if pattern.name else f"nameless: {pattern.pattern}"


def test_every_address_is_listed():
    assert set(names()) == set(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_visitor_gets_what_the_table_says(name, world):
    row = TABLE[name]
    url = reverse(name, kwargs=row.kwargs(world))

    got, told = {}, set()
    for visitor in asked(row):
        client = client_as(world, visitor)
        with world.unchanged():
            response = getattr(client, row.method)(url, row.data(world))
            got[visitor] = response.status_code
            if MARK.encode() in read_to_the_end(response):
                told.add(visitor)

    assert got == {visitor: row.expected[visitor] for visitor in got}
    assert told - OF_BOTH == set()


OF_BOTH = {"stranger", "superuser"}
"""To these two rows of the other conference may be shown."""


def asked(row: Row) -> list[str]:
    """Everybody; on PostgreSQL, where only the queries differ and not the rules, a stranger and one who may."""
    if connection.vendor == "sqlite":
        return list(VISITORS)
    welcome = [visitor for visitor in VISITORS if row.expected[visitor] != 404 and visitor != "anonymous"]
    return ["anonymous", *welcome[:1]]


@pytest.mark.once
@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.method == "post"))
def test_a_get_changes_nothing_and_a_post_needs_its_token(name, world):
    row = TABLE[name]
    url = reverse(name, kwargs=row.kwargs(world))
    client = client_as(world, "superuser", enforce_csrf_checks=True)

    answers = (client.get(url).status_code, client.post(url, row.data(world)).status_code)

    assert answers == (405, 403)


def admin_lists() -> list[str]:
    from django.contrib import admin

    return sorted(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry
    )


OUTSIDERS = [name for name in VISITORS if name not in ("organiser", "superuser", "stranger")]


@pytest.mark.parametrize("visitor", OUTSIDERS)
def test_the_administration_is_for_organisers(visitor, world):
    client = client_as(world, visitor)

    answers = {name: client.get(reverse(name)) for name in admin_lists()}

    assert {name for name, answer in answers.items() if answer.status_code != 302} == set()
    assert {name for name, answer in answers.items() if "/admin/login/" not in answer["Location"]} == set()


@pytest.mark.parametrize("name", ["proceedings:volume", "proceedings:pdf", "proceedings:article", "proceedings:figure"])
def test_a_volume_in_preparation_does_not_exist(name, world):
    kwargs = {**TABLE[name].kwargs(world), "volume": "planned"}

    statuses = {
        visitor: client_as(world, visitor).get(reverse(name, kwargs=kwargs)).status_code for visitor in VISITORS
    }

    assert statuses == NOBODY


@pytest.mark.parametrize("name", ["workshops:desk_submission", "workshops:submission"])
def test_a_draft_is_its_authors_alone(name, world):
    kwargs = thing(DRAFT)(world)
    expected = {**MINE, "author": 302} if name == "workshops:submission" else NOBODY

    statuses = {
        visitor: client_as(world, visitor).get(reverse(name, kwargs=kwargs)).status_code for visitor in VISITORS
    }

    assert {visitor: status for visitor, status in statuses.items() if visitor != "author"} == {
        visitor: status for visitor, status in expected.items() if visitor != "author"
    }
