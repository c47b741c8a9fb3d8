"""Support and logistics: wishes, decisions, amounts behind their own right, lists and reports."""

from __future__ import annotations

import io
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import RequestFactory
from django.utils.translation import override
from openpyxl import load_workbook

from conference.models import Message, Role
from conference.moves import MoveNotAllowed
from registration.contributes.travel import tasks_waiting
from registration.forms.support import AmountForm
from registration.models import Registration, Support
from registration.services import support as services
from registration.services.logistics import LISTS, reports
from registration.services.travel import save_travel

AMOUNT = "48137.50"


@pytest.fixture
def guest(make_registration):
    return make_registration("unesco", state="approved")


@pytest.fixture
def finance(make_person, conference):
    return make_person(Role.Kind.FINANCE, conference=conference)


@pytest.fixture
def wish(guest):
    return services.ask_support(
        guest, by=guest.person, item="travel", payer="organiser", quantity=1, asked="Университет не платит"
    )


@pytest.fixture
def granted(wish, organiser, finance):
    services.grant_support(wish, by=organiser, note="Билет купим мы")
    return services.set_amount(wish, by=finance, amount=Decimal(AMOUNT), currency="RUB")


def test_a_wish_goes_from_asking_to_settling(guest, organiser, finance, client_of, address):
    mine, desk, money = client_of(guest.person), client_of(organiser), client_of(finance)
    mine.post(address("support", pk=guest.pk), {"item": "nights", "quantity": "2", "payer": "unesco", "asked": "Прошу"})
    wish = Support.objects.get()

    states = [wish.state]
    for client, verb, data in (
        (desk, "grant", {"payer": "organiser", "quantity": "1", "note": "Одна ночь"}),
        (money, "amount", {"amount": "7400,50", "currency": "RUB"}),
        (money, "settle", {}),
    ):
        assert client.post(address(f"desk_support_{verb}", pk=wish.pk), data).status_code == 302
        wish.refresh_from_db()
        states.append(wish.state)

    assert states == ["asked", "granted", "granted", "settled"]
    assert (wish.payer, wish.quantity, wish.amount, wish.decided_by) == ("organiser", 1, Decimal("7400.50"), organiser)
    keys = list(Message.objects.filter(key__startswith="support-").order_by("pk").values_list("key", flat=True))
    assert keys == ["support-granted", "support-settled"]


def test_the_same_is_asked_once(guest, wish):
    with pytest.raises(MoveNotAllowed):
        services.ask_support(guest, by=guest.person, item="travel", payer="unesco", quantity=1)

    assert Support.objects.count() == 1


def test_what_was_declined_may_be_asked_again(guest, wish, organiser):
    services.decline_support(wish, by=organiser, note="Бюджет исчерпан")

    again = services.ask_support(guest, by=guest.person, item="travel", payer="unesco", quantity=1)

    with pytest.raises(MoveNotAllowed):
        services.grant_support(wish, by=organiser)
    assert (again.state, Support.objects.count()) == ("asked", 2)


def test_declining_needs_a_reason(wish, organiser):
    with pytest.raises(ValidationError):
        services.decline_support(wish, by=organiser, note="  ")

    wish.refresh_from_db()
    assert wish.state == "asked"


def test_a_wish_is_taken_back_before_it_is_decided(guest, wish, organiser, client_of, address):
    client = client_of(guest.person)
    services.grant_support(wish, by=organiser)

    client.post(address("support_withdraw", pk=guest.pk, wish=wish.pk))
    kept = Support.objects.count()
    Support.objects.update(state="asked")
    client.post(address("support_withdraw", pk=guest.pk, wish=wish.pk))

    assert (kept, Support.objects.count()) == (1, 0)


def test_a_stranger_takes_back_nothing(guest, wish, make_person, client_of, address):
    response = client_of(make_person()).post(address("support_withdraw", pk=guest.pk, wish=wish.pk))

    assert (response.status_code, Support.objects.count()) == (404, 1)


def test_amounts_are_for_finance_officers_alone(granted, organiser, make_person, finance):
    superuser = make_person(is_superuser=True)

    for who in (organiser, superuser):
        with pytest.raises(PermissionDenied):
            services.set_amount(granted, by=who, amount=Decimal(1), currency="RUB")
        with pytest.raises(PermissionDenied):
            services.settle_support(granted, by=who)

    assert services.settle_support(granted, by=finance).state == "settled"


def test_an_amount_is_seen_nowhere_without_the_right(
    granted, organiser, finance, guest, make_person, client_of, address
):
    superuser = make_person(is_superuser=True, is_staff=True)
    shown = {"48137", "48 137", "48\xa0137"}
    pages = [
        address("desk_support") + "?state=all", address("desk_support_wish", pk=granted.pk),
        address("desk_travel"), address("desk_travel_list", listing="funded"),
    ]  # fmt: skip

    for who in (organiser, superuser):
        html = "".join(client_of(who).get(page).content.decode() for page in pages)
        html += client_of(who).get("/admin/registration/support/").content.decode()
        html += client_of(who).get(f"/admin/registration/support/{granted.pk}/change/").content.decode()
        assert not any(text in html for text in shown)
    mine = client_of(guest.person).get(address("support", pk=guest.pk)).content.decode()
    theirs = client_of(finance).get(pages[1]).content.decode()
    history = str(list(LogEntry.objects.values_list("changes", "additional_data", "object_repr")))
    letters = "".join(Message.objects.values_list("body", flat=True))

    assert not any(text in mine + history + letters for text in shown)
    assert any(text in theirs for text in shown)


def sheet(response) -> list[tuple]:
    return list(load_workbook(io.BytesIO(response.content)).active.values)


