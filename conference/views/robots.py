"""What search engines are told: which pages there are, and which are not for them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from conference.extensions import ask

MOST = 50_000  # addresses that one map may hold
PRIVATE = ("/admin/", "/*/me/", "/*/accounts/", "/*/desk/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The public pages of every room in both languages, as sitemaps.org has it; demonstrations are left out."""
    found = [address for addresses in ask("sitemap") for address in addresses]
    entries = [
        {"url": url, "changed": address.changed, "urls": address.urls}
        for address in found
        for url in address.urls.values()
    ]
    return render(request, "sitemap.xml", {"entries": entries[:MOST]}, content_type="application/xml; charset=utf-8")
