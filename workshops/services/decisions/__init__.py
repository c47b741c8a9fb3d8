"""Decisions about papers and their texts: staged in private, told together, confirmed by the author."""

from .collecting import not_yet_collectable, why_not_collectable
from .comments import Comment, comments_of, remarks_from, told_to_author
from .confirming import confirm_for, remind, remind_due, unconfirmed
from .letters import Letter, letters_of, reset_letter, send_test, write_letter
from .outcomes import accept, accept_text, ask_revision, ask_text_revision, decline, decline_text
from .releasing import Released, release_decisions
from .staging import Plan, Staged, stage, stage_many, unstage

__all__ = [
    "Comment",
    "Letter",
    "Plan",
    "Released",
    "Staged",
    "accept",
    "accept_text",
    "ask_revision",
    "ask_text_revision",
    "comments_of",
    "confirm_for",
    "decline",
    "decline_text",
    "letters_of",
    "not_yet_collectable",
    "release_decisions",
    "remarks_from",
    "remind",
    "remind_due",
    "reset_letter",
    "send_test",
    "stage",
    "stage_many",
    "told_to_author",
    "unconfirmed",
    "unstage",
    "why_not_collectable",
    "write_letter",
]
