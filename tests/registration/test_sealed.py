"""Sealed fields: what the database holds, what opens them, and how keys change."""

from __future__ import annotations

import base64
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Q

from conference.sealed import DOTS, CannotOpen, Sealed, new_key, reseal, reveal, seal, unseal
from registration.models import VisaDetails

ROOT = Path(__file__).parent.parent.parent
NUMBER = "FR7791405X"


@pytest.fixture
def visa(make_registration):
    return VisaDetails.objects.create(registration=make_registration(state="approved"), number=NUMBER, route="Москва")


def stored(pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM registration_visadetails WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def test_the_same_text_never_looks_the_same_twice():
    first, second = seal("AB1234567", "a.b.number:1"), seal("AB1234567", "a.b.number:1")

    assert first != second
    assert "1234567" not in first
    assert unseal(first, "a.b.number:1") == unseal(second, "a.b.number:1") == "AB1234567"


def test_a_value_opens_in_its_own_place_only():
    token = seal("AB1234567", "registration.visadetails.number:1")

    with pytest.raises(CannotOpen):
        unseal(token, "registration.visadetails.number:2")
    with pytest.raises(CannotOpen):
        unseal(token, "registration.visadetails.route:1")


@pytest.mark.parametrize("at", [0, 5, 20, -1])
def test_an_altered_value_does_not_open(at):
    name, _colon, body = seal("AB1234567", "here").removeprefix("sealed1:").partition(":")
    raw = bytearray(base64.urlsafe_b64decode(body))
    raw[at] ^= 1

    with pytest.raises(CannotOpen):
        unseal(f"sealed1:{name}:{base64.urlsafe_b64encode(bytes(raw)).decode()}", "here")


@pytest.mark.parametrize("token", ["", "AB1234567", "sealed1:", "sealed1:00000000:AAAA", "sealed1:zz:!!", "sealed1::"])
def test_what_was_never_sealed_does_not_open(token):
    with pytest.raises(CannotOpen):
        unseal(token, "here")


def test_the_database_holds_no_plain_text(visa):
    token = stored(visa.pk)

    assert (token.startswith("sealed1:"), NUMBER in token) == (True, False)
    assert reveal(VisaDetails.objects.get(pk=visa.pk), "number") == NUMBER


def test_the_program_shows_dots(visa):
    value = VisaDetails.objects.get(pk=visa.pk).number

    assert (str(value), repr(value), f"{value}") == (DOTS, "<Sealed>", DOTS)
    assert isinstance(value, Sealed)


@pytest.mark.parametrize(
    "lookup", ["number", "number__contains", "number__startswith", "number__isnull", "number__lower"]
)
def test_a_sealed_field_cannot_be_searched(lookup, visa):
    with pytest.raises(FieldError):
        list(VisaDetails.objects.filter(Q(**{lookup: NUMBER})))


def test_plain_text_cannot_slip_past_the_field(visa):
    with pytest.raises(FieldError), transaction.atomic():
        VisaDetails.objects.filter(pk=visa.pk).update(number=NUMBER)

    visa.number = "ZZ0000001"
    visa.save(update_fields=["number"])

    assert "ZZ0000001" not in stored(visa.pk)


def test_a_value_copied_to_another_row_does_not_open(visa, make_registration, make_person):
    other = VisaDetails.objects.create(
        registration=make_registration("unesco", state="approved", person=make_person()), number="XX1"
    )
    VisaDetails.objects.filter(pk=other.pk).update(number=VisaDetails.objects.get(pk=visa.pk).number)

    with pytest.raises(CannotOpen):
        reveal(VisaDetails.objects.get(pk=other.pk), "number")


def test_dumpdata_holds_what_the_database_holds(visa):
    text = serializers.serialize("json", VisaDetails.objects.all())
    (again,) = serializers.deserialize("json", text)

    again.save()

    assert NUMBER not in text
    assert reveal(VisaDetails.objects.get(pk=visa.pk), "number") == NUMBER


def test_rotation_seals_anew_and_the_old_key_may_go(visa, settings):
    old, fresh = settings.FIELD_KEYS[0], new_key()
    settings.FIELD_KEYS = [fresh, old]
    before, out = stored(visa.pk), io.StringIO()

    call_command("reseal", stdout=out)
    settings.FIELD_KEYS = [fresh]

    assert "1 rows" in out.getvalue()
    assert stored(visa.pk) != before
    assert (reveal(VisaDetails.objects.get(pk=visa.pk), "number"), reseal(VisaDetails)) == (NUMBER, (0, []))


def test_rotation_names_what_no_key_opens_and_leaves_it(visa, settings):
    settings.FIELD_KEYS = [new_key()]
    before = stored(visa.pk)

    with pytest.raises(CommandError, match=f"VisaDetails {visa.pk}"):
        call_command("reseal", stdout=io.StringIO())

    assert stored(visa.pk) == before


def test_a_wrong_key_is_an_error_in_words(visa, settings):
    settings.FIELD_KEYS = [new_key()]
    fresh = VisaDetails.objects.get(pk=visa.pk)

    with pytest.raises(CannotOpen) as problem:
        reveal(fresh, "number")

    assert "key" in str(problem.value) or "ключ" in str(problem.value)
    assert fresh.masked_number() == DOTS


@pytest.mark.parametrize("keys", [[], ["short"], ["not base64 !!!"], [base64.urlsafe_b64encode(b"x" * 31).decode()]])
def test_a_bad_key_is_refused_without_being_repeated(keys, settings):
    settings.FIELD_KEYS = keys

    with pytest.raises(ImproperlyConfigured) as problem:
        seal("AB", "here")

    assert not any(key in str(problem.value) for key in keys if key)


def settings_say(expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    code = f"from conference import settings; print({expression})"
    ours = ("DATABASE_URL", "FIELD_KEYS", "SECRET_KEY", "DEBUG", "DEMO_MODE")
    known = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**known, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_installation_with_a_database_of_its_own_must_bring_its_keys(tmp_path):
    answer = settings_say(
        "1", VAR_DIR=str(tmp_path), DATABASE_URL="postgres://x@/x", SECRET_KEY="long enough for a test, and no more"
    )

    assert (answer.returncode, "FIELD_KEYS" in answer.stderr) == (1, True)


def test_an_embedded_installation_makes_one_key_for_its_owner_only(tmp_path):
    first = settings_say("settings.FIELD_KEYS", VAR_DIR=str(tmp_path))
    second = settings_say("settings.FIELD_KEYS", VAR_DIR=str(tmp_path))

    assert (first.returncode, first.stdout) == (0, second.stdout)
    assert (tmp_path / "field_key").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["field_key", "secret_key"]
