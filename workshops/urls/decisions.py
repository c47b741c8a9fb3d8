"""Addresses: decisions staged, worded and released on the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views import desk

urlpatterns: list[URLPattern] = [
    path("desk/papers/export/", desk.export, name="desk_papers_export"),
    path("desk/papers/staging/", desk.staging, name="desk_staging"),
    path("desk/papers/stage/", desk.stage, name="desk_stage"),
    path("desk/papers/unstage/", desk.unstage, name="desk_unstage"),
    path("desk/papers/remind/", desk.remind, name="desk_remind"),
    path("desk/papers/<int:pk>/unstage/", desk.unstage_one, name="desk_unstage_one"),
    path("desk/papers/<int:pk>/confirm/", desk.confirm_for, name="desk_confirm_for"),
    path("desk/decisions/", desk.decisions, name="desk_decisions"),
    path("desk/decisions/releasing/", desk.releasing, name="desk_releasing"),
    path("desk/decisions/release/", desk.release, name="desk_release"),
    path("desk/decisions/<int:pk>/", desk.letter, name="desk_letter"),
    path("desk/decisions/<int:pk>/reset/", desk.reset, name="desk_letter_reset"),
    path("desk/decisions/<int:pk>/test/", desk.test, name="desk_letter_test"),
]
