"""Courses: signing up for all meetings at once, one's progress, the certificate of hours."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import page
import pytest
from django.test import Client
from django.utils import timezone
from pikepdf import Pdf

from conference.models import IssuedDocument, Message, Role
from conference.moves import MoveNotAllowed
from registration.contributes.joining import tasks_waiting
from registration.documents.joining import academic_hours
from registration.models import Attendance, CourseMember, SignUp
from registration.services import joining as services
from registration.services.joining.counting import pupils_of
from registration.services.joining.courses import ready_for_certificates
from tests.registration.listeners import a_course, a_season, as_listener, met, typed


@pytest.fixture
def season(make_conference):
    return a_season(make_conference)


def attend(listener, course, count: int, *, is_sure: bool = True) -> None:
    for session in course.meetings.order_by("starts")[:count]:
        Attendance.objects.create(session=session, listener=listener, is_sure=is_sure)


def test_taking_a_course_signs_up_for_the_meetings_still_to_come(season):
    course, listener = a_course(season, meetings=4, first=-25 * 60), met(season)

    services.join_course(course, listener)

    coming = [each.pk for each in course.meetings.order_by("starts") if each.ends > timezone.now()]
    assert list(SignUp.objects.order_by("session__starts").values_list("session", flat=True)) == coming
    assert len(coming) < 4
    assert list(Message.objects.values_list("key", flat=True)) == ["event-course"]


def test_taking_it_twice_is_once(season):
    course, listener = a_course(season, first=60), met(season)

    services.join_course(course, listener)
    services.join_course(course, listener)

    assert (CourseMember.objects.count(), SignUp.objects.count(), Message.objects.count()) == (1, 3, 1)


def test_a_stranger_takes_a_course_by_two_fields(season):
    a_course(season, first=60)

    response = Client().post("/ru/season/courses/school/join/", typed())

    assert (response.status_code, CourseMember.objects.get().listener.name) == (302, "Вера Дубова")


def test_a_course_that_is_over_is_not_taken(season):
    with pytest.raises(MoveNotAllowed):
        services.join_course(a_course(season, first=-10 * 24 * 60), met(season))


def test_leaving_keeps_what_was_attended(season):
    course, listener = a_course(season, first=-25 * 60), met(season)
    services.join_course(course, listener)
    attend(listener, course, 1)

    services.leave_course(course, listener)

    assert (CourseMember.objects.count(), SignUp.objects.count(), Attendance.objects.count()) == (0, 0, 1)


def test_only_sure_attendance_counts(season):
    course, listener = a_course(season, needed=2), met(season)
    attend(listener, course, 1)
    Attendance.objects.create(session=course.meetings.order_by("starts")[1], listener=listener, is_sure=False)

    progress = services.progress_of(listener, [course])[course.pk]

    assert (progress.count, progress.left, progress.is_enough, len(progress.unsure)) == (1, 1, False, 1)


def test_too_few_meetings_give_no_certificate(season):
    course, listener = a_course(season, needed=3), met(season)
    attend(listener, course, 2)
    member = CourseMember.objects.create(course=course, listener=listener)

    with pytest.raises(MoveNotAllowed):
        services.certify(member, by=None)

    assert IssuedDocument.objects.count() == 0


def test_the_certificate_is_numbered_tagged_and_verifiable(season, tmp_path):
    course, listener = a_course(season, needed=2), met(season)
    attend(listener, course, 2)
    CourseMember.objects.create(course=course, listener=listener)
    client = as_listener(listener)

    client.post("/ru/season/courses/school/certify/")
    first = client.get("/ru/season/courses/school/certificate.pdf")
    client.post("/ru/season/courses/school/certify/")
    file = tmp_path / "certificate.pdf"
    file.write_bytes(first.content)

    issued = IssuedDocument.objects.get()
    pdf = Pdf.open(io.BytesIO(first.content))
    assert (issued.kind, issued.facts["hours"], len(issued.facts["sessions"])) == ("hours", 12.0, 2)
    assert (bool(pdf.Root.MarkInfo.Marked), str(pdf.Root.Lang)) == (True, "ru")
    assert page.validate_pdf(file, profile="ua1").is_compliant
    assert CourseMember.objects.get().certified_at is not None
    assert "Вера Дубова" in Client().get(issued.verify_path).content.decode()


def test_a_browser_that_only_typed_the_address_gets_no_certificate(season):
    course, listener = a_course(season, needed=1), met(season, sure=False)
    attend(listener, course, 1)
    CourseMember.objects.create(course=course, listener=listener)

    response = as_listener(listener).post("/ru/season/courses/school/certify/")

    assert (response.status_code, IssuedDocument.objects.count()) == (404, 0)


def test_organisers_issue_all_that_were_earned(season, run_tasks, make_person, client_of, monkeypatch):
    monkeypatch.setattr("conference.documents.typeset", lambda *args, **kwargs: b"%PDF-1.7")
    course = a_course(season, needed=2)
    for number in range(3):
        pupil = met(season, f"pupil{number}@example.org", name=f"Ученик {number}")
        attend(pupil, course, number)
        CourseMember.objects.create(course=course, listener=pupil)
    organiser = make_person(Role.Kind.ORGANISER, conference=season)
    ready = [each.listener.name for each in ready_for_certificates(course)]

    client_of(organiser).post("/ru/season/desk/listeners/courses/school/certify/")
    run_tasks()

    assert ready == ["Ученик 2"]
    assert [(each.count, bool(each.number)) for each in pupils_of(course)] == [(0, False), (1, False), (2, True)]
    assert Message.objects.get(key="event-certificate").to == "pupil2@example.org"


def test_the_desk_waits_until_they_are_issued(season, rf, make_person):
    course = a_course(season, needed=1)
    pupil = met(season)
    attend(pupil, course, 1)
    CourseMember.objects.create(course=course, listener=pupil)
    request = rf.get("/")
    request.user = make_person(Role.Kind.ORGANISER, conference=season)

    tasks = tasks_waiting(request, season)

    assert [task["url"] for task in tasks] == ["/ru/season/desk/listeners/courses/school/"]


@pytest.mark.parametrize(
    ("hours", "ru", "en"),
    [
        ("1", "1 академический час", "1 academic hour"),
        ("2", "2 академических часа", "2 academic hours"),
        ("7.5", "7,5 академического часа", "7.5 academic hours"),
        ("12", "12 академических часов", "12 academic hours"),
        ("21", "21 академический час", "21 academic hours"),
    ],
)
def test_academic_hours_in_words(hours, ru, en):
    told = academic_hours(Decimal(hours))

    assert (told["ru"].replace("\u00a0", " "), told["en"].replace("\u00a0", " ")) == (ru, en)


def test_progress_is_asked_in_two_queries(season, django_assert_num_queries):
    course, listener = a_course(season, meetings=5), met(season)

    with django_assert_num_queries(2):
        services.progress_of(listener, [course])


def test_meetings_are_reminded_of_like_any_event(season):
    course, listener = a_course(season, first=30), met(season)
    services.join_course(course, listener, writes=False)
    SignUp.objects.update(at=timezone.now() - timedelta(days=5))

    services.remind()

    assert sorted(Message.objects.values_list("key", flat=True)) == ["event-soon", "event-tomorrow"]


# -- what the pages promise -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attended", "unsure", "is_in_reach"), [(0, 0, False), (1, 0, True), (0, 1, True)]
)  # fmt: skip
def test_the_certificate_is_in_reach_with_what_was_attended_and_what_is_to_come(season, attended, unsure, is_in_reach):
    course, listener = a_course(season, needed=3, meetings=4, first=-36 * 60), met(season)
    attend(listener, course, attended)
    attend(listener, course, unsure, is_sure=False)

    progress = services.progress_of(listener, [course])[course.pk]

    assert (len(progress.coming), progress.is_in_reach) == (2, is_in_reach)


@pytest.mark.parametrize(("needed", "promises"), [(1, True), (3, False)])
@pytest.mark.parametrize("path", ["", "join/"])
def test_a_certificate_out_of_reach_is_not_promised(season, needed, promises, path):
    a_course(season, needed=needed, meetings=4, first=-36 * 60)

    page = Client().get(f"/en/season/courses/school/{path}").content.decode()

    assert ("there is no certificate this time" in page, "you get a certificate" in page) == (
        not promises,
        promises and not path,
    )


def test_ones_own_page_tells_each_meeting_and_lets_one_leave(season):
    course, listener = a_course(season, needed=3, meetings=4, first=-36 * 60), met(season)
    CourseMember.objects.create(course=course, listener=listener)
    last = course.meetings.order_by("starts")[1]
    Attendance.objects.create(session=last, listener=listener, is_sure=True)

    progress = services.progress_of(listener, [course])[course.pk]
    page = as_listener(listener).get("/en/season/mine/").content.decode()

    assert [each.state for each in progress.rows] == ["missed", "attended", "coming", "coming"]
    assert ("2 more meetings for the certificate" in page, "/courses/school/leave/" in page) == (True, True)


def test_ones_own_page_promises_no_certificate_out_of_reach(season):
    course, listener = a_course(season, needed=4, meetings=4, first=-36 * 60), met(season)
    CourseMember.objects.create(course=course, listener=listener)

    page = as_listener(listener).get("/en/season/mine/").content.decode()

    assert ("no certificate this time" in page, "more meetings for the certificate" in page) == (True, False)
