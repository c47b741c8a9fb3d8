"""The pages of the editors' desk: the board, an article, its text, its description, two versions of either."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from proceedings.models import Article, Proof, Volume
from proceedings.services import editing, proofs, steps
from proceedings.services.arranging import move
from tests.proceedings.texts import HTML, edited, new_article, new_text

HERE = "/ru/inclusion/desk/proceedings/proceedings/"


@pytest.fixture
def article(conference):
    made = new_article(conference)
    new_text(made)
    return made


@pytest.fixture
def browser(client_of, editor):
    return client_of(editor)


def page(browser, path: str = "", **data) -> str:
    return browser.get(f"{HERE}{path}", data).content.decode()


def titles(html: str) -> list[str]:
    return [found.replace("\u00a0", " ") for found in re.findall(r'<th role="rowheader"[^>]*><a[^>]*>([^<]+)', html)]


# -- the board -----------------------------------------------------------------------------------------------------


def test_the_board_filters_and_sorts(browser, conference, editor, article):
    other = new_article(conference, title_ru="Азбука", editor=editor)
    steps.note(other, "ready", by=None)

    assert titles(page(browser)) == ["О школе 1", "Азбука"]
    assert titles(page(browser, sort="title")) == ["Азбука", "О школе 1"]
    assert titles(page(browser, sort="-number")) == ["Азбука", "О школе 1"]
    assert titles(page(browser, state="ready")) == ["Азбука"]
    assert titles(page(browser, editor="me")) == ["Азбука"]
    assert titles(page(browser, editor="none")) == ["О школе 1"]
    assert titles(page(browser, q="azbuka")) == ["Азбука"]
    assert titles(page(browser, trouble="gaps", track="1")) == ["О школе 1", "Азбука"]
    assert titles(page(browser, track="3")) == []


@pytest.mark.parametrize(
    "query", [{"track": "x"}, {"editor": "9" * 30}, {"sort": "nothing"}, {"state": "x"}, {"page": "9"}]
)
def test_an_odd_question_is_no_question(browser, article, query):
    assert titles(page(browser, **query)) == ["О школе 1"]


def test_a_late_proof_is_named(browser, article, editor):
    proofs.send_proof(article, by=editor)
    Proof.objects.update(due_on=timezone.localdate() - timedelta(days=2))

    assert titles(page(browser, trouble="late")) == ["О школе 1"]


def test_an_empty_volume_says_what_to_do(browser, conference, make_volume):
    make_volume(conference)

    assert 'class="empty"' in page(browser)


def test_the_board_costs_the_same_for_one_and_for_many(browser, conference, article, editor, django_assert_num_queries):
    def costs(number: int) -> None:
        page(browser)
        with django_assert_num_queries(number):
            page(browser)

    costs(23)
    for _more in range(6):
        more = new_article(conference, editor=editor)
        new_text(more)
        proofs.send_proof(more, by=editor)
    costs(23)


def test_articles_are_assigned_in_bulk(browser, article, editor):
    answer = browser.post(f"{HERE}assign/", {"chosen": [article.pk], "editor": editor.pk, "query": "state=new"})

    article.refresh_from_db()
    assert (article.editor, answer.url) == (editor, f"{HERE}?state=new")


def test_articles_of_another_volume_are_not_assigned(browser, article, editor, other_conference):
    stranger = new_article(other_conference)

    browser.post(f"{HERE}assign/", {"chosen": [stranger.pk], "editor": editor.pk})

    stranger.refresh_from_db()
    assert stranger.editor is None


# -- an article ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_page_of_an_article_in_every_state(browser, article, editor, language):
    url = f"/{language}/inclusion/desk/proceedings/proceedings/articles/{article.pk}/"
    proof = proofs.send_proof(article, by=editor)
    remark = proofs.add_remark(proof, text="Опечатка.", place="b8", quote="Последний")
    proofs.send_remarks(proof)
    edited(article, 8, "Иначе.", by=editor)

    html = browser.get(url).content.decode()

    assert ("Опечатка." in html, f'id="remark-{remark.pk}"' in html, "Иначе." in html) == (True, True, True)
    assert proof.key not in html


def test_verbs_of_the_page(browser, article, editor):
    browser.post(f"{HERE}articles/{article.pk}/begin/")
    browser.post(f"{HERE}articles/{article.pk}/ready/", {"certain": "on"})
    assert steps.state_of(article) == "ready"
    browser.post(f"{HERE}articles/{article.pk}/reopen/")
    browser.post(f"{HERE}articles/{article.pk}/ask-text/", {"words": "Пришлите таблицы."})

    assert [step.kind for step in steps.log_of(article)] == ["returned", "reopened", "ready", "begun", "assigned"]


def test_a_proof_is_sent_and_answered_from_the_page(browser, article):
    due = article.conference.today() + timedelta(days=9)
    browser.post(
        f"{HERE}articles/{article.pk}/proof/send/", {"to": article.authors.get().pk, "due_on": due.isoformat()}
    )
    proof = article.proofs.get()
    remark = proofs.add_remark(proof, text="Опечатка.")
    proofs.send_remarks(proof)

    browser.post(f"{HERE}articles/{article.pk}/remarks/{remark.pk}/answer/", {"answer": "done", "words": "Да."})

    remark.refresh_from_db()
    assert (proof.due_on, remark.answer, remark.answer_text) == (due, "done", "Да.")


def test_a_proof_needs_a_day(browser, article):
    answer = browser.post(
        f"{HERE}articles/{article.pk}/proof/send/", {"to": article.authors.get().pk, "due_on": "завтра"}
    )

    assert (answer.status_code, 'aria-invalid="true"' in answer.content.decode()) == (200, True)


# -- the text ------------------------------------------------------------------------------------------------------


def test_every_block_has_its_field(browser, article):
    html = page(browser, f"articles/{article.pk}/text/")

    assert re.findall(r'<textarea id="f-(b\d+)"', html) == ["b0", "b1", "b2", "b3", "b4", "b8"]
    assert re.findall(r'name="(c6|a6-0|d6-0|f1|n1|s0|s1|snew)"', html) == [
        "f1", "c6", "a6-0", "d6-0", "n1", "s0", "s1", "snew",
    ]  # fmt: skip


def test_what_is_typed_is_saved_and_the_rest_stays(browser, article):
    answer = browser.post(f"{HERE}articles/{article.pk}/text/", {"revision": "1", "b8": "*Иначе*.", "k8": "paragraph"})

    made = article.manuscripts.first()
    assert (answer.status_code, made.html) == (302, HTML.replace("Последний абзац.", "<em>Иначе</em>."))


def test_a_page_opened_before_a_rearrangement_saves_into_the_same_article(browser, conference, editor, article):
    other = new_article(conference)
    new_text(other)
    opened = f"{HERE}articles/{article.pk}/text/"
    browser.get(opened)
    move(article, before=None, by=editor)

    browser.post(opened, {"revision": "1", "b8": "Иначе."})

    article.refresh_from_db()
    assert (article.number, article.manuscripts.count(), other.manuscripts.count()) == (2, 2, 1)


def test_a_button_saves_and_does_what_it_says(browser, article):
    answer = browser.post(f"{HERE}articles/{article.pk}/text/", {"revision": "1", "b8": "Иначе.", "act": "add-b8"})

    assert (article.manuscripts.first().revision, answer.url) == (2, f"{HERE}articles/{article.pk}/text/add/?after=8")
    added = browser.post(answer.url, {"revision": "2", "after": "8", "kind": "table", "rows": "3", "columns": "2"})
    assert added.url == f"{HERE}articles/{article.pk}/text/table/9/"


def test_what_cannot_be_taken_keeps_what_was_typed(browser, article):
    answer = browser.post(f"{HERE}articles/{article.pk}/text/", {"revision": "1", "b8": "{formula 9}", "b2": "Иначе."})

    html = answer.content.decode()
    assert (answer.status_code, "{formula 9}" in html, ">Иначе.<" in html) == (200, True, True)
    assert ('href="#f-b8"' in html, article.manuscripts.count()) == (True, 1)


def test_a_formula_is_shown_in_words_with_its_tex_beside(browser, article):
    html = page(browser, f"articles/{article.pk}/text/")

    field = re.search(r'<textarea id="f1" name="f1" rows="1" lang="ru" aria-describedby="h-f1">([^<]*)<', html)
    assert (field[1], '<code translate="no">E</code>' in html) == ("E", True)


def test_the_page_can_change_its_language_with_words_half_typed(browser, article):
    answer = browser.post(
        f"{HERE}articles/{article.pk}/text/", {"revision": "1", "b8": "Полслова", "switch_language": "en"}
    )

    html = browser.get(answer.url).content.decode()
    assert (answer.url.startswith("/en/"), ">Полслова</textarea>" in html) == (True, True)


@pytest.mark.parametrize(("choice", "words"), [("mine", ["Моё."]), ("theirs", ["Их."]), ("both", ["Их.", "Моё."])])
def test_two_versions_are_shown_and_chosen_from(browser, article, choice, words):
    edited(article, 8, "Их.")
    answer = browser.post(
        f"{HERE}articles/{article.pk}/text/", {"revision": "1", "b8": "Моё.", "b0": "Мой заголовок", "k0": "heading"}
    )
    html = answer.content.decode()
    assert ("<ins>" in html or "<ins" in html, article.manuscripts.count()) == (True, 2)
    fields = {
        name: value.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'")
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
        if name != "csrfmiddlewaretoken"
    }

    browser.post(f"{HERE}articles/{article.pk}/text/resolve/", {**fields, "choose-0": choice})

    made = article.manuscripts.first()
    assert (made.revision, "Мой заголовок" in made.html) == (3, True)
    assert re.findall(r"<p>(Их\.|Моё\.)</p>", made.html) == words


def test_what_is_carried_through_the_page_passes_the_allow_list(browser, article):
    carried = editing.packed(editing.Edits(after={0: "<p onclick='x'>a<script>b</script></p>"}))

    browser.post(f"{HERE}articles/{article.pk}/text/resolve/", {"revision": "1", "conflicts": "0", "carried": carried})

    assert ("<p>a</p>" in article.manuscripts.first().html, "script" in article.manuscripts.first().html) == (
        True,
        False,
    )


@pytest.mark.parametrize("carried", ["", "[]", '{"blocks": {"x": 1}}', "{"])
def test_a_spoilt_page_saves_nothing(browser, article, carried):
    answer = browser.post(
        f"{HERE}articles/{article.pk}/text/resolve/", {"revision": "1", "conflicts": "0", "carried": carried}
    )

    assert (answer.status_code, article.manuscripts.count()) == (302, 1)


def test_a_note_is_added(browser, article):
    browser.post(f"{HERE}articles/{article.pk}/text/note/", {"revision": "1", "text": "Второе"})

    assert '<li id="fn2">Второе</li>' in article.manuscripts.first().html


def test_a_table_is_edited_by_cells(browser, article):
    told = {"revision": "1", "caption": "Счёт", "head_row": "on", "c1-0": "7", "act": "add-row-2"}

    answer = browser.post(f"{HERE}articles/{article.pk}/text/table/7/", told)

    assert ("<td>7</td>" in article.manuscripts.first().html, answer.url) == (
        True,
        f"{HERE}articles/{article.pk}/text/table/7/",
    )
    assert browser.get(f"{HERE}articles/{article.pk}/text/table/2/").status_code == 404


def test_revisions_are_compared_and_restored(browser, article):
    edited(article, 8, "Последний и новый абзац.")

    html = page(browser, f"articles/{article.pk}/compare/")
    browser.post(f"{HERE}articles/{article.pk}/restore/", {"revision": "1"})

    assert re.search(r"<ins>.*и.новый", html)
    assert article.manuscripts.first().html == HTML


# -- the description -----------------------------------------------------------------------------------------------


def described(browser, **changed):
    """The form as the page gives it, with some fields typed anew."""
    form = browser.get(f"{HERE}articles/{Article.objects.get().pk}/description/").context
    data = {name: form["form"].initial.get(name, "") for name in form["form"].fields}
    data |= {"authors-TOTAL_FORMS": "2", "authors-INITIAL_FORMS": "1"}
    for row in form["authors"].forms:
        data |= {f"{row.prefix}-{name}": row.initial.get(name, "") for name in row.fields}
    data = {name: value for name, value in data.items() if value not in (False, None)}
    return {**data, **changed}


def test_the_description_is_saved(browser, article):
    data = described(browser, title_en="Another", **{"authors-0-orcid": "https://orcid.org/0000-0002-1825-0097"})

    answer = browser.post(f"{HERE}articles/{article.pk}/description/", data)

    article.refresh_from_db()
    assert (answer.status_code, article.title_en) == (302, "Another")
    assert article.authors.get().orcid == "0000-0002-1825-0097"


def test_a_new_author_is_added_and_one_is_taken_out(browser, article):
    browser.post(f"{HERE}articles/{article.pk}/description/", described(browser, **{"authors-1-family_en": "Duarte"}))
    assert list(article.authors.values_list("order", "family_en")) == [(1, "Orlov"), (2, "Duarte")]

    browser.post(f"{HERE}articles/{article.pk}/description/", described(browser, **{"authors-0-remove": "on"}))

    assert list(article.authors.values_list("order", "family_en")) == [(1, "Duarte")]


def test_wrong_fields_keep_what_was_typed(browser, article):
    data = described(browser, title_ru="", udk="???", title_en="Typed", **{"authors-0-orcid": "0000"})

    html = browser.post(f"{HERE}articles/{article.pk}/description/", data).content.decode()

    assert ("Typed" in html, html.count('aria-invalid="true"')) == (True, 3)


def test_two_hands_at_the_description(browser, article):
    mine = described(browser, title_en="Mine", udk="376")
    Article.objects.update(title_en="Theirs")
    html = browser.post(f"{HERE}articles/{article.pk}/description/", mine).content.decode()
    assert ("choose:title_en" in html, Article.objects.get().udk) == (True, "")
    base = re.search(r'name="base" value="([^"]+)"', html)[1]

    browser.post(f"{HERE}articles/{article.pk}/description/", {
        **mine, "base": base, "choose:title_en": "theirs", "theirs:title_en": "Theirs",
    })  # fmt: skip

    article.refresh_from_db()
    assert (article.title_en, article.udk) == ("Theirs", "376")


def test_what_is_to_be_mended_in_the_volume(browser, article):
    by_article, by_kind = page(browser, "preflight/"), page(browser, "preflight/", by="kind")

    with override("ru"):
        assert (f"articles/{article.pk}/description/#id_udk" in by_article, "<details" in by_kind) == (True, True)
    assert Volume.objects.count() == 1
