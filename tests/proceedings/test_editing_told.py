"""What the desk tells of a text or a description that is saved, or is not."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages

from tests.proceedings.texts import new_article, new_text

HERE = "/ru/inclusion/desk/proceedings/proceedings/"


@pytest.fixture
def article(conference):
    made = new_article(conference)
    new_text(made)
    return made


@pytest.fixture
def browser(client_of, editor):
    return client_of(editor)


def page(browser, path: str) -> str:
    return browser.get(f"{HERE}{path}").content.decode()


def test_what_comes_back_unsaved_counts_as_changed_and_nothing_else_does(browser, article):
    told = {"revision": "1", "b8": "{formula 9}", "n1": "Другое", "s1": "Смит.", "b0": "Постановка\u00a0вопроса"}

    html = browser.post(f"{HERE}articles/{article.pk}/text/", told).content.decode()

    assert re.findall(r'id="([a-z]\d+)"[^>]* data-changed', html) == ["b0", "b8", "n1", "s1"]
    assert "data-changed" not in page(browser, f"articles/{article.pk}/text/")


def test_a_refusal_tells_by_its_first_words_where_it_is(browser, article):
    answer = browser.post(
        f"/en/inclusion/desk/proceedings/proceedings/articles/{article.pk}/text/",
        {"revision": "1", "b8": "{formula 9}"},
    )

    assert "“Последний абзац.”: The article has no {formula 9}." in answer.content.decode()


def test_what_goes_with_the_words_around_it_is_named(browser, article):
    html = page(browser, f"articles/{article.pk}/text/")
    told = {"revision": "1", "b1": "Слово без знака.", "k1": "paragraph", "act": "delete-b5"}
    opened = f"/en/inclusion/desk/proceedings/proceedings/articles/{article.pk}/text/"

    answer = browser.post(opened, told)

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert 'name="b1"' in html
    assert said[-1] == (
        "No longer in the text: formula 1, the mark of note 1 (“Примечание”). If you did not mean it, take revision 1"
        " back."
    )
    again = browser.post(opened, {"revision": "2", "b1": "Слово.", "k1": "paragraph"})
    assert [str(message) for message in get_messages(again.wsgi_request)][-1] == "Saved as revision 3."


def test_line_ends_of_browsers_are_no_change(browser, article):
    fields = dict(re.findall(r'<textarea[^>]* name="([bcns]\d+)"[^>]*>([^<]*)</textarea>', page(
        browser, f"articles/{article.pk}/text/"
    )))  # fmt: skip
    told = {name: text.replace("\n", "\r\n") for name, text in fields.items()}

    answer = browser.post(f"{HERE}articles/{article.pk}/text/", {**told, "revision": "1", "b8": "{formula 9}"})

    assert re.findall(r'id="([a-z]\d+)"[^>]* data-changed', answer.content.decode()) == ["b8"]


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ({"received_on": "2026-03-05", "accepted_on": "2026-03-01"}, {"received_on"}),
        ({"received_on": "2026-03-01", "reviewed_on": "2026-03-09", "accepted_on": "2026-03-05"}, {"reviewed_on"}),
        ({"accepted_on": "2190-01-01"}, {"accepted_on"}),
        ({"received_on": "2190-01-01", "accepted_on": "2026-03-05"}, {"received_on"}),
        ({"received_on": "2026-03-05", "accepted_on": "2026-03-05"}, None),
    ],
)
def test_days_that_cannot_be_so_are_refused_at_their_fields(browser, article, days, wrong):
    form = browser.get(f"{HERE}articles/{article.pk}/description/").context["form"]
    fields = {name: form.initial.get(name) or "" for name in form.fields}
    fields |= {"authors-TOTAL_FORMS": "0", "authors-INITIAL_FORMS": "0"}

    answer = browser.post(f"{HERE}articles/{article.pk}/description/", {**fields, **days})

    refused = set(answer.context["form"].errors) if answer.status_code == 200 else None
    assert refused == wrong
