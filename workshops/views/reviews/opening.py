"""How a reviewer gets to a review: by the signed link of a letter, or signed in by its bare key. Never by a number."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from workshops.models import Review
from workshops.permissions import is_one_of_the_authors

View = Callable[..., HttpResponse]


def opened(view: View) -> View:
    """Give *view* the review of its ``code`` in place of it; a link that is over gets a page that says what to do.

    The link opens this review and nothing else: it signs nobody in. The bare key is good for its reviewer, signed in.
    """

    @wraps(view)
    def inner(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
        try:
            key = uuid.UUID(code)
        except ValueError:
            found = _by_link(request, code)
            response = found if isinstance(found, HttpResponse) else view(request, found, code=code, **kwargs)
        else:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            response = view(request, _by_key(request, key), code=code, **kwargs)
        return kept_private(response)

    return inner


def _by_link(request: HttpRequest, code: str) -> Review | HttpResponse:
    review = Review.objects.of(request.conference).of_link(code)
    if review is None or is_one_of_the_authors(request.user, review.submission):  # a letter that went astray
        return _dead(request, "broken", 404)
    if review.state == Review.State.CANCELLED:
        return _dead(request, "called-off", 410)
    if not review.link_is_good():
        return _dead(request, "over", 410)
    return review


def _dead(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """In both languages at once: whoever meets it may have come by a link in the other one."""
    context = {"why": why, "reviews_url": request.conference.url("workshops:reviews")}
    return render(request, "workshops/review_dead.html", context, status=status)


def _by_key(request: HttpRequest, key: uuid.UUID) -> Review:
    rows = Review.objects.of(request.conference).of_reviewer(request.user).exclude(state=Review.State.CANCELLED)
    review = rows.for_reading().filter(key=key).first()
    if review is None:
        raise Http404
    return review


def kept_private(response: HttpResponse) -> HttpResponse:
    """Nobody keeps a page whose address is a key, and no search engine lists it."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
