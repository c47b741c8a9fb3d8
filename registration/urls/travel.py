"""Travel, passport data, guarded letters, support."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
