"""Run the test suite on a PostgreSQL of our own: ``python -m tests.on_postgresql [pytest options]``.

Starts a server in a temporary folder that listens on a socket only, as an unprivileged user, and removes it.
Tests that ask no database run on SQLite only: this module is the plugin that leaves them out and says how many.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


def newest_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def as_unprivileged(command: list[str]) -> list[str]:
    """initdb and postgres refuse to run as root."""
    return ["runuser", "-u", server_user(), "--", *command] if os.geteuid() == 0 else command


def server_user() -> str:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise SystemExit("no unprivileged user to run PostgreSQL as")


FAST = " ".join(
    f"-c {setting}"
    for setting in (
        "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "wal_level=minimal",
        "max_wal_senders=0",
    )
)  # fmt: skip
"""For tests: nothing survives a crash of the machine, and nothing has to."""


@contextmanager
def own_server(binaries: Path, durability: str = FAST) -> Iterator[dict[str, str]]:
    """A PostgreSQL on a socket in a temporary folder, removed afterwards; gives the environment that leads to it."""
    folder = Path(tempfile.mkdtemp(prefix="vmeste-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, server_user())
    data = folder / "data"
    run: dict[str, Any] = {"check": True, "cwd": "/", "stdout": subprocess.DEVNULL}
    make = [str(binaries / "initdb"), "-D", str(data), "-U", "vmeste", "-A", "trust", "-E", "UTF8"]
    subprocess.run(as_unprivileged([*make, "--locale=C.UTF-8", "-N"]), **run)
    settings = f"-k {folder} -c listen_addresses='' {durability}"
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    subprocess.run(as_unprivileged([*control, "-o", settings, "start"]), **run)
    try:
        yield {
            **os.environ,
            "DATABASE_URL": f"postgres://vmeste@/postgres?host={folder}",
            "SECRET_KEY": "only-for-a-test-server-that-nobody-else-reaches-0123456789",
            "FIELD_KEYS": "b25seS1mb3ItYS10ZXN0LXNlcnZlci0wMTIzNDU2Nzg=",
        }
    finally:
        subprocess.run(as_unprivileged([*control, "-m", "immediate", "stop"]), **{**run, "check": False})
        shutil.rmtree(folder, ignore_errors=True)


def main(options: list[str]) -> int:
    binaries = newest_binaries()
    if binaries is None:
        print(
            "PostgreSQL: its binaries are not on this machine (package postgresql), so these tests did not run on it."
        )
        return 0
    with own_server(binaries) as environment:
        print(f"PostgreSQL {binaries.parent.name}, started in a temporary folder:", flush=True)
        command = [sys.executable, "-m", "pytest", "--migrations", "-p", "tests.on_postgresql", *options]
        return subprocess.run(command, env=environment, check=False).returncode


# -- the plugin ---------------------------------------------------------------------------------------------
left_out = pytest.StashKey[int]()


def needs_database(item: pytest.Item) -> bool:
    return "django_db_setup" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db") is not None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    without = [item for item in items if not needs_database(item)]
    config.stash[left_out] = len(without)
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if needs_database(item)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["left_out"] = session.config.stash.get(left_out, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Each worker collects everything, so each knows the number."""
    node.config.stash[left_out] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    terminalreporter.write_line(f"{config.stash.get(left_out, 0)} tests ask no database and ran on SQLite only.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
