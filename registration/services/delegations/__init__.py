"""Verbs of delegations: invited, filled in member by member, sent, accredited, changed up to the door."""

from .accrediting import accredit, accredit_member, return_delegation
from .correcting import correct_delegation
from .inviting import (
    accept_handover,
    create_delegation,
    forget_predecessor,
    has_led,
    invite,
    offer_handover,
    set_seats,
    take_up,
    withdraw_handover,
)
from .members import add_members, remove_member, save_member
from .membership import Member, Roster, roster
from .replacing import mark_seen, replace_member
from .sending import submit_delegation
from .sharing import (
    nominate,
    save_member_needs,
    save_member_travel,
    save_shared,
    save_shared_travel,
    save_visas,
    set_credentials,
)
from .watching import forget_shared_travel, watch_held_seats

__all__ = [
    "Member",
    "Roster",
    "accept_handover",
    "accredit",
    "accredit_member",
    "add_members",
    "correct_delegation",
    "create_delegation",
    "forget_predecessor",
    "forget_shared_travel",
    "has_led",
    "invite",
    "mark_seen",
    "nominate",
    "offer_handover",
    "remove_member",
    "replace_member",
    "return_delegation",
    "roster",
    "save_member",
    "save_member_needs",
    "save_member_travel",
    "save_shared",
    "save_shared_travel",
    "save_visas",
    "set_credentials",
    "set_seats",
    "submit_delegation",
    "take_up",
    "watch_held_seats",
    "withdraw_handover",
]
