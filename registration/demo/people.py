"""People and their data in the demonstration: a public list, prohibitions, a consent withdrawn, a request waiting."""

from __future__ import annotations

from conference.demo import World
from conference.models import Consent, ConsentText, DataRequest
from conference.services.consent import give_consent, withdraw_consent
from conference.services.data_requests import make_request
from registration.models import Registration, Rules

NEXT = "inclusion-next"
Kind = ConsentText.Kind
CORRECTION = "Прошу исправить должность: с сентября я старший преподаватель, а не доцент."


def load(world: World) -> None:
    conference = world.conferences[NEXT]
    Rules.objects.update_or_create(conference=conference, defaults={"list_is_public": True})
    approved = Registration.objects.of(conference).approved().select_related("person").order_by("number")
    people = [registration.participant for registration in approved if not registration.delegation_id]
    if len(people) < 4 or DataRequest.objects.filter(person=world.people["author"]).exists():
        return
    publication = ConsentText.objects.in_force(conference, Kind.DISSEMINATION)
    if publication is not None:
        give_consent(people[0], publication, language="ru", limits=[Consent.Limit.NO_ORGANISATION])
        give_consent(people[1], publication, language="ru", limits=[Consent.Limit.NOT_ON_SITE])
    for consent in Consent.objects.filter(person=people[2]).to(conference, Kind.PHOTO_VIDEO).standing():
        withdraw_consent(consent, by=people[2])
    for kind in (Kind.CROSS_BORDER, Kind.MAILING):
        if text := ConsentText.objects.in_force(conference, kind):
            give_consent(world.people["listener"], text, language="ru")
    make_request(world.people["author"], DataRequest.Kind.CORRECTION, note=CORRECTION)
