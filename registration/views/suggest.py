"""Suggestions while typing."""

from __future__ import annotations

import contextlib

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from registration.services.suggesting import LEAST, organisations_like

A_MINUTE, MOST_A_MINUTE = 60, 60


@require_safe
def organisations(request: HttpRequest) -> JsonResponse:
    """Organisations whose name in either language holds what is typed: names and countries, nobody's data.

    Sixty questions a minute from one address; then 429.
    """
    typed = " ".join(request.GET.get("q", "").split())[:100]
    if len(typed) < LEAST:
        return JsonResponse({"results": []})
    key = f"suggest:{ratelimit.get_ip(request)}"
    if cache.get_or_set(key, 0, A_MINUTE) >= MOST_A_MINUTE:
        return JsonResponse({"results": []}, status=429)
    with contextlib.suppress(ValueError):  # the minute was over between the two questions
        cache.incr(key)
    return JsonResponse({"results": organisations_like(typed)})
