"""A thousand badges, certificates and letters: seconds, CPU seconds and the most memory a child took.

Everything a worker does is measured: numbering, drawing, storing files, verdicts. Badges come as one file, eight to a
page; certificates and letters as a thousand files. Nobody is written to. One run each: what is slow here is processor
time, which hardly varies between runs.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

NUMBER = 1000
TARGETS = {"badges": 12, "certificates": 12, "letters": 22}
MIB = 1024


def measure() -> dict[str, Any]:
    """The three figures; prints them."""
    from conference.models import Conference, Person
    from registration.models import PaperBatch
    from registration.services import paper_batches

    conference, registrations = prepare()
    by = Person.objects.get(email="organiser@example.org")

    def batch(kind: str, **options: Any) -> Callable[[], None]:
        def issue() -> None:
            made = PaperBatch.objects.create(
                conference=Conference.objects.get(pk=conference.pk), kind=kind, by=by,
                registrations=[each.pk for each in registrations], **options,
            )  # fmt: skip
            job = paper_batches.issue_now(made)
            assert (job.state, len(job.verdicts)) == ("done", NUMBER), job.error

        return issue

    work = {
        "badges": batch("badge", layout=PaperBatch.Layout.EIGHT),
        "certificates": batch("certificate", wants_file=False, is_early=True),
        "letters": lambda: letters(conference, registrations),
    }
    print(f"\n{NUMBER} of each{'':<14}{'seconds':>9}{'target':>8}{'CPU s':>8}{'MiB a child':>13}{'MiB on disk':>13}")
    return {name: timed(name, issue) for name, issue in work.items()}


def timed(name: str, issue: Callable[[], None]) -> dict[str, Any]:
    """One run of *issue*. The memory is that of the largest child so far: it only grows from row to row."""
    from conference.models import IssuedDocument
    from conference.rendering import child_mib, cpu_seconds_spent

    before, cpu, started = stored(), time.process_time() + cpu_seconds_spent(), time.monotonic()
    issue()
    seconds = time.monotonic() - started
    spent = time.process_time() + cpu_seconds_spent() - cpu
    peak = child_mib()
    size = (stored() - before) / MIB / MIB
    print(f"{name:<22}{seconds:>9.1f}{TARGETS[name]:>8}{spent:>8.1f}{peak:>13.0f}{size:>13.1f}")
    count = IssuedDocument.objects.valid().count()
    return {
        "seconds": round(seconds, 1), "target": TARGETS[name], "cpu_seconds": round(spent, 1),
        "child_mib": round(peak), "stored_mib": round(size, 1), "documents_in_all": count,
    }  # fmt: skip


def letters(conference: Any, registrations: list[Any]) -> None:
    """A thousand invitation letters in batches, as files."""
    from conference.documents import typeset_documents
    from conference.models import IssuedDocument
    from conference.services.documents import keep_files, number_documents
    from registration.documents import InvitationLetter

    wishes = [IssuedDocument(person=each.person, language=each.language, about=each) for each in registrations]
    documents = [InvitationLetter(each) for each in number_documents(InvitationLetter, wishes, conference=conference)]
    for group, made in typeset_documents(documents, described=documents[0].described()):
        keep_files([(each.issued, pdf) for each, pdf in zip(group, made.files, strict=True) if pdf])


def prepare() -> tuple[Any, list[Any]]:
    """A conference with a thousand approved participants who came, of several lengths of name and post."""
    from conference.models import Conference, Person
    from registration.models import Category, CheckIn, Registration

    conference = Conference.objects.create(
        slug="bench-papers", title_ru="Инклюзивное образование: политика, системы, люди",
        title_en="Inclusive Education: Policies, Systems, People", short_title_ru="Политика, системы, люди",
        short_title_en="Policies, Systems, People", place_ru="Санкт-Петербург", place_en="Saint Petersburg",
        starts=date(2026, 6, 17), ends=date(2026, 6, 18),
    )  # fmt: skip
    category = Category.objects.create(conference=conference, family="academic", badge_band="speaker")
    names = (
        ("Участникова Алеся Петровна", "Alesia Uchastnikova", "доцент"),
        ("Мелконян Арам Ваганович", "Aram Melkonyan", "заместитель министра образования и науки"),
        ("Константинопольская-Александрийская Анастасия", "Anastasia Konstantinopolskaya-Aleksandriyskaya", ""),
        ("Ли Ян", "Yan Li", "учитель истории, руководитель методического объединения"),
    )
    people = Person.objects.bulk_create(
        Person(
            email=f"paper{number}@example.org", full_name=full_name, latin_name=latin_name, position_ru=position,
            password="!", language="ru" if number % 3 else "en",
        )
        for number in range(NUMBER)
        for full_name, latin_name, position in [names[number % len(names)]]
    )  # fmt: skip
    Registration.objects.bulk_create(
        Registration(
            conference=conference, category=category, person=person, number=f"P-{number:04d}", language=person.language,
            state=Registration.State.APPROVED, country="BY", body_ru="Педагогический университет",
        )
        for number, person in enumerate(people)
    )  # fmt: skip
    rows = Registration.objects.of(conference).select_related("person", "category", "conference", "delegation", "track")
    registrations = list(rows.order_by("number"))
    for each in registrations:
        each.conference = conference
    CheckIn.objects.bulk_create(
        CheckIn(conference=conference, registration=each, day=conference.starts, nonce=uuid.uuid4())
        for each in registrations
    )
    return conference, registrations


def stored() -> int:
    """Bytes of all files kept so far."""
    from pathlib import Path

    from django.conf import settings

    return sum(path.stat().st_size for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
