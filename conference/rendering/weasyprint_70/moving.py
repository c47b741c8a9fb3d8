"""Lines on which words stand behind slots that have room for more figures than they may show.

The room is that of the figures in the HTML, and lines are broken by it, so that a page number may get longer and the
layout stays. What is shown stands beside it (``data-slot-shown``), or comes when the book is joined; all that follows
on the line moves up by what is left free. Lines of text from left to right, ragged: nothing else moves.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import line_size

from ..parts import ALONG


def move_up(line: Any) -> None:
    """Show in the slots of *line* what is to be shown, and note on its boxes which slots may still let them move.

    ``vmeste_behind`` are the marks of the slots before a box, ``vmeste_within`` those in it.
    """
    _move(line, [], 0.0)


def _move(box: Any, marks: list[Any], free: float) -> float:
    """*box* with all in it moves up by *free*. Returns what is free behind it; appends the slots in it to *marks*."""
    before, behind = free, len(marks)
    box.position_x -= before
    box.vmeste_behind = tuple(marks)
    if isinstance(box, boxes.TextBox):
        mark = getattr(box, "vmeste_slot", None)
        if mark is not None and mark.align == ALONG:
            marks.append(mark)
            free += _show(box, box.element.get("data-slot-shown") or box.text)
    else:
        for child in box.children:
            free = _move(child, marks, free)
        box.width -= free - before
    box.vmeste_within = tuple(marks[behind:])
    return free


def _show(box: Any, text: str) -> float:
    """*text* instead of that of *box*. Returns by how much it is narrower."""
    if text == box.text:
        return 0.0
    layout = box.pango_layout
    layout.reactivate(box.style)
    layout.set_text(text)
    width, _height = line_size(layout.get_first_line()[0], box.style)
    layout.deactivate()
    free: float = box.width - width
    box.text, box.width = text, width
    return free
