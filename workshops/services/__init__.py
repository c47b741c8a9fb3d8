"""Verbs of the four tracks: one door each, for the site, the administration and the demonstration.

The verbs of the papers themselves are named here; those of other journeys are imported from their modules.
"""

from .decisions import (
    accept,
    accept_text,
    ask_revision,
    ask_text_revision,
    decline,
    decline_text,
    release_decisions,
    stage,
    stage_many,
    unstage,
)
from .papers import (
    addresses_of,
    attach_file,
    erase_author,
    is_own_entry,
    label_for,
    require_complete,
    save_draft,
    send_text,
    submit,
    withdraw,
)

__all__ = [
    "accept",
    "accept_text",
    "addresses_of",
    "ask_revision",
    "ask_text_revision",
    "attach_file",
    "decline",
    "decline_text",
    "erase_author",
    "is_own_entry",
    "label_for",
    "release_decisions",
    "require_complete",
    "save_draft",
    "send_text",
    "stage",
    "stage_many",
    "submit",
    "unstage",
    "withdraw",
]
