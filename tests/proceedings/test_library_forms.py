"""Forms of the library's desk: what they offer to choose from."""

from __future__ import annotations

import pytest
from django.utils import timezone

from proceedings.forms.library import MaterialForm
from tests.workshops.seasons import new_event, new_season

pytestmark = pytest.mark.django_db


def test_events_are_offered_by_their_days_and_one_called_off_says_so(make_conference):
    season = new_season(make_conference)
    later, sooner = new_event(season, 5, "Семья"), new_event(season, 3, "Урок", is_off=True)
    days = [f"{timezone.localtime(each.starts, season.zone):%d.%m.%Y}" for each in (sooner, later)]

    offered = [
        str(label) for _value, label in MaterialForm(conference=season, kind="recording").fields["session"].choices
    ]

    assert offered[1:] == [f"{days[0]} · Урок (отменено)", f"{days[1]} · Семья"]


def test_neither_title_of_a_material_is_marked_as_optional(make_conference):
    form = MaterialForm(conference=new_season(make_conference), kind="recording")

    assert all(form.fields[name].is_marked_required for name in ("title_ru", "title_en"))
