"""Addresses by which listeners are known."""

from django.urls import path

from workshops.views import listening

urlpatterns = [
    path("l/", listening.link_again, name="link_again"),
    path("l/<str:token>/", listening.personal_link, name="personal_link"),
    path("l/<str:token>/stop/", listening.stop_letters, name="stop_letters"),
]
