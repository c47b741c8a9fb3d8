"""Papers for many at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.documents import typeset_documents
from conference.models import IssuedDocument, Job, Message
from conference.rendering import RenderFailed
from conference.services.jobs import JobLost, take
from registration.models import PaperBatch, Registration
from registration.services import paper_batches, papers
from tests.registration.papers.conftest import BADGE, CERTIFICATE, CONFIRMATION, facts_of, is_ua, text_of


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
