"""Tags of the programme's editor and releases: facts in the right language, changes in words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy

from conference.models import Conference
from conference.text import typography
from workshops.services.announcing import lines_of

register = template.Library()
LABELS = {
    "added": (pgettext_lazy("change of the programme", "new"), "ok"),
    "cancelled": (pgettext_lazy("change of the programme", "cancelled"), "err"),
    "moved_time": (pgettext_lazy("change of the programme", "other time"), "warn"),
    "moved_room": (pgettext_lazy("change of the programme", "other room"), "warn"),
    "retitled": (pgettext_lazy("change of the programme", "other title"), ""),
    "speakers": (pgettext_lazy("change of the programme", "speakers"), ""),
    "talk_moved": (pgettext_lazy("change of the programme", "talk moved"), ""),
    "talk_added": (pgettext_lazy("change of the programme", "talk added"), ""),
    "talk_removed": (pgettext_lazy("change of the programme", "talk taken out"), ""),
}


@register.simple_tag
def tr_fact(facts: dict[str, Any], name: str) -> SafeString:
    """``{% tr_fact change "title" %}``: a frozen text in the page's language, or the other one's, marked so."""
    here = get_language() or "ru"
    for language in (here, "en" if here == "ru" else "ru"):
        if text := facts.get(f"{name}_{language}"):
            body = typography(str(text), language)
            return (
                format_html("{}", body)
                if language == here
                else format_html('<span lang="{}">{}</span>', language, body)
            )
    return SafeString("")


@register.simple_tag
def change_groups(changes: Iterable[dict[str, Any]], conference: Conference) -> list[dict[str, Any]]:
    """Changes put together by session: its facts, labels ``(words, class)`` and lines of text for each."""
    here = get_language() or "ru"
    found = []
    for _pk, rows in groupby(changes, key=lambda change: change["session"]):
        told = list(rows)
        labels = list(dict.fromkeys(LABELS[change["kind"]] for change in told))
        found.append(
            {
                "facts": told[0],
                "session": told[0]["session"],
                "track": told[0].get("track"),
                "labels": labels,
                "retitled": [change for change in told if change["kind"] == "retitled"],
                "lines": lines_of([change for change in told if change["kind"] != "retitled"], conference, here),
            }
        )
    return found


@register.simple_tag
def change_counts(changes: Iterable[dict[str, Any]]) -> list[tuple[Any, int]]:
    """How many changes of each kind, in the usual order: ``(words, number)``."""
    kinds = [change["kind"] for change in changes]
    return [(words, kinds.count(kind)) for kind, (words, _class) in LABELS.items() if kind in kinds]
