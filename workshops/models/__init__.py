"""The nouns of the four workshop tracks: tracks, calls, submissions, reviews, decisions, sessions, releases."""

from .adoptions import Adoption
from .calls import AccessCode, Call, CallAnswer, CallQuestion, Part, Terms
from .crew import Assignment, SessionMaterial
from .decisions import Decision
from .discussion import Amendment, ClauseComment, Endorsement, Support
from .feedback import FeedbackAnswer, FeedbackQuestion, FeedbackResponse, FinalReport, Questionnaire, Receipt
from .outcomes import (
    ClauseSource,
    ClauseVersion,
    Line,
    OutcomeDocument,
    Recommendation,
    clause_anchor,
    clause_label,
)
from .papers import Remark, SubmissionVersion
from .planning import Availability, ProgrammeEdit
from .programme import CalendarFeed, ProgrammePrint, Star
from .releases import Release, ReleasedSession
from .reviewers import Conflict, ReviewerProfile
from .reviews import Criterion, Review, ReviewPhase, Score
from .sessions import Audience, Session
from .submissions import ABSTRACT_MAX_WORDS, Author, FullText, Stage, Submission, SubmissionFile, count_words
from .talks import Speaker, Talk, clock
from .tracks import Track

__all__ = [
    "ABSTRACT_MAX_WORDS",
    "AccessCode",
    "Adoption",
    "Amendment",
    "Assignment",
    "Audience",
    "Author",
    "Availability",
    "CalendarFeed",
    "Call",
    "CallAnswer",
    "CallQuestion",
    "ClauseComment",
    "ClauseSource",
    "ClauseVersion",
    "Conflict",
    "Criterion",
    "Decision",
    "Endorsement",
    "FeedbackAnswer",
    "FeedbackQuestion",
    "FeedbackResponse",
    "FinalReport",
    "FullText",
    "Line",
    "OutcomeDocument",
    "Part",
    "ProgrammeEdit",
    "ProgrammePrint",
    "Questionnaire",
    "Receipt",
    "Recommendation",
    "Release",
    "ReleasedSession",
    "Remark",
    "Review",
    "ReviewPhase",
    "ReviewerProfile",
    "Score",
    "Session",
    "SessionMaterial",
    "Speaker",
    "Stage",
    "Star",
    "Submission",
    "SubmissionFile",
    "SubmissionVersion",
    "Support",
    "Talk",
    "Terms",
    "Track",
    "clause_anchor",
    "clause_label",
    "clock",
    "count_words",
]
