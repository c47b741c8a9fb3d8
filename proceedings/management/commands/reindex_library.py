"""Write the index of the library anew: ``manage.py reindex_library``. Readers may search meanwhile."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from proceedings.services import searching


class Command(BaseCommand):
    help = "Write the index of the library's search anew, after a change of weights or of the dictionary."

    def handle(self, *args: Any, **options: Any) -> None:
        count = searching.reindex()
        self.stdout.write(f"Materials in the index: {count}")
