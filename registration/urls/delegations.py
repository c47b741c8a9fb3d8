"""Delegations: the task list of a focal point, and accreditation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
