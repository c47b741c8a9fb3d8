"""The editors' desk of the library, the page of a reviewer, what waits, many recordings at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from conference.models import Role
from conference.tables import as_xlsx
from proceedings import contributes
from proceedings.models import Material, MaterialReview, Usefulness
from proceedings.services import library
from tests.proceedings.shelf import VIDEO, new_expert, new_material, new_recording, new_season, new_theme, published
from workshops.models import Answer, Question, Session

pytestmark = pytest.mark.django_db
SLIDES = settings.BASE_DIR / "workshops" / "demo" / "slides.pdf"
REASON = {"publish-why_unreviewed": "для проверки"}


@pytest.fixture
def desk(client_of, librarian):
    return client_of(librarian)


def at(season, name="library_desk", **kwargs):
    return season.url(f"proceedings:{name}", **kwargs)


def typed(material=None, **fields):
    """What the form of a recording posts."""
    told = {
        "revision": material.revision if material else 0, "title_ru": "Запись", "title_en": "", "summary_ru": "",
        "summary_en": "", "body_ru": "", "body_en": "", "video": VIDEO, "seconds": "1:28:00", "language": "ru",
        "year": "2026", "level": "start", "chapters_ru": "00:00 Первая\n1:02:30 Вторая", "chapters_en": "00:00 First",
        "transcript_ru": "", "transcript_en": "",
    }  # fmt: skip
    return {**told, **fields}


def test_an_editor_writes_publishes_and_withdraws_a_recording(season, desk):
    answer = desk.post(at(season, "library_new", kind="recording"), typed())
    material = Material.objects.get()
    chapters = [(row.seconds, row.title_ru, row.title_en or "") for row in material.chapters.all()]

    assert answer["Location"] == at(season, "library_edit", slug=material.slug)
    assert (material.seconds, chapters) == (5280, [(0, "Первая", "First"), (3750, "Вторая", "")])
    desk.post(at(season, "library_publish", slug=material.slug), {"revision": "0"})
    assert Material.objects.get().state == "draft"
    desk.post(at(season, "library_publish", slug=material.slug), {"revision": "0", **REASON})
    assert Material.objects.get().state == "published"
    desk.post(at(season, "library_withdraw", slug=material.slug), {"withdraw-reason_ru": ""})
    assert Material.objects.get().state == "published"
    desk.post(at(season, "library_withdraw", slug=material.slug), {"withdraw-reason_en": "Out of date"})
    assert Material.objects.get().state == "withdrawn"
    desk.post(at(season, "library_put_back", slug=material.slug))
    assert Material.objects.get().state == "published"


def test_changes_of_a_published_material_wait_and_may_be_dropped(season, desk):
    material = published(new_recording(season))

    desk.post(at(season, "library_edit", slug=material.slug), typed(material, title_ru="Новая"))

    row = Material.objects.get()
    page = desk.get(at(season, "library_preview", slug=row.slug)).content.decode()
    assert (row.title_ru, row.draft["title_ru"]) == ("Диалог о школе", "Новая")
    assert "Новая" in page
    desk.post(at(season, "library_drop", slug=row.slug), {"revision": row.revision})
    assert Material.objects.get().draft == {}


def test_what_two_editors_type_at_once_is_never_lost(season, desk, librarian):
    material = new_recording(season)
    before = typed(material, title_ru="Моё имя")
    library.save(material, by=librarian, revision=0, title_ru="Чужое имя")

    answer = desk.post(at(season, "library_edit", slug=material.slug), before)
    html = answer.content.decode()

    assert answer.status_code == 200
    assert 'value="Моё имя"' in html
    assert "Чужое имя" in html
    assert 'name="revision" value="1"' in html
    assert Material.objects.get().title_ru == "Чужое имя"


def posted(desk, address):
    """What the form of the page at *address* posts as it stands."""
    form = desk.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def test_a_page_left_as_it_is_saves_nothing_on_the_way(season, desk):
    material = published(new_recording(season))
    told = posted(desk, at(season, "library_edit", slug=material.slug))

    answer = desk.post(at(season, "library_withdraw", slug=material.slug), {**told, "withdraw-reason_ru": "Устарела"})

    assert answer.status_code == 302
    row = Material.objects.get()
    assert (row.state, row.draft, row.revision) == ("withdrawn", {}, material.revision)


def test_publishing_publishes_what_is_typed(season, desk):
    material = published(new_recording(season))
    library.save(material, by=None, revision=material.revision, title_ru="Сохранённая")

    desk.post(at(season, "library_publish", slug=material.slug), typed(material, title_ru="Набранная", **REASON))

    row = Material.objects.get()
    assert (row.title_ru, row.version, row.draft) == ("Набранная", 2, {})


def test_adding_a_file_saves_the_text_and_keeps_the_rest(season, desk):
    material = new_recording(season)
    file = SimpleUploadedFile("a.pdf", SLIDES.read_bytes())
    beside = {"file-file": file, "file-title": "Памятка", "file-language": "ru", "publish-why_unreviewed": "спешим"}

    answer = desk.post(
        at(season, "library_file_add", slug=material.slug), typed(material, title_ru="Новая", **beside), follow=True
    )

    assert (Material.objects.get().title_ru, material.files.count()) == ("Новая", 1)
    assert 'value="спешим"' in answer.content.decode()
    assert 'value="Памятка" form' not in answer.content.decode()


@pytest.mark.parametrize(("revision", "title"), [(7, "Моё имя"), (0, "")])
def test_where_the_text_is_refused_its_buttons_do_nothing_and_it_stays(season, desk, revision, title):
    material = new_recording(season)
    told = typed(material, title_ru=title, summary_ru="Набранное", **REASON) | {"revision": revision}

    answer = desk.post(at(season, "library_publish", slug=material.slug), told)

    html = answer.content.decode()
    row = Material.objects.get()
    assert (row.state, row.title_ru, row.revision) == ("draft", "Диалог о школе", 0)
    assert "Набранное" in html
    assert REASON["publish-why_unreviewed"] in html
    assert f'action="{at(season, "library_edit", slug=row.slug)}"' in html


def test_asking_experts_saves_the_text_first(season, desk):
    material = new_recording(season)

    answer = desk.post(at(season, "library_edit", slug=material.slug), typed(material, title_ru="Новая", then="ask"))

    assert answer["Location"] == at(season, "library_reviews", slug=material.slug)
    assert Material.objects.get().title_ru == "Новая"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title_ru": ""}, "title_ru"),
        ({"seconds": "полтора часа"}, "seconds"),
        ({"chapters_en": "First"}, "chapters_en"),
        ({"video": "ftp:/x"}, "video"),
        ({"year": "30"}, "year"),
    ],
)
def test_errors_stand_at_their_fields_and_nothing_is_lost(season, desk, fields, name):
    answer = desk.post(at(season, "library_new", kind="recording"), typed(summary_ru="Останется", **fields))

    assert list(answer.context["form"].errors) == [name]
    assert "Останется" in answer.content.decode()
    assert not Material.objects.exists()


def test_switching_the_language_keeps_what_was_typed(season, desk):
    address = at(season, "library_new", kind="recording")

    answer = desk.post(address, typed(title_ru="Недописано", switch_language="en"), follow=True)

    assert answer.redirect_chain[0][0] == address.replace("/ru/", "/en/", 1)
    assert 'value="Недописано"' in answer.content.decode()


def test_what_is_not_translated_is_marked(season, desk):
    new_material(season, title_en="", body_en="", slug="memo")
    new_material(season, title_en="Whole", summary_en="All")

    html = desk.get(at(season, "library_edit", slug="memo")).content.decode()
    listed = desk.get(at(season), {"lacks": "en"}).context["page_obj"].object_list

    assert "(EN)" in html
    assert [row.slug for row in listed] == ["memo"]


def test_the_list_is_narrowed_by_state_kind_and_words(season, desk):
    published(new_recording(season))
    new_material(season)

    def titles(**query):
        return [row.title_en for row in desk.get(at(season), query).context["page_obj"].object_list]

    assert titles(state="published") == ["A dialogue on schools"]
    assert titles(kind="practical") == ["A memo for teachers"]
    assert titles(q="памятка") == ["A memo for teachers"]
    assert titles(state="rubbish") == ["A memo for teachers", "A dialogue on schools"]


def test_another_state_keeps_the_other_conditions(season, desk):
    html = desk.get(at(season), {"q": "памятка", "kind": "practical", "lacks": "en", "state": "draft"}).content.decode()

    kept = "q=%D0%BF%D0%B0%D0%BC%D1%8F%D1%82%D0%BA%D0%B0&amp;kind=practical&amp;lacks=en"
    assert f'href="?{kept}"' in html
    assert f'href="?{kept}&amp;state=review"' in html


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_asks_a_constant_number_of_questions(season, desk, many, django_assert_num_queries):
    for _number in range(many):
        published(new_material(season))
    desk.get(at(season))

    with django_assert_num_queries(QUERIES):
        desk.get(at(season))


QUERIES = 10


def test_a_digest_is_one_click(season, desk):
    starts = timezone.now() - timedelta(days=1)
    event = Session.objects.create(
        conference=season, format="event", title_ru="Разговор", starts=starts, ends=starts + timedelta(hours=1)
    )
    question = Question.objects.create(
        conference=season, session=event, text_ru="Как?", language="ru", state="answered", theme=new_theme(season)
    )
    Answer.objects.create(question=question, kind="writing", text_ru="Так.")
    assert "Разговор" in desk.get(at(season)).content.decode()

    desk.post(at(season, "library_digest"), {"session": event.pk})

    made = Material.objects.get()
    assert (made.kind, made.made_by is not None, made.body_ru) == (
        "digest", True, "## Тема lesson\n\n### Как?\n\nТак.",
    )  # fmt: skip


# -- reviews --------------------------------------------------------------------------------------------------------


def test_an_expert_reads_and_answers_by_the_personal_link(season, desk):
    expert = new_expert(season, "orlova")
    material = new_material(season)
    desk.post(at(season, "library_ask", slug=material.slug), {"experts": [expert.pk]})
    row = MaterialReview.objects.get()
    address = at(season, "material_review", key=library.token_of(row))
    listed = desk.get(at(season, "library_reviews", slug=material.slug)).content.decode()

    page = Client().get(address)
    wordless = Client().post(address, {"verdict": "revise", "remarks": ""})
    Client().post(address, {"verdict": "revise", "remarks": "Короче"})
    after = Client().get(address).content.decode()

    assert library.token_of(row) in listed
    assert ("Текст." in page.content.decode(), page["X-Robots-Tag"], page["Referrer-Policy"]) == (
        True, "noindex, nofollow", "same-origin",
    )  # fmt: skip
    assert "no-store" in page["Cache-Control"]
    assert list(wordless.context["form"].errors) == ["remarks"]
    row.refresh_from_db()
    assert (row.verdict, row.remarks) == ("revise", "Короче")
    assert ("Короче" in after, "<textarea" in after) == (True, False)


def test_editors_reply_and_the_expert_reads_it(season, desk):
    [row] = library.ask_review(new_material(season), experts=[new_expert(season, "orlova")], by=None)
    library.give_review(row, verdict="revise", remarks="Короче")

    desk.post(at(season, "library_reply", slug=row.material.slug, pk=row.pk), {"text": "Сократили"})

    assert "Сократили" in Client().get(at(season, "material_review", key=library.token_of(row))).content.decode()


@pytest.mark.parametrize("key", ["1", "1~abc", "~", "a" * 200])
def test_a_bad_link_opens_nothing(season, key):
    assert Client().get(at(season, "material_review", key=key)).status_code == 404


# -- notes and tasks ------------------------------------------------------------------------------------------------


def test_what_readers_wrote_is_read_once(season, desk):
    material = published(new_material(season))
    library.mark_useful(material, voter="b1", is_useful=False, note="Не хватает схемы")
    mark = Usefulness.objects.get()
    assert "Не хватает схемы" in desk.get(at(season, "library_notes")).content.decode()

    desk.post(at(season, "library_note_read", pk=mark.pk))

    mark.refresh_from_db()
    assert mark.is_read


def test_what_waits_is_told_with_its_age(season, librarian, rf, in_english):
    experts = [new_expert(season, "orlova"), new_expert(season, "somova")]
    silent, answered = new_material(season), new_material(season)
    library.ask_review(silent, experts=experts[:1], by=librarian)
    long_ago = timezone.now() - timedelta(days=9)
    MaterialReview.objects.update(asked_at=long_ago)
    for row in library.ask_review(answered, experts=experts, by=librarian):
        library.give_review(row, verdict="publish")
    library.mark_useful(published(new_material(season)), voter="b1", is_useful=True, note="Спасибо")
    request = rf.get("/")
    request.user = librarian

    tasks = [task for task in contributes.tasks_waiting(request, season) if task["note"] == "Library"]

    assert [(task["text"], task["since"] == long_ago) for task in tasks] == [
        ("1 reviewer of the library is silent for a week", True),
        ("1 material is reviewed and waits for you", False),
        ("1 note of a reader", False),
    ]


def test_an_expert_finds_what_waits_in_the_cabinet_and_at_the_desk(season, librarian, make_person, client_of, rf):
    person = make_person()
    [row] = library.ask_review(new_material(season), experts=[new_expert(season, "orlova", person)], by=librarian)

    request = rf.get("/")
    request.user = person
    html = client_of(person).get("/ru/me/").content.decode()
    [task] = contributes.tasks_waiting(request, season)

    assert library.token_of(row) in task["url"]

    assert library.token_of(row) in html


# -- many at once ---------------------------------------------------------------------------------------------------


def table_of(*rows):
    header = ["Название", "Адрес записи", "Длительность", "Язык", "Темы", "Субтитры"]
    content = as_xlsx(header, rows)
    return SimpleUploadedFile("recordings.xlsx", content)


def test_a_table_is_seen_before_anything_is_written(season, desk):
    new_theme(season)
    known = new_recording(season, video="https://rutube.ru/video/known/")
    good = ["Первая", "https://rutube.ru/video/1/", "88", "", "Тема lesson", "да"]
    table = table_of(
        good,
        ["Вторая", "https://rutube.ru/video/1/", "", "", "", ""],
        ["Третья", known.video, "", "", "", ""],
        ["", "адрес", "долго", "клингонский", "Нет такой", "может быть"],
    )

    page = desk.post(at(season, "library_import"), {"file": table})
    errors = [(each.row, each.letter) for each in page.context["errors"]]
    assert Material.objects.count() == 1
    desk.post(at(season, "library_import_apply"), {"packed": page.context["packed"]})
    desk.post(at(season, "library_import_apply"), {"packed": page.context["packed"]})

    assert sorted(set(errors)) == [(3, "B"), (4, "B"), (5, "A"), (5, "B"), (5, "C"), (5, "D"), (5, "E"), (5, "F")]
    made = Material.objects.exclude(pk=known.pk).get()
    assert (made.title_ru, made.seconds, made.has_captions, made.state) == ("Первая", 5280, True, "draft")
    assert [row.slug for row in made.themes.all()] == ["lesson"]


def test_a_preview_of_another_season_or_of_somebodys_making_is_not_applied(season, desk, librarian):
    other = new_season("other-season")
    Role.grant(librarian, Role.Kind.EDITOR, other)
    page = desk.post(at(other, "library_import"), {"file": table_of(["А", "https://rutube.ru/video/1/"])})

    desk.post(at(season, "library_import_apply"), {"packed": page.context["packed"]})
    desk.post(at(season, "library_import_apply"), {"packed": "forged"})

    assert not Material.objects.exists()


def test_a_file_that_is_no_table_is_refused(season, desk):
    page = desk.post(at(season, "library_import"), {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04rubbish")})

    assert list(page.context["form"].errors) == ["file"]


def test_the_template_has_the_columns_of_the_language(season, desk):
    ru = desk.get(at(season, "library_import_template"))
    page = desk.post(at(season, "library_import"), {"file": SimpleUploadedFile("t.xlsx", ru.content)})

    assert page.status_code == 200
    assert ru["Content-Disposition"] == 'attachment; filename="recordings.xlsx"'
