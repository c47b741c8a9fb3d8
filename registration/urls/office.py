"""The desk: numbers, lists, import, letters to many."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
