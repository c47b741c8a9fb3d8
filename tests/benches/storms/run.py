"""The command line of the storms."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import sys
from typing import Any

from tests.benches.server import running

from . import joins, questions, sse

STORMS: dict[str, Any] = {"joins": joins, "questions": questions, "sse": sse}


def measure(name: str, *, share: float = 1.0, seconds: float | None = None) -> dict[str, Any]:
    """Run the storm *name* at *share* of its size; what it reached."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
    files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(20_000, files[1]), files[1]))
    module = STORMS[name]
    lasts = seconds or getattr(module, "SECONDS", questions.SECONDS)
    serve = [part.replace("{python}", sys.executable) for part in sse.SERVE] if name == "sse" else None
    with running(serve, connections=sse.CONNECTIONS if name == "sse" else 60) as site:
        filled = site.told_by("tests.benches.storms.fill", str(max(1, round(questions.LISTENERS * share))))
        forms = round(lasts * questions.FORMS_A_SECOND)
        filled |= {"registering": site.told_by("tests.benches.registering", str(forms), "0")["whole"]}
        result: dict[str, Any] = asyncio.run(module.Storm(site, filled, share, lasts).run())
        if name != "joins":
            result["votes_in_the_database"] = site.count("workshops.models.Vote")
            result["registrations_in_the_database"] = site.count(
                "registration.models.Registration", "exclude(number='')"
            )
    return result


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench storm")
    parser.add_argument("storm", choices=sorted(STORMS))
    parser.add_argument("--share", type=float, default=1.0, help="of 4 000 listeners, joins, 130 votes a second")
    parser.add_argument("--seconds", type=float, default=None)
    told = parser.parse_args(arguments)
    print(json.dumps(measure(told.storm, share=told.share, seconds=told.seconds), indent=2, ensure_ascii=False))
