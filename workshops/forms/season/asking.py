"""The filters of the plan, read from the address. What is not known is passed over, so that old links still work."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.conf import settings
from django.http import QueryDict

from workshops.models import Audience
from workshops.services.season import Wanted
from workshops.services.season.plan import LONGEST_QUERY, SERVICES, WHEN

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
LANGUAGES = {code for code, _name in settings.LANGUAGES}


def read_wanted(data: QueryDict, *, formats: Iterable[str], themes: Iterable[str]) -> Wanted:
    """What the address asks; *formats* and *themes* are the keys that the season has."""

    def one_of(name: str, known: Iterable[str]) -> str:
        value = data.get(name, "")
        return value if value in set(known) else ""

    month = data.get("month", "")
    return Wanted(
        view=one_of("view", ("calendar",)),
        month=month if MONTH.fullmatch(month) else "",
        format=one_of("format", formats),
        audience=one_of("audience", Audience.values),
        theme=one_of("theme", themes),
        language=one_of("language", LANGUAGES),
        service=tuple(name for name in SERVICES if name in data.getlist("service")),
        when=one_of("when", WHEN),
        q=" ".join(data.get("q", "").split())[:LONGEST_QUERY],
    )
