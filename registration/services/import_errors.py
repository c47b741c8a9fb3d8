"""What is wrong in a table of people: as it is shown, kept in both languages, and given back as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from conference.tables import CellError, as_xlsx
from registration.models import ImportBatch

from .import_columns import LANGUAGES, letter_of
from .importing import plan


def in_both_languages(batch: ImportBatch) -> list[dict[str, Any]]:
    """The errors as they are kept: what is wrong, and the name of the column, as readers of each language see them."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = errors_of(batch, plan(batch).errors)
    both = zip(*found.values(), strict=True)
    return [
        entries[0] | {name: {code: str(each[name]) for code, each in zip(found, entries, strict=True)}
                      for name in ("text", "title")}
        for entries in both
    ]  # fmt: skip


def errors_file(rows: Iterable[dict[str, Any]]) -> bytes:
    """The errors of a table as a table: row, column, what is wrong."""
    header = [_("Row"), _("Column"), _("What it holds"), _("What is wrong")]
    return as_xlsx(
        header,
        [[row["row"], f"{row['letter']} {row['title']}".strip(), row.get("cell", ""), row["text"]] for row in rows],
        title=_("Errors"),
    )


def failures_of(batch: ImportBatch) -> list[dict[str, Any]]:
    """The rows that were left out, as readers of the page's language see them."""
    here = get_language() or "ru"
    return [
        entry | {name: entry[name].get(here, "") for name in ("text", "title") if isinstance(entry[name], dict)}
        for entry in batch.failures
    ]


def errors_of(batch: ImportBatch, found: Sequence[CellError]) -> list[dict[str, Any]]:
    """The errors as they are kept and exported, each with what stood in its cell."""
    cells = dict(batch.cells)
    told = []
    for error in found:
        at = next((at for at, name in enumerate(batch.columns) if letter_of(batch.columns, name) == error.letter), -1)
        row = cells.get(error.row, [])
        stood = row[at] if error.letter and 0 <= at < len(row) else ""
        told.append(
            {"row": error.row, "letter": error.letter, "title": error.title, "text": error.text, "cell": stood[:200]}
        )
    return told
