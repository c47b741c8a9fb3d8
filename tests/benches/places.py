"""Registrations per second through the full stack, and what a list of 8 000 registrations costs.

The stack is the one of ``server.running``: gunicorn with two processes of eight threads, over a PostgreSQL of its own
that keeps its promises. The visitors share the machine with it, so with two cores the site has less than two to itself.
Letters are written to the outbox within each registration; the workers that send them do not run meanwhile.

Two figures: the whole form (a listener reads the first page, answers three pages, sends, reads the number: seven
requests), and the sending alone (one POST of a form that was filled in before). Every figure is wall time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.benches import lists
from tests.benches.client import Reply
from tests.benches.registering import send, whole_form
from tests.benches.server import Site, running
from tests.on_postgresql import newest_binaries

WHOLE, PREPARED, VISITORS = 120, 400, 8
Act = Callable[[int, dict[str, str]], Awaitable[list[Reply]]]


def measure() -> dict[str, Any]:
    """Both figures and the lists; prints them. Empty where PostgreSQL is not installed."""
    if newest_binaries() is None:
        print("\nregistrations per second: PostgreSQL is not on this machine, so they were not measured")
        return {}
    with running() as site:
        cookies = site.told_by("tests.benches.registering", str(WHOLE + VISITORS), str(PREPARED))
        asyncio.run(drive(site, cookies["whole"][:VISITORS], whole_form))  # everything is warm from here on
        whole = asyncio.run(drive(site, cookies["whole"][VISITORS:], whole_form))
        sending = asyncio.run(drive(site, cookies["prepared"], send))
        grown = site.told_by("tests.benches.lists")
    print("\nregistrations through gunicorn and PostgreSQL:")
    for title, row in (("the whole form, 7 requests", whole), ("sending a form filled in", sending)):
        speed = f"{row['per_second']:>6.1f} a second ({row['requests_per_second']:.0f} requests)"
        print(f"  {title:<28}{speed}, {row['web_cpu_ms_each']} CPU ms of the web processes each")
    print(f"\nlists of {lists.MANY} registrations:")
    for name, row in grown.items():
        print(lists.line(name, row))
    return {"whole_form": whole, "sending": sending, "lists": grown}


async def drive(site: Site, cookies: list[dict[str, str]], act: Act) -> dict[str, float]:
    """*act* for every visitor, VISITORS at a time; how many were done in a second."""
    waiting = iter(cookies)
    asked = 0

    async def work() -> None:
        nonlocal asked
        for each in waiting:
            asked += len(await act(site.port, each))

    cpu, started = site.cpu()["web"], time.perf_counter()
    await asyncio.gather(*(work() for _each in range(VISITORS)))
    seconds = time.perf_counter() - started
    return {
        "registrations": len(cookies), "seconds": round(seconds, 2), "per_second": round(len(cookies) / seconds, 1),
        "requests_per_second": round(asked / seconds, 1),
        "web_cpu_ms_each": round((site.cpu()["web"] - cpu) * 1000 / len(cookies), 1),
    }  # fmt: skip
