"""Addresses of joining the events of a season."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
