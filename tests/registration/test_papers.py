"""Confirmations, certificates and hours: who gets them and when, what they say, many at once."""

from __future__ import annotations

import re
import subprocess
import uuid
from datetime import datetime, time, timedelta

import page
import pytest
from django.utils import timezone

from conference.documents import typeset_documents
from conference.models import IssuedDocument, Job, Message
from conference.moves import MoveNotAllowed
from conference.rendering import RenderFailed
from conference.services.documents import draw, of_holder, revoke
from conference.services.jobs import JobLost, take
from registration import services
from registration.models import CheckIn, PaperBatch, Registration
from registration.services import paper_batches, papers
from workshops.models import Session, Submission

CERTIFICATE, HOURS, BADGE, CONFIRMATION = "certificate", "hours", "badge", "confirmation"


@pytest.fixture
def conference(conference):
    """The day after: it ended yesterday, and registration was left open for the tests."""
    conference.starts, conference.ends = conference.today() - timedelta(days=2), conference.today() - timedelta(days=1)
    conference.place_ru, conference.place_en = "Санкт-Петербург", "Saint-Petersburg"
    conference.save()
    return conference


@pytest.fixture
def guest(make_registration) -> Registration:
    return make_registration(state="approved")


@pytest.fixture
def came(conference):
    """Check the participant in at the entrance on the first day, or to *session*."""

    def check_in(registration: Registration, session: Session | None = None) -> CheckIn:
        return CheckIn.objects.create(
            conference=conference, registration=registration, session=session, day=conference.starts, nonce=uuid.uuid4()
        )

    return check_in


@pytest.fixture
def make_session(conference):
    def make(hour: int, minutes: int, *, minute: int = 0, **fields) -> Session:
        starts = datetime.combine(conference.starts, time(hour, minute), tzinfo=conference.zone)
        defaults = {"format": "plenary", "title_ru": f"Заседание {hour}", "title_en": f"Session {hour}"}
        return Session.objects.create(
            conference=conference, starts=starts, ends=starts + timedelta(minutes=minutes), **{**defaults, **fields}
        )

    return make


