"""Addresses of joining the events of a season; ``sessions/<pk>/join/`` is in ``door``: conferences have it too."""

from django.urls import path

from registration.views.joining import courses, desk, event, mine, now

urlpatterns = [
    path("now/", now.now, name="now"),
    path("sessions/<int:pk>/sign-up/", event.sign_up, name="sign_up"),
    path("sessions/<int:pk>/sign-up/undo/", event.take_back, name="sign_up_undo"),
    path("mine/", mine.listener, name="listener"),
    path("mine/details/", mine.details, name="listener_details"),
    path("mine/forget/", mine.forget, name="listener_forget"),
    path("courses/<slug:slug>/join/", courses.join_course, name="course_join"),
    path("courses/<slug:slug>/leave/", courses.leave_course, name="course_leave"),
    path("courses/<slug:slug>/certify/", courses.certify, name="course_certify"),
    path("courses/<slug:slug>/certificate.pdf", courses.certificate, name="course_certificate"),
    path("desk/listeners/", desk.listeners, name="listeners"),
    path("desk/listeners/events.<slug:kind>", desk.events_table, name="listeners_events_table"),
    path("desk/listeners/<int:pk>/", desk.listeners_of_event, name="listeners_of_event"),
    path("desk/listeners/<int:pk>/list.<slug:kind>", desk.listeners_table, name="listeners_table"),
    path("desk/listeners/courses/<slug:slug>/", desk.course, name="course_desk"),
    path("desk/listeners/courses/<slug:slug>/certify/", desk.certify_course, name="course_certify_all"),
]
