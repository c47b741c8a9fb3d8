"""How a view does a verb: the verb decides, the visitor is told in one sentence what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError

from conference.moves import MoveNotAllowed, refusal_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


def attempt(
    request: HttpRequest, verb: Callable[..., Any], *args: Any, done: str | Callable[[Any], str] = "", **kwargs: Any
) -> bool:
    """Call *verb* in the visitor's name; say *done* when it is done, or why it refused. Whether it was done.

    *by* is the visitor unless it is given (None when nobody is signed in); *done* may be made of what the verb returns.
    """
    kwargs.setdefault("by", request.user if request.user.is_authenticated else None)
    try:
        result = verb(*args, **kwargs)
    except (MoveNotAllowed, ValidationError) as refusal:
        messages.warning(request, refusal_words(refusal))
        return False
    if said := done(result) if callable(done) else done:
        messages.success(request, said)
    return True
