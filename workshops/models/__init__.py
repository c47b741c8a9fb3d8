"""The nouns of the four workshop tracks: tracks, sessions, submissions and their authors."""

from .sessions import Session
from .submissions import Author, Submission, SubmissionFile
from .tracks import Track

__all__ = ["Author", "Session", "Submission", "SubmissionFile", "Track"]
