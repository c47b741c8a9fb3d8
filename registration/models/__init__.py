"""The nouns of taking part: categories, delegations, registrations and what people need at the door."""

from .categories import Category
from .delegations import Delegation
from .registrations import AccessNeeds, Registration

__all__ = ["AccessNeeds", "Category", "Delegation", "Registration"]
