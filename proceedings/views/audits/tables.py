"""The aggregates in words of the active language: the same rows for the page, the desk and the workbook."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_countries import countries

from conference.regions import region_name
from conference.tables import Sheet, as_workbook
from proceedings.models import Checklist
from proceedings.services import audits
from proceedings.services.audits.together import ABROAD, UNKNOWN, Cells


def group_name(key: str) -> str:
    if key == UNKNOWN:
        return _("Region not given")
    if key.startswith(ABROAD):
        return str(countries.name(key.removeprefix(ABROAD)))
    return region_name(key)


def together_table(checklist: Checklist) -> dict[str, Any]:
    """Rows of groups with their cells, statements by section, a picture of the sections."""
    told = audits.together(checklist)
    items = audits.items_of(checklist, checklist.material.version)
    sections = list({item.section_id: item.section for item in items}.values())

    def row(name: str, cells: Cells) -> dict[str, Any]:
        shares = [(section, cells.sections.get(section.pk)) for section in sections]
        return {"name": name, "schools": cells.schools, "whole": cells.whole, "cells": shares}

    groups = [row(group_name(key), cells) for key, cells in told.groups.items()]
    if told.others:
        groups.append(row(_("Other regions together"), told.others))
    total = row(_("All schools"), told.total) if told.total else None
    return {
        "together": told,
        "sections": sections,
        "groups": groups,
        "total": total,
        "statements": [
            {"section": section, "items": [{"item": item, "percent": told.items.get(item.pk)}
                                           for item in items if item.section_id == section.pk]}
            for section in sections
        ] if total else [],
        "chart": audits.chart_of((section.title, percent) for section, percent in total["cells"]) if total else None,
    }  # fmt: skip


def workbook(checklist: Checklist) -> bytes:
    """The same as a workbook of two sheets; a cell that is hidden on the page is a dash here."""
    told = together_table(checklist)

    def cell(percent: int | None) -> int | str:
        return "–" if percent is None else percent

    header = [_("Region"), _("Schools"), _("Whole checklist, %"), *(f"{each.title}, %" for each in told["sections"])]
    rows = [
        [row["name"], row["schools"], cell(row["whole"]), *(cell(percent) for _section, percent in row["cells"])]
        for row in [*told["groups"], *([told["total"]] if told["total"] else [])]
    ]
    statements = [
        [group["section"].title, each["item"].text, cell(each["percent"])]
        for group in told["statements"]
        for each in group["items"]
    ]
    return as_workbook(
        [
            Sheet(_("By region"), header, rows, {0: 34}),
            Sheet(
                _("Statements"),
                [pgettext("checklist", "Section"), pgettext("checklist", "Statement"), _("In place, %")],
                statements,
                {0: 30, 1: 80},
            ),
        ]
    )
