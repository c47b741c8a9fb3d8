"""Checklists and self-audits for their tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from conference.models import Conference
from proceedings.models import Checklist, ChecklistItem, SelfAudit
from proceedings.services import audits, library

YES, PARTLY, NO, NA = "yes", "partly", "no", "na"


@pytest.fixture
def season(make_conference: Callable[..., Conference]) -> Conference:
    return make_conference("season", kind=Conference.Kind.SEASON)


@pytest.fixture
def checklist(season: Conference) -> Checklist:
    """Two sections, of two statements and of three."""
    return new_checklist(season)


def new_checklist(season: Conference, *, slug: str = "school", sizes: tuple[int, ...] = (2, 3)) -> Checklist:
    """A published checklist with sections of *sizes* items in both languages."""
    checklist = audits.add_checklist(
        season, by=None, slug=slug, minutes=30, title_ru="Школа для всех", title_en="A school for all",
        summary_ru="О чём этот чек-лист.", summary_en="What this checklist is about.", language="both",
    )  # fmt: skip
    for number, size in enumerate(sizes, start=1):
        section = audits.add_section(checklist, by=None, title_ru=f"Раздел {number}", title_en=f"Section {number}")
        for place in range(1, size + 1):
            audits.add_item(section, by=None, **texts(f"{number}.{place}"))
    return publish(checklist)


def texts(name: str) -> dict[str, str]:
    return {
        "text_ru": f"Утверждение {name}", "text_en": f"Statement {name}",
        "hint_ru": f"Как выглядит {name}", "hint_en": f"How {name} looks",
        "evidence_ru": f"Что показывает {name}", "evidence_en": f"What shows {name}",
        "improve_ru": f"Первый шаг {name}", "improve_en": f"First step {name}",
    }  # fmt: skip


def publish(checklist: Checklist) -> Checklist:
    library.publish_to_library(checklist.material, by=None, why_unreviewed="for a test")
    return Checklist.objects.select_related("material__conference").get(pk=checklist.pk)


def at(audit: SelfAudit, name: str, *args: object, language: str = "ru") -> str:
    """The address of a page of *audit*."""
    with translation.override(language):
        return reverse(f"audits:{name}", args=[audit.key, *args])


def items(audit: SelfAudit) -> list[ChecklistItem]:
    return audits.items_of(audit.checklist, audit.version)


def begun(checklist: Checklist, *values: str, **about: Any) -> SelfAudit:
    """An attempt with *values* as its first answers."""
    audit = audits.start(checklist, by=about.pop("person", None), language="ru")
    if about:
        audits.tell_about(audit, **about)
    pairs = zip(items(audit), values, strict=False)
    audits.answer_many(audit, {item.pk: (value, "") for item, value in pairs})
    return audit


def finished(checklist: Checklist, *values: str, days: int = 3, **about: Any) -> SelfAudit:
    """An attempt that was finished *days* ago; the last of *values* answers all that is left."""
    missing = len(audits.items_of(checklist, checklist.material.version)) - len(values)
    audit = begun(checklist, *values, *(values[-1],) * missing, **about)
    audits.finish(audit)
    SelfAudit.objects.filter(pk=audit.pk).update(
        finished_at=timezone.now() - timedelta(days=days), started_at=timezone.now() - timedelta(days=days, hours=1)
    )
    audit.refresh_from_db()
    return audit
