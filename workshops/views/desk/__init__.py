"""The chair's desk: the papers of one's tracks, what is staged about them, letters, and what was released."""

from .letters import decisions, letter, release, releasing, reset, test
from .listing import export, papers
from .paper import confirm_for, paper, remind, unstage_one
from .staging import stage, staging, unstage

__all__ = [
    "confirm_for",
    "decisions",
    "export",
    "letter",
    "paper",
    "papers",
    "release",
    "releasing",
    "remind",
    "reset",
    "stage",
    "staging",
    "test",
    "unstage",
    "unstage_one",
]