def text_of(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return " ".join(told.decode().replace("\u00a0", " ").split())


def facts_of(pdf: bytes) -> dict[str, str]:
    lines = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode().splitlines()
    return {name.strip(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}


def is_ua(pdf: bytes, tmp_path) -> bool:
    path = tmp_path / f"{uuid.uuid4()}.pdf"
    path.write_bytes(pdf)
    return page.validate_pdf(str(path), profile="ua1").is_compliant


# -- confirmations -----------------------------------------------------------------------------------------


def test_approval_numbers_a_confirmation_and_draws_nothing(guest):
    issued = IssuedDocument.objects.get(kind=CONFIRMATION)

    assert (issued.person, issued.about, issued.language, bool(issued.file)) == (guest.person, guest, "ru", False)
    assert re.fullmatch(r"\d{4}-0001", issued.number)


def test_the_confirmation_says_number_time_and_place(guest, conference, tmp_path):
    issued = IssuedDocument.objects.get(kind=CONFIRMATION)

    pdf = draw(issued)

    text = text_of(pdf)
    for passage in (
        "Подтверждение регистрации", "Confirmation of registration", guest.number, "Алеся Петровна Жук",
        "Alesia Zhuk", "Санкт-Петербург", "Saint-Petersburg", "в зале", "in the hall", "Покажите этот код",
        "Show this code", "Беларусь", "Belarus", f"№ {issued.number}",
    ):  # fmt: skip
        assert passage in text, passage
    assert facts_of(pdf)["Title"].startswith(f"Подтверждение регистрации № {issued.number}")
    assert is_ua(pdf, tmp_path)


def test_a_category_without_confirmations_gets_none(make_registration, categories, organiser):
    categories["academic"].papers = ["badge"]
    categories["academic"].save()

    registration = make_registration(state="approved")

    assert IssuedDocument.objects.count() == 0
    assert services.issue_letter(registration.pk) is None


def test_approving_again_keeps_the_confirmation(guest, organiser):
    Registration.objects.filter(pk=guest.pk).update(state="submitted", seat="")
    guest.refresh_from_db()

    services.approve(guest, by=organiser)

    assert IssuedDocument.objects.filter(kind=CONFIRMATION).count() == 1


def test_my_page_offers_it_and_draws_it(guest, client_of):
    client = client_of(guest.person)
    issued = IssuedDocument.objects.get(kind=CONFIRMATION)

    listed = client.get("/ru/me/").content.decode()
    answer = client.get(f"/ru/me/documents/{issued.pk}/")

    assert f"/ru/me/documents/{issued.pk}/" in listed
    assert (answer.status_code, answer["Content-Type"], answer["Content-Disposition"]) == (
        200, "application/pdf", f'attachment; filename="confirmation-{issued.number}.pdf"',
    )  # fmt: skip
    assert answer.content.startswith(b"%PDF")


def test_a_badge_is_not_for_download(guest, client_of, organiser):
    badge = papers.issue_badge(guest, by=organiser)

    assert badge not in of_holder(guest.person)
    assert client_of(guest.person).get(f"/ru/me/documents/{badge.pk}/").status_code == 404


# -- certificates: the gate --------------------------------------------------------------------------------


def test_no_certificate_without_a_check_in(guest, organiser):
    with pytest.raises(MoveNotAllowed, match=r"Нет отметки|No check-in"):
        papers.issue(CERTIFICATE, guest, by=organiser)

    assert IssuedDocument.objects.filter(kind=CERTIFICATE).count() == 0


def test_a_check_in_that_was_undone_counts_for_nothing(guest, organiser, came):
    CheckIn.objects.filter(pk=came(guest).pk).update(undone_at=timezone.now())

    with pytest.raises(MoveNotAllowed):
        papers.issue(CERTIFICATE, guest, by=organiser)


def test_joining_online_is_enough(make_registration, organiser, came, make_session):
    listener = make_registration("listener", state="approved", attendance="online")
    came(listener, make_session(10, 45))

    issued = papers.issue(CERTIFICATE, listener, by=organiser)

    assert issued.facts["attendance"] == "online"
    assert "Подтверждаем онлайн-участие" in text_of(draw(issued))


def test_not_before_the_last_day_is_over(guest, organiser, came, conference):
    came(guest)
    conference.ends = conference.today()
    conference.save()
    guest.refresh_from_db()

    with pytest.raises(MoveNotAllowed):
        papers.issue(CERTIFICATE, guest, by=organiser)


def test_an_organiser_may_be_early_and_nobody_else(guest, organiser, make_person, came, conference):
    came(guest)
    conference.ends = conference.today() + timedelta(days=3)
    conference.save()
    guest.refresh_from_db()

    with pytest.raises(MoveNotAllowed):
        papers.issue(CERTIFICATE, guest, by=make_person(), is_early=True)
    issued = papers.issue(CERTIFICATE, guest, by=organiser, is_early=True)

    assert issued.is_valid


@pytest.mark.parametrize("state", ["submitted", "declined", "cancelled"])
def test_only_for_the_approved(state, make_registration, organiser, came):
    registration = make_registration(state=state)
    came(registration)

    with pytest.raises(MoveNotAllowed):
        papers.issue(CERTIFICATE, registration, by=organiser)


def test_issuing_twice_makes_one_document_and_one_letter(guest, organiser, came):
    came(guest)

    first, second = (papers.issue(CERTIFICATE, guest, by=organiser) for _time in range(2))

    assert (first, first.file.name) == (second, second.file.name)
    assert Message.objects.filter(key="registration-certificate").count() == 1


# -- certificates: what they say ---------------------------------------------------------------------------


def test_the_certificate_names_the_paper_and_never_changes(guest, organiser, came, tracks, tmp_path):
    came(guest)
    paper = Submission.objects.create(
        conference=guest.conference, track=tracks[0], submitter=guest.person, state="accepted", number=1,
        title_ru="Первый год в разном классе", title_en="The first year in a diverse class",
    )  # fmt: skip
    issued = papers.issue(CERTIFICATE, guest, by=organiser)
    paper.title_ru = "Другое"
    paper.save()

    pdf = draw(issued)

    text = text_of(pdf)
    for passage in (
        "Сертификат участника", "Certificate of participation", "Алеся Петровна Жук", "Alesia Zhuk",
        "Подтверждаем выступление с докладом", "Первый год", "The first year in a diverse class", f"№ {issued.number}",
    ):  # fmt: skip
        assert passage in text, passage
    facts = facts_of(pdf)
    assert (facts["Tagged"], facts["Pages"], facts["Page size"]) == ("yes", "1", "841.89 x 595.276 pts (A4)")
    assert is_ua(pdf, tmp_path)


def test_without_a_paper_it_says_that_somebody_took_part(guest, organiser, came):
    came(guest)

    text = text_of(draw(papers.issue(CERTIFICATE, guest, by=organiser)))

    assert "Подтверждаем участие в международной" in text
    assert "took part in" in text


def test_markup_in_a_name_is_inert(make_registration, organiser, came):
    registration = make_registration(state="approved", full_name='<img src="file:///etc/passwd"> {{ x }}')
    came(registration)

    text = text_of(draw(papers.issue(CERTIFICATE, registration, by=organiser)))

    assert "root:" not in text
    assert "<img" in text


# -- hours -------------------------------------------------------------------------------------------------


def test_hours_are_those_of_the_sessions_attended(guest, came, make_session):
    came(guest)
    for session in (make_session(10, 90), make_session(12, 45), make_session(14, 30, format="break")):
        came(guest, session)
    make_session(16, 60)  # not attended

    attended = papers.hours_of(guest)

    assert ([each.title_ru for each in attended.sessions], attended.minutes, attended.hours) == (
        ["Заседание 10", "Заседание 12"], 135, 2.0,
    )  # fmt: skip


def test_what_ran_at_the_same_time_counts_once(guest, came, make_session):
    came(guest, make_session(10, 90))
    came(guest, make_session(11, 60))

    assert (papers.hours_of(guest).minutes, papers.hours_of(guest).hours) == (120, 2.0)


def test_a_session_that_was_undone_does_not_count(guest, came, make_session):
    CheckIn.objects.filter(pk=came(guest, make_session(10, 90)).pk).update(undone_at=timezone.now())

    assert papers.hours_of(guest).minutes == 0


def test_no_hours_for_less_than_half_an_hour(guest, organiser, came, make_session):
    came(guest, make_session(10, 29))

    with pytest.raises(MoveNotAllowed):
        papers.issue(HOURS, guest, by=organiser)


@pytest.mark.parametrize(
    ("minutes", "russian", "english"),
    [
        (60, "1 час", "1 hour"),
        (119, "1,5 часа", "1.5 hours"),
        (240, "4 часа", "4 hours"),
        (690, "11,5 часа", "11.5 hours"),
    ],
)
def test_the_certificate_of_hours_says_how_many(
    minutes, russian, english, guest, organiser, came, make_session, tmp_path
):
    came(guest, make_session(8, minutes))

    issued = papers.issue(HOURS, guest, by=organiser)

    text = text_of(draw(issued))
    assert f"Всего {russian}," in text
    assert f"{english} in all" in text
    assert "Заседание 8" in text
    assert issued.facts["minutes"] == minutes
    assert is_ua(draw(issued), tmp_path)


# -- void --------------------------------------------------------------------------------------------------


def test_a_void_document_says_so_and_why(guest, organiser, came, client):
    came(guest)
    issued = papers.issue(CERTIFICATE, guest, by=organiser)
    before = client.get(f"/ru/verify/{issued.code}/").content.decode()

    revoke(issued, by=organiser, reason="Выдан по ошибке")

    after = client.get(f"/ru/verify/{issued.code}/").content.decode()
    assert ("Документ подлинный" in before, "Выдан по ошибке" in after) == (True, True)
    assert "The document is void" in after
    assert "Алеся" in before
    assert (issued.revoked_by, issued.facts["why_void"]) == (organiser, "Выдан по ошибке")


def test_why_somebody_cancelled_is_nobodys_business(guest, client):
    issued = IssuedDocument.objects.get(kind=CONFIRMATION)

    services.cancel(guest, by=guest.person, reason="болезнь")

    issued.refresh_from_db()
    told = client.get(f"/ru/verify/{issued.code}/").content.decode()
    assert ("Документ недействителен" in told, "болезнь" in told, issued.revoked_reason in told) == (
        True, False, False,
    )  # fmt: skip


def test_nothing_is_void_without_a_reason_or_twice(guest, organiser):
    issued = IssuedDocument.objects.get(kind=CONFIRMATION)

    with pytest.raises(MoveNotAllowed):
        revoke(issued, by=organiser, reason="  ")
    revoke(issued, by=organiser, reason="Ошибка")
    with pytest.raises(MoveNotAllowed):
        revoke(issued, by=organiser, reason="Ещё раз")


def test_the_check_page_tells_the_hours_and_no_sessions(guest, organiser, came, make_session, client):
    came(guest, make_session(9, 150))
    issued = papers.issue(HOURS, guest, by=organiser)

    told = client.get(f"/ru/verify/{issued.code}/").content.decode()

    assert "<dd>2,5</dd>" in told
    assert "Заседание 9" not in told
    assert guest.person.email not in told


def test_an_unknown_code_is_404(client, conference):
    assert client.get("/ru/verify/AAAAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


def test_in_the_administration_too(guest, organiser, client_of):
    issued = IssuedDocument.objects.get(kind=CONFIRMATION)
    client, url = client_of(organiser), "/admin/conference/issueddocument/"
    chosen = {"action": "declare_void", "_selected_action": [issued.pk]}

    asked = client.post(url, chosen)
    client.post(url, {**chosen, "apply": "1", "reason": "Выдан дважды"})

    issued.refresh_from_db()
    assert asked.status_code == 200
    assert issued.number in asked.content.decode()
    assert (issued.is_valid, issued.revoked_reason) == (False, "Выдан дважды")


def test_cancelling_makes_everything_void(guest, organiser):
    papers.issue_badge(guest, by=organiser)

    services.cancel(guest, by=guest.person)

    assert IssuedDocument.objects.valid().count() == 0


# -- many at once ------------------------------------------------------------------------------------------


@pytest.fixture
def three(make_registration, make_person) -> list[Registration]:
    return [
        make_registration(
            state="approved", person=make_person(), full_name=f"Жук Алеся {name}", latin_name=f"Alesia {name} Zhuk"
        )
        for name in "ABC"
    ]


def test_certificates_for_many(three, organiser, came, run_tasks):
    for each in three[:2]:
        came(each)

    batch = paper_batches.issue_many(CERTIFICATE, three, by=organiser)
    run_tasks()

    job = paper_batches.jobs_of(batch).get()
    batch.refresh_from_db()
    issued = IssuedDocument.objects.filter(kind=CERTIFICATE)
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert [(each["key"], each["state"], each["note"]) for each in job.verdicts] == [
        (three[2].pk, "error", "absent"), (three[0].pk, "ok", ""), (three[1].pk, "ok", ""),
    ]  # fmt: skip
    assert [bool(each.file) for each in issued] == [True, True]
    assert Message.objects.filter(key="registration-certificate").count() == 2
    assert Message.objects.filter(key="papers-issued", person=organiser).count() == 1
    with batch.file.open() as file:
        assert (batch.pages, facts_of(file.read())["Pages"]) == (2, "2")


def test_the_joined_file_is_tagged_and_complete(three, organiser, came, tmp_path):
    for each in three:
        came(each)
    batch = paper_batches.issue_many(CERTIFICATE, three, by=organiser)
    paper_batches.run_batch(paper_batches.jobs_of(batch).get().pk)
    batch.refresh_from_db()

    with batch.file.open() as file:
        pdf = file.read()

    text = text_of(pdf)
    assert [f"Alesia {name} Zhuk" in text for name in "ABC"] == [True, True, True]
    assert is_ua(pdf, tmp_path)


def test_doing_it_again_issues_nothing_twice(three, organiser, came):
    for each in three:
        came(each)
    batch = paper_batches.issue_many(CERTIFICATE, three, by=organiser)
    paper_batches.issue_now(batch)
    files = sorted(IssuedDocument.objects.filter(kind=CERTIFICATE).values_list("code", "file"))

    job = paper_batches.issue_now(batch)

    assert (job.state, job.done) == ("done", 3)
    assert sorted(IssuedDocument.objects.filter(kind=CERTIFICATE).values_list("code", "file")) == files
    assert Message.objects.filter(key="registration-certificate").count() == 3


def test_a_killed_run_goes_on_where_it_was(three, organiser, came, monkeypatch):
    for each in three:
        came(each)
    monkeypatch.setattr("registration.documents.Certificate.batch", 1)
    batch = paper_batches.issue_many(CERTIFICATE, three, by=organiser)
    job = paper_batches.jobs_of(batch).get()
    keep, seen = paper_batches._keep, []

    def keep_one(*args):
        if seen:
            raise KeyboardInterrupt  # as when the worker is killed between two batches
        seen.append(True)
        return keep(*args)

    monkeypatch.setattr(paper_batches, "_keep", keep_one)
    with pytest.raises(KeyboardInterrupt):
        paper_batches.run_batch(job.pk)
    monkeypatch.setattr(paper_batches, "_keep", keep)
    halfway = IssuedDocument.objects.filter(kind=CERTIFICATE).exclude(file="").count()

    paper_batches.run_batch(job.pk)

    job.refresh_from_db()
    assert halfway == 1
    assert (job.state, job.done, len(job.verdicts)) == ("done", 3, 3)
    assert IssuedDocument.objects.filter(kind=CERTIFICATE).exclude(file="").count() == 3
    assert Message.objects.filter(key="registration-certificate").count() == 3


def test_a_fault_fails_the_job_at_once(three, organiser, came, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(paper_batches, "_numbered", broken)
    came(three[0])

    job = paper_batches.issue_now(paper_batches.issue_many(CERTIFICATE, three, by=organiser))

    assert (job.state, job.error) == ("failed", "failed-error")


def test_a_stopped_run_keeps_nothing_more(three, organiser, came):
    came(three[0])
    batch = paper_batches.issue_many(CERTIFICATE, three, by=organiser)
    job = paper_batches.jobs_of(batch).get()
    run = take(job.pk)
    paper_batches.stop_batch(job, by=organiser)

    with pytest.raises(JobLost):
        paper_batches._run(run)

    assert IssuedDocument.objects.filter(kind=CERTIFICATE).count() == 0
    assert Job.objects.get().state == "stopped"


def test_one_that_cannot_be_drawn_leaves_the_others(three, organiser, came, monkeypatch):
    for each in three:
        came(each)
    real = typeset_documents

    def breaks_on_b(documents, **options):
        if any(each.issued.about_id == three[1].pk for each in documents):
            raise RenderFailed("time", "CPU")
        return real(documents, **options)

    monkeypatch.setattr(paper_batches, "typeset_documents", breaks_on_b)
    batch = paper_batches.issue_many(CERTIFICATE, three, by=organiser)

    job = paper_batches.issue_now(batch)

    assert [(each["key"], each["note"]) for each in job.verdicts] == [
        (three[0].pk, ""), (three[1].pk, "drawing"), (three[2].pk, ""),
    ]  # fmt: skip
    assert job.state == "done"


def test_who_is_chosen(three, make_registration, organiser, came, conference):
    online = make_registration("listener", state="approved", attendance="online")
    make_registration(state="submitted")
    came(three[1])
    papers.issue_badge(three[0], by=organiser)

    chosen = {
        "badges": paper_batches.candidates(conference, BADGE),
        "new badges": paper_batches.candidates(conference, BADGE, only_new=True),
        "confirmations": paper_batches.candidates(conference, CONFIRMATION),
        "came": paper_batches.candidates(conference, CERTIFICATE, only_present=True),
    }

    assert chosen == {
        "badges": three, "new badges": three[1:], "confirmations": [*three, online], "came": [three[1]],
    }  # fmt: skip


def test_the_desk_counts_then_issues(three, organiser, came, client_of, address, run_tasks):
    came(three[0])
    client = client_of(organiser)

    counted = client.get(address("papers"), {"kind": CERTIFICATE, "wants_file": "on"}).content.decode()
    answer = client.post(address("papers_issue_many"), {"kind": CERTIFICATE, "wants_file": "on"})
    run_tasks()

    batch = PaperBatch.objects.get()
    page_of_it = client.get(answer["Location"]).content.decode()
    printed = client.get(address("papers_print", pk=batch.pk))
    assert "<b>2</b>" in counted
    assert answer["Location"] == address("papers_batch", pk=batch.pk)
    assert 'data-running="no"' in page_of_it
    assert b"".join(printed.streaming_content).startswith(b"%PDF")
    assert printed["Content-Disposition"] == f'attachment; filename="certificate-{batch.pk}.pdf"'


def test_printed_files_are_forgotten_after_thirty_days(three, organiser):
    batch = paper_batches.issue_many(BADGE, three, by=organiser)
    paper_batches.issue_now(batch)
    PaperBatch.objects.update(created=timezone.now() - timedelta(days=31))

    forgotten = paper_batches.forget_printed()

    batch.refresh_from_db()
    assert (forgotten, bool(batch.file), paper_batches.forget_printed()) == (1, False, 0)


def test_a_helper_gets_the_documents_of_whom_they_registered(make_registration, make_person, client_of, address):
    helper = make_person()
    registration = make_registration("ministry", state="approved", person=helper, who="head")
    issued = papers.issued_to(registration, CONFIRMATION)
    url = address("paper_mine", pk=registration.pk, document=issued.pk)

    answers = {
        "helper": client_of(helper).get(url).status_code,
        "stranger": client_of(make_person()).get(url).status_code,
    }

    assert answers == {"helper": 200, "stranger": 404}
    assert url in client_of(helper).get("/ru/me/").content.decode()
