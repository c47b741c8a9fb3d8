"""Articles stand in one order everywhere: that of the book, by parts, even where numbers of parts interleave."""

from __future__ import annotations

import re

import pytest

from conference.models import Job
from proceedings import services
from proceedings.models import Article, Volume
from proceedings.services.frozen import frozen_contents
from proceedings.services.open_data import articles as told_articles
from proceedings.services.watching import watched
from tests.proceedings.conftest import make_build

BOOK = [1, 4, 2, 5, 3]
"""Numbers in the order of the book: parts one (1, 4), two (2, 5) and three (3)."""


@pytest.fixture
def filled(conference, make_paper, volume, editor) -> Volume:
    for number, track in enumerate((1, 2, 3, 1, 2), start=1):
        make_paper(conference, number=number, track=track)
    services.collect(volume, by=editor)
    services.import_missing(volume)
    rows = list(Article.objects.of_volume(volume).order_by("submission__number"))
    for offset in (50, 0):
        for place, row in enumerate(rows, start=1):
            Article.objects.filter(pk=row.pk).update(number=offset + place)
    return volume


@pytest.fixture
def build(filled, editor):
    made = make_build(filled, editor)
    rows = {row.number: row for row in filled.articles.select_related("part")}
    made.page_map = {
        str(rows[number].pk): [place, place + 1] for place, number in zip((3, 5, 9, 11, 15), BOOK, strict=True)
    }
    for each in made.verdicts:
        each["part"] = rows[each["number"]].part.number
    made.save()
    return made


def numbers_in(page: bytes, pattern: str) -> list[int]:
    return [int(found) for found in re.findall(pattern, page.decode())]


def test_readers_find_articles_in_the_order_of_pages(client, filled, build, editor):
    publication = services.publish(filled, by=editor, build=build)

    for language in ("ru", "en"):
        page = client.get(f"/{language}/inclusion/proceedings/proceedings/").content
        assert numbers_in(page, r'<li><p><a href="[^"]*/proceedings/(\d+)/"') == BOOK
        assert page.count(b'<h3 class="part') == 3
    found = client.get("/ru/inclusion/proceedings/proceedings/?q=школе").content
    assert numbers_in(found, r'<li><p><a href="[^"]*/proceedings/(\d+)/"') == BOOK
    assert [row["number"] for row in told_articles(list(publication.articles.in_order()), publication)] == BOOK
    assert [row.number for part in frozen_contents(publication).parts for row in part.articles] == BOOK


def test_articles_lead_to_their_neighbours_in_the_book(client, filled, build, editor):
    services.publish(filled, by=editor, build=build)

    for place, number in enumerate(BOOK):
        page = client.get(f"/ru/inclusion/proceedings/proceedings/{number}/").content
        beside = [numbers_in(page, rf'href="[^"]*/proceedings/(\d+)/" rel="{rel}"') for rel in ("prev", "next")]
        assert beside == [BOOK[place - 1 : place] if place else [], BOOK[place + 1 : place + 2]]


def test_editors_see_the_order_of_the_book(client_of, filled, build, editor):
    where = "/ru/inclusion/desk/proceedings/proceedings/"
    board = client_of(editor).get(where).content
    pages = {row.pk: row.number for row in filled.articles.all()}
    job = Job.objects.create(
        conference=filled.conference, kind="compile", state=Job.State.DONE, verdicts=build.verdicts
    )

    assert [pages[key] for key in numbers_in(board, r'scope="row"><a href="[^"]*/articles/(\d+)/"')] == BOOK
    assert [row["number"] for row in watched(job, filled)["rows"]] == BOOK
