"""The library's search: what is indexed when a material is published, and what a query finds."""

from .finding import PER_PAGE, Found, find
from .indexing import forget, index, reindex
from .results import Result, results
from .wishes import Facet, Option, Wish

__all__ = [
    "PER_PAGE",
    "Facet",
    "Found",
    "Option",
    "Result",
    "Wish",
    "find",
    "forget",
    "index",
    "reindex",
    "results",
]
