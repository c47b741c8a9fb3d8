"""The step between a text and its sending: what may name a child is shown, and replaced by one press if wished.

Nothing is refused and nothing is kept: the text goes back and forth in the form. Works without JavaScript.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from workshops.services.consultations.children import Found, found_in, replaced, replacement

STEP, SEEN, CHOSEN = "step", "seen", "replace"
REPLACE, AS_IS, EDIT = "replace", "as-is", "edit"
AROUND = 60


@dataclass(frozen=True)
class Check:
    """What the check of one field says: passages not shown before, or the text with some replaced."""

    data: QueryDict
    found: list[Found] = field(default_factory=list)
    replaced: int = 0
    is_back: bool = False
    """The writer wishes to go on writing: the form is shown again, with nothing said against it."""

    @property
    def seen(self) -> list[str]:
        return self.data.getlist(SEEN)


def checked(request: HttpRequest, name: str) -> Check:
    """Read the step that was pressed, and look at the text of the field *name* as it is to be sent."""
    data, step = request.POST, request.POST.get(STEP, "")
    text = data.get(name, "").replace("\r\n", "\n")
    found = found_in(text)
    if step == EDIT:
        return Check(data, is_back=True)
    if step == REPLACE:
        wanted = set(data.getlist(CHOSEN))
        chosen = [each for number, each in enumerate(found) if str(number) in wanted]
        changed = data.copy()
        changed[name] = replaced(text, chosen)
        changed.setlist(SEEN, [each.text for each in found if each not in chosen])
        return Check(changed, replaced=len(chosen), is_back=True)
    seen = {each.text for each in found} if step == AS_IS else set(data.getlist(SEEN))
    return Check(data, [each for each in found if each.text not in seen])


def shown(text: str, found: list[Found]) -> dict[str, Any]:
    """The passages with their surroundings, and the fields that carry the form to the next step."""
    text = text.replace("\r\n", "\n")
    every = found_in(text)
    rows = [
        {
            "number": number,
            "text": each.text,
            "kind": each.kind,
            "line": _line(text, each),
            "instead": replacement(text, each),
        }
        for number, each in enumerate(every)
        if each in found
    ]
    return {"passages": rows, "text": text}


def _line(text: str, each: Found) -> SafeString:
    before, after = text[max(0, each.start - AROUND) : each.start], text[each.end : each.end + AROUND]
    left = "…" if each.start > AROUND else ""
    right = "…" if each.end + AROUND < len(text) else ""
    return format_html("{}{}<mark>{}</mark>{}{}", left, before, each.text, after, right)


def carried(data: QueryDict) -> SafeString:
    """What was typed, as hidden fields: the next step sends it again."""
    left_out = {"csrfmiddlewaretoken", STEP, CHOSEN, "switch_language"}
    pairs = ((name, value) for name in data if name not in left_out for value in data.getlist(name))
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
