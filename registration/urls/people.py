"""The list of participants."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
