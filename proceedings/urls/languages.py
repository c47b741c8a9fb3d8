"""Pages of the whole site, in each language: what the public API answers, the library, self-audits."""

from django.urls import include, path

from proceedings.views import api

from . import audits, library

urlpatterns = [
    path("api/", api.docs, name="api_docs"),
    path("library/", include((library.urlpatterns, "library"))),
    path("library/", include((audits.urlpatterns, "audits"))),
]
