"""Hostile input in a paper."""

from __future__ import annotations

import pytest

from workshops.models import Submission

pytestmark = pytest.mark.usefixtures("in_english")

HOSTILE_TEXTS = {
    "script": "<script>alert(1)</script>",
    "attribute": "\"' onmouseover=alert(1) x='",
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "nul": "до\x00после",
    "rtl": "abc\u202edcba",
    "long": "я" * 10_000,
    "emoji": "👩‍🏫🏳️‍🌈",
    "zalgo": "Ӟ̵͎а̷̫̂л̶̖̏г̴̳̋о̵̥̀",
    "sql": "'; DROP TABLE workshops_submission; --",
    "surrogate": "\ufffe\uffff",
}


TEXT_FIELDS = (
    "title_ru", "title_en", "abstract_ru", "abstract_en", "keywords_ru", "keywords_en", "udk", "body",
    "authors-0-family_ru", "authors-0-given_ru", "authors-0-family_en", "authors-0-given_en",
    "authors-0-position_ru", "authors-0-position_en", "authors-0-affiliation_ru", "authors-0-affiliation_en",
    "authors-0-city_ru", "authors-0-city_en", "authors-0-email", "authors-0-orcid",
)  # fmt: skip


@pytest.mark.parametrize("field", TEXT_FIELDS)
@pytest.mark.parametrize("kind", HOSTILE_TEXTS)
def test_hostile_text_is_shown_inert_or_refused_with_a_sentence(kind, field, url, author_client, paper_form):
    response = author_client.post(url("submit"), paper_form(**{field: HOSTILE_TEXTS[kind]}))

    if response.status_code == 200:
        assert response.context["has_errors"] == 1
        html = response.content.decode()
    else:
        paper = Submission.objects.get()
        html = author_client.get(response["Location"]).content.decode()
        html += author_client.get(url("submission", pk=paper.pk)).content.decode()
    for live in ("<script>alert", "' onmouseover", "SECRET_KEY\n", "django-insecure"):
        assert live not in html


@pytest.mark.parametrize("field", ["language", "track", "type", "authors-0-country"])
@pytest.mark.parametrize("value", ["<script>", "\x00", "99999999999999999999", "я" * 10_000, "['a']"])
def test_hostile_choices_are_refused(field, value, url, author_client, paper_form):
    response = author_client.post(url("submit"), paper_form(**{field: value}))

    assert (response.status_code, Submission.objects.count()) == (200, 0)
    assert "<script>alert" not in response.content.decode()


def test_twice_given_parameters_do_not_break(url, author_client, paper_form):
    response = author_client.post(url("submit"), {**paper_form(), "title_ru": ["Раз", "Два"], "track": ["x", "y"]})

    assert response.status_code == 200
