"""The first story: a protocol officer registers a minister, the organiser approves, the letter is checked by anyone."""

from __future__ import annotations

import re
import subprocess

import pytest
from django.test import Client
from django.urls import reverse

from conference.models import Consent, ConsentText, IssuedDocument, Message, Role
from registration.models import Category, Registration


@pytest.fixture
def ministry(conference):
    return Category.objects.create(
        conference=conference, family="ministry", title_ru="Министерство или делегацию страны",
        title_en="A ministry or a country delegation", hint_ru="Около 10 минут", badge_band="delegation",
    )  # fmt: skip


@pytest.fixture
def texts(conference):
    return {
        kind: ConsentText.objects.create(
            conference=conference, kind=kind, title_ru=f"Согласие: {kind}", title_en=f"Consent: {kind}",
            body_ru=f"Полный текст: {kind}", body_en=f"Whole text: {kind}",
        )
        for kind in ("processing", "dissemination", "special_category")
    }  # fmt: skip


def line_with(message: Message, pattern: str) -> str:
    return next(line for line in message.body.splitlines() if re.search(pattern, line)).strip()


def test_a_minister_from_the_first_click_to_the_checked_letter(
    conference, ministry, texts, organiser, client_of, run_tasks, mailoutbox
):
    officer = Client()
    home = f"/ru/{conference.slug}"
    steps = f"{home}/register/ministry"

    # She finds the question on the home page and begins; half-way she puts it off till another day.
    assert f'href="{steps}/"' in officer.get(f"{home}/").content.decode()
    first = officer.get(f"{steps}/")["Location"]
    officer.post(first, {"country": "AM", "body_ru": "Министерство образования", "body_en": "Ministry of Education"})
    who = {"who": "head", "email": "protocol@ministry.example.org", "helper_name": "Саргсян Ани"}
    assert officer.post(f"{steps}/who/", who)["Location"] == f"{steps}/name/"
    assert (
        officer.post(f"{steps}/name/", {"full_name": "Вардумян Анаит", "later": "1"})["Location"] == f"{steps}/later/"
    )
    officer.post(f"{steps}/later/", {"email": "protocol@ministry.example.org"})
    run_tasks()
    link = line_with(Message.objects.get(key="registration-resume"), "/register/resume/")
    assert link in mailoutbox[-1].body

    # Another day, another computer: the link brings her back to where she stopped.
    officer = Client()
    page = officer.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    assert page.redirect_chain[-1][0] == f"{steps}/name/"
    assert 'value="Вардумян Анаит"' in page.content.decode()

    # The Latin name is offered, not forced; she corrects it, and answers the rest.
    offered = officer.post(f"{steps}/name/", {"full_name": "Вардумян Анаит", "use_suggestion": "1"}).content.decode()
    assert 'value="Anait Vardumian"' in offered
    name = {
        "full_name": "Вардумян Анаит", "latin_name": "Anahit Vardumyan", "honorific": "г-жа", "language": "en",
        "position_ru": "министр образования", "position_en": "Minister of Education",
        "head_email": "minister@ministry.example.org",
    }  # fmt: skip
    officer.post(f"{steps}/name/", name)
    officer.post(f"{steps}/participation/", {"attendance": "hall", "statement_wanted": "on"})
    officer.post(f"{steps}/access/", {"services": ["sign_language"], "agree": "on"})
    shown = {f"shown_{kind}": text.pk for kind, text in texts.items()}
    assert officer.post(f"{steps}/consents/", shown).status_code == 200  # nothing ticked, nothing sent
    last = officer.post(f"{steps}/consents/", {**shown, "consent_processing": "on"})
    assert last["Location"] == f"{steps}/check/"
    summary = officer.get(f"{steps}/check/").content.decode()
    assert "Anahit Vardumyan" in summary
    assert "protocol@ministry.example.org" in summary

    # She sends it, shows by a code that the address is hers, and sees the number.
    asked = officer.post(f"{steps}/send/")
    run_tasks()
    code = re.search(r"^[A-Z0-9-]{6,9}$", mailoutbox[-1].body, re.M)[0]
    assert Message.objects.get(key="login-code").body == ""  # erased once sent
    assert Registration.objects.get().state == "draft"
    confirmation = officer.post(asked["Location"], {"code": code}, follow=True)
    registration = Registration.objects.get()
    assert (registration.state, registration.number, registration.is_head) == ("submitted", "M-0001", True)
    assert (registration.person.email, registration.filled_by.email) == (None, "protocol@ministry.example.org")
    assert "M-0001" in confirmation.content.decode()
    kinds = Consent.objects.filter(person=registration.person).values_list("text__kind", flat=True)
    assert sorted(kinds) == ["processing", "special_category"]

    # The organiser finds the minister in either script and approves her in the administration.
    desk = client_of(organiser)
    changelist = reverse("admin:registration_registration_changelist")
    for term in ("Вардумян", "vardumyan"):
        assert [row.number for row in desk.get(changelist, {"q": term}).context["cl"].result_list] == ["M-0001"]
    desk.post(changelist, {"action": "approve", "_selected_action": [registration.pk]})
    registration.refresh_from_db()
    assert registration.state == "approved"
    assert Role.objects.get(person=registration.person).kind == Role.Kind.PARTICIPANT

    # The letter is drawn in the background; minister and officer are told once, each in their language.
    run_tasks()
    issued = IssuedDocument.objects.get(kind="invitation_letter")
    told = {
        (message.to[0], message.subject)
        for message in mailoutbox
        if any(word in message.subject for word in ("pproved", "добрена", "etter", "исьмо"))
    }
    assert told == {
        ("minister@ministry.example.org", "Registration M-0001 approved"),
        ("protocol@ministry.example.org", "Заявка M-0001 одобрена"),
    }
    mine = officer.get("/ru/me/").content.decode()
    assert f"{home}/register/mine/{registration.pk}/letter/" in mine
    pdf = b"".join(officer.get(f"{home}/register/mine/{registration.pk}/letter/").streaming_content)
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert "Excellency," in text
    assert "Уважаемая госпожа министр!" in text

    # Anyone who holds the letter can check it; once the place is given back, it is void.
    anyone = Client()
    assert anyone.get(issued.verify_path).status_code == 200
    officer.post(f"{home}/register/mine/{registration.pk}/cancel/")
    issued.refresh_from_db()
    registration.refresh_from_db()
    assert (registration.state, issued.is_valid) == ("cancelled", False)
    assert not Role.objects.filter(person=registration.person).exists()
    assert officer.get(f"{home}/register/mine/{registration.pk}/letter/").status_code == 404
