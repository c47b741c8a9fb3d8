"""Invitations, waiting list, confirmation of attendance."""

from django.urls import path

from registration.views import invitations, places

urlpatterns = [
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("invitation/<str:token>/accept/", invitations.accept, name="invitation_accept"),
    path("invitation/<str:token>/decline/", invitations.decline, name="invitation_decline"),
    path("place/<str:token>/", places.offer, name="offer"),
    path("place/<str:token>/take/", places.take, name="offer_take"),
    path("place/<str:token>/give-up/", places.give_up, name="offer_give_up"),
    path("place/<str:token>/online/", places.online, name="offer_online"),
    path("attendance/<str:token>/", places.confirm, name="confirm"),
    path("attendance/<str:token>/coming/", places.coming, name="confirm_coming"),
    path("attendance/<str:token>/not-coming/", places.not_coming, name="confirm_not_coming"),
    path("desk/invitations/", invitations.invitation_list, name="invitations"),
    path("desk/invitations/new/", invitations.new, name="invitations_new"),
    path("desk/invitations/send/", invitations.send, name="invitations_send"),
    path("desk/invitations/template/", invitations.template, name="invitations_template"),
    path("desk/invitations/remind/", invitations.remind, name="invitations_remind"),
    path("desk/invitations/jobs/<int:pk>/", invitations.job, name="invitations_job"),
    path("desk/invitations/jobs/<int:pk>/status/", invitations.job_status, name="invitations_job_status"),
    path("desk/invitations/<int:pk>/resend/", invitations.resend, name="invitation_resend"),
    path("desk/invitations/<int:pk>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("desk/waiting/", places.waiting_list, name="waiting"),
    path("desk/waiting/<int:pk>/offer/", places.offer_seat, name="waiting_offer"),
    path("desk/waiting/<slug:category>/<slug:attendance>/offer/", places.offer_free, name="waiting_offer_free"),
    path("desk/silent/", places.silent, name="silent"),
    path("desk/silent/release/", places.release, name="silent_release"),
    path("desk/silent/ask/", places.ask_again, name="silent_ask"),
    path("desk/silent/confirm/", places.confirmed_by_hand, name="silent_confirm"),
]
