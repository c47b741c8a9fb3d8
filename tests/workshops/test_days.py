"""Days beside hours: both in the zone that is active, also while it is still the day before in London."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

MORNING = datetime(2027, 4, 22, 23, 30, tzinfo=UTC)
"""Half past nine of the next day in Vladivostok."""


@pytest.mark.parametrize(
    ("name", "zone", "told"),
    [
        ("day_month", "Asia/Vladivostok", "23 April, 09:30"),
        ("day_month", "Europe/London", "23 April, 00:30"),
        ("day_month", "America/New_York", "22 April, 19:30"),
        ("short_day", "Asia/Vladivostok", "Fri, 23 April, 09:30"),
        ("short_day", "America/New_York", "Thu, 22 April, 19:30"),
    ],
)
def test_a_day_is_that_of_the_hour_beside_it(name, zone, told):
    page = Template(
        "{% load tz consultations %}{% timezone zone %}{{ at|" + name + " }}, {{ at|time:'H:i' }}{% endtimezone %}"
    )

    with override("en"):
        said = page.render(Context({"zone": zone, "at": MORNING}))

    assert said.replace("\u00a0", " ") == told


def test_a_date_is_of_no_zone():
    page = Template("{% load tz consultations %}{% timezone 'America/New_York' %}{{ at|day_month }}{% endtimezone %}")

    with override("en"):
        said = page.render(Context({"at": date(2027, 4, 22)}))

    assert said.replace("\u00a0", " ") == "22 April"
