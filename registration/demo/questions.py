"""The questions that the demonstration's organisers ask of their own: a visit to a school, with places."""

from __future__ import annotations

from typing import Any

from conference.models import Conference
from registration.models import Category, CustomChoice, CustomQuestion

Kind, Family = CustomQuestion.Kind, Category.Family

VISIT: dict[str, Any] = {
    "kind": Kind.YES_NO,
    "title_ru": "Пойдёте ли вы на открытые уроки в день после конференции?",
    "title_en": "Will you come to the open lessons on the day after the conference?",
    "is_required": True,
}
SCHOOL: dict[str, Any] = {
    "kind": Kind.CHOICE,
    "title_ru": "В какую школу?",
    "title_en": "Which school?",
    "help_ru": "Автобус отправляется от места проведения в 9:00.",
    "help_en": "The bus leaves the venue at 9:00.",
    "is_required": True,
}
SCHOOLS = (
    ("Школа «Маяк»", "Mayak School", 12),
    ("Школа «Лестница»", "Lestnitsa School", 15),
    ("Гимназия «Мост»", "Most Gymnasium", 10),
)
YEARS: dict[str, Any] = {
    "kind": Kind.NUMBER,
    "title_ru": "Сколько лет в вашей школе есть инклюзивные классы?",
    "title_en": "For how many years has your school had inclusive classes?",
    "retention_days": 90,
}
CARD: dict[str, Any] = {
    "kind": Kind.FILE,
    "title_ru": "Редакционное удостоверение или письмо редакции",
    "title_en": "Press card or a letter of your editors",
    "is_required": True,
    "retention_days": 30,
}


def ask(conference: Conference) -> None:
    """The conference's own questions, once."""
    if CustomQuestion.objects.of(conference).exists():
        return
    schools = Category.objects.of(conference).filter(family=Family.SCHOOL)
    visit = _question(conference, VISIT, 1, schools)
    school = _question(conference, SCHOOL, 2, schools, depends_on=visit, depends_value="yes")
    for order, (title_ru, title_en, places) in enumerate(SCHOOLS):
        CustomChoice.objects.create(question=school, title_ru=title_ru, title_en=title_en, places=places, order=order)
    _question(conference, YEARS, 3, schools)
    _question(conference, CARD, 4, Category.objects.of(conference).filter(family=Family.PRESS))


def _question(conference: Conference, fields: dict[str, Any], order: int, asked_of: Any, **more: Any) -> CustomQuestion:
    question = CustomQuestion.objects.create(conference=conference, order=order, **fields, **more)
    question.categories.set(asked_of)
    return question


def answers(category: Category, told: dict[str, str]) -> dict[str, Any]:
    """What a participant of the demonstration told, as the form keeps it."""
    visit, school, years = (
        next((each for each in category.asked if each.title_ru == fields["title_ru"]), None)
        for fields in (VISIT, SCHOOL, YEARS)
    )
    if visit is None or school is None or years is None:
        return {}
    place = next((choice.pk for choice in school.choices.all() if choice.title_ru == told.get("school")), None)
    return {visit.field_name: told.get("visit"), school.field_name: place, years.field_name: told.get("years")}
