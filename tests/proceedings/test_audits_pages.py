"""The pages of a self-audit as a school meets them: without a script, in both languages, by a secret link."""

from __future__ import annotations

import json
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conference.extensions import ask
from conference.models import Conference, Message
from proceedings.contributes import audits as contributes
from proceedings.models import AuditAnswer, SelfAudit
from proceedings.services import audits
from tests.proceedings.checklists import *  # noqa: F403
from tests.proceedings.checklists import NA, NO, PARTLY, YES, at, begun, finished, items, new_checklist

pytestmark = pytest.mark.django_db


def test_a_whole_checklist_without_a_script_and_in_two_languages(client, checklist):
    start = client.post(reverse("audits:start", args=["school"]))
    audit = SelfAudit.objects.get()
    assert start["Location"] == at(audit, "item", 1)
    for number, value in enumerate((YES, PARTLY, NO, NA, YES), start=1):
        language = "ru" if number < 3 else "en"  # switched in the middle
        item = items(audit)[number - 1]
        shown = client.get(at(audit, "item", number, language=language)).content.decode()
        assert f"{'Утверждение' if language == 'ru' else 'Statement'} {'12'[number > 2]}." in shown
        told = {f"i{item.pk}-value": value, f"i{item.pk}-note": f"Заметка {number}" if number == 3 else ""}
        answer = client.post(at(audit, "item", number, language=language), told)
        assert answer.status_code == 302
    assert answer["Location"] == at(audit, "audit", language="en")

    about = {"school": "Школа «Радуга»", "region": "RU-SPE", "country": "", "is_counted": "on"}
    ended = client.post(at(audit, "finish"), about)
    results = client.get(ended["Location"]).content.decode()

    audit.refresh_from_db()
    assert (audit.is_finished, audit.school, audit.region, audit.is_counted) == (True, "Школа «Радуга»", "RU-SPE", True)
    assert list(audit.answers.values_list("value", flat=True)) == [YES, PARTLY, NO, NA, YES]
    for said in ("63", "Первый шаг 2.1", "Заметка 3", "Санкт-Петербург"):
        assert said in results


def test_the_language_is_switched_in_the_middle_of_typing(client, checklist):
    audit = begun(checklist)
    item = items(audit)[0]
    told = {f"i{item.pk}-value": "", f"i{item.pk}-note": "Ещё думаем", "switch_language": "en"}

    switched = client.post(at(audit, "item", 1), told)
    shown = client.get(switched["Location"]).content.decode()

    assert switched["Location"] == at(audit, "item", 1, language="en")
    assert "Ещё думаем" in shown
    assert "Statement 1.1" in shown
    client.post(at(audit, "item", 1), {**told, f"i{item.pk}-value": PARTLY})
    assert audit.answers.get().note == "Ещё думаем"


def test_going_back_keeps_the_answer_too(client, checklist):
    audit = begun(checklist)
    item = items(audit)[1]

    answer = client.post(at(audit, "item", 2), {f"i{item.pk}-value": NO, "previous": "1"})

    assert (answer["Location"], audit.answers.get().value) == (at(audit, "item", 1), NO)


def test_nothing_chosen_is_no_error_but_a_note_alone_is(client, checklist):
    audit = begun(checklist)
    item = items(audit)[0]

    empty = client.post(at(audit, "item", 1), {})
    note = client.post(at(audit, "item", 1), {f"i{item.pk}-note": "Почему же"})

    assert empty["Location"] == at(audit, "item", 2)
    assert note.status_code == 200
    assert "esum" in note.content.decode()
    assert "Почему же" in note.content.decode()


def test_a_whole_section_is_saved_at_once(client, checklist):
    audit = begun(checklist)
    told = {f"i{item.pk}-value": YES for item in items(audit)[2:]}

    answer = client.post(at(audit, "section", 2), told)

    assert (answer["Location"], audit.answers.count()) == (at(audit, "audit"), 3)


