"""A table of people: recognised, previewed, applied through the verbs, taken back; hostile cells stay text."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from conference.models import Consent, IssuedDocument, Job, Message, Person, Role
from conference.moves import MoveNotAllowed
from registration import services
from registration.contributes import office
from registration.models import Category, CheckIn, ImportBatch, Registration
from registration.services import applying, exporting, importing
from registration.services.import_columns import BY_NAME, Known

pytestmark = pytest.mark.usefixtures("categories")

HEAD = "ФИО\tИмя латиницей\tПочта\tОрганизация\tСтрана\tКатегория\tУчастие\tСекция\tСогласие"
ROWS = (
    "Морозова Елена Сергеевна\tElena Morozova\tmorozova@example.org\tШкола 1\tРоссия\tслушатель\tонлайн\t\tна бумаге",
    "Жук Алеся Петровна\tAlesia Zhuk\tzhuk@example.org\tУниверситет\tBY\tacademic\tв зале\t2\t",
    "Мелконян Арам\tAram Melkonyan\taram@example.org\tМинистерство\tArmenia\tministry\tin the hall\t\tby e-mail",
)


@pytest.fixture
def upload(conference, organiser):
    def make(*rows: str, head: str = HEAD, **fields) -> ImportBatch:
        batch = importing.upload(conference, by=organiser, text="\n".join([head, *rows]))
        for name, value in fields.items():
            setattr(batch, name, value)
        batch.save()
        return batch

    return make


@pytest.fixture
def apply(organiser):
    def run(batch: ImportBatch) -> ImportBatch:
        applying.apply(batch, by=organiser, fingerprint=importing.plan(batch).fingerprint())
        batch.refresh_from_db()
        return batch

    return run


def numbers() -> list[str]:
    return sorted(Registration.objects.values_list("number", flat=True))


# -- recognising and previewing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("ФИО\tПочта\tСтрана", ["full_name", "email", "country"]),
        ("Full name\tE-mail\tCountry", ["full_name", "email", "country"]),
        ("Фамилия, имя, отчество\tЭлектронная почта\tТелефон", ["full_name", "email", ""]),
        ("№\tИмя\tИмя\tОрганизация по-английски", ["number", "full_name", "", "body_en"]),
    ],
)
def test_headers_are_recognised_in_both_languages(header, columns, upload):
    batch = upload("1\t2\t3\t4", head=header)

    assert (batch.has_header, batch.columns[: len(columns)]) == (True, columns)


def test_a_table_without_a_header_is_taken_in_the_usual_order(conference, organiser, categories):
    batch = importing.upload(conference, by=organiser, text="Ким Анна\tkim@example.org\tШкола 2\tRU")
    batch.category = categories["listener"]

    made = importing.plan(batch)

    assert (batch.has_header, len(made.new), made.errors) == (False, 1, [])
    assert made.new[0].values["body_ru"] == "Школа 2"


def test_nothing_is_written_by_the_preview(upload):
    before = (Registration.objects.count(), Person.objects.count(), Message.objects.count())

    made = importing.plan(upload(*ROWS))

    assert (len(made.new), len(made.changed), made.errors) == (3, 0, [])
    assert (Registration.objects.count(), Person.objects.count(), Message.objects.count()) == before


def test_errors_name_the_row_and_the_column(upload):
    made = importing.plan(
        upload(
            ROWS[0],
            "Ошибкин Иван\tИван\tне-адрес\tШкола\tАтлантида\tмаг\tпо телефону\t9\tточно",
            "\tNo Name\tnoname@example.org\t\t\tlistener\t\t\t",
        )
    )

    found = [(error.row, error.letter) for error in made.errors]
    assert sorted(found) == sorted([(3, "B"), (3, "C"), (3, "E"), (3, "F"), (3, "G"), (3, "H"), (3, "I"), (4, "A")])
    assert (len(made.new), made.wrong_rows) == (1, 2)


def test_the_same_person_twice_is_an_error(upload):
    made = importing.plan(upload(ROWS[0], ROWS[1], ROWS[0]))

    assert [(error.row, error.letter) for error in made.errors] == [(4, "C")]
    assert len(made.new) == 2


def test_two_people_may_share_an_address_for_letters(upload, apply):
    head = "ФИО\tПочта для писем\tКатегория"
    rows = ("Первый Иван\tmid@example.org\tministry", "Второй Пётр\tmid@example.org\tministry")

    apply(upload(*rows, head=head))
    again = importing.plan(upload(*rows, head=head))

    assert Person.objects.filter(contact_email="mid@example.org", email=None).count() == 2
    assert (len(again.new), len(again.changed), len(again.same)) == (0, 0, 2)


def test_changes_show_what_was_and_what_will_be(make_registration, make_person, upload):
    make_registration(person=make_person(email="zhuk@example.org"), body_ru="Старое место", country="RU")

    made = importing.plan(upload(ROWS[1]))

    changes = {change.name: (change.was, change.now) for change in made.changed[0].changes}
    assert changes == {"body_ru": ("Старое место", "Университет"), "country": ("RU", "BY")}
    assert made.changed[0].changes[1].was_shown == "Российская Федерация"


def test_an_empty_cell_changes_nothing(make_registration, make_person, upload):
    make_registration(person=make_person(email="zhuk@example.org"))

    made = importing.plan(upload("\t\tzhuk@example.org\t\t\t\t\t\t–"))

    assert (len(made.same), len(made.changed), made.errors) == (1, 0, [])


# -- hostile tables -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["=1+1", "＝1+1", "@SUM(A1)", "+7 999", "-2+3", "12345", "\u202eанна"])
def test_what_is_no_name_is_refused(name, upload):
    made = importing.plan(upload(f"{name}\tAnna\ta@example.org\t\t\tlistener\t\t\t"))

    assert [(error.row, error.letter) for error in made.errors] == [(2, "A")]


def test_a_formula_in_another_cell_stays_text_and_leaves_defused(upload, apply, organiser, conference):
    apply(upload('Ким Анна\tAnna Kim\tkim@example.org\t=HYPERLINK("http://evil")\t\tlistener\t\t\t'))

    exported = exporting.export(conference, QueryDict("columns=body_ru"), kind="csv", by=organiser).decode()

    assert Registration.objects.get().body_ru.startswith("=HYPERLINK")
    assert "'=HYPERLINK" in exported


@pytest.mark.parametrize("size", [201, 5000])
def test_a_cell_that_is_too_long_is_named(size, upload):
    made = importing.plan(upload(f"{'Я' * size}\tAnna\ta@example.org\t\t\tlistener\t\t\t"))

    assert [(error.row, error.letter) for error in made.errors] == [(2, "A")]


def test_wrong_types_are_read_as_text(conference, organiser, categories):
    book = Workbook()
    book.active.append(["ФИО", "Почта", "Секция", "Организация", "Категория"])
    book.active.append(["Ким Анна", "kim@example.org", 2.0, True, "listener"])
    book.active.append([timezone.now().replace(tzinfo=None), 17, "два", None, 3.5])
    content = io.BytesIO()
    book.save(content)

    made = importing.plan(importing.upload(conference, by=organiser, content=content.getvalue()))

    assert (len(made.new), made.new[0].values["track"].number, made.new[0].values["body_ru"]) == (1, 2, "True")
    assert {(error.row, error.letter) for error in made.errors} == {(3, "A"), (3, "B"), (3, "C"), (3, "E")}


def test_files_that_are_no_tables_are_refused(conference, organiser):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (61 * 1024 * 1024))
    for content in (b"PK\x03\x04garbage", b"\xff\xfe\x00\x00\x00", bomb.getvalue(), b"\x00" * 6_000_000):
        with pytest.raises(ValidationError):
            importing.upload(conference, by=organiser, content=content)

    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize("header", ["Роль", "is_staff", "is_superuser", "roles", "password", "state"])
def test_roles_permissions_and_states_are_never_taken(header, upload, apply, organiser):
    batch = upload(f"{ROWS[0]}\torganiser", head=f"{HEAD}\t{header}")
    batch.columns = [name if name != "role" else "" for name in batch.columns]

    apply(batch)

    person = Person.objects.get(email="morozova@example.org")
    assert (person.is_staff, person.is_superuser, person.has_usable_password()) == (False, False, False)
    assert set(Role.objects.filter(person=person).values_list("kind", flat=True)) <= {"participant"}


def test_an_address_is_never_changed(make_registration, upload):
    row = make_registration()

    made = importing.plan(upload(f"{row.number}\tevil@example.org", head="№\tПочта"))

    assert [(error.row, error.letter) for error in made.errors] == [(2, "B")]


def test_staff_are_not_renamed_by_a_table(make_registration, make_person, upload, conference):
    boss = make_person(Role.Kind.ORGANISER, conference=conference, is_staff=True, email="boss@example.org")
    row = make_registration(person=boss)

    made = importing.plan(upload(f"{row.number}\tПодменённое Имя", head="№\tФИО"))

    assert [(error.row, error.letter) for error in made.errors] == [(2, "B")]


def test_a_number_of_another_conference_is_not_there(make_registration, other_conference, upload):
    row = make_registration()
    Registration.objects.filter(pk=row.pk).update(conference=other_conference)

    made = importing.plan(upload(f"{row.number}\tИное Имя", head="№\tФИО"))

    assert [(error.row, error.letter) for error in made.errors] == [(2, "A")]


# -- applying -----------------------------------------------------------------------------------------------


def test_new_people_are_registered_through_the_verbs(upload, apply, texts):
    batch = apply(upload(*ROWS))

    rows = {row.person.email: row for row in Registration.objects.all()}
    assert numbers() == ["A-0002", "L-0001", "M-0003"]
    assert {row.source for row in rows.values()} == {"import"}
    assert (rows["morozova@example.org"].state, rows["zhuk@example.org"].state) == ("approved", "submitted")
    assert (rows["zhuk@example.org"].track.number, rows["zhuk@example.org"].country.code) == (2, "BY")
    assert {(each.person.email, each.method) for each in Consent.objects.all()} == {
        ("morozova@example.org", "paper"), ("aram@example.org", "email"),
    }  # fmt: skip
    assert (batch.state, batch.created_count, batch.cells) == ("applied", 3, [])
    assert Message.objects.filter(to="zhuk@example.org", key="registration-received").count() == 1


def test_approved_at_once_when_so_chosen(upload, apply):
    apply(upload(ROWS[1], new_state=ImportBatch.NewState.APPROVED))

    row = Registration.objects.get()
    assert (row.state, row.seat) == ("approved", "hall")
    assert Role.objects.filter(person=row.person, kind="participant").exists()
    assert list(Message.objects.values_list("key", flat=True)) == ["registration-approved"]


def test_a_full_hall_puts_them_on_the_waiting_list(upload, apply, categories):
    Category.objects.filter(pk=categories["academic"].pk).update(seats=0)

    apply(upload(ROWS[1], new_state=ImportBatch.NewState.APPROVED))

    assert Registration.objects.get().state == "waiting"


def test_what_an_account_holds_already_stays(upload, apply, make_person):
    make_person(email="zhuk@example.org", full_name="Жук Алеся", latin_name="", position_ru="доцент")

    apply(upload(f"{ROWS[1]}\tректор", head=f"{HEAD}\tДолжность"))

    person = Person.objects.get(email="zhuk@example.org")
    assert (person.full_name, person.latin_name, person.position_ru) == ("Жук Алеся", "Alesia Zhuk", "доцент")


def test_changes_are_written_and_found_by_the_new_name(make_registration, make_person, upload, apply, conference):
    row = make_registration(person=make_person(email="zhuk@example.org"))

    apply(upload(f"{row.number}\tНовикова Алеся\tЕреван\tонлайн", head="№\tФИО\tГород\tУчастие"))

    row.refresh_from_db()
    assert (row.person.full_name, row.person.city_ru, row.attendance, row.seat) == (
        "Новикова Алеся", "Ереван", "online", "online",
    )  # fmt: skip
    assert "novikova" in row.search


def test_what_was_not_previewed_is_not_applied(upload, organiser, make_registration, make_person):
    batch = upload(ROWS[1])
    seen = importing.plan(batch).fingerprint()
    make_registration(person=make_person(email="zhuk@example.org"))

    with pytest.raises(MoveNotAllowed):
        applying.apply(batch, by=organiser, fingerprint=seen)

    batch.refresh_from_db()
    assert (batch.state, Registration.objects.count()) == ("uploaded", 1)


def test_applied_once_whoever_presses_again(upload, apply, organiser):
    batch = upload(*ROWS)
    seen = importing.plan(batch).fingerprint()
    apply(batch)

    with pytest.raises(MoveNotAllowed):
        applying.apply(batch, by=organiser, fingerprint=seen)

    assert Registration.objects.count() == 3


def test_a_long_table_is_a_job_that_goes_on_after_a_lost_run(upload, organiser, run_tasks, monkeypatch):
    rows = [f"Учитель Номер {at}\tTeacher\tt{at}@example.org\t\tRU\tlistener\tонлайн\t\t" for at in range(60)]
    batch = upload(*[row.replace(f"Номер {at}", f"Номер{'а' * (at + 1)}") for at, row in enumerate(rows)])
    job = applying.apply(batch, by=organiser, fingerprint=importing.plan(batch).fingerprint())
    lost = applying.CHUNK
    create, count = applying._create, iter(range(1000))

    def dies(*args, **kwargs):
        if next(count) == lost + 5:
            raise KeyboardInterrupt  # as when the worker is killed
        return create(*args, **kwargs)

    monkeypatch.setattr(applying, "_create", dies)
    with pytest.raises(KeyboardInterrupt):
        applying.run_import(job.pk)
    after_the_loss = Registration.objects.count()
    monkeypatch.setattr(applying, "_create", create)

    applying.run_import(job.pk)

    batch.refresh_from_db()
    job.refresh_from_db()
    assert after_the_loss == lost
    assert (Registration.objects.count(), batch.created_count, batch.state) == (60, 60, "applied")
    assert (job.state, job.done, job.total) == (Job.State.DONE, 60, 60)


@pytest.fixture
def long_job(upload, organiser):
    """The job of a table too long to be written at once."""
    names = ["а" * (at + 1) for at in range(60)]
    rows = [
        f"Учитель Номер{name}\tTeacher\tt{at}@example.org\t\tRU\tlistener\tонлайн\t\t" for at, name in enumerate(names)
    ]
    batch = upload(*rows)
    return applying.apply(batch, by=organiser, fingerprint=importing.plan(batch).fingerprint())


def test_a_fault_fails_the_job_at_once_and_it_can_be_continued(long_job, organiser, client_of, conference, monkeypatch):
    client, batch = client_of(organiser), ImportBatch.objects.get()
    addresses = [conference.url(f"registration:import_{name}", pk=batch.pk) for name in ("batch", "apply")]
    create = applying._create
    monkeypatch.setattr(applying, "_create", broken)
    applying.run_import(long_job.pk)
    long_job.refresh_from_db()
    failed = (long_job.state, long_job.error)
    shown = client.get(addresses[0]).text
    monkeypatch.setattr(applying, "_create", create)

    client.post(addresses[1])
    again = Job.objects.exclude(pk=long_job.pk).get()
    applying.run_import(again.pk)

    batch.refresh_from_db()
    again.refresh_from_db()
    assert (failed, addresses[1] in shown) == (("failed", "failed-error"), True)
    assert (again.state, batch.state, Registration.objects.count()) == ("done", "applied", 60)


def test_a_fault_in_undoing_fails_the_job_at_once(long_job, organiser, monkeypatch):
    applying.run_import(long_job.pk)
    batch = ImportBatch.objects.get()
    monkeypatch.setattr(applying, "_undo_one", broken)

    job = applying.undo(batch, by=organiser)
    applying.run_undo(job.pk)

    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.state, job.error, batch.may_be_undone) == ("failed", "failed-error", True)


def broken(*args, **kwargs):
    raise RuntimeError("a mistake of ours")


def test_round_trip_with_the_export(make_registration, make_person, organiser, conference, upload, apply):
    first = make_registration(person=make_person(email="a@example.org"), full_name="Жук Алеся Петровна")
    make_registration("listener", person=make_person(email="b@example.org"), full_name="Тарасов Пётр")
    content = exporting.export(conference, QueryDict("columns=all"), kind="xlsx", by=organiser)
    unchanged = importing.plan(importing.upload(conference, by=organiser, content=content))
    book = load_workbook(io.BytesIO(content))
    head = [cell.value for cell in book.active[1]]
    line = next(row for row in book.active.iter_rows(min_row=2) if row[0].value == first.number)
    line[head.index("Ф. И. О.") if "Ф. И. О." in head else 1].value = "Жук Олеся Петровна"
    edited = io.BytesIO()
    book.save(edited)

    made = importing.plan(importing.upload(conference, by=organiser, content=edited.getvalue()))

    assert (len(unchanged.same), len(unchanged.new), len(unchanged.changed), unchanged.errors) == (2, 0, 0, [])
    assert [[(change.name, change.now) for change in row.changes] for row in made.changed] == [
        [("full_name", "Жук Олеся Петровна")]
    ]


# -- taking it back -----------------------------------------------------------------------------------------


def test_undo_removes_the_new_and_restores_the_old(
    make_registration, make_person, upload, apply, organiser, categories
):
    kept = make_registration(person=make_person(email="zhuk@example.org"), body_ru="Старое место")
    people = Person.objects.count()
    batch = apply(upload(*ROWS, new_state=ImportBatch.NewState.APPROVED))

    applying.undo(batch, by=organiser)

    batch.refresh_from_db()
    kept.refresh_from_db()
    assert (numbers(), kept.body_ru, batch.state, batch.kept) == ([kept.number], "Старое место", "undone", [])
    assert Person.objects.count() == people
    assert list(Category.objects.filter(seats_taken__gt=0).values_list("family", "seats_taken")) == [("academic", 1)]
    assert not Role.objects.filter(kind="participant").exists()


def test_undo_leaves_what_somebody_worked_on(upload, apply, organiser, conference):
    batch = apply(upload(*ROWS))
    decided = Registration.objects.get(person__email="zhuk@example.org")
    services.approve(decided, by=organiser)
    came = Registration.objects.get(person__email="morozova@example.org")
    CheckIn.objects.create(conference=conference, registration=came, day=conference.starts)

    applying.undo(batch, by=organiser)

    batch.refresh_from_db()
    assert numbers() == sorted([decided.number, came.number])
    assert sorted(said[:6] for said in batch.kept) == sorted([decided.number, came.number])


def test_undo_leaves_values_that_were_changed_again(make_registration, make_person, upload, apply, organiser):
    row = make_registration(person=make_person(email="zhuk@example.org"), body_ru="Первое", degree="к. п. н.")
    batch = apply(upload(f"{row.number}\tВторое\tд. п. н.", head="№\tОрганизация\tСтепень"))
    Registration.objects.filter(pk=row.pk).update(body_ru="Третье")

    applying.undo(batch, by=organiser)

    row.refresh_from_db()
    batch.refresh_from_db()
    assert (row.body_ru, row.degree) == ("Третье", "к. п. н.")
    assert len(batch.kept) == 1


def test_whoever_had_a_letter_is_told(upload, apply, organiser):
    batch = apply(upload(ROWS[0], ROWS[1]))
    Message.objects.filter(to="zhuk@example.org").update(state="sent")

    applying.undo(batch, by=organiser)

    assert list(Message.objects.order_by("pk").values_list("to", "key")) == [
        ("zhuk@example.org", "registration-received"), ("zhuk@example.org", "registration-cancelled"),
    ]  # fmt: skip


def test_documents_of_what_is_undone_become_void(upload, apply, organiser, conference):
    batch = apply(upload(ROWS[1]))
    row = Registration.objects.get()
    IssuedDocument.objects.create(
        conference=conference, person=row.person, kind="visa_letter", number="1", language="ru", about=row
    )

    applying.undo(batch, by=organiser)

    assert (IssuedDocument.objects.get().is_valid, Registration.objects.count()) == (False, 0)


def test_undone_once(upload, apply, organiser):
    batch = apply(upload(ROWS[0]))
    applying.undo(batch, by=organiser)
    batch.refresh_from_db()

    with pytest.raises(MoveNotAllowed):
        applying.undo(batch, by=organiser)


def test_people_in_old_batches_are_forgotten(upload, apply):
    applied, waiting, fresh = apply(upload(ROWS[0])), upload(ROWS[1]), upload(ROWS[2])
    long_ago = timezone.now() - timezone.timedelta(days=40)
    ImportBatch.objects.filter(pk=applied.pk).update(applied_at=long_ago)
    ImportBatch.objects.filter(pk=waiting.pk).update(created=long_ago)

    forgotten = applying.forget_imports()

    for batch in (applied, waiting, fresh):
        batch.refresh_from_db()
    assert (forgotten, applied.created_rows, applied.may_be_undone) == (2, [], False)
    assert (waiting.state, waiting.cells, fresh.cells != []) == ("discarded", [], True)
    assert applying.forget_imports() == 0


def test_an_erased_person_leaves_imports_and_uploads(upload, apply, organiser):
    applied = apply(upload(*ROWS))
    waiting = upload(*ROWS)
    person = Person.objects.get(email="zhuk@example.org")

    erased = office.erase(person, by=organiser)

    applied.refresh_from_db()
    waiting.refresh_from_db()
    assert len(erased) == 1
    assert "Zhuk" not in str(applied.created_rows)
    assert "zhuk@example.org" not in str(waiting.cells)
    assert len(applied.created_rows) == 2


# -- pages --------------------------------------------------------------------------------------------------


def test_the_whole_way_in_the_browser(organiser, client_of, conference, make_registration, make_person):
    make_registration(person=make_person(email="zhuk@example.org"))
    client = client_of(organiser)

    sent = client.post(
        conference.url("registration:import"), {"text": "\n".join([HEAD, *ROWS, "x\tx\tx\tx\tx\tx\tx\tx\tx"])}
    )
    batch = ImportBatch.objects.get()
    page = client.get(sent.url)
    errors = client.get(conference.url("registration:import_errors", pk=batch.pk))
    told = {"fingerprint": page.context["fingerprint"]}
    client.post(conference.url("registration:import_apply", pk=batch.pk), told)
    result = client.get(sent.url)
    client.post(conference.url("registration:import_undo", pk=batch.pk))

    made = page.context["plan"]
    assert (len(made.new), len(made.changed), made.wrong_rows) == (2, 1, 1)
    assert load_workbook(io.BytesIO(errors.content)).active["A2"].value == 5
    assert len(result.context["created"]) == 2
    assert numbers() == ["A-0001"]


def test_the_columns_can_be_chosen(organiser, client_of, conference, upload):
    batch = upload("Ким Анна\tkim@example.org\tlistener", head="Кто\tКуда писать\tКак")
    told = {"has_header": "on", "new_state": "submitted", "column_0": "full_name", "column_1": "email",
            "column_2": "category"}  # fmt: skip

    before = importing.plan(batch)
    client_of(organiser).post(conference.url("registration:import_columns", pk=batch.pk), told)

    batch.refresh_from_db()
    assert (len(before.new), len(importing.plan(batch).new)) == (0, 1)


def test_two_columns_cannot_be_the_same(organiser, client_of, conference, upload):
    batch = upload("Ким Анна\tИначе", head="ФИО\tКак ещё")
    told = {"has_header": "on", "new_state": "submitted", "column_0": "full_name", "column_1": "full_name"}

    response = client_of(organiser).post(conference.url("registration:import_columns", pk=batch.pk), told)

    assert list(response.context["form"].errors) == ["column_1"]


def test_markup_in_cells_is_inert(organiser, client_of, conference, upload):
    batch = upload("<script>alert(1)</script>\tA\ta@example.org\t<img src=x>\tRU\tlistener\t\t\t<b>")

    page = client_of(organiser).get(conference.url("registration:import_batch", pk=batch.pk)).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x>" not in page


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_samples_of_the_template_are_left_out(conference, organiser, language):
    with override(language):
        content = importing.template(conference)
    batch = importing.upload(conference, by=organiser, content=content)
    made = importing.plan(batch)

    assert (made.rows, made.errors, made.samples) == ([], [], 2)


def test_the_lists_of_the_template_hold_what_an_import_understands(conference, organiser):
    book = load_workbook(io.BytesIO(importing.template(conference)))
    words = [[cell.value for cell in column if cell.value] for column in book["_options"].iter_cols()]
    names = ("country", "category", "attendance", "language", "consent")

    known = Known.of(conference)
    assert book["_options"].sheet_state == "hidden"
    assert len(book.worksheets[0].data_validations.dataValidation) == 5
    assert all(BY_NAME[name].read(word, known) for name, found in zip(names, words, strict=True) for word in found)


def test_columns_that_are_not_taken_are_named(upload, client_of, organiser, conference):
    batch = upload("Жук Алеся\tzhuk@example.org\tacademic\tодобрена\t", head="ФИО\tПочта\tКатегория\tСостояние\tПусто")

    page = client_of(organiser).get(conference.url("registration:import_batch", pk=batch.pk))

    assert page.context["left_out"] == ["Состояние"]
    assert "(optional)" not in page.content.decode().partition('class="filter columns"')[2].partition("</form>")[0]


def test_what_was_changed_is_said_afterwards(upload, apply, make_registration, client_of, organiser, conference):
    row = make_registration()
    batch = apply(upload(f"{row.number}\tТверь", head="Номер\tГород"))

    page = client_of(organiser).get(conference.url("registration:import_batch", pk=batch.pk))

    assert [(each["number"], each["columns"]) for each in page.context["changed"]] == [(row.number, "Город")]


def test_rows_left_out_are_told_in_the_language_of_the_page(upload, apply, client_of, organiser, conference):
    batch = apply(upload(ROWS[0], "Жук Алеся\t\tне адрес\t\t\tlistener"))
    client = client_of(organiser)

    texts = {
        language: client.get(f"/{language}{conference.url('registration:import_batch', pk=batch.pk)[3:]}").context[
            "failures"
        ][0]
        for language in ("ru", "en")
    }

    assert texts["en"]["text"].startswith("This is not an e-mail address.")
    assert texts["en"]["title"] == "E-mail"
    assert texts["ru"]["title"] != ""
    assert batch.failures[0]["text"].keys() == {"ru", "en"}
