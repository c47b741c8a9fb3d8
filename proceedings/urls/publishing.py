"""Publishing a volume, errata and retractions."""

from django.urls import path

from proceedings.views import desk

urlpatterns = [
    path("desk/proceedings/<slug:volume>/publish/", desk.publish, name="publish"),
    path("desk/proceedings/<slug:volume>/publish/ask/", desk.publish_ask, name="publish_ask"),
]
