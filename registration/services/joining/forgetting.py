"""Forgetting a listener: everything that is kept of them in one season."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from conference.models import IssuedDocument, Message, Person
from conference.services import erasure
from conference.services.documents import forget_files, revoke_documents
from registration.models import Attendance, CourseMember, Registration, SignUp
from workshops.models import Listener
from workshops.services import consultations, topics

OURS = ("listener-", "event-", "question-", "consultation-")
"""How the keys of letters to listeners begin."""


@transaction.atomic
def forget(listener: Listener) -> None:
    """Erase *listener* at their own wish: sign-ups, attendance, courses, certificates, letters, the row itself.

    Questions of theirs stay without a name. An account that nothing but listening made is erased as a whole, with an
    act; what somebody has elsewhere on the site stays.
    """
    person = listener.person
    if person is not None and _only_listened(person, listener):
        erasure.erase(person, by=person, basis="own-wish", conference=listener.conference)
        return
    erase_listeners(Listener.objects.filter(pk=listener.pk))


def erase_listeners(listeners: QuerySet[Listener]) -> list[str]:
    """Destroy what is kept of these rows and the rows; the keys of what was destroyed."""
    rows = list(listeners.select_related("conference", "person"))
    consultations.leave(rows)
    topics.leave(rows)
    for member in CourseMember.objects.filter(listener__in=rows).select_related("listener__person"):
        revoke_documents(about=member, by=member.listener.person, reason=_("The holder asked to be forgotten."))
        about = ContentType.objects.get_for_model(CourseMember)
        documents = IssuedDocument.objects.filter(about_type=about, about_id=member.pk)
        forget_files(documents)
        documents.update(facts={}, person=None)
    for row in rows:
        if row.person_id:
            of_ours = Q()
            for beginning in OURS:
                of_ours |= Q(key__startswith=beginning)
            Message.objects.filter(of_ours, conference=row.conference, person=row.person_id).delete()
    for model in (SignUp, Attendance, CourseMember):
        model.objects.filter(listener__in=rows).delete()
    listeners.model.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return ["listening"] if rows else []


def _only_listened(person: Person, listener: Listener) -> bool:
    """Whether nothing but this listening made the account: no role, no registration, no paper, never signed in."""
    if person.is_staff or person.is_superuser or person.last_login is not None or person.roles.exists():
        return False
    others = person.listenings.exclude(pk=listener.pk)
    papers = IssuedDocument.objects.filter(person=person).exclude(
        about_type=ContentType.objects.get_for_model(CourseMember)
    )
    registered = Registration.objects.filter(Q(person=person) | Q(filled_by=person))
    return not (others.exists() or papers.exists() or registered.exists())
