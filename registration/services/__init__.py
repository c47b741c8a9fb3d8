"""Verbs of taking part: one door each, for the site, the administration and the demonstration."""

from .decisions import approve, cancel, decline
from .drafts import save_access_needs, save_step, send_resume_link, send_resume_links, start_draft
from .letters import issue_letter
from .sending import AlreadyRegistered, submit

__all__ = [
    "AlreadyRegistered",
    "approve",
    "cancel",
    "decline",
    "issue_letter",
    "save_access_needs",
    "save_step",
    "send_resume_link",
    "send_resume_links",
    "start_draft",
    "submit",
]
