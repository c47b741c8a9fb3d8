"""Categories, consent texts and registrations for the tests of taking part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from conference.models import Conference, ConsentText, Person
from registration import services
from registration.models import Category, Registration
from workshops.models import Track

Family = Category.Family

ANSWERS: dict[str, dict[str, dict[str, Any]]] = {
    "ministry": {
        "country": {"country": "AM", "body_ru": "Министерство образования", "body_en": "Ministry of Education"},
        "who": {"who": "self_head", "email": "aram@example.org"},
        "name": {
            "full_name": "Мелконян Арам Ваганович", "latin_name": "Aram Melkonyan", "honorific": "г-н",
            "position_ru": "заместитель министра", "position_en": "Deputy Minister", "language": "ru",
        },
        "participation": {"attendance": "hall", "statement_wanted": "on"},
        "access": {},
    },
    "unesco": {
        "name": {
            "full_name": "Marie Lefèvre", "latin_name": "Marie Lefevre", "position_en": "Programme Specialist",
            "email": "marie@example.org", "language": "en",
        },
        "body": {"body_en": "UNESCO Headquarters", "country": "FR"},
        "participation": {"attendance": "hall", "interpretation_wanted": "on"},
        "access": {},
    },
    "academic": {
        "name": {
            "full_name": "Жук Алеся Петровна", "latin_name": "Alesia Zhuk", "email": "alesia@example.org",
            "language": "ru",
        },
        "affiliation": {"body_ru": "Педагогический университет", "country": "BY", "degree": "канд. пед. наук"},
        "participation": {"attendance": "hall", "track": "2"},
        "access": {},
    },
    "listener": {
        "about": {
            "full_name": "Тарасов Пётр", "email": "petr@example.org", "city": "Псков", "country": "RU",
            "attendance": "online", "language": "ru",
        },
        "access": {},
    },
}  # fmt: skip


@pytest.fixture
def texts(conference: Conference) -> dict[str, ConsentText]:
    return {
        kind.value: ConsentText.objects.create(
            conference=conference, kind=kind, title_ru=f"Согласие {kind.value}", title_en=f"Consent {kind.value}",
            body_ru=f"Текст согласия {kind.value}", body_en=f"Text of {kind.value}",
        )
        for kind in ConsentText.Kind
    }  # fmt: skip


@pytest.fixture
def tracks(conference: Conference) -> list[Track]:
    return [
        Track.objects.create(conference=conference, number=n, title_ru=f"Секция про {n}", title_en=f"About {n}")
        for n in (1, 2)
    ]


@pytest.fixture
def make_categories(db: None) -> Callable[[Conference], dict[str, Category]]:
    def make(conference: Conference) -> dict[str, Category]:
        rows = {}
        for order, family in enumerate(Family):
            rows[family.value] = Category.objects.create(
                conference=conference, family=family, order=order, title_ru=f"Категория {family.value}",
                title_en=f"Category {family.value}",
                approval=Category.Approval.ONLINE if family == Family.LISTENER else Category.Approval.BY_HAND,
            )  # fmt: skip
        return rows

    return make


@pytest.fixture
def categories(
    conference: Conference,
    make_categories: Callable[[Conference], dict[str, Category]],
    texts: dict[str, ConsentText],
    tracks: list[Track],
) -> dict[str, Category]:
    """The four categories of the conference, with its consent texts and tracks."""
    return make_categories(conference)


@pytest.fixture
def make_draft(categories: dict[str, Category], texts: dict[str, ConsentText]) -> Callable[..., Registration]:
    """A draft with every step answered; keyword arguments replace answers."""

    def make(family: str = "academic", **told: Any) -> Registration:
        draft = services.start_draft(categories[family], by=None, language="ru")
        for step, answers in ANSWERS[family].items():
            known = {**answers, **{name: value for name, value in told.items() if name in answers}}
            services.save_step(draft, step, known, by=None)
        first = next(iter(ANSWERS[family]))
        services.save_step(draft, first, {**draft.answers[first], **told}, by=None)
        agreed = [{"text": texts["processing"].pk, "language": "ru"}]
        return services.save_step(draft, "consents", {"consents": agreed}, by=None)

    return make


@pytest.fixture
def make_registration(
    make_draft: Callable[..., Registration], make_person: Callable[..., Person], organiser: Person
) -> Callable[..., Registration]:
    """A registration brought by the verbs to *state*."""

    def make(
        family: str = "academic", *, state: str = "submitted", person: Person | None = None, **told: Any
    ) -> Registration:
        draft = make_draft(family, **told)
        if state == "draft":
            return draft
        registration = services.submit(draft, by=person or make_person())
        if state == "approved" and registration.state != "approved":
            services.approve(registration, by=organiser)
        if state == "declined":
            services.decline(registration, by=organiser, reason="Нет мест")
        if state == "cancelled":
            services.cancel(registration, by=registration.person)
        return registration

    return make


@pytest.fixture
def address(conference: Conference) -> Callable[..., str]:
    """Russian address of a registration page: ``address("step", category="listener", step="about")``."""

    def find(name: str, **kwargs: Any) -> str:
        with translation.override("ru"):
            return conference.url(f"registration:{name}", **kwargs)

    return find


@pytest.fixture
def fill_in(client: Any, address: Callable[..., str], texts: dict[str, ConsentText]) -> Callable[..., None]:
    """Fill every step in through HTTP, as an anonymous visitor does."""

    def fill(family: str, browser: Any = None, **replaced: Any) -> None:
        browser = browser or client
        for step, answers in ANSWERS[family].items():
            data = {**answers, **{name: value for name, value in replaced.items() if name in answers}}
            response = browser.post(address("step", category=family, step=step), data)
            assert response.status_code == 302, (step, response.context and response.context["form"].errors)
        shown = {f"shown_{kind}": text.pk for kind, text in texts.items()}
        response = browser.post(
            address("step", category=family, step="consents"), {"consent_processing": "on", **shown}
        )
        assert response.status_code == 302

    return fill
