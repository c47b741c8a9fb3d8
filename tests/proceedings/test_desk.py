"""Who may enter the desk of the proceedings: one volume, built once, and every kind of visitor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from conference.models import Conference, Job, Person, Role
from proceedings import services
from tests.conftest import new_conference, new_person
from tests.proceedings.conftest import new_volume, publish_two, status

DESK_GET = [
    "",
    "proceedings/",
    "proceedings/jobs/{job}/",
    "proceedings/jobs/{job}/status/",
    "proceedings/publish/ask/",
    "proceedings/builds/{build}/",
]
DESK_POST = ["proceedings/collect/", "proceedings/compile/", "proceedings/publish/", "proceedings/jobs/{job}/stop/"]


@dataclass(frozen=True)
class Desk:
    """The desk of a published volume with a newer build, which may be published too, and a job that waits."""

    conference: Conference
    editor: Person
    organiser: Person
    job: int
    build: int

    def url(self, path: str) -> str:
        return f"/ru/{self.conference.slug}/desk/proceedings/{path.format(job=self.job, build=self.build)}"


@pytest.fixture(scope="module")
def built(standing) -> Iterator[Desk]:
    with standing():
        conference = new_conference("inclusion")
        editor = new_person(Role.Kind.EDITOR, conference=conference)
        organiser = new_person(Role.Kind.ORGANISER, conference=conference, is_staff=True)
        volume = publish_two(new_volume(conference), editor)
        services.compile_volume(volume, by=editor)
        job = services.start_compile(volume, by=editor)
        yield Desk(conference, editor, organiser, job.pk, volume.builds.first().pk)


@pytest.fixture
def desk(built, db) -> Desk:
    return built


@pytest.mark.parametrize("role", [None, Role.Kind.PARTICIPANT, Role.Kind.REVIEWER, Role.Kind.CHAIR, Role.Kind.PROTOCOL])
@pytest.mark.parametrize("path", DESK_GET + DESK_POST)
def test_the_desk_does_not_exist_for_others(client, client_of, make_person, other_conference, desk, role, path):
    visitors = [client]
    if role:
        visitors = [client_of(make_person(role, conference=desk.conference))]
    visitors.append(client_of(make_person(Role.Kind.EDITOR, Role.Kind.ORGANISER, conference=other_conference)))
    url = desk.url(path)
    before = Job.objects.get(pk=desk.job).state

    answers = {getattr(one, "post" if path in DESK_POST else "get")(url).status_code for one in visitors}

    assert answers == {404}
    assert Job.objects.get(pk=desk.job).state == before


@pytest.mark.parametrize("path", DESK_GET)
def test_the_editor_and_the_organiser_see_the_desk(client_of, desk, path):
    url = desk.url(path)

    assert [status(client_of(person), url) for person in (desk.editor, desk.organiser)] == [200, 200]


@pytest.mark.parametrize("path", DESK_POST)
def test_verbs_are_never_a_get(client_of, desk, path):
    assert client_of(desk.editor).get(desk.url(path)).status_code == 405


def test_a_job_of_another_conference_is_not_watched(client_of, make_person, make_volume, other_conference, desk):
    make_volume(other_conference)
    stranger = make_person(Role.Kind.EDITOR, conference=other_conference)

    answer = client_of(stranger).get(f"/ru/elsewhere/desk/proceedings/proceedings/jobs/{desk.job}/")

    assert answer.status_code == 404
