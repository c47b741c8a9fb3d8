"""Addresses of the whole site, in no language: what other systems ask for."""

from django.urls import path

from proceedings.views import oai
from proceedings.views.api import api

urlpatterns = [
    path("oai/", oai.oai_pmh, name="oai"),
    path("api/v1/", api.urls),
]
