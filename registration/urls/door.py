"""Check-in at the door and to sessions, and walk-ins."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
