"""Addresses: Statements, interpreters and their packs, materials."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
