"""Verbs of the proceedings: collect, import, compile, publish."""

from .compiling import compile_now, compile_volume, run_compile, start_compile, stop_compile
from .manuscripts import import_from_submission, import_manuscript, import_missing, replace_text
from .publishing import publish
from .records import wanted  # registers its check with the pre-flight
from .volumes import collect, print_outcomes

__all__ = [
    "collect",
    "compile_now",
    "compile_volume",
    "import_from_submission",
    "import_manuscript",
    "import_missing",
    "print_outcomes",
    "publish",
    "replace_text",
    "run_compile",
    "start_compile",
    "stop_compile",
    "wanted",
]
