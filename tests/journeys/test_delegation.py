"""Persona A: a protocol officer brings a delegation of five, from the letter to the accreditation.

What is typed is counted: nine fields for the head alone, forty-five for all five, nothing typed twice.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import Consent, ConsentText, IssuedDocument, Message
from registration.models import Category, Delegation, Registration

TYPED = {"code", "name", "email", "full_name", "latin_name", "position_ru", "position_en", "member_email", "table"}
OTHERS = [
    ("Саркисян Гаяне", "Gayane Sarkisyan", "начальник управления", "delegate"),
    ("Аветисян Тигран", "Tigran Avetisyan", "советник министра", "adviser"),
    ("Григорян Лусине", "Lusine Grigoryan", "эксперт", "expert"),
    ("Петросян Давид", "Davit Petrosyan", "переводчик", "interpreter"),
]


class Officer:
    """A browser that counts what was typed into it, and remembers every word."""

    def __init__(self) -> None:
        self.client = Client()
        self.typed: list[str] = []

    def post(self, url: str, **data: str):
        self.typed += [value for name, value in data.items() if name in TYPED and value]
        return self.client.post(url, data)


@pytest.fixture
def ministry(conference):
    return Category.objects.create(
        conference=conference, family="ministry", title_ru="Министерство или делегацию страны",
        title_en="A ministry or a country delegation", seats=20, badge_band="delegation",
    )  # fmt: skip


@pytest.fixture
def consent(conference):
    return ConsentText.objects.create(
        conference=conference,
        kind="processing",
        title_ru="Согласие",
        title_en="Consent",
        body_ru="Текст",
        body_en="Text",
    )


def test_a_delegation_from_the_letter_to_the_accreditation(
    conference, ministry, consent, organiser, client_of, run_tasks, mailoutbox
):
    desk, home = client_of(organiser), f"/ru/{conference.slug}"

    # The organiser invites Armenia with five seats; the letter has a link and a code.
    desk.post(
        f"{home}/desk/delegations/new/",
        {
            "category": ministry.pk, "country": "AM", "body_ru": "Министерство образования", "seats": "5",
            "held_until": str(timezone.localdate() + timedelta(days=30)), "language": "ru",
            "focal_email": "office@ministry.example.org", "send": "on",
        },
    )  # fmt: skip
    run_tasks()
    delegation = Delegation.objects.get()
    assert delegation.code in mailoutbox[-1].body
    ministry.refresh_from_db()
    assert ministry.seats_taken == 5

    # She types the code; the country is filled in; she says who she is and proves the address.
    officer = Officer()
    begin = officer.post(f"{home}/delegation/", code=delegation.code)["Location"]
    assert "Армения" in officer.client.get(begin).content.decode()
    asked = officer.post(begin, name="Саргсян Ани", email="ani@ministry.example.org")
    run_tasks()
    code = re.search(r"^[A-Z0-9-]{6,9}$", mailoutbox[-1].body, re.M)[0]
    landed = officer.client.post(asked["Location"], {"code": code})
    officer.typed.append(code)
    head = officer.client.get(landed["Location"])["Location"]
    assert head == f"{home}/delegation/{delegation.pk}/head/"

    # The head, and the application may be sent.
    tasks = f"{home}/delegation/{delegation.pk}/"
    answer = officer.post(
        head, full_name="Мелконян Арам Ваганович", latin_name="Aram Melkonyan", position_ru="министр образования",
        rank="1", language="ru",
    )  # fmt: skip
    assert answer["Location"] == tasks
    agreed = {"consent_processing": "on", f"shown_{consent.kind}": str(consent.pk)}
    sent = officer.post(f"{tasks}check/", **agreed)
    confirmation = officer.client.get(sent["Location"]).content.decode()
    assert "ARM-01" in confirmation
    assert len(officer.typed) == 7  # the code of the letter, name, address, the code of the address; three of the head
    assert len(officer.typed) <= 9
    page = officer.client.get(tasks)
    assert [row["kind"] for row in page.context["members"]] == ["done", "", "", "", ""]

    # Another day: two one by one, two pasted from the spreadsheet.
    for full_name, latin_name, post, role in OTHERS[:2]:
        officer.post(
            f"{tasks}members/new/", full_name=full_name, latin_name=latin_name, position_ru=post, delegation_role=role
        )
    rows = "\n".join("\t".join(row) for row in (("Name", "Latin name", "Post", "Role"), *OTHERS[2:]))
    preview = officer.client.post(f"{tasks}members/rows/", {"table": rows})
    assert len(preview.context["checked"].good) == 2
    officer.client.post(f"{tasks}members/rows/", {"table": rows, "apply": "1", "seen": preview.context["seen"]})
    officer.typed += [cell for row in OTHERS[2:] for cell in row]
    officer.post(f"{tasks}check/", **agreed)

    assert len(officer.typed) == 21
    assert len(officer.typed) <= 45
    assert len(officer.typed) == len(set(officer.typed))  # nothing typed twice
    members = Registration.objects.in_protocol_order()
    assert [(each.delegation_role, each.state) for each in members] == [
        ("head", "submitted"),
        ("delegate", "submitted"),
        ("adviser", "submitted"),
        ("expert", "submitted"),
        ("interpreter", "submitted"),
    ]
    assert Consent.objects.filter(method="proxy", given_by__email="ani@ministry.example.org").count() == 5

    # The organiser returns it once, then accredits; letters are drawn; she is told in one letter each time.
    desk.post(f"{home}/desk/delegations/{delegation.pk}/return/", {"remarks-remarks": "Пришлите письмо министра"})
    assert "Пришлите письмо министра" in officer.client.get(tasks).content.decode()
    officer.post(f"{tasks}check/")
    desk.post(f"{home}/desk/delegations/{delegation.pk}/accredit/")
    run_tasks()
    assert IssuedDocument.objects.valid().filter(kind="invitation_letter").count() == 5
    page = officer.client.get(tasks).content.decode()
    assert page.count("/letter/") == 5
    told = Message.objects.filter(to="ani@ministry.example.org").exclude(key="login-code").order_by("pk")
    assert list(told.values_list("key", flat=True)) == [
        "delegation-received",
        "delegation-received",
        "delegation-returned",
        "delegation-received",
        "delegation-accredited",
    ]

    # On the last evening the interpreter falls ill: somebody else comes, with a letter of their own.
    old = members.get(delegation_role="interpreter")
    answer = officer.post(
        f"{tasks}members/{old.pk}/replace/", full_name="Акопян Нарине", latin_name="Narine Hakobyan",
        position_ru="синхронист", **agreed,
    )  # fmt: skip
    assert answer["Location"] == tasks
    run_tasks()
    valid = IssuedDocument.objects.valid().filter(kind="invitation_letter")
    new = Registration.objects.get(replaces=old)
    assert (new.state, new.delegation_role) == ("approved", "interpreter")
    assert set(valid.values_list("about_id", flat=True)) == set(
        Registration.objects.approved().values_list("pk", flat=True)
    )
    delegation.refresh_from_db()
    assert (delegation.seats_held, delegation.seats_used, delegation.state) == (5, 5, "accredited")
