"""The act of erasure on paper: tagged PDF, in the language of whoever prints it."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from conference.models import ErasureAct
from conference.rendering import Limits, render_pdf

STYLES = settings.BASE_DIR / "static" / "documents"
FONTS = settings.BASE_DIR / "static" / "fonts" / "print"
LIMITS = Limits(cpu_seconds=30, memory_mib=1024, wall_seconds=60)
CATEGORIES = {  # what acts name in a word; a word that is not here is printed as it stands
    "account": _("account: names, addresses, position, country"), "consents": _("consents (proofs are kept as hashes)"),
    "documents": _("files of documents"), "letters": _("texts of letters"),
    "history": _("values in the history of changes"),
    "registrations": _("registrations: answers, organisation, search"), "drafts": _("drafts of registrations"),
    "access needs": _("access needs"), "delegations": _("contact person of a delegation"),
    "papers": _("papers: drafts, files, addresses of authors"), "articles": _("addresses of authors of articles"),
    "passport data": _("passport data"), "travel": _("travel data"),
}  # fmt: skip


def act_pdf(act: ErasureAct, language: str) -> bytes:
    """*act* as tagged PDF/UA-1. Raises conference.rendering.RenderFailed."""
    with override(language):
        context = {
            "act": act,
            "conference": act.conference,
            "language": language,
            "categories": [CATEGORIES.get(word, word) for word in act.categories],
        }
        html = render_to_string("documents/erasure_act.html", context)
    styles = [STYLES / "document.css", STYLES / "erasure_act.css"]
    return render_pdf(html, stylesheets=styles, roots=[STYLES, FONTS], limits=LIMITS)
