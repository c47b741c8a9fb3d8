"""Forms of the papers."""

from .authors import (
    PREFIX,
    AuthorForm,
    AuthorRows,
    Authors,
    CompleteAuthorRows,
    DraftAuthors,
    RorField,
    author_from,
    rearranged,
    row_in_hand,
    rows_of,
    typed_rows,
    validate_ror,
)
from .drafting import ABSTRACT_MAX_CHARACTERS, DraftForm, SubmissionForm
from .texts import BODY_MAX_CHARACTERS, AnswersForm, CodeForm, DenialForm, FileForm, TextForm

__all__ = [
    "ABSTRACT_MAX_CHARACTERS",
    "BODY_MAX_CHARACTERS",
    "PREFIX",
    "AnswersForm",
    "AuthorForm",
    "AuthorRows",
    "Authors",
    "CodeForm",
    "CompleteAuthorRows",
    "DenialForm",
    "DraftAuthors",
    "DraftForm",
    "FileForm",
    "RorField",
    "SubmissionForm",
    "TextForm",
    "author_from",
    "rearranged",
    "row_in_hand",
    "rows_of",
    "typed_rows",
    "validate_ror",
]
