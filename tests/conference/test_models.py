from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from conference.models import Conference, Counter, Deadline, IssuedDocument, Person, Role
from conference.models.documents import CODE_ALPHABET, new_code
from conference.models.people import validate_latin, validate_orcid


def test_numbers_follow_each_other_for_each_kind(conference, other_conference):
    numbers = [
        Counter.next(conference, "letter"),
        Counter.next(conference, "letter"),
        Counter.next(conference, "badge"),
    ]

    assert [*numbers, Counter.next(other_conference, "letter")] == [1, 2, 1, 1]


def test_the_current_conference_is_the_nearest_to_come(make_conference):
    today = timezone.localdate()
    make_conference(starts=today - timedelta(9), ends=today - timedelta(8))
    make_conference(starts=today + timedelta(90), ends=today + timedelta(91))
    near = make_conference(starts=today + timedelta(9), ends=today + timedelta(10))
    make_conference(starts=today, ends=today, visibility=Conference.Visibility.DRAFT)
    make_conference(starts=today, ends=today, kind=Conference.Kind.SEASON)

    assert Conference.objects.current() == near


@pytest.mark.parametrize("slug", ["me", "admin", "verify", "api"])
def test_an_address_of_the_site_is_no_conference(slug, make_conference):
    conference = make_conference(slug)

    with pytest.raises(ValidationError) as refused:
        conference.full_clean()

    assert "slug" in refused.value.message_dict


def test_a_conference_cannot_end_before_it_starts(make_conference):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_conference(starts=date(2027, 6, 18), ends=date(2027, 6, 17))


@pytest.mark.parametrize(
    ("opens", "closes", "open_now"),
    [(None, None, False), (-1, None, True), (-1, 1, True), (1, 2, False), (-2, -1, False)],
)
def test_registration_is_open_between_its_dates(conference, opens, closes, open_now):
    now = timezone.now()
    conference.registration_opens = now + timedelta(hours=opens) if opens else None
    conference.registration_closes = now + timedelta(hours=closes) if closes else None

    assert conference.registration_is_open() is open_now


def test_an_archived_conference_is_closed(conference):
    conference.visibility = Conference.Visibility.ARCHIVED

    assert (conference.registration_is_open(), conference.call_is_open()) == (False, False)


def test_days_left_are_counted_in_the_conferences_own_zone(conference):
    deadline = Deadline(conference=conference, day=conference.today() + timedelta(3), title="x")

    assert deadline.days_left() == 3


def test_one_person_is_not_two_for_a_capital_letter(db):
    person = Person.objects.create_user("Anna@Example.org", full_name="Анна")

    assert person.email == "anna@example.org"
    assert person.has_usable_password() is False


def test_a_role_is_granted_once(person, conference):
    Role.grant(person, Role.Kind.CHAIR, conference, track=2)
    Role.grant(person, Role.Kind.CHAIR, conference, track=2)
    Role.grant(person, Role.Kind.EDITOR, None)
    Role.grant(person, Role.Kind.EDITOR, None)

    assert Role.objects.filter(person=person).count() == 2


def test_the_database_refuses_a_second_role_over_everything(person):
    Role.objects.create(person=person, kind=Role.Kind.EDITOR)

    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.create(person=person, kind=Role.Kind.EDITOR)


@pytest.mark.parametrize("name", ["Aram Melkonyan", "Elçin Məmmədov", "Ștefania Crețu", "O’Neill-Smith", "J. R."])
def test_latin_names(name):
    validate_latin(name)


@pytest.mark.parametrize("name", ["Арам", "Aram Мелконян", "Արամ", "Aram<script>", "Aram1"])
def test_names_that_are_not_latin(name):
    with pytest.raises(ValidationError):
        validate_latin(name)


def test_orcid_has_a_check_digit():
    validate_orcid("0000-0002-1825-0097")

    with pytest.raises(ValidationError):
        validate_orcid("0000-0002-1825-0098")


def test_codes_of_documents_cannot_be_guessed_or_misread():
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert {len(code) for code in codes} == {26}
    assert set("".join(codes)) <= set(CODE_ALPHABET)
    assert not set("01IO") & set(CODE_ALPHABET)


def test_a_document_number_is_given_once(conference, person):
    IssuedDocument.objects.create(
        conference=conference, person=person, kind="invitation_letter", number="1", language="ru"
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedDocument.objects.create(
            conference=conference, person=person, kind="invitation_letter", number="1", language="ru"
        )


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Орлова Надежда Викторовна", "Надежда Викторовна"),
        ("Надежда Викторовна Орлова", "Надежда Викторовна"),
        ("Тарасов Пётр Ильич", "Пётр Ильич"),
        ("Станкевич Ольга", "Станкевич Ольга"),
        ("Алиева Севда Рауф кызы", "Севда Рауф кызы"),
        ("Elçin Məmmədov", "Elçin Məmmədov"),
    ],
)
def test_a_letter_greets_by_given_name_and_patronymic(name, greeting):
    assert Person(full_name=name).greeting_in("ru") == greeting
