"""Writing a paper: drafts, errors, languages, what a form may not change."""

from __future__ import annotations

import re

import pytest

from tests.workshops.submitting.conftest import State, typed_values
from workshops.models import Submission

pytestmark = pytest.mark.usefixtures("in_english")


def test_a_new_form_knows_the_author_already(url, author_client):
    html = author_client.get(url("submit")).content.decode()

    assert typed_values(html, "authors-0-family_ru") == ["Сомова"]
    assert typed_values(html, "authors-0-given_ru") == ["Ольга Викторовна"]
    assert typed_values(html, "authors-0-family_en") == ["Somova"]
    assert typed_values(html, "authors-0-email") == ["somova@example.org"]


def test_the_track_comes_from_the_address(url, author_client, tracks):
    html = author_client.get(url("submit") + "?track=3").content.decode()

    assert re.findall(r'name="track" value="(\d+)"[^>]*checked', html) == [str(tracks[2].pk)]


@pytest.mark.parametrize("value", ["9", "abc", "99999999999999999999999", "-1", "３", "1' OR 1=1"])
def test_an_odd_track_in_the_address_is_ignored(value, url, author_client, tracks):
    response = author_client.get(url("submit"), {"track": value})

    assert response.status_code == 200
    assert not re.search(r'name="track" value="\d+"[^>]*checked', response.content.decode())


def test_an_empty_draft_is_saved(url, author_client, author, tracks):
    data = {"language": "ru", "type": "report", "authors-TOTAL_FORMS": "1", "authors-INITIAL_FORMS": "0"}

    response = author_client.post(url("submit"), data)

    paper = Submission.objects.get()
    assert (response.status_code, response["Location"]) == (302, url("edit", pk=paper.pk))
    assert (paper.state, paper.submitter, paper.track, paper.authors.count()) == (State.DRAFT, author, None, 0)


def test_a_draft_keeps_all_that_was_typed(url, author_client, paper_form, tracks):
    author_client.post(url("submit"), paper_form(wants_help_with_english="on"))

    paper = Submission.objects.get()
    assert (paper.title_ru, paper.udk, paper.track, paper.wants_help_with_english) == (
        "Музей и школа", "376.1", tracks[0], True,
    )  # fmt: skip
    assert [(one.family_ru, one.is_corresponding, one.is_presenting) for one in paper.authors.all()] == [
        ("Сомова", True, True),
        ("Рубцов", False, False),
    ]
    html = author_client.get(url("edit", pk=paper.pk)).content.decode()
    assert typed_values(html, "authors-1-family_ru") == ["Рубцов"]
    assert "Draft saved at" in html


def test_a_long_abstract_is_kept_in_a_draft_but_not_sent(url, author_client, paper_form):
    long = "слово " * 301
    author_client.post(url("submit"), paper_form(abstract_ru=long))
    paper = Submission.objects.get()

    html = author_client.post(url("edit", pk=paper.pk), paper_form(abstract_ru=long, check="1")).content.decode()

    assert "The abstract has 301 words. Shorten it to 300" in html
    assert "301 of 300 words" in html


def test_checking_an_incomplete_paper_names_everything_and_keeps_the_text(url, author_client, paper_form):
    data = paper_form(
        check="1", track=None, title_ru="", keywords_ru="", **{"authors-0-family_ru": "", "authors-0-email": ""}
    )

    response = author_client.post(url("submit"), data)

    html = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error:" in re.sub(r"\s+", " ", html).replace("<title> ", "<title>")
    for sentence in (
        "Choose the track to which you offer the paper",
        "Write the title in the language of the paper",
        "Name a few keywords in the language of the paper",
        "Author 1: Write the author’s family name in the language of the paper",
        "Author 1: Give the e-mail of the corresponding author: letters about the paper go there",
    ):
        assert sentence in html
    assert "О том, как музей и школа работают вместе." in html
    assert Submission.objects.count() == 0


def test_every_link_of_the_error_summary_lands_on_a_field(url, author_client, paper_form):
    html = author_client.post(url("submit"), paper_form(check="1", track=None, title_ru="")).content.decode()

    summary = html[html.index('class="esum"') : html.index('id="main-form"')]
    targets = re.findall(r'href="#([^"]+)"', summary)

    assert targets != []
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_a_paper_without_authors_is_not_sent(url, author_client, paper_form):
    data = paper_form(check="1", **{"authors-TOTAL_FORMS": "0"})

    html = author_client.post(url("submit"), data).content.decode()

    assert "Name at least one author" in html


def test_only_the_language_of_the_paper_is_required(url, author_client, paper_form):
    english = {
        "language": "en", "title_ru": "", "abstract_ru": "", "keywords_ru": "",
        "title_en": "Museum and school", "abstract_en": "How they work together.", "keywords_en": "museum, school",
        "authors-0-family_en": "Somova", "authors-0-given_en": "Olga",
        "authors-1-family_en": "Rubtsov", "authors-1-given_en": "Anton",
    }  # fmt: skip

    response = author_client.post(url("submit"), paper_form(check="1", **english))

    paper = Submission.objects.get()
    assert (response.status_code, response["Location"]) == (302, url("check", pk=paper.pk))


def test_a_form_sent_twice_makes_one_paper(url, author_client, paper_form):
    html = author_client.get(url("submit")).content.decode()
    key = typed_values(html, "key")[0]

    for _ in range(2):
        author_client.post(url("submit"), paper_form(key=key))

    assert Submission.objects.count() == 1
    assert Submission.objects.get().authors.count() == 2


def test_the_key_of_somebody_elses_paper_opens_nothing(
    url, client_of, make_person, conference, make_submission, paper_form
):
    theirs = make_submission()
    thief = make_person("participant", conference=conference)

    client_of(thief).post(url("submit"), paper_form(key=str(theirs.key), title_ru="Подмена"))

    theirs.refresh_from_db()
    assert theirs.title_ru == "Два учителя в одном классе"
    assert Submission.objects.filter(submitter=thief).count() == 1


def test_extra_fields_of_the_post_change_nothing(url, author_client, paper_form, other_conference, person):
    author_client.post(
        url("submit"),
        paper_form(
            state="accepted", number="1", submitter=str(person.pk), conference=str(other_conference.pk),
            decision_note="принято", decided_at="2020-01-01",
        ),
    )  # fmt: skip

    paper = Submission.objects.get()
    assert (paper.state, paper.number, paper.decision_note, paper.decided_at) == (State.DRAFT, None, "", None)
    assert (paper.submitter != person, paper.conference != other_conference) == (True, True)


def test_a_track_of_another_conference_is_refused(url, author_client, paper_form, make_tracks, other_conference):
    foreign = make_tracks(other_conference)[0]

    response = author_client.post(url("submit"), paper_form(track=str(foreign.pk)))

    assert (response.status_code, Submission.objects.count()) == (200, 0)


def test_switching_the_language_keeps_the_page_and_the_text(url, author_client, paper_form, conference):
    response = author_client.post(url("submit"), paper_form(switch_language="ru", title_ru="Недописанное «название»"))

    assert response["Location"] == f"/ru/{conference.slug}/papers/submit/"
    html = author_client.get(response["Location"]).content.decode()
    assert typed_values(html, "title_ru") == ["Недописанное «название»"]
    assert typed_values(html, "authors-1-family_ru") == ["Рубцов"]
    assert Submission.objects.count() == 0
