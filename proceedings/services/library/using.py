"""What readers do with materials: that they opened, watched or took them, and whether it was useful."""

from __future__ import annotations

import contextlib

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.moves import MoveNotAllowed
from proceedings.models import Material, MaterialUse, Usefulness

MOST_NOTE = 1000


def count_use(material: Material, kind: str) -> None:
    """That *material* was opened, watched or downloaded today; nothing about who.

    One UPDATE, and one row a day. A page is never kept waiting nor broken by it.
    """
    today = timezone.localdate(timezone=material.conference.zone)
    rows = MaterialUse.objects.filter(material=material.pk, day=today, kind=kind)
    with contextlib.suppress(DatabaseError):  # a database in need has better to do
        if rows.update(count=F("count") + 1):
            return
        try:
            with transaction.atomic():
                MaterialUse.objects.create(material=material, day=today, kind=kind, count=1)
        except IntegrityError:  # the first two of the day at once
            rows.update(count=F("count") + 1)


@transaction.atomic
def mark_useful(material: Material, *, voter: str, is_useful: bool, note: str = "") -> Usefulness:
    """What *voter* (a person or a browser) thinks of *material*; one mark each, the last one counts.

    *note* goes to the editors alone. Raises MoveNotAllowed for what readers do not have, ValidationError.
    """
    if material.state != Material.State.PUBLISHED:
        raise MoveNotAllowed(_("This material is not in the library now."))
    note = note.strip()
    if len(note) > MOST_NOTE:
        raise ValidationError(_("The note is too long. Up to %(most)d characters, please.") % {"most": MOST_NOTE})
    said = {"is_useful": is_useful, "at": timezone.now()} | ({"note": note, "is_read": False} if note else {})
    mark, _is_new = Usefulness.objects.update_or_create(material=material, voter=voter, defaults=said)
    return mark


@transaction.atomic
def read_note(mark: Usefulness) -> Usefulness:
    """The editors have read the note."""
    mark.is_read = True
    mark.save(update_fields=["is_read"])
    return mark


def usefulness_of(material: Material) -> tuple[int, int]:
    """How many found *material* useful, and how many said anything."""
    counted = material.marks.aggregate(all=Count("pk"), useful=Count("pk", filter=Q(is_useful=True)))
    return counted["useful"], counted["all"]
