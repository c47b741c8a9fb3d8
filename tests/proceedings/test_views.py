"""Pages of the proceedings: who sees what, at how many queries, in which language."""

from __future__ import annotations

import re

import pytest
from django.utils.safestring import SafeString

from conference.models import Job
from proceedings import services
from proceedings.models import Volume
from proceedings.services.wording import duration, note_text
from proceedings.templatetags.volumes import softly
from tests.proceedings.conftest import make_publication, publish_two, status
from tests.world import read_to_the_end

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def published(volume, editor) -> Volume:
    return publish_two(volume, editor)


PUBLIC = [
    "proceedings/",
    "proceedings/proceedings/",
    "proceedings/proceedings/1/",
    "proceedings/proceedings/volume.pdf",
]


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_anybody_reads_what_is_published(client, published, path, language):
    assert status(client, f"/{language}/inclusion/{path}") == 200


@pytest.mark.parametrize("path", PUBLIC[1:])
def test_a_draft_does_not_exist_for_the_public(client, conference, make_paper, volume, editor, client_of, path):
    make_paper(conference)
    services.collect(volume, by=editor)

    assert client.get(f"/ru/inclusion/{path}").status_code == 404
    assert client_of(editor).get(f"/ru/inclusion/{path}").status_code == 404


@pytest.mark.parametrize("path", PUBLIC[1:])
def test_a_volume_lives_in_its_own_conference(client, published, other_conference, path):
    assert client.get(f"/ru/{other_conference.slug}/{path}").status_code == 404


def test_the_page_shows_the_text_that_was_published(client, published, editor):
    article = published.articles.get(number=1)
    services.import_manuscript(article, by=editor, text="Новая редакция, ещё не вышедшая.")

    body = client.get("/ru/inclusion/proceedings/proceedings/1/").content.decode()

    assert "Первый абзац статьи" in body
    assert "Новая редакция" not in body


def test_citation_and_pages_stand_on_the_article(client, published):
    body = client.get("/ru/inclusion/proceedings/proceedings/1/").content.decode().replace("\u00a0", " ")

    assert "Орлов1 П. И. О школе номер 1 // Вместе учиться: сборник: материалы международной конференции." in body
    assert "СПб.: Издательство, 2008. С. 3–4." in body
    assert "/ru/inclusion/proceedings/proceedings/volume.pdf#page=7" in body


def test_passages_in_the_other_language_are_marked(client, published):
    body = client.get("/ru/inclusion/proceedings/proceedings/2/").content.decode()

    assert '<p class="alt" lang="en">On school number 2</p>' in body
    assert '<div class="prose fulltext" lang="en">' in body
    assert '<p lang="ru">Русские слова в\u00a0нём.</p>' in body
    assert re.search(r'<section class="abs" lang="en"', body)


def test_pictures_are_served_for_published_articles_only(client, conference, make_paper, make_volume, editor, tmp_path):
    from tests.proceedings.conftest import docx_of, picture

    (tmp_path / "fig1.png").write_bytes(picture())
    make_paper(conference, docx=docx_of('Текст.\n\n![Вид](fig1.png){alt="Школа сверху"}\n', tmp_path))
    volume = make_volume(conference)
    services.collect(volume, by=editor)
    services.import_missing(volume)
    address = "/ru/inclusion/proceedings/proceedings/1/figures/1/"
    assert client.get(address).status_code == 404

    make_publication(volume, editor)

    answer = client.get(address)
    read_to_the_end(answer)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert client.get("/ru/inclusion/proceedings/proceedings/1/figures/2/").status_code == 404
    page = client.get("/ru/inclusion/proceedings/proceedings/1/").content.decode()
    assert f'src="{address}"' in page
    assert 'alt="Школа сверху"' in page


