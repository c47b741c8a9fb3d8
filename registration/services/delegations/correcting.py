"""What the organisers put right about a delegation: its body, its country, the address it is written to."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from conference.models.people import PersonManager
from conference.services.documents import revoke_documents
from conference.services.queue import Queue, enqueue
from registration.models import Delegation, Registration
from registration.services import papers
from registration.services.letters import issue_letter

OF_ALL = ("body_ru", "body_en", "country")


@transaction.atomic
def correct_delegation(
    delegation: Delegation, *, by: Person, body_ru: str, body_en: str, country: str, focal_email: str | None = None
) -> int:
    """Correct what every member shares. Members with the same answer follow it, and papers that printed the old
    one are issued anew; returns for how many members. *focal_email* None leaves the address as it is.
    """  # fmt: skip
    locked = Delegation.objects.select_for_update(no_key=True).select_related("conference").get(pk=delegation.pk)
    before = _facts(locked)
    locked.body_ru, locked.body_en, locked.country = body_ru or None, body_en or None, country  # type: ignore[attr-defined]
    if focal_email is not None and locked.focal_point_id is None:
        locked.focal_email = PersonManager.normalize_email(focal_email)
    locked.save()
    delegation.refresh_from_db()
    if _facts(locked) == before:
        return 0
    rows = locked.registrations.filter(state__in=[Registration.State.DRAFT, *Registration.ACTIVE])
    same = [each for each in rows.select_related("person", "category", "conference") if _facts(each) == before]
    for member in same:
        member.body_ru, member.body_en, member.country = locked.body_ru, locked.body_en, locked.country  # type: ignore[attr-defined]
        if member.person:
            member.search = member.searchable()
        member.save()
        if member.state == Registration.State.APPROVED:
            revoke_documents(about=member, by=by, reason=_("The data changed; a new document follows."))
            papers.confirm(member)
            enqueue(issue_letter, member.pk, queue=Queue.LONG)
    return len(same)


def _facts(row: Delegation | Registration) -> tuple[str, ...]:
    return tuple(str(getattr(row, name) or "") for name in OF_ALL)
