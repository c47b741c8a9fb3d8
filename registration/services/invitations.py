"""Inviting: prepared in bulk, sent by a job, answered by a signed link, reminded and ended in time.

The link proves the address of a personal invitation, and nothing more: it signs nobody in to an account that is
somebody's already (see ``may_sign_in``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Conference, Job, Message, Person, Role
from conference.models.people import PersonManager
from conference.moves import MoveNotAllowed
from conference.services import mail
from conference.services.jobs import JobRun, start_job, work
from conference.services.people import person_for_email
from registration.documents.guarded import date_range
from registration.models import Category, Invitation, Registration, Rules
from registration.models.registrations import INVITED

from .drafts import start_draft

State = Invitation.State
JOB = "invitations"
FIELDS = (
    "kind", "email", "name", "latin_name", "language", "body_ru", "body_en", "country", "places", "prefilled",
)  # fmt: skip
ONE_RUN = 200


# -- preparing ------------------------------------------------------------------------------------------------


def known_addresses(conference: Conference, addresses: Iterable[str]) -> dict[str, str]:
    """What the organisers should know of these addresses before they invite: registered or invited already."""
    wanted = {PersonManager.normalize_email(address) for address in addresses if address}
    registered = Registration.objects.of(conference).active().filter(person__email__in=wanted)
    invited = Invitation.objects.of(conference).open().filter(email__in=wanted)
    known = {address: _("invited already") for address in invited.values_list("email", flat=True)}
    return known | {address: _("registered already") for address in registered.values_list("person__email", flat=True)}


@transaction.atomic
def prepare(category: Category, rows: Sequence[dict[str, Any]], *, by: Person | None) -> list[Invitation]:
    """Drafts of invitations to *category*, one for each row that is new; those known meanwhile are left out.

    A row has any of FIELDS; values were checked by the form.
    """
    conference = category.conference
    known = known_addresses(conference, [row.get("email", "") for row in rows])
    prepared = []
    for row in rows:
        fields = {name: row[name] for name in FIELDS if name in row}
        fields["email"] = PersonManager.normalize_email(fields.get("email", ""))
        if fields["email"] in known:
            continue
        known[fields["email"]] = ""
        try:
            with transaction.atomic():
                prepared.append(Invitation.objects.create(conference=conference, category=category, by=by, **fields))
        except IntegrityError:  # invited at this very moment by somebody else
            continue
    return prepared


@transaction.atomic
def send_all(invitations: Sequence[Invitation], *, conference: Conference, by: Person) -> Job:
    """Write to all of them in the background: drafts are sent, those sent before are reminded."""
    job = start_job(work_through, kind=JOB, conference=conference, by=by)
    Invitation.objects.filter(pk__in=[each.pk for each in invitations]).update(job=job)
    Job.objects.filter(pk=job.pk).update(total=len(invitations))
    return job


def work_through(job_id: int) -> None:
    """The job of ``send_all``. A run that begins anew goes on with those that were not written to yet."""
    work(job_id, _write_all)


def _write_all(run: JobRun) -> None:
    total = run.job.invitations.count()
    left = list(run.job.invitations.order_by("pk").values_list("pk", flat=True))
    pace = max(Rules.of(run.job.conference).mails_a_minute, 1)
    written = 0
    for done, pk in enumerate(left):
        run.progress(done, total)
        invitation = Invitation.objects.select_related("conference", "category").get(pk=pk)
        wait = timedelta(minutes=written // pace)
        written += _written_once(invitation, run.job, after=wait)
    run.progress(total, total)


def _written_once(invitation: Invitation, job: Job, *, after: timedelta) -> int:
    """Write one letter of the job, unless an earlier run of it has; returns 1 when it was written now."""
    try:
        if invitation.state == State.DRAFT:
            send(invitation, by=job.by, after=after)
            return 1
        was_told = invitation.sent_at and invitation.sent_at >= job.created
        was_reminded = invitation.reminded_at and invitation.reminded_at >= job.created
        if invitation.state == State.SENT and not was_told and not was_reminded:
            remind(invitation, by=job.by, after=after)
            return 1
    except MoveNotAllowed:
        return 0
    return 0


# -- writing ----------------------------------------------------------------------------------------------------


@transaction.atomic
def send(invitation: Invitation, *, by: Person | None, after: timedelta = timedelta(0)) -> Invitation:
    """Send a prepared invitation, or one that expired or was declined, anew with a full term.

    Raises MoveNotAllowed when it is answered or called back, or another one to this address is open.
    """
    now = timezone.now()
    term = invitation.term_from(now, Rules.of(invitation.conference).invitation_days)
    fields: dict[str, Any] = {
        "sent_at": now,
        "expires_at": term,
        "reminders": 0,
        "reminded_at": None,
        "answered_at": None,
    }
    try:
        with transaction.atomic():
            if invitation.state == State.SENT:
                _still_sent(invitation, **fields)
            else:
                invitation.move(State.SENT, by=by, **fields)
    except IntegrityError:
        raise MoveNotAllowed(_("An invitation to this address is on its way already.")) from None
    write("invitation-personal" if invitation.is_personal else "invitation-organisation", invitation, after=after)
    return invitation


@transaction.atomic
def remind(invitation: Invitation, *, by: Person | None, after: timedelta = timedelta(0)) -> Invitation:
    """Write again to who has not answered; the term stays. Raises MoveNotAllowed."""
    if not invitation.is_good():
        raise MoveNotAllowed(_("Only invitations that wait for an answer can be sent a reminder."))
    _still_sent(invitation, reminded_at=timezone.now(), reminders=F("reminders") + 1)
    write("invitation-reminder", invitation, after=after)
    return invitation


def _still_sent(invitation: Invitation, **fields: Any) -> None:
    if not Invitation.objects.filter(pk=invitation.pk, state=State.SENT).update(**fields):
        raise MoveNotAllowed(_("Only invitations that wait for an answer can be sent a reminder."))
    invitation.refresh_from_db()


def write(key: str, invitation: Invitation, *, after: timedelta = timedelta(0)) -> Message | None:
    """The letter *key* with the guest's link; its text is erased from the outbox once sent, the link opens a door."""
    language = invitation.language
    message = mail.queue(
        key, to=invitation.email, conference=invitation.conference, about=invitation, language=language,
        is_secret=True, **wording(invitation, link=link_of(invitation)),
    )  # fmt: skip
    if message and after:
        Message.objects.filter(pk=message.pk).update(next_attempt_at=timezone.now() + after)
    return message


