"""The categories of a conference: which are offered to whom, and a ready-made set to begin with."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import override

from conference.models import Conference, Person
from registration.models import Category

Family, Paper, Band = Category.Family, Category.Paper, Category.Band
USUAL = [Paper.CONFIRMATION, Paper.INVITATION_LETTER, Paper.VISA_LETTER, Paper.BADGE, Paper.CERTIFICATE]
WORKING = [Paper.CONFIRMATION, Paper.INVITATION_LETTER, Paper.VISA_LETTER, Paper.BADGE]

READY_MADE: tuple[dict[str, Any], ...] = (
    {
        "family": Family.MINISTRY,
        "title_ru": "Министерство или делегацию страны",
        "title_en": "A ministry or a country delegation",
        "hint_ru": "Сначала глава делегации, остальные до назначенного дня. Около 5 минут",
        "hint_en": "The head of the delegation first, the others by a date. About 5 minutes",
        "approval": Category.Approval.BY_HAND,
        "approve_changes": True,
        "badge_band": Band.DELEGATION,
        "papers": USUAL,
    },
    {
        "family": Family.UNESCO,
        "title_ru": "Штаб-квартиру или бюро ЮНЕСКО",
        "title_en": "UNESCO Headquarters or an office",
        "hint_ru": "Секретариат, региональные бюро, институты и кафедры. 5 минут",
        "hint_en": "The Secretariat, field offices, institutes and chairs. 5 minutes",
        "approval": Category.Approval.BY_HAND,
        "badge_band": Band.UNESCO,
        "papers": USUAL,
    },
    {
        "family": Family.NATIONAL_COMMISSION,
        "title_ru": "Национальную комиссию по делам ЮНЕСКО",
        "title_en": "A National Commission for UNESCO",
        "hint_ru": "Ответственный секретарь и сотрудники комиссии. 5 минут",
        "hint_en": "The Secretary and the staff of the Commission. 5 minutes",
        "approval": Category.Approval.BY_HAND,
        "badge_band": Band.DELEGATION,
        "papers": USUAL,
    },
    {
        "family": Family.ACADEMIC,
        "title_ru": "Университет или институт, с докладом",
        "title_en": "A university or institute, with a paper",
        "hint_ru": "Регистрация, около 5 минут; доклад подаётся после одобрения",
        "hint_en": "Registration, about 5 minutes; the paper is submitted after approval",
        "approval": Category.Approval.BY_HAND,
        "badge_band": Band.SPEAKER,
        "papers": [*USUAL, Paper.HOURS],
    },
    {
        "family": Family.SCHOOL,
        "title_ru": "Школу или общественную организацию",
        "title_en": "A school or a non-governmental organisation",
        "hint_ru": "Учителя, психологи, родительские объединения. 4 минуты",
        "hint_en": "Teachers, psychologists, parents’ associations. 4 minutes",
        "approval": Category.Approval.BY_HAND,
        "badge_band": Band.PARTICIPANT,
        "papers": [*USUAL, Paper.HOURS],
    },
    {
        "family": Family.LISTENER,
        "title_ru": "Только себя, как слушатель",
        "title_en": "Only myself, as a listener",
        "hint_ru": "В зале или онлайн. 2 минуты: имя, почта и город",
        "hint_en": "In the hall or online. 2 minutes: name, e-mail address and city",
        "approval": Category.Approval.ONLINE,
        "badge_band": Band.PARTICIPANT,
        "papers": [*USUAL, Paper.HOURS],
    },
    {
        "family": Family.PRESS,
        "title_ru": "Прессу",
        "title_en": "The press",
        "hint_ru": "Журналисты, операторы, блогеры: аккредитация. 4 минуты",
        "hint_en": "Journalists, camera crews, bloggers: accreditation. 4 minutes",
        "approval": Category.Approval.BY_HAND,
        "badge_band": Band.PRESS,
        "papers": WORKING,
    },
    {
        "family": Family.INTERPRETER,
        "title_ru": "Переводчиков",
        "title_en": "Interpreters",
        "hint_ru": "Синхронный и последовательный перевод, жестовые языки. 4 минуты",
        "hint_en": "Simultaneous, consecutive and sign-language interpretation. 4 minutes",
        "approval": Category.Approval.BY_HAND,
        "badge_band": Band.INTERPRETER,
        "papers": WORKING,
    },
    {
        "family": Family.ORGANISER,
        "title_ru": "Организационный комитет",
        "title_en": "The organising committee",
        "hint_ru": "По приглашению: сотрудники и волонтёры конференции",
        "hint_en": "By invitation: staff and volunteers of the conference",
        "approval": Category.Approval.BY_HAND,
        "badge_band": Band.ORGANISER,
        "papers": [Paper.CONFIRMATION, Paper.BADGE, Paper.CERTIFICATE],
        "is_listed": False,
    },
)


def names_of(family: str) -> dict[str, str]:
    """The short title of a category that is the usual one of its kind, in both languages."""
    names = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            names[f"short_title_{language}"] = str(Family(family).label)
    return names


@transaction.atomic
def create_ready_made(conference: Conference, *, by: Person | None) -> list[Category]:
    """Give *conference* the usual categories that it does not have yet, by their addresses; returns the new ones."""
    there = set(Category.objects.of(conference).values_list("slug", flat=True))
    made = []
    for order, fields in enumerate(READY_MADE):
        if str(fields["family"]) not in there:
            names = names_of(fields["family"])
            made.append(Category.objects.create(conference=conference, order=order, **names, **fields))
    return made


def offered(conference: Conference, *, invited: Collection[int] = ()) -> list[Category]:
    """The categories that a visitor may choose from: those shown to everybody, and those they are *invited* to."""
    rows = Category.objects.of(conference).select_related("conference")
    return list(rows.filter(Q(is_listed=True) | Q(pk__in=list(invited))))
