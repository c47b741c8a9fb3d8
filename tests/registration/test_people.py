"""The public list shows only those who agreed, and nothing that they forbade; forgotten drafts are deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.models import Consent, ConsentText
from conference.services.consent import give_consent, withdraw_consent
from registration.models import AccessNeeds, Registration, Rules
from registration.services.forgetting import purge_old_drafts

Limit = Consent.Limit
SHOWN = {"full_name": "Сомова Ольга", "latin_name": "Olga Somova", "position_ru": "доцент-тифлопедагог"}


@pytest.fixture
def public(conference):
    return Rules.objects.create(conference=conference, list_is_public=True)


@pytest.fixture
def register(conference, categories, make_person):
    def make(family="academic", state="approved", **person):
        return Registration.objects.create(
            conference=conference, category=categories[family], person=make_person(**{**SHOWN, **person}), state=state,
            country="BY", body_ru="Невский университет", number=f"A-{Registration.objects.count():04d}",
        )  # fmt: skip

    return make


def agree(registration, texts, **fields):
    return give_consent(registration.person, texts[ConsentText.Kind.DISSEMINATION], language="ru", **fields)


def page(client, conference, **query):
    return client.get(f"/ru/{conference.slug}/participants/", query)


def main(answer):
    return answer.text.partition("<main")[2].partition("</main")[0]


def test_there_is_no_list_unless_the_rules_make_it_public(client, conference, register, texts):
    agree(register(), texts)

    assert page(client, conference).status_code == 404


def test_who_agreed_is_shown_and_never_the_address(client, conference, public, register, texts):
    agree(register(email="secret@example.org", contact_email="office@example.org"), texts)

    answer = page(client, conference)

    assert "Сомова Ольга" in main(answer)
    assert ["доцент-тифлопедагог" in main(answer), "Невский университет" in main(answer)] == [True, True]
    assert ["secret@" in answer.text, "office@" in answer.text] == [False, False]
    assert '<meta name="robots" content="noindex">' in answer.text


@pytest.mark.parametrize("state", ["submitted", "waiting", "offered", "declined", "cancelled"])
def test_nobody_is_shown_before_approval_or_after_leaving(state, client, conference, public, register, texts):
    agree(register(state=state), texts)

    assert "Сомова" not in main(page(client, conference))


def test_silence_is_not_consent(client, conference, public, register, texts):
    registration = register()
    for kind in (ConsentText.Kind.PROCESSING, ConsentText.Kind.PHOTO_VIDEO, ConsentText.Kind.CROSS_BORDER):
        give_consent(registration.person, texts[kind], language="ru")

    assert "Сомова" not in main(page(client, conference))


def test_a_withdrawn_consent_leaves_the_list_at_once(client, conference, public, register, texts):
    registration = register()
    consent = agree(registration, texts)
    before = "Сомова" in main(page(client, conference))

    withdraw_consent(consent, by=registration.person)

    assert (before, "Сомова" in main(page(client, conference))) == (True, False)


def test_withdrawing_the_new_version_does_not_leave_the_old_one(client, conference, public, register, texts):
    registration = register()
    agree(registration, texts)
    newer = ConsentText.objects.create(
        conference=conference, kind="dissemination", version=2, title_ru="Новое", body_ru="Новый", body_en="New"
    )
    consent = give_consent(registration.person, newer, language="ru")

    withdraw_consent(consent, by=registration.person)

    assert "Сомова" not in main(page(client, conference))


def test_a_consent_that_ran_out_counts_no_more(client, conference, public, register, texts):
    consent = agree(register(), texts)
    Consent.objects.filter(pk=consent.pk).update(expires_at=timezone.now() - timedelta(minutes=1))

    assert "Сомова" not in main(page(client, conference))


def test_consent_to_another_conference_does_not_count(client, conference, other_conference, public, register):
    registration = register()
    text = ConsentText.objects.create(
        conference=other_conference, kind="dissemination", title_ru="Там", body_ru="Т", body_en="T"
    )
    give_consent(registration.person, text, language="ru")

    assert "Сомова" not in main(page(client, conference))


@pytest.mark.parametrize(
    ("limit", "hidden"),
    [
        (Limit.NO_POSITION, "доцент-тифлопедагог"),
        (Limit.NO_ORGANISATION, "Невский университет"),
        (Limit.NO_COUNTRY, "Беларусь"),
        (Limit.NOT_ON_SITE, "Сомова"),
    ],
)
def test_what_a_person_forbade_is_neither_shown_nor_found(limit, hidden, client, conference, public, register, texts):
    agree(register(), texts, limits=[limit])

    assert hidden not in main(page(client, conference))
    assert "Сомова Ольга" not in main(page(client, conference, q=hidden))


def test_a_condition_in_own_words_waits_for_a_person(client, conference, public, register, texts):
    agree(register(), texts, conditions="Только без фамилии.")

    assert "Сомова" not in main(page(client, conference))


@pytest.mark.parametrize(("query", "found"), [("somova", True), ("Невский сомова", True), ("другая", False)])
def test_search_in_either_script(query, found, client, conference, public, register, texts):
    agree(register(), texts)

    assert ("Сомова" in main(page(client, conference, q=query))) is found


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "%", "'", "x" * 5000, "\u202e"])
def test_a_hostile_search_finds_nobody(query, client, conference, public, register, texts):
    agree(register(), texts)

    answer = page(client, conference, q=query)

    assert answer.status_code == 200
    assert ["<script>alert" in answer.text, "Сомова" in main(answer)] == [False, False]


def test_countries_stand_in_the_order_of_the_language(client, conference, public, register, texts):
    for country, name in (("AZ", "Алиев Рауф"), ("AM", "Мелконян Арам")):
        registration = register(full_name=name)
        Registration.objects.filter(pk=registration.pk).update(country=country)
        agree(registration, texts)

    ru, en = main(page(client, conference)), main(client.get(f"/en/{conference.slug}/participants/"))

    assert ru.index("Азербайджан") < ru.index("Армения")
    assert en.index("Armenia") < en.index("Azerbaijan")


def test_withdrawing_the_consent_to_access_needs_erases_them(register, texts):
    registration = register()
    AccessNeeds.objects.create(registration=registration, services=["captions"], note="место у окна")
    consent = give_consent(registration.person, texts[ConsentText.Kind.SPECIAL_CATEGORY], language="ru")

    withdraw_consent(consent, by=registration.person)

    assert AccessNeeds.objects.count() == 0


def test_withdrawing_another_consent_leaves_the_needs(register, texts):
    registration = register()
    AccessNeeds.objects.create(registration=registration, services=["captions"])
    consent = give_consent(registration.person, texts[ConsentText.Kind.MAILING], language="ru")

    withdraw_consent(consent, by=registration.person)

    assert AccessNeeds.objects.count() == 1


def test_drafts_untouched_for_sixty_days_go_with_their_needs_and_nothing_else(make_draft, make_registration):
    old, young, sent = make_draft(), make_draft(), make_registration()
    AccessNeeds.objects.create(registration=old, services=["captions"])
    long_ago = timezone.now() - timedelta(days=62)
    Registration.objects.filter(pk__in=[old.pk, sent.pk]).update(saved_at=long_ago)
    Registration.objects.filter(pk=young.pk).update(saved_at=timezone.now() - timedelta(days=59))

    counts = (purge_old_drafts(), purge_old_drafts())

    assert counts == (1, 0)
    assert set(Registration.objects.values_list("pk", flat=True)) == {young.pk, sent.pk}
    assert AccessNeeds.objects.count() == 0
