"""The organisers' desk of a season: the list, the form in both languages, moving, copying, calling off, the kit."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from conference.models import Message
from workshops.models import Session, Star

from .programmes import text_of
from .seasons import hosts, kind_of, new_event, new_expert, new_season, theme_of

pytestmark = pytest.mark.usefixtures("in_english")

DESK_QUERIES = 11


@pytest.fixture
def season(make_conference):
    return new_season(make_conference)


@pytest.fixture
def desk(season, make_person, client_of):
    """The browser of an organiser of the season."""
    return client_of(make_person("organiser", conference=season, is_staff=True))


@pytest.fixture
def url(season):
    def address(name: str, **kwargs) -> str:
        with override("en"):
            return season.url(f"workshops:{name}", **kwargs)

    return address


def typed(season, **more) -> dict:
    day = timezone.localdate() + timedelta(days=20)
    return {
        "kind": kind_of(season, "qa").pk, "title_ru": "Новое событие", "title_en": "A new event", "language": "ru",
        "summary_ru": "О чём", "summary_en": "What about", "day": day.isoformat(), "time": "16:00", "minutes": "90",
        "themes": [theme_of(season, "family").pk], "audience": ["parents"], **more,
    }  # fmt: skip


def test_neither_language_of_a_needed_text_is_marked_as_optional(desk, url, season):
    page = desk.get(url("event_new")).content.decode()

    for name in ("title_ru", "title_en"):
        label = re.search(rf'<label for="id_{name}">(.*?)</label>.*?class="hint"[^>]*>(.*?)<', page, re.DOTALL)
        assert label
        assert "optional" not in label[1]
        assert label[2] == "One of the two languages is enough."
    assert "(optional)" in re.search(r'<label for="id_host_ru">(.*?)</label>', page, re.DOTALL)[1]


# -- the list ---------------------------------------------------------------------------------------------------


def test_the_list_tells_who_listens_and_what_is_missing(desk, url, season, person):
    event = new_event(season, 3, "Half ready")
    Star.objects.create(session=event, person=person)
    ready = new_event(season, 4, "Ready", themes=("family",), join_link="https://x.org", summary_ru="О", summary_en="A")
    hosts(ready, new_expert(season))

    response = desk.get(url("events_desk"))

    assert [row["listeners"] for row in response.context["rows"]] == [1, 0]
    assert response.context["rows"][0]["missing"] == [
        "no Russian summary", "no English summary", "no link for taking part", "no host", "no theme",
    ]  # fmt: skip
    assert response.context["rows"][1]["missing"] == []


def test_on_a_phone_each_value_of_the_list_says_what_it_is(desk, url, season):
    new_event(season, 3)

    row = re.search(r"<tbody><tr>(.*?)</tr>", desk.get(url("events_desk")).content.decode(), re.DOTALL)[1]

    assert re.findall(r'<td class="[^"]*\bno" data-label="([^"]+)"', row) == [
        "Signed up or marked", "Questions", "To do",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Coming"]), ("?show=past", ["Held"]), ("?show=off", ["Off"]), ("?show=all", ["Held", "Coming", "Off"]),
        ("?show=all&q=held", ["Held"]), ("?show=nonsense", ["Coming"]),
    ],
)  # fmt: skip
def test_tabs_and_search(query, expected, desk, url, season):
    new_event(season, -3, "Held")
    new_event(season, 3, "Coming")
    new_event(season, 4, "Off", is_off=True)

    rows = desk.get(url("events_desk") + query).context["rows"]

    assert [row["session"].title_en for row in rows] == expected


def test_the_list_costs_the_same_with_two_and_with_thirty(desk, url, season, django_assert_num_queries):
    expert = new_expert(season)
    for day in (1, 2):
        hosts(new_event(season, day, themes=("lesson",)), expert)
    desk.get(url("events_desk"))
    with django_assert_num_queries(DESK_QUERIES):
        desk.get(url("events_desk"))

    for day in range(3, 33):
        hosts(new_event(season, day, themes=("family",)), expert)

    with django_assert_num_queries(DESK_QUERIES):
        desk.get(url("events_desk"))


# -- the form ---------------------------------------------------------------------------------------------------


def test_an_event_is_written_in_both_languages(desk, url, season):
    expert = new_expert(season)

    response = desk.post(url("event_new"), typed(season, hosts=[expert.pk], captions="on"))

    made = Session.objects.get()
    assert response.url == url("event_plan", pk=made.pk)
    assert (made.title_ru, made.title_en, made.format, made.captions) == ("Новое событие", "A new event", "event", True)
    assert timezone.localtime(made.starts, season.zone).hour == 16
    assert [theme.slug for theme in made.themes.all()] == ["family"]
    assert list(made.hostings.values_list("part", flat=True)) == ["host"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": ""}, "Choose the format of the event."),
        ({"title_ru": "", "title_en": ""}, "Write the title, in one of the languages at least"),
        ({"day": "2090-01-01"}, "This day is too far from those of the season."),
        ({"minutes": "1"}, "The event lasts at least 5 minutes."),
        ({"join_link": "javascript:alert(1)"}, "Write the whole link. It looks like https://example.org/meeting"),
        ({"seats": "0"}, "Write at least 1 seat, or leave the field empty."),
        ({"day": "soon"}, "Write the day with its month and year"),
        ({"title_en": "x" * 900}, "The text is too long: shorten it to"),
    ],
)
def test_what_nobody_means_is_refused_and_nothing_is_lost(more, words, desk, url, season):
    response = desk.post(url("event_new"), typed(season, **{"summary_en": "Kept as typed", **more}))

    assert response.status_code == 200
    assert words in text_of(response)
    assert "Kept as typed" in response.content.decode()
    assert Session.objects.count() == 0


def test_themes_of_another_season_are_not_offered(desk, url, season, make_conference):
    other = new_season(make_conference, "elsewhere")

    response = desk.post(url("event_new"), typed(season, themes=[theme_of(other, "family").pk]))

    assert response.status_code == 200
    assert Session.objects.count() == 0


def test_switching_the_language_keeps_what_was_typed(desk, url, season):
    response = desk.post(url("event_new"), typed(season, title_en="Half a title", switch_language="ru"))

    page = desk.get(response.url).content.decode()
    assert response.url.startswith("/ru/")
    assert "Half a title" in page


def test_somebody_elses_changes_are_not_written_over(desk, url, season):
    event = new_event(season, 5, "First")
    form = desk.get(url("event_edit", pk=event.pk)).context["form"]
    Session.objects.filter(pk=event.pk).update(title_en="Meanwhile")

    response = desk.post(url("event_edit", pk=event.pk), typed(season, seen=form["seen"].value()))

    event.refresh_from_db()
    assert event.title_en == "Meanwhile"
    assert "Somebody else has saved this session" in text_of(response)


def test_the_form_opens_with_what_is_there(desk, url, season):
    event = new_event(season, 5, "First", themes=("lesson",), audience=["parents"])
    hosts(event, expert := new_expert(season), "expert")

    initial = desk.get(url("event_edit", pk=event.pk)).context["form"].initial

    assert (initial["minutes"], initial["audience"], initial["experts"]) == (60, ["parents"], [expert.pk])
    assert [theme.slug for theme in initial["themes"]] == ["lesson"]


# -- verbs --------------------------------------------------------------------------------------------------------


@pytest.fixture
def event(season, person):
    made = new_event(season, 5, "Family")
    Star.objects.create(session=made, person=person)
    return made


def test_moving(desk, url, event):
    day = (timezone.localdate() + timedelta(days=9)).isoformat()

    response = desk.post(url("event_move", pk=event.pk), {"move-day": day, "move-time": "18:30"}, follow=True)

    event.refresh_from_db()
    assert f"{timezone.localtime(event.starts, event.conference.zone):%Y-%m-%d %H:%M}" == f"{day} 18:30"
    assert "Those who signed up get a letter." in text_of(response)
    assert [letter.key for letter in Message.objects.all()] == ["event-moved"]


def test_hosts_are_not_counted_among_those_who_signed_up(desk, url, season, make_person):
    event = new_event(season, 5, "Family")
    hosts(event, new_expert(season, person=make_person(email="host@example.org")))

    words = text_of(desk.get(url("event_plan", pk=event.pk)))

    assert "Nobody has signed up for this event or marked it yet. Its hosts and experts hear of changes too." in words
    assert [row["listeners"] for row in desk.get(url("events_desk")).context["rows"]] == [0]


def test_a_move_without_a_day_says_what_is_missing(desk, url, event):
    response = desk.post(url("event_move", pk=event.pk), {"move-day": "", "move-time": "18:30"})

    assert "Fill in the field: Day" in text_of(response)


def test_copying_leads_to_the_copy(desk, url, event):
    day = (timezone.localdate() + timedelta(days=30)).isoformat()

    response = desk.post(url("event_copy", pk=event.pk), {"copy-day": day, "copy-time": "10:00"})

    made = Session.objects.exclude(pk=event.pk).get()
    assert response.url == url("event_edit", pk=made.pk)


def test_an_event_is_repeated_from_the_desk(desk, url, event):
    day = (timezone.localdate() + timedelta(days=30)).isoformat()

    response = desk.post(
        url("event_copy", pk=event.pk),
        {"copy-day": day, "copy-time": "10:00", "copy-every": "week", "copy-times": "3"}, follow=True,
    )  # fmt: skip

    assert response.redirect_chain[-1][0] == url("events_desk")
    assert Session.objects.exclude(pk=event.pk).count() == 3
    assert "3 events more are in the plan" in text_of(response)


@pytest.mark.parametrize(
    ("every", "times", "words"),
    [
        ("week", "", "Write how many times the event is held, from 2 to 40."),
        ("week", "1", "Write how many times the event is held, from 2 to 40."),
        ("month", "40", "choose fewer"),
        ("day", "4", "not one of the available choices"),
    ],
)
def test_a_repetition_nobody_means_is_refused_and_what_was_typed_stays(desk, url, event, every, times, words):
    day = (timezone.localdate() + timedelta(days=30)).isoformat()

    response = desk.post(
        url("event_copy", pk=event.pk),
        {"copy-day": day, "copy-time": "10:00", "copy-every": every, "copy-times": times},
    )  # fmt: skip

    assert words in text_of(response)
    assert f'value="{day}"' in response.content.decode()
    assert Session.objects.count() == 1


def test_an_event_is_not_called_off_without_a_reason(desk, url, event):
    page = desk.post(url("event_call_off", pk=event.pk), {"off-reason_ru": " ", "off-reason_en": ""})

    event.refresh_from_db()
    assert (page.status_code, event.is_off) == (200, False)
    assert "Write the reason" in text_of(page)


def test_a_move_to_the_same_moment_is_none(desk, url, event):
    local = timezone.localtime(event.starts, event.conference.zone)
    page = desk.post(
        url("event_move", pk=event.pk), {"move-day": f"{local:%Y-%m-%d}", "move-time": f"{local:%H:%M}"}, follow=True
    )

    assert "nothing was moved" in text_of(page)


def test_calling_off_and_putting_back(desk, url, event):
    desk.post(url("event_call_off", pk=event.pk), {"off-reason_ru": "Болезнь", "off-reason_en": "Illness"})
    event.refresh_from_db()
    assert (event.is_off, event.off_note_en) == (True, "Illness")

    page = desk.get(url("event_plan", pk=event.pk))
    assert "Put back into the plan" in text_of(page)
    assert "Still to do" not in text_of(page)
    assert "there is nothing to announce" in text_of(desk.get(url("event_announce", pk=event.pk), follow=True))

    desk.post(url("event_put_back", pk=event.pk))
    event.refresh_from_db()
    assert event.is_off is False
    assert [letter.key for letter in Message.objects.order_by("pk")] == ["event-cancelled", "event-back"]


def test_the_link(desk, url, event):
    bad = desk.post(url("event_link", pk=event.pk), {"link-join_link": "ftp://x"})
    desk.post(url("event_link", pk=event.pk), {"link-join_link": "meet.example.org/room"})

    event.refresh_from_db()
    assert bad.status_code == 200 or Session.objects.get().join_link != "ftp://x"
    assert event.join_link == "https://meet.example.org/room"


# -- the kit, the administration ------------------------------------------------------------------------------------


def test_the_announcement_has_a_card_two_posts_and_a_link_in_each_language(desk, url, event):
    response = desk.get(url("event_announce", pk=event.pk))

    html = response.content.decode()
    for language in ("ru", "en"):
        assert f"/{language}/season/sessions/{event.pk}/card.{language}.png" in html
        for part in ("short", "long", "link"):
            assert f'data-copy="{part}-{language}"' in html
    assert [kit["length"] <= 280 for kit in response.context["kits"]] == [True, True]


@pytest.mark.parametrize("name", ["season", "eventformat", "theme", "course", "expert", "session"])
def test_lists_of_the_administration_open(name, season, desk):
    new_event(season, 3)
    new_expert(season)

    assert desk.get(reverse(f"admin:workshops_{name}_changelist")).status_code == 200
    assert desk.get(reverse(f"admin:workshops_{name}_add")).status_code == 200


def test_what_is_not_translated_is_found(season, desk):
    new_expert(season, "whole", about_ru="О", about_en="A")
    new_expert(season, "half", name_en="", about_ru="О")

    found = desk.get(reverse("admin:workshops_expert_changelist"), {"translation": "missing"})

    assert [row.slug for row in found.context["cl"].queryset] == ["half"]
