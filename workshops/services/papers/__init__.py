"""Verbs of the papers, the author's side: keep, send, revise, confirm, withdraw. Decisions have a package of their own.

They do not look at the dates of the call for abstracts (a late paper may be let in by an organiser); forms and views
do. The dates of full texts are looked at here.
"""

from .coauthors import ask_again, ask_coauthors, author_of, confirm_authorship, deny_authorship, token_for
from .complete import lacking, parity, require_complete, words_out_of_limits
from .drafting import forget_typed, keep_typed, let_in, save_draft
from .erasing import erase_author
from .files import attach_file, check_file, label_for
from .following import confirm, withdraw, withdraw_presentation, withdraw_publication
from .owning import addresses_of, is_own_entry
from .sending import answer_remarks, remarks_of, resubmit, submit
from .standing import Standing, has_late_access, standing_of, standings_of, takes_changes
from .texts import keep_text_draft, send_text, takes_text
from .versions import compared, difference, keep_version

__all__ = [
    "Standing",
    "addresses_of",
    "answer_remarks",
    "ask_again",
    "ask_coauthors",
    "attach_file",
    "author_of",
    "check_file",
    "compared",
    "confirm",
    "confirm_authorship",
    "deny_authorship",
    "difference",
    "erase_author",
    "forget_typed",
    "has_late_access",
    "is_own_entry",
    "keep_text_draft",
    "keep_typed",
    "keep_version",
    "label_for",
    "lacking",
    "let_in",
    "parity",
    "remarks_of",
    "require_complete",
    "resubmit",
    "save_draft",
    "send_text",
    "standing_of",
    "standings_of",
    "submit",
    "takes_changes",
    "takes_text",
    "token_for",
    "withdraw",
    "withdraw_presentation",
    "withdraw_publication",
    "words_out_of_limits",
]
