"""Rendering HTML to PDF where it can do no harm.

Untrusted HTML meets WeasyPrint only in a child process of a preloaded forkserver, with limits on CPU
time, memory and wall clock, through one fetcher that knows ``data:`` URLs and files under named roots.
"""

from .assembly import Assembled, Blank, FragmentsDisagree, Placed, Printing, assemble
from .batches import Batch, typeset_all
from .child import Limits, RenderFailed, child_mib, cpu_seconds_spent, die_with_parent, preload, run_in_child
from .engine import PDF_VARIANT, SHEET, Sheet, Typeset, Typesetter, render_pdf, typeset_sheets
from .fragments import DamagedFragment, Fragment, Slot, SlotDoesNotFit
from .workers import Workers

__all__ = [
    "PDF_VARIANT",
    "SHEET",
    "Assembled",
    "Batch",
    "Blank",
    "DamagedFragment",
    "Fragment",
    "FragmentsDisagree",
    "Limits",
    "Placed",
    "Printing",
    "RenderFailed",
    "Sheet",
    "Slot",
    "SlotDoesNotFit",
    "Typeset",
    "Typesetter",
    "Workers",
    "assemble",
    "child_mib",
    "cpu_seconds_spent",
    "die_with_parent",
    "preload",
    "render_pdf",
    "run_in_child",
    "typeset_all",
    "typeset_sheets",
]
