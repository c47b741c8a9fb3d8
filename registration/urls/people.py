"""The list of participants, and the one of delegations."""

from django.urls import path, re_path

from registration.views import people

urlpatterns = [
    path("participants/", people.participants, name="participants"),
    path("desk/protocol/", people.delegations, name="protocol"),
    re_path(r"^desk/protocol/delegations\.(?P<kind>xlsx|pdf)$", people.delegations_file, name="protocol_file"),
]
