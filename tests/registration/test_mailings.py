"""Letters to many: each address once, at the pace of the rules, in both languages, with nobody's tricks in them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Consent, ConsentText, Message, Person
from conference.moves import MoveNotAllowed
from conference.services import mail as outbox
from conference.services.consent import give_consent, withdraw_consent
from registration.contributes import office
from registration.models import Mailing, Recipient, Registration, Rules
from registration.services import mailings

pytestmark = pytest.mark.usefixtures("categories")

TEXT = {
    "subject_ru": "Регистрация {number}", "body_ru": "Здравствуйте, {greeting}!\n\n{link}",
    "subject_en": "Registration {number}", "body_en": "Hello {greeting},\n\n{link}",
}  # fmt: skip


@pytest.fixture
def make_mailing(conference, organiser):
    def make(**fields):
        return Mailing.objects.create(conference=conference, by=organiser, **{**TEXT, **fields})

    return make


@pytest.fixture
def people(make_registration, make_person):
    return [
        make_registration(person=make_person(email="ru@example.org"), full_name="Орлова Надежда Викторовна"),
        make_registration(person=make_person(email="en@example.org"), full_name="Marie", latin_name="Marie",
                          language="en"),
        make_registration("listener", person=make_person(email="gone@example.org")),
    ]  # fmt: skip


@pytest.fixture
def letters():
    """Letters of mailings; whatever the registrations themselves sent is put aside."""

    def find() -> list[Message]:
        return list(Message.objects.filter(key="mailing").order_by("pk"))

    return find


def make_old():
    """As if a minute had passed since the last letter."""
    Recipient.objects.exclude(written_at=None).update(written_at=timezone.now() - timedelta(minutes=2))


def test_each_reader_gets_the_letter_in_their_language(make_mailing, people, organiser, letters):
    mailing = make_mailing(filters="category=academic")
    number = mailings.send(mailing, by=organiser)
    mailings.send_some(mailing.pk)

    assert number == 2
    assert {(each.to, each.language, each.subject) for each in letters()} == {
        ("ru@example.org", "ru", "Регистрация A-0001"), ("en@example.org", "en", "Registration A-0002"),
    }  # fmt: skip
    assert "Надежда Викторовна" in next(each.body for each in letters() if each.language == "ru")
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENT


def test_an_address_gets_one_letter_however_many_share_it(make_registration, make_mailing, organiser, letters, person):
    office = "protocol@ministry.example"
    for name in ("Первый Иван", "Второй Пётр"):
        make_registration("ministry", who="head", full_name=name, head_email=office, person=person)
    Person.objects.filter(contact_email=office).update(contact_email=office.title())
    mailing = make_mailing()

    assert mailings.send(mailing, by=organiser) == 1
    mailings.send_some(mailing.pk)
    mailings.send_some(mailing.pk)

    letter = letters()[0]
    assert (len(letters()), letter.person) == (1, None)
    assert "M-0001" in letter.subject
    assert "M-0002" in letter.subject


def test_the_pace_is_that_of_the_rules(make_registration, make_person, make_mailing, organiser, letters, conference):
    for _each in range(5):
        make_registration(person=make_person())
    Rules.objects.create(conference=conference, mails_a_minute=2)
    first, second = make_mailing(), make_mailing()
    for mailing in (first, second):
        mailings.send(mailing, by=organiser)

    counts = [mailings.send_mailings(), mailings.send_mailings()]
    while True:
        make_old()
        counts.append(mailings.send_mailings())
        if not counts[-1]:
            break

    assert counts == [2, 0, 2, 2, 2, 2, 0]
    assert len(letters()) == 10
    assert set(Mailing.objects.values_list("state", flat=True)) == {"sent"}


def test_a_letter_is_sent_once_whoever_presses_again(make_mailing, people, organiser, letters):
    mailing = make_mailing()
    mailings.send(mailing, by=organiser)

    with pytest.raises(MoveNotAllowed):
        mailings.send(Mailing.objects.get(pk=mailing.pk), by=organiser)
    for _run in range(3):
        mailings.send_some(mailing.pk)

    assert len(letters()) == 3


def test_stopped_and_resumed(make_mailing, people, organiser, letters, conference):
    Rules.objects.create(conference=conference, mails_a_minute=1)
    mailing = make_mailing()
    mailings.send(mailing, by=organiser)
    mailings.send_some(mailing.pk)
    mailing.refresh_from_db()
    mailings.stop(mailing, by=organiser)
    make_old()
    mailings.send_mailings()
    stopped = len(letters())

    mailings.resume(mailing, by=organiser)
    for _minute in range(3):
        make_old()
        mailings.send_mailings()

    assert (stopped, len(letters())) == (1, 3)


def test_a_letter_for_later_waits(make_mailing, people, organiser, letters):
    mailing = make_mailing(send_at=timezone.now() + timedelta(hours=1))
    mailings.send(mailing, by=organiser)
    before = mailings.send_mailings()
    Mailing.objects.update(send_at=timezone.now() - timedelta(seconds=1))

    after = mailings.send_mailings()

    assert (before, after, len(letters())) == (0, 3, 3)


def test_news_go_to_those_who_agreed_only(make_mailing, people, organiser, texts, conference):
    text = texts[ConsentText.Kind.MAILING]
    agreed, withdrawn = people[0].person, people[1].person
    give_consent(agreed, text, language="ru")
    withdraw_consent(give_consent(withdrawn, text, language="en"), by=withdrawn)

    news = mailings.counted(make_mailing(purpose=Mailing.Purpose.NEWS))
    about = mailings.counted(make_mailing())

    assert (news["letters"], about["letters"]) == (1, 3)
    assert Consent.objects.filter(text=text).count() == 2


def test_a_missing_language_falls_back_visibly(make_mailing, people, organiser, letters):
    mailing = make_mailing(subject_en="", body_en="", filters="category=academic")
    counts = mailings.counted(mailing)
    mailings.send(mailing, by=organiser)
    mailings.send_some(mailing.pk)

    letter = next(each for each in letters() if each.to == "en@example.org")
    assert counts["fallback"] == 1
    assert letter.body.startswith("The organisers have written this letter in the other language only.")
    assert (letter.language, "Здравствуйте" in letter.body) == ("ru", True)


@pytest.mark.parametrize(
    "name",
    ["http://evil.example/login", "[click](https://evil.example)", "Anna www.evil.example", "evil.example/x",
     "Anna\r\nBcc: all@example.org", "{contact}", "<script>alert(1)</script>", "http://127.0.0.1:8000.evil.example/x"],
)  # fmt: skip
def test_what_people_typed_arrives_as_plain_text(name, make_mailing, make_registration, organiser, letters, settings):
    row = make_registration()
    Person.objects.filter(pk=row.person_id).update(full_name=name)
    mailing = make_mailing(subject_ru="{name}", body_ru="Имя:\n\n{name}\n\n{link}")
    mailings.send(mailing, by=organiser)
    mailings.send_some(mailing.pk)

    letter = letters()[0]
    html = outbox.as_html(letter)
    assert html.count("<a ") == outbox.as_html(Message(body=f"x\n\n{settings.SITE_URL}/ru/me/", language="ru")).count(
        "<a "
    )
    assert "://evil" not in letter.body
    assert "www.evil" not in letter.body
    assert "<script" not in html
    assert "\n" not in letter.subject
    assert "org@example.org" not in letter.body  # {contact} in a name is not filled in
    assert outbox.as_email(letter).recipients() == [letter.to]


@pytest.mark.parametrize("word", ["{person}", "{conference.contact_email}", "{__class__}", "{0}", "{ name }"])
def test_unknown_words_in_braces_are_refused_in_the_form(word, organiser, client_of, conference):
    data = {"purpose": "participation", "subject_ru": "Тема", "body_ru": f"Текст {word}"}

    response = client_of(organiser).post(conference.url("registration:mailing_new"), data)

    assert "body_ru" in response.context["form"].errors
    assert word in response.content.decode()
    assert Mailing.objects.count() == 0


def test_half_a_language_is_an_error(organiser, client_of, conference):
    data = {"purpose": "participation", "subject_ru": "Тема", "body_ru": "Текст", "subject_en": "Subject"}

    response = client_of(organiser).post(conference.url("registration:mailing_new"), data)

    assert list(response.context["form"].errors) == ["body_en"]


def test_written_previewed_tried_and_sent(people, organiser, client_of, conference, letters):
    client = client_of(organiser)
    data = {"purpose": "participation", **TEXT, "state": "active", "category": "academic"}

    client.post(conference.url("registration:mailing_new") + "?state=active", data)
    mailing = Mailing.objects.get()
    page = client.get(conference.url("registration:mailing", pk=mailing.pk))
    client.post(conference.url("registration:mailing_test", pk=mailing.pk), {"as": "A-0001"})
    tried = [(letter.to, letter.language) for letter in letters()]
    client.post(conference.url("registration:mailing_send", pk=mailing.pk))

    assert mailing.filters == "state=active&category=academic"
    assert (page.context["counts"]["letters"], len(page.context["letters"])) == (2, 2)
    assert tried == [(organiser.email, "ru"), (organiser.email, "en")]
    assert Recipient.objects.count() == 2


def test_nobody_is_written_to_when_the_filters_find_nobody(make_mailing, people, organiser):
    with pytest.raises(ValidationError):
        mailings.send(make_mailing(filters="state=no-such-state"), by=organiser)

    assert Recipient.objects.count() == 0


def test_failures_are_listed_and_sent_again_to_the_address_of_today(
    make_mailing, people, organiser, client_of, conference
):
    mailing = make_mailing()
    mailings.send(mailing, by=organiser)
    mailings.send_some(mailing.pk)
    failed = Message.objects.get(key="mailing", to="gone@example.org")
    Message.objects.filter(pk=failed.pk).update(state="failed", attempts=6, error="SMTPRecipientsRefused")
    Person.objects.filter(email="gone@example.org").update(contact_email="here@example.org")
    client = client_of(organiser)

    page = client.get(conference.url("registration:mailing", pk=mailing.pk))
    client.post(conference.url("registration:mailing_again", pk=mailing.pk))

    failed.refresh_from_db()
    assert [each["recipient"].address for each in page.context["failures"]] == ["gone@example.org"]
    assert (failed.state, failed.to, failed.attempts) == ("queued", "here@example.org", 0)
    assert Message.objects.filter(key="mailing").count() == 3


def test_failed_letters_of_another_conference_are_left_alone(organiser, client_of, conference, other_conference):
    common = {"key": "x", "language": "ru", "subject": "s", "body": "b", "state": "failed", "to": "a@example.org"}
    mine = Message.objects.create(conference=conference, message_id="<1@x>", **common)
    other = Message.objects.create(conference=other_conference, message_id="<2@x>", **common)

    client_of(organiser).post(conference.url("registration:failed_again"), {"chosen": [mine.pk, other.pk]})

    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["queued", "failed"]


def test_erased_people_leave_the_mailings(make_mailing, people, organiser):
    mailing = make_mailing()
    mailings.send(mailing, by=organiser)
    mailings.send_some(mailing.pk)
    person = people[0].person

    erased = office.erase(person, by=organiser)

    assert len(erased) == 1
    assert not Recipient.objects.filter(address="ru@example.org").exists()
    assert Recipient.objects.count() == 3
    assert office.personal_data(person)["mailings"] == []


def test_a_recipient_erased_meanwhile_gets_nothing(make_mailing, people, organiser, letters):
    mailing = make_mailing()
    mailings.send(mailing, by=organiser)
    Registration.objects.filter(pk=people[2].pk).delete()

    mailings.send_some(mailing.pk)

    assert sorted(letter.to for letter in letters()) == ["en@example.org", "ru@example.org"]


def test_a_new_letter_goes_to_those_who_take_part(organiser, client_of, conference):
    page = client_of(organiser).get(conference.url("registration:mailing_new") + "?category=academic")

    initial = page.context["filters"].initial
    assert (initial["state"], initial["category"], initial["via"]) == ("active", "academic", True)


@pytest.fixture
def minister_without_address(make_registration, make_person):
    helper = make_person(email="helper@example.org", language="en")
    row = make_registration("ministry", who="head", full_name="Первый Иван", head_email="", person=helper)
    Person.objects.filter(pk=row.person_id).update(contact_email="", email=None)
    return row


def test_without_an_address_the_helper_is_written_to_once(minister_without_address, make_mailing, organiser, letters):
    mailing = make_mailing(filters="category=ministry&via=helpers")
    counts = mailings.counted(mailing)
    mailings.send(mailing, by=organiser)
    mailings.send_some(mailing.pk)

    assert (counts["people"], counts["own"], counts["through"], counts["without"]) == (1, 0, 1, 0)
    assert [(each.to, each.language, each.person) for each in letters()] == [("helper@example.org", "en", None)]
    assert "Hello colleagues" in letters()[0].body


def test_who_gets_nothing_is_counted_and_named(
    minister_without_address, make_mailing, organiser, client_of, conference
):
    mailing = make_mailing(filters="category=ministry")
    page = client_of(organiser).get(conference.url("registration:mailing", pk=mailing.pk))

    counts = page.context["counts"]
    assert (counts["people"], counts["own"], counts["without"], counts["letters"]) == (1, 0, 1, 0)
    assert [row.pk for row in page.context["unreached"]] == [minister_without_address.pk]
    assert page.context["to_whom"][0]["value"] == "все, в том числе отклонённые и отменённые"


def test_news_never_go_to_somebody_else(minister_without_address, make_mailing):
    mailing = make_mailing(filters="via=helpers", purpose=Mailing.Purpose.NEWS)

    assert mailings.counted(mailing)["letters"] == 0
