"""The book compiler: a description of a volume goes in, a tagged PDF and a verdict for each article come out.

This package knows no database. ``book`` describes a volume, ``presenting`` and ``pages`` write its HTML,
``typeset`` is what runs in the child processes, ``compiling`` drives them. Whatever replaces the one-shot
typesetting later keeps ``compile_book`` as its door.
"""

from .book import Article, Author, Book, Both, Clause, Note, Outcome, Part, Section, Text
from .compiling import Compiled, Event, NothingToCompile, Settings, compile_book, described, fingerprint
from .presenting import present

__all__ = [
    "Article",
    "Author",
    "Book",
    "Both",
    "Clause",
    "Compiled",
    "Event",
    "Note",
    "NothingToCompile",
    "Outcome",
    "Part",
    "Section",
    "Settings",
    "Text",
    "compile_book",
    "described",
    "fingerprint",
    "present",
]
