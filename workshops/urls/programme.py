"""Addresses: The public programme."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views import public
from workshops.views.programme import feeds, listing, offline, prints, session, stars

urlpatterns: list[URLPattern] = [
    path("workshops/", public.track_list, name="track_list"),
    path("workshops/<int:number>/", public.track, name="track"),
    path("programme/", listing.programme, name="programme"),
    path("programme/clock/", offline.clock, name="programme_clock"),
    path("programme/star/", stars.star, name="star"),
    path("programme/worker.js", offline.worker, name="programme_worker"),
    path("programme/calendar/", feeds.subscribe, name="subscribe"),
    path("programme/calendar/renew/", feeds.feed_renew, name="feed_renew"),
    path("programme/calendar/stop/", feeds.feed_stop, name="feed_stop"),
    path("programme/all.ics", feeds.all_ics, name="programme_ics"),
    path("programme/chosen.ics", feeds.chosen_ics, name="chosen_ics"),
    path("programme/mine/<str:token>.ics", feeds.mine_ics, name="mine_ics"),
    path("programme/<slug:kind>.pdf", prints.pdf, name="programme_print"),
    path("programme.json", feeds.as_json, name="programme_json"),
    path("sessions/<int:pk>/", session.session, name="session"),
    path("sessions/<int:pk>/calendar.ics", feeds.session_ics, name="session_ics"),
    path("speakers/", session.speakers, name="speakers"),
    path("speakers/<slug:key>/", session.speaker, name="speaker"),
    path("desk/programme/prints/", prints.desk, name="prints"),
    path("desk/programme/prints/state/", prints.state, name="prints_state"),
    path("desk/programme/prints/<slug:kind>/make/", prints.make, name="print_make"),
    path("desk/programme/prints/<int:pk>/stop/", prints.stop, name="print_stop"),
]
