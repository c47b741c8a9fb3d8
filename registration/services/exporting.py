"""Tables of what the list shows. Whatever is exported leaves a row in the audit log; passports and needs never are."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from auditlog.models import LogEntry
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.tables import XLSX, as_csv, as_xlsx
from registration.models import Registration

from .listing import COLUMNS, ListColumn, columns_of, find, kept

FORMATS = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
ALL = "all"


def export(conference: Conference, query: QueryDict, *, kind: str, by: Person) -> bytes:
    """What the list shows with the filters, columns and order of *query*, as ``xlsx`` or ``csv``.

    With ``columns=all`` every column and the answers to the conference's own questions.
    """
    wants_all = query.get("columns") == ALL
    columns = list(COLUMNS) if wants_all else columns_of(query)
    return _file(conference, list(find(conference, query)), columns, kind=kind, by=by, how=_told(query), ask=wants_all)


def export_rows(rows: Iterable[Registration], *, kind: str, by: Person) -> bytes:
    """Every column of the given registrations of one conference, for the administration's list."""
    found = list(rows)
    if not found:
        return as_xlsx([column.title for column in COLUMNS], []) if kind == "xlsx" else as_csv([], [])
    conference = found[0].conference
    return _file(conference, found, list(COLUMNS), kind=kind, by=by, how="chosen rows", ask=True)


def _file(
    conference: Conference, rows: list[Registration], columns: Sequence[ListColumn], *, kind: str, by: Person,
    how: str, ask: bool,
) -> bytes:  # fmt: skip
    questions, answers = _answers(rows) if ask else ([], {})
    header = [*(str(column.title) for column in columns), *questions]
    table = [[*(_plain(column.value(row)) for column in columns), *answers.get(row.pk, [])] for row in rows]
    for row in table:
        row += [""] * (len(header) - len(row))
    log_export(conference, by=by, kind=kind, number=len(rows), columns=[column.name for column in columns], how=how)
    return as_xlsx(header, table, title=_("Registrations")) if kind == "xlsx" else as_csv(header, table)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | date) and not isinstance(value, bool) else str(value)


def _answers(rows: list[Registration]) -> tuple[list[str], dict[int, list[Any]]]:
    """Answers to the conference's own questions, where it asks any."""
    try:
        questions = importlib.import_module("registration.services.questions")
    except ModuleNotFoundError:
        return [], {}
    headers, cells = questions.table_of(rows)
    return [str(header) for header in headers], {pk: list(row) for pk, row in cells.items()}


def _told(query: QueryDict) -> str:
    """The filters as the audit log keeps them: what was searched for may be a name, so only that it was."""
    names = [name for name in query if name not in ("q", "columns", "page")]
    return kept(query, names) + ("&q=…" if query.get("q") else "")


def log_export(
    conference: Conference, *, by: Person, kind: str, number: int, columns: Sequence[str], how: str = ""
) -> None:
    """That *by* took *number* rows with *columns* out of the system."""
    told: dict[str, Any] = {"export": kind, "rows": number, "columns": list(columns), "filters": how}
    subject: models.Model = conference
    LogEntry.objects.log_create(subject, force_log=True, action=LogEntry.Action.ACCESS, actor=by, additional_data=told)
