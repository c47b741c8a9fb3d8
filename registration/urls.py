from django.urls import path

from .views import mine, sending, start, steps

app_name = "registration"
urlpatterns = [
    path("register/", start.start, name="start"),
    path("register/resume/", start.resume, name="resume"),
    path("register/resume/<str:token>/", start.resume_draft, name="resume_draft"),
    path("register/for-another/", start.for_another, name="for_another"),
    path("register/send/", sending.send, name="send"),
    path("register/sent/", sending.sent, name="sent"),
    path("register/mine/<int:pk>/cancel/", mine.cancel, name="cancel"),
    path("register/mine/<int:pk>/letter/", mine.letter, name="letter"),
    path("register/<slug:family>/", start.family, name="family"),
    path("register/<slug:family>/later/", start.later, name="later"),
    path("register/<slug:family>/check/", steps.check, name="check"),
    path("register/<slug:family>/send/", sending.send_draft, name="send_draft"),
    path("register/<slug:family>/<slug:step>/", steps.step, name="step"),
]
