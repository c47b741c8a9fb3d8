"""Forms of the tracks, one module for each journey."""

from .papers import (
    ABSTRACT_MAX_CHARACTERS,
    PREFIX,
    AuthorForm,
    AuthorRows,
    Authors,
    CompleteAuthorRows,
    DecisionForm,
    DraftAuthors,
    DraftForm,
    SubmissionForm,
    TextForm,
    author_from,
    rearranged,
    row_in_hand,
    rows_of,
    typed_rows,
)

__all__ = [
    "ABSTRACT_MAX_CHARACTERS",
    "PREFIX",
    "AuthorForm",
    "AuthorRows",
    "Authors",
    "CompleteAuthorRows",
    "DecisionForm",
    "DraftAuthors",
    "DraftForm",
    "SubmissionForm",
    "TextForm",
    "author_from",
    "rearranged",
    "row_in_hand",
    "rows_of",
    "typed_rows",
]
