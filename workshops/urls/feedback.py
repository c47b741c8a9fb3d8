"""Addresses: feedback and the final report."""

from __future__ import annotations

from django.urls import path

from workshops.views import feedback

urlpatterns = [
    path("feedback/", feedback.feedback, name="feedback"),
    path("desk/feedback/", feedback.results, name="feedback_results"),
    path("desk/feedback/answers.xlsx", feedback.results_table, name="feedback_table"),
    path("desk/feedback/announce/", feedback.announce, name="feedback_announce"),
]
