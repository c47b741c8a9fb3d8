"""The nouns of taking part: categories, delegations, registrations and what people need at the door."""

from .categories import Category
from .checkins import CheckIn
from .delegations import Delegation
from .enrolments import Enrolment
from .guarded import LetterRequest
from .imports import ImportBatch
from .invitations import Invitation
from .joining import Attendance, CourseMember, SignUp
from .mailings import Mailing, Recipient
from .papers import PaperBatch
from .questions import CustomAnswer, CustomChoice, CustomQuestion
from .registrations import AccessNeeds, Registration
from .rules import Rules
from .support import Support
from .travel import Travel, VisaDetails, VisaRule
from .views import SavedView

__all__ = [
    "AccessNeeds",
    "Attendance",
    "Category",
    "CheckIn",
    "CourseMember",
    "CustomAnswer",
    "CustomChoice",
    "CustomQuestion",
    "Delegation",
    "Enrolment",
    "ImportBatch",
    "Invitation",
    "LetterRequest",
    "Mailing",
    "PaperBatch",
    "Recipient",
    "Registration",
    "Rules",
    "SavedView",
    "SignUp",
    "Support",
    "Travel",
    "VisaDetails",
    "VisaRule",
]