def link_of(invitation: Invitation) -> str:
    with override(invitation.language):
        return mail.link(invitation.conference.url("registration:invitation", token=invitation.token()))


def wording(invitation: Invitation, *, link: str) -> dict[str, Any]:
    """The placeholders of an invitation's letters, in its language."""
    with override(invitation.language):
        conference = invitation.conference
        until = invitation.expires_at or timezone.now() + timedelta(days=Rules.of(conference).invitation_days)
        local = timezone.localtime(until, conference.zone)
        return {
            "greeting": greeting_of(invitation),
            "organiser": conference.organiser or conference.title,
            "category": str(invitation.category),
            "body": invitation.body or "",
            "places": str(invitation.places),
            "when": when_and_where(conference),
            "until": date_format(local, "DATE_FORMAT"),
            "link": link,
        }


def when_and_where(conference: Conference) -> str:
    """A sentence or two, in the language that is on."""
    days = date_range(conference.starts, conference.ends)
    if not conference.place:
        return _("When: %(days)s.") % {"days": days}
    return _("When: %(days)s. Where: %(place)s.") % {"days": days, "place": conference.place}


def greeting_of(invitation: Invitation) -> str:
    """How the letter addresses the guest; colleagues where an organisation is invited without a name."""
    guest = guest_of(invitation)
    return guest.greeting_in(invitation.language) if guest else _("colleagues")


def guest_of(invitation: Invitation) -> Person | None:
    """The guest as a person with a name, unsaved; None where the invitation names nobody."""
    name = invitation.name or invitation.latin_name
    return Person(full_name=name, latin_name=invitation.latin_name) if name else None


# -- answering ----------------------------------------------------------------------------------------------------


def may_sign_in(invitation: Invitation) -> bool:
    """Whether the link may sign its guest in: only to an account that holds nothing but what this link gave it.

    Anybody who has an account with something in it shows by a code that the address is theirs, as always: whoever
    sends invitations must not thereby get into other people's accounts.
    """
    if not invitation.is_personal or not invitation.is_good():
        return False
    person = Person.objects.filter(email=invitation.email).first()
    if person is None:
        return True
    is_used = person.is_staff or person.is_superuser or person.last_login is not None or not person.is_active
    has_proven = EmailAddress.objects.filter(user=person, verified=True).exists()
    takes_part = Registration.objects.sent().about(person).exists()
    return not (is_used or has_proven or takes_part or Role.objects.filter(person=person).exists())


