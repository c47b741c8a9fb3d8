"""The command line of the storms."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
from typing import Any

from . import joins, questions, sse
from .server import ROOT, Site, running

STORMS: dict[str, Any] = {"joins": joins, "questions": questions, "sse": sse}


def fill(site: Site, listeners: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benches.storms.fill", str(listeners)]
    done = subprocess.run(command, cwd=ROOT, env=site.environment, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def measure(name: str, *, share: float = 1.0, seconds: float | None = None) -> dict[str, Any]:
    """Run the storm *name* at *share* of its size; what it reached."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
    files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(20_000, files[1]), files[1]))
    module = STORMS[name]
    lasts = seconds or getattr(module, "SECONDS", questions.SECONDS)
    serve = [part.replace("{python}", sys.executable) for part in sse.SERVE] if name == "sse" else None
    with running(serve) as site:
        filled = fill(site, max(1, round(questions.LISTENERS * share)))
        result: dict[str, Any] = asyncio.run(module.Storm(site, filled, share, lasts).run())
        if name != "joins":
            count = "from workshops.models import Vote; print(Vote.objects.count())"
            result["votes_in_the_database"] = int(site.manage("shell", "-v0", "-c", count).split()[-1])
    return result


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench storm")
    parser.add_argument("storm", choices=sorted(STORMS))
    parser.add_argument("--share", type=float, default=1.0, help="of 4 000 listeners, joins, 130 votes a second")
    parser.add_argument("--seconds", type=float, default=None)
    told = parser.parse_args(arguments)
    print(json.dumps(measure(told.storm, share=told.share, seconds=told.seconds), indent=2, ensure_ascii=False))
