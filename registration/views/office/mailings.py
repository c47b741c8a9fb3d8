"""Letters to many: written, previewed, tried out, sent, watched; and every letter that did not arrive."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.keys import keys_in
from conference.models import Message
from conference.permissions import require
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from registration.forms.office import AudienceForm, MailingForm
from registration.models import Mailing, Rules
from registration.permissions import WRITE_TO_ALL
from registration.services import listing, mailings

PER_PAGE = 50
SHOWN_FAILURES = 100
SHOWN_UNREACHED = 20


def _mailing(request: HttpRequest, pk: int, **filters: Any) -> Mailing:
    require(request.user, WRITE_TO_ALL, request.conference)
    rows = Mailing.objects.of(request.conference).select_related("conference", "by")
    return get_object_or_404(rows, pk=pk, **filters)


def _page(mailing: Mailing) -> HttpResponse:
    return redirect(mailing.conference.url("registration:mailing", pk=mailing.pk))


@require_safe
def mailing_list(request: HttpRequest) -> HttpResponse:
    require(request.user, WRITE_TO_ALL, request.conference)
    rows = Mailing.objects.of(request.conference).select_related("by").with_counts()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "failed": mailings.failed_of(request.conference).count()}
    return render(request, "registration/mailing_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new letter; whom it goes to comes with the address of the list, else it is those who take part."""
    require(request.user, WRITE_TO_ALL, request.conference)
    asked = request.GET.copy()
    if not asked.get("state"):
        asked["state"] = listing.ACTIVE
    kept = f"{listing.kept(asked, listing.FILTERS)}&{mailings.VIA}={mailings.HELPERS}"
    mailing = Mailing(conference=request.conference, by=request.user, filters=kept)
    return _form(request, mailing)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, _mailing(request, pk, state=Mailing.State.DRAFT))


def _form(request: HttpRequest, mailing: Mailing) -> HttpResponse:
    conference = request.conference
    if request.method == "POST":
        if response := switch_language(request):
            return response
        audience = QueryDict(request.POST.urlencode())
        form = MailingForm(request.POST, instance=mailing, conference=conference)
        if form.is_valid():
            mailing = form.save(commit=False)
            mailing.filters = listing.kept(audience, (*listing.FILTERS, mailings.VIA))
            mailing.save()
            return _page(mailing)
    else:
        kept = typed(request)
        audience = kept or QueryDict(mailing.filters)
        form = MailingForm.with_typed(kept, instance=mailing, conference=conference)
    context = {
        "form": form, "mailing": mailing, "has_errors": form.is_bound and bool(form.errors),
        "language_form": "main-form", "filters": AudienceForm.of(audience, conference),
        "placeholders": [(f"{{{name}}}", meaning) for name, meaning in mailings.PLACEHOLDERS.items()],
    }  # fmt: skip
    return render(request, "registration/mailing_form.html", context)


