"""A full press hall with a waiting list, an offer that is open, guests who say whether they come, invitations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from conference.demo import World
from conference.models import Conference, Person
from conference.services.people import person_for_email
from registration import services
from registration.models import Category, Invitation, Registration
from registration.services import confirming, invitations, waiting

NEXT = "inclusion-next"
SEATS = 4
PRESS: tuple[dict[str, Any], ...] = (
    {
        "full_name": "Зимина Вера Аркадьевна", "latin_name": "Vera Zimina", "language": "ru", "country": "RU",
        "organisation_ru": "Журнал «Школа для всех» (демонстрационный)", "outcome": "coming",
    },
    {
        "full_name": "Oliver Marsh", "latin_name": "Oliver Marsh", "language": "en", "country": "GB",
        "organisation_en": "Learning Today (demonstration)", "outcome": "coming",
    },
    {
        "full_name": "Гаспарян Нарек Тигранович", "latin_name": "Narek Gasparyan", "language": "ru", "country": "AM",
        "organisation_ru": "Газета «Дпроц» (демонстрационная)", "outcome": "silent",
    },
    {
        "full_name": "Рубцов Игнат Львович", "latin_name": "Ignat Rubtsov", "language": "ru", "country": "RU",
        "organisation_ru": "Радио «Перемена» (демонстрационное)", "outcome": "gone",
    },
    {
        "full_name": "Шульга Дарья Олеговна", "latin_name": "Darya Shulga", "language": "ru", "country": "BY",
        "organisation_ru": "Портал «Настаўнік» (демонстрационный)", "outcome": "offered",
    },
    {
        "full_name": "Камилла Нурланова", "latin_name": "Kamilla Nurlanova", "language": "ru", "country": "KZ",
        "organisation_ru": "Телеканал «Білім» (демонстрационный)", "outcome": "waiting",
    },
    {
        "full_name": "Elin Sundqvist", "latin_name": "Elin Sundqvist", "language": "en", "country": "SE",
        "organisation_en": "Nordic School Review (demonstration)", "outcome": "waiting",
    },
    {
        "full_name": "Бабаян Роза Суреновна", "latin_name": "Roza Babayan", "language": "ru", "country": "AM",
        "organisation_ru": "Агентство «Луйс» (демонстрационное)", "outcome": "waiting",
    },
)  # fmt: skip
INVITED: tuple[dict[str, Any], ...] = (
    {"name": "Гордеева Майя Ильинична", "body_ru": "Институт ранней помощи (демонстрационный)", "becomes": "accepted"},
    {"name": "Сухарев Тихон Андреевич", "body_ru": "Педагогический колледж (демонстрационный)", "becomes": "sent"},
    {
        "name": "Ingrid Aasen", "latin_name": "Ingrid Aasen", "language": "en", "country": "NO",
        "body_en": "Fjord University College (demonstration)", "becomes": "reminded",
    },
    {"name": "Ермолаев Пров Кузьмич", "becomes": "declined"},
    {"name": "Paul Tremblay", "latin_name": "Paul Tremblay", "language": "en", "country": "CA", "becomes": "expired"},
    {"name": "Сазонова Ия Марковна", "becomes": "revoked"},
    {"name": "Доронина Эмма Яновна", "becomes": "draft"},
    {
        "name": "", "body_ru": "Союз родителей «Рядом» (демонстрационный)", "country": "RU", "kind": "organisation",
        "places": 12, "becomes": "used",
    },
)  # fmt: skip
DECLINED = "Спасибо за приглашение! В эти дни я веду курсы в другом городе."
COLLEAGUE = {
    "full_name": "Лагутина Нонна Павловна", "latin_name": "Nonna Lagutina", "language": "ru", "country": "RU",
    "organisation_ru": "Союз родителей «Рядом» (демонстрационный)",
}  # fmt: skip


def load(world: World) -> None:
    conference = world.conferences[NEXT]
    if not Invitation.objects.of(conference).exists():
        press_hall(world, conference)
        invite(world, conference)


def press_hall(world: World, conference: Conference) -> None:
    """Four seats for the press: all taken, one of them only offered, and three people wait."""
    press = Category.objects.of(conference).get(family=Category.Family.PRESS)
    Category.objects.filter(pk=press.pk).update(seats=SEATS, seats_online=0)
    press.refresh_from_db()
    by = world.people["organiser"]
    for number, told in enumerate(PRESS):
        registration = register(press, {**told, "email": f"press{number + 1}@example.org", "attendance": "hall"})
        sent = world.moment(number - 12, 10 + number)
        waits = registration.state == Registration.State.WAITING
        Registration.objects.filter(pk=registration.pk).update(
            submitted_at=sent, saved_at=sent, **({"waiting_since": sent} if waits else {})
        )
        if not waits:
            services.approve(registration, by=by)
        if told["outcome"] in ("coming", "silent"):
            asked(world, registration, by, comes=told["outcome"] == "coming")
    gone = Registration.objects.get(category=press, person__latin_name="Ignat Rubtsov")
    services.cancel(gone, by=gone.participant)
    waiting.offer_next(press, Registration.Attendance.HALL)


def asked(world: World, registration: Registration, by: Person, *, comes: bool) -> None:
    """The guest was asked three days ago, by hand since the opening is far; and has answered, or not."""
    confirming.ask_to_confirm(registration, by=by)
    if comes:
        confirming.confirm(registration, by=registration.participant)
    moments = {"confirm_asked_at": world.moment(-3)} | ({"confirmed_at": world.moment(-2)} if comes else {})
    Registration.objects.filter(pk=registration.pk).update(**moments)


def invite(world: World, conference: Conference) -> None:
    """Guests in every state an invitation knows, and an organisation that has used one of its twelve places."""
    by = world.people["organiser"]
    academic = Category.objects.of(conference).get(family=Category.Family.ACADEMIC)
    rows = [
        {"language": "ru", **told, "email": f"invited{number + 1}@example.org"} for number, told in enumerate(INVITED)
    ]
    for told, invitation in zip(INVITED, invitations.prepare(academic, rows, by=by), strict=True):
        become(world, invitation, told["becomes"], by)
    invitations.expire_invitations()


def become(world: World, invitation: Invitation, state: str, by: Person) -> None:
    if state == "draft":
        return
    invitations.send(invitation, by=by)
    sent = world.moment(-9, 11)
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=sent)
    if state == "accepted":
        told = {"full_name": invitation.name, "latin_name": "Maya Gordeeva", "language": "ru", "country": "RU"}
        register(invitation.category, {**told, "email": invitation.email}, invitation)
    elif state == "used":
        register(invitation.category, {**COLLEAGUE, "email": "ryadom@example.org"}, invitation)
    elif state == "reminded":
        invitations.remind(invitation, by=by)
    elif state == "declined":
        invitations.decline(invitation, reason=DECLINED)
    elif state == "expired":
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    elif state == "revoked":
        invitations.revoke(invitation, by=by)


def register(category: Category, told: dict[str, Any], invitation: Invitation | None = None) -> Registration:
    """Somebody who has filled the form in and sent it, from the site or from an invitation."""
    from .load import fill_in  # the loader calls this module at its end

    person = person_for_email(told["email"], language=told["language"], full_name=told["full_name"])
    draft = fill_in(category, {"attendance": "hall", **told}, who="self_member")
    if invitation is not None:
        begun = invitations.begin(invitation, by=person, language=told["language"])
        draft.answers |= begun.answers
        draft.source = begun.source
        draft.save(update_fields=["answers", "source"])
        begun.delete()
    return services.submit(draft, by=person)