def test_hostile_words_are_shown_inert(client, conference, make_paper, volume, editor, client_of):
    make_paper(
        conference,
        title_ru=HOSTILE,
        title_en=HOSTILE,
        abstract_ru=HOSTILE,
        keywords_ru=HOSTILE,
        body=f"Текст {HOSTILE}",
    )
    services.collect(volume, by=editor)
    services.import_missing(volume)
    make_publication(volume, editor)
    job = services.start_compile(volume, by=editor)

    pages = [client.get(f"/ru/inclusion/{path}").content.decode() for path in (*PUBLIC[:3], "")]
    desk = client_of(editor)
    pages += [
        desk.get(f"/ru/inclusion/desk/proceedings/proceedings/{path}").content.decode()
        for path in ("", f"jobs/{job.pk}/")
    ]

    assert [page for page in pages if HOSTILE in page] == []
    assert all("&lt;script&gt;" in page for page in pages[1:3])


def queries_of(client, url, django_assert_max_num_queries) -> int:
    with django_assert_max_num_queries(60) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("path", "is_desk"),
    [
        ("proceedings/proceedings/", False),
        ("desk/proceedings/", True),
        ("desk/proceedings/proceedings/", True),
        ("desk/proceedings/proceedings/jobs/{job}/", True),
    ],
)
def test_lists_cost_the_same_with_one_row_and_with_many(
    conference, make_paper, make_volume, editor, client, client_of, path, is_desk, django_assert_max_num_queries
):
    volume = make_volume(conference)
    visitor = client_of(editor) if is_desk else client
    counts = []
    for number in (1, 2, 3, 4, 5, 6):
        make_paper(conference, number=number)
        if number in (1, 6):
            Volume.objects.filter(pk=volume.pk).update(state=Volume.State.DRAFT)
            services.collect(Volume.objects.get(pk=volume.pk), by=editor)
            make_publication(Volume.objects.get(pk=volume.pk), editor)
            job = services.start_compile(volume, by=editor)
            url = f"/ru/inclusion/{path.format(job=job.pk)}"
            visitor.get(url)
            counts.append(queries_of(visitor, url, django_assert_max_num_queries))

    assert counts[0] == counts[1]


def test_the_job_page_counts_and_names(client_of, published, editor):
    job = services.start_compile(published, by=editor)
    article = published.articles.get(number=1)
    verdict = {
        "key": str(article.pk), "number": 1, "part": 1, "label": "x", "language": "ru", "authors": "",
        "state": "warning", "pages": 9,
        "notes": [{"code": "table-wide", "params": {"number": 2, "mm": 14}, "is_error": False}],
    }  # fmt: skip
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, done=1, total=2, now="2", verdicts=[verdict])

    body = client_of(editor).get(f"/en/inclusion/desk/proceedings/proceedings/jobs/{job.pk}/status/").content.decode()

    assert 'data-running="yes"' in body
    assert "Typeset 1 of 2 articles" in body
    assert "table 2 is wider than the type area by 14 mm" in body
    assert "Now: track 1, article 2" in body
    assert '<progress value="1" max="2"' in body


BOARD = "/en/inclusion/desk/proceedings/proceedings/"


def said(client, address: str) -> list[str]:
    """The messages of the page at *address*."""
    return [str(message) for message in client.get(address).context["messages"]]


def test_a_compilation_that_has_ended_is_not_stopped_again(client_of, published, editor):
    desk, job = client_of(editor), services.start_compile(published, by=editor)
    url = f"{BOARD}jobs/{job.pk}/"

    first, second = (said(desk, desk.post(f"{url}stop/").url) for _ in range(2))

    assert first == ["The compilation is stopped. What was published stays as it was."]
    assert second == ["This compilation had already ended."]


def test_a_job_that_changed_nothing_says_so(client_of, published, editor):
    services.compile_now(published, by=editor)
    job = services.compile_now(published, by=editor)
    first = published.builds.first().job

    pages = [client_of(editor).get(f"{BOARD}jobs/{one.pk}/").content.decode() for one in (first, job)]

    note = "Nothing has changed since the last build; it was taken as it is."
    assert [note in page for page in pages] == [False, True]
    assert [f"/builds/{published.builds.first().pk}/" in page for page in pages] == [True, True]


