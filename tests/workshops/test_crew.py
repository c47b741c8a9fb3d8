"""Statements, the crew of sessions, its pack and its warnings."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from conference.models import Message, Person
from conference.moves import MoveNotAllowed
from tests.workshops.docx import docx
from workshops.contributes import crew as contributes
from workshops.models import Assignment, SessionMaterial, Speaker, Talk
from workshops.services import crew, planning, statements
from workshops.services.materials import add_material
from workshops.services.packs import pack_of
from workshops.services.warnings import warnings_of


def url(conference, name, **kwargs) -> str:
    return reverse(f"workshops:{name}", kwargs={"conference_slug": conference.slug, **kwargs})


@pytest.fixture
def plenary(make_session):
    return make_session("Открытие", minutes=90, format="plenary", interpretation=True)


@pytest.fixture
def make_statement(plenary, organiser):
    def make(name="Анна Орлова", person=None, minutes=10, **fields) -> Talk:
        speaker = Speaker(name_ru=name, name_en="Anna Orlova", position_ru="министр", person=person)
        fields = {"title_ru": f"Слово: {name}", "on_behalf_of_ru": "Министерство", **fields}
        return statements.add_statement(plenary, by=organiser, speaker=speaker, minutes=minutes, **fields)

    return make


@pytest.fixture
def helper(make_person) -> Person:
    return make_person(full_name="Журавлёва Марина", latin_name="Marina Zhuravleva", email="m@example.org")


def text_for(talk, by, **fields) -> SessionMaterial:
    file = ContentFile(docx(), name="текст.docx")
    return add_material(talk.session, by=by, kind="statement", talk=talk, file=file, language="ru", **fields)


# -- statements ----------------------------------------------------------------------------------------------------


def test_statements_stand_in_speaking_order_and_can_be_undone(make_statement, plenary, organiser, conference):
    make_statement("Первая Анна")
    second = make_statement("Вторая Анна")

    planning.move_talk(second, by=organiser, position=1)

    assert list(plenary.talks.values_list("order", "title_ru")) == [
        (1, "Слово: Вторая Анна"),
        (2, "Слово: Первая Анна"),
    ]
    planning.undo(conference, by=organiser)
    planning.undo(conference, by=organiser)
    assert list(plenary.talks.values_list("order", "title_ru")) == [(1, "Слово: Первая Анна")]


def test_a_statement_with_a_text_stays(make_statement, organiser):
    talk = make_statement()
    text_for(talk, organiser)

    with pytest.raises(MoveNotAllowed):
        statements.remove_statement(talk, by=organiser)

    assert Talk.objects.filter(pk=talk.pk).exists()


@pytest.mark.parametrize("minutes", [0, 481])
def test_minutes_that_nobody_means(minutes, make_statement):
    with pytest.raises(ValidationError):
        make_statement(minutes=minutes)


def test_editing_keeps_the_row_of_the_speaker(make_statement, organiser):
    talk = make_statement()
    row = talk.speakers.get().pk

    statements.edit_statement(talk, by=organiser, speaker=Speaker(name_ru="Пётр Ильин"), minutes=7, title_ru="Иначе")

    assert list(talk.speakers.values_list("pk", "name_ru")) == [(row, "Пётр Ильин")]
    assert (talk.minutes, talk.title_ru) == (7, "Иначе")


def test_texts_are_asked_for_once_a_day(make_statement, plenary, organiser, author):
    make_statement(person=author)
    make_statement("Без Учётной")

    sent = [statements.ask_for_texts(plenary, by=organiser) for _time in range(2)]

    assert sent == [1, 0]
    letter = Message.objects.get(key="crew-statement")
    assert letter.to == author.email
    assert f"/talks/{plenary.talks.first().pk}/files/" in letter.body


def test_who_has_sent_the_text_is_not_asked(make_statement, plenary, organiser, author):
    text_for(make_statement(person=author), author)

    assert statements.ask_for_texts(plenary, by=organiser) == 0


def test_the_desk_adds_and_sums_up(client_of, organiser, plenary, conference):
    client = client_of(organiser)
    data = {"name_ru": "Анна Орлова", "title_ru": "Слово", "minutes": "100", "language": "ru"}

    answer = client.post(url(conference, "create_statement", pk=plenary.pk), data, follow=True)

    assert plenary.talks.get().minutes == 100
    assert "Слово" in answer.content.decode()
    assert answer.context["over"] == 10


def test_what_was_typed_stays_when_it_is_wrong(client_of, organiser, plenary, conference):
    data = {"name_ru": "", "title_ru": "Слово", "minutes": "x", "language": "ru"}

    answer = client_of(organiser).post(url(conference, "create_statement", pk=plenary.pk), data)

    assert {*answer.context["form"].errors} == {"name_ru", "minutes"}
    assert 'value="Слово"' in answer.content.decode()


@pytest.mark.parametrize("count", [1, 9])
def test_the_list_costs_the_same(count, make_statement, client_of, organiser, plenary, conference, author,
                                 django_assert_num_queries):  # fmt: skip
    for number in range(count):
        text_for(make_statement(f"Анна {number}", person=author, minutes=1), author)
    client = client_of(organiser)

    with django_assert_num_queries(9):
        client.get(url(conference, "statements", pk=plenary.pk))


# -- the crew ------------------------------------------------------------------------------------------------------


def test_one_letter_with_all_sessions(plenary, make_session, helper, organiser, conference):
    later = make_session("Закрытие", at="16:00")
    for session in (plenary, later):
        crew.assign(session, helper, by=organiser, kind="interpreter")

    told = [crew.tell_crew(conference, by=organiser) for _time in range(2)]

    assert told == [1, 0]
    letter = Message.objects.get(key="crew-assigned")
    assert "«Открытие»" in letter.body or "“Открытие”" in letter.body
    assert "Закрытие" in letter.body
    assert letter.body.count("/pack/") == 1


def test_nobody_is_assigned_twice_or_to_a_break(plenary, make_session, helper, organiser):
    crew.assign(plenary, helper, by=organiser, kind="sign")

    for session in (plenary, make_session(at="12:00", format="break")):
        with pytest.raises(MoveNotAllowed):
            crew.assign(session, helper, by=organiser, kind="sign")


def test_who_was_told_hears_of_being_taken_off(plenary, helper, organiser, conference):
    assignment = crew.assign(plenary, helper, by=organiser, kind="interpreter")
    crew.tell_crew(conference, by=organiser)
    assignment.refresh_from_db()

    crew.unassign(assignment, by=organiser)

    assert list(Message.objects.values_list("key", flat=True).order_by("pk")) == ["crew-assigned", "crew-unassigned"]


def test_somebody_new_gets_an_account(client_of, organiser, plenary, conference):
    data = {"kind": "captions", "email": "New@Example.org", "full_name": "Дудин Артём", "letters": "en"}

    client_of(organiser).post(url(conference, "assign", pk=plenary.pk), data)

    assignment = Assignment.objects.get()
    assert (assignment.person.email, assignment.person.language, assignment.kind) == (
        "new@example.org", "en", "captions"
    )  # fmt: skip


def test_a_chair_assigns_in_the_own_track_only(client_of, chair, plenary, make_session, tracks, conference):
    own = make_session("Секция 1", at="12:00", track=tracks[0])

    codes = [client_of(chair).get(url(conference, "assign", pk=each.pk)).status_code for each in (own, plenary)]

    assert codes == [200, 404]


def test_buttons_name_people_in_the_language_of_the_page(client_of, helper, organiser, plenary, conference):
    crew.assign(plenary, helper, by=organiser, kind="interpreter")

    with override("en"):
        page = client_of(organiser).get(url(conference, "crew")).content.decode()

    assert "Take off: <bdi>Marina Zhuravleva</bdi>" in page


def kinds(conference) -> list[str]:
    return sorted(each.kind for each in warnings_of(conference) if each.kind.startswith(("crew", "unstaffed")))


def test_one_person_in_two_sessions(plenary, make_session, helper, organiser, conference):
    beside = make_session("Рядом", at="11:00", interpretation=True)
    crew.assign(plenary, helper, by=organiser, kind="interpreter")
    crew.assign(beside, helper, by=organiser, kind="interpreter")

    assert kinds(conference) == ["crew_alone", "crew_twice"]


def test_sessions_one_after_the_other_do_not_clash(plenary, make_session, helper, organiser, conference):
    crew.assign(plenary, helper, by=organiser, kind="interpreter")
    crew.assign(make_session(at="11:30", interpretation=True), helper, by=organiser, kind="interpreter")

    assert kinds(conference) == ["crew_alone"]


def test_two_interpreters_take_turns_and_promises_count(plenary, make_person, organiser, conference):
    for number in (1, 2):
        crew.assign(plenary, make_person(full_name=f"Второй {number}"), by=organiser, kind="interpreter")
    crew.assign(plenary, make_person(), by=organiser, kind="sign")

    assert kinds(conference) == ["crew_unpromised_sign"]


def test_a_promise_without_people(plenary, conference):
    assert kinds(conference) == ["unstaffed_interpretation"]
    assert crew.unstaffed(conference) == [(plenary, "interpreter")]


def test_an_interpreter_who_speaks_elsewhere(plenary, make_session, helper, organiser, conference):
    make_session("Рядом", at="10:30", speakers=[Speaker(role="speaker", name_ru="Марина Ж", person=helper)])
    crew.assign(plenary, helper, by=organiser, kind="interpreter")

    assert kinds(conference) == ["crew_alone", "crew_speaks"]


# -- the pack ------------------------------------------------------------------------------------------------------


def test_the_pack_is_of_its_people_only(client_of, client, helper, organiser, author, plenary, conference):
    crew.assign(plenary, helper, by=organiser, kind="interpreter")
    page = url(conference, "pack")

    codes = [
        each.get(page).status_code for each in (client, client_of(helper), client_of(author), client_of(organiser))
    ]

    assert codes == [302, 200, 404, 404]


def test_the_pack_has_names_in_both_scripts_and_the_text(
    client_of, make_statement, helper, organiser, author, plenary, conference
):
    talk = make_statement(person=author)
    text_for(talk, author, with_session=True)
    crew.assign(plenary, helper, by=organiser, kind="interpreter")
    client = client_of(helper)

    page = client.get(url(conference, "pack")).content.decode()
    archive = b"".join(client.get(url(conference, "pack_zip")).streaming_content)

    assert "Анна Орлова" in page
    assert "Anna Orlova" in page
    assert "министр" in page
    assert zipfile.ZipFile(io.BytesIO(archive)).namelist() == ["01 Открытие/01 Анна Орлова/текст.docx"]


def test_the_first_opening_is_noted_and_logged_without_names(client_of, helper, organiser, plenary, conference):
    crew.assign(plenary, helper, by=organiser, kind="interpreter")

    client_of(helper).get(url(conference, "pack"))
    first = Assignment.objects.get().seen_at
    client_of(helper).get(url(conference, "pack"))

    assert first is not None
    assert Assignment.objects.get().seen_at == first
    entries = LogEntry.objects.filter(action=LogEntry.Action.ACCESS)
    assert [(each.object_repr, each.additional_data) for each in entries] == [
        (f"session {plenary.pk}", {"what": "pack"})
    ] * 2


@pytest.mark.parametrize("count", [1, 8])
def test_the_pack_costs_the_same(count, make_session, make_submission, helper, organiser, conference,
                                 django_assert_num_queries):  # fmt: skip
    for number in range(count):
        session = make_session(f"Заседание {number}", at=f"{9 + number:02}:00")
        planning.place_paper(make_submission("confirmed", presentation="oral"), session, by=organiser)
        crew.assign(session, helper, by=organiser, kind="interpreter")

    with django_assert_num_queries(7):
        pack = pack_of(helper, conference)

    assert len(pack.sessions) == count
    assert [name.ru for name in pack.glossary()] == ["Ольга Сомова"]


# -- pages that gather all rooms -----------------------------------------------------------------------------------


def test_my_page_shows_the_pack_and_the_text_to_send(rf, make_statement, helper, author, organiser, plenary):
    make_statement(person=author)
    crew.assign(plenary, helper, by=organiser, kind="interpreter")

    blocks = {person: contributes.mine(rf.get("/"), person) for person in (helper, author, organiser)}

    assert [len(blocks[each]) for each in (helper, author, organiser)] == [1, 1, 0]
    assert blocks[helper][0].context["packs"][0]["count"] == 1
    assert blocks[author][0].context["talks"][0]["is_missing"] is True


def test_erasing_forgets_the_work_and_the_text_nobody_has_read(make_statement, helper, author, organiser, plenary):
    text_for(make_statement(person=author), author, is_public=True, with_session=True)
    crew.assign(plenary, helper, by=organiser, kind="interpreter")

    told = [contributes.erase(person, by=None) for person in (helper, author)]

    assert told == [["work in sessions"], ["texts and slides of talks"]]
    assert not Assignment.objects.exists()
    assert not SessionMaterial.objects.exists()


def test_a_text_that_the_public_has_stays_without_the_name(make_statement, author, conference):
    material = text_for(make_statement(person=author), author, is_public=True)
    SessionMaterial.objects.update(embargo_until=timezone.now() - timedelta(days=1))

    contributes.erase(author, by=None)

    material.refresh_from_db()
    assert material.uploaded_by is None


def test_personal_data_hold_the_work_and_the_files(make_statement, helper, author, organiser, plenary):
    text_for(make_statement(person=author), author)
    crew.assign(plenary, helper, by=organiser, kind="sign", note="Стоять слева")

    told = contributes.personal_data(helper), contributes.personal_data(author)

    assert told[0]["assignments_to_sessions"][0]["note"] == "Стоять слева"
    assert told[1]["materials_of_sessions"][0]["name"] == "текст.docx"
