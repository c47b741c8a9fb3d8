"""Addresses of the editors' desk of the library and of its reviewers."""

from django.urls import path

from proceedings.views import library_reviews

urlpatterns = [
    path("library/reviews/<str:key>/", library_reviews.review, name="material_review"),
]
