"""Addresses: Statements, interpreters and their packs, materials."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views.crew import assigning, files, materials, pack, statements

urlpatterns: list[URLPattern] = [
    path("materials/", materials.materials, name="materials"),
    path("materials/<int:pk>/file/", files.material_file, name="material_file"),
    path("materials/<int:pk>/withdraw/", files.withdraw, name="withdraw_material"),
    path("materials/<int:pk>/restore/", files.restore, name="restore_material"),
    path("talks/<int:pk>/files/", files.talk_files, name="talk_files"),
    path("pack/", pack.pack, name="pack"),
    path("pack/files.zip", pack.pack_zip, name="pack_zip"),
    path("desk/programme/crew/", assigning.crew, name="crew"),
    path("desk/programme/crew/letters/", assigning.tell, name="tell_crew"),
    path("desk/programme/crew/<int:pk>/assign/", assigning.assign, name="assign"),
    path("desk/programme/crew/assignments/<int:pk>/remove/", assigning.remove, name="unassign"),
    path("desk/programme/sessions/<int:pk>/statements/", statements.statements, name="statements"),
    path("desk/programme/sessions/<int:pk>/statements/new/", statements.create, name="create_statement"),
    path("desk/programme/sessions/<int:pk>/statements/ask/", statements.ask, name="ask_for_texts"),
    path("desk/programme/statements/<int:pk>/", statements.edit, name="edit_statement"),
    path("desk/programme/statements/<int:pk>/order/", statements.order, name="order_statement"),
    path("desk/programme/statements/<int:pk>/remove/", statements.remove, name="remove_statement"),
    path("desk/programme/sessions/<int:pk>/materials/", materials.desk, name="session_materials"),
    path("desk/programme/sessions/<int:pk>/materials/new/", materials.create, name="create_material"),
    path("desk/programme/materials/<int:pk>/", materials.edit, name="edit_material"),
]
