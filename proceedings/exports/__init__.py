"""What other systems take over: a published volume as XML, tables, an e-book and archives.

Everything here is a function from the frozen record of a volume (``records.Issue``) to bytes. Nothing knows the
database or a request; ``proceedings.services.exporting`` makes the records and keeps what was made.
"""

from .records import Event, Issue, Item, Notice

__all__ = ["Event", "Issue", "Item", "Notice"]
