"""The waiting list: who is next, what is offered to them and until when, and what they answer.

Each category has two lists, one for the hall and one for places online. An offer holds its seat, so accepting it
takes none; the verbs that decide what becomes of an offer all begin with the guarded move, so one of them wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Conference, Message, Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from registration.models import Category, Registration, Rules

from . import decisions, mails, seats

State = Registration.State
SALT = "registration.place"
LINK_FOR = timedelta(days=400)
MAX_LAPSED = 2
"""Who let so many offers lapse gets no further ones by themselves; an organiser may still offer."""
ONE_RUN = 200


# -- who waits --------------------------------------------------------------------------------------------------


def in_line(category: Category | int, attendance: str) -> QuerySet[Registration]:
    """Those who wait in *category* for a place of this kind, the first first."""
    return Registration.objects.waiting_list().filter(category=category, attendance=attendance)


def positions_of(registrations: Iterable[Registration]) -> dict[int, int]:
    """The place of each waiting registration in its list, from 1, in one query; others are left out."""
    waiting = [each.pk for each in registrations if each.state == State.WAITING]
    if not waiting:
        return {}
    before = Q(waiting_since__lt=OuterRef("waiting_since")) | Q(
        waiting_since=OuterRef("waiting_since"), pk__lt=OuterRef("pk")
    )
    ahead = Registration.objects.waiting_list().filter(
        before, category=OuterRef("category"), attendance=OuterRef("attendance")
    )
    counted = ahead.order_by().values("category").annotate(number=Count("pk")).values("number")
    rows = Registration.objects.filter(pk__in=waiting).annotate(ahead=Coalesce(Subquery(counted), 0))
    return {pk: number + 1 for pk, number in rows.values_list("pk", "ahead")}


def free_seats(category: Category, attendance: str) -> int | None:
    """Places that nobody holds; None when there is no limit."""
    limit, taken = seats.POOLS[seats.Seat(attendance)]
    seats_there = getattr(category, limit)
    return None if seats_there is None else max(seats_there - getattr(category, taken), 0)


# -- links of letters ---------------------------------------------------------------------------------------------


def place_token(registration: Registration) -> str:
    """What the links of letters about one's place carry: signed, good until long after the conference."""
    return signing.dumps(registration.pk, salt=SALT, compress=True)


def of_token(token: str) -> Registration | None:
    """The registration that such a link is about; None when it was altered."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LINK_FOR)
    except signing.BadSignature:
        return None
    rows = Registration.objects.sent().select_related("conference", "category", "person", "filled_by")
    return rows.filter(pk=pk).first()


def readers_of(registration: Registration) -> list[Person]:
    """Who reads the letters: the person and whoever filled the form in; one letter to an address both share."""
    person, helper = registration.participant, registration.filled_by
    if helper is None or helper == person:
        return [person]
    return [helper] if helper.letters_to == person.letters_to else [person, helper]


def write(key: str, registration: Registration, page: str, *, until: datetime | None = None) -> None:
    """The letter *key* with the link to *page* of this place, and the deadline in words."""
    conference = registration.conference
    for reader in readers_of(registration):
        with override(reader.language):
            path = conference.url(page, token=place_token(registration))
            deadline = in_words(until, conference) if until else ""
            category = str(registration.category)
            attendance = registration.get_attendance_display()
        mail.queue(
            key, to=reader, conference=conference, about=registration, language=reader.language,
            number=registration.number, participant=registration.participant.name_in(reader.language),
            category=category, attendance=attendance, link=mail.link(path), until=deadline,
        )  # fmt: skip


def in_words(moment: datetime, conference: Conference) -> str:
    """Day and time in the conference's time zone, in the language that is on."""
    local = timezone.localtime(moment, conference.zone)
    return _("%(day)s, %(time)s") % {"day": date_format(local, "DATE_FORMAT"), "time": date_format(local, "H:i")}


# -- offering -------------------------------------------------------------------------------------------------


