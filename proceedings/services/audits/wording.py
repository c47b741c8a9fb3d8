"""What the numbers of a self-audit say, in sentences of the active language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .counting import Counts, Part, Sheet

MOST_NAMED = 3


def of_the_whole(counts: Counts) -> str:
    """One sentence about the whole checklist."""
    percent = counts.percent
    if not counts.answered:
        return _("Nothing is answered yet.")
    if counts.is_early:
        told = {"answered": counts.answered, "total": counts.total}
        return _("It is too early for a conclusion: %(answered)d of %(total)d statements answered.") % told
    if percent is None:
        return _("Nothing of this applies to your school: another checklist may fit it better.")
    if percent == 100:
        return _("Everything that this checklist asks for is in place in your school.")
    if percent >= 80:
        return _("Nearly everything is in place; a few steps remain.")
    if percent >= 60:
        return _("Much is in place already, and the next steps are clear.")
    if percent >= 40:
        return _("About half is in place: choose three steps and begin with them.")
    if percent >= 20:
        return _("A beginning has been made: choose one section and take its first steps.")
    return _("Most of it is still ahead: begin with one thing that pupils will notice soon.")


def of_a_section(counts: Counts) -> str:
    """One sentence about a section."""
    percent = counts.percent
    if percent is None:
        if counts.na:
            return pgettext("section of a self-audit", "This does not apply to your school.")
        return pgettext("section of a self-audit", "Nothing is answered here yet.")
    if percent == 100:
        return pgettext("section of a self-audit", "All of it is in place.")
    if percent >= 80:
        return pgettext("section of a self-audit", "Nearly all of it is in place.")
    if percent >= 60:
        return pgettext("section of a self-audit", "Much of it is in place.")
    if percent >= 40:
        return pgettext("section of a self-audit", "About half of it is in place.")
    if percent >= 20:
        return pgettext("section of a self-audit", "A beginning has been made.")
    return pgettext("section of a self-audit", "The work here is still ahead.")


def numbers(counts: Counts) -> str:
    """The numbers of each answer in a row of words."""
    told = {"yes": counts.yes, "partly": counts.partly, "no": counts.no, "na": counts.na}
    return _("Yes: %(yes)d, partly: %(partly)d, no: %(no)d, not applicable: %(na)d") % told


def best_and_worst(sheet: Sheet) -> tuple[list[Part], list[Part]]:
    """The sections with most in place and those with least: all that are equal, none if they are too many to name.

    None where all sections are equal, nor while it is too early for a conclusion.
    """
    measured = [(part.counts.percent, part) for part in sheet.parts if part.counts.percent is not None]
    percents = {percent for percent, _part in measured}
    if len(percents) < 2 or sheet.counts.is_early:
        return [], []
    best, worst = ([part for percent, part in measured if percent == end] for end in (max(percents), min(percents)))
    return best if len(best) <= MOST_NAMED else [], worst if len(worst) <= MOST_NAMED else []
