"""Destroying personal data: acts, erasure at a person's wish, and erasing again after a backup was restored."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from auditlog.context import disable_auditlog
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.extensions import ask
from conference.models import Conference, Consent, DataRequest, ErasureAct, Message, Person, Role
from conference.models.people import ERASED_RU

from . import history, mail
from .consent import withdraw_consent

FAREWELL = "data-erased"
STAFF = [kind for kind in Role.Kind.values if kind != Role.Kind.PARTICIPANT]


def subject_ref(person: Person) -> str:
    """The keyed hash that stands for *person* in acts: the same after a restored backup, telling nobody anything."""
    told = f"person:{person.pk}:{person.joined.isoformat()}"
    return hmac.new(settings.SECRET_KEY.encode(), told.encode(), hashlib.sha256).hexdigest()


def logged(done: str, **told: Any) -> dict[str, Any]:
    """One line of the extract from the log: a key of ``acts.DONE``, when, and what or how many."""
    return {"done": done, "at": timezone.now().isoformat(), **told}


@transaction.atomic
def write_act(
    *,
    conference: Conference | None,
    subject: Person,
    categories: Iterable[str],
    basis: str,
    by: Person | None = None,
    log: Iterable[dict[str, Any]] = (),
) -> ErasureAct:
    """Write the act that *categories* of the data of *subject* were destroyed.

    *by* is None for a regular task of the system; *log* are lines as ``logged`` makes them, without a value in them.
    *categories* and *basis* are keys of ``acts.CATEGORIES`` and ``acts.BASES`` (a basis may also be the words of the
    executor), so that the act can be printed in any language. Call it in the transaction that destroys.
    """
    return ErasureAct.objects.create(
        conference=conference,
        subject_ref=subject_ref(subject),
        categories=list(categories),
        basis=basis[:250],
        executor=by,
        executor_name=str(by) if by else "",
        system=f"Vmeste, {settings.SITE_URL}",
        log_extract=list(log),
    )


def is_erased(person: Person) -> bool:
    return person.full_name == ERASED_RU and person.email is None


def refuse_for_staff(person: Person) -> None:
    """Raise ValidationError for somebody who works here: their roles are taken away first."""
    works = person.is_superuser or person.is_staff or person.roles.filter(kind__in=STAFF).exists()
    if works:
        raise ValidationError(
            _("%(person)s has roles of the staff. Take the roles away first, then erase.") % {"person": person},
            code="staff",
        )


@transaction.atomic
def erase(person: Person, *, by: Person | None, basis: str, conference: Conference | None = None) -> ErasureAct:
    """Make *person* anonymous and destroy what every room keeps about them, with an act; final.

    Statistics, proofs of consent (as hashes) and the by-lines of published papers stay. Sessions end, the account can
    no longer be entered, files are deleted once the transaction has ended well. *by* is None when a restored backup
    is gone through again. Raises ValidationError for staff, and for whoever has been erased already.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if is_erased(person):
        raise ValidationError(_("These data have been erased already."), code="erased")
    if by is not None:
        refuse_for_staff(person)
    names, address, language = history.names_of(person), person.letters_to, person.language
    with disable_auditlog(), override("en"):  # rooms name what they erased by keys
        categories = [what for part in ask("erase", person, by=by) for what in part]
        log = list(_erase_here(person, by=by))
    history.forget_in_history(person, names)
    history.forget_in_jobs(names)
    history.forget_in_letters(person, names)
    _end_sessions(person)
    _make_anonymous(person)
    act = write_act(
        conference=conference,
        subject=person,
        categories=[*categories, "account", "consents", "documents", "letters", "history"],
        basis=basis,
        by=by,
        log=log,
    )
    if by is not None:
        mail.queue(FAREWELL, to=address, conference=conference, language=language, is_secret=True, number=act.number)
        transaction.on_commit(lambda: _remember(act))
    return act


