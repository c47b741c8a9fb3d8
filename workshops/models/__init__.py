"""The nouns of the four workshop tracks: tracks, calls, submissions, reviews, decisions, sessions, releases."""

from .adoptions import Adoption
from .calls import AccessCode, Call, CallAnswer, CallQuestion, Part, Terms
from .consultations import Consultation, Slot, TopicProposal
from .crew import Assignment, SessionMaterial
from .decisions import Decision
from .discussion import Amendment, ClauseComment, Endorsement, Support
from .feedback import FeedbackAnswer, FeedbackQuestion, FeedbackResponse, FinalReport, Questionnaire, Receipt
from .listeners import Listener
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
from .questions import Answer, Question, Vote
from .releases import Release, ReleasedSession
from .reviewers import Conflict, ReviewerProfile
from .reviews import Criterion, Review, ReviewPhase, Score
from .seasons import Audience, Course, EventFormat, Expert, Hosting, Season, Theme
from .sessions import Session
from .submissions import ABSTRACT_MAX_WORDS, Author, FullText, Stage, Submission, SubmissionFile, count_words
from .talks import Speaker, Talk, clock
from .tracks import Track

__all__ = [
    "ABSTRACT_MAX_WORDS",
    "AccessCode",
    "Adoption",
    "Amendment",
    "Answer",
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
    "Consultation",
    "Course",
    "Criterion",
    "Decision",
    "Endorsement",
    "EventFormat",
    "Expert",
    "FeedbackAnswer",
    "FeedbackQuestion",
    "FeedbackResponse",
    "FinalReport",
    "FullText",
    "Hosting",
    "Line",
    "Listener",
    "OutcomeDocument",
    "Part",
    "ProgrammeEdit",
    "ProgrammePrint",
    "Question",
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
    "Season",
    "Session",
    "SessionMaterial",
    "Slot",
    "Speaker",
    "Stage",
    "Star",
    "Submission",
    "SubmissionFile",
    "SubmissionVersion",
    "Support",
    "Talk",
    "Terms",
    "Theme",
    "TopicProposal",
    "Track",
    "Vote",
    "clause_anchor",
    "clause_label",
    "clock",
    "count_words",
]
