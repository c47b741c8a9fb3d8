"""Addresses: feedback and the final report."""

from __future__ import annotations

from django.urls import path

from workshops.views import feedback, final_report

urlpatterns = [
    path("feedback/", feedback.feedback, name="feedback"),
    path("desk/feedback/", feedback.results, name="feedback_results"),
    path("desk/feedback/answers.xlsx", feedback.results_table, name="feedback_table"),
    path("desk/feedback/announce/", feedback.announce, name="feedback_announce"),
    path("report/<int:number>.pdf", final_report.pdf, name="report_pdf"),
    path("desk/report/", final_report.reports, name="reports"),
    path("desk/report/state/", final_report.state, name="reports_state"),
    path("desk/report/make/", final_report.make, name="report_make"),
    path("desk/report/stop/", final_report.stop, name="report_stop"),
    path("desk/report/<int:number>/show/", final_report.show, name="report_show"),
]
