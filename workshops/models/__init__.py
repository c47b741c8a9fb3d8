"""The nouns of the four workshop tracks: tracks, sessions, submissions and their authors."""

from .sessions import Audience, Session
from .submissions import ABSTRACT_MAX_WORDS, Author, Submission, SubmissionFile, count_words
from .tracks import Track

__all__ = [
    "ABSTRACT_MAX_WORDS",
    "Audience",
    "Author",
    "Session",
    "Submission",
    "SubmissionFile",
    "Track",
    "count_words",
]
