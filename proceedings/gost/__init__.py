"""How Russian standards write names, references, records and measures. Plain text in and out.

ГОСТ Р 7.0.5-2008 for references, ГОСТ Р 7.0.100-2018 for bibliographic records, ГОСТ Р 7.0.4-2020 for the measures
of the last page, ГОСТ Р 7.0.7-2021 for organisations beside authors. Non-breaking spaces are set where the text is
shown. ``Source`` holds the elements of a reference: ``source_reference`` writes one, ``read`` reads what was typed.
"""

from .citations import cite, cite_again, tidy_citations
from .measures import SHEETS, conventional_sheets, page_range, paper_name, publisher_sheets, roman, spine_mm, trim_mm
from .names import Name, direct, initials, inverted, latin
from .organisations import without_legal_form
from .reading import read
from .records import article_record, responsibility, source_record, volume_record
from .references import Book, reference, sentence, source_reference
from .sources import Kind, Source
from .terms import short_place
from .tidying import tidy

__all__ = [
    "SHEETS",
    "Book",
    "Kind",
    "Name",
    "Source",
    "article_record",
    "cite",
    "cite_again",
    "conventional_sheets",
    "direct",
    "initials",
    "inverted",
    "latin",
    "page_range",
    "paper_name",
    "publisher_sheets",
    "read",
    "reference",
    "responsibility",
    "roman",
    "sentence",
    "short_place",
    "source_record",
    "source_reference",
    "spine_mm",
    "tidy",
    "tidy_citations",
    "trim_mm",
    "volume_record",
    "without_legal_form",
]
