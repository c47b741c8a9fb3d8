"""Addresses by which listeners are known."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
