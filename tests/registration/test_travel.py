"""Travel and passport data: asked after approval, masked, erased after the event with an act."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from conference.models import ErasureAct
from conference.moves import MoveNotAllowed
from conference.sealed import new_key
from registration.contributes import travel as contributes
from registration.forms.travel import ReadingReasonForm, TravelForm, VisaForm, six_months_after
from registration.models import Delegation, LetterRequest, Registration, Rules, Travel, VisaDetails, VisaRule
from registration.services import decline
from registration.services.letters_guarded import request_letter
from registration.services.travel import (
    copy_travel,
    erase_due_travel,
    erase_visa,
    leave_no_trace,
    save_travel,
    save_visa,
)

NUMBER = "FR7791405"
PASSPORT = {
    "citizenship": "FR", "document_type": "ordinary", "number": NUMBER, "issued": "2024-02-01", "expires": "2040-02-01",
    "surname_latin": "Lefevre", "given_latin": "Marie", "sex": "F", "birth_date": "1980-05-06", "birth_country": "FR",
    "residence": "FR", "entries": "1", "consulate": "Paris", "visa": "", "route": "Saint Petersburg",
    "birth_region": "", "surname_ru": "", "given_ru": "", "children": "",
}  # fmt: skip


@pytest.fixture
def guest(make_registration):
    return make_registration("unesco", state="approved")


@pytest.fixture
def keep(guest):
    return save_visa(guest, by=guest.person, **{name: value for name, value in PASSPORT.items() if name != "visa"})


def answers(conference, **replaced) -> dict[str, str]:
    return {
        "from_city": "Минск", "arrival_day": conference.starts.isoformat(), "arrival_time": "09:15",
        "arrival_by": "B2 951", "departure_day": conference.ends.isoformat(), "transfer": "arrival",
        "hotel_wanted": "on", **replaced,
    }  # fmt: skip


# -- travel ------------------------------------------------------------------------------------------------


def test_travel_is_told_and_shown_again(guest, conference, client_of, address):
    client = client_of(guest.person)

    response = client.post(address("travel", pk=guest.pk), answers(conference))

    travel = Travel.objects.get(registration=guest)
    assert (response.status_code, travel.arrival_time, travel.transfer) == (302, time(9, 15), "arrival")
    assert (travel.hotel_from, travel.nights, travel.filled_by) == (conference.starts, 1, guest.person)
    assert "B2 951" in client.get(address("travel", pk=guest.pk)).content.decode()


def test_nobody_leaves_before_arriving(guest, conference, client_of, address):
    early = (conference.starts - timedelta(days=1)).isoformat()

    response = client_of(guest.person).post(address("travel", pk=guest.pk), answers(conference, departure_day=early))

    assert (response.status_code, Travel.objects.count()) == (200, 0)
    assert response.context["form"].errors.keys() == {"departure_day"}
    assert "Минск" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [("arrival_day", "2019-01-01"), ("arrival_day", "31.02.2027"), ("arrival_time", "25:99"), ("transfer", "rocket")],
)
def test_odd_answers_are_named(name, value, conference):
    form = TravelForm({name: value}, conference=conference)

    assert list(form.errors) == [name]


def test_nothing_is_required(conference):
    form = TravelForm({}, conference=conference)

    assert (form.is_valid(), form.cleaned_data["transfer"], form.cleaned_data["room"]) == (True, "none", "single")


@pytest.mark.parametrize("state", ["submitted", "declined", "cancelled"])
def test_travel_is_asked_after_approval_only(state, make_registration, client_of, address):
    registration = make_registration("unesco", state=state)
    client = client_of(registration.person)

    statuses = [client.get(address(name, pk=registration.pk)).status_code for name in ("travel", "visa", "support")]

    assert statuses == [404, 404, 404]


def test_who_takes_part_online_is_not_asked(guest, client_of, address):
    Registration.objects.filter(pk=guest.pk).update(attendance="online")

    assert client_of(guest.person).get(address("travel", pk=guest.pk)).status_code == 404


@pytest.mark.parametrize("who", ["filler", "focal point"])
def test_who_answers_for_the_guest_may_tell(who, guest, make_person, client_of, address):
    person = make_person()
    if who == "filler":
        Registration.objects.filter(pk=guest.pk).update(filled_by=person)
    else:
        delegation = Delegation.objects.create(conference=guest.conference, body_ru="Министерство", focal_point=person)
        Registration.objects.filter(pk=guest.pk).update(delegation=delegation)

    statuses = [client_of(person).get(address(name, pk=guest.pk)).status_code for name in ("travel", "visa", "support")]

    assert statuses == [200, 200, 200]


def test_one_answer_is_copied_to_the_members_who_have_none_of_their_own(guest, make_registration, make_person):
    first, second = (make_registration("unesco", state="approved", person=make_person()) for _ in range(2))
    save_travel(guest, by=guest.person, arrival_by="TK 401", room_with="Иванова")
    save_travel(second, by=second.person, arrival_by="поезд 3")

    copied = copy_travel(guest, [guest, first, second], by=guest.person)
    save_travel(guest, by=guest.person, arrival_by="TK 403")
    again = copy_travel(guest, [first, second], by=guest.person)

    told = dict(Travel.objects.values_list("registration_id", "arrival_by"))
    assert (copied, again) == (1, 1)
    assert (told[first.pk], told[second.pk]) == ("TK 403", "поезд 3")
    assert Travel.objects.get(registration=first).room_with == ""


def test_cancelled_registrations_get_no_travel(make_registration):
    registration = make_registration("unesco", state="cancelled")

    with pytest.raises(MoveNotAllowed):
        save_travel(registration, by=registration.person, arrival_by="TK 401")

    assert Travel.objects.count() == 0


# -- passport data -----------------------------------------------------------------------------------------


def test_after_saving_the_page_shows_dots(guest, client_of, address):
    client = client_of(guest.person)
    client.post(address("visa", pk=guest.pk), PASSPORT)

    shown = client.get(address("visa", pk=guest.pk)).content.decode()
    replaced = client.get(address("visa", pk=guest.pk) + "?replace=1").content.decode()

    assert ("•••• 1405" in shown, NUMBER in shown, NUMBER in replaced) == (True, False, False)
    assert "1980" not in shown + replaced


def test_the_page_says_when_the_data_are_erased(guest, client_of, address):
    day = Rules.of(guest.conference).travel_is_erased_on()

    response = client_of(guest.person).get(address("visa", pk=guest.pk))

    from django.utils.formats import date_format

    assert response.content.decode().count(date_format(day, "DATE_FORMAT")) == 2


@pytest.mark.parametrize(("citizenship", "needed"), [("AM", False), ("BY", False), ("FR", True), ("MD", False)])
def test_the_visa_rule_follows_the_citizenship(citizenship, needed, conference):
    assert VisaRule.asks_visa_of(citizenship, conference) is needed


def test_a_conference_corrects_the_visa_rule(conference, other_conference):
    VisaRule.objects.create(conference=conference, country="AM", needs_visa=True)
    VisaRule.objects.create(conference=conference, country="FR", needs_visa=False)

    here = [VisaRule.asks_visa_of(code, conference) for code in ("AM", "FR", "")]

    assert here == [True, False, True]
    assert [VisaRule.asks_visa_of(code, other_conference) for code in ("AM", "FR")] == [False, True]


def test_a_passport_is_good_for_six_months_after_departure(conference):
    leaves = conference.ends
    soon = (leaves + timedelta(days=30)).isoformat()

    with override("ru"):
        late = VisaForm({**PASSPORT, "expires": soon}, conference=conference, leaves=leaves)
        free = VisaForm({**PASSPORT, "expires": soon, "citizenship": "AM"}, conference=conference, leaves=leaves)
        good = VisaForm(
            {**PASSPORT, "expires": six_months_after(leaves).isoformat()}, conference=conference, leaves=leaves
        )

    assert (list(late.errors), late.errors.as_data()["expires"][0].message != "") == (["expires"], True)
    assert (free.is_valid(), good.is_valid()) == (True, True)


def test_six_months_end_with_the_month():
    days = [six_months_after(day) for day in (date(2027, 8, 31), date(2027, 6, 18), date(2027, 12, 30))]

    assert days == [date(2028, 2, 29), date(2027, 12, 18), date(2028, 6, 30)]


@pytest.mark.parametrize(
    ("name", "value"),
    [("number", "АВ1234567"), ("number", "12"), ("number", "' OR 1=1 --"), ("surname_latin", "Лефевр"),
     ("birth_date", "2990-01-01"), ("issued", "2990-01-01"), ("citizenship", "XX"), ("sex", "?"), ("entries", "9")],
)  # fmt: skip
def test_wrong_answers_are_named_and_nothing_is_kept(name, value, guest, client_of, address):
    response = client_of(guest.person).post(address("visa", pk=guest.pk), {**PASSPORT, name: value})

    assert (response.status_code, list(response.context["form"].errors)) == (200, [name])
    assert VisaDetails.objects.count() == 0


def test_switching_the_language_keeps_what_was_typed_but_not_in_the_session(guest, client_of, address):
    client = client_of(guest.person)

    away = client.post(address("visa", pk=guest.pk), {**PASSPORT, "switch_language": "en"})
    there = client.post(away["Location"], {**PASSPORT, "switch_language": "en"})

    assert (away.status_code, away["Location"].startswith("/en/"), away.content) == (307, True, b"")
    assert (there.status_code, f'value="{NUMBER}"' in there.content.decode()) == (200, True)
    assert "typed" not in client.session
    assert VisaDetails.objects.count() == 0


def test_replaced_data_send_a_checked_letter_back(guest, keep, make_person):
    request = request_letter(guest, by=guest.person)
    LetterRequest.objects.filter(pk=request.pk).update(state="checked", checked_at=timezone.now())

    save_visa(guest, by=guest.person, number="FR0000002", citizenship="FR")

    request.refresh_from_db()
    assert (request.state, request.checked_at) == ("requested", None)


def test_a_wrong_key_breaks_no_page(guest, keep, settings, client_of, address):
    settings.FIELD_KEYS = [new_key()]
    client = client_of(guest.person)

    statuses = [client.get(address("visa", pk=guest.pk)).status_code, client.get("/ru/me/").status_code]

    assert statuses == [200, 200]


# -- erasure -----------------------------------------------------------------------------------------------


def over(conference, days: int) -> None:
    today = timezone.localdate()
    conference.starts, conference.ends = today - timedelta(days=days + 1), today - timedelta(days=days)
    conference.save()


@pytest.mark.parametrize(("days", "erased"), [(30, 0), (31, 1)])
def test_data_are_erased_when_their_term_is_over(days, erased, guest, keep, conference):
    save_travel(guest, by=guest.person, arrival_by="TK 401")
    over(conference, days)

    done = erase_due_travel()

    assert (done, VisaDetails.objects.count(), Travel.objects.count()) == (erased, 1 - erased, 1 - erased)
    assert ErasureAct.objects.count() == erased


def test_the_act_names_what_and_why_but_no_value(guest, keep, conference):
    save_travel(guest, by=guest.person, arrival_by="TK 401")
    over(conference, 40)

    erase_due_travel()
    again = erase_due_travel()

    act = ErasureAct.objects.get()
    assert (again, act.conference, act.executor) == (0, conference, None)
    assert act.categories == ["passport data", "travel"]
    assert NUMBER not in str(act.__dict__)
    assert "TK 401" not in str(act.__dict__)


def test_who_is_not_coming_after_all_is_forgotten_at_once(guest, keep, organiser):
    Registration.objects.filter(pk=guest.pk).update(state="cancelled")

    assert (erase_due_travel(), VisaDetails.objects.count()) == (1, 0)


def test_nothing_due_costs_one_query(guest, keep, django_assert_num_queries):
    with django_assert_num_queries(1):
        done = erase_due_travel()

    assert done == 0


@pytest.mark.django_db(transaction=True)
def test_the_files_of_the_database_are_rewritten():
    assert leave_no_trace() is True


def test_inside_a_transaction_nothing_is_rewritten(db):
    assert leave_no_trace() is False


def test_the_person_erases_at_once(guest, keep, client_of, address):
    request_letter(guest, by=guest.person)

    response = client_of(guest.person).post(address("visa_erase", pk=guest.pk))

    assert (response.status_code, VisaDetails.objects.count(), ErasureAct.objects.count()) == (302, 0, 1)
    assert erase_visa(Registration.objects.get(pk=guest.pk), by=guest.person) is False


def test_erasure_at_the_wish_of_a_person(guest, keep):
    save_travel(guest, by=guest.person, arrival_by="TK 401")

    words = contributes.erase(guest.person, by=None)

    assert words == ["passport data", "travel"]
    assert (VisaDetails.objects.count(), Travel.objects.count()) == (0, 0)


def test_the_copy_of_ones_data_shows_dots_unless_sealed_data_are_asked_for(guest, keep):
    told, opened = contributes.personal_data(guest.person), contributes.sealed_data(guest.person)

    assert NUMBER not in str(told)
    assert told["passport"][0]["number"] == "•••• 1405"
    assert opened["passport"][0]["number"] == NUMBER


def test_the_erasure_is_scheduled():
    from conference.extensions import ask

    assert erase_due_travel in [function for functions in ask("schedules") for function in functions]


def test_a_declined_registration_is_erased_too(make_registration, organiser):
    registration = make_registration("unesco")
    save_travel(registration, by=None, arrival_by="TK 401")
    decline(registration, by=organiser, reason="Нет мест")

    assert (erase_due_travel(), Travel.objects.count()) == (1, 0)


def test_an_expired_passport_is_said_to_be_so(conference):
    yesterday = (conference.today() - timedelta(days=1)).isoformat()

    form = VisaForm({**PASSPORT, "expires": yesterday, "citizenship": "AM"}, conference=conference)

    assert list(form.errors) == ["expires"]


def test_who_needs_no_visa_is_warned_and_not_stopped(conference):
    soon = (conference.ends + timedelta(days=7)).isoformat()

    form = VisaForm({**PASSPORT, "expires": soon, "citizenship": "AM"}, conference=conference)

    assert (form.is_valid(), form.doubt() != "") == (True, True)


@pytest.mark.parametrize(("reason", "is_good"), [(".", False), ("..........", False), ("aaaaaaaaaaaa", False),
                                                 ("Сверка перед письмом", True)])  # fmt: skip
def test_a_passport_is_opened_for_a_reason_in_words(reason, is_good):
    assert ReadingReasonForm({"reason": reason}).is_valid() is is_good


def test_a_day_without_a_night_in_the_hotel_is_no_error(conference):
    day = conference.starts.isoformat()

    form = TravelForm({"arrival_day": day, "departure_day": day, "hotel_wanted": "on"}, conference=conference)

    assert (form.is_valid(), form.cleaned_data["hotel_from"]) == (True, None)


def test_each_error_names_its_line(conference):
    form = TravelForm({"arrival_day": "x", "departure_day": "x"}, conference=conference)

    assert len({str(error) for errors in form.errors.values() for error in errors}) == 2


def test_a_single_room_is_shared_with_nobody(conference):
    form = TravelForm({"hotel_wanted": "on", "room": "single", "room_with": "Иванова"}, conference=conference)

    assert list(form.errors) == ["room_with"]
