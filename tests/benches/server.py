"""The site as an installation runs it: PostgreSQL with its promises kept, gunicorn as ``manage.py serve``."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conference.serving import web_server
from tests.on_postgresql import newest_binaries, own_server

ROOT = Path(__file__).parents[2]
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Site:
    """A running site: where it listens, what leads to its database, which processes are its own."""

    port: int
    environment: dict[str, str]
    master: int
    postmaster: int

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def count(self, model: str, rows: str = "all()") -> int:
        """How many *rows* of *model* (``app.models.Model``) the database holds."""
        module, _dot, name = model.rpartition(".")
        code = f"from {module} import {name}; print({name}.objects.{rows}.count())"
        return int(self.manage("shell", "-v0", "-c", code).split()[-1])

    def told_by(self, module: str, *arguments: str) -> Any:
        """What *module*, run beside the site over its database, prints at last: a line of JSON."""
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout.strip().splitlines()[-1])

    def cpu(self) -> dict[str, float]:
        """CPU seconds spent so far by the web processes and by PostgreSQL, ended children included."""
        return {"web": _cpu(self.master), "database": _cpu(self.postmaster)}

    def memory(self) -> int:
        """MiB that the web processes hold, each with what it shares."""
        return sum(_resident(pid) for pid in _family(self.master)) // 1024 // 1024


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in _family(int(child)))]


def _cpu(pid: int) -> float:
    ticks = 0
    for each in _family(pid):
        try:
            parts = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(parts[place]) for place in ((11, 12, 13, 14) if each == pid else (11, 12)))
    return ticks / TICK


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def running(command: list[str] | None = None, *, connections: int = 60) -> Iterator[Site]:
    """The migrated, empty site on a free port; *command* serves it instead of gunicorn, ``{port}`` filled in.

    PostgreSQL takes so many *connections* and makes every commit last.
    """
    binaries = newest_binaries()
    if binaries is None:
        raise SystemExit("This needs PostgreSQL (package postgresql).")
    durable = f"-c max_connections={connections} -c shared_buffers=128MB"
    with own_server(binaries, durable) as leading, tempfile.TemporaryDirectory(prefix="vmeste-bench-") as var:
        port = free_port()
        environment = {
            **leading,
            "VAR_DIR": var,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": f"http://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "conference.settings",
            "PYTHONUNBUFFERED": "1",
        }
        environment.pop("DEMO_MODE", None)
        for step in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *step], cwd=ROOT, env=environment, check=True)
        serve = [part.format(port=port) for part in command or web_server("127.0.0.1:{port}", workers=2)]
        with (Path(var) / "web.log").open("wb") as log:
            web = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait_for(port, web)
            yield Site(port, environment, web.pid, _postmaster(leading["DATABASE_URL"]))
        finally:
            os.killpg(web.pid, signal.SIGTERM)
            try:
                web.wait(10)
            except subprocess.TimeoutExpired:  # connections are still held
                os.killpg(web.pid, signal.SIGKILL)
                web.wait()
            told = (Path(var) / "web.log").read_text(errors="replace")
            if told:
                print(told[-3000:], file=sys.stderr)


def _postmaster(url: str) -> int:
    folder = Path(url.partition("host=")[2])
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def _wait_for(port: int, web: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        if web.poll() is not None:
            raise SystemExit("the web server ended by itself")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the web server does not listen")
