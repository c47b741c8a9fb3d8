"""Asking for a volume in another format."""

from django.urls import path

from proceedings.views import formats

urlpatterns = [
    path("desk/formats/", formats.desk, name="format_requests"),
    path("desk/formats/<int:pk>/", formats.one, name="format_request"),
    path("desk/formats/<int:pk>/answer/", formats.answer, name="format_answer"),
    path("proceedings/<slug:volume>/another-format/", formats.ask, name="format_ask"),
    path("proceedings/<slug:volume>/another-format/thanks/", formats.thanks, name="format_thanks"),
]