def test_the_script_saves_many_and_is_told_how_many_there_are(client, checklist):
    audit = begun(checklist)
    first, second = items(audit)[:2]
    told = {f"i{first.pk}-value": YES, f"i{second.pk}-value": NO, f"i{second.pk}-note": "Нет", "i999999-value": YES}

    saved = client.post(at(audit, "answer"), told)
    bad = client.post(at(audit, "answer"), {f"i{first.pk}-value": "perhaps"})
    done = finished(checklist, YES)
    over = client.post(at(done, "answer"), {f"i{first.pk}-value": NO})

    assert {name: saved.json()[name] for name in ("answered", "total")} == {"answered": 2, "total": 5}
    assert (bad.status_code, over.status_code) == (400, 409)
    assert set(done.answers.values_list("value", flat=True)) == {YES}


def test_an_unfinished_one_is_told_what_is_missing(client, checklist):
    audit = begun(checklist, YES, YES)

    answer = client.post(at(audit, "finish"), {"is_counted": "on"}, follow=True)

    audit.refresh_from_db()
    assert not audit.is_finished
    assert "3, 4, 5" in answer.content.decode()


@pytest.mark.parametrize(
    "about", [{"region": "RU-XXX"}, {"country": "ZZ"}, {"region": "RU-SPE", "country": "BY"}, {"school": "Школа" * 60}]
)
def test_what_is_told_of_a_school_is_checked_and_not_lost(client, checklist, about):
    audit = begun(checklist, YES, YES, YES, YES, YES)

    answer = client.post(at(audit, "finish"), {"school": "Школа", **about})

    audit.refresh_from_db()
    assert (answer.status_code, audit.is_finished, audit.school) == (200, False, "")
    assert "Школа" in answer.content.decode()


def test_results_with_few_answers_show_no_large_figure(client, checklist):
    few = client.get(at(begun(checklist, YES, PARTLY), "results", language="en")).content.decode()
    half = client.get(at(begun(checklist, YES, YES, NO), "results", language="en")).content.decode()

    assert "It is too early for a conclusion: 2 of 5 statements answered." in few
    assert ["au-sum" in page for page in (few, half)] == [False, True]
    assert ["<dt>Best section</dt><dd>" in page for page in (few, half)] == [False, True]


# -- the secret link --------------------------------------------------------------------------------------------------


PAGES = ("audit", "results", "finish", "plan", "compare", "forget", "items")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_private(client, checklist, name):
    answer = client.get(at(finished(checklist, NO), name))

    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]


def test_a_wrong_key_opens_nothing_and_stands_in_no_log(client, checklist, caplog):
    audit = begun(checklist)
    with caplog.at_level(logging.DEBUG):
        wrong = [client.get(at(audit, name).replace(audit.key, "A" * 24)).status_code for name in PAGES]
        beyond = client.get(at(audit, "item", 99)).status_code

    assert (set(wrong), beyond) == ({404}, 404)
    django_says = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert not any(audit.key in said for said in django_says)


def test_a_hidden_season_hides_its_attempts(client, season, checklist):
    audit = begun(checklist)
    season.visibility = Conference.Visibility.DRAFT
    season.save()

    assert client.get(at(audit, "audit")).status_code == 404
    assert client.get(reverse("audits:checklist", args=["school"])).status_code == 404


def test_the_link_is_sent_and_nothing_is_kept(client, checklist):
    audit = begun(checklist)

    bad = client.post(at(audit, "letter"), {"email": "не адрес"})
    good = client.post(at(audit, "letter", language="en"), {"email": "school@example.org"})

    letter = Message.objects.get()
    assert (bad.status_code, good.status_code, letter.language, letter.person) == (200, 302, "en", None)
    assert f"/en/library/audits/{audit.key}/" in letter.body
    assert "school@example.org" not in json.dumps(list(SelfAudit.objects.values("school", "key", "region")))


