"""An article on the editors’ desk: its text, its description, its revisions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
