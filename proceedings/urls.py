from django.urls import path

from .views import desk, public

app_name = "proceedings"
urlpatterns = [
    path("proceedings/", public.volumes, name="volumes"),
    path("proceedings/<slug:volume>/", public.volume, name="volume"),
    path("proceedings/<slug:volume>/pdf/", public.pdf, name="pdf"),
    path("proceedings/<slug:volume>/<int:number>/", public.article, name="article"),
    path("proceedings/<slug:volume>/<int:number>/figures/<int:figure>/", public.figure, name="figure"),
    path("desk/proceedings/", desk.volumes, name="desk"),
    path("desk/proceedings/<slug:volume>/", desk.board, name="board"),
    path("desk/proceedings/<slug:volume>/collect/", desk.collect, name="collect"),
    path("desk/proceedings/<slug:volume>/outcomes/", desk.outcomes, name="outcomes"),
    path("desk/proceedings/<slug:volume>/compile/", desk.compile_, name="compile"),
    path("desk/proceedings/<slug:volume>/publish/", desk.publish, name="publish"),
    path("desk/proceedings/<slug:volume>/publish/ask/", desk.publish_ask, name="publish_ask"),
    path("desk/proceedings/<slug:volume>/jobs/<int:pk>/", desk.job, name="job"),
    path("desk/proceedings/<slug:volume>/jobs/<int:pk>/status/", desk.job_status, name="job_status"),
    path("desk/proceedings/<slug:volume>/jobs/<int:pk>/stop/", desk.stop, name="stop"),
    path("desk/proceedings/<slug:volume>/builds/<int:pk>/", desk.build_file, name="build"),
    path("desk/proceedings/<slug:volume>/builds/<int:pk>/preview/", desk.build_preview, name="preview"),
]
