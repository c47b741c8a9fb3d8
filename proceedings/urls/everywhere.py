"""Addresses of the whole site, in no language: what other systems ask for."""

from django.urls import path, re_path

from proceedings.views import oai
from proceedings.views.api import unknown, with_heads
from proceedings.views.api_materials import api

urlpatterns = [
    path("oai/", oai.oai_pmh, name="oai"),
    path("api/v1/", with_heads(api.urls)),
    re_path(r"^api/v1/(?P<rest>.*)$", unknown, name="api_unknown"),
]
