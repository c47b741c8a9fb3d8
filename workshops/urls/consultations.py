"""Addresses of consultations and proposed topics."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
