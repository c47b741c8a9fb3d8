"""An article on the editors’ desk: its text, its description, its revisions."""

from django.urls import path

from proceedings.views import desk
from proceedings.views.editing import article, description, table, text

HERE = "desk/proceedings/<slug:volume>/articles/<int:article>"

urlpatterns = [
    path("desk/proceedings/<slug:volume>/assign/", desk.assign, name="assign"),
    path("desk/proceedings/<slug:volume>/preflight/", desk.preflight, name="preflight"),
    path(f"{HERE}/", article.article, name="edit_article"),
    path(f"{HERE}/begin/", article.begin, name="edit_begin"),
    path(f"{HERE}/ready/", article.ready, name="edit_ready"),
    path(f"{HERE}/reopen/", article.reopen, name="edit_reopen"),
    path(f"{HERE}/ask-text/", article.ask_text, name="edit_ask_text"),
    path(f"{HERE}/replace/", article.replace, name="edit_replace"),
    path(f"{HERE}/restore/", article.restore, name="edit_restore"),
    path(f"{HERE}/compare/", article.compare, name="edit_compare"),
    path(f"{HERE}/pdf/", article.pdf, name="edit_pdf"),
    path(f"{HERE}/revisions/<int:revision>/file/", article.source, name="edit_source"),
    path(f"{HERE}/revisions/<int:revision>/figures/<int:figure>/", article.figure, name="edit_figure"),
    path(f"{HERE}/description/", description.description, name="edit_description"),
    path(f"{HERE}/text/", text.text, name="edit_text"),
    path(f"{HERE}/text/resolve/", text.resolve, name="edit_resolve"),
    path(f"{HERE}/text/add/", text.add, name="edit_block_add"),
    path(f"{HERE}/text/note/", text.add_note, name="edit_note_add"),
    path(f"{HERE}/text/table/<int:block>/", table.table, name="edit_table"),
]
