"""A person with a name found nowhere else, for the tests of personal data."""

from __future__ import annotations

import pytest

from conference.models import (
    ConsentText,
)

Kind = ConsentText.Kind


NAME, LATIN, MAIL = "Ежевикина Серафима Львовна", "Serafima Ezhevikina", "serafima@example.org"


@pytest.fixture
def text_of(conference):
    def make(kind=Kind.PROCESSING, of=None, version=1, **fields):
        return ConsentText.objects.create(
            conference=of or conference, kind=kind, version=version, title_ru=f"Согласие {kind}",
            title_en=f"Consent {kind}", body_ru=f"Текст {kind} {version}", body_en=f"Text {kind} {version}", **fields,
        )  # fmt: skip

    return make


@pytest.fixture
def somebody(make_person):
    return make_person(
        full_name=NAME, latin_name=LATIN, email=MAIL, contact_email="shared@example.org", native_name="Սերաֆիմա",
        position_ru="директор школы-интерната", orcid="0000-0002-1825-0097", country="RU", city_ru="Псков",
        honorific_ru="г-жа",
    )  # fmt: skip
