"""The page where a table is edited cell by cell."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conference.moves import MoveNotAllowed, refusal_words
from conference.views.typed import switch_language, typed
from proceedings.forms.text import clean
from proceedings.models import Article, Manuscript
from proceedings.services import editing

from .finding import article_for, base_of, newest_of, to_article, url_of
from .text import conflict

MOST_FIELDS = 1200


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, volume: str, article: int, block: int) -> HttpResponse:
    """One table as a grid; every button saves what is typed, then does what it says."""
    shown = article_for(request, volume, article)
    if response := switch_language(request):
        return response
    manuscript = base_of(request, shown) if request.method == "POST" else newest_of(shown)
    if manuscript is None:
        return to_article(shown)
    found = _block(manuscript, block)
    if request.method != "POST":
        return _page(request, shown, manuscript, found, typed(request))
    return _save(request, shown, manuscript, found)


def _block(manuscript: Manuscript, index: int) -> editing.Block:
    found = next((each for each in editing.blocks_of(manuscript) if each.index == index), None)
    if found is None or found.kind != "table":
        raise Http404
    return found


def _save(request: HttpRequest, shown: Article, base: Manuscript, block: editing.Block) -> HttpResponse:
    try:
        wanted = _typed(request.POST, block)
        html = editing.table_html(block, wanted, editing.pictures_in(base))
        edits = editing.Edits() if html == block.html.strip() else editing.Edits(blocks={block.index: html})
        made = editing.save_text(shown, edits, by=request.user, expected=base.revision)
    except editing.TextChanged as changed:
        return conflict(request, shown, changed)
    except (ValidationError, MoveNotAllowed) as refusal:
        messages.warning(request, refusal_words(refusal))
        return _page(request, shown, base, block, request.POST)
    if made.revision != base.revision:
        messages.success(request, _("Saved as revision %(number)d.") % {"number": made.revision})
    at = editing.place_of(made, html or block.html)
    if wanted.act and html:
        return redirect(url_of(shown, "edit_table", block=at))
    return redirect(f"{url_of(shown, 'edit_text')}#b{at}")


def _typed(data: QueryDict, block: editing.Block) -> editing.TableTyped:
    verb, _sign, place = request_act(data)
    found = editing.TableTyped(
        caption=clean(data["caption"]) if "caption" in data else None,
        has_head_row="head_row" in data,
        has_head_column="head_column" in data,
        act=(verb, int(place)) if verb in editing.TABLE_ACTS and place.isdecimal() and len(place) < 5 else None,
    )
    for row in editing.grid_of(block).rows:
        for cell in row:
            name = f"c{cell.row}-{cell.place}"
            if name in data:
                found.cells[cell.row, cell.place] = clean(data[name])
    return found


def request_act(data: QueryDict) -> tuple[str, str, str]:
    return data.get("act", "").rpartition("-")


def _page(
    request: HttpRequest, shown: Article, manuscript: Manuscript, block: editing.Block, values: QueryDict | None = None
) -> HttpResponse:
    grid = editing.grid_of(block)
    rows, left = [], MOST_FIELDS
    start = request.GET.get("from", "")
    first = min(int(start), len(grid.rows) - 1) if start.isdecimal() and len(start) < 5 else 0
    for row in grid.rows[first:]:
        left -= len(row)
        if left < 0 and rows:
            break
        rows.append([_field(cell, values) for cell in row])
    context = {
        "article": shown,
        "volume": shown.volume,
        "manuscript": manuscript,
        "block": block,
        "grid": grid,
        "rows": rows,
        "first": first,
        "next": first + len(rows) if first + len(rows) < len(grid.rows) else None,
        "caption": values.get("caption", "") if values else grid.caption,
        "has_head_row": "head_row" in values if values else grid.has_head_row,
        "has_head_column": "head_column" in values if values else grid.has_head_column,
        "columns": range(1, grid.columns + 1),
        "language_form": "main-form",
    }
    return render(request, "proceedings/edit_table.html", context)


def _field(cell: editing.Cell, values: QueryDict | None) -> dict[str, object]:
    name = f"c{cell.row}-{cell.place}"
    value = values.get(name, cell.text) if values else cell.text
    lines = max(1, value.count("\n") + 1, -(-len(value) // 28))
    return {"cell": cell, "name": name, "value": value, "row": cell.row + 1, "column": cell.place + 1,
            "lines": min(lines, 6)}  # fmt: skip
