from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from conference.models import MailTemplate, Message
from conference.services import mail
from conference.services.history import forget_in_letters


@pytest.fixture
def letter(monkeypatch):
    monkeypatch.setattr(
        mail,
        "shipped_wording",
        lambda key, language: {"ru": ("Здравствуйте", "Код {code}"), "en": ("Hello", "Code {code}")}[language],
    )


def test_a_letter_is_written_in_the_language_of_its_reader(letter, make_person, conference):
    reader = make_person(language="en")

    message = mail.queue("greeting", to=reader, conference=conference, code="123")

    assert (message.language, message.subject, message.body, message.to) == ("en", "Hello", "Code 123", reader.email)


def test_the_organisers_own_wording_wins(letter, person, conference):
    MailTemplate.objects.create(conference=conference, key="greeting", subject_ru="Своё", body_ru="{name}, код {code}")

    message = mail.queue("greeting", to=person, conference=conference, code="7")

    assert (message.subject, message.body) == ("Своё", f"{person.full_name}, код 7")


def test_placeholders_are_flat_and_filled_once():
    filled = mail.fill("{name} {name.__class__} {unknown} {{name}}", {"name": "{code}", "code": "secret"})

    assert filled == "{code} {name.__class__} {unknown} {{code}}"


def test_a_line_break_cannot_smuggle_a_header(letter, person, conference):
    MailTemplate.objects.create(conference=conference, key="greeting", subject_ru="О {code}", body_ru="-")

    message = mail.queue("greeting", to=person, conference=conference, code="x\r\nBcc: a@example.com\u2028y")

    assert message.subject == "О x Bcc: a@example.com y"


def test_nothing_is_queued_when_the_verb_fails(letter, person, conference):
    def a_verb_that_fails():
        mail.queue("greeting", to=person, conference=conference)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        a_verb_that_fails()

    assert (Message.objects.count(), OrmQ.objects.count()) == (0, 0)


def test_a_sent_letter_goes_out_once_as_text_and_html(letter, person, conference, run_tasks):
    message = mail.queue("greeting", to=person, conference=conference, code="<b>1</b>")

    run_tasks()
    mail.send(message.pk)

    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert [(sent.to, sent.body) for sent in django_mail.outbox] == [([person.email], "Код <b>1</b>")]
    html = django_mail.outbox[0].alternatives[0].content
    assert "Код &lt;b&gt;1&lt;/b&gt;" in html


def test_the_text_of_a_secret_letter_is_erased_once_sent(letter, person, conference, run_tasks):
    message = mail.queue("greeting", to=person, conference=conference, code="123456", is_secret=True)

    run_tasks()

    message.refresh_from_db()
    assert message.body == ""


def test_a_refused_letter_is_kept_and_tried_again_later(letter, person, conference, monkeypatch):
    message = mail.queue("greeting", to=person, conference=conference)
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", lambda *a: 1 / 0)

    mail.send(message.pk)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (Message.State.QUEUED, 1, "ZeroDivisionError")
    assert message.next_attempt_at > timezone.now() + timedelta(minutes=1)


def test_a_letter_refused_too_often_is_shown_as_failed(letter, person, conference, monkeypatch):
    message = mail.queue("greeting", to=person, conference=conference)
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", lambda *a: 1 / 0)

    for _attempt in range(mail.MAX_ATTEMPTS):
        Message.objects.update(next_attempt_at=timezone.now())
        mail.send(message.pk)

    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.FAILED, mail.MAX_ATTEMPTS)


def test_nobody_to_write_to(make_person, letter):
    assert mail.queue("greeting", to=make_person(email=None)) is None


@pytest.mark.parametrize(
    ("line", "is_link"),
    [
        ("https://site.example/ru/me/", True),
        ("https://site.example", True),
        ("https://site.example.evil.org/", False),
        ("https://site.example@evil.org/", False),
        ("https://evil.org/?https://site.example/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_only_addresses_of_this_site_become_links(line, is_link, settings):
    settings.SITE_URL = "https://site.example"
    message = Message(to="a@example.org", language="ru", subject="Тема", body=f"Откройте:\n\n{line}\n\nСпасибо.")

    html = mail.as_html(message)

    assert (f'<a href="{line}"' in html) == is_link


# -- attached files --------------------------------------------------------------------------------------------------


def with_file(person) -> Message:
    file = mail.Attachment("programme.ics", "text/calendar; charset=utf-8; method=PUBLISH", b"BEGIN:VCALENDAR")
    letter = mail.queue("login-code", to=person, attachment=file, code="1")
    assert letter is not None
    return letter


def test_an_attached_file_goes_with_the_letter(person):
    letter = with_file(person)

    email = mail.as_email(Message.objects.get(pk=letter.pk))

    [(name, content, kind)] = email.attachments
    told = content if isinstance(content, bytes) else content.encode()
    assert (name, kind, told) == ("programme.ics", "text/calendar; charset=utf-8; method=PUBLISH", b"BEGIN:VCALENDAR")


def test_the_name_of_the_stored_file_tells_nothing(person):
    letter = with_file(person)

    assert (letter.attachment.name.startswith("letters/"), "programme" in letter.attachment.name) == (True, False)


def test_an_attached_file_is_erased_with_the_letters_of_the_person(person, django_capture_on_commit_callbacks):
    letter = with_file(person)
    Message.objects.filter(pk=letter.pk).update(state=Message.State.SENT)
    storage, name = letter.attachment.storage, letter.attachment.name

    with django_capture_on_commit_callbacks(execute=True):
        forget_in_letters(person, [person.email])

    now = Message.objects.get(pk=letter.pk)
    assert (storage.exists(name), bool(now.attachment), now.attachment_name) == (False, False, "")
