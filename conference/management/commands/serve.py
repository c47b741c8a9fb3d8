"""Serve the site with its workers: ``manage.py serve [ADDRESS:PORT]``. They start together and stop together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from conference.services.jobs import ensure_schedules
from conference.serving import web_server

GRACE = 15


class Command(BaseCommand):
    help = "Run the web server and both task queues until interrupted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000")
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_schedules()
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        web = web_server(options["address"], workers=options["workers"])
        commands = [
            (web, {}),
            ([*manage, "qcluster"], {}),
            ([*manage, "qcluster"], {"Q_CLUSTER_NAME": "long"}),
        ]
        signal.signal(signal.SIGTERM, self._interrupt)
        children = []
        try:
            for command, extra in commands:
                environment = {**os.environ, **extra}
                children.append(
                    subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, start_new_session=True)
                )
            self.stdout.write(f"Serving on http://{options['address']}/ with two task queues. Ctrl+C stops everything.")
            while all(child.poll() is None for child in children):
                time.sleep(0.5)
            self.stderr.write("A process ended by itself; stopping the others.")
            raise SystemExit(1)
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            self._stop(children)

    @staticmethod
    def _interrupt(*_args: Any) -> None:
        raise KeyboardInterrupt

    @staticmethod
    def _stop(children: list[subprocess.Popen[bytes]]) -> None:
        """Ask politely, wait, then insist: nothing outlives this command."""
        for child in children:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
