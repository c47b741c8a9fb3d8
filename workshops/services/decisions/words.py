"""What waits on the desk, in words: sentences with numbers for the list of tasks."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshops.models import Stage


def sentence(need: str, stage: str, count: int) -> str:
    """How many papers, or full texts, need what."""
    told = _texts(need, count) if stage == Stage.TEXT else _papers(need, count)
    return told % {"count": count}


def _papers(need: str, n: int) -> str:
    return {
        "reviewers": ngettext("%(count)d paper has too few reviewers", "%(count)d papers have too few reviewers", n),
        "late": ngettext("Reviews of %(count)d paper are late", "Reviews of %(count)d papers are late", n),
        "ready": ngettext("%(count)d paper is ready to be decided", "%(count)d papers are ready to be decided", n),
        "staged": ngettext(
            "%(count)d decision is staged and not released", "%(count)d decisions are staged and not released", n
        ),
        "revised": ngettext(
            "%(count)d paper is back after a revision", "%(count)d papers are back after a revision", n
        ),
        "confirm": ngettext(
            "%(count)d author has not confirmed taking part", "%(count)d authors have not confirmed taking part", n
        ),
        "authors": ngettext(
            "In %(count)d paper somebody says not to be the author",
            "In %(count)d papers somebody says not to be the author",
            n,
        ),
    }[need]


def _texts(need: str, n: int) -> str:
    return {
        "reviewers": ngettext(
            "%(count)d full text has too few reviewers", "%(count)d full texts have too few reviewers", n
        ),
        "late": ngettext("Reviews of %(count)d full text are late", "Reviews of %(count)d full texts are late", n),
        "ready": ngettext(
            "%(count)d full text is ready to be judged", "%(count)d full texts are ready to be judged", n
        ),
        "staged": ngettext(
            "%(count)d decision about a full text is staged and not released",
            "%(count)d decisions about full texts are staged and not released",
            n,
        ),
        "revised": ngettext(
            "%(count)d full text is back after a revision", "%(count)d full texts are back after a revision", n
        ),
    }[need]


def action(need: str) -> str:
    """The words on the button."""
    return {
        "reviewers": _("Ask reviewers"),
        "late": _("See which"),
        "ready": _("Read and decide"),
        "staged": _("Letters and release"),
        "revised": _("Read and decide"),
        "confirm": _("See who"),
        "authors": _("See which"),
    }[need]
