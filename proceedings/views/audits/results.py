"""After the answers: which school it is, results, comparison, the plan of improvement, files."""

from __future__ import annotations

import contextlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.keys import keys_in
from conference.moves import MoveNotAllowed, refusal_words
from conference.rendering import RenderFailed
from conference.views.downloads import PDF, download
from conference.views.typed import keep_typed, switch_language, typed
from conference.views.verbs import attempt
from proceedings.forms.audits import AboutForm, NewStepForm, StepForm
from proceedings.models import ImprovementStep, SelfAudit
from proceedings.services import audits

from .common import MOST_FILES, MOST_STARTS, back, found, frame, is_too_often, private, signed_in, spoken

ICS = "text/calendar; charset=utf-8"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, key: str) -> HttpResponse:
    """Which school it is, all of it optional; the attempt ends here. Afterwards the same page changes what was told."""
    here = found(key)
    if request.method == "POST":
        if response := switch_language(request):
            return response
        form = AboutForm(request.POST, instance=here)
        if form.is_valid():
            return _finished(request, found(key), form.cleaned_data)
        here = found(key)  # the form wrote into the row that it was given
    else:
        form = AboutForm.with_typed(typed(request), instance=here)
    sheet = audits.sheet_of(here)
    context = {
        **frame(here), "sheet": sheet, "form": form, "language_form": "main-form", "has_errors": bool(form.errors),
        "least": audits.least_group(here.checklist),
    }  # fmt: skip
    return render(request, "proceedings/audits/finish.html", context)


def _finished(request: HttpRequest, here: SelfAudit, about: dict[str, Any]) -> HttpResponse:
    audits.tell_about(here, **about)
    if here.is_finished:
        messages.success(request, _("Saved."))
        return back(here, "results")
    if not attempt(request, lambda by: audits.finish(here)):
        return back(here)
    return back(here, "results")


@private
@require_safe
def results(request: HttpRequest, key: str) -> HttpResponse:
    """In words first, then numbers and a picture, then where to begin; so far, while it is not finished."""
    here = found(key)
    sheet = audits.sheet_of(here)
    person = signed_in(request)
    context = {
        **frame(here),
        **audits.told_of(sheet),
        "sheet": sheet,
        "place": audits.place_of(here),
        "earlier": audits.earlier_of(here, person)[:1],
        "steps": here.steps.count(),
        "is_mine": person is not None and here.person_id == person.pk,
    }
    return render(request, "proceedings/audits/results.html", context)


@private
@require_POST
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Do it once more; the two are compared afterwards."""
    here = found(key)
    if is_too_often(request, "start", MOST_STARTS):
        messages.warning(request, _("Too many self-audits were begun from your network just now. Try again later."))
        return back(here, "results")
    try:
        made = audits.again(here, by=signed_in(request), language=spoken())
    except MoveNotAllowed as refusal:
        messages.warning(request, refusal_words(refusal))
        return back(here)
    messages.success(request, _("A new attempt has begun. It has a link of its own: keep it, please."))
    return back(made)


@private
@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Beside an earlier attempt: better, same, worse, statement by statement."""
    here = found(key)
    known = audits.earlier_of(here, signed_in(request))
    wanted = request.GET.get("with", "")
    chosen = next((each for each in known if str(each.pk) == wanted), known[0] if known else None)
    context = {**frame(here), "known": known, "chosen": chosen}
    if chosen is not None:
        made = audits.compared(audits.sheet_of(here), audits.sheet_of(chosen))
        context |= {
            "comparison": made,
            "before": audits.percent_words(made.before.percent),
            "now": audits.percent_words(made.now.percent),
            "counts": {each: len(made.having(each)) for each in ("better", "same", "worse", "other")},
            "sections": [
                {"change": each, "before": audits.percent_words(each.before.percent),
                 "now": audits.percent_words(each.now.percent)}
                for each in made.sections
            ],
        }  # fmt: skip
    return render(request, "proceedings/audits/compare.html", context)


# -- the plan -------------------------------------------------------------------------------------------------------


@private
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """The steps as a form, what the checklist advises beside them."""
    here = found(key)
    if request.method != "POST":
        return _plan(request, here, kept=typed(request))
    if response := switch_language(request):
        return response
    new = NewStepForm(request.POST, prefix="new") if _has_new(request) else None
    if response := _not_kept(request, here, new=new):
        return response
    if new is not None:
        return _added(request, here, new, done=_("The plan is saved."))
    messages.success(request, _("The plan is saved."))
    return _planned(request, here, but="new-")


def _has_new(request: HttpRequest) -> bool:
    return any(request.POST.get(f"new-{name}", "").strip() for name in ("text", "who", "until"))


def _not_kept(
    request: HttpRequest, here: SelfAudit, *, new: NewStepForm | None = None, but: int = 0
) -> HttpResponse | None:
    """Keep every line of the plan that was posted, whatever button was pressed; the page again if one could not be.

    *new* is the new step when it is wanted; the step *but* goes, so that its line does not matter.
    """
    rows = here.steps.exclude(pk=but).select_related("item")
    forms = [StepForm(request.POST, instance=step) for step in rows if f"s{step.pk}-text" in request.POST]
    good = [form for form in forms if form.is_valid()]
    audits.change_steps(here, {form.instance.pk: form.cleaned_data for form in good})
    if len(good) == len(forms) and (new is None or new.is_valid()):
        return None
    return _plan(request, here, forms=forms, new=new, kept=request.POST)


