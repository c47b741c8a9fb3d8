"""Applying a table of people, row by row through the verbs, and taking it back.

A row that cannot be applied any more is named and the others go on. A run that died goes on where it stopped:
rows are written in small transactions together with what undoing them needs.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from auditlog.context import set_actor
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import ConsentText, Counter, Job, Message, Person, Role
from conference.moves import MoveNotAllowed, refusal_words
from conference.services.consent import give_consent
from conference.services.documents import revoke_documents
from conference.services.jobs import JobRun, start_job, work
from conference.services.people import person_for_email
from registration.models import Category, ImportBatch, Registration
from workshops.models import Track

from . import decisions, mails, seats, sending
from .import_columns import BY_NAME, city_field
from .import_errors import in_both_languages
from .importing import Plan, Planned, plan

KIND, UNDO_KIND = "import", "undo-import"
AT_ONCE = 50
CHUNK = 20
PERSONAL = ("full_name", "latin_name", "native_name", "position_ru", "position_en", "country", "language")
OWN = ("body_ru", "body_en", "country", "attendance", "degree")
WATCHED = (*OWN, "state", "category_id", "track_id", "delegation_role")


def apply(batch: ImportBatch, *, by: Person, fingerprint: str) -> Job | None:
    """Write what the preview with *fingerprint* showed: at once when it is little, else as a Job that is returned.

    A job that failed is queued again, to go on where it stopped. Raises MoveNotAllowed when the preview would be
    another one now, or when the batch was applied before.
    """
    if job := _once_more(batch, by=by):
        return job
    made = plan(batch)
    if made.fingerprint() != fingerprint:
        raise MoveNotAllowed(_("The registrations have changed since you looked. Check the new preview."))
    if not made.new and not made.changed:
        raise MoveNotAllowed(_("There is nothing to apply in this table."))
    with transaction.atomic():
        kept = in_both_languages(batch)
        batch.move(ImportBatch.State.APPLYING, by=by, by_id=by.pk, failures=kept)
        if len(made.new) + len(made.changed) > AT_ONCE:
            return start_job(run_import, kind=KIND, conference=batch.conference, by=by, about=batch)
    _write(batch, made, by=by)
    return None


def _once_more(batch: ImportBatch, *, by: Person) -> Job | None:
    """Queue the job of *batch* again when it has failed; the rows that it has written are not written twice."""
    job = Job.objects.of(batch.conference).about(batch).filter(kind=KIND).first()
    if batch.state != ImportBatch.State.APPLYING or job is None or job.state != Job.State.FAILED:
        return None
    return start_job(run_import, kind=KIND, conference=batch.conference, by=by, about=batch)


def run_import(job_id: int) -> None:
    """Background task: apply the batch that the job is about; goes on where a lost run stopped."""
    work(job_id, _import)


def _import(run: JobRun) -> None:
    batch = _batch_of(run)
    if batch and batch.state == ImportBatch.State.APPLYING:
        _write(batch, plan(batch), by=run.job.by, run=run)


def _batch_of(run: JobRun) -> ImportBatch | None:
    batch = ImportBatch.objects.select_related("conference", "category").filter(pk=run.job.about_id or 0).first()
    if batch is None:
        run.fail("gone")
    return batch


def _write(batch: ImportBatch, made: Plan, *, by: Person | None, run: JobRun | None = None) -> None:
    done = {entry["row"] for entry in (*batch.created_rows, *batch.changed_rows, *batch.failures)}
    waiting = [row for row in (*made.new, *made.changed) if row.number not in done]
    total, finished = len(done) + len(waiting), len(done)
    for start in range(0, len(waiting), CHUNK):
        with transaction.atomic(), _in_the_name_of(by, run):
            for planned in waiting[start : start + CHUNK]:
                _row(batch, planned, by=by)
                finished += 1
            batch.save(update_fields=["created_rows", "changed_rows", "failures"])
            if run:
                run.progress(finished, total)
    batch.move(
        ImportBatch.State.APPLIED, by=by, applied_at=timezone.now(), cells=[],
        created_count=len(batch.created_rows), changed_count=len(batch.changed_rows),
    )  # fmt: skip


def _in_the_name_of(by: Person | None, run: JobRun | None) -> AbstractContextManager[Any]:
    """Who the audit log names: a worker says so itself, a request has said it already."""
    return set_actor(by) if run else nullcontext()


def _row(batch: ImportBatch, planned: Planned, *, by: Person | None) -> None:
    try:
        with transaction.atomic():
            if planned.registration is None:
                batch.created_rows.append(_create(batch, planned, by=by))
            else:
                batch.changed_rows.append(_change(planned.registration, planned, by=by))
        return
    except IntegrityError:
        said = _("This person is already registered for the conference.")
    except (MoveNotAllowed, ValidationError) as refusal:
        said = refusal_words(refusal)
    batch.failures.append({"row": planned.number, "letter": "", "title": "", "text": said, "cell": ""})


# -- new people ---------------------------------------------------------------------------------------------


def _create(batch: ImportBatch, planned: Planned, *, by: Person | None) -> dict[str, Any]:
    """Register one new person as if the form had been filled in; what an account holds already stays."""
    told = planned.values
    category: Category | None = told.get("category", batch.category)
    if category is None:
        raise ValidationError(
            _("The category is missing. Write it in the table, or choose one for all rows without it.")
        )
    person, is_new = _person(told)
    known = {name: value for name, value in told.items() if name in PERSONAL and (is_new or not getattr(person, name))}
    sending.describe(
        person,
        known | _city(told, person, is_new) | ({} if person.organisation_id else _bodies(told)),
        kind=sending.ORGANISATIONS[Category.Family(category.family)],
    )
    person.save()
    registration = Registration(
        conference=batch.conference, category=category, person=person, source=Registration.Source.IMPORT,
        language=told.get("language") or person.language, track=told.get("track"),
        attendance=told.get("attendance") or Registration.Attendance.HALL,
        delegation_role=told.get("role", ""), country=told.get("country") or person.country,
        body_ru=told.get("body_ru", ""), body_en=told.get("body_en", ""), degree=told.get("degree", ""),
    )  # fmt: skip
    registration.save()
    registration.number = f"{category.prefix}-{Counter.next(batch.conference, 'registration'):04d}"
    registration.move(
        Registration.State.SUBMITTED, by=by, number=registration.number, submitted_at=timezone.now(),
        search=registration.searchable(),
    )  # fmt: skip
    _note_consent(registration, told.get("consent"), by=by)
    if batch.new_state == ImportBatch.NewState.APPROVED and seats.take_seat(registration):
        decisions.approve(registration, by=by)
    else:
        sending.admit(registration, by=by)
    return {
        "row": planned.number, "registration": registration.pk, "number": registration.number,
        "person": person.pk if is_new else None, "left": _picture(registration),
    }  # fmt: skip


def _person(told: dict[str, Any]) -> tuple[Person, bool]:
    """Whose the log-in address is, or somebody new; without one, somebody who is written to elsewhere."""
    language = told.get("language") or "ru"
    if email := told.get("email"):
        is_new = not Person.objects.filter(email=email).exists()
        person = person_for_email(email, language=language, full_name=told["full_name"])
        if is_new and told.get("contact_email"):
            person.contact_email = told["contact_email"]
        return person, is_new
    person = Person(
        contact_email=told.get("contact_email", ""), full_name=told["full_name"], language=language, email=None
    )
    person.set_unusable_password()
    person.save()
    return person, True


def _city(told: dict[str, Any], person: Person, is_new: bool) -> dict[str, str]:
    city = told.get("city")
    if not city or not (is_new or not getattr(person, city_field(city))):
        return {}
    return {city_field(city): city}


def _bodies(told: dict[str, Any]) -> dict[str, str]:
    return {name: told[name] for name in ("body_ru", "body_en", "country") if told.get(name)}


def _note_consent(registration: Registration, method: str | None, *, by: Person | None) -> None:
    """That the person agreed elsewhere, when the table says so; nothing is ever assumed."""
    text = ConsentText.objects.in_force(registration.conference, ConsentText.Kind.PROCESSING) if method else None
    if text is not None and method:
        give_consent(registration.participant, text, language=registration.participant.language, method=method, by=by)


# -- changes ------------------------------------------------------------------------------------------------


def _change(registration: Registration, planned: Planned, *, by: Person | None) -> dict[str, Any]:
    """Write the cells that differ; returns what stood there, so that it can come back."""
    was = {change.name: change.was for change in planned.changes}
    now = {change.name: change.now for change in planned.changes}
    _put(registration, now)
    return {
        "row": planned.number, "registration": registration.pk, "number": registration.number, "was": was, "now": now,
    }  # fmt: skip


def _put(registration: Registration, values: dict[str, Any]) -> None:
    """Write raw *values* by the names of import columns. A new category or attendance needs a seat of its own.

    Raises MoveNotAllowed when none is free there.
    """
    person = registration.participant
    for name, value in values.items():
        if name == "city":
            setattr(person, city_field(value) if value else "city_ru", value)
        elif name in PERSONAL and name != "country":
            setattr(person, name, value)
    registration.refresh_from_db(fields=["seat", "state", "attendance", "category"])
    moves_seat = {"attendance", "category"} & set(values) and registration.state in Registration.ACTIVE
    had_seat = bool(registration.seat)
    if moves_seat and had_seat:
        seats.give_seat_back(registration)
    for name, value in values.items():
        if name == "category":
            registration.category = Category.objects.of(registration.conference).get(pk=value)
        elif name == "track":
            registration.track = Track.objects.of(registration.conference).filter(pk=value or 0).first()
        elif name == "role":
            registration.delegation_role = value
        elif name in OWN:
            setattr(registration, name, value)
    if "country" in values:
        person.country = values["country"]
    if "language" in values:
        registration.language = values["language"]
    person.save()
    registration.search = registration.searchable()
    registration.save()
    if moves_seat and had_seat and not seats.take_seat(registration):
        raise MoveNotAllowed(_("No seat is free there for %(number)s.") % {"number": registration.number})


def _picture(registration: Registration) -> dict[str, Any]:
    """What a registration and its person looked like, to see later whether somebody touched them."""
    person = registration.participant
    own = {name: str(getattr(registration, name) or "") for name in WATCHED}
    return own | {name: str(getattr(person, name) or "") for name in ("full_name", "latin_name", "native_name")}


# -- taking it back -----------------------------------------------------------------------------------------


def undo(batch: ImportBatch, *, by: Person) -> Job | None:
    """Take the batch back: at once when it is little, else as a Job that is returned.

    New registrations that nobody touched since go; replaced values come back where nobody changed them again.
    ``batch.kept`` says what could not be undone. Raises MoveNotAllowed.
    """
    if not batch.may_be_undone:
        raise MoveNotAllowed(_("This import can no longer be undone."))
    if len(batch.created_rows) + len(batch.changed_rows) > AT_ONCE:
        return start_job(run_undo, kind=UNDO_KIND, conference=batch.conference, by=by, about=batch)
    _undo(batch, by=by)
    return None


def run_undo(job_id: int) -> None:
    """Background task: take the batch back that the job is about."""
    work(job_id, _undo_all)


def _undo_all(run: JobRun) -> None:
    batch = _batch_of(run)
    if batch and batch.may_be_undone and run.job.by:
        _undo(batch, by=run.job.by, run=run)


def _undo(batch: ImportBatch, *, by: Person, run: JobRun | None = None) -> None:
    """A few entries in each transaction, the last first; what is done leaves the batch, so a lost run goes on."""
    total = len(batch.created_rows) + len(batch.changed_rows)
    while batch.created_rows or batch.changed_rows:
        with transaction.atomic(), _in_the_name_of(by, run):
            batch = ImportBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
            entries = batch.created_rows or batch.changed_rows
            for entry in reversed(entries[-CHUNK:]):
                batch.kept += _undo_one(batch, entry, by=by)
            del entries[-CHUNK:]
            batch.save(update_fields=["kept", "created_rows", "changed_rows"])
            if run:
                run.progress(total - len(batch.created_rows) - len(batch.changed_rows), total)
    batch.move(ImportBatch.State.UNDONE, by=by, undone_at=timezone.now(), is_forgotten=True)


def _undo_one(batch: ImportBatch, entry: dict[str, Any], *, by: Person) -> list[str]:
    rows = Registration.objects.of(batch.conference).select_related("person", "category", "track", "conference")
    registration = rows.filter(pk=entry["registration"]).first()
    if registration is None:
        return [_("%(number)s is gone already.") % {"number": entry["number"]}]
    return _restore(registration, entry) if "was" in entry else _remove(registration, entry, by=by)


def _restore(registration: Registration, entry: dict[str, Any]) -> list[str]:
    """Put the old values back where the new ones still stand."""
    here, changed_again = {}, []
    for name, now in entry["now"].items():
        current = BY_NAME[name].current
        standing = current(registration) if current else None
        if getattr(standing, "pk", standing) == now:
            here[name] = entry["was"][name]
        else:
            changed_again.append(str(BY_NAME[name].title))
    said = []
    if here:
        try:
            with transaction.atomic():
                _put(registration, here)
        except MoveNotAllowed as refusal:
            said.append(str(refusal))
    if changed_again:
        said.append(
            _("%(number)s: changed again since, left as it is: %(fields)s")
            % {"number": registration.number, "fields": ", ".join(changed_again)}
        )
    return said


def _remove(registration: Registration, entry: dict[str, Any], *, by: Person) -> list[str]:
    """Delete a registration that the import made, with whoever came with it; but not what somebody touched."""
    if _picture(registration) != entry["left"] or _is_used(registration):
        return [_("%(number)s was worked on since and stays.") % {"number": registration.number}]
    about = Message.objects.filter(about_type__app_label="registration", about_type__model="registration")
    letters = about.filter(about_id=registration.pk)
    was_told = letters.filter(state=Message.State.SENT).exists()
    letters.filter(state=Message.State.QUEUED).delete()
    if was_told:
        mails.write_to_all("registration-cancelled", registration)
    seats.give_seat_back(registration)
    Role.revoke(registration.participant, Role.Kind.PARTICIPANT, registration.conference)
    revoke_documents(about=registration, by=by, reason=_("The registration was cancelled."))
    person = registration.participant
    registration.delete()
    if entry["person"] == person.pk:
        _forget(person)
    return []


def _is_used(registration: Registration) -> bool:
    """Whether anything happened with it that undoing must not sweep away."""
    person = registration.participant
    return (
        person.last_login is not None
        or registration.confirmed_at is not None
        or registration.delegation_id is not None
        or registration.check_ins.exists()
        or registration.companions.exists()
    )


def _forget(person: Person) -> None:
    """The account that came with the import, unless something else leans on it."""
    if Registration.objects.about(person).exists() or Role.objects.filter(person=person).exists():
        return
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        return


def discard(batch: ImportBatch, *, by: Person | None) -> None:
    """Throw an upload away unapplied. Raises MoveNotAllowed."""
    batch.move(ImportBatch.State.DISCARDED, by=by, cells=[], is_forgotten=True)


def forget_imports() -> int:
    """Forget the people in old uploads and in batches that can no longer be undone; for the scheduler."""
    batches = list(ImportBatch.objects.forgotten())
    for batch in batches:
        if batch.state == ImportBatch.State.UPLOADED:
            discard(batch, by=None)
            continue
        batch.created_rows, batch.changed_rows, batch.failures, batch.is_forgotten = [], [], [], True
        batch.save(update_fields=["created_rows", "changed_rows", "failures", "is_forgotten"])
    return len(batches)
