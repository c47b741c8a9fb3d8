"""Checklists on the desk: what was published never changes, the next version does."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from conference.models import Role
from conference.moves import MoveNotAllowed
from proceedings.models import Checklist, ChecklistItem, Material
from proceedings.services import audits
from tests.proceedings.checklists import *  # noqa: F403
from tests.proceedings.checklists import NO, YES, begun, finished, new_checklist, publish, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def checklist(season):
    return new_checklist(season, sizes=(2, 1))


@pytest.fixture
def desk(season, make_person, client_of):
    return client_of(make_person(Role.Kind.EDITOR, conference=season, language="ru"))


def now(checklist: Checklist) -> list[str]:
    """What readers see."""
    return [item.text for item in audits.items_of(checklist, checklist.material.version)]


def fates(checklist: Checklist) -> list[tuple[str, str]]:
    return [(entry.item.text, entry.fate) for _section, entries in audits.entries_of(checklist) for entry in entries]


def test_a_draft_is_changed_in_place(season):
    checklist = audits.add_checklist(season, by=None, title_ru="Черновик")
    section = audits.add_section(checklist, by=None, title_ru="Раздел")
    item = audits.add_item(section, by=None, text_ru="Было")

    changed = audits.change_item(item, by=None, text_ru="Стало")

    assert (changed.pk, fates(checklist), ChecklistItem.objects.count()) == (item.pk, [("Стало", "")], 1)
    audits.retire_item(changed, by=None)
    assert ChecklistItem.objects.count() == 0


def test_what_was_published_changes_with_the_next_version(checklist):
    item = audits.items_of(checklist, 1)[0]

    made = audits.change_item(item, by=None, **texts("новое"))
    before = now(checklist)
    newer = publish(checklist)

    assert before == ["Утверждение 1.1", "Утверждение 1.2", "Утверждение 2.1"]
    assert now(newer) == ["Утверждение новое", "Утверждение 1.2", "Утверждение 2.1"]
    assert (made.statement, made.replaces, made.since) == (item.pk, item, 2)


def test_answers_keep_the_wording_they_were_given_to(checklist):
    audit = begun(checklist, NO)
    audits.change_item(audits.items_of(checklist, 1)[0], by=None, text_ru="Другое")
    publish(checklist)

    line = audits.sheet_of(audit).lines[0]

    assert (line.item.text_ru, line.value) == ("Утверждение 1.1", "no")
    audits.answer(audit, line.item, YES)  # and goes on in the version that it began with
    assert audit.answers.get().value == "yes"


def test_a_wording_that_nobody_has_seen_is_changed_in_place(checklist):
    item = audits.items_of(checklist, 1)[0]
    first = audits.change_item(item, by=None, text_ru="Первая мысль")

    second = audits.change_item(first, by=None, text_ru="Вторая мысль")

    assert (second.pk, ChecklistItem.objects.count()) == (first.pk, 4)
    with pytest.raises(MoveNotAllowed):  # an old page of the desk
        audits.change_item(item, by=None, text_ru="Третья")


def test_the_same_words_are_no_change(checklist):
    item = audits.items_of(checklist, 1)[0]

    assert audits.change_item(item, by=None, **texts("1.1")) == item
    assert not audits.changes_wait(checklist)


def test_an_item_is_retired_and_restored(checklist):
    audit = finished(checklist, YES)
    item = audits.items_of(checklist, 1)[1]

    audits.retire_item(item, by=None)
    waits = (audits.changes_wait(checklist), fates(checklist)[1])
    audits.restore_item(item, by=None)
    again = fates(checklist)[1]
    audits.retire_item(item, by=None)
    newer = publish(checklist)

    assert (waits, again) == ((True, ("Утверждение 1.2", "retired")), ("Утверждение 1.2", ""))
    assert now(newer) == ["Утверждение 1.1", "Утверждение 2.1"]
    assert len(audits.sheet_of(audit).lines) == 3
    assert "Утверждение 1.2" not in [text for text, _fate in fates(newer)]


def test_another_wording_is_undone(checklist):
    item = audits.items_of(checklist, 1)[0]
    made = audits.change_item(item, by=None, text_ru="Не то")

    stays = audits.restore_item(made, by=None)

    assert (stays.pk, stays.until, fates(checklist)[0]) == (item.pk, None, ("Утверждение 1.1", ""))
    with pytest.raises(MoveNotAllowed):
        audits.restore_item(stays, by=None)


def test_a_new_wording_that_is_deleted_takes_the_item_with_it(checklist):
    item = audits.items_of(checklist, 1)[0]
    audits.retire_item(audits.change_item(item, by=None, text_ru="Не то"), by=None)

    assert fates(checklist)[0] == ("Утверждение 1.1", "retired")


def test_new_items_come_with_the_next_version(checklist):
    section = checklist.sections.first()
    audits.add_item(section, by=None, text_ru="Новое")

    assert ("Новое", "new") in fates(checklist)
    assert "Новое" not in now(checklist)
    assert now(publish(checklist))[2] == "Новое"


def test_order_changes_at_once_and_a_coming_wording_keeps_its_place(checklist):
    _first, second = audits.items_of(checklist, 1)[:2]
    made = audits.change_item(second, by=None, text_ru="Второе иначе")

    moved = (audits.move_item(made, up=True, by=None), audits.move_item(made, up=True, by=None))

    assert moved == (True, False)
    assert now(checklist) == ["Утверждение 1.2", "Утверждение 1.1", "Утверждение 2.1"]
    assert now(publish(checklist))[0] == "Второе иначе"
    assert audits.move_section(checklist.sections.last(), up=True, by=None)
    assert now(Checklist.objects.get())[0] == "Утверждение 2.1"


@pytest.mark.parametrize(("ru", "en"), [("Только по-русски", ""), ("", "English only")])
def test_a_title_in_one_language_is_enough_for_a_section(season, desk, checklist, ru, en):
    url, told = {"slug": checklist.material.slug}, {"title_ru": ru, "title_en": en}

    added = desk.post(
        season.url("proceedings:checklist_section_add", **url), {f"new-{name}": text for name, text in told.items()}
    )
    section = checklist.sections.order_by("order").last()
    renamed = desk.post(season.url("proceedings:checklist_section", pk=checklist.sections.first().pk, **url), told)

    assert (added.status_code, renamed.status_code) == (302, 302)
    assert {section.title, checklist.sections.first().title} == {ru or en}


def test_a_section_with_items_stays(checklist):
    section = checklist.sections.first()

    with pytest.raises(MoveNotAllowed):
        audits.remove_section(section, by=None)
    empty = audits.add_section(checklist, by=None, title_en="Empty")
    audits.remove_section(empty, by=None)

    assert checklist.sections.count() == 2


@pytest.mark.parametrize("bad", [{}, {"text_ru": "  "}, {"hint_ru": "Подсказка"}])
def test_a_statement_is_needed_in_one_language(checklist, bad):
    with pytest.raises(ValidationError):
        audits.add_item(checklist.sections.first(), by=None, **bad)


def test_an_unknown_text_is_a_mistake_of_ours(checklist):
    with pytest.raises(TypeError):
        audits.add_item(checklist.sections.first(), by=None, text_ru="А", answer="yes")


# -- the desk ---------------------------------------------------------------------------------------------------------


def test_an_editor_makes_a_checklist(season, desk):
    asked = desk.post(
        season.url("proceedings:checklist_add"), {"title_ru": "Чек-лист", "title_en": "Checklist", "minutes": "25"}
    )
    checklist = Checklist.objects.get()
    url = {"slug": checklist.material.slug}
    desk.post(
        season.url("proceedings:checklist_section_add", **url), {"new-title_ru": "Раздел", "new-title_en": "Part"}
    )
    section = checklist.sections.get()
    desk.post(season.url("proceedings:checklist_item_add", pk=section.pk, **url), texts("1"))
    page = desk.get(season.url("proceedings:checklist_edit", **url)).content.decode()

    assert asked.status_code == 302
    assert (checklist.minutes, checklist.material.kind, checklist.material.state) == (
        25, Material.Kind.CHECKLIST, Material.State.DRAFT,
    )  # fmt: skip
    assert "Утверждение 1" in page
    assert section.items.get().improve_en == "First step 1"


def test_nothing_typed_is_lost(season, desk, checklist):
    item = audits.items_of(checklist, 1)[0]
    url = season.url("proceedings:checklist_item", slug="school", pk=item.pk)

    answer = desk.post(url, {"hint_ru": "Набрано и не потеряно", "link": "не адрес"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Набрано и не потеряно" in page
    assert "esum" in page
    item.refresh_from_db()
    assert (item.text_ru, item.until) == ("Утверждение 1.1", None)


def test_a_script_in_a_statement_is_text(season, desk, checklist):
    audits.add_item(checklist.sections.first(), by=None, text_ru="<script>alert(1)</script>")

    page = desk.get(season.url("proceedings:checklist_edit", slug="school")).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("number", [1, 31])
def test_the_desk_costs_as_much_with_many_checklists(season, desk, number, django_assert_num_queries):
    for place in range(number):
        finished(new_checklist(season, slug=f"list-{place}", sizes=(1,)), YES)

    with django_assert_num_queries(9):
        desk.get(season.url("proceedings:checklists"))


@pytest.mark.parametrize("number", [1, 31])
def test_editing_costs_as_much_with_many_items(season, desk, number, django_assert_num_queries):
    new_checklist(season, slug="long", sizes=(number, number))

    with django_assert_num_queries(9):
        desk.get(season.url("proceedings:checklist_edit", slug="long"))


def test_a_checklist_without_a_statement_is_not_published(season):
    empty = audits.add_checklist(season, by=None, slug="empty", minutes=5, title_en="Empty", language="en")
    audits.add_section(empty, by=None, title_en="Part")

    with translation.override("en"), pytest.raises(ValidationError, match="at least one statement"):
        publish(empty)

    empty.material.refresh_from_db()
    assert empty.material.version == 0
