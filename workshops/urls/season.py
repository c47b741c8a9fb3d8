"""Addresses of the plan of a season, its courses, experts and announcements."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
