"""Verbs of the library: add, save, have it reviewed, publish, withdraw; what readers do with it."""

from .digests import digest_of
from .facts import facts_of
from .publishing import addresses, publish_to_library, put_back, withdraw
from .reviewing import (
    ask_review,
    asked_already,
    back_to_draft,
    call_off,
    give_review,
    remind_reviewers,
    reply,
    review_by,
    review_url,
    standing,
    token_of,
)
from .using import count_use, mark_useful, read_note, usefulness_of
from .writing import add, drop_changes, save, would_change

__all__ = [
    "add",
    "addresses",
    "ask_review",
    "asked_already",
    "back_to_draft",
    "call_off",
    "count_use",
    "digest_of",
    "drop_changes",
    "facts_of",
    "give_review",
    "mark_useful",
    "publish_to_library",
    "put_back",
    "read_note",
    "remind_reviewers",
    "reply",
    "review_by",
    "review_url",
    "save",
    "standing",
    "token_of",
    "usefulness_of",
    "withdraw",
    "would_change",
]