@require_safe
def mailing(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with its audience and preview, or what became of the letter."""
    shown = _mailing(request, pk)
    if shown.state == Mailing.State.DRAFT:
        return render(request, "registration/mailing.html", _preview(request, shown))
    return render(request, "registration/mailing_sent.html", _progress(shown))


def _preview(request: HttpRequest, shown: Mailing) -> dict[str, Any]:
    """The letter as a real reader would get it, in both languages, and who would."""
    rows = mailings.audience(shown)
    example = rows.filter(number=request.GET.get("as", "")).first() or rows.first()
    letters = []
    for language in ("ru", "en"):
        if example is not None:
            subject, body, code = mailings.rendered(shown, [example], language)
            letters.append({"reader": language, "language": code, "subject": subject, "body": body})
    post = mailings.post_of(shown)
    counts = mailings.counted(shown, post)
    a_minute = Rules.of(request.conference).mails_a_minute or 1
    return {
        "mailing": shown, "counts": counts, "example": example, "letters": letters,
        "minutes": -(-counts["letters"] // a_minute), "audience_url": _audience_url(shown),
        "unreached": post.without[:SHOWN_UNREACHED], "more_unreached": max(len(post.without) - SHOWN_UNREACHED, 0),
        "to_whom": _audience_of(shown),
        "missing": [language for language in ("ru", "en") if not shown.has_text_in(language)],
    }  # fmt: skip


def _audience_url(shown: Mailing) -> str:
    kept = listing.kept(QueryDict(shown.filters), listing.FILTERS)
    return f"{shown.conference.url('registration:desk_list')}?{kept}"


def _audience_of(shown: Mailing) -> list[dict[str, str]]:
    """The filters of a mailing in words, each with its name; with no state chosen it says that everybody is meant."""
    return AudienceForm.of(QueryDict(shown.filters), shown.conference).told()


def _progress(shown: Mailing) -> dict[str, Any]:
    counts = shown.recipients.counts()
    failed = list(shown.recipients.failed().select_related("message__person")[:SHOWN_FAILURES])
    done = counts["sent"] + counts["failed"]
    said = ngettext("Sent %(done)d of %(count)d letter", "Sent %(done)d of %(count)d letters", counts["total"])
    return {
        "mailing": shown, "counts": counts, "headline": said % {"done": counts["sent"], "count": counts["total"]},
        "is_running": shown.state == Mailing.State.SENDING or counts["queued"] > 0, "done": done,
        "failures": [{"recipient": each, "reason": mailings.reason_of(each.message)} for each in failed],
        "audience_url": _audience_url(shown), "to_whom": _audience_of(shown),
        "texts": [
            {"language": language, "subject": getattr(shown, f"subject_{language}"),
             "body": getattr(shown, f"body_{language}")}
            for language in ("ru", "en") if shown.has_text_in(language)
        ],
    }  # fmt: skip


@require_safe
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """The moving part of the page of a mailing."""
    return render(request, "registration/mailing_progress.html", _progress(_mailing(request, pk)))


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the letter to the organiser alone, as the reader of the preview would get it."""
    shown = _mailing(request, pk)
    rows = mailings.audience(shown)
    example = rows.filter(number=request.POST.get("as", "")).first() or rows.first()
    if example is None:
        messages.warning(request, _("Nobody is found by these filters."))
        return _page(shown)
    sent = mailings.test(shown, by=request.user, rows=[example])
    if sent:
        said = _("The letter went to %(address)s. Look at it before you send it to all.")
        messages.success(request, said % {"address": sent[0].to})
    else:
        messages.warning(request, _("Your account has no address to write to."))
    return _page(shown)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _mailing(request, pk)
    attempt(request, mailings.send, shown, done=_on_their_way)
    return _page(shown)


def _on_their_way(number: int) -> str:
    said = ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", number)
    return said % {"count": number}


def _move(request: HttpRequest, pk: int, verb: Any, done: str) -> HttpResponse:
    shown = _mailing(request, pk)
    attempt(request, verb, shown, done=done)
    return _page(shown)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    return _move(request, pk, mailings.stop, _("The mailing is stopped. What is in the outbox already goes out."))


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    return _move(request, pk, mailings.resume, _("The mailing goes on."))


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try the letters of this mailing that failed once more."""
    shown = _mailing(request, pk)
    failed = Message.objects.filter(pk__in=shown.recipients.failed().values("message"))
    _told(request, mailings.send_again(failed, by=request.user))
    return _page(shown)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _mailing(request, pk, state=Mailing.State.DRAFT)
    shown.delete()
    messages.success(request, _("The draft is deleted."))
    return redirect(request.conference.url("registration:mailings"))


@require_safe
def failed(request: HttpRequest) -> HttpResponse:
    """Every letter of the conference that did not arrive, with the reason."""
    require(request.user, WRITE_TO_ALL, request.conference)
    rows = mailings.failed_of(request.conference).defer("body")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = [{"message": message, "reason": mailings.reason_of(message)} for message in page.object_list]
    return render(request, "registration/mailing_failed.html", {"page_obj": page, "rows": shown})


@require_POST
def failed_again(request: HttpRequest) -> HttpResponse:
    """Try the ticked letters again; all of them when none is ticked."""
    require(request.user, WRITE_TO_ALL, request.conference)
    rows = Message.objects.filter(conference=request.conference)
    keys = keys_in(request.POST.getlist("chosen"))
    _told(request, mailings.send_again(rows.filter(pk__in=keys) if keys else rows, by=request.user))
    return redirect(request.conference.url("registration:failed_letters"))


def _told(request: HttpRequest, number: int) -> None:
    if not number:
        messages.info(request, _("There is no failed letter to send again."))
        return
    said = ngettext("%(count)d letter is being sent again.", "%(count)d letters are being sent again.", number)
    messages.success(request, said % {"count": number})
