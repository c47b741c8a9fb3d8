"""What is asked of the plan of a season, and the forms of its desk."""

from .asking import read_wanted
from .events import CancelForm, CopyForm, EventForm, JoinLinkForm, WhenForm

__all__ = ["CancelForm", "CopyForm", "EventForm", "JoinLinkForm", "WhenForm", "read_wanted"]
