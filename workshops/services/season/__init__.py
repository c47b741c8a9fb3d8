"""The plan of a season: verbs with its events, what its pages read, letters and announcements."""

from .events import (
    cancel_event,
    copy_event,
    create_event,
    edit_event,
    move_event,
    put_back_event,
    set_join_link,
)
from .plan import Meeting, Wanted, found_in, months_of, plan_of
from .repeating import MOST_TIMES, Every, repeat_event

__all__ = [
    "MOST_TIMES",
    "Every",
    "Meeting",
    "Wanted",
    "cancel_event",
    "copy_event",
    "create_event",
    "edit_event",
    "found_in",
    "months_of",
    "move_event",
    "plan_of",
    "put_back_event",
    "repeat_event",
    "set_join_link",
]
