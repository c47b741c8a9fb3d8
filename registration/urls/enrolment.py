"""Places in sessions."""

from django.urls import path

from registration.views import enrolment

urlpatterns = [
    path("sessions/<int:pk>/place/", enrolment.enrol, name="enrol"),
    path("sessions/<int:pk>/place/give-up/", enrolment.give_up, name="give_up_place"),
    path("desk/places/", enrolment.desk, name="enrolment"),
    path("desk/places/<int:pk>/", enrolment.desk_session, name="enrolment_session"),
    path("desk/places/<int:pk>/list.xlsx", enrolment.desk_table, name="enrolment_table"),
    path("desk/places/<int:pk>/seats/", enrolment.change_seats, name="enrolment_seats"),
    path("desk/places/<int:pk>/people/<int:enrolment>/remove/", enrolment.remove, name="enrolment_remove"),
]