def good_until(conference: Conference) -> datetime:
    """Until when an offer made now is good: the hours of the rules, and never after the conference."""
    last = datetime.combine(conference.ends, time.max, tzinfo=conference.zone)
    return min(timezone.now() + timedelta(hours=Rules.of(conference).offer_hours), last)


@transaction.atomic
def offer(registration: Registration, *, by: Person | None) -> Registration:
    """Offer a free seat to somebody who waits; it is theirs until the deadline. *by* is None for the list itself.

    Raises MoveNotAllowed when no seat is free, or when they do not wait any more.
    """
    if not registration.may_move(State.OFFERED):
        raise MoveNotAllowed(_("%(person)s does not wait for a seat now.") % {"person": registration.person})
    if not seats.take_seat(registration):
        raise MoveNotAllowed(
            _("No seat is free for %(person)s. Raise the number of seats of the category, or wait for one.")
            % {"person": registration.person}
        )
    until = good_until(registration.conference)
    registration.move(State.OFFERED, by=by, offered_until=until)
    write("registration-offer", registration, "registration:offer", until=until)
    return registration


@transaction.atomic
def offer_next(category: Category, attendance: str, *, by: Person | None = None) -> Registration | None:
    """Offer a free place to the next in the list; None when nobody waits or no place is free.

    The category is locked first, so two workers never offer to the same person at once.
    """
    category = Category.objects.select_for_update(no_key=True).get(pk=category.pk)
    following = _next(category, attendance)
    if following is None or not seats.take_seat(following):
        return None
    return offer(following, by=by)


def _next(category: Category, attendance: str) -> Registration | None:
    """The first of the list, or of those whose delegation still holds a seat where the hall is full."""
    told = Message.objects.filter(
        key="registration-offer-expired", about_type__model="registration", about_id=OuterRef("pk")
    )
    each = told.order_by().values("to").annotate(number=Count("pk")).order_by("-number").values("number")
    lapsed = Subquery(each[:1])
    line = in_line(category, attendance).annotate(lapsed=Coalesce(lapsed, 0)).filter(lapsed__lt=MAX_LAPSED)
    line = line.select_related("conference", "category", "person", "filled_by")
    if free_seats(category, attendance) != 0:
        return line.first()
    held = line.filter(delegation__seats_used__lt=F("delegation__seats_held"))
    return held.first() if attendance == Registration.Attendance.HALL else None


def offer_free_seats(category_id: int) -> int:
    """Offer every free place of a category whose list moves by itself; returns how many. May run twice."""
    category = Category.objects.select_related("conference").filter(pk=category_id).first()
    if category is None or category.promotion != Category.Promotion.AUTOMATIC or _is_over(category.conference):
        return 0
    offered = 0
    for attendance in Registration.Attendance:
        while offered < ONE_RUN and offer_next(category, attendance):
            offered += 1
    return offered


def _is_over(conference: Conference) -> bool:
    return conference.is_archived or conference.today() > conference.ends


def offer_what_is_free() -> int:
    """Offer seats that became free otherwise than by a verb, such as a higher number of them. Runs every minute."""
    waiting = Registration.objects.waiting_list().order_by()
    for_hall = Q(seats=None) | Q(seats_taken__lt=F("seats"))
    online = Q(seats_online=None) | Q(seats_online_taken__lt=F("seats_online"))
    somewhere = Q(for_hall, pk__in=waiting.filter(attendance="hall").values("category")) | Q(
        online, pk__in=waiting.filter(attendance="online").values("category")
    )
    categories = Category.objects.filter(somewhere, promotion=Category.Promotion.AUTOMATIC)
    return sum(offer_free_seats(pk) for pk in categories.values_list("pk", flat=True))


# -- answering ------------------------------------------------------------------------------------------------


