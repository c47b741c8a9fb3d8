"""The page of a compilation: counts, time left, remarks by kind, what is new, any page of the book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from conference.models import Job, Person
from proceedings import services
from proceedings.models import Build, Volume
from proceedings.services.differences import Moved, difference, difference_to_last
from proceedings.services.previewing import NoPicture, page_picture, preview_of
from proceedings.services.watching import groups_of, watched
from tests.proceedings.conftest import status
from tests.world import EMPTY_PAGES

DESK = "/en/inclusion/desk/proceedings/proceedings/"


def verdict(key: object, number: int, **fields: Any) -> dict[str, Any]:
    return {
        "key": str(key), "number": number, "part": 1, "label": f"Статья {number}", "language": "ru", "authors": "",
        "state": "ok", "pages": 4, "notes": [], "seconds": 2.0, "cached": False, **fields,
    }  # fmt: skip


def note(code: str, *, is_error: bool = False, **params: Any) -> dict[str, Any]:
    return {"code": code, "params": params, "is_error": is_error}


@pytest.fixture
def filled(conference, make_paper, volume, editor) -> Volume:
    for number in (1, 2, 3):
        make_paper(conference, number=number, body="")
    services.collect(volume, by=editor)
    return volume


@pytest.fixture
def make_build(volume: Volume) -> Callable[..., Build]:
    def make(pages: dict[int, list[int]], *, length: int = 20, pieces: str = "", **fields: Any) -> Build:
        keys = {str(number): span for number, span in pages.items()}
        build = Build(
            volume=volume, pages=length, front_pages=4, page_map=keys, size=2048, seconds=1.0, fingerprint="f" * 64,
            pieces={key: f"{key}{pieces if key == '2' else ''}" for key in keys}, articles=len(keys),
            verdicts=[verdict(number, number) for number in pages], **fields,
        )  # fmt: skip
        build.file.save("book.pdf", ContentFile(EMPTY_PAGES))
        build.save()
        return build

    return make


def running(volume: Volume, editor: Person, verdicts: list[dict[str, Any]], **fields: Any) -> Job:
    job = services.start_compile(volume, by=editor)
    now = timezone.now()
    given = {"state": Job.State.RUNNING, "total": 3, "started_at": now - timedelta(minutes=9), "heartbeat": now}
    Job.objects.filter(pk=job.pk).update(done=len(verdicts), verdicts=verdicts, **{**given, **fields})
    return Job.objects.get(pk=job.pk)


def keys_of(volume: Volume) -> list[int]:
    return list(volume.articles.order_by("number").values_list("pk", flat=True))


def test_time_left_is_told_by_the_pages_that_wait(filled, editor, make_build):
    one, two, three = keys_of(filled)
    make_build({one: [3, 4], two: [5, 8], three: [9, 60]})
    job = running(filled, editor, [verdict(one, 1, pages=2, seconds=6.0)])

    shown = watched(job, filled)

    assert shown["left"] == "около 1 мин 20 с"  # 56 pages at three seconds on two processors
    assert (shown["waiting"], shown["counts"]["ok"]) == (2, 1)


def test_what_was_typeset_earlier_is_told_at_once(filled, editor):
    one, two, _three = keys_of(filled)
    job = running(filled, editor, [verdict(one, 1, cached=True), verdict(two, 2, cached=True)])

    with override("en"):
        shown = watched(job, filled)

    assert shown["ready"] == "2 of 3 were typeset earlier; to be typeset: 1."
    assert [row["verdict"]["took"] if row["verdict"] else "" for row in shown["rows"]] == [
        "typeset earlier", "typeset earlier", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("reading", "Reading the manuscripts"),
        ("front", "Typesetting contents and index"),
        ("assembling", "Assembling the volume"),
        ("whole", "Typesetting the whole volume at once: this takes minutes"),
    ],
)
def test_a_stage_is_told_and_no_time(filled, editor, client_of, now, said):
    one, *_others = keys_of(filled)
    job = running(filled, editor, [verdict(one, 1)], now=now)

    shown = client_of(editor).get(f"{DESK}jobs/{job.pk}/").context

    assert (shown["headline"], shown["left"]) == (said, "")


def test_remarks_are_grouped_by_kind_what_breaks_first():
    verdicts = [
        verdict(3, 3, notes=[note("table-wide", number=1, mm=4), note("text-missing")]),
        verdict(1, 1, notes=[note("table-wide", number=2, mm=14)]),
        verdict(2, 2, state="error", notes=[note("failed-time", is_error=True)]),
    ]

    groups = groups_of(verdicts)

    assert [(group.code, group.is_error, [row["number"] for row in group.rows]) for group in groups] == [
        ("failed-time", True, [2]), ("table-wide", False, [1, 3]), ("text-missing", False, [3]),
    ]  # fmt: skip


def test_the_difference_names_what_changed_came_went_and_moved(make_build):
    before = make_build({1: [3, 4], 2: [5, 6], 3: [7, 9]})
    now = make_build({1: [3, 4], 2: [5, 8], 4: [9, 9]}, length=24, pieces=" otherwise")

    found = difference(now, before)

    assert [each["number"] for each in found.changed] == [2]
    assert [each["number"] for each in found.new] == [4]
    assert [each["number"] for each in found.gone] == [3]
    assert found.moved == [Moved(verdict(2, 2), (5, 6), (5, 8))]
    assert (found.was_pages, found.pages, bool(found), bool(difference(now, now))) == (20, 24, True, False)
    assert difference_to_last(now) == found
    assert difference_to_last(before) is None


def test_the_page_shows_remarks_and_what_is_new(filled, editor, client_of, make_build):
    one, two, three = keys_of(filled)
    make_build({one: [3, 4], two: [5, 6]})
    job = running(filled, editor, [verdict(three, 3, state="error", notes=[note("failed-time", is_error=True)])])
    build = make_build({one: [3, 4], two: [5, 9]}, length=24, job=job)
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, done=3)

    body = client_of(editor).get(f"{DESK}jobs/{job.pk}/?n=5").content.decode()

    assert "Typesetting takes too long" in body
    assert "The volume had 20 pages and has 24" in body
    assert "p. 5–6, now 5–9" in body
    assert f"/builds/{build.pk}/preview/?n=5" in body
    assert "Preview, p. 1<" in body
    assert '<a href="?n=9#preview"' in body  # the second article opens there


def test_a_build_typeset_at_once_says_so(filled, editor, client_of, make_build):
    job = running(filled, editor, [], state=Job.State.DONE)
    make_build({1: [3, 4]}, job=job, why_whole="glyphs")

    assert "typeset in one piece" in client_of(editor).get(f"{DESK}jobs/{job.pk}/").content.decode()


@pytest.mark.parametrize(
    ("wanted", "number", "label"),
    [("", 7, "3"), ("2", 2, "ii"), ("9", 9, "5"), ("999", 20, "16"), ("x", 7, "3"), ("0", 1, "i")],
)
def test_any_page_may_be_asked_for(make_build, wanted, number, label):
    preview = preview_of(make_build({1: [3, 4]}), wanted)

    assert (preview.number, preview.label) == (number, label)


def test_a_page_is_drawn_when_somebody_looks_and_kept(make_build, settings):
    build = make_build({1: [3, 4]}, length=4)

    path = page_picture(build, 2)

    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.is_relative_to(settings.VAR_DIR / "cache" / "pages")
    build.file.delete(save=False)
    assert page_picture(build, 2) == path


@pytest.mark.parametrize("number", [0, 5])
def test_there_is_no_picture_of_a_page_that_is_not(make_build, number):
    with pytest.raises(NoPicture):
        page_picture(make_build({1: [3, 4]}, length=4), number)


def test_a_file_that_is_no_book_has_no_pictures(make_build, client_of, editor):
    build = make_build({1: [3, 4]}, length=4)
    build.file.storage.delete(build.file.name)
    build.file.storage.save(build.file.name, ContentFile(b"no PDF"))

    assert client_of(editor).get(f"{DESK}builds/{build.pk}/preview/?n=1").status_code == 404


def test_only_editors_see_pages(make_build, client: Client, client_of, editor):
    build = make_build({1: [3, 4]}, length=4)
    addresses = [f"{DESK}builds/{build.pk}/{path}" for path in ("preview/?n=1", "preview/?n=1&size=large", "look/?n=1")]

    assert [status(client_of(editor), address) for address in addresses] == [200, 200, 200]
    assert [status(client, address) for address in addresses] == [404, 404, 404]
    assert status(client_of(editor), f"{DESK}builds/{build.pk}/preview/?n=1&size=huge") == 404


@pytest.mark.parametrize(
    ("query", "number"), [("n=2", 2), ("article=2", 13), ("page=3", 7), ("page=x", 7), ("article=nobody", 7), ("", 7)]
)
def test_a_page_is_found_by_place_number_or_article(make_build, client_of, editor, query, number):
    build = make_build({1: [3, 8], 2: [9, 10]})

    shown = client_of(editor).get(f"{DESK}builds/{build.pk}/look/?{query}").context

    assert shown["preview"].number == number
    assert [row["is_here"] for row in shown["articles"]] == [7 <= number <= 12, 13 <= number <= 14]
