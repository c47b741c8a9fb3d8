"""What the form of a paper suggests: keywords and organisations that papers of the conference have used already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from django.db.models import Q

from conference.models import Conference, Organisation, Role
from workshops.models import Author, Submission

CYRILLIC = re.compile("[А-Яа-яЁё]")
LEAST, MOST, LOOKED_AT, LISTED = 2, 8, 400, 60
KNOWN_BY = sorted(set(Role.Kind.values) - {Role.Kind.REVIEWER, Role.Kind.MODERATOR, Role.Kind.EXPERT})
"""Whose organisations are offered: not those of people who are reviewers only, for nobody is to learn who reviews.

What somebody is in a season says nothing here."""


def _words(rows: Iterable[str | None]) -> list[str]:
    """Keywords of many papers, each once as it is most often written, the most frequent first."""
    counted: Counter[str] = Counter()
    for row in rows:
        counted.update(list(dict.fromkeys(part.strip() for part in re.split("[,;]", row or "") if part.strip())))
    spelt: dict[str, str] = {}
    for word, _count in counted.most_common():
        spelt.setdefault(word.casefold(), word)
    return list(spelt.values())


def keywords_of(conference: Conference, language: str) -> list[str]:
    rows = Submission.objects.of(conference).sent().order_by("-pk")
    return _words(rows.values_list(f"keywords_{language}", flat=True)[:LOOKED_AT])


def keywords_like(conference: Conference, language: str, typed: str) -> list[str]:
    """At most eight keywords that hold *typed*, those that begin with it first."""
    wanted = typed.casefold()
    if len(wanted) < LEAST:
        return []
    found = [word for word in keywords_of(conference, language) if wanted in word.casefold()]
    found.sort(key=lambda word: not word.casefold().startswith(wanted))
    return found[:MOST]


def organisations_of(conference: Conference) -> list[dict[str, str]]:
    """Organisations that authors of sent papers named, then those that staff entered or admitted people belong to."""
    authors = Author.objects.filter(submission__conference=conference).exclude(
        submission__state__in=[Submission.State.DRAFT, Submission.State.WITHDRAWN]
    )
    names = ("affiliation_ru", "affiliation_en", "city_ru", "city_en", "country", "ror")
    found: dict[str, dict[str, str]] = {}
    for row in authors.order_by("-pk").values(*names)[:LOOKED_AT]:
        told = {
            "ru": row["affiliation_ru"], "en": row["affiliation_en"], "city_ru": row["city_ru"],
            "city_en": row["city_en"], "country": row["country"], "ror": row["ror"],
        }  # fmt: skip
        _remember(found, told)
    people = Q(people=None) | Q(people__roles__kind__in=KNOWN_BY)
    known = Organisation.objects.filter(people).distinct().order_by("pk")
    for ru, en, city, country, ror in known.values_list("title_ru", "title_en", "city", "country", "ror")[:LOOKED_AT]:
        cities = {f"city_{'ru' if CYRILLIC.search(city or '') else 'en'}": city}
        told = {"ru": ru, "en": en, "city_ru": "", "city_en": "", **cities, "country": country}
        _remember(found, {**told, "ror": str(ror or "").rpartition("/")[2]})
    return list(found.values())


def _remember(found: dict[str, dict[str, str]], told: dict[str, str | None]) -> None:
    """Add an organisation, or complete the one of the same name by what it still lacks."""
    plain = {name: str(value or "") for name, value in told.items()}
    if not plain["ru"] and not plain["en"]:
        return
    key = (plain["ru"] or plain["en"]).casefold()
    kept = found.setdefault(key, plain)
    for name, value in plain.items():
        kept[name] = kept[name] or value


def organisations_like(conference: Conference, typed: str) -> list[dict[str, str]]:
    """At most eight organisations whose name in either language holds *typed*."""
    wanted = typed.casefold()
    if len(wanted) < LEAST:
        return []
    found = [
        each for each in organisations_of(conference)
        if wanted in each["ru"].casefold() or wanted in each["en"].casefold()
    ]  # fmt: skip
    found.sort(
        key=lambda each: not (each["ru"].casefold().startswith(wanted) or each["en"].casefold().startswith(wanted))
    )
    return found[:MOST]


def known_to(conference: Conference) -> dict[str, list[str]]:
    """What the lists of the form offer without a script: ``organisations_ru``, ``organisations_en``."""
    rows = organisations_of(conference)[:LISTED]
    return {f"organisations_{code}": [row[code] for row in rows if row[code]] for code in ("ru", "en")}
