"""``manage.py reapply_erasures``: run it after restoring a backup, before the site opens again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from conference.services.erasure import reapply_erasures


class Command(BaseCommand):
    help = "Erase again the people whom a restored backup has brought back (list: var/erasures.jsonl)."

    def handle(self, *args: Any, **options: Any) -> None:
        acts = reapply_erasures()
        for act in acts:
            self.stdout.write(f"act {act.number}")
        self.stdout.write(f"erased again: {len(acts)}")
