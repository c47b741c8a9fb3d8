"""Addresses of the library as everybody reads it."""

from django.urls import path

from proceedings.views import library

urlpatterns = [
    path("<slug:slug>/", library.material, name="material"),
]