def _added(request: HttpRequest, here: SelfAudit, new: NewStepForm, *, done: str) -> HttpResponse:
    """Add the step of *new* and lead to it; to the one that says the same, if the plan has it already."""
    told = new.cleaned_data
    step = audits.twin_of(here, **told)
    if step is not None:
        messages.warning(request, _("This step is in the plan already."))
        return _planned(request, here, anchor=f"#step-{step.pk}", but="new-")
    if not attempt(request, lambda by: audits.add_step(here, **told), done=done):
        return _planned(request, here)
    step = audits.twin_of(here, **told)
    return _planned(request, here, anchor=f"#step-{step.pk}" if step else "", but="new-")


def _planned(request: HttpRequest, here: SelfAudit, *, anchor: str = "", but: str = "-") -> HttpResponse:
    """Back to the plan, where a step that is half written and ticked advice still stand; not the fields of *but*."""
    data = request.POST.copy()
    for name in request.POST:
        if name.startswith(but) or not (name == "item" or name.startswith("new-")):
            del data[name]
    if any(value.strip() for _name, values in data.lists() for value in values):
        keep_typed(request, data, path=reverse("audits:plan", args=[here.key]))
    return back(here, "plan", anchor=anchor)


def _plan(
    request: HttpRequest, here: SelfAudit, *, forms: list[StepForm] | None = None, new: NewStepForm | None = None,
    kept: QueryDict | None = None,
) -> HttpResponse:  # fmt: skip
    rows = list(here.steps.select_related("item"))
    posted = {form.instance.pk: form for form in forms or []}
    shown = [posted.get(step.pk) or _step_form(step, kept) for step in rows]
    bad = [(_("Step %(number)s") % {"number": number}, form) for number, form in enumerate(shown, start=1)]
    bad += [(_("A step of your own"), new)] if new else []
    proposals = audits.proposals(here)
    advised = [str(line.item.pk) for line in proposals]
    context = {
        **frame(here),
        "forms": shown,
        "new": new or NewStepForm.with_typed(kept, prefix="new"),
        "proposals": proposals,
        "ticked": kept.getlist("item") if kept is not None else [] if rows else advised[:3],
        "language_form": "main-form",
        "bad": bad,
        "has_errors": sum(len(form.errors) for _name, form in bad),
        "done": sum(step.is_done for step in rows),
        "has_dates": any(step.until and not step.is_done for step in rows),
    }
    return render(request, "proceedings/audits/plan.html", context)


def _step_form(step: ImprovementStep, kept: QueryDict | None) -> StepForm:
    is_typed = kept is not None and f"s{step.pk}-text" in kept
    form: StepForm = StepForm.with_typed(kept if is_typed else None, instance=step)
    return form


@private
@require_POST
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """Take the chosen advice into the plan."""
    here = found(key)
    if response := _not_kept(request, here):
        return response
    chosen = keys_in(request.POST.getlist("item")[:200])
    if not chosen:
        messages.warning(request, _("Tick the steps that you want in the plan."))
        return _planned(request, here, anchor="#advice")

    before = set(here.steps.values_list("pk", flat=True))

    def done(steps: list[ImprovementStep]) -> str:
        said = ngettext("%(count)d step is in the plan now.", "%(count)d steps are in the plan now.", len(steps))
        return said % {"count": len(steps)}

    is_done = attempt(request, lambda by: audits.propose(here, chosen, language=spoken()), done=done)
    first = here.steps.exclude(pk__in=before).first()
    return _planned(request, here, anchor=f"#step-{first.pk}" if first else "", but="item" if is_done else "-")


@private
@require_POST
def add_step(request: HttpRequest, key: str) -> HttpResponse:
    here = found(key)
    form = NewStepForm(request.POST, prefix="new")
    if response := _not_kept(request, here, new=form):
        return response
    return _added(request, here, form, done=_("The step is in the plan."))


@private
@require_POST
def move_step(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One place up or down."""
    here = found(key)
    step = get_object_or_404(ImprovementStep, audit=here, pk=pk)
    direction = request.POST.get("direction")
    if direction not in ("up", "down"):
        raise Http404
    if response := _not_kept(request, here):
        return response
    if audits.move_step(step, up=direction == "up"):
        order = list(here.steps.values_list("pk", flat=True))
        told = {"number": order.index(step.pk) + 1, "total": len(order)}
        messages.success(request, _("Moved: now it is step %(number)s of %(total)s.") % told)
    return _planned(request, here, anchor=f"#step-{step.pk}")


@private
@require_POST
def remove_step(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    here = found(key)
    step = get_object_or_404(ImprovementStep, audit=here, pk=pk)
    if response := _not_kept(request, here, but=step.pk):
        return response
    audits.remove_step(step)
    messages.success(request, _("The step is taken out of the plan."))
    return _planned(request, here)


# -- files ----------------------------------------------------------------------------------------------------------


@private
@require_safe
def pdf(request: HttpRequest, key: str, what: str) -> HttpResponse:
    """Results or plan as a tagged PDF in the language of the page."""
    here, made = found(key), b""
    if not is_too_often(request, "file", MOST_FILES):
        with contextlib.suppress(RenderFailed):
            made = audits.pdf_of(here, what, language=spoken())
    if not made:
        messages.warning(request, _("The PDF could not be made just now. The page can be printed all the same."))
        return back(here, what)
    return download(made, PDF, f"self-audit-{what}.pdf")


@private
@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The dates of the plan."""
    return download(audits.plan_calendar(found(key), language=spoken()), ICS, "plan.ics")
