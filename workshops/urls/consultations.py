"""Addresses of consultations and proposed topics."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views import topics
from workshops.views.consultations import desk, load, own, public

urlpatterns: list[URLPattern] = [
    path("consultations/", public.consultations, name="consultations"),
    path("consultations/hours/<int:pk>/", public.book, name="book_consultation"),
    path("consultations/mine/", own.mine, name="consultations_mine"),
    path("consultations/mine/<int:pk>/", own.consultation, name="consultation"),
    path("consultations/mine/<int:pk>/confirm/", own.confirm, name="confirm_consultation"),
    path("consultations/mine/<int:pk>/letter/", own.letter, name="consultation_letter"),
    path("consultations/mine/<int:pk>/cancel/", own.cancel, name="cancel_consultation"),
    path("consultations/mine/<int:pk>/move/", own.move, name="move_consultation"),
    path("consultations/mine/<int:pk>/black-out/", own.redact, name="redact_consultation"),
    path("consultations/mine/<int:pk>/calendar.ics", own.as_ics, name="consultation_ics"),
    path("desk/consultations/", desk.desk, name="desk_consultations"),
    path("desk/consultations/publish/", desk.publish, name="publish_slots"),
    path("desk/consultations/load/", load.load, name="desk_load"),
    path("desk/consultations/consultations.xlsx", load.table, name="consultations_table"),
    path("desk/consultations/hours/<int:pk>/withdraw/", desk.withdraw, name="withdraw_slot"),
    path("desk/consultations/<int:pk>/", desk.consultation, name="desk_consultation"),
    path("desk/consultations/<int:pk>/hold/", desk.hold, name="hold_consultation"),
    path("desk/consultations/<int:pk>/miss/", desk.miss, name="miss_consultation"),
    path("desk/consultations/<int:pk>/note/", desk.write, name="write_outcome"),
    path("desk/consultations/<int:pk>/link/", desk.link, name="link_consultation"),
    path("desk/consultations/<int:pk>/cancel/", desk.cancel, name="desk_cancel_consultation"),
    path("desk/consultations/<int:pk>/move/", desk.move, name="desk_move_consultation"),
    path("desk/consultations/<int:pk>/black-out/", desk.redact, name="desk_redact_consultation"),
    path("topics/", topics.topics, name="topics"),
    path("desk/topics/", topics.desk, name="desk_topics"),
    path("desk/topics/<int:pk>/plan/", topics.plan, name="plan_topic"),
    path("desk/topics/<int:pk>/decline/", topics.decline, name="decline_topic"),
    path("desk/topics/<int:pk>/reopen/", topics.reopen, name="reopen_topic"),
]
