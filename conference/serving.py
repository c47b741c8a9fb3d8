"""How the site is served: one command for ``manage.py serve`` and for whoever measures what it carries."""

from __future__ import annotations

import sys


def web_server(address: str, *, workers: int) -> list[str]:
    """The command that serves the site on *address*: *workers* processes of eight threads each."""
    return [
        sys.executable, "-m", "gunicorn", "conference.wsgi:application", "--bind", address,
        "--worker-class", "gthread", "--workers", str(workers), "--threads", "8",
        "--timeout", "60", "--graceful-timeout", "5", "--log-level", "warning",
    ]  # fmt: skip
