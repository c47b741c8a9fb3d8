"""Thousands who join an event in one minute: the page, then the button; half of them by their personal link."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

from tests.benches.client import ask
from tests.benches.server import Site

from .measuring import Figures

JOINS, SECONDS = 4000, 60
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
SHOWN = re.compile(rb'name="shown" value="(\d+)"')


class Storm:
    def __init__(self, site: Site, filled: dict[str, Any], share: float, seconds: float) -> None:
        self.site, self.filled, self.seconds = site, filled, seconds
        self.joins = round(JOINS * share)
        self.path = f"/ru/storm/sessions/{filled['event']}/join/"
        self.figures = Figures()

    async def run(self) -> dict[str, Any]:
        started, before = time.perf_counter(), self.site.cpu()
        tasks = []
        for number in range(self.joins):
            await asyncio.sleep(max(0.0, started + number * self.seconds / self.joins - time.perf_counter()))
            tasks.append(asyncio.create_task(self.join(number)))
        await asyncio.gather(*tasks)
        self.figures.between(before, self.site, time.perf_counter() - started)
        distinct = self.site.count("registration.models.Attendance", "values('listener').distinct()")
        return self.figures.told() | {"joins": self.joins, "distinct_attendances": distinct}

    async def join(self, number: int) -> None:
        try:
            await self._join(number, by_link=number % 2 == 0)
        except (OSError, asyncio.IncompleteReadError, AttributeError) as failure:
            self.figures.errors[f"join {type(failure).__name__}"] += 1

    async def _join(self, number: int, *, by_link: bool) -> None:
        cookies: dict[str, str] = {}
        if by_link:
            link = f"/ru/storm/l/{self.filled['links'][number]}/?to={self.filled['event']}"
            opened = await ask(self.site.port, link)
            self.figures.note("personal link", opened, expected=(302,))
            cookies |= opened.cookies
        page = await ask(self.site.port, self.path, cookies=cookies)
        self.figures.note("page", page)
        cookies |= page.cookies
        data = {"csrfmiddlewaretoken": TOKEN.search(page.body).group(1).decode()}  # type: ignore[union-attr]
        if not by_link:
            data |= {"name": f"Новый слушатель {number}", "email": f"new{number}@example.org", "agree": "on"}
            data["shown"] = SHOWN.search(page.body).group(1).decode()  # type: ignore[union-attr]
        reply = await ask(self.site.port, self.path, data=data, cookies=cookies)
        kind = "join by link" if by_link else "join by two fields"
        if self.figures.note(kind, reply) and b"https://meet.example.org/storm" not in reply.body:
            self.figures.errors["no way in"] += 1
