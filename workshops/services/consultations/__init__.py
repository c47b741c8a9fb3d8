"""Consultations: hours of experts, booked one by one; what a school tells is sealed. One door for each verb."""

from .booking import (
    KEPT_FOR,
    LONGEST_CASE,
    MOST_OPEN,
    SlotTaken,
    ask_again,
    book,
    cancel,
    confirm_booking,
    lapse_unconfirmed,
    leave,
    move_to,
)
from .holding import LONGEST_NOTE, hold, miss, write_outcome
from .reading import BLACK, Opened, erase_due_cases, erase_of, forget, read, redact
from .reminding import remind
from .slots import Hour, WeeklyRule, preview, publish_slots, set_join_link, withdraw_slot

__all__ = [
    "BLACK",
    "KEPT_FOR",
    "LONGEST_CASE",
    "LONGEST_NOTE",
    "MOST_OPEN",
    "Hour",
    "Opened",
    "SlotTaken",
    "WeeklyRule",
    "ask_again",
    "book",
    "cancel",
    "confirm_booking",
    "erase_due_cases",
    "erase_of",
    "forget",
    "hold",
    "lapse_unconfirmed",
    "leave",
    "miss",
    "move_to",
    "preview",
    "publish_slots",
    "read",
    "redact",
    "remind",
    "set_join_link",
    "withdraw_slot",
    "write_outcome",
]
