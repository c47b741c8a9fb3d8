"""The desk: numbers, lists, import, letters to many."""

from django.urls import URLPattern, path

from registration.views.office import importing, listing, mailings

urlpatterns: list[URLPattern] = [
    path("desk/registrations/", listing.registrations, name="desk_list"),
    path("desk/registrations/export/<slug:kind>/", listing.export, name="desk_export"),
    path("desk/registrations/views/", listing.view_save, name="view_save"),
    path("desk/registrations/views/<int:pk>/delete/", listing.view_delete, name="view_delete"),
    path("desk/registrations/decide/", listing.decide, name="desk_decide"),
    path("desk/registrations/approve/", listing.approve, name="desk_approve"),
    path("desk/registrations/decline/", listing.decline, name="desk_decline"),
    path("desk/registrations/<int:pk>/", listing.registration, name="desk_one"),
    path("desk/translations/", listing.translations, name="desk_translations"),
    path("desk/import/", importing.upload, name="import"),
    path("desk/import/template/", importing.template, name="import_template"),
    path("desk/import/<int:pk>/", importing.batch, name="import_batch"),
    path("desk/import/<int:pk>/status/", importing.status, name="import_status"),
    path("desk/import/<int:pk>/columns/", importing.columns, name="import_columns"),
    path("desk/import/<int:pk>/apply/", importing.apply, name="import_apply"),
    path("desk/import/<int:pk>/undo/", importing.undo, name="import_undo"),
    path("desk/import/<int:pk>/discard/", importing.discard, name="import_discard"),
    path("desk/import/<int:pk>/errors/", importing.errors, name="import_errors"),
    path("desk/mailings/", mailings.mailing_list, name="mailings"),
    path("desk/mailings/new/", mailings.new, name="mailing_new"),
    path("desk/mailings/<int:pk>/", mailings.mailing, name="mailing"),
    path("desk/mailings/<int:pk>/edit/", mailings.edit, name="mailing_edit"),
    path("desk/mailings/<int:pk>/status/", mailings.status, name="mailing_status"),
    path("desk/mailings/<int:pk>/test/", mailings.test, name="mailing_test"),
    path("desk/mailings/<int:pk>/send/", mailings.send, name="mailing_send"),
    path("desk/mailings/<int:pk>/stop/", mailings.stop, name="mailing_stop"),
    path("desk/mailings/<int:pk>/resume/", mailings.resume, name="mailing_resume"),
    path("desk/mailings/<int:pk>/again/", mailings.again, name="mailing_again"),
    path("desk/mailings/<int:pk>/delete/", mailings.delete, name="mailing_delete"),
    path("desk/mailings/failed/", mailings.failed, name="failed_letters"),
    path("desk/mailings/failed/again/", mailings.failed_again, name="failed_again"),
]
