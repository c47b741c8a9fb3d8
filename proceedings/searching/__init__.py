"""How the library is searched, as pure functions: words, what they weigh, queries, likely mistakes, passages found.

Nothing here knows a model or a database. ``docs/search.md`` tells the whole of it.
"""

from .cards import FACETS, YES, Card, card
from .layouts import in_one_script, other_layout
from .nearest import Vocabulary, Word
from .passages import Needle, Needles, Passage, Piece, best_passage, excerpt, in_plain, marked, plain
from .query import Asked, Query, parse
from .reading import Looked, Reading, as_typed, read, wanted
from .synonyms import WORTH, Synonym, synonyms
from .texts import blocks
from .weights import FIELDS, Term, rarity, terms
from .words import fold, is_russian, is_stop, keys, normal, root, words

__all__ = [
    "FACETS",
    "FIELDS",
    "WORTH",
    "YES",
    "Asked",
    "Card",
    "Looked",
    "Needle",
    "Needles",
    "Passage",
    "Piece",
    "Query",
    "Reading",
    "Synonym",
    "Term",
    "Vocabulary",
    "Word",
    "as_typed",
    "best_passage",
    "blocks",
    "card",
    "excerpt",
    "fold",
    "in_one_script",
    "in_plain",
    "is_russian",
    "is_stop",
    "keys",
    "marked",
    "normal",
    "other_layout",
    "parse",
    "plain",
    "rarity",
    "read",
    "root",
    "synonyms",
    "terms",
    "wanted",
    "words",
]
