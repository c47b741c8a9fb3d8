"""The words of the door, for the page's script and for its plain pages alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registration.services.door import Verdict, words_of


def verdict_line(verdict: Verdict, at: str, door: str) -> str:
    """The verdict in a line; ALREADY with its time and door."""
    if verdict != Verdict.ALREADY:
        return words_of(verdict)
    if not door:
        return _("Checked in already: %(time)s") % {"time": at}
    return _("Checked in already: %(time)s, door %(door)s") % {"time": at, "door": door}


def taken_back(name: str, number: str) -> str:
    """That the check-in of one guest was undone."""
    return _("The check-in is taken back: %(name)s, %(number)s") % {"name": name, "number": number}


def all_taken_back(title: str, numbers: list[str]) -> str:
    """That the check-ins of one action on a delegation were undone."""
    told = {"title": title, "count": len(numbers), "numbers": ", ".join(numbers)}
    return _("%(title)s: check-ins taken back: %(count)s (%(numbers)s)") % told


def undo_delegation(count: int) -> str:
    return _("Undo the others of the delegation: %(count)s") % {"count": count}


def next_step() -> str:
    """What to do with somebody who is not on the list."""
    return _("Next: look the guest up by name, or take them to the registration desk.")


def offline(number: int) -> str:
    """How many check-ins wait for the network; the number itself is filled in by the script."""
    return ngettext(
        "No network. %(count)s check-in kept on this phone",
        "No network. %(count)s check-ins kept on this phone",
        number,
    )


def all_forms(sentence: Callable[[int], str]) -> dict[str, str]:
    """The forms of a sentence with a number, by the categories of Intl.PluralRules."""
    return {name: sentence(number) for name, number in (("one", 1), ("few", 2), ("many", 5), ("other", 5))}


def all_words() -> dict[str, Any]:
    """Everything the script says; ``%(name)s`` is filled in by it."""
    return {
        "verdicts": {verdict.value: words_of(verdict) for verdict in Verdict},
        "already": _("Checked in already: %(time)s"),
        "already_at": _("Checked in already: %(time)s, door %(door)s"),
        "next_step": next_step(),
        "offline": all_forms(offline),
        "sending": _("Sending check-ins: %(count)s"),
        "list": _("Guests on the list: %(count)s. Updated at %(time)s"),
        "no_list": _("The list is not on this phone yet. Connect to the network once."),
        "old_list": _("The list was updated on %(day)s at %(time)s: connect to the network when you can"),
        "loading": _("Loading the list …"),
        "signed_out": _("You are signed out, and the list is deleted from this phone. Sign in again."),
        "forgotten": _("The list and the pages are deleted from this phone."),
        "forget_unsent": _("Check-ins not sent yet: %(count)s. They will be lost. Press again to delete everything."),
        "no_keeping": _("This browser cannot keep the list. The door works while there is a network."),
        "none_found": _("Nobody by that name on the list"),
        "found": _("Found: %(count)s"),
        "too_many": _("More than %(count)s names: type another letter"),
        "confirm": _("Press Enter once more, or the name, to check in"),
        "undo": _("Undo the check-in"),
        "undo_delegation": _("Undo the others of the delegation: %(count)s"),
        "undone": _("The check-in is taken back: %(name)s, %(number)s"),
        "undone_delegation": _("%(title)s: check-ins taken back: %(count)s (%(numbers)s)"),
        "needs_network": _("This needs a network."),
        "refused": _("Not accepted by the server: %(name)s. %(verdict)s"),
        "delegation": _("%(title)s: %(came)s of %(total)s came"),
        "not_yet": _("Not checked in yet: %(names)s"),
        "mark_all": _("Check in the others: %(count)s"),
        "all_in": _("The whole delegation is in"),
        "camera_on": _("Scan with the camera"),
        "camera_off": _("Switch the camera off"),
        "camera_refused": _("The camera is not available. Type the code or the name, or use a scanner."),
        "entrance": _("Entrance, today"),
        "door": _("Door %(door)s"),
        "photos": _("Do not photograph"),
    }
