"""What the form suggests while somebody types."""

from __future__ import annotations

from django.db.models import Q

from conference.models import Organisation

LEAST, MOST, LOOKED_AT = 2, 8, 40


def organisations_like(typed: str) -> list[dict[str, str]]:
    """At most eight organisations whose name in either language holds *typed*: ``ru``, ``en``, ``country``.

    Only those that staff entered or that belong to somebody admitted: what anybody types into a form and nobody has
    looked at is suggested to nobody.
    """
    spellings = {typed, typed.lower(), typed.upper(), typed.capitalize(), typed.title()}  # SQLite folds Latin only
    matching = Q()
    for text in spellings:
        matching |= Q(title_ru__icontains=text) | Q(title_en__icontains=text)
    known = Q(people=None) | Q(people__roles__isnull=False)
    rows = Organisation.objects.filter(matching).filter(known).distinct().order_by("title", "pk")
    found = [
        {"ru": ru or "", "en": en or "", "country": str(country or "")}
        for ru, en, country in rows.values_list("title_ru", "title_en", "country")[:LOOKED_AT]
    ]
    begins = typed.lower()
    found.sort(key=lambda each: not (each["ru"].lower().startswith(begins) or each["en"].lower().startswith(begins)))
    return found[:MOST]
