"""Addresses: The editor of the programme."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views.planning import acting, availability, board, editing, releasing, rooms

urlpatterns: list[URLPattern] = [
    path("programme/changes/", releasing.changes, name="programme_changes"),
    path("papers/availability/", availability.my_availability, name="my_availability"),
    path("desk/programme/", board.planning, name="planning"),
    path("desk/programme/new/", editing.create_session, name="create_session"),
    path("desk/programme/people/", editing.people, name="planning_people"),
    path("desk/programme/place/", acting.place_paper, name="place_paper"),
    path("desk/programme/undo/", acting.undo, name="planning_undo"),
    path("desk/programme/redo/", acting.redo, name="planning_redo"),
    path("desk/programme/release/", releasing.release_programme, name="release_programme"),
    path("desk/programme/releases/", releasing.releases, name="releases"),
    path("desk/programme/rooms/", rooms.rooms, name="planning_rooms"),
    path("desk/programme/rooms/new/", rooms.room, name="planning_room_new"),
    path("desk/programme/rooms/<int:pk>/", rooms.room, name="planning_room"),
    path("desk/programme/availability/", availability.availability_list, name="availability_list"),
    path("desk/programme/availability/<int:pk>/", availability.availability_of, name="availability_of"),
    path("desk/programme/sessions/<int:pk>/", editing.edit_session, name="edit_session"),
    path("desk/programme/sessions/<int:pk>/move/", acting.move_session, name="move_session"),
    path("desk/programme/sessions/<int:pk>/length/", acting.resize, name="resize_session"),
    path("desk/programme/sessions/<int:pk>/out/", acting.take_out, name="take_out_session"),
    path("desk/programme/sessions/<int:pk>/back/", acting.put_back, name="put_back_session"),
    path("desk/programme/talks/<int:pk>/order/", acting.move_talk, name="move_talk"),
    path("desk/programme/talks/<int:pk>/minutes/", acting.retime_talk, name="retime_talk"),
    path("desk/programme/talks/<int:pk>/out/", acting.unplace, name="unplace_talk"),
]
