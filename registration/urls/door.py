"""Check-in at the door and to sessions, and walk-ins."""

from django.urls import path

from registration.views import door, joining, walkin

urlpatterns = [
    path("desk/door/", door.door, name="door"),
    path("desk/door/list/", door.door_list, name="door_list"),
    path("desk/door/sync/", door.door_sync, name="door_sync"),
    path("desk/door/worker.js", door.door_worker, name="door_worker"),
    path("desk/door/live/", door.door_live, name="door_live"),
    path("desk/door/new/", walkin.walk_in, name="walk_in"),
    path("desk/door/guests/<int:pk>/", door.door_guest, name="door_guest"),
    path("desk/door/guests/<int:pk>/mark/", door.door_mark, name="door_mark"),
    path("desk/door/guests/<int:pk>/undo/", door.door_undo, name="door_undo"),
    path("desk/door/delegations/<int:pk>/mark/", door.door_delegation, name="door_delegation"),
    path("sessions/<int:pk>/join/", joining.join, name="join"),
]
