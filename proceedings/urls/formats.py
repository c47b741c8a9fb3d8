"""Asking for a volume in another format."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
