"""The pages of delegations: codes, members from a spreadsheet, letters, hand-over, hostile visitors."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from PIL import Image

from conference.models import Message
from registration.models import AccessNeeds, Category, Delegation, Registration
from registration.services import delegations as services

HEADER = "Full name\tName in Latin letters\tPost\tRole\tE-mail\tDay of arrival\tDay of departure"
GOOD = "Саркисян Гаяне\tGayane Sarkisyan\tсоветник\tadviser\tg@ministry.am\t16.06.2027\t19.06.2027"


@pytest.fixture
def delegation(conference, categories, organiser, make_person):
    made = services.create_delegation(
        conference, by=organiser, category=categories["ministry"], country="AM", body_ru="Министерство", seats=10,
        held_until=timezone.localdate() + timedelta(days=20), language="ru",
    )  # fmt: skip
    return services.take_up(made, by=make_person(full_name="Саргсян Ани", email="ani@ministry.example.org"))


@pytest.fixture
def officer(delegation, client_of):
    return client_of(delegation.focal_point)


@pytest.fixture
def url(address, delegation):
    def find(name: str = "delegation", **kwargs):
        return address(name, pk=delegation.pk, **kwargs)

    return find


def add(delegation, **told):
    known = {"full_name": "Мелконян Арам", "latin_name": "Aram Melkonyan", "position_ru": "министр"}
    return services.save_member(delegation, by=delegation.focal_point, told={**known, **told})


def xlsx(*rows: tuple) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("list.xlsx", buffer.getvalue())


# -- the code -------------------------------------------------------------------------------------------------


def free(delegation):
    Delegation.objects.filter(pk=delegation.pk).update(focal_point=None)
    return Delegation.objects.get(pk=delegation.pk)


def test_the_code_opens_the_delegation_with_its_country_filled_in(client, address, delegation):
    code = free(delegation).code

    answer = client.post(address("delegation_start"), {"code": f"{code[:5]} {code[5:].lower()}"})

    page = client.get(answer["Location"]).content.decode()
    assert answer["Location"] == address("delegation_begin")
    assert "Армения" in page
    assert "Министерство" in page


@pytest.mark.parametrize("kind", ["unknown", "elsewhere", "over"])
def test_wrong_foreign_and_void_codes_are_answered_alike(
    kind, client, address, delegation, conference, other_conference
):
    code = free(delegation).code
    if kind == "unknown":
        code = "2222222222"
    if kind == "elsewhere":
        Delegation.objects.update(conference=other_conference)
    if kind == "over":
        conference.starts = conference.ends = timezone.localdate() - timedelta(days=2)
        conference.save()

    page = client.post(address("delegation_start"), {"code": code})

    assert page.status_code == 200
    expected = client.post(address("delegation_start"), {"code": "3333333333"}).context["form"].errors
    assert page.context["form"].errors == expected
    assert "delegation_invited" not in client.session


def test_codes_are_not_guessed_for_long(client, address, delegation):
    code = free(delegation).code
    for _attempt in range(10):
        client.post(address("delegation_start"), {"code": "2222222222"})

    page = client.post(address("delegation_start"), {"code": code})

    assert page.status_code == 200
    assert "delegation_invited" not in client.session


def test_without_a_code_there_is_nothing_to_begin(client, address):
    assert client.get(address("delegation_begin"))["Location"] == address("delegation_start")


def test_a_code_in_use_leads_nobody_else_in(client, address, delegation, client_of, make_person):
    other = client_of(make_person())
    for browser in (client, other):
        browser.post(address("delegation_start"), {"code": delegation.code})
        page = browser.get(address("delegation_begin"))
        assert page.templates[0].name == "registration/delegation_taken.html"
        assert "ani@" not in page.content.decode()
        assert "Саргсян" not in page.content.decode()

    other.post(address("delegation_begin"))

    delegation.refresh_from_db()
    assert delegation.focal_point.email == "ani@ministry.example.org"


def test_who_leads_one_delegation_lands_on_its_task_list(officer, address, url):
    assert officer.get(address("delegation_start"))["Location"] == url()
    assert officer.get(address("delegation_start"), {"another": "1"}).status_code == 200


def test_the_head_of_a_delegation_that_one_leads_is_named_on_its_list(officer, address, url):
    assert officer.post(address("for_another"))["Location"] == url("delegation_head")


# -- members -----------------------------------------------------------------------------------------------------


def test_a_draft_may_lack_its_post_and_the_list_says_so(officer, url, delegation):
    answer = officer.post(url("delegation_member_new"), {"full_name": "Лусине Григорян", "delegation_role": "expert"})

    row = officer.get(url()).context["members"][0]
    assert answer["Location"] == url()
    assert (row["title"], row["kind"]) == ("Лусине Григорян", "warn")


def test_errors_keep_what_was_typed(officer, url):
    page = officer.post(
        url("delegation_member_new"),
        {"full_name": "", "latin_name": "Арам", "position_ru": "советник", "delegation_role": "delegate"},
    )

    form = page.context["form"]
    assert set(form.errors) == {"full_name", "latin_name"}
    assert 'value="советник"' in page.content.decode()
    assert page.context["has_errors"] is True


def test_a_sent_member_must_stay_complete(officer, url, delegation):
    member = add(delegation)
    Registration.objects.filter(pk=member.pk).update(state="submitted", person=delegation.focal_point, answers={})

    page = officer.post(url("delegation_member", member=member.pk), {"full_name": "Имя", "delegation_role": "delegate"})

    assert {"latin_name", "position_ru"} <= set(page.context["form"].errors)


def test_the_latin_name_is_offered(officer, url):
    page = officer.post(
        url("delegation_member_new"), {"full_name": "Мелконян Арам", "use_suggestion": "1", "delegation_role": "head"}
    )

    assert 'value="Aram Melkonian"' in page.content.decode()
    assert Registration.objects.count() == 0


def test_another_is_added_right_away(officer, url):
    answer = officer.post(
        url("delegation_member_new"), {"full_name": "Имя", "delegation_role": "delegate", "another": "1"}
    )

    assert answer["Location"] == url("delegation_member_new")


@pytest.mark.parametrize("name", ["delegation_member", "delegation_member_remove", "delegation_member_access"])
def test_a_member_of_another_delegation_does_not_exist_here(
    name, officer, url, conference, categories, organiser, make_person
):
    foreign = services.create_delegation(
        conference, by=organiser, category=categories["ministry"], country="BY", body_ru="Чужое", seats=2,
        held_until=None, language="ru",
    )  # fmt: skip
    services.take_up(foreign, by=make_person())
    member = add(foreign)

    for method in ("get", "post"):
        assert getattr(officer, method)(url(name, member=member.pk)).status_code == 404
    assert foreign.registrations.count() == 1


def test_somebody_elses_delegation_does_not_exist(url, client_of, make_person, delegation):
    stranger = client_of(make_person())
    member = add(delegation)

    statuses = {stranger.get(url()).status_code, stranger.get(url("delegation_member", member=member.pk)).status_code}

    assert statuses == {404}


def test_the_predecessor_is_out_after_the_hand_over(officer, url, delegation, client_of, make_person):
    add(delegation, delegation_role="head")
    services.offer_handover(delegation, by=delegation.focal_point, to="lilit@ministry.example.org")
    colleague = make_person(email="lilit@ministry.example.org")
    successor = client_of(colleague)
    link = re.search(r"http://\S+(/ru/\S+/delegation/handed-over/\S+/)", Message.objects.last().body)[1]

    page = successor.get(link)
    answer = successor.post(link)

    assert page.status_code == 200
    assert answer["Location"] == url()
    assert (officer.get(url()).status_code, successor.get(url()).status_code) == (404, 200)
    assert successor.get(link).status_code == 404


def test_a_hand_over_is_accepted_by_its_address_only(url, delegation, client_of, make_person):
    services.offer_handover(delegation, by=delegation.focal_point, to="lilit@ministry.example.org")
    link = re.search(r"http://\S+(/ru/\S+/delegation/handed-over/\S+/)", Message.objects.last().body)[1]
    thief = client_of(make_person())

    page = thief.post(link, {"name": "Вор"})

    delegation.refresh_from_db()
    assert page.status_code == 302
    assert "/accounts/code/confirm/" in page["Location"]
    assert delegation.focal_point.email == "ani@ministry.example.org"
    assert Message.objects.get(key="login-code").to == "lilit@ministry.example.org"


# -- rows from a spreadsheet -----------------------------------------------------------------------------------------


def test_errors_name_row_and_column_and_nothing_is_written_before_apply(officer, url, delegation):
    bad_name = "Петров Пётр\tПётр Петров\tэксперт\texpert\t\t\t"
    bad_day = "Ли Анна\tAnna Li\tэксперт\texpert\t\t31.06.2027\t"
    text = "\n".join([HEADER, GOOD, bad_name, bad_day, GOOD.replace("Gayane", "Gohar"), GOOD])

    page = officer.post(url("delegation_rows"), {"table": text})

    checked = page.context["checked"]
    assert [(error.row, error.letter) for error in checked.errors] == [(3, "B"), (4, "F"), (6, "A")]
    assert [row.number for row, _form in checked.good] == [2, 5]
    assert "31.06.2027" in page.content.decode()
    assert delegation.registrations.count() == 0

    answer = officer.post(url("delegation_rows"), {"table": text, "apply": "1", "seen": page.context["seen"]})
    rest = officer.get(answer["Location"])

    assert answer["Location"] == url("delegation_rows")
    assert "Петров Пётр" in rest.context["form"].initial["table"]
    assert "Gohar" not in rest.context["form"].initial["table"]
    said = [str(message) for message in rest.context["messages"]]
    assert any("Петров Пётр" in each for each in said)
    kept = delegation.registrations.order_by("pk")
    assert [each.answers["member"]["latin_name"] for each in kept] == [
        "Gayane Sarkisyan",
        "Gohar Sarkisyan",
    ]
    assert kept[0].answers["travel"] == {"arrival_day": "2027-06-16", "departure_day": "2027-06-19"}
    assert kept[0].delegation_role == "adviser"


def test_a_file_becomes_text_that_can_be_mended_on_the_same_lines(officer, url, delegation):
    upload = xlsx(("ФИО", "Имя латиницей", "Роль"), ("Ли Анна", "Anna Li", "советник"), (), ("Ким Ян", "Ким", "глава"))

    page = officer.post(url("delegation_rows"), {"file": upload})

    shown = page.context["form"].initial["table"].splitlines()
    assert [(error.row, error.letter) for error in page.context["checked"].errors] == [(4, "B")]
    assert (len(shown), shown[1].split("\t")[0], shown[2].strip(), shown[3].split("\t")[0]) == (
        4, "Ли Анна", "", "Ким Ян",
    )  # fmt: skip
    mended = "\n".join(shown).replace("\tКим\t", "\tYan Kim\t")
    again = officer.post(url("delegation_rows"), {"table": mended})
    officer.post(url("delegation_rows"), {"table": mended, "apply": "1", "seen": again.context["seen"]})
    assert set(delegation.registrations.values_list("delegation_role", flat=True)) == {"adviser", "head"}


@pytest.mark.parametrize(("cell", "letter"), [("=HYPERLINK(1)", "A"), ("@SUM(A1)", "A"), ("+7", "A"), ("-cmd", "A")])
def test_formulas_are_no_names(cell, letter, officer, url, delegation):
    page = officer.post(url("delegation_rows"), {"table": f"{HEADER}\n{cell}x\tAnna Li", "apply": "1"})

    assert [(error.row, error.letter) for error in page.context["checked"].errors] == [(2, letter)]
    assert delegation.registrations.count() == 0


@pytest.mark.parametrize(
    "row",
    [
        "Ли Анна\tAnna Li\tэксперт\tкороль\t\t\t",
        "Ли Анна\tAnna Li\tэксперт\texpert\tno-address\t\t",
        "Ли Анна\tAnna Li\tэксперт\texpert\t\t19.06.2027\t16.06.2027",
        "12345\tAnna Li\tэксперт\texpert\t\t\t",
    ],
)
def test_each_wrong_cell_is_found(row, officer, url, delegation):
    page = officer.post(url("delegation_rows"), {"table": f"{HEADER}\n{row}"})

    assert [error.row for error in page.context["checked"].errors] == [2]
    assert page.context["checked"].good == []


def test_more_rows_than_seats_are_refused_whole_and_the_text_stays(officer, url, delegation):
    text = "\n".join([HEADER, *[GOOD.replace("Гаяне", f"Гаяне{sign}") for sign in "абвгдежзикл"]])
    seen = officer.post(url("delegation_rows"), {"table": text}).context["seen"]

    page = officer.post(url("delegation_rows"), {"table": text, "apply": "1", "seen": seen})

    assert delegation.registrations.count() == 0
    assert "table" in page.context["form"].errors
    assert "Gayane Sarkisyan" in page.content.decode()


def test_five_thousand_rows_are_refused_politely(officer, url, delegation):
    text = "\n".join([HEADER, *["Ли Анна\tAnna Li"] * 5002])

    page = officer.post(url("delegation_rows"), {"table": text})

    assert (page.status_code, delegation.registrations.count()) == (200, 0)
    assert "table" in page.context["form"].errors


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\x00\x01\x02", b"%PDF-1.7"])
def test_what_is_no_table_is_told_so(content, officer, url, delegation):
    page = officer.post(url("delegation_rows"), {"file": SimpleUploadedFile("list.xlsx", content)})

    assert (page.status_code, bool(page.context["form"].errors)) == (200, True)


def test_the_list_goes_out_in_protocol_order_and_defused(officer, url, delegation):
    add(delegation, full_name="Член Б", latin_name="B Member")
    add(delegation, full_name="=1+1 Глава", latin_name="Head Person", delegation_role="head")

    response = officer.get(url("delegation_xlsx"))

    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == ["'=1+1 Глава", "Член Б"]
    assert response["Content-Disposition"] == 'attachment; filename="arm-01.xlsx"'
    assert "no-store" in response["Cache-Control"]


# -- sending, letters, needs -----------------------------------------------------------------------------------


def test_check_shows_who_goes_and_asks_for_each_consent(officer, url, delegation, texts):
    add(delegation, delegation_role="head")
    services.save_member(delegation, by=delegation.focal_point, told={"full_name": "Не Закончен"})
    shown = {f"shown_{kind}": text.pk for kind, text in texts.items()}

    page = officer.get(url("delegation_check"))
    refused = officer.post(url("delegation_check"), shown)
    answer = officer.post(url("delegation_check"), {**shown, "consent_processing": "on"})

    assert [member.name for member in page.context["roster"].to_send] == ["Мелконян Арам"]
    assert [member.name for member in page.context["left"]] == ["Не Закончен"]
    assert list(refused.context["form"].errors) == ["consent_processing"]
    assert answer["Location"] == url("delegation_sent")
    assert officer.get(url("delegation_sent")).status_code == 200
    assert officer.get(url("delegation_check"))["Location"] == url()


def test_a_text_that_changed_meanwhile_is_read_again(officer, url, delegation, texts):
    add(delegation, delegation_role="head")

    page = officer.post(url("delegation_check"), {"consent_processing": "on", "shown_processing": "99999"})

    assert list(page.context["form"].errors) == ["consent_processing"]
    assert Registration.objects.sent().count() == 0


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(buffer, format=kind)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [
        ("письмо.pdf", b"%PDF-1.7\n...%%EOF\n", "pdf"),
        ("scan.exe", picture("JPEG"), "jpg"),
        ("scan.png", picture("PNG"), "png"),
    ],
)
def test_the_nomination_letter_is_what_its_bytes_say(name, content, ending, officer, url, delegation):
    answer = officer.post(
        url("delegation_nomination"),
        {"letter": SimpleUploadedFile(name, content), "number": "12", "dated": "2027-04-01", "signed_by": "Министр"},
    )

    delegation.refresh_from_db()
    assert answer["Location"] == url()
    assert delegation.nomination.name.endswith(f".{ending}")
    assert (delegation.credentials, delegation.nomination_number) == ("nominated", "12")
    file = officer.get(url("delegation_nomination_file"))
    assert file["Content-Disposition"] == f'attachment; filename="arm-01-nomination.{ending}"'
    assert b"".join(file.streaming_content)[:3] == content[:3]


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"%PDF-1.7 cut",
        b"<svg onload=alert(1)>",
        b"GIF89a",
        b"",
        b"\x89PNG\r\n\x1a\nbroken",
        b"%PDF-" * 3_000_000,
    ],
    ids=["exe", "cut", "svg", "gif", "empty", "broken", "large"],
)
def test_other_files_are_refused(content, officer, url, delegation):
    page = officer.post(url("delegation_nomination"), {"letter": SimpleUploadedFile("letter.pdf", content)})

    delegation.refresh_from_db()
    assert list(page.context["form"].errors) == ["letter"]
    assert not delegation.nomination


def test_needs_are_passed_on_and_never_shown_again(officer, url, delegation, texts):
    member = add(delegation)
    page = url("delegation_member_access", member=member.pk)
    without = officer.post(page, {"note": "Секретная нужда"})
    officer.post(page, {"note": "Секретная нужда", "agree": "on"})

    shown = [officer.get(address).content.decode() for address in (page, url(), url("delegation_check"))]

    assert list(without.context["form"].errors) == ["agree"]
    assert AccessNeeds.objects.get(registration=member).note == "Секретная нужда"
    assert not any("Секретная нужда" in text for text in shown)


def test_travel_is_told_once_and_an_exception_apart(officer, url, delegation):
    member = add(delegation)
    day = str(delegation.conference.starts)
    officer.post(url("delegation_travel"), {"arrival_day": day, "transfer": "both"})
    officer.post(url("delegation_member_travel", member=member.pk), {"arrival_by": "поезд 7"})

    page = officer.get(url("delegation_travel"))

    delegation.refresh_from_db()
    assert delegation.shared["travel"]["arrival_day"] == day
    assert [row["has_own"] for row in page.context["people"]] == [True]
    officer.post(url("delegation_member_travel", member=member.pk), {"together": "1"})
    assert [row["has_own"] for row in officer.get(url("delegation_travel")).context["people"]] == [False]


@pytest.mark.parametrize("name", ["delegation_shared", "delegation_travel", "delegation_visa", "delegation_handover"])
def test_switching_the_language_keeps_what_was_typed(name, officer, url):
    answer = officer.post(url(name), {"switch_language": "en", "email": "lilit@ministry.am"})

    assert answer["Location"] == url(name).replace("/ru/", "/en/")
    assert officer.get(answer["Location"]).status_code == 200


# -- the desk ---------------------------------------------------------------------------------------------------------


def test_the_desk_lists_delegations_in_the_order_of_its_language(organiser, client_of, address, delegation):
    for country in ("AZ", "BY"):
        Delegation.objects.create(
            conference=delegation.conference, country=country, body_ru="Ведомство", number=f"{country}-1"
        )
    desk = client_of(organiser)

    russian = [row["delegation"].country.code for row in desk.get(address("desk_delegations")).context["rows"]]
    english = desk.get(address("desk_delegations").replace("/ru/", "/en/")).context["rows"]

    assert russian == ["AZ", "AM", "BY"]  # Азербайджан, Армения, Беларусь
    assert [row["delegation"].country.code for row in english] == ["AM", "AZ", "BY"]
    filtered = desk.get(address("desk_delegations"), {"state": "submitted"}).context["rows"]
    assert filtered == []


def test_a_delegation_is_created_and_invited(organiser, client_of, address, categories):
    desk = client_of(organiser)
    data = {
        "category": categories["ministry"].pk, "country": "KZ", "body_ru": "Министерство просвещения", "seats": "4",
        "held_until": str(timezone.localdate() + timedelta(days=9)), "language": "ru",
        "focal_email": "protocol@kz.example.org", "send": "on",
    }  # fmt: skip

    refused = desk.post(address("desk_delegation_new"), {**data, "focal_email": "", "held_until": "2020-01-01"})
    answer = desk.post(address("desk_delegation_new"), data)

    made = Delegation.objects.get()
    assert set(refused.context["form"].errors) == {"focal_email", "held_until"}
    assert answer["Location"] == address("desk_delegation", pk=made.pk)
    assert (made.number, made.seats_held) == ("KAZ-01", 4)
    assert Message.objects.get().to == "protocol@kz.example.org"


def test_too_many_seats_are_refused_at_the_field(organiser, client_of, address, categories):
    Category.objects.update(seats=3)
    data = {"category": categories["ministry"].pk, "body_ru": "ЮНЕСКО", "seats": "4", "language": "ru"}
    data["held_until"] = (timezone.localdate() + timedelta(days=20)).isoformat()

    page = client_of(organiser).post(address("desk_delegation_new"), data)

    assert list(page.context["form"].errors) == ["seats"]
    assert Delegation.objects.count() == 0


def test_accreditation_by_buttons(organiser, client_of, address, delegation, texts):
    add(delegation, delegation_role="head")
    add(delegation, full_name="Второй", latin_name="Vtoroi")
    services.submit_delegation(delegation, by=delegation.focal_point, consents=[(texts["processing"], "ru")])
    desk = client_of(organiser)
    head, second = delegation.registrations.in_protocol_order()

    desk.post(address("desk_delegation_return", pk=delegation.pk), {"remarks-remarks": "Нет письма"})
    delegation.refresh_from_db()
    returned = (delegation.state, delegation.remarks)
    services.submit_delegation(delegation, by=delegation.focal_point)
    desk.post(address("desk_delegation_member_accredit", pk=delegation.pk, member=head.pk))
    desk.post(address("desk_delegation_accredit", pk=delegation.pk))
    again = desk.post(address("desk_delegation_accredit", pk=delegation.pk), follow=True)

    delegation.refresh_from_db()
    second.refresh_from_db()
    assert returned == ("returned", "Нет письма")
    assert (delegation.state, second.state, delegation.remarks) == ("accredited", "approved", "")
    assert [message.level_tag for message in again.context["messages"]][-1] == "warning"


def test_empty_remarks_are_asked_for(organiser, client_of, address, delegation, texts):
    add(delegation, delegation_role="head")
    services.submit_delegation(delegation, by=delegation.focal_point, consents=[(texts["processing"], "ru")])

    page = client_of(organiser).post(address("desk_delegation_return", pk=delegation.pk), {"remarks-remarks": " "})

    assert (page.status_code, list(page.context["remarks_form"].errors)) == (200, ["remarks"])


def test_the_administration_holds_seats_and_gives_the_number(organiser, client_of, conference, categories):
    Category.objects.filter(family="ministry").update(seats=6)
    data = {
        "conference": conference.pk, "category": categories["ministry"].pk, "country": "UZ", "body_ru": "Министерство",
        "body_en": "", "language": "ru", "seats": "5", "credentials": "none", "focal_email": "",
    }  # fmt: skip
    desk = client_of(organiser)

    desk.post("/admin/registration/delegation/add/", data)

    made = Delegation.objects.get()
    assert (made.number, made.seats_held) == ("UZB-01", 5)
    page = desk.post(f"/admin/registration/delegation/{made.pk}/change/", {**data, "seats": "7"})
    assert page.status_code == 200
    desk.post(f"/admin/registration/delegation/{made.pk}/change/", {**data, "seats": "6"})
    made.refresh_from_db()
    assert (made.seats, made.seats_held, Category.objects.get(family="ministry").seats_taken) == (6, 6, 6)


def test_what_waits_for_accreditation_is_a_task_with_its_age(organiser, rf, conference, delegation, texts, make_person):
    from registration.contributes.delegations import tasks_waiting

    add(delegation, delegation_role="head")
    services.submit_delegation(delegation, by=delegation.focal_point, consents=[(texts["processing"], "ru")])
    request = rf.get("/")
    request.user = organiser

    tasks = tasks_waiting(request, conference)

    assert [(task["note"], task["since"]) for task in tasks] == [("ARM-01", delegation.submitted_at)]
    request.user = make_person()
    assert tasks_waiting(request, conference) == []


def test_my_page_shows_the_delegation_and_not_each_member(officer, url, delegation, texts):
    add(delegation, delegation_role="head")
    services.submit_delegation(delegation, by=delegation.focal_point, consents=[(texts["processing"], "ru")])

    page = officer.get("/ru/me/").content.decode()

    assert url() in page
    assert page.count("M-0001") <= 1


def test_personal_data_name_the_delegations_led_and_erasure_ends_them(delegation):
    from registration.contributes.delegations import erase, personal_data

    person = delegation.focal_point
    told = personal_data(person)["delegations"]
    erase(person, by=None)

    delegation.refresh_from_db()
    assert [row["number"] for row in told] == ["ARM-01"]
    assert (delegation.focal_point, delegation.focal_email) == (None, "")
    assert personal_data(person)["delegations"] == []


def test_the_desk_proposes_the_day_until_which_seats_are_held(client_of, organiser, conference, address):
    conference.starts = conference.ends = conference.today() + timedelta(days=100)
    conference.save()

    form = client_of(organiser).get(address("desk_delegation_new")).context["form"]

    assert form["held_until"].value() == conference.starts - timedelta(days=30)
    assert form.fields["held_until"].required


@pytest.mark.parametrize("days", [None, 20])
def test_the_invitation_reads_well_without_a_day_too(days, conference, categories, organiser):
    until = timezone.localdate() + timedelta(days=days) if days else None
    delegation = services.create_delegation(
        conference, by=organiser, category=categories["ministry"], country="BY", body_ru="Министерство", seats=5,
        held_until=until, language="ru", focal_email="protocol@example.org",
    )  # fmt: skip

    services.invite(delegation, by=organiser)

    body = Message.objects.get(key="delegation-invitation").body
    assert str(delegation.seats) in body
    assert not {"–", "{"} & set(body)


# -- what a fresh look found -------------------------------------------------------------------------------------------


def test_rows_that_changed_since_the_preview_are_shown_again(officer, url, delegation):
    seen = officer.post(url("delegation_rows"), {"table": f"{HEADER}\n{GOOD}"}).context["seen"]
    more = f"{HEADER}\n{GOOD}\nЛи Анна\tAnna Li"

    page = officer.post(url("delegation_rows"), {"table": more, "apply": "1", "seen": seen})

    assert (list(page.context["form"].errors), delegation.registrations.count()) == (["table"], 0)


def test_a_wrong_day_is_answered_with_a_day_of_the_conference(officer, url, delegation):
    row = "Ли Анна\tAnna Li\tэксперт\texpert\t\t31.06.2027\t"

    page = officer.post(url("delegation_rows"), {"table": f"{HEADER}\n{row}"})

    assert f"{delegation.conference.starts:%d.%m.%Y}" in page.context["checked"].errors[0].text


def test_who_handed_over_reads_so_and_strangers_do_not(officer, url, delegation, make_person, client_of):
    services.offer_handover(delegation, by=delegation.focal_point, to="lilit@ministry.example.org")
    colleague = make_person(email="lilit@ministry.example.org", full_name="Петросян Лилит")
    services.accept_handover(delegation, by=colleague)

    page, other = officer.get(url()), client_of(make_person()).get(url())

    assert (page.status_code, page.templates[0].name) == (404, "registration/delegation_led_by_another.html")
    assert "Петросян Лилит" in page.content.decode()
    assert "Петросян" not in other.content.decode()


def test_a_returned_delegation_shows_the_remarks_and_takes_a_reply(
    officer, url, delegation, texts, organiser, client_of
):
    add(delegation, delegation_role="head")
    services.submit_delegation(delegation, by=delegation.focal_point, consents=[(texts["processing"], "ru")])
    services.return_delegation(delegation, by=organiser, remarks="Нет подписи министра")

    page = officer.get(url("delegation_check")).content.decode()
    officer.post(url("delegation_check"), {"reply": "Подпись приложена"})

    assert "Нет подписи министра" in page
    assert "Мелконян Арам" in page
    assert "Подпись приложена" in client_of(organiser).get(url("desk_delegation")).content.decode()


def test_seats_without_a_name_count_as_not_ready(officer, url, delegation):
    add(delegation, delegation_role="head")
    Delegation.objects.update(held_until=None)

    page = officer.get(url())

    assert page.context["roster"].total == delegation.seats


def test_a_replacement_is_a_task_until_it_is_marked_as_seen(
    officer, url, delegation, texts, organiser, client_of, rf, conference
):
    from registration.contributes.delegations import tasks_waiting

    add(delegation, delegation_role="head")
    consents = [(texts["processing"], "ru")]
    services.submit_delegation(delegation, by=delegation.focal_point, consents=consents)
    services.accredit(delegation, by=organiser)
    head = delegation.registrations.get(state="approved")
    told = {"full_name": "Новый Гость", "latin_name": "Novy Gost", "position_en": "Expert"}
    services.replace_member(head, by=delegation.focal_point, told=told, consents=consents)
    request, desk = rf.get("/"), client_of(organiser)
    request.user = organiser

    before = tasks_waiting(request, conference)
    page = desk.get(url("desk_delegation")).content.decode()
    desk.post(url("desk_delegation_seen"))

    assert [task["url"] for task in before] == [url("desk_delegation")]
    assert url("desk_delegation_seen") in page
    assert tasks_waiting(request, conference) == []


def test_the_desk_corrects_the_ministry_and_asks_for_its_name(organiser, client_of, url, delegation):
    desk = client_of(organiser)
    refused = desk.post(url("desk_delegation_correct"), {"correction-country": "KZ"})
    desk.post(url("desk_delegation_correct"), {"correction-body_en": "Ministry", "correction-country": "KZ"})

    delegation.refresh_from_db()
    assert list(refused.context["correction_form"].errors) == ["body_ru"]
    assert (delegation.country.code, delegation.body_ru, delegation.body_en) == ("KZ", None, "Ministry")


def test_the_head_gets_the_rank_of_the_post(officer, url, delegation):
    officer.post(
        url("delegation_head"),
        {
            "full_name": "Имя",
            "latin_name": "Name",
            "position_ru": "заместитель министра",
            "rank": "9",
            "language": "ru",
        },
    )

    assert delegation.registrations.get().rank == 2
    assert 'name="another"' not in officer.get(url("delegation_head")).content.decode()
