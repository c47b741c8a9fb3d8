"""Pages of one paper: the form in both languages, suggestions, what comes next, receipt, the printed opening page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from conference.models import Conference, Organisation
from workshops import contributes, forms, services
from workshops.documents.papers import OpeningPage, context_of
from workshops.forms.papers import RorField
from workshops.models import Author, Submission
from workshops.services.papers import standing_of, standings_of, suggesting

State = Submission.State


pytestmark = pytest.mark.usefixtures("in_english")


# -- ROR --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("03yrm5c26", "03yrm5c26"),
        ("https://ror.org/05dxps055", "05dxps055"),
        (" ror.org/042NB2S44/ ", "042nb2s44"),
        ("", ""),
    ],
)
def test_a_ror_id_is_understood_however_it_is_pasted(typed, kept):
    assert RorField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", ["03yrm5c27", "13yrm5c26", "03yrm5c2", "03yrl5c26", "https://example.org/03yrm5c26"])
def test_a_ror_id_with_a_slip_is_refused(typed):
    with pytest.raises(ValidationError):
        RorField(required=False).clean(typed)


# -- suggestions --------------------------------------------------------------------------------------------


@pytest.fixture
def known(make_submission, author):
    def keep(state: str = State.SUBMITTED, **fields: Any) -> Submission:
        paper = make_submission(keywords_ru="Жестовый язык, школа", keywords_en="sign language")
        paper_authors = [
            Author(family_ru="Сомова", given_ru="Ольга", email="s@example.org", is_corresponding=True, **fields)
        ]
        services.save_draft(paper, by=author, authors=paper_authors)
        if state == State.SUBMITTED:
            services.submit(paper, by=author)
        return paper

    return keep


def test_keywords_of_sent_papers_are_suggested_by_language(known, conference):
    known()

    found = [
        suggesting.keywords_like(conference, code, typed)
        for code, typed in (("ru", "язы"), ("en", "SIGN"), ("ru", "ш"))
    ]

    assert found == [["Жестовый язык"], ["sign language"], []]


def test_what_stands_in_a_draft_is_suggested_to_nobody(known, conference, client_of, author):
    known(State.DRAFT, affiliation_ru="Тайный институт")

    answers = [
        client_of(author).get(conference.url(f"workshops:suggest_{name}"), {"q": "тайный"}).json()["results"]
        for name in ("organisations", "keywords")
    ]

    assert answers == [[], []]


def test_an_organisation_brings_what_any_source_knows_of_it(known, conference):
    known(affiliation_ru="Институт слуха", affiliation_en="Institute of Hearing", city_ru="Псков")
    Organisation.objects.create(title_ru="Институт слуха", title_en="", country="RU", ror="https://ror.org/03yrm5c26")

    found = suggesting.organisations_like(conference, "слух")

    assert found == [{
        "ru": "Институт слуха", "en": "Institute of Hearing", "city_ru": "Псков", "city_en": "", "country": "RU",
        "ror": "03yrm5c26",
    }]  # fmt: skip


def test_suggestions_are_for_participants(conference, client_of, make_person):
    stranger = client_of(make_person())

    statuses = [
        stranger.get(conference.url(f"workshops:suggest_{name}")).status_code for name in ("organisations", "keywords")
    ]

    assert statuses == [404, 404]


# -- where it stands --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "step", "asks"),
    [
        (State.DRAFT, "draft", True),
        (State.SUBMITTED, "submitted", False),
        (State.REVISION, "revise", True),
        (State.ACCEPTED, "confirm", True),
        (State.CONFIRMED, "text", True),
        (State.DECLINED, "declined", False),
        (State.WITHDRAWN, "withdrawn", False),
    ],
)
def test_each_state_has_its_next_step(state, step, asks, make_submission, client_of, author):
    paper = make_submission(state)

    standing = standing_of(Submission.objects.get(pk=paper.pk))

    assert (standing.step, standing.asks_author) == (step, asks)
    assert client_of(author).get(paper.get_absolute_url()).status_code == 200


def test_the_full_text_has_its_steps(make_submission, author, organiser):
    paper, steps = make_submission(State.CONFIRMED), []
    services.send_text(paper, by=author, body="Текст")
    steps.append(standing_of(Submission.objects.get(pk=paper.pk)).step)
    services.ask_text_revision(paper, by=organiser, remarks="Дополните.")
    steps.append(standing_of(Submission.objects.get(pk=paper.pk)).step)
    services.answer_remarks(
        Submission.objects.get(pk=paper.pk), {remark.pk: "Да" for remark in paper.remarks.all()}, by=author
    )
    services.send_text(Submission.objects.get(pk=paper.pk), by=author, body="Текст полнее")
    services.accept_text(paper, by=organiser)
    steps.append(standing_of(Submission.objects.get(pk=paper.pk)).step)

    assert steps == ["text_read", "text_revise", "text_accepted"]


def test_the_way_shows_what_is_behind_and_ahead(make_submission):
    way = standing_of(make_submission(State.ACCEPTED)).path()

    assert [(station["name"], station["state"]) for station in way] == [
        ("draft", "done"), ("sent", "done"), ("decided", "done"), ("confirmed", "current"), ("text", "ahead"),
        ("volume", "ahead"),
    ]  # fmt: skip


def test_a_draft_of_a_closed_call_says_so(make_submission, conference):
    paper = make_submission()
    Conference.objects.update(call_closes=timezone.now() - timedelta(days=1))

    assert standing_of(Submission.objects.get(pk=paper.pk)).step == "draft_late"


def test_standings_cost_the_same_for_one_and_for_many(make_submission, author, django_assert_num_queries):
    def ask() -> list[str]:
        rows = Submission.objects.of_author(author).select_related("conference", "track", "access_code", "full_text")
        return [standing.step for standing in standings_of(rows)]

    make_submission(State.ACCEPTED)
    with django_assert_num_queries(6):
        ask()
    for state in State.values:
        make_submission(state)

    with django_assert_num_queries(6):
        assert len(ask()) == 8


def test_my_page_names_how_many_papers_wait(make_submission, client_of, author):
    for state in (State.ACCEPTED, State.SUBMITTED, State.REVISION):
        make_submission(state)

    page = client_of(author).get("/en/me/").content.decode()

    assert "2 papers wait for you." in page


# -- receipt and the opening page ----------------------------------------------------------------------------------


def test_sending_ends_on_a_receipt_that_keeps_its_address(make_submission, client_of, author):
    paper, visitor = make_submission(), client_of(author)

    address = visitor.post(paper.conference.url("workshops:send", pk=paper.pk))["Location"]

    page = visitor.get(address).content.decode()
    assert address == paper.conference.url("workshops:receipt", pk=paper.pk)
    assert ("Paper No. 1 is with us" in page, "Two teachers in one class" in page) == (True, True)
    assert visitor.get(address).status_code == 200


def test_the_check_names_what_is_not_there_in_the_other_language(make_submission, client_of, author):
    draft = make_submission(title_en="", keywords_en="", abstract_en="The abstract.")

    page = client_of(author).get(draft.conference.url("workshops:check", pk=draft.pk))

    assert {"Title", "Keywords"} <= set(page.context["untranslated"])
    assert "Abstract" not in page.context["untranslated"]
    assert "Not there in English: Title, Keywords" in page.content.decode()


def test_a_draft_has_no_receipt(make_submission, client_of, author):
    paper = make_submission()

    response = client_of(author).get(paper.conference.url("workshops:receipt", pk=paper.pk))

    assert response["Location"] == paper.get_absolute_url()


@pytest.fixture
def printed(make_submission, author):
    paper = make_submission(udk="376.1", abstract_en="In short.", keywords_en="class")
    authors = [
        Author(family_ru="Сомова", given_ru="Ольга", family_en="Somova", given_en="Olga", affiliation_ru="Школа",
               affiliation_en="School", country="RU", email="s@example.org", is_corresponding=True),
        Author(family_en="Məmmədov", given_en="Elçin", affiliation_en="Institute", country="AZ"),
        Author(family_ru="Рубцов", given_ru="Антон", affiliation_ru="Школа", country="RU"),
    ]  # fmt: skip
    return services.save_draft(paper, by=author, authors=authors)


def test_the_opening_page_numbers_the_places(printed):
    own = context_of(printed)["own"]

    assert [(author["name"], author["number"]) for author in own.authors] == [
        ("Ольга Сомова", 1), ("Elçin Məmmədov", 2), ("Антон Рубцов", 1),
    ]  # fmt: skip
    assert (len(own.places), own.letters_to) == (2, "s@example.org")


def test_the_button_saves_the_draft_and_shows_the_page(conference, client_of, author, paper_form):
    visitor = client_of(author)

    address = visitor.post(conference.url("workshops:submit"), paper_form(preview="1"))["Location"]

    page = visitor.get(address).content.decode()
    assert address == conference.url("workshops:preview", pk=Submission.objects.get().pk)
    assert ("УДК 376.1" in page, "Аннотация." in page, 'class="opening w1"' in page) == (True, True, True)


def test_an_empty_draft_can_be_looked_at_too(conference, author, client_of):
    paper = services.save_draft(Submission(conference=conference, submitter=author, language="ru"), by=author)

    assert client_of(author).get(conference.url("workshops:preview", pk=paper.pk)).status_code == 200


def test_the_pdf_is_tagged_and_says_the_same(printed, tmp_path: Path):
    import subprocess

    import page

    target = tmp_path / "opening.pdf"
    target.write_bytes(OpeningPage(printed).pdf())

    report = page.validate_pdf(target, profile="ua1", limits=page.SafetyLimits.unlimited())
    text = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True).stdout
    assert [str(failure) for failure in report.failures] == []
    assert ["УДК 376.1" in text, "Elçin Məmmədov" in text, "Two teachers in one class" in text] == [True, True, True]


# -- personal data --------------------------------------------------------------------------------------------------


def test_the_copy_of_ones_data_knows_of_versions_and_coauthored_papers(make_submission, author, make_person):
    paper = make_submission(State.SUBMITTED)
    coauthor = make_person(email="r@example.org")
    services.save_draft(paper, by=author, authors=[
        *paper.authors.all(), Author(family_ru="Рубцов", given_ru="Антон", email="r@example.org"),
    ])  # fmt: skip
    services.confirm_authorship(paper.authors.get(family_ru="Рубцов"))

    mine, theirs = contributes.personal_data(author), contributes.personal_data(coauthor)

    assert [version["number"] for version in mine["papers"][0]["versions"]] == [2, 1]
    assert (theirs["papers"], theirs["papers_as_co_author"][0]["family_ru"]) == ([], "Рубцов")


def test_erasing_takes_versions_answers_and_unsent_words(make_submission, author, organiser):
    sent, confirmed = make_submission(State.SUBMITTED), make_submission(State.CONFIRMED)
    services.ask_revision(sent, by=organiser, remarks="Назовите.")
    services.answer_remarks(sent, {sent.remarks.get().pk: "Моё имя — Сомова"}, by=author)
    services.keep_text_draft(confirmed, by=author, body="Недописанное")
    services.keep_typed(sent, by=author, typed="title_ru=Тайное", window="w")

    contributes.erase(author, by=None)

    sent, confirmed = (Submission.objects.get(pk=paper.pk) for paper in (sent, confirmed))
    assert (sent.versions.count(), confirmed.versions.count(), sent.remarks.get().answer) == (0, 0, "")
    assert (sent.typed, confirmed.full_text.draft, sent.state) == ("", "", State.WITHDRAWN)


def test_typed_rows_are_shown_again_with_ror(as_query):
    query: QueryDict = as_query({"authors-TOTAL_FORMS": "1", "authors-0-ror": "03yrm5c26", "authors-0-family_ru": "С"})

    assert forms.typed_rows(query)[0]["ror"] == "03yrm5c26"
