"""The editors’ desk: volumes and the board of one volume."""

from django.urls import path

from proceedings.views import desk

urlpatterns = [
    path("desk/proceedings/", desk.volumes, name="desk"),
    path("desk/proceedings/<slug:volume>/", desk.board, name="board"),
    path("desk/proceedings/<slug:volume>/collect/", desk.collect, name="collect"),
    path("desk/proceedings/<slug:volume>/outcomes/", desk.outcomes, name="outcomes"),
]
