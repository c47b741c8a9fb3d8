"""The act of erasure in words and on paper: tagged PDF, wholly in the language of whoever prints it.

Acts keep keys, not sentences: what was destroyed, why, and what was done is said here, in the reader's language.
"""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from conference.documents import typeset
from conference.models import ErasureAct

CATEGORIES = {  # what acts name in a word; a word that is not here is printed as it stands
    "account": _("account: names, addresses, position, country"), "consents": _("consents (proofs are kept as hashes)"),
    "documents": _("files of documents"), "letters": _("texts of letters"),
    "history": _("values in the history of changes"),
    "registrations": _("registrations: answers, the name of the organisation, the words by which they were found"),
    "drafts": _("drafts of registrations"), "access needs": _("access needs: services, diet, notes"),
    "delegations": _("contact person of a delegation"), "delegations led": _("leading of delegations"),
    "addresses of focal points": _("addresses of contact persons of delegations"),
    "reviews": _("what was asked of a reviewer: profile, conflicts of interest, names in reviews"),
    "papers": _("papers: drafts, files, addresses of authors"), "articles": _("addresses of authors of articles"),
    "format_requests": _("requests for other formats of publications"),
    "passport data": _("passport data"), "travel": _("data about the journey"),
    "support": _("requests for support: the person’s words and the answers"), "invitations": _("invitations"),
    "printed badges and certificates": _("printed badges and certificates"),
    "addresses in mailings": _("addresses in mailings"), "rows of imported tables": _("rows of imported tables"),
    "saved views": _("saved views"),
    "appearances": _("programme: hours that suit, names in sessions to come"),
    "work in sessions": _("programme: work in sessions as an interpreter or captioner"),
    "texts and slides of talks": _("texts and slides of talks that were not public"),
    "answers to the questions of the form": _("answers to the questions of the form"),
    "drafts of changes": _("drafts of changes"),
    "listening": _("events of a season: sign-ups, attendance, courses, letters"),
    "consultations": _("descriptions of cases brought to consultations, and the notes on them"),
    "topics": _("proposed topics"),
    "discussion of outcomes": _("names beside comments, proposals and voices on outcome documents"),
}  # fmt: skip
BASES = {  # why, as acts keep it; what follows a colon is put in. Anything else is the words of the executor
    "term-over": _("The term of keeping ended: the conference is over."),
    "case-term-over": _("The term for which descriptions of cases are kept ended."),
    "purpose-over": _("The purpose ended: the registration was cancelled or declined."),
    "own-wish": _("The wish of the person."),
    "restored": _("Erased again after a backup was restored; first by act No. %(told)s."),
}
DONE = {  # lines of the extract from the log
    "deleted": _("Deleted: %(what)s."),
    "consents": _("Consents ended, proofs kept as hashes: %(count)s."),
    "files": _("Files of documents deleted: %(count)s."),
    "roles": _("Roles ended: %(count)s."),
}
MOMENT = "%d.%m.%Y, %H:%M"


def category_words(word: str) -> str:
    return str(CATEGORIES.get(word, word))


def basis_words(basis: str) -> str:
    """Why, in the language that is on."""
    key, _colon, told = basis.partition(":")
    return str(BASES[key]) % {"told": told} if key in BASES else basis


def moment(act: ErasureAct, at: Any = None) -> str:
    """«22.11.2026, 11:18» where the conference takes place."""
    zone = act.conference.zone if act.conference else None
    return timezone.localtime(at or act.done_at, zone).strftime(MOMENT)


def log_words(act: ErasureAct) -> list[str]:
    """What was done, line by line, in the language that is on; no name or number of the person is in it."""
    lines = []
    for line in act.log_extract:
        if not isinstance(line, dict):
            lines.append(line)
            continue
        told = {"what": category_words(line.get("what", "")), "count": line.get("count", 0)}
        at = parse_datetime(line.get("at", ""))
        lines.append(f"{moment(act, at)}. {str(DONE[line['done']]) % told}")
    return lines


def act_pdf(act: ErasureAct, language: str) -> bytes:
    """*act* as tagged PDF/UA-1. Raises conference.rendering.RenderFailed."""
    with override(language):
        context = {
            "act": act,
            "conference": act.conference,
            "language": language,
            "categories": [category_words(word) for word in dict.fromkeys(act.categories)],
            "basis": basis_words(act.basis),
            "log": log_words(act),
            "done_at": moment(act),
        }
        html = render_to_string("documents/erasure_act.html", context)
    return typeset(html, ["document.css", "erasure_act.css"])
