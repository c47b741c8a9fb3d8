"""The book compiler: a description of a volume goes in, a tagged PDF and a verdict for each article come out.

This package knows no database. ``book`` describes a volume; ``pieces`` says what it consists of, ``pages`` and its
neighbours write the HTML of each piece; ``plan`` says where everything stands. ``settling`` goes on until each piece
has the fragment that fits its place, which ``supply`` finds by ``keys`` in the ``cache`` or has typeset by warm
children (``typeset`` is what runs in them). ``compiling`` joins the fragments; ``whole`` typesets the book at once,
as reference and as way out; ``broken`` is the marked page in the place of an article that failed.
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
