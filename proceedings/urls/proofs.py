"""Proofs: sending them, and the page of an author who reads one."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