@transaction.atomic
def accept_offer(registration: Registration, *, by: Person | None) -> Registration:
    """Take the seat that is offered. *by* is None for a link from a letter.

    The participant is approved where the category approves by itself, or where an organiser chose whom to offer to;
    otherwise the seat is kept and the registration waits for the organisers' decision, as any other does.
    Raises MoveNotAllowed when the offer is over, or was answered meanwhile.
    """
    if registration.state == State.OFFERED and is_lapsed(registration):
        raise MoveNotAllowed(_("The time for this answer is over. The seat goes to the next in the list."))
    if registration.state != State.OFFERED:
        raise MoveNotAllowed(_("This offer was answered already, or is over."))
    category = registration.category
    if category.approves_itself(registration.attendance) or category.promotion == Category.Promotion.BY_HAND:
        decisions.approve(registration, by=by or registration.participant)
    else:
        registration.move(State.SUBMITTED, by=by or registration.participant)
        mails.write_to_all("registration-received", registration)
    is_time = Rules.of(registration.conference).is_time_to_confirm()
    return _keep(registration, offered_until=None, waiting_since=None, confirmed_at=timezone.now() if is_time else None)


def _keep(registration: Registration, **fields: object) -> Registration:
    Registration.objects.filter(pk=registration.pk).update(**fields)
    for name, value in fields.items():
        setattr(registration, name, value)
    return registration


def is_lapsed(registration: Registration) -> bool:
    return registration.offered_until is not None and registration.offered_until <= timezone.now()


@transaction.atomic
def give_up_offer(registration: Registration, *, by: Person | None) -> Registration:
    """Decline the offered seat and leave the list; the seat goes to the next. Raises MoveNotAllowed."""
    if registration.state != State.OFFERED:
        raise MoveNotAllowed(_("This offer was answered already, or is over."))
    decisions.cancel(registration, by=by or registration.participant)
    return _keep(registration, offered_until=None, waiting_since=None)


@transaction.atomic
def expire_offer(registration: Registration) -> bool:
    """Put an offer that nobody answered in time back to the end of the list; False when it was answered meanwhile."""
    if registration.state != State.OFFERED or not is_lapsed(registration):
        return False
    line = Registration.objects.filter(category=registration.category_id, attendance=registration.attendance)
    last = line.filter(state=State.WAITING).aggregate(at=Max("waiting_since"))["at"]
    since = max(filter(None, [timezone.now(), last]))
    try:
        registration.move(State.WAITING, by=None, waiting_since=since, offered_until=None)
    except MoveNotAllowed:
        return False
    write("registration-offer-expired", registration, "registration:offer")
    seats.give_seat_back(registration)
    return True


def expire_offers() -> int:
    """Expire what is due. Runs every minute; each offer in a transaction of its own."""
    due = Registration.objects.filter(state=State.OFFERED, offered_until__lte=timezone.now())
    rows = due.select_related("conference", "category", "person", "filled_by").order_by("offered_until")[:ONE_RUN]
    return sum(expire_offer(each) for each in rows)


@transaction.atomic
def take_online_instead(registration: Registration, *, by: Person | None) -> Registration:
    """Who waits for the hall takes part online at once, when a place online is free; the list moves up.

    A category that approves by hand considers them as anybody else, with the place held. Raises MoveNotAllowed when
    they do not wait for the hall, or no place online is free.
    """
    attendance = Registration.Attendance
    if registration.state != State.WAITING or registration.attendance != attendance.HALL:
        raise MoveNotAllowed(_("Only who waits for a seat in the hall can take part online instead."))
    registration.attendance = attendance.ONLINE
    if not seats.take_seat_in_turn(registration):
        registration.attendance = attendance.HALL
        raise MoveNotAllowed(_("No place online is free either. You keep your place in the list."))
    _keep(registration, attendance=attendance.ONLINE, waiting_since=None)
    if registration.category.approves_itself(attendance.ONLINE):
        return decisions.approve(registration, by=None)
    registration.move(State.SUBMITTED, by=by or registration.participant)
    mails.write_to_all("registration-received", registration)
    return registration
