"""Time zones as visitors meet them: by the name of a city, with the distance from UTC and from one another."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_noop as _

CITIES = {
    "Europe/London": _("London"),
    "Europe/Paris": _("Paris"),
    "Europe/Kaliningrad": _("Kaliningrad"),
    "Europe/Chisinau": _("Chișinău"),
    "Europe/Moscow": _("Moscow"),
    "Europe/Minsk": _("Minsk"),
    "Europe/Istanbul": _("Istanbul"),
    "Europe/Samara": _("Samara"),
    "Asia/Tbilisi": _("Tbilisi"),
    "Asia/Yerevan": _("Yerevan"),
    "Asia/Baku": _("Baku"),
    "Asia/Yekaterinburg": _("Yekaterinburg"),
    "Asia/Tashkent": _("Tashkent"),
    "Asia/Dushanbe": _("Dushanbe"),
    "Asia/Almaty": _("Almaty"),
    "Asia/Kolkata": _("New Delhi"),
    "Asia/Bishkek": _("Bishkek"),
    "Asia/Omsk": _("Omsk"),
    "Asia/Novosibirsk": _("Novosibirsk"),
    "Asia/Krasnoyarsk": _("Krasnoyarsk"),
    "Asia/Shanghai": _("Beijing"),
    "Asia/Irkutsk": _("Irkutsk"),
    "Asia/Yakutsk": _("Yakutsk"),
    "Asia/Vladivostok": _("Vladivostok"),
    "America/New_York": _("New York"),
}
"""The zones that are offered by name, from west to east."""

UNIVERSAL = frozenset(f"{area}{name}" for area in ("", "Etc/") for name in ("GMT", "UCT", "UTC", "Universal", "Zulu"))
"""Names of the universal time; browsers that hide where they are tell one of them."""


@cache
def _all() -> frozenset[str]:
    return frozenset(available_timezones())


def known(name: str) -> ZoneInfo | None:
    """The zone of this IANA name, or None when there is none."""
    return ZoneInfo(name) if name in _all() else None


def city(zone: ZoneInfo) -> str:
    """The city after which the zone is named, in the page's language where we have it."""
    if zone.key in CITIES:
        return gettext(CITIES[zone.key])
    if zone.key in UNIVERSAL:
        return gettext("Greenwich")
    return zone.key.rpartition("/")[2].replace("_", " ")


def utc(zone: ZoneInfo, moment: datetime) -> str:
    """How far the zone is from UTC at *moment*: “UTC+3”, “UTC+5:30”, “UTC−4”."""
    minutes = _minutes(moment.astimezone(zone).utcoffset())
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def named(zone: ZoneInfo, moment: datetime) -> str:
    """“Moscow (UTC+3)”: the city and how far it is from UTC at *moment*."""
    return f"{city(zone)} ({utc(zone, moment)})"


def minutes_ahead(zone: ZoneInfo, other: ZoneInfo, moment: datetime) -> int:
    """By how many minutes the clocks of *zone* are ahead of those of *other* at *moment*; negative: behind."""
    return _minutes(moment.astimezone(zone).utcoffset()) - _minutes(moment.astimezone(other).utcoffset())


def difference(minutes: int) -> str:
    """“1 hour behind”, “2 h 30 min ahead”, “the same time”."""
    hours, rest = divmod(abs(minutes), 60)
    values = {"hours": hours, "minutes": rest}
    if not minutes:
        return pgettext("clock", "the same time")
    if rest:
        behind = pgettext("clock", "%(hours)d h %(minutes)d min behind")
        return (behind if minutes < 0 else pgettext("clock", "%(hours)d h %(minutes)d min ahead")) % values
    if minutes < 0:
        return ngettext("%(hours)d hour behind", "%(hours)d hours behind", hours) % values
    return ngettext("%(hours)d hour ahead", "%(hours)d hours ahead", hours) % values


def _minutes(offset: timedelta | None) -> int:
    return round(offset.total_seconds() / 60) if offset else 0
