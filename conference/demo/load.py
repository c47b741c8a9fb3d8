"""The core's part of the demonstration: conferences, texts, rooms, people with their roles."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress

from conference.models import Conference, ConsentText, Deadline, NewsItem, Page, Partner, Person, Role, Room
from conference.services.people import appoint, person_for_email

from .accounts import ACCOUNTS, FIRST, NEXT, SEASON
from .world import MOSCOW, World, both, read_toml

HERE = Path(__file__).parent
TERMS = {  # days after the last day of the event, as the texts of the consents say
    "processing": 5 * 365, "dissemination": 5 * 365, "special_category": 30, "photo_video": 5 * 365,
    "cross_border": 365, "mailing": 3 * 365,
}  # fmt: skip
PAGE_ORDER = ("about", "practical", "organisers", "accessibility", "personal-data")
PEOPLE = {
    "organiser": (
        "Белова Анна Сергеевна",
        "Anna Belova",
        "ru",
        "руководитель оргкомитета",
        "Head of the organising committee",
    ),
    "chair": ("Жук Алеся Петровна", "Alesia Zhuk", "ru", "руководитель секции 3", "Chair of Track 3"),
    "reviewer": ("Ким Виктория Олеговна", "Viktoria Kim", "ru", "рецензент", "Reviewer"),
    "editor": ("Орлова Надежда Викторовна", "Nadezhda Orlova", "ru", "редактор сборника", "Editor of the proceedings"),
    "protocol": ("Саргсян Ани Тиграновна", "Ani Sargsyan", "ru", "сотрудник протокола", "Protocol officer"),
    "visa": ("Рябов Никита Андреевич", "Nikita Riabov", "ru", "сотрудник визовой группы", "Visa officer"),
    "finance": ("Климова Вера Павловна", "Vera Klimova", "ru", "бухгалтер конференции", "Finance officer"),
    "door": ("Дронов Глеб Олегович", "Gleb Dronov", "ru", "волонтёр на входе", "Volunteer at the entrance"),
    "interpreter": ("Журавлёва Марина Олеговна", "Marina Zhuravleva", "ru", "переводчик", "Interpreter"),
    "moderator": ("Фомина Ольга Дмитриевна", "Olga Fomina", "ru", "модератор вопросов", "Moderator of questions"),
    "expert": ("Тополева Вера Николаевна", "Vera Topoleva", "ru", "директор школы", "Head of school"),
    "author": ("Лебедева Ирина Андреевна", "Irina Lebedeva", "ru", "доцент", "Associate Professor"),
    "listener": ("Тарасов Пётр Ильич", "Petr Tarasov", "ru", "учитель", "Teacher"),
}


def load(world: World) -> None:
    for slug, dates in calendar(world).items():
        world.conferences[slug] = conference(slug, dates)
        texts(world.conferences[slug])
    rooms(world.conferences[NEXT])
    deadlines(world, world.conferences[NEXT])
    people(world)
    world.say(
        f"  {Conference.objects.count()} conferences, {Page.objects.count()} pages, {NewsItem.objects.count()} news"
    )


def calendar(world: World) -> dict[str, dict[str, Any]]:
    """When each conference is. The next edition and the season move with today, so they are always open."""
    opening = next_thursday(world.today + timedelta(days=150))
    at = datetime(2008, 1, 15, 10, tzinfo=MOSCOW)
    return {
        FIRST: {
            "kind": Conference.Kind.CONFERENCE,
            "starts": date(2008, 6, 19),
            "ends": date(2008, 6, 20),
            "registration_opens": at,
            "registration_closes": at.replace(month=6, day=1),
            "call_opens": at,
            "call_closes": at.replace(month=4, day=30),
            "visibility": Conference.Visibility.ARCHIVED,
        },
        NEXT: {
            "kind": Conference.Kind.CONFERENCE,
            "starts": opening,
            "ends": opening + timedelta(days=1),
            "registration_opens": world.moment(-40),
            "registration_closes": world.moment((opening - world.today).days - 7, 23, 59),
            "call_opens": world.moment(-40),
            "call_closes": world.moment(33, 23, 59),
            "visibility": Conference.Visibility.PUBLIC,
        },
        SEASON: {
            "kind": Conference.Kind.SEASON,
            "starts": world.today - timedelta(days=60),
            "ends": world.today + timedelta(days=240),
            "visibility": Conference.Visibility.PUBLIC,
        },
    }


def next_thursday(day: date) -> date:
    return day + timedelta(days=(3 - day.weekday()) % 7)


def conference(slug: str, dates: dict[str, Any]) -> Conference:
    told = read_toml(HERE / slug / "conference.toml")
    fields: dict[str, Any] = {"contact_email": told["contact_email"], "is_demonstration": True}
    fields["working_languages"] = ",".join(told["working_languages"])
    for name in ("title", "short_title", "theme", "place", "organiser", "address"):
        fields |= both(told[name], name)
    fields |= both(told.get("working_languages_note") or told["when_note"], "when_note")
    fields |= both({"ru": "Анна Белова", "en": "Anna Belova"}, "signatory")
    fields |= both({"ru": "руководитель оргкомитета", "en": "Head of the organising committee"}, "signatory_post")
    made, created = Conference.objects.get_or_create(slug=slug, defaults={**dates, **fields})
    if not created:  # the dates move with today, the texts stay as the organisers left them
        Conference.objects.filter(pk=made.pk).update(**dates)
        made.refresh_from_db()
    for order, partner in enumerate(told.get("partner", [])):
        Partner.objects.get_or_create(
            conference=made, order=order, defaults={"role": partner["role"], **both(partner["title"], "title")}
        )
    return made


def texts(conference: Conference) -> None:
    folder = HERE / conference.slug
    for path in sorted((folder / "pages").glob("*.ru.md")):
        slug = path.name.partition(".")[0]
        order = PAGE_ORDER.index(slug) if slug in PAGE_ORDER else len(PAGE_ORDER)
        Page.objects.get_or_create(
            conference=conference, slug=slug, defaults={"order": order, **in_both(path, ("title", "body"))}
        )
    for path in sorted((folder / "news").glob("*.ru.md")):
        number, _, slug = path.name.partition(".")[0].partition("-")
        NewsItem.objects.get_or_create(
            conference=conference,
            slug=slug,
            defaults={
                **in_both(path, ("title", "lead", "body")),
                "published_at": published(conference, int(number)),
            },
        )
    for path in sorted((HERE / "consents").glob("*.ru.md")):
        ConsentText.objects.get_or_create(
            conference=conference,
            kind=path.name.partition(".")[0],
            version=1,
            defaults=filled(in_both(path, ("title", "body")), conference)
            | {"valid_from": published(conference, 0), "term_days": TERMS[path.name.partition(".")[0]]},
        )


def published(conference: Conference, number: int) -> datetime:
    if conference.is_archived:
        return datetime(2008, 9, 1 + number, 12, tzinfo=MOSCOW)
    return datetime.combine(conference.today(), datetime.min.time(), tzinfo=MOSCOW) - timedelta(days=40 - 9 * number)


def in_both(path: Path, names: tuple[str, ...]) -> dict[str, str]:
    """Title, lead and body of ``x.ru.md`` and its twin ``x.en.md`` as translated fields."""
    fields = {}
    for language in ("ru", "en"):
        text = path.with_name(path.name.replace(".ru.md", f".{language}.md")).read_text(encoding="utf-8")
        title, _, rest = text.removeprefix("# ").partition("\n")
        lead, _, body = rest.strip().partition("\n\n")
        parts = {"title": title.strip(), "lead": lead, "body": body if "lead" in names else rest.strip()}
        fields |= {f"{name}_{language}": parts[name] for name in names}
    return fields


def filled(fields: dict[str, str], conference: Conference) -> dict[str, str]:
    """Consent texts name the operator."""
    for name, text in fields.items():
        language = name[-2:]
        operator = getattr(conference, f"organiser_{language}") or ""
        address = getattr(conference, f"address_{language}") or ""
        fields[name] = re.sub(r"\{operator\}", operator, text).replace("{operator_address}", address)
    return fields


def rooms(conference: Conference) -> None:
    for room in read_toml(HERE / "rooms.toml")["room"]:
        Room.objects.get_or_create(
            conference=conference,
            slug=room["key"],
            defaults={
                "seats": room["seats"],
                "step_free": room["step_free"],
                "hearing_loop": room["hearing_loop"],
                **both(room["title"], "title"),
                **both(room.get("note", {}), "note"),
            },
        )


def deadlines(world: World, conference: Conference) -> None:
    opening = (conference.starts - world.today).days
    rows = [
        (33, "последний день приёма тезисов", "last day for abstracts"),
        (66, "решения программного комитета", "decisions of the programme committee"),
        (opening - 38, "последний день для визовых приглашений", "last day for visa invitations"),
        (opening, "открытие, 10:00 по Москве", "opening, 10:00 Moscow time"),
    ]
    for days, title_ru, title_en in rows:
        Deadline.objects.update_or_create(
            conference=conference,
            title_ru=title_ru,
            defaults={"day": world.today + timedelta(days=days), "title_en": title_en},
        )


def people(world: World) -> None:
    """One account for each role, without passwords: they are entered by code or by the demonstration's door."""
    for key, account in ACCOUNTS.items():
        full, latin, language, position_ru, position_en = PEOPLE[key]
        person, created = Person.objects.get_or_create(
            email=account.email,
            defaults={
                "full_name": full,
                "latin_name": latin,
                "language": language,
                "country": "RU",
                "position_ru": position_ru,
                "position_en": position_en,
            },
        )
        if created:
            person.set_unusable_password()
            person.save(update_fields=["password"])
            EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        world.people[key] = world.people[account.email] = person
    first, coming = world.conferences[FIRST], world.conferences[NEXT]
    for conference in world.conferences.values():
        appoint(world.people["organiser"], Role.Kind.ORGANISER, conference)
    for conference in (first, coming):
        appoint(world.people["chair"], Role.Kind.CHAIR, conference, track=3)
        appoint(world.people["editor"], Role.Kind.EDITOR, conference)
    appoint(world.people["reviewer"], Role.Kind.REVIEWER, coming)
    appoint(world.people["visa"], Role.Kind.PASSPORTS, coming)
    appoint(world.people["finance"], Role.Kind.FINANCE, coming)
    appoint(world.people["door"], Role.Kind.DOOR, coming)
    appoint(world.people["moderator"], Role.Kind.MODERATOR, world.conferences[SEASON])
    appoint(world.people["expert"], Role.Kind.EXPERT, world.conferences[SEASON])
    appoint(world.people["editor"], Role.Kind.EDITOR, world.conferences[SEASON])
    for person in (world.people["organiser"], assistant()):  # the two people who see what guests need
        appoint(person, Role.Kind.ACCESS, coming)


def assistant() -> Person:
    """The accessibility coordinator's assistant, whom no door of the demonstration lets anybody in as."""
    person = person_for_email("access@example.org", language="ru", full_name="Соколова Дарья Игоревна")
    Person.objects.filter(pk=person.pk).update(
        latin_name="Daria Sokolova",
        position_ru="помощник координатора доступности",
        position_en="Accessibility assistant",
    )
    return person
