"""Addresses of the four tracks, one module for each journey."""

from . import (
    call,
    consultations,
    crew,
    decisions,
    feedback,
    listening,
    outcomes,
    papers,
    planning,
    programme,
    questions,
    reach,
    reviews,
    season,
)

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
    *season.urlpatterns,
    *listening.urlpatterns,
    *questions.urlpatterns,
    *consultations.urlpatterns,
    *reach.urlpatterns,
]
