"""Self-audits: doing them, what they say, plans that grow out of them, what they say together, making checklists."""

from .answering import (
    LETTER,
    again,
    answer,
    answer_many,
    attach,
    finish,
    follow,
    forget,
    forget_left,
    forget_letters,
    link_of,
    send_link,
    start,
    start_path,
    tell_about,
)
from .comparing import Comparison, compared, earlier_of
from .counting import Counts, Line, Part, Sheet, items_of, sheet_of
from .editing import (
    Entry,
    add_checklist,
    add_item,
    add_section,
    change_item,
    changes_wait,
    entries_of,
    move_item,
    move_section,
    remove_section,
    rename_section,
    restore_item,
    retire_item,
    set_minutes,
)
from .forgetting import copy_for, forget_person
from .improving import add_step, change_steps, move_step, plan_calendar, proposals, propose, remove_step, twin_of
from .listing import Listed, Mine, Reached, of_person, reached, with_numbers
from .printing import PLAN, RESULTS, chart_of, pdf_of, percent_words, place_of, told_of
from .together import Cells, Together, least_group, together

__all__ = [
    "LETTER", "PLAN", "RESULTS", "Cells", "Comparison", "Counts", "Entry", "Line", "Listed", "Mine", "Part",
    "Reached", "Sheet", "Together", "add_checklist", "add_item", "add_section", "add_step", "again", "answer",
    "answer_many", "attach", "change_item", "change_steps", "changes_wait", "chart_of", "compared", "copy_for",
    "earlier_of", "entries_of", "finish", "follow", "forget", "forget_left", "forget_letters", "forget_person",
    "items_of", "least_group", "link_of", "move_item", "move_section", "move_step", "of_person", "pdf_of",
    "percent_words", "place_of", "plan_calendar", "proposals", "propose", "reached", "remove_section",
    "remove_step", "rename_section", "restore_item", "retire_item", "send_link", "set_minutes", "sheet_of", "start",
    "start_path", "tell_about", "together", "told_of", "twin_of", "with_numbers",
]  # fmt: skip
