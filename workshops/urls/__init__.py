"""Addresses of the four tracks, one module for each journey."""

from . import call, crew, decisions, feedback, outcomes, papers, planning, programme, reviews

app_name = "workshops"
urlpatterns = [
    *call.urlpatterns,
    *papers.urlpatterns,
    *reviews.urlpatterns,
    *decisions.urlpatterns,
    *programme.urlpatterns,
    *planning.urlpatterns,
    *crew.urlpatterns,
    *outcomes.urlpatterns,
    *feedback.urlpatterns,
]
