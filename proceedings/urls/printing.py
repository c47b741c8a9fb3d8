"""The volume itself: imprint, sections, order, the printer’s file."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
