"""``manage.py compile_volume CONFERENCE/VOLUME``: the book from the command line."""

from __future__ import annotations

import json
import shutil
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conference.rendering import RenderFailed
from proceedings.compiler import Event, NothingToCompile
from proceedings.models import Volume
from proceedings.services import compile_volume, import_missing
from proceedings.services.description import WORKERS

SAID = {
    "front": "typesetting contents and index",
    "assembling": "assembling the book",
    "whole": "typesetting everything at once",
}


class Command(BaseCommand):
    help = "Compile a volume of proceedings into one tagged PDF. The last line of the output is JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("volume", metavar="CONFERENCE/VOLUME", help="addresses, such as inclusion-2008/proceedings")
        parser.add_argument("--output", type=Path, help="also copy the PDF to this file")
        parser.add_argument("--workers", type=int, default=WORKERS, help="articles typeset at the same time")
        parser.add_argument("--fresh", action="store_true", help="compile even when nothing has changed")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        volume = self.find(options["volume"])
        import_missing(volume)
        before = volume.builds.values_list("pk", flat=True)
        known = set(before)
        try:
            build = compile_volume(
                volume, by=None, workers=max(1, options["workers"]), fresh=options["fresh"], on_event=self.tell
            )
        except NothingToCompile as nothing:
            raise CommandError("No article came out, so there is no book.") from nothing
        except RenderFailed as failure:
            raise CommandError(f"The book did not come out: {failure}") from failure
        if output := options["output"]:
            output.parent.mkdir(parents=True, exist_ok=True)
            with build.file.open("rb") as source, output.open("wb") as target:
                shutil.copyfileobj(source, target)
        is_new = build.pk not in known
        rendered = sum(not verdict["cached"] for verdict in build.verdicts) if is_new else 0
        result = {
            "articles": build.articles,
            "pages": build.pages,
            "rendered": rendered,
            "cached": len(build.verdicts) - rendered,
            "seconds": round(time.monotonic() - started, 2),
            "warnings": build.count("warning") + build.count("error"),
            "file": str(output or build.file.path),
        }
        self.stdout.write(json.dumps(result, ensure_ascii=False))

    def find(self, address: str) -> Volume:
        conference, _slash, slug = address.partition("/")
        volume = Volume.objects.select_related("conference").filter(conference__slug=conference, slug=slug).first()
        if volume is None:
            raise CommandError(f"There is no volume {address!r}. Give CONFERENCE/VOLUME.")
        return volume

    def tell(self, event: Event) -> None:
        if event.kind == "article":
            verdict = event.verdict
            codes = ", ".join(note["code"] for note in verdict["notes"])
            self.stdout.write(f"{verdict['number']:>4}  {verdict['state']:<8}{verdict['pages'] or '–':>4}  {codes}")
        elif event.kind == "found":
            self.stdout.write(f"{event.ready} of {event.total} articles are ready")
        elif event.kind in SAID:
            self.stdout.write(SAID[event.kind])