def _erase_here(person: Person, *, by: Person | None) -> Iterator[dict[str, Any]]:
    """The core's own rows; yields a line for the extract from the log after each kind."""
    consents = list(Consent.objects.filter(person=person).select_related("text__conference"))
    for consent in consents:
        if consent.withdrawn_at is None:
            withdraw_consent(consent, by=by or person, via=Consent.Method.ERASURE)
        _delete_later(consent.evidence_file)
        told = json.dumps(consent.subject, sort_keys=True, ensure_ascii=False)
        subject = {"sha256": hashlib.sha256(told.encode()).hexdigest()}
        Consent.objects.filter(pk=consent.pk).update(subject=subject, conditions="", evidence_file="")
    yield logged("consents", count=len(consents))
    documents = list(person.documents.all())
    for document in documents:
        _delete_later(document.file)
    person.documents.update(file="", facts={})
    yield logged("files", count=sum(bool(each.file) for each in documents))
    requests = DataRequest.objects.filter(person=person)
    requests.update(note="")
    requests.filter(kind=DataRequest.Kind.ERASURE, answered_at=None).update(answered_at=timezone.now(), answered_by=by)
    roles = list(person.roles.all())
    yield logged("roles", count=len(roles))
    history.scrub_history([person, *roles, *consents, *documents])
    person.roles.all().delete()


def _end_sessions(person: Person) -> None:
    """End every session of *person*, and forget who tried to log in with their address."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    addresses = [address for address in (person.email, person.contact_email) if address]
    EmailAddress.objects.filter(user=person).delete()
    for log in (AccessAttempt, AccessFailureLog, AccessLog):
        log.objects.filter(username__in=addresses).delete()


def _make_anonymous(person: Person) -> None:
    """Overwrite the row of *person*; past ``save``, so that no history is written of what was there."""
    person.set_unusable_password()
    empty = dict.fromkeys(("contact_email", "native_name", "orcid", "reading", "country"), "")
    bilingual = ("position", "city", "honorific")
    empty_in_both = {f"{name}_{language}": "" for name in bilingual for language, _title in settings.LANGUAGES}
    Person.objects.filter(pk=person.pk).update(
        full_name=ERASED_RU, latin_name="", email=None, organisation=None, last_login=None,
        password=person.password, is_active=False, is_staff=False, is_superuser=False, **empty, **empty_in_both,
    )  # fmt: skip
    person.groups.clear()
    person.user_permissions.clear()
    person.refresh_from_db()


def _delete_later(file: FieldFile) -> None:
    """Delete the stored file once the transaction has ended well."""
    if file.name:
        storage, name = file.storage, str(file.name)
        transaction.on_commit(lambda: storage.delete(name))


def wipe_farewells() -> int:
    """Take the address out of the letters that said good-bye, once they are sent or given up."""
    letters = Message.objects.filter(Q(key=FAREWELL) & ~Q(state=Message.State.QUEUED) & ~Q(to=history.NOBODY))
    return letters.update(to=history.NOBODY, subject=history.GONE, body="")


# -- after a restored backup ---------------------------------------------------------------------------------


def _list() -> Path:
    return settings.VAR_DIR / "erasures.jsonl"


def _remember(act: ErasureAct) -> None:
    """Add the act to the list that is kept apart from the database, so that a restored backup can be gone through."""
    line = json.dumps({"ref": act.subject_ref, "act": act.number, "at": act.done_at.isoformat(), "basis": act.basis})
    _list().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(_list(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(line + "\n")


def reapply_erasures() -> list[ErasureAct]:
    """Erase again whoever the kept list names and a restored backup has brought back; returns the new acts."""
    if not _list().exists():
        return []
    rows = [json.loads(line) for line in _list().read_text(encoding="utf-8").splitlines() if line.strip()]
    known = {row["ref"]: row for row in rows}
    acts = []
    for person in Person.objects.order_by("pk").iterator():
        row = known.get(subject_ref(person))
        if row is not None and not is_erased(person):
            acts.append(erase(person, by=None, basis=f"restored:{row['act']}"))
    return acts
