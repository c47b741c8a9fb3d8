"""Questions of listeners: asked, voted for, moderated, answered, told of. One door for each verb."""

from .answering import answer_in_the_air, answer_in_writing, off_the_air, take_into_the_air, with_the_minute
from .asking import LONGEST, TooFast, ask, may_ask, phase_of, say_who
from .finding import alike, found
from .moderating import (
    approve,
    decline,
    make_theme,
    merge,
    put_under,
    reopen,
    reword,
    take_back,
    take_theme_back,
    translate,
)
from .telling import tell_askers
from .voting import unvote, vote

__all__ = [
    "LONGEST",
    "TooFast",
    "alike",
    "answer_in_the_air",
    "answer_in_writing",
    "approve",
    "ask",
    "decline",
    "found",
    "make_theme",
    "may_ask",
    "merge",
    "off_the_air",
    "phase_of",
    "put_under",
    "reopen",
    "reword",
    "say_who",
    "take_back",
    "take_into_the_air",
    "take_theme_back",
    "tell_askers",
    "translate",
    "unvote",
    "vote",
    "with_the_minute",
]
