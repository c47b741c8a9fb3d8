"""Verbs of the outcome documents, in the order in which a document lives: drafted, announced, discussed, merged,
consolidated, endorsed, adopted."""

from .adopting import adopt, correct, earliest_day, file_of, issue, require_day
from .consolidating import add_sources, pick, pick_as_one, trace
from .diff import difference
from .discussing import (
    comment,
    hide,
    may_speak,
    propose,
    require_voice,
    seat_of,
    support,
    take_back_support,
    withdraw_proposal,
)
from .drafting import (
    TextChanged,
    add_clause,
    create_document,
    move_clause,
    place_clause,
    remove_clause,
    save_clause,
    save_document,
)
from .endorsing import Tally, Turnout, endorse, stands, tally, turnout
from .merging import accept, accept_in_part, decline, merge
from .phases import announce, begin_endorsement, close_period, close_periods, return_to_merging, tell_participants

__all__ = [
    "Tally",
    "TextChanged",
    "Turnout",
    "accept",
    "accept_in_part",
    "add_clause",
    "add_sources",
    "adopt",
    "announce",
    "begin_endorsement",
    "close_period",
    "close_periods",
    "comment",
    "correct",
    "create_document",
    "decline",
    "difference",
    "earliest_day",
    "endorse",
    "file_of",
    "hide",
    "issue",
    "may_speak",
    "merge",
    "move_clause",
    "pick",
    "pick_as_one",
    "place_clause",
    "propose",
    "remove_clause",
    "require_day",
    "require_voice",
    "return_to_merging",
    "save_clause",
    "save_document",
    "seat_of",
    "stands",
    "support",
    "take_back_support",
    "tally",
    "tell_participants",
    "trace",
    "turnout",
    "withdraw_proposal",
]
