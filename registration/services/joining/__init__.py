"""Joining the events of a season: signing up, joining, reminders, courses, and what is counted of it."""

from .attending import DOORS_OPEN_BEFORE, Way, enter, join, way_in
from .courses import Progress, certify, certify_all, join_course, join_course_as_stranger, leave_course, progress_of
from .details import tell_details
from .forgetting import forget
from .recordings import tell_of_recording, tell_who_waits
from .reminding import remind
from .signing import sign_up, sign_up_stranger, take_back

__all__ = [
    "DOORS_OPEN_BEFORE",
    "Progress",
    "Way",
    "certify",
    "certify_all",
    "enter",
    "forget",
    "join",
    "join_course",
    "join_course_as_stranger",
    "leave_course",
    "progress_of",
    "remind",
    "sign_up",
    "sign_up_stranger",
    "take_back",
    "tell_details",
    "tell_of_recording",
    "tell_who_waits",
    "way_in",
]
