"""Addresses of self-audits."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
