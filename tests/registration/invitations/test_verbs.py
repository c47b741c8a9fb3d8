"""The verbs of invitations: prepared, sent, reminded, ended in time; links that cannot be forged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from conference.moves import MoveNotAllowed
from registration.models import Invitation, Rules
from registration.services import invitations
from tests.registration.invitations.conftest import State, fresh, letters, page


def test_an_invitation_is_good_for_the_days_of_the_rules(make_invitation, conference):
    Rules.objects.create(conference=conference, invitation_days=10)

    invitation = make_invitation()

    assert (invitation.state, round((invitation.expires_at - timezone.now()).total_seconds() / 86400)) == ("sent", 10)


def test_an_invitation_ends_with_the_conference(make_invitation, conference):
    conference.starts = conference.ends = timezone.localdate(timezone=conference.zone) + timedelta(days=2)
    conference.save()

    invitation = make_invitation()

    assert timezone.localdate(invitation.expires_at, conference.zone) == conference.ends


def test_the_letter_holds_the_link_and_is_erased_once_sent(make_invitation, run_tasks):
    invitation = make_invitation()

    before = letters("invitation-personal").get()
    run_tasks()
    after = letters("invitation-personal").get()

    assert page(invitation) in before.body
    assert (after.state, after.body) == ("sent", "")


def test_the_letter_is_in_the_language_of_the_guest(make_invitation):
    make_invitation(language="en", latin_name="Marie Lefevre", name="Marie Lefèvre")

    letter = letters("invitation-personal").get()
    assert (letter.language, "Dear Marie Lefevre," in letter.body) == ("en", True)


def test_nobody_is_invited_twice(make_invitation, categories, organiser, make_registration, make_person):
    make_invitation(email="one@example.org")
    make_registration(person=make_person(email="two@example.org"))
    rows = [{"email": address, "name": "А Б", "language": "ru"} for address in ("ONE@example.org", "two@example.org")]

    prepared = invitations.prepare(categories["academic"], [*rows, {**rows[0], "email": "three@example.org"}], by=None)

    assert [each.email for each in prepared] == ["three@example.org"]


def test_the_token_is_nowhere_in_the_database(make_invitation):
    invitation = make_invitation()

    row = Invitation.objects.filter(pk=invitation.pk).values().get()

    assert invitation.token() not in str(row)


@pytest.mark.parametrize("mangle", [lambda t: t[:-1], lambda t: t + "x", lambda t: t.swapcase(), lambda t: "x"])
def test_an_altered_link_is_no_link(mangle, make_invitation, conference):
    token = make_invitation().token()

    assert Invitation.objects.of(conference).of_link(mangle(token)) is None


@pytest.mark.parametrize("payload", [7, "7", [7], [7, 1, 1], {"a": 1}, ["x", "y"]])
def test_a_signed_link_of_another_shape_is_no_link(payload, conference):
    token = signing.dumps(payload, salt="registration.invitation", compress=True)

    assert Invitation.objects.of(conference).of_link(token) is None


def test_a_link_of_another_conference_is_no_link(make_invitation, other_conference):
    assert Invitation.objects.of(other_conference).of_link(make_invitation().token()) is None


def test_a_guest_declines_once(make_invitation):
    invitation = make_invitation()
    invitations.decline(invitation, reason=" Не смогу ")

    with pytest.raises(MoveNotAllowed):
        invitations.decline(fresh(invitation))

    assert (fresh(invitation).state, fresh(invitation).declined_reason) == (State.DECLINED, "Не смогу")


def test_a_declined_guest_can_be_asked_again(make_invitation, organiser):
    invitation = invitations.decline(make_invitation())

    invitations.send(invitation, by=organiser)

    assert (fresh(invitation).state, letters("invitation-personal").count()) == (State.SENT, 2)


@pytest.mark.parametrize("state", [State.ACCEPTED, State.REVOKED])
def test_what_is_over_is_not_sent_again(state, make_invitation, organiser):
    invitation = make_invitation()
    Invitation.objects.filter(pk=invitation.pk).update(state=state)

    with pytest.raises(MoveNotAllowed):
        invitations.send(fresh(invitation), by=organiser)


def test_terms_end_by_themselves(make_invitation):
    over, running = make_invitation(), make_invitation()
    Invitation.objects.filter(pk=over.pk).update(expires_at=timezone.now())

    assert [invitations.expire_invitations() for _each in range(2)] == [1, 0]
    assert (fresh(over).state, fresh(running).state) == (State.EXPIRED, State.SENT)


def test_guests_are_reminded_once_before_the_term_ends(make_invitation):
    soon, later, new = make_invitation(), make_invitation(), make_invitation()
    now = timezone.now()
    Invitation.objects.filter(pk__in=[soon.pk, new.pk]).update(expires_at=now + timedelta(days=4))
    Invitation.objects.filter(pk__in=[soon.pk, later.pk]).update(sent_at=now - timedelta(days=20))

    assert [invitations.remind_invitations() for _each in range(2)] == [1, 0]
    assert [message.to for message in letters("invitation-reminder")] == [soon.email]
    assert fresh(soon).reminders == 1


def test_the_link_of_the_reminder_is_the_same(make_invitation, organiser):
    invitation = make_invitation()

    invitations.remind(invitation, by=organiser)

    assert page(invitation) in letters("invitation-reminder").get().body
