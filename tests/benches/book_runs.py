"""What the processes of the book's bench do: ``python -m tests.benches.book_runs cold 300`` prints a line of JSON."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benches import corpus

EDITED = (5, 17, 11, 26)
"""Articles that are edited in turn; the first only warms the child."""
LONGER = 3
PARAGRAPHS = 16


def settings() -> Any:
    from proceedings.services.description import compiler_settings

    return compiler_settings()


def book(articles: int) -> corpus.Book:
    from proceedings.services.description import figure_folder

    return corpus.book(articles, figure_folder())


def measured(volume: corpus.Book) -> dict[str, Any]:
    """One compilation: seconds and CPU seconds of this process and its children, and what was typeset."""
    from conference.rendering import cpu_seconds_spent
    from proceedings.compiler import compile_book

    cpu, started = time.process_time() + cpu_seconds_spent(), time.monotonic()
    made = compile_book(volume, settings())
    seconds = time.monotonic() - started
    assert made.how == "fragments", made.why
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(time.process_time() + cpu_seconds_spent() - cpu, 2),
        "pages": made.pages,
        "size_mib": round(made.size / 2**20, 1),
        "typeset": made.typeset,
        "phases": made.seconds,
        "sha256": made.sha256,
    }


def prepare(articles: int) -> dict[str, Any]:
    """Draw the pictures of the corpus, so that nobody is charged for them; write the volume as one HTML document."""
    from proceedings.compiler import pages
    from proceedings.compiler.pieces import pieces
    from proceedings.compiler.plan import plan

    volume = book(articles)
    row = list(pieces(volume))
    layout = plan((piece, 7) for piece in row).layout
    html = pages.document_html(volume, "".join(piece.html(layout) for piece in row))
    links = "".join(f'<link rel="stylesheet" href="{path.as_uri()}">' for path in settings().stylesheets)
    whole = Path(os.environ["VAR_DIR"]) / f"whole-{articles}.html"
    whole.write_text(html.replace("</head>", f"{links}</head>", 1), encoding="utf-8")
    return {"html": str(whole), "articles": articles}


def cold(articles: int) -> dict[str, Any]:
    """Everything for the first time."""
    return measured(book(articles))


def warm(articles: int) -> dict[str, Any]:
    """What an editor does all day, after ``cold``: nothing, one article, a page more near the beginning."""
    volume = book(articles)
    numbers = [number for number in EDITED if number <= articles]
    found = {"after a restart": measured(volume)}
    edits = [measured(corpus.edited(volume, number)) for number in numbers]
    found["one article edited"] = _median(edits[1:] or edits)
    found["pages shifted"] = measured(corpus.edited(volume, LONGER, paragraphs=PARAGRAPHS))
    found["nothing changed"] = _median([measured(volume) for _turn in range(3)])
    assert found["nothing changed"]["sha256"] == found["after a restart"]["sha256"]
    return found


def _median(runs: list[dict[str, Any]]) -> dict[str, Any]:
    middle = statistics.median_low(run["seconds"] for run in runs)
    return next(run for run in runs if run["seconds"] == middle)


def whole(articles: int) -> dict[str, Any]:
    """Our own engine, all at once: the way out when fragments do not make a book."""
    from conference.rendering import Limits, run_in_child
    from proceedings.compiler.typeset import typeset_book

    html = (Path(os.environ["VAR_DIR"]) / f"whole-{articles}.html").read_text(encoding="utf-8")
    given = settings()
    limits = Limits(cpu_seconds=7200, memory_mib=8192, wall_seconds=7200)
    made = run_in_child(typeset_book, html, list(given.stylesheets), list(given.roots), "body", limits=limits)
    return {"pages": made.pages, "size_mib": round(len(made.pdf) / 2**20, 1)}


def plain(articles: int) -> dict[str, Any]:
    """WeasyPrint as it comes, all at once."""
    import weasyprint

    target = Path(os.environ["VAR_DIR"]) / "plain.pdf"
    source = Path(os.environ["VAR_DIR"]) / f"whole-{articles}.html"
    document = weasyprint.HTML(filename=str(source)).render(pdf_variant="pdf/ua-1")
    document.write_pdf(str(target), pdf_variant="pdf/ua-1")
    return {"pages": len(document.pages), "size_mib": round(target.stat().st_size / 2**20, 1)}


RUNS: dict[str, Callable[[int], dict[str, Any]]] = {
    "prepare": prepare, "cold": cold, "warm": warm, "whole": whole, "plain": plain,
}  # fmt: skip


def main(name: str, articles: str) -> None:
    if name != "plain":
        import django

        django.setup()
    sys.stdout.write(json.dumps(RUNS[name](int(articles)), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
