"""One real Chromium against one server over a copy of the demonstration, for the whole run."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import needed

from .pages import Look, Visit

ROOT = Path(__file__).parent.parent.parent
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


def chromium() -> str | None:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    return None


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def _no_foreign_hosts() -> None:
    """Chromium is watched by the pages themselves (see ``watched``)."""


@pytest.fixture(autouse=True)
def _own_files() -> None:
    """The server runs on files of its own."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a served demonstration, built for this run."""
    folder = tmp_path_factory.mktemp("site")
    if "PYTEST_XDIST_WORKER" in os.environ:
        (tmp_path_factory.getbasetemp().parent / "served").mkdir()  # fails when a second worker gets browser tests
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ, "VAR_DIR": str(folder), "DEMO_MODE": "1", "SITE_URL": address,
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
    }  # fmt: skip
    environment.pop("DATABASE_URL", None)
    manage = [sys.executable, str(ROOT / "manage.py")]
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["demo"]):
        built = subprocess.run(
            [*manage, *command], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert built.returncode == 0, f"{command}: {built.stdout[-2000:]}{built.stderr[-4000:]}"
    process = subprocess.Popen([*manage, "serve", f"127.0.0.1:{port}"], env=environment, cwd=ROOT)
    try:
        _wait_for(f"{address}/healthz", process)
        yield address
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """The server with its workers, at once: nothing of what they do is needed any more."""
    for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        with suppress(ProcessLookupError):
            os.killpg(int(pid), signal.SIGKILL)  # each leads a group of its own
    process.kill()
    process.wait(30)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 — our own server
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer in a minute")


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    path = chromium()
    if path is None:
        needed.absent("Chromium (package chromium)", demanded_by="REQUIRE_BROWSER")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


MOST_KEPT = 8


@pytest.fixture(scope="session")
def visit_in(browser: Any, server: str) -> Iterator[Callable[[Look], Visit]]:
    """The visit of an anonymous reader in a look; it lasts, so that styles and scripts are not loaded for each page."""
    kept: dict[Look, Visit] = {}

    def visit(look: Look) -> Visit:
        if look not in kept and len(kept) == MOST_KEPT:
            kept.pop(next(iter(kept))).close()
        if look not in kept:
            kept[look] = Visit(browser, server, look, is_kept=True)
        kept[look].begin_anew()
        return kept[look]

    yield visit
    for each in kept.values():
        each.close()


@pytest.fixture
def visit(browser: Any, server: str) -> Callable[..., Visit]:
    """Begins a visit in a look; it ends with the test."""
    return partial(Visit, browser, server)


@pytest.fixture(autouse=True)
def _nothing_left_open() -> Iterator[None]:
    """A page that a test left open, perhaps because it failed, does nothing during the next."""
    yield
    for visit in [each for each in Visit.opened if not each.is_kept]:
        visit.close()