@transaction.atomic
def begin(invitation: Invitation, *, by: Person | None, language: str) -> Registration:
    """The guest accepts: a draft in the category of the invitation with what it filled in beforehand.

    It becomes an acceptance when the form is sent (``claim``). Raises MoveNotAllowed when the invitation is over.
    """
    if not invitation.is_good():
        raise MoveNotAllowed(_("This invitation is no longer valid."))
    draft = start_draft(invitation.category, by=by, language=language)
    draft.source = Registration.Source.INVITATION
    draft.answers = {INVITED: {"invitation": invitation.pk, **told_by(invitation)}}
    draft.save(update_fields=["source", "answers"])
    return draft


def account_for(invitation: Invitation) -> Person:
    """The account that a personal link may sign in to, made if there is none."""
    full_name = invitation.name or invitation.latin_name
    return person_for_email(invitation.email, language=invitation.language, full_name=full_name)


def told_by(invitation: Invitation) -> dict[str, Any]:
    """The answers that the organisers have filled in."""
    own = {"language": invitation.language, "body_ru": invitation.body_ru, "body_en": invitation.body_en}  # type: ignore[attr-defined]
    if invitation.country:
        own["country"] = str(invitation.country)
    if invitation.is_personal:
        own |= {"full_name": invitation.name, "latin_name": invitation.latin_name, "email": invitation.email}
    return {name: value for name, value in {**invitation.prefilled, **own}.items() if value}


def claim(draft: Registration) -> Invitation | None:
    """The invitation behind *draft*, with one of its places counted; call it in the transaction that sends the form.

    Who began in time may finish after the term. Raises ValidationError (code ``invitation``) when it was called
    back or all its places are taken, MoveNotAllowed when the form was sent at this very moment.
    """
    pk = draft.answers.get(INVITED, {}).get("invitation")
    if not pk:
        return None
    rows = Invitation.objects.of(draft.conference).filter(pk=pk)
    good = rows.filter(state__in=[State.SENT, State.EXPIRED], used__lt=F("places"))
    if good.update(used=F("used") + 1):
        return rows.select_related("conference", "category").get()
    if not Registration.objects.filter(pk=draft.pk, state=Registration.State.DRAFT).exists():
        raise MoveNotAllowed(_("This registration has been sent already."))
    contact = draft.conference.contact_email
    raise ValidationError(
        _("The invitation is no longer valid, or all its places are taken. Please write to %(contact)s.")
        % {"contact": contact or draft.conference.title},
        code="invitation",
    )


def accepted(invitation: Invitation | None, registration: Registration, *, by: Person) -> None:
    """Note the registration that came of the invitation; with its last place it is accepted."""
    if invitation is None:
        return
    invitation.registrations.add(registration)
    if invitation.places_left == 0:
        invitation.move(State.ACCEPTED, by=by, answered_at=timezone.now())


@transaction.atomic
def decline(invitation: Invitation, *, reason: str = "") -> Invitation:
    """The guest cannot come. Raises MoveNotAllowed when it is answered already or over."""
    if not invitation.is_good():
        raise MoveNotAllowed(_("This invitation is no longer valid."))
    invitation.move(State.DECLINED, by=None, declined_reason=reason.strip(), answered_at=timezone.now())
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: Person) -> Invitation:
    """Call an invitation back: its links stop working. Raises MoveNotAllowed."""
    invitation.move(State.REVOKED, by=by, answered_at=timezone.now())
    return invitation


# -- regularly ------------------------------------------------------------------------------------------------


def expire_invitations() -> int:
    """End the invitations whose term is over. Runs every minute."""
    ended = 0
    for invitation in Invitation.objects.lapsed().select_related("conference")[:ONE_RUN]:
        try:
            with transaction.atomic():
                invitation.move(State.EXPIRED, by=None)
        except MoveNotAllowed:  # answered at this very moment
            continue
        ended += 1
    return ended


def remind_invitations() -> int:
    """Remind once, some days before the end of the term. Runs every minute."""
    reminded = 0
    for invitation in Invitation.objects.to_be_reminded().select_related("conference", "category")[:ONE_RUN]:
        try:
            remind(invitation, by=None)
        except MoveNotAllowed:
            continue
        reminded += 1
    return reminded
