"""Addresses of checklists on the desk of a season."""

from django.urls import path

from proceedings.views.audits import desk

ON = "desk/checklists/<slug:slug>"
urlpatterns = [
    path("desk/checklists/", desk.checklists, name="checklists"),
    path("desk/checklists/add/", desk.add, name="checklist_add"),
    path(f"{ON}/", desk.edit, name="checklist_edit"),
    path(f"{ON}/minutes/", desk.minutes, name="checklist_minutes"),
    path(f"{ON}/sections/add/", desk.section_add, name="checklist_section_add"),
    path(f"{ON}/sections/<int:pk>/", desk.section_edit, name="checklist_section"),
    path(f"{ON}/sections/<int:pk>/move/", desk.section_move, name="checklist_section_move"),
    path(f"{ON}/sections/<int:pk>/remove/", desk.section_remove, name="checklist_section_remove"),
    path(f"{ON}/sections/<int:pk>/items/", desk.item_add, name="checklist_item_add"),
    path(f"{ON}/items/<int:pk>/", desk.item_edit, name="checklist_item"),
    path(f"{ON}/items/<int:pk>/move/", desk.item_move, name="checklist_item_move"),
    path(f"{ON}/items/<int:pk>/retire/", desk.item_retire, name="checklist_item_retire"),
    path(f"{ON}/items/<int:pk>/restore/", desk.item_restore, name="checklist_item_restore"),
    path(f"{ON}/together/", desk.together, name="checklist_together"),
    path(f"{ON}/together.xlsx", desk.together_file, name="checklist_together_file"),
]
