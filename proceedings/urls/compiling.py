"""Compiling a volume and watching it."""

from django.urls import path

from proceedings.views import compiling

urlpatterns = [
    path("desk/proceedings/<slug:volume>/compile/", compiling.compile_, name="compile"),
    path("desk/proceedings/<slug:volume>/jobs/<int:pk>/", compiling.job, name="job"),
    path("desk/proceedings/<slug:volume>/jobs/<int:pk>/status/", compiling.job_status, name="job_status"),
    path("desk/proceedings/<slug:volume>/jobs/<int:pk>/stop/", compiling.stop, name="stop"),
    path("desk/proceedings/<slug:volume>/builds/<int:pk>/", compiling.build_file, name="build"),
    path("desk/proceedings/<slug:volume>/builds/<int:pk>/preview/", compiling.build_preview, name="preview"),
    path("desk/proceedings/<slug:volume>/builds/<int:pk>/look/", compiling.look, name="look"),
]
