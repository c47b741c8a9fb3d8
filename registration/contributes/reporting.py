"""What registration tells the final report: how many, from where, who agreed to be named."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.extensions import ReportPart
from conference.models import Conference
from registration.documents.countries import alphabetical, country_name
from registration.models import Category, CheckIn, Delegation, Registration
from registration.services.participants import public_participants

PARTICIPATION, PEOPLE = 10, 90


def report(conference: Conference) -> list[ReportPart]:
    """Participation in numbers, and the participants who agreed to be published, in the active language."""
    language = get_language() or "ru"
    approved = Registration.objects.of(conference).approved()
    if not approved.exists():
        return []
    online = approved.filter(attendance=Registration.Attendance.ONLINE).count()
    came = CheckIn.objects.of(conference).counted().values("registration").distinct().count()
    accredited = Delegation.objects.of(conference).filter(state=Delegation.State.ACCREDITED).count()
    codes = [code for code in approved.order_by().values_list("country", flat=True).distinct() if code]
    figures = [
        (_("Participants"), approved.count()), (_("of them online"), online), (_("Came to the hall"), came),
        (_("Delegations accredited"), accredited), (_("Countries"), len(codes)),
    ]  # fmt: skip
    counted = Count("registrations", filter=Q(registrations__in=approved.values("pk")))
    categories = Category.objects.of(conference).annotate(n=counted).filter(n__gt=0).order_by("order", "pk")
    by_category = tuple((_capital(str(each)), str(each.n)) for each in categories)
    numbers = dict(approved.order_by().values_list("country").annotate(Count("pk")))
    names = sorted(
        ((country_name(code, language), numbers[code]) for code in codes),
        key=lambda row: alphabetical(row[0], language),
    )
    by_country = tuple((name, str(number)) for name, number in names)
    participation = ReportPart(
        PARTICIPATION,
        _("Participation"),
        figures=tuple((name, str(value)) for name, value in figures if value),
        tables=(
            (_("Participants by category"), (_("Category"), _("How many")), by_category),
            (_("Participants by country"), (_("Country"), _("How many")), by_country),
        ),
    )
    return [participation, *_people(conference, language)]


def _people(conference: Conference, language: str) -> list[ReportPart]:
    """Only those who agreed to be published, with what they did not forbid."""
    groups = public_participants(conference, language)
    lists = []
    for group in groups:
        told = (", ".join(part for part in (each.person.name_in(language), each.body) if part) for each in group.people)
        if lines := tuple((line, language) for line in told):
            lists.append((group.title(language), lines))
    if not lists:
        return []
    intro = _("Those who agreed to be named, in the order of countries.")
    return [ReportPart(PEOPLE, _("Participants"), intro=intro, lists=tuple(lists))]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
