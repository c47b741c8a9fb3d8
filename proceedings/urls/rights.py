"""Licences of authors, originality checks, expert opinions, certificates of acceptance."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
