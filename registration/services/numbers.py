"""The desk in numbers: who takes part, since when, how many seats are left, what is not translated.

Every chart counts the same people, those whose registration counts (``active``), so their sums agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.utils import quote
from django.db import models
from django.db.models import Count
from django.db.models.functions import Coalesce, TruncDate
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_countries import countries

from conference.charts import Bars, Datum, Line, bars, line, share
from conference.models import Conference, MailTemplate, NewsItem, Page
from registration.models import Category, Registration
from workshops.models import Session, Track

SHOWN_COUNTRIES = 8
DAYS_ONE_BY_ONE = 21
TRANSLATED: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (Category, ("title", "hint")),
    (Page, ("title", "body")),
    (NewsItem, ("title", "lead", "body")),
    (Track, ("title",)),
    (Session, ("title",)),
    (MailTemplate, ("subject", "body")),
)


@dataclass(frozen=True)
class OverTime:
    """Registrations that count, day by day: the line (for a desk and for a phone), rows of day, new, in all."""

    line: Line | None
    narrow: Line | None
    rows: list[tuple[str, int, int]]
    total: int
    summary: str


def list_url(conference: Conference, **filters: str) -> str:
    address = conference.url("registration:desk_list")
    return f"{address}?{urlencode(filters)}" if filters else address


def by_state(conference: Conference) -> list[Datum]:
    """How many registrations are in each state, drafts aside."""
    counted = Registration.objects.of(conference).sent().order_by().values_list("state").annotate(Count("pk"))
    numbers = dict(counted)
    return [
        Datum(str(state.label), numbers.get(state.value, 0), url=list_url(conference, state=state.value))
        for state in Registration.State
        if state != Registration.State.DRAFT
    ]


def by_category(conference: Conference, categories: list[Category]) -> Bars:
    rows = Registration.objects.of(conference).active().order_by().values_list("category").annotate(Count("pk"))
    numbers = dict(rows)
    data = [
        Datum(
            name_of(category, categories), numbers.get(category.pk, 0),
            url=list_url(conference, state="active", category=category.slug),
        )
        for category in categories
    ]  # fmt: skip
    chart = bars(_("By category"), [datum for datum in data if datum.value] or data)
    return _with_summary(chart, _("Registrations by category"))


def name_of(category: Category, among: list[Category]) -> str:
    """The name of the category; where two have the same one, with the address of each."""
    name = str(category)
    is_shared = [str(each) for each in among].count(name) > 1
    return f"{name[:1].upper()}{name[1:]} ({category.slug})" if is_shared else name[:1].upper() + name[1:]


def by_country(conference: Conference) -> Bars:
    rows = Registration.objects.of(conference).active().order_by().values_list("country").annotate(Count("pk"))
    data = [
        Datum(
            str(countries.name(code)) if code else _("Not given"), number,
            url=list_url(conference, state="active", country=code or "none"),
        )
        for code, number in sorted(rows, key=lambda row: (-row[1], row[0]))
    ]  # fmt: skip

    def others(count: int) -> str:
        return ngettext("Others, %(count)d country", "Others, %(count)d countries", count) % {"count": count}

    return _with_summary(
        bars(_("By country"), data, keep=SHOWN_COUNTRIES, others=others), _("Registrations by country")
    )


def _with_summary(chart: Bars, what: str) -> Bars:
    """The chart with the sentence that stands for it when it is not seen."""
    first = chart.rows[0]["datum"] if chart.rows and chart.total else None
    if first is None:
        said = _("%(what)s: none yet") % {"what": what}
    else:
        said = _("%(what)s: %(total)d in all, most of them %(label)s, %(number)d") % {
            "what": what, "total": chart.total, "label": first.label, "number": first.value,
        }  # fmt: skip
    return Bars(chart.title, chart.bars, chart.rows, chart.total, said)


def seats(conference: Conference, categories: list[Category]) -> Bars:
    """Seats taken of those that are limited, in per cent; the number and the limit stand in the table."""
    data = []
    for category in categories:
        halls = ((category.seats, category.seats_taken, ""), (category.seats_online, category.seats_online_taken, "o"))
        for limit, taken, online in halls:
            if limit:
                name = name_of(category, categories)
                label = _("%(category)s, online") % {"category": name} if online else name
                filled = share(taken, limit)
                note = _("%(taken)d of %(limit)d") % {"taken": taken, "limit": limit}
                data.append(Datum(label, filled, f"{filled}\u00a0%", note=note))
    chart = bars(_("Seats filled"), data, whole=100)
    said = "; ".join(f"{row['datum'].label}: {row['datum'].note}" for row in chart.rows)
    return Bars(chart.title, chart.bars, chart.rows, chart.total, said)


def over_time(conference: Conference) -> OverTime:
    """The sum of registrations from the opening (or the first one) until today, or the last day of the conference."""
    sent = Registration.objects.of(conference).active().order_by()
    day = TruncDate(Coalesce("submitted_at", "created"), tzinfo=conference.zone)
    numbers: dict[date, int] = dict(sent.annotate(day=day).values_list("day").annotate(Count("pk")).order_by("day"))
    if not numbers:
        return OverTime(None, None, [], 0, _before_the_first(conference))
    first, last = min(numbers), max(max(numbers), min(conference.today(), conference.ends))
    if conference.registration_opens:
        first = min(first, conference.registration_opens.astimezone(conference.zone).date())
    days = [first + timedelta(days=passed) for passed in range((last - first).days + 1)]
    sums, total = [], 0
    for each in days:
        total += numbers.get(each, 0)
        sums.append(total)
    said = ngettext(
        "Registrations in all: from 0 to %(total)d in %(count)d day",
        "Registrations in all: from 0 to %(total)d in %(count)d days",
        len(days),
    ) % {"total": total, "count": len(days)}
    ticks = _ticks(days, conference.today())
    narrow = line(sums, ticks, width=360, height=200)
    return OverTime(line(sums, ticks), narrow, _rows(days, sums), total, said)


def _before_the_first(conference: Conference) -> str:
    opens = conference.registration_opens
    if opens is None:
        return _("No registrations yet. The day on which registration opens has not been set.")
    day = date_format(opens.astimezone(conference.zone), "DATE_FORMAT")
    if conference.registration_is_open():
        return _("No registrations yet. Registration has been open since %(day)s.") % {"day": day}
    return _("No registrations yet. Registration opens on %(day)s.") % {"day": day}


def _ticks(days: list[date], today: date) -> list[tuple[int, str]]:
    """The first day, first days of months (or Mondays of a short time), and the last day."""
    is_short = len(days) <= 45
    middle = [at for at, day in enumerate(days) if (day.weekday() == 0 if is_short else day.day == 1)]
    names = {at: date_format(days[at], "DAY_MONTH") for at in [0, *middle]}
    names[len(days) - 1] = _("today") if days[-1] == today else date_format(days[-1], "DAY_MONTH")
    return sorted(names.items())


def _rows(days: list[date], sums: list[int]) -> list[tuple[str, int, int]]:
    """Day by day, or week by week when there are many; the newest first, the last one equals the total."""
    step = 1 if len(days) <= DAYS_ONE_BY_ONE else 7
    ends = sorted({*range(len(days) - 1, -1, -step)}, reverse=True)
    rows = []
    for at in ends:
        before = sums[at - step] if at >= step else 0
        rows.append((date_format(days[at], "DATE_FORMAT"), sums[at] - before, sums[at]))
    return rows


# -- translations -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Untranslated:
    """A text that exists in one language only: of what, which, in which language it is missing, where to write it."""

    kind: str
    title: str
    language: str
    url: str


@dataclass(frozen=True)
class Completeness:
    kind: str
    language: str
    done: int
    wanted: int

    @property
    def percent(self) -> int:
        return share(self.done, self.wanted) if self.wanted else 100


def completeness(conference: Conference) -> tuple[list[Completeness], list[Untranslated]]:
    """For each kind of text and language: how many of the texts that exist at all exist in it, and which do not."""
    counted, missing = [], []
    for model, fields in TRANSLATED:
        kind = str(model._meta.verbose_name_plural)
        rows = list(model._default_manager.filter(conference=conference).order_by("pk"))
        for language, other in (("ru", "en"), ("en", "ru")):
            wanted = done = 0
            for row in rows:
                texts = [(getattr(row, f"{name}_{language}"), getattr(row, f"{name}_{other}")) for name in fields]
                known = [pair for pair in texts if any(pair)]
                wanted += len(known)
                done += sum(bool(here) for here, _there in known)
                if any(not here for here, _there in known):
                    missing.append(Untranslated(kind, _title(row), language, _admin_url(row)))
            if wanted:
                counted.append(Completeness(kind, language, done, wanted))
    return counted, missing


def _title(row: Any) -> str:
    title = next((getattr(row, name) for name in ("title", "subject") if getattr(row, name, "")), "")
    return str(title or row)


def _admin_url(row: models.Model) -> str:
    try:
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[quote(row.pk)])
    except NoReverseMatch:
        return ""


def translation_bars(counted: list[Completeness]) -> Bars | None:
    """Per cent by kind of text: in the other language than most were written in, when only that one lags behind."""
    lagging = [each for each in counted if each.percent < 100]
    shown = [each for each in counted if each.language == "en"]
    shown += [each for each in lagging if each.language != "en"]
    if not shown:
        return None
    data = [
        Datum(
            _("%(kind)s, %(language)s") % {
                "kind": each.kind[:1].upper() + each.kind[1:], "language": each.language.upper(),
            },
            each.percent, f"{each.percent}\u00a0%",
            note=_("%(taken)d of %(limit)d") % {"taken": each.done, "limit": each.wanted},
        )
        for each in shown
    ]  # fmt: skip
    chart = bars(_("Translations"), data, whole=100, is_sorted=False)
    said = "; ".join(f"{row['datum'].label}: {row['datum'].text}" for row in chart.rows)
    return Bars(chart.title, chart.bars, chart.rows, chart.total, said)


def oldest(rows: models.QuerySet[Any], moment: str) -> dict[str, Any]:
    """``number`` of rows and the earliest ``since`` of them, in one query."""
    return rows.order_by().aggregate(number=Count("pk"), since=models.Min(moment))
