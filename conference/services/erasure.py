"""Destroying personal data: acts, erasure at a person's wish, and erasing again after a backup was restored."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from conference.models import Conference, ErasureAct, Person


def subject_ref(person: Person) -> str:
    """The keyed hash that stands for *person* in acts: the same after a restored backup, telling nobody anything."""
    told = f"person:{person.pk}:{person.joined.isoformat()}"
    return hmac.new(settings.SECRET_KEY.encode(), told.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def write_act(
    *,
    conference: Conference | None,
    subject: Person,
    categories: Iterable[str],
    basis: str,
    by: Person | None = None,
    log: Iterable[str] = (),
) -> ErasureAct:
    """Write the act that *categories* of the data of *subject* were destroyed.

    *by* is None for a regular task of the system; *log* are the lines of what was done, without a value in them.
    Call it in the transaction that destroys.
    """
    return ErasureAct.objects.create(
        conference=conference,
        subject_ref=subject_ref(subject),
        categories=list(categories),
        basis=basis[:250],
        executor=by,
        executor_name=str(by) if by else "",
        system=f"Vmeste, {settings.SITE_URL}",
        method="deletion and overwriting of database rows, deletion of files",
        log_extract=list(log),
    )
