"""Invitations, waiting list, confirmation of attendance."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
