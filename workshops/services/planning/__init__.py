"""Verbs of the editor of the programme. Every one is a step that can be undone (see ``steps``)."""

from .availability import free_times_of, set_availability
from .sessions import create_session, edit_session, move_session, put_back, resize, take_out
from .steps import StaleStep, forget_step, redo, undo
from .talks import move_talk, place_paper, retime_talk, unplace, usual_minutes

__all__ = [
    "StaleStep",
    "create_session",
    "edit_session",
    "forget_step",
    "free_times_of",
    "move_session",
    "move_talk",
    "place_paper",
    "put_back",
    "redo",
    "resize",
    "retime_talk",
    "set_availability",
    "take_out",
    "undo",
    "unplace",
    "usual_minutes",
]
