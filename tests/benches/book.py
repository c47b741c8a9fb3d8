"""A volume of three hundred articles: typeset for the first time, after an edit, beside other programs.

``python -m tests.bench book --articles 30`` for a quick look; ``--without plain,linear`` leaves the longest out.
Each row is a process of its own, watched from outside: seconds on the wall, CPU seconds of all that it started, and
the most memory all of it held at once. Times of edits are taken inside one process, as the worker that compiles
stays between two builds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import book_peers
from .book_watch import watch

ROOT = Path(__file__).parent.parent.parent
ARTICLES = 300
LINEAR = 3
TARGETS = {"one article edited": 1.0, "pages shifted": 1.5, "nothing changed": 0.5}
PAGES_A_SECOND, MOST_MIB = 30, 512
LONG = ("typst", "chromium", "whole", "linear", "plain")


class Bench:
    """One run of everything, in a folder of its own that goes afterwards."""

    def __init__(self, articles: int, folder: Path) -> None:
        self.articles, self.folder = articles, folder
        os.environ["VAR_DIR"] = str(folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")

    def run(self, without: set[str]) -> Iterator[tuple[str, dict[str, Any] | str]]:
        """Rows as they are measured: a title, and figures or why there are none."""
        prepared = self._ours("prepare", self.articles)
        if isinstance(prepared, str):
            yield "the corpus", prepared
            return
        html = Path(prepared["html"])
        yield "cold", self._ours("cold", self.articles)
        yield from self._warm("", self.articles)
        if "typst" not in without:
            yield "Typst, by pandoc", book_peers.typst(html, self.folder, ROOT / "static" / "fonts" / "print")
        if "chromium" not in without:
            yield "Chromium, printing", book_peers.chromium(html, self.folder)
        if "whole" not in without:
            yield "all at once, our engine", self._ours("whole", self.articles)
        if "linear" not in without:
            times = f"{LINEAR} × "
            yield f"{times}cold", self._ours("cold", LINEAR * self.articles)
            yield from self._warm(times, LINEAR * self.articles)
        if "plain" not in without:
            yield "all at once, WeasyPrint as it comes", self._ours("plain", self.articles)

    def _warm(self, times: str, articles: int) -> Iterator[tuple[str, dict[str, Any] | str]]:
        found = self._ours("warm", articles)
        if isinstance(found, str):
            yield f"{times}warm", found
            return
        for title, row in found.items():
            if isinstance(row, dict):
                yield f"{times}{title}", {**row, "mib": found["mib"]}

    def _ours(self, name: str, articles: int) -> dict[str, Any] | str:
        if name == "cold":
            shutil.rmtree(self.folder / "cache" / "compiler", ignore_errors=True)
        cost = watch([sys.executable, "-m", "tests.benches.book_runs", name, str(articles)], folder=ROOT)
        if cost.code:
            return cost.output[-600:]
        told: dict[str, Any] = json.loads(cost.output.strip().splitlines()[-1])
        outside = {"seconds": round(cost.seconds, 1), "cpu_seconds": round(cost.cpu_seconds, 1)}
        return {**outside, **told, "mib": round(cost.mib)}


def measure(articles: int = ARTICLES, without: set[str] | None = None) -> dict[str, Any]:
    """All rows; prints each as soon as it is there."""
    print(
        f"\n{f'{articles} articles':<38}{'pages':>7}{'s':>9}{'CPU s':>9}{'pages/s':>9}{'MiB':>7}"
        f"{'file MiB':>10}{'typeset':>9}"
    )
    rows: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="vmeste-book-") as folder:
        for title, row in Bench(articles, Path(folder)).run(without or set()):
            rows[title] = row
            print(_line(title, row), flush=True)
    return {"articles": articles, "rows": rows, "reached": _reached(rows)}


def _line(title: str, row: dict[str, Any] | str) -> str:
    if isinstance(row, str):
        return f"{title:<38}left out: {' '.join(row.split())[-200:]}"
    rate = row["pages"] / row["seconds"]
    return (
        f"{title:<38}{row['pages']:>7}{row['seconds']:>9.2f}{row['cpu_seconds']:>9.2f}{rate:>9.1f}"
        f"{row['mib']:>7}{row['size_mib']:>10}{row.get('typeset', ''):>9}"
    )


def _reached(rows: dict[str, Any]) -> dict[str, bool]:
    """Which of the goals of three hundred articles on two cores were reached."""
    found = {}
    if isinstance(cold := rows.get("cold"), dict):
        found["cold, pages a second"] = cold["pages"] / cold["seconds"] >= PAGES_A_SECOND
        found["memory, cold"] = cold["mib"] <= MOST_MIB
    for title, seconds in TARGETS.items():
        if isinstance(row := rows.get(title), dict):
            found[title] = row["seconds"] <= seconds
    return found


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench book", description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--without", default="", help=f"rows to leave out, of {', '.join(LONG)}")
    given = parser.parse_args(arguments)
    result = measure(given.articles, set(given.without.split(",")))
    for goal, is_reached in result["reached"].items():
        print(f"{'reached ' if is_reached else 'MISSED  '} {goal}")
    target = ROOT / "var" / "bench-book.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