def test_publishing_asks_first(client_of, conference, make_paper, volume, editor):
    make_paper(conference, number=1)
    make_paper(conference, number=2, body="", title_en="")
    services.collect(volume, by=editor)
    services.import_missing(volume)
    build = services.compile_volume(volume, by=editor)
    make_paper(conference, number=3)
    services.collect(volume, by=editor)

    answer = client_of(editor).get(f"{BOARD}publish/ask/")

    body = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
    assert volume.publication is None
    assert "Publish the volume?" in body
    assert "Learning Together: Proceedings, 2008" in body
    assert f"Articles 2 Pages {build.pages} Without full text 2. О школе номер 2" in body
    assert "the title is missing in English" in body
    assert "Not in this build 3. On school number 3" in body
    assert f'name="build" value="{build.pk}"' in answer.content.decode()


def test_a_volume_that_was_not_compiled_is_not_asked_about(client_of, volume, editor):
    desk = client_of(editor)

    answer = desk.get(f"{BOARD}publish/ask/")

    assert (answer.status_code, answer.url) == (302, BOARD)
    assert said(desk, BOARD) == ["There is nothing to publish yet: compile the volume first."]


def test_what_is_published_already_is_not_asked_about(client_of, published, editor):
    desk = client_of(editor)

    assert desk.get(f"{BOARD}publish/ask/").url == BOARD
    assert said(desk, BOARD) == ["This build is published already."]


@pytest.mark.parametrize("build", ["0", "x", ""])
def test_only_the_build_that_was_confirmed_is_published(client_of, published, editor, build):
    desk = client_of(editor)
    services.compile_volume(published, by=editor)

    answer = desk.post(f"{BOARD}publish/", {"build": build, "certain": "on"})

    assert answer.url == f"{BOARD}publish/ask/"
    assert said(desk, answer.url) == ["The volume was compiled again meanwhile. Look at the new build first."]
    assert published.publications.count() == 1


def test_a_lost_job_offers_to_go_on(client_of, published, editor):
    job = services.start_compile(published, by=editor)
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, error="worker lost", done=5, total=12)

    body = client_of(editor).get(f"/en/inclusion/desk/proceedings/proceedings/jobs/{job.pk}/").content.decode()

    assert "Stopped at article 5 of 12" in body
    assert ">Continue</button>" in body


def test_the_home_page_shows_the_last_volume(client, published, make_conference):
    later = make_conference("later", starts="2030-06-01", ends="2030-06-02")

    own = client.get("/en/inclusion/").content.decode()
    next_one = client.get(f"/en/{later.slug}/").content.decode()

    assert "Download PDF, 20 pages" in own.replace("\u00a0", " ")
    assert "Proceedings of the last conference" in next_one
    assert "/en/inclusion/proceedings/proceedings/" in next_one


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(3, "a few seconds"), (42, "about 40 s"), (60, "about 1 min"), (158, "about 2 min 40 s")],
)
def test_time_left_is_said_in_tens(seconds, said):
    from django.utils.translation import override

    with override("en"):
        assert duration(seconds) == said


def test_every_code_of_the_compiler_has_words():
    codes = [
        "text-missing", "failed-time", "failed-memory", "failed-refused", "failed-error", "resource-refused",
        "figure-missing", "figure-file-missing", "image-unreadable", "image-too-large", "formula-as-text",
        "table-without-header", "figure-without-alternative",
    ]  # fmt: skip

    assert [code for code in codes if note_text({"code": code, "params": {"count": 2}}) == code] == []


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("Короткие слова", "Короткие слова"),
        ("совершенствование", "совер~шен~ство~ва~ние"),
        ("internationalisation", "inter~na~tion~al~isa~tion"),
        ('<span lang="международность">да</span>', '<span lang="международность">да</span>'),
        (HOSTILE, "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"),
    ],
)
def test_long_words_of_headings_may_break(html, shown):
    given = SafeString(html) if html.startswith("<span") else html

    assert softly(given).replace("\u00ad", "~") == shown
