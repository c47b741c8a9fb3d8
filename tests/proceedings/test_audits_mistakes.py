"""What is typed wrongly in a self-audit, and on the desk of checklists: said once, at its field, and not lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape

from conference.models import Role
from proceedings.services import audits
from tests.proceedings.checklists import *  # noqa: F403
from tests.proceedings.checklists import NO, YES, at, begun, finished, items

pytestmark = pytest.mark.django_db


def test_a_link_of_no_earlier_attempt_stays_in_its_field(client, checklist):
    audit = begun(checklist, YES)

    answer = client.post(at(audit, "earlier", language="en"), {"link": "https://example.org/нет"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="https://example.org/нет"' in page
    assert page.count("Paste the whole personal link") == 2  # in the summary and at the field
    audit.refresh_from_db()
    assert audit.follows is None


def test_an_earlier_attempt_is_named_on_the_page(client, checklist):
    first, second = finished(checklist, NO), begun(checklist, YES)

    answer = client.post(at(second, "earlier"), {"link": f"https://example.org{at(first, 'audit')}"})

    second.refresh_from_db()
    assert (answer["Location"], second.follows) == (at(second, "audit"), first)


@pytest.mark.parametrize(
    ("name", "field", "form"), [("letter", "email", "letter-form"), ("earlier", "link", "earlier-form")]
)
def test_the_language_is_switched_after_a_mistake_beside_the_sections(client, checklist, name, field, form):
    audit = begun(checklist, YES)
    wrong = client.post(at(audit, name), {field: "набрано"})

    switched = client.post(at(audit, name), {field: "набрано", "switch_language": "en"})
    shown = client.get(switched["Location"]).content.decode()

    assert f'form="{form}" name="switch_language" value="en"' in wrong.content.decode()
    assert switched["Location"] == at(audit, "audit", language="en")
    assert 'value="набрано"' in shown
    assert shown.count('<details class="more" open>') == 1


def test_several_wrong_answers_have_one_summary_that_tells_them_apart(client, checklist):
    audit = begun(checklist)
    told = {f"i{item.pk}-note": "Заметка" for item in items(audit)[:2]}

    page = client.post(at(audit, "section", 1, language="en"), told).content.decode()

    assert page.count('id="error-summary"') == 1
    assert "Check 2 answers" in page
    for number in (1, 2):
        assert f"Statement {number}: Choose an answer" in page


def test_several_wrong_steps_have_one_summary_that_tells_them_apart(client, checklist):
    audit = finished(checklist, NO)
    steps = [audits.add_step(audit, text=f"Шаг {number}") for number in (1, 2)]
    told = {f"s{step.pk}-{name}": value for step in steps for name, value in (("text", "Шаг"), ("until", "вчера"))}

    page = client.post(at(audit, "plan", language="en"), {**told, "new-who": "Завуч"}).content.decode()

    assert page.count('id="error-summary"') == 1
    assert "Check 3 answers" in page
    for name in ("Step 1: ", "Step 2: ", "A step of your own: "):
        assert f'">{name}' in page


@pytest.mark.parametrize(
    ("name", "told", "form"),
    [
        ("checklist_minutes", {"minutes": "4"}, "minutes-form"),
        ("checklist_section_add", {"new-title_ru": " ", "new-title_en": "x" * 201}, "section-form"),
    ],
)
def test_the_language_is_switched_after_a_mistake_on_the_desk(
    season, checklist, make_person, client_of, name, told, form
):
    desk = client_of(make_person(Role.Kind.EDITOR, conference=season, language="ru"))
    url = season.url(f"proceedings:{name}", slug="school")
    wrong = desk.post(url, told).content.decode()

    switched = desk.post(url, {**told, "switch_language": "en"})
    shown = desk.get(switched["Location"]).content.decode()

    assert f'form="{form}" name="switch_language" value="en"' in wrong
    assert switched["Location"] == season.url("proceedings:checklist_edit", slug="school").replace("/ru/", "/en/")
    for value in told.values():
        assert f'value="{escape(value)}"' in shown


@pytest.mark.parametrize("minutes", ["", "4", "601", "полчаса"])
def test_minutes_are_asked_for_in_words(season, checklist, make_person, client_of, minutes):
    desk = client_of(make_person(Role.Kind.EDITOR, conference=season, language="en"))

    page = desk.post(f"/en/{season.slug}/desk/checklists/school/minutes/", {"minutes": minutes}).content.decode()

    words = "Write a number of minutes from 5 to 600" if minutes else "Fill in the field: Minutes it takes"
    assert page.count(words) == 2


def test_one_language_is_enough_and_the_form_says_so(season, make_person, client_of):
    desk = client_of(make_person(Role.Kind.EDITOR, conference=season, language="en"))

    page = desk.post(f"/en/{season.slug}/desk/checklists/add/", {"minutes": "30"}).content.decode()

    assert page.count("Write the title in one language at least.") == 2
    assert page.count("One of the two languages is enough.") == 2


@pytest.mark.parametrize("verb", ["retire", "restore"])
def test_the_desk_leads_back_to_the_section(season, checklist, make_person, client_of, verb):
    desk = client_of(make_person(Role.Kind.EDITOR, conference=season, language="ru"))
    item = audits.items_of(checklist, 1)[2]
    if verb == "restore":
        audits.retire_item(item, by=None)

    answer = desk.post(season.url(f"proceedings:checklist_item_{verb}", slug="school", pk=item.pk))

    assert answer["Location"].endswith(f"/checklists/school/#section-{item.section_id}")


PAST = "This day has passed"


def test_a_new_date_lies_ahead_and_one_that_has_passed_may_stay(client, checklist):
    audit = finished(checklist, NO)
    old = audits.add_step(audit, text="Старый", until=date(2020, 1, 1))
    line = {f"s{old.pk}-text": "Старый, иначе", f"s{old.pk}-until": "2020-01-01"}
    today = timezone.localdate()

    def said(**told: str) -> str:
        return client.post(at(audit, "plan", language="en"), {**line, **told}).content.decode()

    stays, done = said(), said(**{f"s{old.pk}-until": "2020-01-02", f"s{old.pk}-is_done": "on"})
    changed = said(**{f"s{old.pk}-until": f"{today - timedelta(days=1):%Y-%m-%d}"})
    new = said(**{f"s{old.pk}-until": "2020-01-02", "new-text": "Новый", "new-until": "2020-01-01"})
    today_is_well = said(**{f"s{old.pk}-until": "2020-01-02", "new-text": "Новый", "new-until": f"{today:%Y-%m-%d}"})

    assert [page.count(PAST) for page in (stays, done, changed, new, today_is_well)] == [0, 0, 2, 2, 0]
    assert list(audit.steps.values_list("text", "until")) == [("Старый, иначе", date(2020, 1, 2)), ("Новый", today)]


@pytest.mark.parametrize("button", ["plan", "add_step"])
def test_the_very_same_step_is_in_the_plan_once(client, checklist, button):
    audit = finished(checklist, NO)
    step = audits.add_step(audit, text="Поручни", who="Завхоз")

    again = client.post(at(audit, button, language="en"), {"new-text": " Поручни ", "new-who": "Завхоз"})
    shown = client.get(again["Location"].partition("#")[0]).content.decode()
    client.post(at(audit, button), {"new-text": "Поручни", "new-who": "Директор"})

    assert again["Location"].endswith(f"#step-{step.pk}")
    assert "This step is in the plan already." in shown
    assert list(audit.steps.values_list("who", flat=True)) == ["Завхоз", "Директор"]


def test_the_plan_leads_to_the_step_that_was_moved_or_added(client, checklist):
    audit = finished(checklist, NO)
    first = audits.add_step(audit, text="Шаг 1")
    audits.add_step(audit, text="Шаг 2")
    advised = audits.proposals(audit)[0].item

    moved = client.post(at(audit, "move_step", first.pk, language="en"), {"direction": "down"})
    shown = client.get(moved["Location"].partition("#")[0]).content.decode()
    added = client.post(at(audit, "add_step"), {"new-text": "Третий"})
    taken = client.post(at(audit, "propose"), {"item": str(advised.pk)})

    own, last = audit.steps.get(text="Третий"), audit.steps.get(item=advised)
    anchors = [answer["Location"].partition("#")[2] for answer in (moved, added, taken)]
    assert anchors == [f"step-{step.pk}" for step in (first, own, last)]
    assert "Moved: now it is step 2 of 2." in shown
    assert f'id="step-{first.pk}" tabindex="-1"' in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the e-mail address"),
        ("bad", "The e-mail address has no @ in it"),
        ("bad@@x", "The e-mail address has more than one @ in it"),
        ("bad@x", "The e-mail address needs a part after @"),
    ],
)
def test_a_wrong_address_for_the_link_is_told_as_everywhere(client, checklist, typed, said):
    page = client.post(at(begun(checklist), "letter", language="en"), {"email": typed}).content.decode()

    assert page.count(said) == 2
