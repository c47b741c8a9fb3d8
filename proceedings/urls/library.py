"""Addresses of the library as everybody reads it."""

from django.urls import path

from proceedings.views import library, library_list

urlpatterns = [
    path("", library_list.material_list, name="list"),
    path("<slug:slug>/card.png", library_list.card, name="card"),
    path("<slug:slug>/", library.material, name="material"),
    path("<slug:slug>/versions/<int:number>/", library.version, name="version"),
    path("<slug:slug>/watch/", library.watch, name="watch"),
    path("<slug:slug>/files/<slug:key>/", library.file, name="file"),
    path("<slug:slug>/files/<slug:key>/page/", library.file_preview, name="file_preview"),
    path("<slug:slug>/print/<str:language>/", library.print_text, name="print"),
    path("<slug:slug>/captions/<str:language>/", library.captions, name="captions"),
    path("<slug:slug>/useful/", library.useful, name="useful"),
]
