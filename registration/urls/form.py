"""Addresses of the form and of one's own registrations."""

from django.urls import path

from registration.views import changing, mine, sending, start, steps, suggest

urlpatterns = [
    path("register/", start.start, name="start"),
    path("register/resume/", start.resume, name="resume"),
    path("register/resume/<str:token>/", start.resume_draft, name="resume_draft"),
    path("register/for-another/", start.for_another, name="for_another"),
    path("register/send/", sending.send, name="send"),
    path("register/sent/", sending.sent, name="sent"),
    path("register/mine/<int:pk>/cancel/", mine.cancel, name="cancel"),
    path("register/mine/<int:pk>/change/", changing.change, name="change"),
    path("register/mine/<int:pk>/leave/", changing.leave, name="leave_change"),
    path("register/mine/files/<int:pk>/", changing.answer_file, name="answer_file"),
    path("register/suggest/organisations/", suggest.organisations, name="suggest_organisations"),
    path("register/mine/<int:pk>/letter/", mine.letter, name="letter"),
    path("register/<slug:category>/", start.category, name="category"),
    path("register/<slug:category>/later/", start.later, name="later"),
    path("register/<slug:category>/check/", steps.check, name="check"),
    path("register/<slug:category>/send/", sending.send_draft, name="send_draft"),
    path("register/<slug:category>/<slug:step>/", steps.step, name="step"),
    path("register/<slug:category>/<slug:step>/autosave/", steps.autosave, name="autosave"),
]
