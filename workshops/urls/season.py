"""Addresses of the plan of a season, its courses, experts and announcements. The plan itself is ``programme``."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from workshops.views.season import announcing, desk, event, feeds, people

urlpatterns: list[URLPattern] = [
    re_path(r"^programme/feed\.(?P<kind>rss|atom)$", feeds.feed, name="season_feed"),
    re_path(r"^sessions/(?P<pk>[0-9]{1,9})/card\.(?P<language>ru|en)\.png$", event.event_card, name="event_card"),
    path("courses/<slug:slug>/", people.course, name="course"),
    path("experts/", people.experts, name="experts"),
    path("experts/<slug:slug>/", people.expert, name="expert"),
    path("desk/events/", desk.events, name="events_desk"),
    path("desk/events/new/", desk.new_event, name="event_new"),
    path("desk/events/<int:pk>/", desk.edit_event, name="event_edit"),
    path("desk/events/<int:pk>/plan/", desk.planning, name="event_plan"),
    path("desk/events/<int:pk>/move/", desk.move, name="event_move"),
    path("desk/events/<int:pk>/copy/", desk.copy, name="event_copy"),
    path("desk/events/<int:pk>/call-off/", desk.call_off, name="event_call_off"),
    path("desk/events/<int:pk>/put-back/", desk.put_back, name="event_put_back"),
    path("desk/events/<int:pk>/link/", desk.join_link, name="event_link"),
    path("desk/events/<int:pk>/announce/", announcing.announce, name="event_announce"),
]
