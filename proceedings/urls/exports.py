"""Citations, metadata and files for other systems."""

from django.urls import path

from proceedings.views import exports

urlpatterns = [
    path("proceedings/<slug:volume>/files/<slug:kind>/", exports.export, name="export"),
    path("desk/proceedings/<slug:volume>/exports/", exports.exports, name="exports"),
    path("desk/proceedings/<slug:volume>/exports/crossref/", exports.crossref_file, name="export_crossref"),
    path("desk/proceedings/<slug:volume>/exports/rinc/table/", exports.rinc_table, name="export_rinc_table"),
    path("desk/proceedings/<slug:volume>/exports/rinc/xml/", exports.rinc_xml, name="export_rinc_xml"),
]
