"""Verbs of the four tracks: one door each, for the site, the administration and the demonstration.

The verbs of the papers themselves are named here; those of other journeys are imported from their modules.
"""

from .papers import (
    accept,
    accept_text,
    addresses_of,
    attach_file,
    decline,
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
    "attach_file",
    "decline",
    "erase_author",
    "is_own_entry",
    "label_for",
    "require_complete",
    "save_draft",
    "send_text",
    "submit",
    "withdraw",
]
