"""Citations, metadata and files for other systems; OAI-PMH; the API."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
