"""What the page of an article refuses is said at the field, with what was typed; what is doubtful asks for a tick."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from proceedings import services
from proceedings.models import Article
from proceedings.services import proofs, steps
from proceedings.services.board import Question, board_of
from proceedings.templatetags.published import issue_in
from tests.proceedings.conftest import make_build

HERE = "/en/inclusion/desk/proceedings/proceedings/articles/"


@pytest.fixture
def article(conference, make_paper, volume, editor) -> Article:
    make_paper(conference, number=1)
    services.collect(volume, by=editor)
    services.import_missing(volume)
    return volume.articles.get()


@pytest.fixture
def browser(client_of, editor):
    return client_of(editor)


def page_of(answer) -> html.HtmlElement:
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def error_at(page: html.HtmlElement, field: str) -> str:
    (box,) = page.xpath(f"//*[@id='{field}'][@aria-invalid='true']/ancestor::*[contains(@class, 'bad')][1]")
    assert page.xpath(f"//*[@class='esum']//a[@href='#{field}']")
    return " ".join(box.xpath(".//ul[@class='msg']")[0].text_content().split())


def test_a_day_that_is_over_is_refused_at_its_field(browser, article):
    over = article.conference.today() - timedelta(days=1)
    told = {"to": article.authors.get().pk, "due_on": over.isoformat()}

    page = page_of(browser.post(f"{HERE}{article.pk}/proof/send/", told))

    assert "is over already" in error_at(page, "id_due_on")
    assert not article.proofs.exists()


def test_a_new_text_is_asked_for_in_words(browser, article):
    page = page_of(browser.post(f"{HERE}{article.pk}/ask-text/", {"words": " "}))

    assert "Say what the authors are to change." in error_at(page, "id_words")
    assert page.xpath("//details[@open]//*[@id='id_words']")


def test_a_remark_that_is_declined_without_a_word_is_refused_where_it_stands(browser, article, editor):
    proof = proofs.send_proof(article, by=editor)
    first, second = (proofs.add_remark(proof, text=text) for text in ("Опечатка.", "Ещё одна."))
    proofs.send_remarks(proof)

    page = page_of(browser.post(f"{HERE}{article.pk}/remarks/{second.pk}/answer/", {"answer": "declined"}))
    done = browser.post(f"{HERE}{article.pk}/remarks/{first.pk}/answer/", {"answer": "declined", "words": "So it is."})

    assert "why it stays as it is" in error_at(page, f"words-{second.pk}")
    assert not page.xpath(f"//*[@id='words-{first.pk}'][@aria-invalid]")
    assert done.url.endswith(f"#remark-{first.pk}")


def test_an_article_that_no_author_approved_is_ready_after_a_tick(browser, article, editor):
    unseen = page_of(browser.get(f"{HERE}{article.pk}/"))
    refused = page_of(browser.post(f"{HERE}{article.pk}/ready/"))
    assert steps.state_of(article) == "new"
    browser.post(f"{HERE}{article.pk}/ready/", {"certain": "on"})

    assert "The authors have seen no proof of this article." in unseen.text_content()
    assert "Tick the box" in error_at(refused, "id_certain")
    assert steps.state_of(article) == "ready"


def test_what_the_authors_have_not_said_is_told(article, editor):
    proof = proofs.send_proof(article, by=editor)
    proofs.add_remark(proof, text="Опечатка.")
    proofs.send_remarks(proof)
    waiting = steps.unsaid_by_authors(article)
    proofs.answer(proof.remarks.get(), by=editor, how="done")
    answered = steps.unsaid_by_authors(article)
    proofs.approve_proof(proofs.send_proof(article, by=editor), signed_as="Анна Иванова")

    assert (bool(waiting), bool(answered), waiting != answered) == (True, True, True)
    assert steps.unsaid_by_authors(article) == ""


def test_an_approved_article_is_ready_at_once(browser, article, editor):
    proofs.approve_proof(proofs.send_proof(article, by=editor), signed_as="Анна Иванова")

    browser.post(f"{HERE}{article.pk}/ready/")

    assert steps.state_of(article) == "ready"


def test_a_file_that_is_read_stands_instead_of_the_one_that_was_refused(browser, article):
    Article.objects.filter(pk=article.pk).update(import_error="broken")
    article.manuscripts.all().delete()
    refused = page_of(browser.get(f"{HERE}{article.pk}/"))
    file = SimpleUploadedFile("text.md", "## Начало\n\nСлова.\n".encode())
    page = page_of(browser.post(f"{HERE}{article.pk}/replace/", {"file": file}, follow=True))

    assert [summary.text for summary in refused.xpath("//details[@open]/summary")] == ["Bring the text"]
    (old,) = refused.xpath("//*[@class='note']")
    (note,) = page.xpath("//*[@class='note']")
    assert ("could not be read" in old.text_content(), "is being read" in note.text_content()) == (True, True)
    assert note.get("id") == "reading"
    assert note.xpath(".//a[@href=$here]", here=f"{HERE}{article.pk}/")
    assert page.xpath("//script[contains(@src, 'editing/reading')]")


def test_a_volume_in_which_something_is_not_done_is_published_after_a_tick(browser, article, editor):
    build, board = make_build(article.volume, editor), HERE.removesuffix("articles/")
    asked = page_of(browser.get(f"{board}publish/ask/"))
    refused = page_of(browser.post(f"{board}publish/", {"build": build.pk}))
    article.volume.refresh_from_db()
    was_published = article.volume.is_published
    done = browser.post(f"{board}publish/", {"build": build.pk, "certain": "on"})

    assert asked.xpath("//input[@name='certain'][@type='checkbox']")
    assert "Tick the box" in error_at(refused, "id_certain")
    assert (was_published, done.url, article.volume.publications.count()) == (False, board, 1)


def test_a_published_article_waits_for_no_author(article, editor):
    proofs.send_proof(article, by=editor)
    services.publish(article.volume, by=editor, build=make_build(article.volume, editor))

    (line,) = board_of(article.volume, None, Question(), editor).lines

    assert (line.state, line.proof, line.is_late) == ("published", None, False)


@pytest.mark.parametrize(
    ("number", "language", "told"),
    [("Вып. 2", "en", "No. 2"), ("Вып. 2", "ru", "Вып. 2"), ("Vol. 3", "en", "Vol. 3"), ("№ 3/4", "en", "No. 3/4")],
)
def test_the_number_of_an_issue_speaks_the_language_of_the_page(number, language, told):
    assert issue_in(number, language) == told
