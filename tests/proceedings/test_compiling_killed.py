"""A worker killed at any moment: the next one finishes, with the same bytes and with nothing left over.

``AUDIT=1`` (``make audit``) does it with two hundred articles.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ARTICLES = 200 if os.environ.get("AUDIT") else 10
KILLS = 5
PATIENCE = 1800 if os.environ.get("AUDIT") else 120


class Site:
    """An installation with files of its own, whose worker can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "VAR_DIR": str(folder)}
        self.environment.pop("DATABASE_URL", None)

    def start(self, *verb: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.proceedings.killed", *verb]
        return subprocess.Popen(
            command, env=self.environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip

    def do(self, *verb: str) -> str:
        process = self.start(*verb)
        said, _errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        return said

    def report(self) -> dict[str, Any]:
        return json.loads(self.do("report").splitlines()[-1])

    def attempts(self) -> int:
        """How often a worker has taken the job."""
        with contextlib.closing(sqlite3.connect(self.folder / "vmeste.sqlite3", timeout=30)) as rows:
            return rows.execute("SELECT attempts FROM conference_job").fetchone()[0]

    def kinds_of_files(self) -> set[str]:
        """Folders that hold files, as far as their names do not follow from content."""
        found = {path.relative_to(self.folder) for path in self.folder.rglob("*") if path.is_file()}
        return {str(Path(*path.parts[:3]) if path.parts[0] == "cache" else path.parent) for path in found}

    def children(self) -> list[str]:
        """Processes that were started for this installation and still run."""
        mark = f"VAR_DIR={self.folder}".encode()
        return [path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if mark in _read(path)]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "site"
    folder.mkdir()
    Site(folder).do("fill", str(ARTICLES))
    return folder


@pytest.fixture(scope="module")
def undisturbed(filled: Path) -> dict[str, Any]:
    """What an undisturbed worker makes of it."""
    site = Site(Path(shutil.copytree(filled, filled.parent / "undisturbed")))
    site.do("work")
    return site.report()


def kill_at_work(site: Site, seconds: float) -> bool:
    """Start a worker, kill it so many seconds after it has taken the job; False when it was done by then."""
    before, worker = site.attempts(), site.start("work")
    while site.attempts() == before and worker.poll() is None:
        time.sleep(0.05)
    time.sleep(seconds)
    was_at_work = worker.poll() is None
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    return was_at_work


@pytest.mark.once
def test_a_killed_worker_has_a_successor(filled, undisturbed):
    site = Site(Path(shutil.copytree(filled, filled.parent / "killed")))
    moments = random.Random(2027)

    kills = sum(kill_at_work(site, undisturbed["seconds"] * moments.uniform(0.3, 0.8)) for _kill in range(KILLS))
    site.do("work")

    assert kills >= 1
    found = site.report()
    ((digest, articles, file),) = found["builds"]
    assert (found["state"], found["done"], articles) == ("done", ARTICLES, ARTICLES)
    assert digest == undisturbed["builds"][0][0]
    assert hashlib.sha256(Path(file).read_bytes()).hexdigest() == digest
    assert len(list(Path(file).parent.iterdir())) == 1
    assert site.kinds_of_files() == {
        ".", "cache/compiler/fonts", "cache/compiler/fragments", "cache/compiler/recipes",
        str(Path(file).parent.relative_to(site.folder)),
    }  # fmt: skip
    assert _are_gone(site)


def _are_gone(site: Site) -> bool:
    """Whether all children end by themselves, soon."""
    deadline = time.monotonic() + 10
    while site.children() and time.monotonic() < deadline:
        time.sleep(0.2)
    return not site.children()
