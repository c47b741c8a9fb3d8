"""Addresses of the editors' desk of the library and of its reviewers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
