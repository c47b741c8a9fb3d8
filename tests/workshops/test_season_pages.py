"""Pages of a season: an event, one called off, a course, experts; what machines read of an event; the home page."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from conference import cards
from conference.extensions import Block
from workshops import contributes
from workshops.models import Expert, Session
from workshops.services.season.letters import concerned, listening_to
from workshops.services.season.letters import text_of as told
from workshops.services.season.sharing import SHORT, card_words, long_text, short_text

from .programmes import text_of
from .seasons import hosts, new_course, new_event, new_expert, new_season, running_event

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def season(make_conference):
    return new_season(make_conference)


@pytest.fixture
def page(season):
    def get(name: str, language: str = "en", client: Client | None = None, **kwargs):
        with override(language):
            return (client or Client()).get(season.url(f"workshops:{name}", **kwargs))

    return get


# -- an event ------------------------------------------------------------------------------------------------------


def test_an_event_tells_who_and_with_which_services(page, season):
    event = new_event(season, 4, "Family", themes=("family",), captions=True, interpretation=True, audience=["parents"])
    hosts(event, new_expert(season))
    hosts(event, new_expert(season, "melnikova", name_en="Daria Melnikova"), "expert")

    text = text_of(page("session", pk=event.pk))

    for words in (
        "Dialogue", "Vera Topoleva host", "Head, Avenue School", "Daria Melnikova expert", "For whom: parents",
        "Captions, interpretation EN ⇄ RU", "Online", "Add to calendar",
    ):  # fmt: skip
        assert words in text


def test_a_meeting_leads_to_its_course(page, season):
    course = new_course(season)
    event = new_event(season, 4, course=course)
    new_event(season, 2, course=course)

    response = page("session", pk=event.pk)

    assert "The School , meeting 2 of 2" in text_of(response)
    assert season.url("workshops:course", slug="school") in response.content.decode()


def test_the_format_stands_above_the_title_once_and_leads_to_its_like(page, season):
    event = new_event(season, 4, "Webinar: reading", kind="webinar")

    response = page("session", pk=event.pk)

    assert text_of(response).count("Webinar") == 2  # on the way here, and in the heading
    assert "?format=webinar&amp;when=all" in response.content.decode()


def test_the_card_does_not_tell_the_format_twice(season):
    named, other = new_event(season, 4, "Webinar: reading", kind="webinar"), new_event(season, 5, "Reading")

    assert (card_words(named, "en")["above"], card_words(other, "en")["above"]) == ("", "Dialogue")


def test_a_moved_event_says_so(page, season):
    event = new_event(season, 4, moved_from=timezone.now() + timedelta(days=2))

    was = timezone.localtime(event.moved_from, season.zone)
    assert f"Moved: it was on {was.day} {was:%B} at {was:%H:%M}." in text_of(page("session", pk=event.pk))


def test_an_event_called_off_says_why_and_what_comes_instead(page, season):
    event = new_event(season, 4, "Off it is", is_off=True, off_note_ru="Болезнь", off_note_en="The expert is ill")
    new_event(season, 6, "Something else")

    response = page("session", pk=event.pk)

    assert response.status_code == 410
    for words in ("This event will not take place", "Off it is", "The expert is ill", "Something else"):
        assert words in text_of(response)


def test_organisers_find_the_announcement_there_and_nobody_else(page, season, make_person, client_of):
    event = new_event(season, 4)
    organiser = make_person("organiser", conference=season)

    address = season.url("workshops:event_announce", pk=event.pk)
    assert address in page("session", pk=event.pk, client=client_of(organiser)).content.decode()
    assert address not in page("session", pk=event.pk, client=client_of(make_person())).content.decode()


def test_blocks_of_other_rooms_stand_in_their_order(page, season, monkeypatch):
    event = new_event(season, 4)
    asked = []

    def blocks(point, request, session):
        asked.append((point, session.pk))
        return [Block(10, "ui/tag.html"), Block(20, "ui/tag.html")]

    monkeypatch.setattr("workshops.views.season.event.blocks", blocks)
    response = page("session", pk=event.pk)

    assert asked == [("session_page", event.pk)]
    assert [len(response.context[name]) for name in ("first_blocks", "blocks")] == [1, 1]


# -- machines --------------------------------------------------------------------------------------------------------


def linked_data(response) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode())
    return json.loads(found[1])


def test_an_event_is_described_after_schema_org(page, season):
    event = new_event(season, 4, "Family </script>", themes=("family",), captions=True, sign_language=True)
    hosts(event, new_expert(season))

    said = linked_data(page("session", pk=event.pk))

    assert said["@type"] == "EducationEvent"
    assert said["name"] == "Family </script>"
    assert said["eventAttendanceMode"].endswith("OnlineEventAttendanceMode")
    assert said["eventStatus"].endswith("EventScheduled")
    assert said["inLanguage"] == "ru"
    assert said["accessibilityFeature"] == ["closedCaptions", "signLanguageInterpretation"]
    assert said["performer"] == [{"@type": "Person", "name": "Vera Topoleva"}]
    assert said["startDate"] == event.starts.astimezone(season.zone).isoformat(timespec="minutes")


def test_a_moved_event_is_rescheduled(page, season):
    event = new_event(season, 4, moved_from=timezone.now())

    assert linked_data(page("session", pk=event.pk))["eventStatus"].endswith("EventRescheduled")


def test_social_networks_read_title_summary_and_card(page, season, settings):
    event = new_event(season, 4, "Family", summary_en="What it is about.")

    html = page("session", pk=event.pk).content.decode()

    card = f"{settings.SITE_URL}/en/season/sessions/{event.pk}/card.en.png"
    assert '<meta property="og:title" content="Family">' in html
    assert f'<meta property="og:image" content="{card}">' in html
    assert '<meta property="og:description" content="What it is about.">' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html


def test_a_card_is_a_picture_of_the_usual_size_drawn_once(client, season, monkeypatch):
    event = new_event(season, 4, "Family")

    first = client.get(season.url("workshops:event_card", pk=event.pk, language="en"))
    monkeypatch.setattr(cards, "_drawn", lambda *told: pytest.fail("drawn twice"))
    again = client.get(season.url("workshops:event_card", pk=event.pk, language="en"))

    assert first["Content-Type"] == "image/png"
    assert first.content[16:24] == (1200).to_bytes(4) + (630).to_bytes(4)
    assert again.content == first.content


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("title", ["Короткое", "Очень длинное название мероприятия " * 7])
def test_a_short_post_is_short_and_ends_with_the_link(language, title, season):
    event = new_event(season, 4, title[:250], captions=True, sign_language=True, interpretation=True)

    post = short_text(event, language)

    assert len(post) <= SHORT
    assert post.splitlines()[-1].endswith(f"/{language}/season/sessions/{event.pk}/")
    assert post.startswith(title[:20])


def test_a_long_post_tells_everything(season):
    event = new_event(season, 4, "Family", summary_en="What it is about.", captions=True, audience=["parents"])
    expert = new_expert(season)

    post = long_text(event, "en", [expert])

    for words in ("Dialogue: Family", "What it is about.", "For whom: parents", "With: Vera Topoleva", "Captions"):
        assert words in post


# -- courses and experts ----------------------------------------------------------------------------------------------


def test_a_course_tells_its_meetings_and_what_the_certificate_asks(page, season):
    course = new_course(season, summary_en="Six evenings.", outcome_en="To listen.")
    for day, title in ((-5, "The first"), (5, "The second")):
        hosts(new_event(season, day, title, course=course), new_expert(season, f"expert{day}"))
    new_event(season, 6, "By itself")

    text = text_of(page("course", slug="school"))

    for words in (
        "Course of 2 meetings", "Six evenings.", "To listen.", "for 12 academic hours", "2 of 2 meetings",
        "The first", "The second", "Next meeting",
    ):  # fmt: skip
        assert words in text
    assert "By itself" not in text


def test_experts_stand_by_the_alphabet_of_the_page(page, season):
    new_expert(season, "a", name_ru="Анна Яковлева", name_en="Anna Abramova")
    new_expert(season, "b", name_ru="Борис Абрамов", name_en="Boris Yakovlev")

    english, russian = text_of(page("experts")), text_of(page("experts", "ru"))

    assert english.index("Anna Abramova") < english.index("Boris Yakovlev")
    assert russian.index("Борис Абрамов") < russian.index("Анна Яковлева")


def test_an_expert_has_events_to_come_and_held(page, season):
    expert = new_expert(season, about_en="Has taught for ten years.")
    for day, title in ((-5, "Held"), (5, "To come")):
        hosts(new_event(season, day, title), expert)
    new_event(season, 6, "Of somebody else")

    text = text_of(page("expert", slug="topoleva"))

    assert text.index("Has taught for ten years.") < text.index("To come") < text.index("Held")
    assert "Of somebody else" not in text


@pytest.mark.parametrize(("name", "kwargs"), [("experts", {}), ("expert", {"slug": "x"}), ("course", {"slug": "x"})])
def test_a_conference_has_none_of_these(name, kwargs, conference):
    assert Client().get(conference.url(f"workshops:{name}", **kwargs)).status_code == 404


# -- home and personal data -------------------------------------------------------------------------------------------


def test_the_home_page_leads_to_events_and_themes(season):
    running_event(season, "On air now")
    new_event(season, 3, "Next to come", themes=("family",))

    html = Client().get(season.get_absolute_url()).content.decode()

    assert "Next to come" in html
    assert "1 event" in html
    assert season.url("workshops:experts") in html


def test_an_experts_account_is_told_of_changes(season, person):
    event = new_event(season, 3)
    hosts(event, new_expert(season, person=person))

    assert concerned(event) == [person]
    assert listening_to([event]) == {}


def test_erasing_an_expert_leaves_the_name_where_events_were_held(season, person):
    expert = new_expert(season, person=person, about_ru="Двенадцать лет", about_en="Twelve years")
    held, coming = new_event(season, -3), new_event(season, 3)
    hosts(held, expert)
    hosts(coming, expert)

    assert "page of an expert" in contributes.erase(person, by=None)

    expert.refresh_from_db()
    assert (expert.person, expert.about_ru, expert.about_en, expert.name_ru) == (None, "", "", "Вера Тополева")
    assert list(Session.objects.filter(experts=expert)) == [held]


def test_erasing_an_expert_who_has_held_nothing_takes_the_name_too(season, person):
    new_expert(season, person=person)

    contributes.erase(person, by=None)

    assert told(Expert.objects.get(), "name", "ru") == "…"


def test_the_copy_of_ones_data_tells_of_the_experts_page(season, person):
    hosts(new_event(season, 3, "Семья"), new_expert(season, person=person))

    (row,) = contributes.personal_data(person)["expert"]

    assert (row["name_ru"], row["organisation"], row["events"]) == ("Вера Тополева", "Avenue School", ["Семья"])
