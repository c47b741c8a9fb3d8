"""The nouns of the four workshop tracks: tracks, calls, submissions, reviews, decisions, sessions, releases."""

from .calls import AccessCode, Call, CallAnswer, CallQuestion, Part, Terms
from .decisions import Decision
from .releases import Release, ReleasedSession
from .reviews import Criterion, Review, ReviewPhase, Score
from .sessions import Audience, Session
from .submissions import ABSTRACT_MAX_WORDS, Author, FullText, Stage, Submission, SubmissionFile, count_words
from .talks import Speaker, Talk
from .tracks import Track

__all__ = [
    "ABSTRACT_MAX_WORDS",
    "AccessCode",
    "Audience",
    "Author",
    "Call",
    "CallAnswer",
    "CallQuestion",
    "Criterion",
    "Decision",
    "FullText",
    "Part",
    "Release",
    "ReleasedSession",
    "Review",
    "ReviewPhase",
    "Score",
    "Session",
    "Speaker",
    "Stage",
    "Submission",
    "SubmissionFile",
    "Talk",
    "Terms",
    "Track",
    "count_words",
]
