"""The nouns of taking part: categories, delegations, registrations and what people need at the door."""

from .categories import Category
from .checkins import CheckIn
from .delegations import Delegation
from .imports import ImportBatch
from .invitations import Invitation
from .mailings import Mailing, Recipient
from .registrations import AccessNeeds, Registration
from .rules import Rules
from .views import SavedView

__all__ = [
    "AccessNeeds",
    "Category",
    "CheckIn",
    "Delegation",
    "ImportBatch",
    "Invitation",
    "Mailing",
    "Recipient",
    "Registration",
    "Rules",
    "SavedView",
]
