"""Switching the language of a page that holds a form, without losing what was typed.

The language buttons of such a page submit its form with ``switch_language``; the text is kept in the
session under the page's path and shown again in the other language. It is kept sealed: the table of sessions is no
place for what somebody has not even sent.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import translate_url

from conference.sealed import CannotOpen, seal, unseal

FIELD = "switch_language"
KEY = "typed"
LANGUAGES = {code for code, _name in settings.LANGUAGES}


def switch_language(request: HttpRequest, page: str = "") -> HttpResponse | None:
    """When the visitor pressed a language button: keep the typed text and go to the same page in that language.

    *page* is the address that shows the form where it is not the one the form is posted to.
    """
    language = request.POST.get(FIELD)
    if language not in LANGUAGES:
        return None
    data = request.POST.copy()
    for name in (FIELD, "csrfmiddlewaretoken"):
        data.pop(name, None)
    target = translate_url(page or request.get_full_path(), language)
    keep_typed(request, data, path=target.partition("?")[0])
    return HttpResponseRedirect(target)


def keep_typed(request: HttpRequest, data: QueryDict, *, path: str = "") -> None:
    """Show *data* in the form of this page, or of the one at *path*, when it is opened next, once."""
    path = path or request.path
    request.session[KEY] = {"path": path, "data": seal(data.urlencode(), _place(path))}


def typed(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before its language was switched, once."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    try:
        return QueryDict(unseal(kept["data"], _place(request.path)))
    except CannotOpen:
        return None


def _place(path: str) -> str:
    return f"typed:{path}"