def test_the_funded_list_has_amounts_for_finance_only(granted, organiser, finance, client_of, address):
    url = address("desk_travel_table", listing="funded")

    with_money, without = sheet(client_of(finance).get(url)), sheet(client_of(organiser).get(url))

    assert (len(with_money[0]), len(without[0])) == (10, 8)
    assert with_money[1][-2:] == (AMOUNT, "RUB")
    assert LogEntry.objects.filter(additional_data__export="funded").count() == 2


def test_a_finance_officer_sees_no_travel(finance, client_of, address):
    client = client_of(finance)

    statuses = {slug: client.get(address("desk_travel_list", listing=slug)).status_code for slug in LISTS}

    assert statuses == {"arrivals": 404, "departures": 404, "transfers": 404, "rooming": 404, "funded": 200}


def test_an_unknown_list_does_not_exist(organiser, client_of, address):
    assert client_of(organiser).get(address("desk_travel_list", listing="passports")).status_code == 404


def test_arrivals_stand_by_day_and_hour(conference, make_registration, make_person, organiser, client_of, address):
    day = conference.starts
    for number, (days, hour) in enumerate([(1, time(8)), (0, time(22)), (0, time(9)), (0, None)]):
        person = make_person(full_name=f"Гость {number}", latin_name=f"Guest {'abcd'[number]}")
        guest = make_registration("unesco", state="approved", person=person)
        Registration.objects.filter(pk=guest.pk).update(person=person)
        save_travel(guest, by=person, arrival_day=day + timedelta(days=days), arrival_time=hour, transfer="both")
    response = client_of(organiser).get(address("desk_travel_list", listing="arrivals"))

    hours = [[row[0] for row in group["rows"]] for group in response.context["groups"]]

    assert [sorted(hours[0]), hours[1]] == [["09:00", "22:00", "–"], ["08:00"]]
    assert response.content.decode().count('id="group-') == 2


def test_a_hostile_name_is_no_formula(guest, organiser, client_of, address):
    save_travel(guest, by=guest.person, arrival_day=date(2027, 6, 17), arrival_by="=HYPERLINK()", from_city="<script>x")

    rows = sheet(client_of(organiser).get(address("desk_travel_table", listing="arrivals")))
    page = client_of(organiser).get(address("desk_travel_list", listing="arrivals")).content.decode()

    assert rows[1][2:4] == ("'=HYPERLINK()", "<script>x")
    assert "<script>x" not in page


def test_reports_add_up(conference, make_registration, make_person, granted):
    women = make_registration("ministry", state="approved", person=make_person(honorific_ru="г-жа"))
    save_travel(women, by=None, hotel_wanted=True, hotel_from=date(2027, 6, 16), hotel_until=date(2027, 6, 19))

    told = reports(conference)

    assert [sum(row["numbers"][0] for row in report["rows"]) for report in told] == [2, 2, 2]
    assert [sum(row["numbers"][3] for row in report["rows"]) for report in told] == [3, 3, 3]
    assert [sum(row["numbers"][4] for row in report["rows"]) for report in told] == [1, 1, 1]


def test_what_waits_is_named_to_who_can_do_it(wish, granted, guest, organiser, finance, make_person, conference):
    services.ask_support(guest, by=guest.person, item="nights", payer="unesco", quantity=2)
    request = RequestFactory().get("/")

    waiting = {}
    for name, person in (("organiser", organiser), ("finance", finance), ("nobody", make_person())):
        request.user = person
        waiting[name] = [task["url"].partition("?")[2] for task in tasks_waiting(request, conference)]

    assert waiting == {"organiser": ["state=asked"], "finance": ["state=granted"], "nobody": []}


@pytest.mark.parametrize("data", [{}, {"item": "yacht", "quantity": "1", "payer": "unesco"},
                                  {"item": "travel", "quantity": "-1", "payer": "unesco"},
                                  {"item": "travel", "quantity": "1e9", "payer": "unesco"}])  # fmt: skip
def test_odd_wishes_are_refused(data, guest, client_of, address):
    response = client_of(guest.person).post(address("support", pk=guest.pk), data)

    assert (response.status_code, Support.objects.count()) == (200, 0)


def test_extra_fields_decide_nothing(guest, client_of, address):
    data = {"item": "travel", "quantity": "1", "payer": "unesco", "state": "granted", "amount": "99999"}

    client_of(guest.person).post(address("support", pk=guest.pk), data)

    assert Support.objects.values_list("state", "amount").get() == ("asked", None)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("12 500,50", "12500.50"), ("12\u00a0500,50", "12500.50"), ("12,500.50", "12500.50"), ("7400", "7400")],
)
def test_amounts_are_read_as_people_write_them(typed, amount):
    form = AmountForm({"amount": typed, "currency": "RUB"})

    assert (form.is_valid(), form.cleaned_data["amount"]) == (True, Decimal(amount))


def test_an_amount_is_printed_as_the_language_does(granted):
    with override("ru"):
        russian = granted.amount_in_words()
    with override("en"):
        english = granted.amount_in_words()

    assert (russian, english) == ("48\u00a0137,50\u00a0₽", "48,137.50\u00a0RUB")


def test_own_means_are_no_support(guest, client_of, address):
    data = {"item": "travel", "quantity": "1", "payer": "own"}

    response = client_of(guest.person).post(address("support", pk=guest.pk), data)

    assert (response.status_code, Support.objects.count()) == (200, 0)


def test_the_participants_words_are_not_for_finance(granted, finance, organiser, client_of, address):
    url = address("desk_support_wish", pk=granted.pk)

    seen = ["Университет не платит" in client_of(who).get(url).content.decode() for who in (finance, organiser)]

    assert seen == [False, True]
