"""Addresses of the library as everybody reads it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
