"""Listeners who hold a connection each and are sent the list when it changes, while others vote."""

from __future__ import annotations

import asyncio
import time

from . import questions

SERVE = ["{python}", "-m", "uvicorn", "tests.benches.storms.sse_app:application", "--host", "127.0.0.1", "--port",
         "{port}", "--log-level", "warning", "--no-access-log"]  # fmt: skip

CONNECTIONS = 400
"""Django under ASGI works each request off over a connection of its own to the database: the 60 that are plenty for
gunicorn's sixteen threads end in “too many clients”."""


class Storm(questions.Storm):
    """As the storm of questions, but watched over held connections of one ASGI process."""

    async def watch(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.site.port, limit=2**20)
        writer.write(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{self.site.port}\r\n\r\n".encode())
        shown = -1
        try:
            while (left := self.ends - time.perf_counter()) > 0:
                try:
                    async with asyncio.timeout(left):
                        event = await reader.readuntil(b"\n\n")
                except TimeoutError:
                    break
                now = time.perf_counter()
                if shown >= 0:
                    self.ages.append(self.age(shown, now))
                if b"data: " in event:
                    shown = self.total(str(hash(event)), event)
                    self.figures.statuses["event"] += 1
        except (OSError, asyncio.IncompleteReadError) as failure:
            self.figures.errors[f"event {type(failure).__name__}"] += 1
        finally:
            writer.close()
