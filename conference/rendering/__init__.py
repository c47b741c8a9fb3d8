"""Rendering HTML to PDF where it can do no harm.

Untrusted HTML meets WeasyPrint only in a child process of a preloaded forkserver, with limits on CPU
time, memory and wall clock, through one fetcher that knows ``data:`` URLs and files under named roots.
"""

from .child import Limits, RenderFailed, cpu_seconds_spent, die_with_parent, run_in_child
from .engine import PDF_VARIANT, Typesetter, render_pdf

__all__ = [
    "PDF_VARIANT",
    "Limits",
    "RenderFailed",
    "Typesetter",
    "cpu_seconds_spent",
    "die_with_parent",
    "render_pdf",
    "run_in_child",
]
