from django.urls import path

from workshops.views import desk, public, submitting, text

urlpatterns = [
    path("workshops/", public.track_list, name="track_list"),
    path("workshops/<int:number>/", public.track, name="track"),
    path("programme/", public.programme, name="programme"),
    path("papers/submit/", submitting.submit, name="submit"),
    path("papers/<int:pk>/", submitting.submission, name="submission"),
    path("papers/<int:pk>/edit/", submitting.edit, name="edit"),
    path("papers/<int:pk>/check/", submitting.check, name="check"),
    path("papers/<int:pk>/send/", submitting.send, name="send"),
    path("papers/<int:pk>/text/", text.text, name="text"),
    path("papers/<int:pk>/withdraw/", submitting.withdraw, name="withdraw"),
    path("papers/<int:pk>/files/<int:file_pk>/", submitting.file, name="file"),
    path("desk/papers/", desk.papers, name="desk"),
    path("desk/papers/<int:pk>/", desk.paper, name="desk_submission"),
    path("desk/papers/<int:pk>/accept/", desk.accept, name="accept"),
    path("desk/papers/<int:pk>/decline/", desk.decline, name="decline"),
]
