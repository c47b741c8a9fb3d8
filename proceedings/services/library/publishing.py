"""How a material comes before readers, grows newer versions, and goes."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference import extensions
from conference.models import Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from proceedings.models import ChecklistItem, Material, MaterialVersion
from proceedings.services import searching

from .facts import LANGUAGES, facts_of, facts_of_rows, show_files, write_to_rows
from .reviewing import standing

NOT_RECOMMENDED = gettext_lazy(
    "Two experts have not recommended this material yet. Ask them, or write why it is published without."
)


@transaction.atomic
def publish_to_library(
    material: Material, *, by: Person | None, note: str = "", note_en: str = "", why_unreviewed: str = "",
    revision: int | None = None,
) -> MaterialVersion:  # fmt: skip
    """Put what editors see of *material* before readers, frozen as the next version; the index learns of it.

    Two experts must recommend it, unless *why_unreviewed* says why not (kept in the history of the material). *note*
    (and *note_en*) tell what is new in this version. With the first version of a recording of an event, those who wait
    for it are told. With *revision*, only that one is published. Raises MoveNotAllowed, ValidationError.
    """
    _hold(material)
    if revision is not None and material.revision != revision:
        raise MoveNotAllowed(
            _("Somebody else changed this material meanwhile. Look at it again before you publish it.")
        )
    reason = why_unreviewed.strip()
    if not standing(material).is_recommended and not reason:
        raise ValidationError(NOT_RECOMMENDED, code="unreviewed")
    facts = facts_of(material)
    _check_is_whole(material, facts)
    is_first = material.version == 0
    now = timezone.now()
    material.move(
        Material.State.PUBLISHED, by=by, reason=reason, version=material.version + 1, published_at=now, draft={},
        withdrawn_at=None, withdrawn_why_ru="", withdrawn_why_en="",
    )  # fmt: skip
    write_to_rows(material, facts)
    material.save()
    show_files(material, facts)
    version = MaterialVersion.objects.create(
        material=material, number=material.version, facts=facts_of_rows(material), published_at=now, published_by=by,
        note_ru=note.strip(), note_en=note_en.strip(),
    )  # fmt: skip
    searching.index(material)
    if is_first and material.kind == Material.Kind.RECORDING and material.session is not None:
        for _answer in extensions.ask("recording_published", material.session, addresses(material)):
            pass  # each room tells its own
    return version


def _check_is_whole(material: Material, facts: dict[str, object]) -> None:
    """Raise ValidationError for what readers could not use."""
    if material.kind == Material.Kind.RECORDING and not facts["video"]:
        raise ValidationError(_("A recording needs the address where it can be watched."), code="video")
    has_text = any(facts[f"body_{code}"] for code in LANGUAGES) or facts["files"]
    if material.kind in (Material.Kind.PRACTICAL, Material.Kind.DIGEST) and not has_text:
        raise ValidationError(_("Write the text, or add a file: there is nothing to read yet."), code="body")
    if material.kind == Material.Kind.CHECKLIST and not _has_statements(material):
        words = _("Add at least one statement to the checklist: there is nothing to answer yet.")
        raise ValidationError(words, code="items")


def _has_statements(material: Material) -> bool:
    """Whether readers of the next version would see a statement."""
    return ChecklistItem.objects.filter(section__checklist__material=material, until=None).exists()


@transaction.atomic
def withdraw(material: Material, *, by: Person | None, reason: str, reason_en: str = "") -> Material:
    """Take *material* from readers. Its page stays, and says that it was withdrawn and why. Raises MoveNotAllowed."""
    reason, reason_en = reason.strip()[:300], reason_en.strip()[:300]
    if not reason and not reason_en:
        raise ValidationError(_("Write why the material is withdrawn: its page says so."), code="reason")
    material.move(
        Material.State.WITHDRAWN, by=by, reason=reason or reason_en, withdrawn_at=timezone.now(),
        withdrawn_why_ru=reason, withdrawn_why_en=reason_en,
    )  # fmt: skip
    searching.forget(material)
    return material


@transaction.atomic
def put_back(material: Material, *, by: Person | None) -> Material:
    """Give readers again what was withdrawn, in the version that it had. Raises MoveNotAllowed."""
    if material.state != Material.State.WITHDRAWN:
        raise MoveNotAllowed(_("Only what was withdrawn can be given back to readers."))
    material.move(
        Material.State.PUBLISHED, by=by, withdrawn_at=None, withdrawn_why_ru="", withdrawn_why_en="",
    )  # fmt: skip
    searching.index(material)
    return material


def addresses(material: Material) -> dict[str, str]:
    """The absolute address of the page of *material* in each language."""
    found = {}
    for code in LANGUAGES:
        with translation.override(code):
            found[code] = mail.link(material.get_absolute_url())
    return found


def _hold(material: Material) -> None:
    """Hold the row of *material* until the transaction ends, and read it anew: a version has one number."""
    Material.objects.select_for_update(of=("self",), no_key=True).get(pk=material.pk)
    material.refresh_from_db()
