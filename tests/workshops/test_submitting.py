"""The author's pages: writing, authors without JavaScript, checking, sending, changing, withdrawing, files."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from conference.models import Conference, Message, Organisation
from workshops import forms, services
from workshops.models import Submission
from workshops.services.papers.drafting import MAX_DRAFTS

from .docx import HOSTILE, docx

State = Submission.State


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def url(conference):
    return lambda name, **kwargs: conference.url(f"workshops:{name}", **kwargs)


@pytest.fixture
def author_client(client_of, author):
    return client_of(author)


def typed_values(html: str, name: str) -> list[str]:
    """The values of the inputs whose names match *name*, in the order of the page."""
    return re.findall(rf'name="{name}" value="([^"]*)"', html)


def plain(response) -> str:
    """The page with ordinary spaces: typography joins short words with non-breaking ones."""
    return response.content.decode().replace("\u00a0", " ")


# -- who may write, and when ----------------------------------------------------------------------------------


def test_a_stranger_is_told_to_register(url, conference):
    response = Client().get(url("submit"))

    assert response.status_code == 200
    assert conference.url("registration:start") in response.content.decode()
    assert 'id="main-form"' not in response.content.decode()


def test_an_unapproved_person_is_told_to_wait(url, client_of, person):
    html = client_of(person).get(url("submit")).content.decode()

    assert "please wait" in html
    assert 'id="main-form"' not in html


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"call_opens": None}, "not announced yet"),
        ({"call_opens": timezone.now() + timedelta(days=3)}, "Papers will be accepted from"),
        ({"call_closes": timezone.now() - timedelta(minutes=1)}, "The call closed on"),
        ({"visibility": Conference.Visibility.ARCHIVED}, "The call closed on"),
    ],
)
def test_a_closed_call_is_explained_and_the_typed_text_is_shown(
    fields, sentence, url, author_client, conference, paper_form
):
    Conference.objects.filter(pk=conference.pk).update(**fields)

    html = plain(author_client.post(url("submit"), paper_form(check="1")))

    assert sentence in html
    assert "О том, как музей и школа работают вместе." in html
    assert conference.contact_email in html
    assert Submission.objects.count() == 0


def test_the_call_is_open_until_its_last_moment(url, author_client, conference, paper_form):
    Conference.objects.filter(pk=conference.pk).update(call_closes=timezone.now() + timedelta(seconds=30))

    author_client.post(url("submit"), paper_form())

    assert Submission.objects.count() == 1


# -- writing ------------------------------------------------------------------------------------------------


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


# -- authors move by submit buttons ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "expected", "corresponding"),
    [
        ("up-1", ["Рубцов", "Сомова"], "1"),
        ("down-0", ["Рубцов", "Сомова"], "1"),
        ("up-0", ["Сомова", "Рубцов"], "0"),
        ("down-1", ["Сомова", "Рубцов"], "0"),
        ("remove-0", ["Рубцов"], "0"),
        ("remove-1", ["Сомова"], "0"),
        ("add", ["Сомова", "Рубцов", None], "0"),
        ("remove-99", ["Сомова", "Рубцов"], "0"),
        ("up-1e9", ["Сомова", "Рубцов"], "0"),
        ("up-٣", ["Сомова", "Рубцов"], "0"),
        ("<script>", ["Сомова", "Рубцов"], "0"),
    ],
)
def test_rows_of_authors_are_rearranged_without_javascript(
    wish, expected, corresponding, url, author_client, paper_form
):
    html = author_client.post(url("submit"), paper_form(rows=wish, title_ru="Ещё не сохранено")).content.decode()

    names = [
        (re.search(rf'name="authors-{row}-family_ru" value="([^"]*)"', html) or [None, None])[1]
        for row in range(len(expected))
    ]
    assert names == expected
    assert typed_values(html, "authors-TOTAL_FORMS") == [str(len(expected))]
    assert re.findall(r'name="authors-corresponding" value="(\d+)" checked', html) == [corresponding]
    assert typed_values(html, "title_ru") == ["Ещё не сохранено"]
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("wish", "row"), [("up-1", 1), ("down-0", 2), ("add", 3), ("remove-1", 1), ("up-99", None), ("nonsense", None)]
)
def test_the_keyboard_returns_to_the_row_that_moved(wish, row, url, author_client, paper_form):
    html = author_client.post(url("submit"), paper_form(rows=wish)).content.decode()

    assert re.findall(r'id="author-(\d+)" tabindex="-1" autofocus', html) == ([str(row)] if row else [])


def test_removing_the_last_row_leaves_an_empty_one(url, author_client, paper_form):
    data = paper_form(rows="remove-0", **{"authors-TOTAL_FORMS": "1"})

    html = author_client.post(url("submit"), data).content.decode()

    assert typed_values(html, "authors-TOTAL_FORMS") == ["1"]
    assert 'name="authors-0-family_ru"' in html
    assert typed_values(html, "authors-0-family_ru") == []


def test_typed_mistakes_survive_a_move(url, author_client, paper_form):
    data = paper_form(rows="up-1", **{"authors-1-email": "not-an-address", "authors-1-orcid": "1234"})

    html = author_client.post(url("submit"), data).content.decode()

    assert typed_values(html, "authors-0-email") == ["not-an-address"]
    assert typed_values(html, "authors-0-orcid") == ["1234"]


@pytest.mark.parametrize("total", ["", "abc", "-5", "9999999999", "1.5"])
@pytest.mark.parametrize("button", [{"rows": "add"}, {"check": "1"}, {}])
def test_a_forged_number_of_rows_never_breaks(total, button, url, author_client, paper_form):
    response = author_client.post(url("submit"), paper_form(**{"authors-TOTAL_FORMS": total}, **button))

    assert response.status_code in {200, 302}


def test_the_order_chosen_is_the_order_kept(url, author_client, paper_form):
    moved = paper_form(
        **{
            "authors-0-family_ru": "Рубцов",
            "authors-0-given_ru": "Антон",
            "authors-1-family_ru": "Сомова",
            "authors-1-given_ru": "Ольга",
            "authors-1-email": "somova@example.org",
            "authors-corresponding": "1",
        }
    )

    author_client.post(url("submit"), moved)

    kept = Submission.objects.get().authors.values_list("family_ru", "is_corresponding")
    assert list(kept) == [("Рубцов", False), ("Сомова", True)]


@pytest.mark.parametrize("chosen", ["7", "", "abc", "-1", "9" * 5000])
def test_exactly_one_author_is_corresponding_whatever_is_posted(chosen, url, author_client, paper_form):
    author_client.post(url("submit"), paper_form(**{"authors-corresponding": chosen}))

    kept = Submission.objects.get().authors.values_list("is_corresponding", flat=True)
    assert sorted(kept) == [False, True]


# -- hostile input ----------------------------------------------------------------------------------------------

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


# -- files --------------------------------------------------------------------------------------------------------


def test_a_docx_is_kept_with_the_draft(url, author_client, paper_form):
    upload = SimpleUploadedFile("Доклад.docx", docx())

    author_client.post(url("submit"), {**paper_form(), "file": upload})

    paper = Submission.objects.get()
    assert [file.name for file in paper.files.all()] == ["Доклад.docx"]
    assert "Доклад.docx" in author_client.get(url("edit", pk=paper.pk)).content.decode()


@pytest.mark.parametrize("code", HOSTILE)
def test_a_bad_file_is_refused_and_the_text_is_kept(code, url, author_client, paper_form):
    upload = SimpleUploadedFile("paper.docx", HOSTILE[code])

    response = author_client.post(url("submit"), {**paper_form(), "file": upload})

    html = response.content.decode()
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert response.context["form"].errors.as_data()["file"][0].code == code
    assert "О том, как музей и школа работают вместе." in html
    assert typed_values(html, "authors-1-family_ru") == ["Рубцов"]
    assert Submission.objects.count() == 0


def test_too_large_a_file_is_refused_with_its_own_sentence(url, author_client, paper_form, settings):
    settings.MANUSCRIPT_MAX_BYTES = 100
    upload = SimpleUploadedFile("paper.docx", docx())

    response = author_client.post(url("submit"), {**paper_form(), "file": upload})

    assert response.context["form"].errors.as_data()["file"][0].code == "too_large"


@pytest.fixture
def kept_file(make_submission, author):
    paper = make_submission(State.SUBMITTED)
    return services.attach_file(paper, ContentFile(docx(), name="Музей и школа.docx"), by=author)


def test_a_file_is_served_as_an_attachment_with_its_cyrillic_name(kept_file, url, author_client):
    response = author_client.get(url("file", pk=kept_file.submission_id, file_pk=kept_file.pk))

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == docx()
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%D0%9C%D1%83%D0%B7%D0%B5%D0%B9%20%D0%B8%20%D1%88%D0%BA%D0%BE%D0%BB%D0%B0.docx"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "wordprocessingml" in response["Content-Type"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("role", "track", "status"),
    [
        (None, 0, 404), ("participant", 0, 404), ("chair", 1, 200), ("chair", 0, 200), ("chair", 2, 404),
        ("editor", 0, 200), ("organiser", 0, 200), ("reviewer", 0, 404), ("protocol", 0, 404),
    ],
)  # fmt: skip
def test_who_may_take_a_file(role, track, status, kept_file, url, client_of, make_person, conference):
    visitor = make_person(*([role] if role else []), conference=conference, track=track)

    response = client_of(visitor).get(url("file", pk=kept_file.submission_id, file_pk=kept_file.pk))
    response.close()

    assert response.status_code == status


def test_a_file_is_not_found_under_another_address(
    kept_file, url, make_submission, author_client, other_conference, conference
):
    other_paper = make_submission()

    statuses = [
        Client().get(url("file", pk=kept_file.submission_id, file_pk=kept_file.pk)).status_code,
        author_client.get(url("file", pk=other_paper.pk, file_pk=kept_file.pk)).status_code,
        author_client.get(
            other_conference.url("workshops:file", pk=kept_file.submission_id, file_pk=kept_file.pk)
        ).status_code,
    ]

    assert statuses == [404, 404, 404]


def test_a_file_lost_on_disk_is_not_found(kept_file, url, author_client):
    kept_file.file.storage.delete(kept_file.file.name)

    response = author_client.get(url("file", pk=kept_file.submission_id, file_pk=kept_file.pk))

    assert response.status_code == 404


# -- checking, sending, changing, withdrawing ----------------------------------------------------------------------


def test_the_check_page_shows_everything_and_sends(url, author_client, paper_form):
    author_client.post(url("submit"), paper_form(check="1"))
    paper = Submission.objects.get()

    html = plain(author_client.get(url("check", pk=paper.pk)))
    author_client.post(url("send", pk=paper.pk))

    for text in ("Музей и школа", "О том, как музей", "Рубцов", "Первый абзац."):
        assert text in html
    paper.refresh_from_db()
    assert (paper.state, paper.number) == (State.SUBMITTED, 1)


def test_the_check_page_of_an_incomplete_draft_does_not_offer_to_send(url, author_client, author, conference):
    paper = services.save_draft(Submission(conference=conference, submitter=author), by=author)

    html = author_client.get(url("check", pk=paper.pk)).content.decode()
    author_client.post(url("send", pk=paper.pk))

    paper.refresh_from_db()
    assert url("send", pk=paper.pk) not in html
    assert "Choose the track to which you offer the paper" in html
    assert paper.state == State.DRAFT


def test_pressing_send_twice_sends_once(url, author_client, make_submission):
    paper = make_submission()

    answers = [author_client.post(url("send", pk=paper.pk)).status_code for _ in range(2)]

    paper.refresh_from_db()
    assert (answers, paper.number, Message.objects.count()) == ([302, 302], 1, 1)


def test_a_sent_paper_is_changed_while_the_call_is_open(url, author_client, make_submission, paper_form):
    paper = make_submission(State.SUBMITTED)

    response = author_client.post(url("edit", pk=paper.pk), paper_form(title_ru="Новое название"))

    paper.refresh_from_db()
    assert (response["Location"], paper.title_ru, paper.state) == (
        url("submission", pk=paper.pk), "Новое название", State.SUBMITTED,
    )  # fmt: skip


def test_a_sent_paper_may_not_lose_what_is_required(url, author_client, make_submission, paper_form):
    paper = make_submission(State.SUBMITTED)

    response = author_client.post(url("edit", pk=paper.pk), paper_form(title_ru=""))

    paper.refresh_from_db()
    assert (response.status_code, paper.title_ru) == (200, "Два учителя в одном классе")


@pytest.mark.parametrize("state", [State.ACCEPTED, State.DECLINED, State.WITHDRAWN])
def test_a_decided_paper_is_not_changed(state, url, author_client, make_submission, paper_form):
    paper = make_submission(state)

    get = author_client.get(url("edit", pk=paper.pk))
    author_client.post(url("edit", pk=paper.pk), paper_form(title_ru="Подмена"))

    paper.refresh_from_db()
    assert (get.status_code, paper.title_ru) == (302, "Два учителя в одном классе")


def test_nothing_is_changed_or_sent_after_the_call(url, author_client, make_submission, paper_form, conference):
    draft, sent = make_submission(), make_submission(State.SUBMITTED)
    Conference.objects.filter(pk=conference.pk).update(call_closes=timezone.now() - timedelta(seconds=1))

    author_client.post(url("edit", pk=sent.pk), paper_form(title_ru="Поздно"))
    html = author_client.post(url("send", pk=draft.pk)).content.decode()

    assert set(Submission.objects.values_list("title_ru", flat=True)) == {"Два учителя в одном классе"}
    assert Submission.objects.get(pk=draft.pk).state == State.DRAFT
    assert "The call closed on" in html


def test_withdrawing_is_possible_after_the_call_too(url, author_client, make_submission, conference):
    paper = make_submission(State.ACCEPTED)
    Conference.objects.filter(pk=conference.pk).update(call_closes=timezone.now() - timedelta(seconds=1))

    author_client.post(url("withdraw", pk=paper.pk))

    paper.refresh_from_db()
    assert paper.state == State.WITHDRAWN


@pytest.mark.parametrize("state", State.values)
def test_the_authors_page_tells_the_state_and_the_next_step(state, url, author_client, make_submission):
    paper = make_submission(state)

    html = author_client.get(url("submission", pk=paper.pk)).content.decode()

    assert str(State(state).label) in html
    assert (url("withdraw", pk=paper.pk) in html) == (state in {"submitted", "revision", "accepted", "confirmed"})
    assert (url("edit", pk=paper.pk) in html) == (state in Submission.EDITABLE)


@pytest.mark.parametrize("name", ["submission", "edit", "check"])
def test_another_authors_paper_is_not_found(name, url, client_of, make_person, conference, make_submission):
    paper = make_submission()
    other = make_person("participant", conference=conference)

    assert client_of(other).get(url(name, pk=paper.pk)).status_code == 404


@pytest.mark.parametrize("name", ["edit", "send", "withdraw"])
def test_another_authors_paper_cannot_be_touched(
    name, url, client_of, make_person, conference, make_submission, paper_form
):
    paper = make_submission(State.DRAFT if name == "send" else State.SUBMITTED)
    before = (paper.state, paper.title_ru)
    other = make_person("participant", "organiser", conference=conference)

    response = client_of(other).post(url(name, pk=paper.pk), paper_form(title_ru="Подмена"))

    paper.refresh_from_db()
    assert (response.status_code, (paper.state, paper.title_ru)) == (404, before)


def test_ones_own_paper_is_not_found_in_another_conference(author_client, make_submission, other_conference):
    paper = make_submission()

    assert author_client.get(other_conference.url("workshops:submission", pk=paper.pk)).status_code == 404


@pytest.mark.parametrize("name", ["send", "withdraw"])
def test_verbs_answer_to_post_only(name, url, author_client, make_submission):
    paper = make_submission()

    assert author_client.get(url(name, pk=paper.pk)).status_code == 405


def test_a_stranger_is_led_to_the_sign_in_page(url, make_submission):
    paper = make_submission()

    response = Client().get(url("submission", pk=paper.pk))

    assert (response.status_code, "next=" in response["Location"]) == (302, True)


def test_a_huge_number_in_the_address_is_not_found(url, author_client):
    assert author_client.get(url("submission", pk=10**30)).status_code == 404


# -- what the author need not do twice ------------------------------------------------------------------------------


def test_a_sound_file_survives_an_error_in_a_new_paper(url, author_client, paper_form):
    upload = SimpleUploadedFile("Доклад.docx", docx())

    response = author_client.post(url("submit"), {**paper_form(udk="<b>", check="1"), "file": upload})

    html = response.content.decode()
    paper = Submission.objects.get()
    assert list(response.context["form"].errors) == ["udk"]
    assert ([file.name for file in paper.files.all()], paper.title_ru, paper.state) == (
        ["Доклад.docx"], "Музей и школа", State.DRAFT,
    )  # fmt: skip
    assert "The file “Доклад.docx” is kept." in html
    assert f'action="{url("edit", pk=paper.pk)}"' in html


def test_a_sound_file_survives_an_error_in_a_saved_paper(url, author_client, make_submission, paper_form):
    paper = make_submission()
    upload = SimpleUploadedFile("Доклад.docx", docx())

    author_client.post(url("edit", pk=paper.pk), {**paper_form(title_ru="", check="1"), "file": upload})

    paper.refresh_from_db()
    assert (paper.files.count(), paper.title_ru) == (1, "Два учителя в одном классе")


def test_a_sound_file_survives_the_move_of_an_author(url, author_client, paper_form):
    upload = SimpleUploadedFile("Доклад.docx", docx())

    html = author_client.post(url("submit"), {**paper_form(rows="up-1"), "file": upload}).content.decode()

    assert Submission.objects.get().files.count() == 1
    assert "is kept." in html


def test_a_bad_file_beside_the_move_of_an_author_is_named(url, author_client, paper_form):
    upload = SimpleUploadedFile("Доклад.docx", HOSTILE["pdf"])

    html = author_client.post(url("submit"), {**paper_form(rows="up-1"), "file": upload}).content.decode()

    assert ("This is a PDF." in html, Submission.objects.count()) == (True, 0)


def test_a_file_that_cannot_be_kept_is_asked_for_again(url, author_client, paper_form, make_submission):
    for _ in range(MAX_DRAFTS):
        make_submission()
    upload = SimpleUploadedFile("Доклад.docx", docx())

    response = author_client.post(url("submit"), {**paper_form(udk="<b>"), "file": upload})

    assert response.context["form"].errors["file"] == ["Choose the file again: browsers do not keep it."]


@pytest.mark.parametrize(
    ("full_name", "latin_name", "expected"),
    [
        ("Жук Павел", "Pavel Zhuk", ("Жук", "Павел", "Zhuk", "Pavel")),
        ("Ольга Викторовна Сомова", "", ("Сомова", "Ольга Викторовна", "", "")),
        ("Maria Elena Popescu", "", ("", "", "Popescu", "Maria Elena")),
        ("Maria Popescu", "Maria-Elena Popescu", ("", "", "Popescu", "Maria-Elena")),
        ("Գայանե Սարգսյան", "", ("", "", "", "")),
        ("somebody@example.org", "", ("", "", "", "")),
    ],
)
def test_the_first_author_is_prefilled_by_script(full_name, latin_name, expected, make_person):
    row = forms.author_from(make_person(full_name=full_name, latin_name=latin_name))

    assert tuple(row[name] for name in ("family_ru", "given_ru", "family_en", "given_en")) == expected


def test_the_first_author_brings_organisation_place_and_country(make_person):
    organisation = Organisation.objects.create(title_ru="Школа № 5", title_en="School No. 5", country="BY")
    person = make_person(organisation=organisation, position_ru="учитель", city_ru="Минск")

    row = forms.author_from(person)

    assert [row[name] for name in ("affiliation_ru", "affiliation_en", "position_ru", "city_ru", "country")] == [
        "Школа № 5", "School No. 5", "учитель", "Минск", "BY",
    ]  # fmt: skip


def test_a_new_co_author_is_not_ticked_as_presenting(url, author_client, paper_form):
    html = author_client.post(url("submit"), paper_form(rows="add")).content.decode()

    ticked = re.findall(r'name="authors-(\d)-is_presenting"[^>]*checked', html)
    assert ticked == ["0"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("музей; школа", "музей, школа"),
        (" музей;школа;; класс, урок ;", "музей, школа, класс, урок"),
        ("музей, школа", "музей, школа"),
    ],
)
def test_keywords_are_separated_by_commas(typed, kept, url, author_client, paper_form):
    author_client.post(url("submit"), paper_form(keywords_ru=typed))

    assert Submission.objects.get().keywords_ru == kept


def test_keywords_that_grow_too_long_are_refused_and_the_file_is_kept(url, author_client, paper_form):
    upload = SimpleUploadedFile("Доклад.docx", docx())

    response = author_client.post(url("submit"), {**paper_form(keywords_ru="а;" * 150), "file": upload})

    assert list(response.context["form"].errors) == ["keywords_ru"]
    assert Submission.objects.get().files.count() == 1


def test_an_orcid_is_taken_in_any_usual_form(url, author_client, paper_form):
    author_client.post(url("submit"), paper_form(**{"authors-0-orcid": "https://orcid.org/0000-0002-1825-0097"}))

    assert Submission.objects.get().authors.first().orcid == "0000-0002-1825-0097"


@pytest.mark.parametrize(("language", "other"), [("ru", "en"), ("en", "ru")])
def test_the_fields_of_the_second_language_are_marked_optional(language, other, url, author_client, paper_form):
    response = author_client.post(url("submit"), paper_form(language=language, rows="add"))

    form, rows = response.context["form"], response.context["rows"]
    for field in ("title", "abstract", "keywords"):
        assert (form.fields[f"{field}_{language}"].required, form.fields[f"{field}_{other}"].required) == (True, False)
    assert (rows[0].fields[f"family_{language}"].required, rows[0].fields[f"family_{other}"].required) == (True, False)


def test_the_place_of_an_author_has_no_leading_comma(url, author_client, make_submission):
    paper = make_submission()
    paper.authors.update(country="BY")

    html = author_client.get(url("submission", pk=paper.pk)).content.decode()

    assert '<p class="muted"><span>Belarus</span></p>' in html


def test_a_pending_participant_is_led_to_my_page(url, client_of, person):
    html = client_of(person).get(url("submit")).content.decode()

    assert re.findall(r'<a class="btn" href="([^"]+)"', html[html.index("<main") :]) == ["/en/me/"]
    assert "as soon as your registration is approved" in html
