"""What the pages of the outcome documents refuse or ask once more before a text becomes public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from conference.models import Role
from conference.moves import MoveNotAllowed
from tests.workshops.outcomes import a_document, a_proposal, announced, clause, fresh
from workshops.models import OutcomeDocument
from workshops.services import outcomes as services
from workshops.views.outcomes import public

ANSWER = {"answer_ru": "Согласны."}


@pytest.fixture
def delegate(make_person, conference):
    return make_person(Role.Kind.PARTICIPANT, conference=conference)


@pytest.fixture
def document(conference, organiser):
    return announced(a_document(conference, organiser), organiser)


@pytest.fixture
def endorsed(conference, organiser, delegate):
    document = services.begin_endorsement(a_document(conference, organiser), by=organiser)
    services.endorse(document, by=delegate, kind="for")
    return document


@pytest.mark.parametrize("days", [-1, 1])
def test_a_day_that_cannot_be_is_refused_at_its_field(endorsed, conference, organiser, client_of, days):
    path = f"/en/{conference.slug}/desk/outcomes/draft/adopt/"

    response = client_of(organiser).post(path, {"on": conference.today() + timedelta(days=days), "session": ""})

    assert (list(response.context["form"].errors), fresh(endorsed).state) == (["on"], "endorsing")


def test_few_voices_are_looked_at_before_adoption(endorsed, conference, organiser, make_person, client_of):
    for _number in range(2):
        make_person(Role.Kind.PARTICIPANT, conference=conference)
    client, path = client_of(organiser), f"/en/{conference.slug}/desk/outcomes/draft/adopt/"
    form = {"on": conference.today(), "session": ""}

    refused = client.post(path, form)
    client.post(path, {**form, "few": "on"})

    assert list(refused.context["form"].errors) == ["few"]
    assert "only 1 of 3 have endorsed" in refused.content.decode()
    assert fresh(endorsed).is_adopted


def test_a_language_is_not_emptied_and_what_was_typed_stays(document, conference, delegate, organiser, client_of):
    proposal = a_proposal(document, delegate)
    path = f"/en/{conference.slug}/desk/outcomes/draft/proposals/decide/?amendment={proposal.pk}"
    form = {"decision": "partly", "text_ru": "Иначе.", "text_en": "", "revision": "0", **ANSWER}

    response = client_of(organiser).post(path, form)

    assert response.context["form"].errors == {"text_en": ["Write the English text too, or keep the former one."]}
    assert ">\nИначе.</textarea>" in response.content.decode()
    assert clause(document).text_en == "Text of clause 1."


def test_merging_begins_with_what_is_proposed_and_changes_something(
    document, conference, delegate, organiser, client_of
):
    proposals = [a_proposal(document, delegate, ru=text) for text in ("а", "б")]
    query = "&".join(f"amendment={row.pk}" for row in proposals)
    page = client_of(organiser).get(f"/en/{conference.slug}/desk/outcomes/draft/proposals/decide/?{query}")

    with pytest.raises(ValidationError, match="the same as before"):
        services.merge(proposals, by=organiser, ru="Текст пункта 1.\r\n", en="Text of clause 1.", **ANSWER)

    initial = page.context["form"].initial
    assert (initial["text_ru"], initial["text_en"]) == ("а", "Text of clause 1.")


def test_a_language_that_lags_behind_is_told_of_before_and_after(document, conference, delegate, organiser, client_of):
    proposal = a_proposal(document, delegate)
    desk = f"/en/{conference.slug}/desk/outcomes/draft/proposals/decide/?amendment={proposal.pk}"
    before = client_of(organiser).get(desk).content.decode()
    services.accept(proposal, by=organiser, ru="Лучший текст пункта.", en="Text of clause 1.", **ANSWER)

    after = Client().get(f"/en/{conference.slug}/outcomes/draft/clauses/{clause(document).pk}/").content.decode()

    assert "Only the Russian text is proposed." in before
    assert "The English text has not been brought into line" in after


def test_a_preamble_in_one_language_is_counted(document, conference, organiser, client_of):
    OutcomeDocument.objects.update(preamble_ru="Участники")

    html = client_of(organiser).get(f"/en/{conference.slug}/desk/outcomes/draft/").content.decode()

    assert "the preamble is in one language only" in html


def test_whoever_reads_the_draft_takes_it_as_a_file(document, conference, monkeypatch):
    monkeypatch.setattr(public, "draft_pdf", lambda document, language: b"%PDF-")
    client = Client()

    response = client.get(f"/en/{conference.slug}/outcomes/draft.pdf")

    assert (response.status_code, response.content) == (200, b"%PDF-")
    assert "outcomes/draft.pdf" in client.get(f"/en/{conference.slug}/outcomes/draft/").content.decode()


def test_a_preamble_in_one_language_is_not_adopted(endorsed, conference, organiser):
    OutcomeDocument.objects.update(preamble_ru="Участники", preamble_en="")

    with pytest.raises(MoveNotAllowed, match=r"preamble|реамбула"):
        services.adopt(endorsed, by=organiser, on=conference.today())

    assert fresh(endorsed).state == "endorsing"
