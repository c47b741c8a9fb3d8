"""Addresses of the editors' desk of the library and of its reviewers."""

from django.urls import path

from proceedings.views import library_reviews
from proceedings.views.library_desk import editing, importing, listing, reviews

urlpatterns = [
    path("library/reviews/<str:key>/", library_reviews.review, name="material_review"),
    path("library/reviews/<str:key>/files/<slug:file>/", library_reviews.review_file, name="material_review_file"),
    path("library/reviews/<str:key>/files/<slug:file>/page/", library_reviews.review_page, name="material_review_page"),
    path("desk/library/", listing.desk, name="library_desk"),
    path("desk/library/digest/", listing.digest, name="library_digest"),
    path("desk/library/notes/", listing.notes, name="library_notes"),
    path("desk/library/notes/<int:pk>/read/", listing.note_read, name="library_note_read"),
    path("desk/library/import/", importing.table, name="library_import"),
    path("desk/library/import/template/", importing.template, name="library_import_template"),
    path("desk/library/import/apply/", importing.apply, name="library_import_apply"),
    path("desk/library/new/<slug:kind>/", editing.new, name="library_new"),
    path("desk/library/<slug:slug>/edit/", editing.edit, name="library_edit"),
    path("desk/library/<slug:slug>/preview/", editing.preview, name="library_preview"),
    path("desk/library/<slug:slug>/publish/", editing.publish, name="library_publish"),
    path("desk/library/<slug:slug>/withdraw/", editing.withdraw, name="library_withdraw"),
    path("desk/library/<slug:slug>/put-back/", editing.put_back, name="library_put_back"),
    path("desk/library/<slug:slug>/to-draft/", editing.back_to_draft, name="library_to_draft"),
    path("desk/library/<slug:slug>/drop/", editing.drop, name="library_drop"),
    path("desk/library/<slug:slug>/files/add/", editing.file_add, name="library_file_add"),
    path("desk/library/<slug:slug>/files/<slug:key>/", editing.file, name="library_file"),
    path("desk/library/<slug:slug>/files/<slug:key>/page/", editing.file_page, name="library_file_page"),
    path("desk/library/<slug:slug>/files/<slug:key>/change/", editing.file_change, name="library_file_change"),
    path("desk/library/<slug:slug>/files/<slug:key>/remove/", editing.file_remove, name="library_file_remove"),
    path("desk/library/<slug:slug>/reviews/", reviews.reviews, name="library_reviews"),
    path("desk/library/<slug:slug>/reviews/ask/", reviews.ask, name="library_ask"),
    path("desk/library/<slug:slug>/reviews/<int:pk>/reply/", reviews.reply, name="library_reply"),
    path("desk/library/<slug:slug>/reviews/<int:pk>/call-off/", reviews.call_off, name="library_call_off"),
]
