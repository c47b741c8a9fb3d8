"""The desk's page of one session with limited places."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from conference.models import Role
from registration.models import Enrolment
from registration.services import enrolment as services
from workshops.models import Session


def test_a_refused_reason_opens_its_row_and_stands_beside_its_field(conference, organiser, make_person, client_of):
    starts = timezone.now() + timedelta(days=100)
    session = Session.objects.create(
        conference=conference, format="workshop", title_ru="Воркшоп", title_en="Hands-on", starts=starts,
        ends=starts + timedelta(hours=1), seats=2,
    )  # fmt: skip
    row = services.enrol(session, by=make_person(Role.Kind.PARTICIPANT, conference=conference))
    path = conference.url("registration:enrolment_remove", pk=session.pk, enrolment=row.pk)

    html = client_of(organiser).post(path, {"reason": " "}).content.decode()

    assert ('<details class="more" open>' in html, f'href="#reason-{row.pk}"' in html) == (True, True)
    assert f'aria-describedby="reason-{row.pk}-hint reason-{row.pk}-error" aria-invalid="true"' in html
    assert Enrolment.objects.get().state == Enrolment.State.ENROLLED
