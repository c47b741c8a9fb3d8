"""Badges, certificates, confirmations: one and many."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
