"""What anybody may read."""

from django.urls import path

from proceedings.views import public

urlpatterns = [
    path("proceedings/", public.volumes, name="volumes"),
    path("proceedings/<slug:volume>/", public.volume, name="volume"),
    path("proceedings/<slug:volume>/pdf/", public.pdf, name="pdf"),
    path("proceedings/<slug:volume>/<int:number>/", public.article, name="article"),
    path("proceedings/<slug:volume>/<int:number>/figures/<int:figure>/", public.figure, name="figure"),
]
