"""Who may open what: every address of the site against every kind of visitor.

The table is compared with the URL configuration: an address that is not listed fails the suite. Staff of
another conference are visitors too, and get 404 wherever a stranger does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import VISITORS, World, build_world, read_to_the_end

ANYBODY = dict.fromkeys(VISITORS, 200)
SIGNED_IN = {**ANYBODY, "anonymous": 302}
NOBODY = dict.fromkeys(VISITORS, 404)


def only(*visitors: str, status: int = 200, anonymous: int = 404) -> dict[str, int]:
    """*status* for the named visitors and the superuser, 404 for all others."""
    return {**NOBODY, **dict.fromkeys(visitors, status), "superuser": status, "anonymous": anonymous}


@dataclass(frozen=True)
class Row:
    """One address: what to put into it, how to call it, and what each visitor gets."""

    expected: dict[str, int]
    kwargs: Callable[[World], dict[str, Any]] = lambda world: {}
    method: str = "get"
    data: Callable[[World], dict[str, Any]] = lambda world: {}


def redirects(expected: dict[str, int]) -> dict[str, int]:
    return {visitor: 302 if status == 200 else status for visitor, status in expected.items()}


def here(**kwargs: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"conference_slug": world.conference.slug, **kwargs}


STAFF = ("organiser", "chair", "editor")

CORE: dict[str, Row] = {
    "root": Row(dict.fromkeys(VISITORS, 302)),
    "healthz": Row(ANYBODY),
    "home": Row(ANYBODY),
    "reading": Row(ANYBODY),
    "verify_form": Row(ANYBODY),
    "verify": Row(ANYBODY, lambda world: {"code": world.document.code}),
    "my_page": Row(SIGNED_IN),
    "document_file": Row({**NOBODY, "anonymous": 302, "participant": 200}, lambda world: {"pk": world.document.pk}),
    "consent_withdraw": Row(
        {**NOBODY, "anonymous": 302, "participant": 302}, lambda world: {"pk": world.consent.pk}, "post"
    ),
    "my_language": Row(redirects(ANYBODY), method="post", data=lambda world: {"language": "en"}),
    "data_request": Row(redirects(ANYBODY), method="post", data=lambda world: {"kind": "copy"}),
    "demo_enter": Row(NOBODY, lambda world: {"key": "organiser"}, "post"),
    "demo_mail": Row(NOBODY),
    "ui": Row(NOBODY),
    "conference_home": Row(ANYBODY, here()),
    "page": Row(ANYBODY, here(slug="about")),
    "news": Row(ANYBODY, here()),
    "news_item": Row(ANYBODY, here(slug="first")),
    "desk": Row(only(*STAFF), here()),
    # allauth: pages of whoever is not signed in lead those who are to their own page
    "account_login": Row({**redirects(ANYBODY), "anonymous": 200}),
    "account_logout": Row({**ANYBODY, "anonymous": 302}),
    "account_inactive": Row(ANYBODY),
    "account_signup": Row({**redirects(ANYBODY), "anonymous": 200}),
    "account_reauthenticate": Row({**dict.fromkeys(VISITORS, 403), "anonymous": 302}),  # no password, no way
    "account_change_password": Row(redirects(ANYBODY)),
    "account_set_password": Row(SIGNED_IN),
    "account_reset_password": Row(ANYBODY),
    "account_reset_password_done": Row(ANYBODY),
    "account_reset_password_from_key": Row(ANYBODY, lambda world: {"uidb36": "1", "key": "no-such-key"}),
    "account_reset_password_from_key_done": Row(ANYBODY),
    "account_request_login_code": Row({**redirects(ANYBODY), "anonymous": 200}),
    "account_confirm_login_code": Row(redirects(ANYBODY)),
}


def thing(name: str, **more: Any) -> Callable[[World], dict[str, Any]]:
    """The keywords of a page about one thing of the first conference."""
    return lambda world: {"conference_slug": world.conference.slug, "pk": world.things[name].pk, **more}


MINE = {**NOBODY, "anonymous": 302}
REGISTERED = "registration of the participant"
REGISTRATION: dict[str, Row] = {
    "registration:start": Row(ANYBODY, here()),
    "registration:family": Row({**redirects(ANYBODY)}, here(family="listener")),
    "registration:step": Row({**ANYBODY}, here(family="listener", step="about")),
    "registration:check": Row(redirects(ANYBODY), here(family="listener")),
    "registration:send_draft": Row(redirects(ANYBODY), here(family="listener"), "post"),
    "registration:later": Row(redirects(ANYBODY), here(family="listener")),
    "registration:resume": Row(ANYBODY, here()),
    "registration:resume_draft": Row(NOBODY, here(token="forged")),
    "registration:for_another": Row(NOBODY, here(), "post"),  # only for who speaks for a delegation
    "registration:send": Row(redirects(ANYBODY), here()),
    "registration:sent": Row({**redirects(ANYBODY), "participant": 200}, here()),
    "registration:cancel": Row({**MINE, "participant": 200}, thing(REGISTERED)),
    "registration:letter": Row({**MINE, "participant": 200}, thing(REGISTERED)),
}

DRAFT, SENT = "draft paper of the author", "submitted paper of the author"
OVERSEE = ("author", *STAFF)
WORKSHOPS: dict[str, Row] = {
    "workshops:track_list": Row(ANYBODY, here()),
    "workshops:track": Row(ANYBODY, here(number=1)),
    "workshops:programme": Row(ANYBODY, here()),
    "workshops:submit": Row(ANYBODY, here()),
    "workshops:submission": Row({**MINE, "author": 200}, thing(SENT)),
    "workshops:edit": Row({**MINE, "author": 200}, thing(DRAFT)),
    "workshops:check": Row({**MINE, "author": 200}, thing(DRAFT)),
    "workshops:send": Row({**MINE, "author": 302}, thing(DRAFT), "post"),
    "workshops:text": Row({**MINE, "author": 200}, thing("accepted paper of the author")),
    "workshops:withdraw": Row({**MINE, "author": 302}, thing(SENT), "post"),
    "workshops:file": Row(
        only(*OVERSEE),
        lambda world: {**thing(SENT)(world), "file_pk": world.things[SENT].files.get().pk},
    ),
    "workshops:desk": Row(only(*STAFF), here()),
    "workshops:desk_submission": Row(only(*STAFF), thing(SENT)),
    "workshops:accept": Row(only("organiser", "chair", status=302), thing(SENT), "post"),
    "workshops:decline": Row(only("organiser", "chair", status=302), thing(SENT), "post"),
}

EDITORS = ("organiser", "editor")
PROCEEDINGS: dict[str, Row] = {
    "proceedings:volumes": Row(ANYBODY, here()),
    "proceedings:volume": Row(ANYBODY, here(volume="printed")),
    "proceedings:pdf": Row(ANYBODY, here(volume="printed")),
    "proceedings:article": Row(ANYBODY, here(volume="printed", number=1)),
    "proceedings:figure": Row(ANYBODY, here(volume="printed", number=1, figure=1)),
    "proceedings:desk": Row(only(*EDITORS), here()),
    "proceedings:board": Row(only(*EDITORS), here(volume="planned")),
    "proceedings:collect": Row(only(*EDITORS, status=302), here(volume="planned"), "post"),
    "proceedings:compile": Row(only(*EDITORS, status=302), here(volume="planned"), "post"),
    "proceedings:publish": Row(only(*EDITORS, status=302), here(volume="planned"), "post"),
    "proceedings:publish_ask": Row(only(*EDITORS), here(volume="planned")),
    "proceedings:job": Row(only(*EDITORS), thing("planned job", volume="planned")),
    "proceedings:job_status": Row(only(*EDITORS), thing("planned job", volume="planned")),
    "proceedings:stop": Row(only(*EDITORS, status=302), thing("planned job", volume="planned"), "post"),
    "proceedings:build": Row(only(*EDITORS), thing("planned build", volume="planned")),
    "proceedings:preview": Row(only(*EDITORS), thing("planned build", volume="planned")),
}
TABLE: dict[str, Row] = {**CORE, **REGISTRATION, **WORKSHOPS, **PROCEEDINGS}


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


@pytest.fixture
def world(make_conference, make_person, tmp_path) -> World:
    return build_world(make_conference, make_person)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_visitor_gets_what_the_table_says(name, world):
    row = TABLE[name]
    url = reverse(name, kwargs=row.kwargs(world))

    got = {}
    for visitor in VISITORS:
        client = client_as(world, visitor)
        with world.unchanged():
            response = getattr(client, row.method)(url, row.data(world))
            got[visitor] = response.status_code
            read_to_the_end(response)

    assert got == row.expected


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.method == "post"))
def test_a_get_changes_nothing_and_a_post_needs_its_token(name, world):
    row = TABLE[name]
    url = reverse(name, kwargs=row.kwargs(world))
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.visitors["superuser"], backend="django.contrib.auth.backends.ModelBackend")

    answers = (client.get(url).status_code, client.post(url, row.data(world)).status_code)

    assert answers == (405, 403)


def admin_lists() -> list[str]:
    from django.contrib import admin

    return sorted(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry
    )


@pytest.mark.parametrize("name", admin_lists())
@pytest.mark.parametrize("visitor", [name for name in VISITORS if name not in ("organiser", "superuser", "stranger")])
def test_the_administration_is_for_organisers(name, visitor, world):
    response = client_as(world, visitor).get(reverse(name))

    assert (response.status_code, "/admin/login/" in response["Location"]) == (302, True)


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


def client_as(world: World, visitor: str) -> Client:
    client = Client()
    if person := world.visitors.get(visitor):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