def test_an_attempt_is_put_into_the_cabinet_and_found_there(checklist, person, client_of):
    audit = begun(checklist, YES, YES)
    visitor = client_of(person)

    asked = Client().post(at(audit, "attach"))
    visitor.post(at(audit, "attach"))
    cabinet = visitor.get("/ru/me/").content.decode()

    audit.refresh_from_db()
    assert asked.status_code == 302
    assert audit.person == person
    assert "Школа для всех" in cabinet
    assert audit.key in cabinet


@pytest.mark.parametrize("number", [1, 31])
def test_the_cabinet_costs_as_much_with_many_attempts(checklist, person, number, django_assert_num_queries):
    for _each in range(number):
        finished(checklist, NO, person=person)

    with django_assert_num_queries(3):
        rows = audits.of_person(person)

    assert {row.counts.percent for row in rows} == {0}


@pytest.mark.parametrize("size", [1, 15])
def test_pages_cost_as_much_with_many_statements(client, season, size):
    audit = finished(new_checklist(season, slug="long", sizes=(size, size)), NO)
    going = begun(audit.checklist, YES)
    audits.propose(audit, [line.item.pk for line in audits.proposals(audit)][:size], language="ru")
    asked = {}

    for one, name, args in (
        (audit, "results", ()), (audit, "plan", ()), (audit, "audit", ()), (going, "item", (1,)),
        (going, "section", (1,)), (going, "items", ()),
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as context:
            client.get(at(one, name, *args))
        asked[name] = len(context)

    assert asked == {"results": 5, "plan": 6, "audit": 4, "item": 4, "section": 4, "items": 3}


# -- plan -------------------------------------------------------------------------------------------------------------


def test_a_plan_from_advice_to_done(client, checklist):
    audit = finished(checklist, NO, NO, YES)
    advice = [line.item.pk for line in audits.proposals(audit)]
    later = timezone.localdate() + timedelta(days=90)

    client.post(at(audit, "propose"), {"item": [*map(str, advice), "x", "²"]})
    client.post(at(audit, "add_step"), {"new-text": "Своё", "new-who": "Завуч", "new-until": f"{later:%Y-%m-%d}"})
    first, second, own = audit.steps.all()
    typed = {f"s{step.pk}-text": step.text for step in (first, second, own)} | {f"s{first.pk}-who": "Директор"}
    client.post(at(audit, "move_step", own.pk), {**typed, "direction": "up"})
    client.post(at(audit, "plan"), {**typed, f"s{first.pk}-is_done": "on"})
    client.post(at(audit, "remove_step", second.pk), typed)

    assert list(audit.steps.values_list("text", "who")) == [("Первый шаг 1.1", "Директор"), ("Своё", "")]
    page_of_plan = client.get(at(audit, "plan")).content.decode()
    assert "Первый шаг 1.2" in page_of_plan  # advised again


@pytest.mark.parametrize("button", ["plan", "add_step", "propose", "move_step", "remove_step"])
def test_any_button_of_the_plan_keeps_what_is_typed(client, checklist, button):
    audit = finished(checklist, NO, NO, YES)
    first, second, third = (audits.add_step(audit, text=f"Шаг {number}") for number in (1, 2, 3))
    advised = audits.proposals(audit)[0].item
    told = {f"s{step.pk}-text": f"Новое {step.pk}" for step in (first, second, third)}
    told |= {f"s{first.pk}-who": "Завуч", "new-text": "Ещё один", "new-who": "Директор", "item": str(advised.pk)}
    place = (third.pk,) if button in ("move_step", "remove_step") else ()

    answer = client.post(at(audit, button, *place), {**told, "direction": "up"})
    shown = client.get(answer["Location"].partition("#")[0])

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, first.who, second.text) == (f"Новое {first.pk}", "Завуч", f"Новое {second.pk}")
    is_added = button in ("plan", "add_step")
    assert audit.steps.filter(text="Ещё один", who="Директор").exists() == is_added
    assert shown.context["new"]["text"].value() == (None if is_added else "Ещё один")
    is_taken = button == "propose"
    assert audit.steps.filter(item=advised).exists() == is_taken
    assert (f'id="advice-{advised.pk}" checked' in shown.content.decode()) != is_taken
    assert shown.context["forms"][0]["text"].value() == f"Новое {first.pk}"


