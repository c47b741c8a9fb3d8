"""The desk's part of the demonstration: saved views, a table brought in, a letter to many. Everybody is invented."""

from __future__ import annotations

from conference.demo import World
from conference.models import Conference
from registration.models import Category, ImportBatch, Mailing, SavedView
from registration.services import applying, importing, mailings

NEXT = "inclusion-next"
VIEWS = (
    ("Ждут решения, старые сверху", "state=submitted&sort=submitted"),
    ("Одобрены, в зале", "state=approved&attendance=hall&columns=number&columns=full_name&columns=body_ru"
     "&columns=country&columns=track&columns=state&sort=full_name"),
)  # fmt: skip
TEACHERS = """ФИО\tИмя латиницей\tПочта\tОрганизация\tГород\tСтрана\tКатегория\tФорма участия\tЯзык писем\tСогласие
Ладыгина Софья Игоревна\tSofia Ladygina\tladygina@school-lotsman.example\tШкола «Лоцман» (демонстрационная)\tВыборг\tРоссия\tслушатель\tонлайн\tru\tна бумаге
Гусев Тимур Олегович\tTimur Gusev\tgusev@school-lotsman.example\tШкола «Лоцман» (демонстрационная)\tВыборг\tРоссия\tслушатель\tонлайн\tru\tна бумаге
Абдиева Нургуль\tNurgul Abdieva\tabdieva@lyceum-ala-too.example\tЛицей «Ала-Тоо» (демонстрационный)\tБишкек\tКиргизия\tслушатель\tонлайн\tru\tпо почте
Петросян Лилит\tLilit Petrosyan\tpetrosyan@school-ararat.example\tШкола «Арарат» (демонстрационная)\tЕреван\tАрмения\tслушатель\tонлайн\tru\tпо почте
Серова Дина Львовна\tDina Serova\tserova@school-lotsman.example\tШкола «Лоцман» (демонстрационная)\tВыборг\tРоссия\tслушатель\tв зале\tru\tна бумаге
"""  # noqa: E501 — a table as it is pasted from a spreadsheet
LETTER = {
    "subject_ru": "Как мы готовимся: зал, трансляция, перевод",
    "subject_en": "How we prepare: the hall, the broadcast, interpretation",
    "body_ru": (
        "Здравствуйте, {greeting}!\n\n"
        "Ваша регистрация {number} одобрена, и мы хотим рассказать, что уже готово.\n\n"
        "Конференция пройдёт {dates}. Пленарные заседания будут с синхронным переводом на русский и английский, "
        "переводом на жестовый язык и субтитрами. Тем, кто участвует онлайн, ссылка откроется на «Моей странице» "
        "за четверть часа до начала.\n\n"
        "Документы, программа и ваши ответы собраны здесь:\n\n{link}\n\n"
        "Если планы изменились, сообщите нам: место займёт тот, кто его ждёт.\n\n"
        "Оргкомитет, {contact}"
    ),
    "body_en": (
        "Hello {greeting},\n\n"
        "Your registration {number} is approved, and we would like to tell you what is ready.\n\n"
        "The conference takes place on {dates}. Plenary sessions have simultaneous interpretation into Russian and "
        "English, sign language and captions. Those who take part online get the link on My page a quarter of an hour "
        "before the beginning.\n\n"
        "Your documents, the programme and your answers are here:\n\n{link}\n\n"
        "If your plans have changed, tell us: somebody is waiting for the seat.\n\n"
        "The organising committee, {contact}"
    ),
}


def load(world: World) -> None:
    conference = world.conferences[NEXT]
    views(world, conference)
    table(world, conference)
    letter(world, conference)


def views(world: World, conference: Conference) -> None:
    for title, query in VIEWS:
        SavedView.objects.get_or_create(
            conference=conference, person=world.people["organiser"], title=title, defaults={"query": query}
        )


def table(world: World, conference: Conference) -> None:
    """Teachers whom a regional centre sent in a table, brought in by the organiser."""
    if ImportBatch.objects.of(conference).exists():
        return
    if not Category.objects.of(conference).filter(family=Category.Family.LISTENER).exists():
        return
    by = world.people["organiser"]
    batch = importing.upload(conference, by=by, text=TEACHERS)
    batch.name = "Список учителей.xlsx"
    batch.save(update_fields=["name"])
    applying.apply(batch, by=by, fingerprint=importing.plan(batch).fingerprint())
    batch.refresh_from_db()
    world.say(f"  {batch.created_count} participants from a table, {len(batch.failures)} rows left out")


def letter(world: World, conference: Conference) -> None:
    """A letter to everybody approved, put into the outbox at the pace of the rules."""
    if Mailing.objects.of(conference).exists():
        return
    mailing = Mailing.objects.create(
        conference=conference, by=world.people["organiser"], filters="state=approved", **LETTER
    )
    number = mailings.send(mailing, by=world.people["organiser"])
    mailings.send_some(mailing.pk)
    world.say(f"  a letter to {number} addresses")
