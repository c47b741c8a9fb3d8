"""The same list of questions sent as server-sent events, to be measured against polling: an ASGI application.

One task looks at the list each second; every connection gets it when it changed. Only the bench runs it.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
django.setup()
settings.DATABASES["default"]["CONN_MAX_AGE"] = 0  # under ASGI kept connections pile up, one for each request

from asgiref.sync import sync_to_async  # noqa: E402

from conference.asgi import application as site  # noqa: E402
from workshops.models import Session  # noqa: E402
from workshops.views.questions.fragment import fragment_of  # noqa: E402

listening: set[asyncio.Queue[bytes]] = set()
newest = b""
watcher: asyncio.Task[None] | None = None


async def watch() -> None:
    global newest
    session = await Session.objects.select_related("conference", "kind").aget(conference__slug="storm")
    known = ""
    while True:
        body, etag = await sync_to_async(fragment_of)(session, "ru")
        if etag != known:
            known = etag
            newest = b"data: " + body.replace(b"\n", b"\ndata: ") + b"\n\n"
            for queue in listening:
                if queue.full():
                    queue.get_nowait()
                queue.put_nowait(newest)
        await asyncio.sleep(1)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    global watcher
    if scope["type"] != "http" or scope["path"] != "/events":
        await site(scope, receive, send)
        return
    watcher = watcher or asyncio.create_task(watch())
    queue: asyncio.Queue[bytes] = asyncio.Queue(1)
    listening.add(queue)
    try:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        if newest:
            await send({"type": "http.response.body", "body": newest, "more_body": True})
        while True:
            await send({"type": "http.response.body", "body": await queue.get(), "more_body": True})
    finally:
        listening.discard(queue)
