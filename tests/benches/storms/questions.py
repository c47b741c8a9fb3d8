"""Listeners who watch the questions of an event while others vote."""

from __future__ import annotations

import asyncio
import random
import re
import time
from bisect import bisect_right
from typing import Any

from tests.benches.client import ask
from tests.benches.registering import whole_form
from tests.benches.server import Site

from .measuring import Figures, percentile

LISTENERS, VOTES_A_SECOND, SECONDS = 4000, 130, 180
FORMS_A_SECOND = 0.5
"""So many people register for a conference meanwhile, each with all seven requests of the form."""
REPEATED = 0.1
"""The share of votes that are sent twice on purpose."""
TOKEN = "s" * 32
VOTES = re.compile(rb"<b>(\d+)</b> <small>")


class Storm:
    def __init__(self, site: Site, filled: dict[str, Any], share: float, seconds: float) -> None:
        self.site, self.filled, self.seconds = site, filled, seconds
        self.listeners, self.rate = round(LISTENERS * share), VOTES_A_SECOND * share
        self.list = f"/ru/storm/sessions/{filled['event']}/questions/list/"
        self.figures = Figures()
        self.given: set[tuple[int, int]] = set()
        self.sent: set[tuple[int, int]] = set()
        self.committed: list[float] = []
        self.totals: dict[str, int] = {}
        self.ages: list[float] = []
        self.intervals: list[float] = []
        self.ends = 0.0

    async def run(self) -> dict[str, Any]:
        await self.warm_up()
        started, before = time.perf_counter(), self.site.cpu()
        self.ends = started + self.seconds
        await asyncio.gather(
            *(self.watch() for _each in range(self.listeners)), self.vote(), self.look_around(), self.register()
        )
        self.figures.between(before, self.site, time.perf_counter() - started)
        return self.figures.told() | {
            "listeners": self.listeners,
            "votes": len(self.given),
            "votes_shown_at_last": await self.last_total(),
            "age_of_what_is_seen_s": {
                "median": round(percentile(self.ages, 0.5), 2),
                "p95": round(percentile(self.ages, 0.95), 2),
                "worst": round(max(self.ages, default=0.0), 2),
            },
            "interval_s": round(sum(self.intervals) / max(1, len(self.intervals)), 2),
            "web_memory_mib": self.site.memory(),
        }

    async def warm_up(self) -> None:
        """A site that people come to has been running: what processes do once is done before the clock starts."""
        for _each in range(24):
            await ask(self.site.port, self.list)
            await ask(self.site.port, "/ru/storm/programme/")

    async def watch(self) -> None:
        """One listener: asks, sleeps as long as the server says, asks again."""
        etag, shown, interval = "", -1, 3.5
        await asyncio.sleep(random.random() * interval)
        while (now := time.perf_counter()) < self.ends:
            if shown >= 0:
                self.ages.append(self.age(shown, now))
            headers = {"Accept-Encoding": "identity", **({"If-None-Match": etag} if etag else {})}
            try:
                reply = await ask(self.site.port, self.list, headers=headers)
            except (OSError, asyncio.IncompleteReadError) as failure:
                self.figures.errors[f"poll {type(failure).__name__}"] += 1
                await asyncio.sleep(interval)
                continue
            if self.figures.note("poll", reply, expected=(200, 304)):
                etag = reply.headers["etag"]
                if reply.status == 200:
                    shown = self.total(etag, reply.body)
                interval = float(reply.headers["poll-after"])
                self.intervals.append(interval)
            await asyncio.sleep(interval * random.uniform(0.9, 1.1))

    def total(self, etag: str, body: bytes) -> int:
        if etag not in self.totals:
            self.totals[etag] = sum(int(each) for each in VOTES.findall(body))
        return self.totals[etag]

    def age(self, shown: int, now: float) -> float:
        """For how long a vote that *shown* does not count has been in the database; 0 when all are there."""
        settled = bisect_right(self.committed, now)
        return now - self.committed[shown] if shown < settled else 0.0

    async def vote(self) -> None:
        tasks: set[asyncio.Task[None]] = set()
        loop_started, count = time.perf_counter(), 0
        pairs = self.pairs()
        while time.perf_counter() < self.ends - 2:
            task = asyncio.create_task(self.give(*next(pairs)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            count += 1
            await asyncio.sleep(max(0.0, loop_started + count / self.rate - time.perf_counter()))
        await asyncio.gather(*tasks)

    def pairs(self) -> Any:
        while True:
            pair = (random.randrange(self.listeners), random.choice(self.filled["questions"]))
            if pair in self.given:
                continue
            self.given.add(pair)
            yield pair
            if random.random() < REPEATED:
                yield pair

    async def give(self, listener: int, question: int) -> None:
        cookies = {f"listener-{self.filled['season']}": self.filled["cookies"][listener], "csrftoken": TOKEN}
        data = {"vote": str(question), "csrfmiddlewaretoken": TOKEN}
        path = f"/ru/storm/sessions/{self.filled['event']}/questions/vote/"
        headers = {"Accept": "application/json"}
        is_first = (listener, question) not in self.sent
        self.sent.add((listener, question))
        try:
            reply = await ask(self.site.port, path, data=data, cookies=cookies, headers=headers)
        except (OSError, asyncio.IncompleteReadError) as failure:
            self.figures.errors[f"vote {type(failure).__name__}"] += 1
            return
        if self.figures.note("vote", reply, expected=(204,)) and is_first:
            self.committed.append(time.perf_counter())

    async def look_around(self) -> None:
        """Somebody reads other pages all the while."""
        pages = ["/ru/storm/", "/ru/storm/programme/", f"/ru/storm/sessions/{self.filled['event']}/questions/", "/en/"]
        while time.perf_counter() < self.ends:
            for page in pages:
                try:
                    self.figures.note("other pages", await ask(self.site.port, page))
                except (OSError, asyncio.IncompleteReadError) as failure:
                    self.figures.errors[f"page {type(failure).__name__}"] += 1
                await asyncio.sleep(0.25)

    async def register(self) -> None:
        """Somebody registers all the while; people take at least as long to fill a form in as this waits."""
        for cookies in self.filled["registering"]:
            began = time.perf_counter()
            if began >= self.ends:
                return
            try:
                for reply in await whole_form(self.site.port, cookies):
                    self.figures.note("registration", reply, expected=(200, 302))
            except (OSError, asyncio.IncompleteReadError, AssertionError) as failure:
                self.figures.errors[f"registration {failure!r}"] += 1
            await asyncio.sleep(max(0.0, began + 1 / FORMS_A_SECOND - time.perf_counter()))

    async def last_total(self) -> int:
        await asyncio.sleep(4)
        reply = await ask(self.site.port, self.list)
        return sum(int(each) for each in VOTES.findall(reply.body))
