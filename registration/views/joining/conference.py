"""Taking part online: the link of a session is given to approved participants, and following it counts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registration.models import Registration
from registration.services.attendance import join_online
from workshops.models import Session


@require_POST
@login_required
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the attendance and lead on to the meeting.

    The way on is a page that moves by itself: the policy of the site lets no form end at a foreign address.
    """
    mine = Registration.objects.of(request.conference).approved().filter(person=request.user)
    registration = get_object_or_404(mine.select_related("conference"))
    session = get_object_or_404(Session.objects.of(request.conference).exclude(join_link=""), pk=pk)
    if not session.may_be_joined():
        messages.info(request, _("This session can be joined from 15 minutes before it begins until it ends."))
        return redirect("my_page")
    join_online(registration, session, by=request.user)
    return render(request, "registration/door_join.html", {"session": session})
