"""The nouns of taking part: categories, delegations, registrations and what people need at the door."""

from .categories import Category
from .checkins import CheckIn
from .delegations import Delegation
from .registrations import AccessNeeds, Registration
from .rules import Rules

__all__ = ["AccessNeeds", "Category", "CheckIn", "Delegation", "Registration", "Rules"]
