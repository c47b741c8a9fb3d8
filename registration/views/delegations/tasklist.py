"""The task list: how far the delegation is, who is in it, what is left to do."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from conference import tables
from conference.models import IssuedDocument
from conference.views.downloads import XLSX, download
from registration.models import AccessNeeds, Delegation, Registration, VisaRule
from registration.services import delegations as services
from registration.services.delegations import letters
from registration.services.delegations.membership import Member, Roster

from .common import address, led, page_of, tells_predecessor

State = Registration.State


@login_required
@require_safe
@tells_predecessor
def task_list(request: HttpRequest, pk: int) -> HttpResponse:
    delegation = led(request, pk)
    everybody = services.roster(delegation)
    context = page_of(
        delegation,
        roster=everybody,
        members=member_rows(delegation, everybody),
        tasks=shared_tasks(delegation, everybody),
        letters=letters_of(everybody),
        may_write=delegation.may_be_written(),
        has_head=bool(everybody.head and everybody.head.is_ready),
        may_send=may_send(delegation, everybody),
        answer_by=letters.answer_by(delegation),
        counted=_counted(everybody),
    )
    return render(request, "registration/delegation.html", context)


def may_send(delegation: Delegation, everybody: Roster) -> bool:
    """Whether there is anything to check and send now."""
    return bool(everybody.to_send) or delegation.state == Delegation.State.RETURNED


def _counted(everybody: Roster) -> str:
    """«Готово 3 участника из 5»."""
    ready = len(everybody.ready)
    text = ngettext("%(ready)d member of %(total)d is ready.", "%(ready)d members of %(total)d are ready.", ready)
    return text % {"ready": ready, "total": everybody.total}


def member_rows(delegation: Delegation, everybody: Roster) -> list[dict[str, Any]]:
    """One row each, then the seats without a name."""
    needs = set(
        AccessNeeds.objects.filter(registration__in=[member.registration for member in everybody.members]).values_list(
            "registration_id", flat=True
        )
    )
    rows = [member_row(delegation, member, member.registration.pk in needs) for member in everybody.members]
    until = delegation.holds_until()
    note = _("No name yet.")
    if until:
        held = _("We hold this seat until %(day)s") % {"day": date_format(until, "DAY_MONTH")}
        note = f"{note} {held}"
    for number in everybody.placeholders:
        is_first = number == 1
        rows.append(
            {
                "title": _("Member %(number)d") % {"number": number} if not is_first else _("Head of the delegation"),
                "url": address(delegation, "delegation_head" if is_first else "delegation_member_new"),
                "note": note, "status": _("Not started"), "kind": "",
            }
        )  # fmt: skip
    return rows


def member_row(delegation: Delegation, member: Member, has_needs: bool) -> dict[str, Any]:
    each = member.registration
    says_role = member.post.casefold().startswith(member.role.casefold())  # «эксперт», «эксперт комиссии»
    parts = [member.post] if says_role else [member.role, member.post]
    notes = [f"{part[:1].upper()}{part[1:]}." for part in parts if part]
    if each.track:
        notes.append(_("Track %(number)d.") % {"number": each.track.number})
    if has_needs:
        notes.append(_("Wishes for access are passed on."))
    if member.missing:
        notes.append(_("Missing: %(what)s.") % {"what": ", ".join(member.missing)})
    status, kind = status_of(member)
    return {
        "title": member.name, "url": address(delegation, "delegation_member", member=each.pk),
        "note": " ".join(notes), "status": status, "kind": kind, "is_person": True, "number": each.number,
    }  # fmt: skip


def status_of(member: Member) -> tuple[str, str]:
    """The state in words, and the kind of the tag: ``done`` is plain text."""
    if member.is_draft:
        return (_("Complete"), "done") if member.is_ready else (_("Not finished"), "warn")
    words = {
        State.SUBMITTED: (_("Sent"), "done"),
        State.APPROVED: (_("Accredited"), "ok"),
        State.WAITING: (_("On the waiting list"), "lamp"),
        State.OFFERED: (_("A seat is offered"), "lamp"),
    }
    return words.get(member.registration.state, (str(member.registration.get_state_display()), "err"))


def shared_tasks(delegation: Delegation, everybody: Roster) -> list[dict[str, Any]]:
    has_travel = any(delegation.shared.get("travel", {}).values())
    return [
        {
            "title": _("Arrival, departure, transfer"), "url": address(delegation, "delegation_travel"),
            "note": _("Asked once and copied to everybody without dates of their own"),
            **_done(has_travel),
        },
        _visa_task(delegation),
        {
            "title": _("Body, language of letters, attendance"), "url": address(delegation, "delegation_shared"),
            "note": _("Taken over by everybody who has no answer of their own"), **_done(True),
        },
        {
            "title": _("Nomination letter"), "url": address(delegation, "delegation_nomination"),
            "note": _("Signed by the minister or by whoever sends the delegation"),
            **_done(bool(delegation.nomination)),
        },
    ]  # fmt: skip


def _done(is_done: bool) -> dict[str, str]:
    return {"status": _("Complete"), "kind": "done"} if is_done else {"status": _("Not started"), "kind": ""}


def _visa_task(delegation: Delegation) -> dict[str, Any]:
    task = {"title": _("Letters for a visa"), "url": address(delegation, "delegation_visa"), "kind": "done"}
    wanted = len(delegation.shared.get("visa", []))
    if wanted:
        text = ngettext("%(count)d person needs one", "%(count)d people need one", wanted) % {"count": wanted}
        return task | {"note": _("Passport data are asked after the accreditation"), "status": text}
    if delegation.country and not VisaRule.asks_visa_of(delegation.country.code, delegation.conference):
        note = _("%(country)s: no visa is needed") % {"country": delegation.country.name}
        return task | {"note": note, "status": _("Not needed")}
    if "visa" in delegation.shared:
        return task | {"note": _("Nobody needs one"), "status": _("Not needed")}
    return task | {"note": _("Tell us who needs one"), "status": _("Not started"), "kind": ""}


def letters_of(everybody: Roster) -> list[dict[str, Any]]:
    """The invitation letters that are drawn, each with the name of its member."""
    members = {member.registration.pk: member for member in everybody.members if not member.is_draft}
    issued = IssuedDocument.objects.valid().exclude(file="").filter(
        kind=IssuedDocument.Kind.INVITATION_LETTER, about_id__in=members,
        about_type=ContentType.objects.get_for_model(Registration),
    )  # fmt: skip
    drawn = {letter.about_id: letter for letter in issued}
    return [{"member": member, "number": drawn[pk].number, "pk": pk} for pk, member in members.items() if pk in drawn]


@login_required
@require_safe
def members_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of the delegation in protocol order."""
    delegation = led(request, pk)
    return workbook(delegation)


def workbook(delegation: Delegation) -> HttpResponse:
    header = [
        _("Number"), _("Name"), _("Name in Latin letters"), _("Post"), _("Post, in English"),
        _("Role in the delegation"), _("Track"), _("Attendance"), _("E-mail"), _("State"),
    ]  # fmt: skip
    members = services.roster(delegation).members
    title = delegation.number or _("Delegation")
    content = tables.as_xlsx(header, (_cells(member) for member in members), title=title)
    return download(content, XLSX, f"{(delegation.number or 'delegation').lower()}.xlsx")


def _cells(member: Member) -> list[Any]:
    each, person = member.registration, member.registration.person
    track = each.track.number if each.track else ""
    if person:
        own = [person.full_name, person.latin_name, person.position_ru or "", person.position_en or ""]  # type: ignore[attr-defined]
        mail = person.letters_to
    else:
        own = [member.told.get(name, "") for name in ("full_name", "latin_name", "position_ru", "position_en")]
        mail = member.told.get("member_email", "")
    return [each.number, *own, member.role, track, str(each.get_attendance_display()), mail, status_of(member)[0]]
