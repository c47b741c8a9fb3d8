"""Whether a text may name a child: names, dates of birth and letters of classes beside them, found softly.

Nothing is ever refused: whoever writes sees the passages, replaces them by «ученик» or “the pupil”, or sends the text
as it is. Nothing of the text is kept or logged here.
"""

from .finding import Found, found_in
from .replacing import replaced, replacement

__all__ = ["Found", "found_in", "replaced", "replacement"]
