"""Doing a self-audit: begin, answer, say which school it is, finish, do it again. Whoever has the link may go on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Message, Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from proceedings.models import AuditAnswer, Checklist, ChecklistItem, Material, SelfAudit

from .counting import items_of, sheet_of

LETTER = "audit-link"
MOST_LETTERS = 3
"""So many letters bring the link of one attempt; and so many a day come to one address."""
A_DAY = 24 * 3600
LEFT_AFTER = timedelta(days=365)
AT_ONCE = 500
LINK = re.compile(r"/library/audits/([-\w]{10,32})(?:/|$)")
ABOUT = ("school", "region", "country", "is_counted")


@transaction.atomic
def start(checklist: Checklist, *, by: Person | None, language: str) -> SelfAudit:
    """A new attempt at the published version of *checklist*. Raises MoveNotAllowed when readers may not begin it."""
    material = checklist.material
    if material.state != Material.State.PUBLISHED:
        raise MoveNotAllowed(_("This checklist is not open any more. What was begun can be finished."))
    if not items_of(checklist, material.version):
        raise MoveNotAllowed(_("This checklist has no statements yet."))
    return SelfAudit.objects.create(checklist=checklist, person=by, language=language, version=material.version)


@transaction.atomic
def again(audit: SelfAudit, *, by: Person | None, language: str) -> SelfAudit:
    """The next attempt of the same school, to be compared with this finished one. Raises MoveNotAllowed."""
    if not audit.is_finished:
        raise MoveNotAllowed(_("Finish this attempt first: then a new one can be compared with it."))
    made = start(audit.checklist, by=audit.person or by, language=language)
    made.follows, made.organisation = audit, audit.organisation
    for name in ABOUT:
        setattr(made, name, getattr(audit, name))
    made.save()
    return made


@transaction.atomic
def answer(audit: SelfAudit, item: ChecklistItem, value: str, *, note: str = "") -> AuditAnswer:
    """Write down the answer to *item*; the last one holds. Raises MoveNotAllowed after the end, ValidationError."""
    _hold_open(audit)
    if value not in AuditAnswer.Value.values:
        raise ValidationError({"value": _("Choose one of the four answers.")})
    belongs = ChecklistItem.objects.of_version(audit.version).filter(section__checklist=audit.checklist_id, pk=item.pk)
    if not belongs.exists():
        raise ValidationError(_("This statement is not of this checklist."), code="foreign")
    made, _created = AuditAnswer.objects.update_or_create(
        audit=audit, item=item, defaults={"value": value, "note": note.strip()[:1000]}
    )
    return made


@transaction.atomic
def answer_many(audit: SelfAudit, answers: dict[int, tuple[str, str]]) -> int:
    """Write down value and note of several items by their keys; how many. Raises as ``answer`` does."""
    _hold_open(audit)
    known = {item.pk for item in items_of(audit.checklist, audit.version)}
    if not set(answers) <= known:
        raise ValidationError(_("This statement is not of this checklist."), code="foreign")
    if not {value for value, _note in answers.values()} <= set(AuditAnswer.Value.values):
        raise ValidationError(_("Choose one of the four answers."), code="value")
    rows = [AuditAnswer(audit=audit, item_id=item, value=value, note=note.strip()[:1000])
            for item, (value, note) in answers.items()]  # fmt: skip
    AuditAnswer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["audit", "item"], update_fields=["value", "note"]
    )
    return len(rows)


def _hold_open(audit: SelfAudit) -> None:
    """Hold the row, which is touched by it, while it is not finished. Raises MoveNotAllowed."""
    if not SelfAudit.objects.filter(pk=audit.pk, finished_at=None).update(changed_at=timezone.now()):
        raise MoveNotAllowed(_("This attempt is finished and its answers stay as they are. You can do it once more."))


@transaction.atomic
def tell_about(audit: SelfAudit, **about: Any) -> SelfAudit:
    """Write down ``school``, ``region``, ``country`` and whether it is counted, at any time; all may be empty."""
    for name in ABOUT:
        if name in about:
            setattr(audit, name, about[name])
    audit.save(update_fields=[*ABOUT, "changed_at"])
    return audit


@transaction.atomic
def finish(audit: SelfAudit) -> SelfAudit:
    """Close the attempt: its answers stay. Raises ValidationError while statements are open, MoveNotAllowed."""
    _hold_open(audit)
    missing = [line.number for line in sheet_of(audit).lines if not line.value]
    if missing:
        said = ngettext(
            "%(count)d statement is not answered yet: %(numbers)s. What does not concern you can be answered so.",
            "%(count)d statements are not answered yet: %(numbers)s. What does not concern you can be answered so.",
            len(missing),
        )
        numbers = ", ".join(str(number) for number in missing)
        raise ValidationError(said % {"count": len(missing), "numbers": numbers}, code="missing")
    audit.finished_at = timezone.now()
    audit.save(update_fields=["finished_at", "changed_at"])
    return audit


@transaction.atomic
def attach(audit: SelfAudit, *, by: Person) -> SelfAudit:
    """Put the attempt into the cabinet of *by*, who has its link. Raises MoveNotAllowed when it is in another one."""
    taken = SelfAudit.objects.filter(pk=audit.pk, person=None).update(person=by)
    audit.refresh_from_db(fields=["person"])
    if not taken and audit.person_id != by.pk:
        raise MoveNotAllowed(_("This attempt is in somebody else’s cabinet. Its link works for you all the same."))
    return audit


@transaction.atomic
def follow(audit: SelfAudit, link: str) -> SelfAudit:
    """Compare *audit* with the earlier attempt whose link is told. Raises ValidationError for any other."""
    found = LINK.search(link.strip())
    earlier = SelfAudit.objects.filter(key=found[1], checklist=audit.checklist_id).first() if found else None
    if earlier is None or earlier.pk == audit.pk or audit.pk in _chain(earlier):
        raise ValidationError({"link": _("Paste the whole personal link of an earlier attempt at this checklist.")})
    if not earlier.is_finished:
        raise ValidationError({"link": _("That attempt is not finished yet: finish it first.")})
    audit.follows = earlier
    audit.save(update_fields=["follows", "changed_at"])
    return audit


def _chain(audit: SelfAudit) -> set[int]:
    """The keys of the attempts before *audit*."""
    known: set[int] = set()
    before = audit.follows_id
    while before and before not in known:
        known.add(before)
        before = SelfAudit.objects.filter(pk=before).values_list("follows_id", flat=True).first()
    return known


# -- the link ---------------------------------------------------------------------------------------------------------


def start_path(checklist: Checklist) -> str:
    """Where *checklist* begins, in the active language."""
    return reverse("audits:checklist", args=[checklist.material.slug])


def link_of(audit: SelfAudit, language: str) -> str:
    """The whole personal link, in *language*."""
    with translation.override(language):
        return mail.link(reverse("audits:audit", args=[audit.key]))


@transaction.atomic
def send_link(audit: SelfAudit, email: str, *, language: str) -> Message | None:
    """One letter with the link. The address is not kept: the letter is deleted once it is sent.

    Raises ValidationError when there were enough letters of this attempt, or to this address today.
    """
    often = ValidationError(_("The link was sent several times already. Copy it, please."), code="often")
    if _count_of("audit-letter", email.strip().lower()) > MOST_LETTERS:
        raise often
    if not SelfAudit.objects.filter(pk=audit.pk, letters__lt=MOST_LETTERS).update(letters=F("letters") + 1):
        raise often
    with translation.override(language):
        title = audit.checklist.material.title
    return mail.queue(
        LETTER, to=email.strip(), language=language, is_secret=True, checklist=title, link=link_of(audit, language)
    )


def _count_of(what: str, of: str) -> int:
    """How often it was within a day, this time included; what is counted is kept as a fingerprint only."""
    key = f"{what}:{salted_hmac(what, of).hexdigest()}"
    cache.add(key, 0, A_DAY)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two lines
        return 1


def forget_letters() -> int:
    """Scheduled: delete the letters with links that were sent, or never will be; their addresses go with them."""
    return Message.objects.filter(key=LETTER).exclude(state=Message.State.QUEUED).delete()[0]


# -- the end of attempts ----------------------------------------------------------------------------------------------


@transaction.atomic
def forget(audit: SelfAudit) -> None:
    """Erase the attempt with its answers and its plan; attempts after it stay."""
    audit.steps.all().delete()
    audit.delete()


def forget_left() -> int:
    """Scheduled: erase unfinished attempts of nobody’s cabinet that nobody touched for a year; how many."""
    left = SelfAudit.objects.filter(person=None, finished_at=None, changed_at__lt=timezone.now() - LEFT_AFTER)
    keys = list(left.values_list("pk", flat=True)[:AT_ONCE])
    if keys:
        SelfAudit.objects.filter(pk__in=keys).delete()
    return len(keys)
