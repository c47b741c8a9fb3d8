"""What listeners tell of themselves after they have joined."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from conference.models import Organisation, Person
from conference.regions import COUNTRY
from workshops.models import Listener


@transaction.atomic
def tell_details(listener: Listener, *, organisation: Organisation | None, **fields: Any) -> Listener:
    """Write what a listener tells; a region without a country is one of Russia.

    The name of an account that was made by listening follows the listener's: certificates are checked by it.
    """
    was = Listener.objects.get(pk=listener.pk).name
    for name, value in fields.items():
        setattr(listener, name, value)
    if listener.region and not listener.country:
        listener.country = COUNTRY
    listener.organisation = organisation
    listener.save(update_fields=[*fields, "country", "organisation"])
    if listener.person_id and listener.confirmed_at and listener.name != was:
        for person in Person.objects.filter(pk=listener.person_id, full_name=was):
            person.full_name = listener.name
            person.save(update_fields=["full_name"])
    return listener
