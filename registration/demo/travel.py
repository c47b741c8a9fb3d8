"""Travellers, visa letters in every state, a note verbale, support: all invented, all through the verbs."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from conference.demo import World
from conference.models import Conference, Person
from registration.models import Delegation, LetterRequest, Registration, Support, Travel
from registration.services import letters_guarded, support
from registration.services.travel import save_travel, save_visa

NEXT = "inclusion-next"
TRAVELLERS: tuple[tuple[str, str, int, str, str, int, str, str, str, str], ...] = (
    # Latin name, from, days before the opening, hour, flight in; days after the close, hour, flight out; transfer, room
    ("Anahit Vardumyan", "Ереван / Yerevan", 1, "14:35", "U8 3205", 1, "10:20", "U8 3206", "both", "single"),
    ("Tigran Oganov", "Ереван / Yerevan", 1, "14:35", "U8 3205", 1, "10:20", "U8 3206", "both", "single"),
    ("Lucia Bejenaru-Vilcu", "Кишинёв / Chișinău", 1, "17:10", "TK 401", 1, "18:55", "TK 402", "both", "single"),
    ("Andrei Tofanescu", "Кишинёв / Chișinău", 1, "17:10", "TK 401", 1, "18:55", "TK 402", "arrival", "twin"),
    ("Isabelle Carvallon", "Париж / Paris", 1, "21:40", "TK 403", 2, "07:30", "TK 404", "both", "single"),
    ("Anu Lehtiranta", "Хельсинки / Helsinki", 1, "12:15", "Lux Express", 0, "19:00", "Lux Express", "none", "single"),
    ("Marta Beltorre", "Милан / Milan", 2, "16:05", "TK 405", 2, "11:45", "TK 406", "arrival", "single"),
    ("Natela Archvadze", "Тбилиси / Tbilisi", 1, "09:50", "A9 932", 1, "13:30", "A9 933", "none", "twin"),
    ("Lala Mirzakhanly", "Баку / Baku", 0, "07:20", "J2 815", 0, "22:10", "J2 816", "departure", "single"),
    (
        "Elena Kravchik",
        "Минск / Minsk",
        0,
        "08:05",
        "поезд 51 / train 51",
        0,
        "20:52",
        "поезд 52 / train 52",
        "none",
        "",
    ),
    ("Anna Lipatova", "Казань / Kazan", 1, "19:25", "DP 6520", 1, "15:00", "DP 6521", "none", "twin"),
)
PASSPORTS: tuple[dict[str, Any], ...] = (
    {"who": "Isabelle Carvallon", "state": "issued", "citizenship": "FR", "document_type": "unlp", "sex": "F",
     "number": "UN0004512", "birth_date": date(1974, 3, 9), "birth_region": "Lyon", "consulate": "Paris"},
    {"who": "Anu Lehtiranta", "state": "approved", "citizenship": "FI", "document_type": "ordinary", "sex": "F",
     "number": "XX0007731", "birth_date": date(1981, 11, 2), "birth_region": "Tampere", "consulate": "Helsinki"},
    {"who": "Marta Beltorre", "state": "requested", "citizenship": "IT", "document_type": "ordinary", "sex": "F",
     "number": "YB0009024", "birth_date": date(1969, 6, 27), "birth_region": "Bergamo", "consulate": "Milano"},
    {"who": "Natela Archvadze", "state": "returned", "citizenship": "GE", "document_type": "ordinary", "sex": "F",
     "number": "GE0003310", "birth_date": date(1986, 1, 15), "birth_region": "Kutaisi", "consulate": "Tbilisi"},
    {"who": "Lucia Bejenaru-Vilcu", "state": "checked", "citizenship": "MD", "document_type": "diplomatic",
     "sex": "F", "number": "DA0001208", "birth_date": date(1971, 9, 30), "birth_region": "Bălți",
     "consulate": "Chișinău"},
    {"who": "Andrei Tofanescu", "state": "revoked", "citizenship": "RO", "document_type": "ordinary", "sex": "M",
     "number": "RO0005547", "birth_date": date(1979, 4, 18), "birth_region": "Iași", "consulate": "București"},
)  # fmt: skip
REMARK = (
    "В паспорте и в заявке по-разному написано имя. Проверьте, пожалуйста, запись латиницей.\n"
    "The name in the passport differs from the registration. Please check the Latin spelling."
)
REVOKED = "Поездка отменена участником. / The journey was cancelled by the participant."
WISHES: tuple[dict[str, Any], ...] = (
    {"who": "Natela Archvadze", "item": "travel", "payer": "organiser", "quantity": 1, "state": "asked",
     "asked": "Университет не оплачивает поездки за границу."},
    {"who": "Lala Mirzakhanly", "item": "nights", "payer": "organiser", "quantity": 2, "state": "asked", "asked": ""},
    {"who": "Isabelle Carvallon", "item": "travel", "payer": "unesco", "quantity": 1, "state": "settled",
     "asked": "Mission of the Secretariat.", "amount": "612.00", "currency": "EUR"},
    {"who": "Isabelle Carvallon", "item": "allowance", "payer": "unesco", "quantity": 3, "state": "granted",
     "asked": "", "amount": "540.00", "currency": "EUR"},
    {"who": "Andrei Tofanescu", "item": "nights", "payer": "organiser", "quantity": 2, "state": "granted",
     "asked": "", "amount": "14800.00", "currency": "RUB"},
    {"who": "Anna Lipatova", "item": "allowance", "payer": "organiser", "quantity": 3, "state": "declined",
     "asked": "Прошу оплатить суточные."},
)  # fmt: skip
DECLINED = "Суточные участникам из России организаторы не оплачивают."


def load(world: World) -> None:
    conference = world.conferences[NEXT]
    approved = Registration.objects.of(conference).approved().select_related("conference", "category", "person")
    people = {each.participant.latin_name: each for each in approved if each.attendance == "hall"}
    for told in TRAVELLERS:
        if told[0] in people:
            travel(conference, people[told[0]], told)
    for passport in PASSPORTS:
        if passport["who"] in people:
            visa(world, people[passport["who"]], passport)
    for wish in WISHES:
        if wish["who"] in people:
            ask(world, people[wish["who"]], wish)
    note(world, conference)
    travellers = Travel.objects.of(conference).count()
    letters = LetterRequest.objects.of(conference).count()
    world.say(f"  {travellers} travellers, {letters} guarded letters, {len(WISHES)} wishes for support")


def travel(conference: Conference, registration: Registration, told: tuple[Any, ...]) -> None:
    _who, city, before, hour_in, flight_in, after, hour_out, flight_out, transfer, room = told
    if Travel.objects.filter(registration=registration).exists():
        return
    arrives, leaves = conference.starts - timedelta(days=before), conference.ends + timedelta(days=after)
    ru, _sign, en = city.partition(" / ")
    is_russian = registration.language == "ru"
    ways = [(way.split(" / ") * 2)[0 if is_russian else 1] for way in (flight_in, flight_out)]
    save_travel(
        registration, by=registration.filled_by or registration.person, from_city=ru if is_russian else en,
        arrival_day=arrives, arrival_time=time.fromisoformat(hour_in), arrival_by=ways[0], departure_day=leaves,
        departure_time=time.fromisoformat(hour_out), departure_by=ways[1], transfer=transfer, hotel_wanted=bool(room),
        hotel_from=arrives if room and arrives < leaves else None,
        hotel_until=leaves if room and arrives < leaves else None, room=room or "single",
    )  # fmt: skip


def visa(world: World, registration: Registration, told: dict[str, Any]) -> None:
    """Passport data and a request brought to the state the table names."""
    if LetterRequest.objects.filter(registration=registration).exists():
        return
    person, conference = registration.participant, registration.conference
    who = registration.filled_by or person
    given, _space, surname = person.latin_name.rpartition(" ")
    save_visa(
        registration, by=who, needs_visa=True, surname_latin=surname.upper(), given_latin=given.upper(),
        birth_country=told["citizenship"], residence=told["citizenship"], entries="1",
        route="Saint Petersburg", issued=(world.today - timedelta(days=700)).isoformat(),
        expires=(conference.ends + timedelta(days=1400)).isoformat(),
        birth_date=told["birth_date"].isoformat(),
        **{name: told[name] for name in ("citizenship", "document_type", "sex", "number", "birth_region", "consulate")},
    )  # fmt: skip
    request = letters_guarded.request_letter(registration, by=who)
    officer, organiser = world.people["visa"], world.people["organiser"]
    state = told["state"]
    if state == "returned":
        letters_guarded.send_back(request, by=officer, remark=REMARK)
    if state in ("checked", "approved", "issued", "revoked"):
        letters_guarded.check_data(request, by=officer)
    if state in ("approved", "issued", "revoked"):
        letters_guarded.approve_letter(request, by=organiser)
    if state in ("issued", "revoked"):
        letters_guarded.issue(request, by=officer)
    if state == "revoked":
        letters_guarded.revoke(request, by=officer, reason=REVOKED)


def ask(world: World, registration: Registration, told: dict[str, Any]) -> None:
    """A wish brought to the state the table names."""
    if Support.objects.filter(registration=registration, item=told["item"]).exists():
        return
    who: Person = registration.filled_by or registration.participant
    wish = support.ask_support(
        registration, by=who, item=told["item"], payer=told["payer"], quantity=told["quantity"], asked=told["asked"]
    )
    organiser, finance = world.people["organiser"], world.people["finance"]
    if told["state"] == "declined":
        support.decline_support(wish, by=organiser, note=DECLINED)
    if told["state"] in ("granted", "settled"):
        support.grant_support(wish, by=organiser)
        support.set_amount(wish, by=finance, amount=Decimal(told["amount"]), currency=told["currency"])
    if told["state"] == "settled":
        support.settle_support(wish, by=finance)


def note(world: World, conference: Conference) -> None:
    """One note verbale, issued to the ministry of the Armenian delegation."""
    delegation = Delegation.objects.of(conference).filter(country="AM").first()
    if delegation is None or LetterRequest.objects.filter(delegation=delegation).exists():
        return
    request = letters_guarded.request_note(
        conference, by=delegation.focal_point or world.people["organiser"], delegation=delegation,
        addressee_ru="Министерству образования Республики Армения (демонстрация)",
        addressee_en="Ministry of Education of the Republic of Armenia (demonstration)",
        place_ru="Ереван", place_en="Yerevan",
    )  # fmt: skip
    letters_guarded.check_data(request, by=world.people["visa"])
    letters_guarded.approve_letter(request, by=world.people["organiser"])
    letters_guarded.issue(request, by=world.people["organiser"])
