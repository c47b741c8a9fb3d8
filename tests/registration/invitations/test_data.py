"""Invitations in the copy of personal data, and erased."""

from __future__ import annotations

import pytest

from registration.models import Invitation
from tests.registration.invitations.conftest import DESK, form


def test_a_persons_copy_holds_their_invitations_and_erasure_takes_them(make_invitation, person):
    from registration.contributes import invitations as contributed

    make_invitation(email=person.email)
    make_invitation(email="other@example.org")

    copy = contributed.personal_data(person)
    erased = contributed.erase(person, by=None)

    assert [row["email"] for row in copy["invitations"]] == [person.email]
    assert (len(erased), list(Invitation.objects.values_list("email", flat=True))) == (1, ["other@example.org"])


@pytest.mark.parametrize(
    ("language", "table", "bodies"),
    [
        ("en", ("Bath College", ""), (None, "Bath College")),
        ("en", ("Минский университет", ""), ("Минский университет", None)),
        ("ru", ("Минский университет", ""), ("Минский университет", None)),
        ("ru", ("", "Минский университет"), ("Минский университет", None)),
        ("ru", ("Bath College", ""), ("Bath College", None)),
        ("en", ("Колледж Бата", "Bath College"), ("Колледж Бата", "Bath College")),
    ],
)
def test_a_single_name_of_an_organisation_is_in_the_language_it_is_written_in(
    language, table, bodies, desk, categories
):
    header = "E-mail;Имя;Язык;Организация по-русски;Организация по-английски"
    rows = f"{header}\na@example.org;Ann Bath;{language};{table[0]};{table[1]}"

    (row,) = desk.post(f"{DESK}new/", form(categories, table=rows)).context["preview"].rows

    assert (row["body_ru"], row["body_en"]) == bodies
