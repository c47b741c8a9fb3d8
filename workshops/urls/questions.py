"""Addresses of questions: asking, voting, the live list, the hall, the moderators' desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
