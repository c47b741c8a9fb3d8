"""The way in: whom do you represent, and the way back to a draft."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.models.people import PersonManager
from conference.permissions import require
from conference.views.typed import switch_language, typed
from registration import services
from registration.forms import AddressForm
from registration.models import Category, Delegation, Registration
from registration.permissions import REGISTER_HEAD
from registration.services.categories import offered

from . import drafts

TOO_OFTEN = "request_login_code"  # letters of any kind to one address share allauth's limit


def may_write_to(request: HttpRequest, address: str) -> bool:
    """Whether another letter may go to *address* now: three a minute, and twenty from one visitor."""
    return ratelimit.consume(request, action=TOO_OFTEN, key=PersonManager.normalize_email(address))


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """“Whom do you represent?” — or, for who takes part already, their number."""
    if registration := drafts.taking_part(request):
        return drafts.already(request, registration)
    categories = offered(request.conference, invited=drafts.invited(request))
    opens = request.conference.registration_opens
    opens_later = opens if opens and opens > timezone.now() else None
    return render(request, "registration/start.html", {"categories": categories, "opens_later": opens_later})


@require_safe
def category(request: HttpRequest, category: str) -> HttpResponse:
    """To the first step that is not done yet."""
    chosen = drafts.category_of(request, category)
    draft = drafts.draft_of(request, chosen)
    step = drafts.first_undone(chosen, draft)
    return HttpResponseRedirect(drafts.step_url(chosen, step.slug if step else drafts.CHECK))


@require_POST
def for_another(request: HttpRequest) -> HttpResponse:
    """Who takes part already begins a form for the head of their delegation."""
    delegates = drafts.category_of(request, Category.Family.MINISTRY)
    require(request.user, REGISTER_HEAD, request.conference)
    led = Delegation.objects.of(request.conference).led_by(request.user).first()
    if led is not None:  # whoever leads a delegation names its head there
        return redirect(request.conference.url("registration:delegation_head", pk=led.pk))
    if not delegates.is_open():
        raise Http404
    draft = drafts.draft_of(request, delegates)
    if draft is None or draft.told().get("who") != "head":
        draft = services.start_draft(delegates, by=request.user, language=get_language() or "ru")
        services.save_step(draft, "who", {"who": "head"}, by=request.user)
    drafts.remember_draft(request, draft)
    return redirect(drafts.step_url(delegates, "country"))


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Ask for the link again. The answer is the same whether or not there is a draft."""
    if response := switch_language(request):
        return response
    form = AddressForm(request.POST) if request.method == "POST" else AddressForm.with_typed(typed(request))
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        if may_write_to(request, address):
            services.send_resume_links(request.conference, to=address, language=get_language() or "ru")
        return render(request, "registration/link_sent.html", {"email": address, "is_search": True})
    context = {"form": form, "has_errors": bool(form.errors), "language_form": "main-form"}
    return render(request, "registration/resume.html", context)


@require_safe
def resume_draft(request: HttpRequest, token: str) -> HttpResponse:
    """The link from the letter: the draft now belongs to this session too."""
    draft = Registration.objects.of(request.conference).resumed_by(token)
    if draft is None:
        return render(request, "registration/link_dead.html", status=404)
    drafts.remember_draft(request, draft)
    messages.info(request, _("Here is your draft. Go on where you stopped."))
    return redirect(draft.conference.url("registration:category", category=draft.category.slug))


@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest, category: str) -> HttpResponse:
    """Finish later: the link goes to the address the visitor names."""
    if response := switch_language(request):
        return response
    chosen = drafts.category_of(request, category)
    draft = drafts.draft_of(request, chosen)
    if draft is None:
        return redirect(request.conference.url("registration:start"))
    known = drafts.visitor(request).email if drafts.visitor(request) else draft.told().get("email", "")
    if request.method == "POST":
        form = AddressForm(request.POST)
        if form.is_valid():
            address = form.cleaned_data["email"]
            if may_write_to(request, address):
                services.send_resume_link(draft, to=address, language=get_language() or "ru")
            return render(request, "registration/link_sent.html", {"email": address, "category": chosen})
    else:
        form = AddressForm.with_typed(typed(request), initial={"email": known})
    return render(
        request,
        "registration/later.html",
        {"form": form, "draft": draft, "category": chosen, "has_errors": form.errors, "language_form": "main-form"},
    )
