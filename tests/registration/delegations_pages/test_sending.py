"""The pages on which a delegation is sent: consents, the letter of nomination, needs, travel."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from registration.models import AccessNeeds, Registration
from registration.services import delegations as services
from tests.registration.delegations_pages.conftest import add


def test_check_shows_who_goes_and_asks_for_each_consent(officer, url, delegation, texts):
    add(delegation, delegation_role="head")
    services.save_member(delegation, by=delegation.focal_point, told={"full_name": "Не Закончен"})
    shown = {f"shown_{kind}": text.pk for kind, text in texts.items()}

    page = officer.get(url("delegation_check"))
    refused = officer.post(url("delegation_check"), shown)
    answer = officer.post(url("delegation_check"), {**shown, "consent_processing": "on"})

    assert [member.name for member in page.context["roster"].to_send] == ["Мелконян Арам"]
    assert [member.name for member in page.context["left"]] == ["Не Закончен"]
    assert list(refused.context["form"].errors) == ["consent_processing"]
    assert answer["Location"] == url("delegation_sent")
    assert officer.get(url("delegation_sent")).status_code == 200
    assert officer.get(url("delegation_check"))["Location"] == url()


def test_a_text_that_changed_meanwhile_is_read_again(officer, url, delegation, texts):
    add(delegation, delegation_role="head")

    page = officer.post(url("delegation_check"), {"consent_processing": "on", "shown_processing": "99999"})

    assert list(page.context["form"].errors) == ["consent_processing"]
    assert Registration.objects.sent().count() == 0


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(buffer, format=kind)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [
        ("письмо.pdf", b"%PDF-1.7\n...%%EOF\n", "pdf"),
        ("scan.exe", picture("JPEG"), "jpg"),
        ("scan.png", picture("PNG"), "png"),
    ],
)
def test_the_nomination_letter_is_what_its_bytes_say(name, content, ending, officer, url, delegation):
    answer = officer.post(
        url("delegation_nomination"),
        {"letter": SimpleUploadedFile(name, content), "number": "12", "dated": "2027-04-01", "signed_by": "Министр"},
    )

    delegation.refresh_from_db()
    assert answer["Location"] == url()
    assert delegation.nomination.name.endswith(f".{ending}")
    assert (delegation.credentials, delegation.nomination_number) == ("nominated", "12")
    file = officer.get(url("delegation_nomination_file"))
    assert file["Content-Disposition"] == f'attachment; filename="arm-01-nomination.{ending}"'
    assert b"".join(file.streaming_content)[:3] == content[:3]


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"%PDF-1.7 cut",
        b"<svg onload=alert(1)>",
        b"GIF89a",
        b"",
        b"\x89PNG\r\n\x1a\nbroken",
        b"%PDF-" * 3_000_000,
    ],
    ids=["exe", "cut", "svg", "gif", "empty", "broken", "large"],
)
def test_other_files_are_refused(content, officer, url, delegation):
    page = officer.post(url("delegation_nomination"), {"letter": SimpleUploadedFile("letter.pdf", content)})

    delegation.refresh_from_db()
    assert list(page.context["form"].errors) == ["letter"]
    assert not delegation.nomination


def test_needs_are_passed_on_and_never_shown_again(officer, url, delegation, texts):
    member = add(delegation)
    page = url("delegation_member_access", member=member.pk)
    without = officer.post(page, {"note": "Секретная нужда"})
    officer.post(page, {"note": "Секретная нужда", "agree": "on"})

    shown = [officer.get(address).content.decode() for address in (page, url(), url("delegation_check"))]

    assert list(without.context["form"].errors) == ["agree"]
    assert AccessNeeds.objects.get(registration=member).note == "Секретная нужда"
    assert not any("Секретная нужда" in text for text in shown)


def test_travel_is_told_once_and_an_exception_apart(officer, url, delegation):
    member = add(delegation)
    day = str(delegation.conference.starts)
    officer.post(url("delegation_travel"), {"arrival_day": day, "transfer": "both"})
    officer.post(url("delegation_member_travel", member=member.pk), {"arrival_by": "поезд 7"})

    page = officer.get(url("delegation_travel"))

    delegation.refresh_from_db()
    assert delegation.shared["travel"]["arrival_day"] == day
    assert [row["has_own"] for row in page.context["people"]] == [True]
    officer.post(url("delegation_member_travel", member=member.pk), {"together": "1"})
    assert [row["has_own"] for row in officer.get(url("delegation_travel")).context["people"]] == [False]


@pytest.mark.parametrize("name", ["delegation_shared", "delegation_travel", "delegation_visa", "delegation_handover"])
def test_switching_the_language_keeps_what_was_typed(name, officer, url):
    answer = officer.post(url(name), {"switch_language": "en", "email": "lilit@ministry.am"})

    assert answer["Location"] == url(name).replace("/ru/", "/en/")
    assert officer.get(answer["Location"]).status_code == 200
