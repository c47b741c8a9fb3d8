"""Addresses of the statistics of a season."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