@pytest.mark.parametrize("button", ["plan", "add_step", "propose", "move_step", "remove_step"])
def test_a_line_that_cannot_be_kept_stops_any_button_and_loses_nothing(client, checklist, button):
    audit = finished(checklist, NO, NO)
    first, second = (audits.add_step(audit, text=f"Шаг {number}") for number in (1, 2))
    advised = audits.proposals(audit)[0].item
    told = {f"s{first.pk}-text": "Новое", f"s{first.pk}-until": "вчера", f"s{second.pk}-text": "Второе"}
    place = (second.pk,) if button in ("move_step", "remove_step") else ()

    answer = client.post(
        at(audit, button, *place), {**told, "new-text": "Ещё", "item": str(advised.pk), "direction": "up"}
    )

    said = answer.content.decode()
    assert (answer.status_code, audit.steps.count()) == (200, 2)
    assert answer.context["new"]["text"].value() == "Ещё"
    assert f'id="advice-{advised.pk}" checked' in said
    for text in ("Новое", "вчера", "Второе"):
        assert text in said


def test_a_bad_date_loses_nothing(client, checklist):
    audit = finished(checklist, NO)
    step = audits.add_step(audit, text="Шаг")

    answer = client.post(at(audit, "plan"), {f"s{step.pk}-text": "Новый текст", f"s{step.pk}-until": "вчера"})

    assert answer.status_code == 200
    assert "Новый текст" in answer.content.decode()


def test_a_step_of_another_attempt_is_not_there(client, checklist):
    mine, other = finished(checklist, NO), finished(checklist, NO)
    step = audits.add_step(other, text="Чужой")

    statuses = {
        client.post(at(mine, name, step.pk), {"direction": "up"}).status_code for name in ("move_step", "remove_step")
    }

    assert (statuses, other.steps.count()) == ({404}, 1)


# -- what is kept -----------------------------------------------------------------------------------------------------


def test_a_copy_of_personal_data_tells_answers_and_plans(checklist, person):
    audit = finished(checklist, NO, person=person, school="Школа")
    audits.add_step(audit, text="Шаг", who="Я")

    (told,) = contributes.personal_data(person)["self_audits"]

    assert (told["school"], told["answers"][0]["answer"], told["plan"][0]["who"]) == (
        "Школа", AuditAnswer.Value.NO.label, "Я",
    )  # fmt: skip


def test_erasing_leaves_bare_answers_of_nobody(checklist, person):
    counted = finished(checklist, NO, person=person, school="Школа", region="RU-SPE")
    audits.add_step(counted, text="Шаг", who="Иванова")
    going, uncounted = begun(checklist, YES, person=person), finished(checklist, YES, person=person, is_counted=False)
    counted.answers.update(note="Секрет")

    said = [word for words in ask("erase", person, by=None) for word in words]

    (left,) = SelfAudit.objects.all()
    assert "self-audits" in said
    assert (left.pk, left.person, left.school, left.region) == (counted.pk, None, "", "RU-SPE")
    assert left.key != counted.key
    assert (left.steps.count(), set(left.answers.values_list("note", "value"))) == (0, {("", "no")})
    assert not SelfAudit.objects.filter(pk__in=[going.pk, uncounted.pk]).exists()
    assert audits.forget_person(person) == 0


def test_an_attempt_is_erased_by_whoever_has_its_link(client, checklist):
    first = finished(checklist, NO)
    second = audits.again(first, by=None, language="ru")

    client.post(at(first, "forget"))

    second.refresh_from_db()
    assert (SelfAudit.objects.get(), second.follows) == (second, None)


def test_the_chapter_of_the_statistics(season, checklist):
    for number in range(3):
        finished(checklist, YES, school=f"Школа {number % 2}")
    begun(checklist)

    (part,) = contributes.reach(season)

    assert [value for _name, value in part.figures] == ["1", "4", "3", "2"]
