"""Addresses of the proceedings, one module for each journey."""

from . import (
    audits_desk,
    compiling,
    desk,
    editing,
    exports,
    formats,
    library_desk,
    printing,
    proofs,
    public,
    publishing,
    rights,
)

app_name = "proceedings"
urlpatterns = [
    *desk.urlpatterns,
    *compiling.urlpatterns,
    *publishing.urlpatterns,
    *editing.urlpatterns,
    *proofs.urlpatterns,
    *rights.urlpatterns,
    *printing.urlpatterns,
    *exports.urlpatterns,
    *formats.urlpatterns,
    *library_desk.urlpatterns,
    *audits_desk.urlpatterns,
    *public.urlpatterns,
]
