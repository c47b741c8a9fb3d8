"""Pages of the whole site, in each language: what the public API answers."""

from django.urls import path

from proceedings.views import api

urlpatterns = [path("api/", api.docs, name="api_docs")]
