"""Addresses of taking part, one module for each journey; the form comes last, its addresses are the widest."""

from . import delegations, door, enrolment, form, invitations, joining, office, papers, people, travel

app_name = "registration"
urlpatterns = [
    *delegations.urlpatterns,
    *invitations.urlpatterns,
    *travel.urlpatterns,
    *papers.urlpatterns,
    *door.urlpatterns,
    *enrolment.urlpatterns,
    *people.urlpatterns,
    *office.urlpatterns,
    *joining.urlpatterns,
    *form.urlpatterns,
]
