"""Compiling a volume and watching it."""

from django.urls import path

from proceedings.views import desk

urlpatterns = [
    path("desk/proceedings/<slug:volume>/compile/", desk.compile_, name="compile"),
    path("desk/proceedings/<slug:volume>/jobs/<int:pk>/", desk.job, name="job"),
    path("desk/proceedings/<slug:volume>/jobs/<int:pk>/status/", desk.job_status, name="job_status"),
    path("desk/proceedings/<slug:volume>/jobs/<int:pk>/stop/", desk.stop, name="stop"),
    path("desk/proceedings/<slug:volume>/builds/<int:pk>/", desk.build_file, name="build"),
    path("desk/proceedings/<slug:volume>/builds/<int:pk>/preview/", desk.build_preview, name="preview"),
]
