"""Categories: ready-made, open in their time, honest about seats, hidden where only an invitation leads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from conference.models import Role
from registration import services
from registration.forms import steps_of
from registration.forms.consents import who_reads
from registration.models import Category, CustomQuestion, Registration
from registration.services.categories import READY_MADE, create_ready_made

FAMILIES = [family.value for family in Category.Family]


def test_the_ready_made_categories_are_made_once_and_say_everything_twice(conference, other_conference, person):
    made = create_ready_made(conference, by=person)
    Category.objects.filter(slug="press").update(title_ru="Наша пресса")

    again = create_ready_made(conference, by=person)

    assert sorted(category.slug for category in made) == sorted(FAMILIES)
    assert again == []
    assert Category.objects.get(slug="press").title_ru == "Наша пресса"
    assert Category.objects.of(other_conference).count() == 0
    for category in Category.objects.of(conference):
        assert all([category.title_ru, category.title_en, category.hint_ru, category.hint_en])
        assert steps_of(category.family)[-1].slug == "consents"
        assert category.gives(Category.Paper.BADGE)
    assert [each["family"] for each in READY_MADE if not each.get("is_listed", True)] == ["organiser"]


def test_a_closed_category_says_when_it_opens(client, address, categories):
    Category.objects.filter(slug="press").update(opens=timezone.now() + timedelta(days=3))
    Category.objects.filter(slug="school").update(closes=timezone.now() - timedelta(days=3))

    page = client.get(address("start").replace("/ru/", "/en/")).content.decode()

    assert "Registration in this category opens on " in page
    assert page.count("Registration in this category is closed.") == 1
    assert [address("category", category=slug) in page for slug in ("press", "school")] == [False, False]
    assert "register/academic/" in page


@pytest.mark.parametrize(
    ("seats", "online", "notice"),
    [
        (None, None, ""),
        (1, None, "All seats in the hall are taken: join the waiting list, or take part online."),
        (1, 0, "All places are taken: you can join the waiting list."),
        (2, 0, ""),
    ],
)
def test_a_full_category_leads_to_the_waiting_list(seats, online, notice, categories):
    category = categories["academic"]
    category.seats, category.seats_taken, category.seats_online = seats, 1, online

    with override("en"):
        assert category.notice() == notice


def test_an_unlisted_category_exists_for_those_invited_only(client, address, categories):
    Category.objects.filter(slug="organiser").update(is_listed=False)
    stranger = client.get(address("category", category="organiser"))
    hidden = "register/organiser/" in client.get(address("start")).content.decode()
    session = client.session
    session["invited_categories"] = [categories["organiser"].pk]
    session.save()

    guest = client.get(address("category", category="organiser"))
    shown = "register/organiser/" in client.get(address("start")).content.decode()

    assert (stranger.status_code, hidden) == (404, False)
    assert (guest.status_code, shown) == (302, True)


def test_two_categories_may_share_a_kind(client, address, categories, conference):
    Category.objects.create(conference=conference, family="listener", slug="students", title_ru="Студенты")

    response = client.get(address("step", category="students", step="about"))

    assert response.status_code == 200


# -- in the administration --------------------------------------------------------------------------------------------


@pytest.fixture
def desk(organiser, client_of):
    organiser.is_staff = True
    organiser.save()
    return client_of(organiser)


def test_the_button_makes_them_in_ones_own_conference_only(desk, conference, other_conference):
    url = reverse("admin:registration_category_ready_made")

    mine, foreign = desk.post(url, {"conference": conference.pk}), desk.post(url, {"conference": other_conference.pk})
    read = desk.get(url)

    assert (mine.status_code, foreign.status_code, read.status_code) == (302, 404, 405)
    assert Category.objects.of(conference).count() == len(FAMILIES)
    assert Category.objects.of(other_conference).count() == 0


def test_documents_and_questions_are_ticked(desk, conference, categories):
    question = CustomQuestion.objects.create(conference=conference, kind="text", title_ru="Вопрос")
    category = categories["press"]
    url = reverse("admin:registration_category_change", args=[category.pk])
    data = {
        "conference": conference.pk, "family": "press", "title_ru": "Пресса", "title_en": "Press", "slug": "press",
        "order": 1, "approval": "by_hand", "seats": 5, "promotion": "automatic", "badge_band": "press",
        "papers": ["badge", "confirmation"], "questions": [question.pk], "is_listed": "on",
    }  # fmt: skip

    page = desk.get(url).content.decode()
    response = desk.post(url, data)

    category.refresh_from_db()
    assert (response.status_code, category.papers, category.seats) == (302, ["badge", "confirmation"], 5)
    assert list(category.questions.all()) == [question]
    assert 'type="checkbox" name="papers"' in page


@pytest.mark.parametrize(
    ("field", "value"), [("slug", "mine"), ("seats", 0), ("papers", ["nothing"]), ("family", "nobody")]
)
def test_nonsense_is_refused(field, value, desk, conference, categories):
    category = categories["press"]
    Category.objects.filter(pk=category.pk).update(seats_taken=1)
    data = {
        "conference": conference.pk, "family": "press", "title_ru": "Пресса", "slug": "press", "order": 1,
        "approval": "by_hand", "promotion": "automatic", "badge_band": "press", field: value,
    }  # fmt: skip

    response = desk.post(reverse("admin:registration_category_change", args=[category.pk]), data)

    assert response.status_code == 200
    assert Category.objects.get(pk=category.pk).slug == "press"


def test_questions_are_for_organisers_of_the_conference(desk, conference, other_conference, client_of, make_person):
    foreign = CustomQuestion.objects.create(conference=other_conference, kind="text", title_ru="Чужой вопрос")
    own = CustomQuestion.objects.create(conference=conference, kind="yes_no", title_ru="Свой вопрос")
    door = make_person(Role.Kind.DOOR, conference=conference, is_staff=True)

    listing = desk.get(reverse("admin:registration_customquestion_changelist")).content.decode()
    change = reverse("admin:registration_customquestion_change", args=[own.pk])

    assert ("Свой вопрос" in listing, "Чужой вопрос" in listing) == (True, False)
    assert desk.get(change).status_code == 200
    assert desk.get(reverse("admin:registration_customquestion_change", args=[foreign.pk])).status_code in (302, 404)
    assert client_of(door).get(change).status_code == 403


# -- every kind of form ---------------------------------------------------------------------------------------------

TOLD = {
    "full_name": "Холт Грейс", "latin_name": "Grace Holt", "email": "grace@example.org", "language": "en",
    "position_ru": "редактор", "position_en": "Editor", "body_ru": "Организация", "body_en": "Organisation",
    "country": "NO", "attendance": "hall", "who": "self_member", "city": "Осло", "address_as": "ms",
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_every_kind_of_form_is_filled_in_and_sent(family, client, address, categories, texts, make_person):
    for step in steps_of(family):
        consent = {"consent_processing": "on", "shown_processing": texts["processing"].pk}
        response = client.post(address("step", category=family, step=step.slug), {**TOLD, **consent})
        assert response.status_code == 302, (step.slug, response.context["form"].errors)
    summary = client.get(address("check", category=family))

    registration = services.submit(Registration.objects.get(), by=make_person())

    assert summary.status_code == 200
    assert registration.number == f"{Category.PREFIXES[family]}-0001"
    assert registration.participant.full_name == "Холт Грейс"
    assert registration.category.is_for_delegates == (family in ("ministry", "unesco", "natcom"))


@pytest.mark.parametrize(
    ("chosen", "honorifics"), [("ms", ("г-жа", "Ms")), ("mr", ("г-н", "Mr")), ("none", ("", "")), ("", ("проф.", ""))]
)
def test_the_form_of_address_is_chosen_or_left_as_it_was(chosen, honorifics, make_draft, make_person):
    person = make_person(honorific_ru="проф.")

    services.submit(make_draft("academic", address_as=chosen), by=person)

    assert (person.honorific_ru or "", person.honorific_en or "") == honorifics


@pytest.mark.parametrize(("languages", "is_asked"), [("ru,en", True), ("ru", False), ("en,", False)])
def test_interpretation_is_asked_about_where_two_languages_are_spoken(
    languages, is_asked, client, address, categories, conference
):
    type(conference).objects.filter(pk=conference.pk).update(working_languages=languages)

    form = client.get(address("step", category="listener", step="about")).context["form"]

    assert ("interpretation_wanted" in form.fields) is is_asked


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0, "Only the accessibility coordinators of the conference see this answer"),
        (1, "Only 1 person sees this answer: the accessibility coordinator"),
        (2, "Only two people see this answer: the accessibility coordinator and their assistant"),
        (3, "Only 3 people see this answer: the accessibility coordinators"),
    ],
)
def test_the_field_of_needs_says_who_reads_it(number, sentence, conference, other_conference, make_person):
    make_person(Role.Kind.ACCESS, conference=other_conference)
    for _reader in range(number):
        make_person(Role.Kind.ACCESS, conference=conference)

    with override("en"):
        assert who_reads(conference) == sentence


def test_a_page_of_questions_costs_the_same_with_one_and_with_many(
    client, address, categories, conference, django_assert_num_queries
):
    for step in ("about", "access"):
        client.post(address("step", category="listener", step=step), TOLD)
    url = address("step", category="listener", step="questions")

    def ask() -> None:
        question = CustomQuestion.objects.create(conference=conference, kind="choice", title_ru="Вопрос")
        question.categories.add(categories["listener"])
        question.choices.create(title_ru="Ответ")

    ask()
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        assert client.get(url).status_code == 200
    for _question in range(10):
        ask()

    with django_assert_num_queries(len(one)):
        client.get(url)


def test_a_category_has_one_name_everywhere(categories, make_registration, client_of, organiser, address):
    usual = categories["listener"]
    twin = Category.objects.create(
        conference=usual.conference, family="listener", slug="volunteer", title_ru="Студент-волонтёр",
        title_en="Student volunteer",
    )  # fmt: skip
    registration = make_registration("listener")
    Registration.objects.filter(pk=registration.pk).update(category=twin)

    names = [str(usual), str(twin)]
    twin.short_title_ru = "волонтёр"
    twin.save()
    names.append(str(Category.objects.get(pk=twin.pk)))
    page = client_of(organiser).get(address("desk_one", pk=registration.pk)).content.decode()
    start = client_of(organiser).get(address("category", category="volunteer"), follow=True).content.decode()

    assert names == ["слушатель", "Студент-волонтёр", "волонтёр"]
    assert "волонтёр" in page
    assert "слушатель" not in page
    assert "Волонтёр" in start


def test_the_usual_categories_bring_their_short_names(conference):
    made = create_ready_made(conference, by=None)

    assert all(category.short_title_ru and category.short_title_en for category in made)
    assert {"слушатель", "пресса"} <= {category.short_title_ru for category in made}
