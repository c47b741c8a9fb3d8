"""The page where a text is edited block by block, and what becomes of two hands at one passage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conference.moves import MoveNotAllowed, refusal_words
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from proceedings.forms.editing import AddBlockForm, NoteForm
from proceedings.forms.text import fields_of, typed_in
from proceedings.models import Article, Manuscript
from proceedings.services import editing

from .finding import article_for, base_of, newest_of, revision_of, to_article, url_of

LOST: dict[str, Callable[[], str]] = {
    "formula": lambda: _("formula %(number)s"),
    "figure": lambda: _("figure %(number)s"),
    "note": lambda: _("the mark of note %(number)s (“%(words)s”)"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """Every block of the newest text with a field; saving makes the next revision out of those that changed."""
    shown = article_for(request, volume, article)
    if response := switch_language(request):
        return response
    manuscript = newest_of(shown)
    if manuscript is None:
        messages.warning(request, _("The article has no text yet."))
        return to_article(shown)
    if request.method != "POST":
        values = typed(request)
        known = values.get("revision", "") if values else ""
        seen = manuscript
        if known.isdecimal() and known != str(manuscript.revision):
            seen = shown.manuscripts.filter(revision=int(known)).first() or manuscript
        return _page(request, shown, seen, values)
    return _save(request, shown)


def _save(request: HttpRequest, shown: Article) -> HttpResponse:
    base = base_of(request, shown)
    try:
        edits = editing.edits_of(base, typed_in(request.POST))
    except ValidationError as wrong:
        return _page(request, shown, base, request.POST, wrong.message_dict)
    return _keep(request, shown, base, edits)


def _keep(request: HttpRequest, shown: Article, base: Manuscript, edits: editing.Edits) -> HttpResponse:
    try:
        made = editing.save_text(shown, edits, by=request.user, expected=base.revision)
    except editing.TextChanged as changed:
        return conflict(request, shown, changed)
    except (ValidationError, MoveNotAllowed) as refusal:
        messages.warning(request, refusal_words(refusal))
        return _page(request, shown, base, request.POST)
    _tell(request, base, made)
    return redirect(_next(request, shown, base, made, edits))


def _tell(request: HttpRequest, base: Manuscript, made: Manuscript) -> None:
    if made.revision == base.revision:
        if "act" not in request.POST:
            messages.info(request, _("Nothing was changed."))
    elif made.revision > base.revision + 1:
        messages.success(request, _("Saved together with what somebody else has changed in other places meanwhile."))
    else:
        messages.success(request, _("Saved as revision %(number)d.") % {"number": made.revision})
    tell_what_is_lost(request, base, made)


def tell_what_is_lost(request: HttpRequest, base: Manuscript, made: Manuscript) -> None:
    """Name what went with the words around it: it may have been deleted unseen."""
    before = base
    if made.revision > base.revision + 1:
        before = made.article.manuscripts.filter(revision=made.revision - 1).first() or base
    if lost := editing.lost_between(before, made):
        told = {"what": ", ".join(LOST[each.kind]() % vars(each) for each in lost), "number": before.revision}
        wording = _("No longer in the text: %(what)s. If you did not mean it, take revision %(number)d back.")
        messages.warning(request, wording % told)


def _next(request: HttpRequest, shown: Article, base: Manuscript, made: Manuscript, edits: editing.Edits) -> str:
    """Where the pressed button leads: to the passage it was about, or to the page that adds one after it."""
    page = url_of(shown, "edit_text")
    verb, what, place = _act(request)
    if verb == "add":
        after = editing.place_after(base, made, edits, place)
        return f"{url_of(shown, 'edit_block_add')}?after={after}"
    if verb == "table":
        at = editing.place_after(base, made, edits, place)
        return url_of(shown, "edit_table", block=at)
    if not verb:
        return page
    moved = {"up": place - 1, "down": place + 1}.get(verb, place)
    return f"{page}#{'b' if what == 'block' else 's'}{max(moved, 0)}"


def _act(request: HttpRequest) -> tuple[str, str, int]:
    """``act`` of the form: «up-b7», «delete-s2», «add-b7»; nothing for the plain button."""
    verb, _sign, place = request.POST.get("act", "").partition("-")
    what = {"b": "block", "s": "source"}.get(place[:1])
    if what is None or not place[1:].isdecimal() or len(place) > 6:
        return "", "", 0
    return verb, what, int(place[1:])


def _page(
    request: HttpRequest, shown: Article, manuscript: Manuscript, values: Any = None,
    errors: dict[str, list[str]] | None = None,
) -> HttpResponse:  # fmt: skip
    def address(figure: int) -> str:
        return url_of(shown, "edit_figure", revision=manuscript.revision, figure=figure)

    context = {
        "article": shown,
        "volume": shown.volume,
        "manuscript": manuscript,
        **fields_of(manuscript, shown.language, address, values=values, errors=errors or {}),
        "note_form": NoteForm(initial={"revision": manuscript.revision}),
        "errors": errors or {},
        "has_errors": bool(errors),
        "language_form": "main-form",
        "other_language": "English" if shown.language == "ru" else "Русский",
    }
    return render(request, "proceedings/edit_text.html", context)


def conflict(request: HttpRequest, shown: Article, changed: editing.TextChanged) -> HttpResponse:
    """Both versions of what two people changed, each beside what it was, to be chosen from."""
    merged = changed.merged
    context = {
        "article": shown,
        "volume": shown.volume,
        "current": changed.current,
        "conflicts": [
            {"index": index, "conflict": each, "packed": editing.packed_conflict(each)}
            for index, each in enumerate(merged.conflicts)
        ],
        "carried": editing.packed(merged.edits),
        "count": len(merged.edits.blocks) + len(merged.edits.after) + len(merged.edits.sources),
    }
    return render(request, "proceedings/edit_conflict.html", context)


@require_POST
def resolve(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """What was chosen of both versions, upon the newest text."""
    shown = article_for(request, volume, article)
    base = base_of(request, shown)
    try:
        edits = editing.unpacked(request.POST.get("carried", ""))
        for index in range(min(int(request.POST.get("conflicts", "0") or 0), 500)):
            _choose(request, edits, index)
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        messages.warning(request, _("The page is too old to be saved. Open it again; copy what you typed."))
        return redirect(url_of(shown, "edit_text"))
    return _keep(request, shown, base, edits)


def _choose(request: HttpRequest, edits: editing.Edits, index: int) -> None:
    """Add what was chosen in one conflict: mine instead of theirs, both, or theirs alone."""
    choice = request.POST.get(f"choose-{index}", "theirs")
    found = editing.unpacked_conflict(request.POST.get(f"conflict-{index}", ""))
    if choice == "theirs":
        return
    if found.what == "source":
        if found.theirs is None or choice == "both":
            edits.more_sources.append(found.mine)
        else:
            edits.sources[found.place] = found.mine
    elif found.theirs is None or choice == "both":
        edits.after[found.place] = edits.after.get(found.place, "") + found.mine
    else:
        edits.blocks[found.place] = found.mine


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """A new block after another one (``after``; −1: at the beginning)."""
    shown = article_for(request, volume, article)
    if response := switch_language(request):
        return response
    manuscript = newest_of(shown)
    if manuscript is None:
        raise Http404
    after = request.GET.get("after", "")
    initial = {
        "revision": manuscript.revision,
        "after": int(after) if after.isdecimal() and len(after) < 6 else -1,
        "kind": "paragraph",
    }
    form = AddBlockForm.with_typed(typed(request), initial=initial)
    if request.method == "POST":
        form = AddBlockForm(request.POST)
        if form.is_valid() and (response := _added(request, shown, form)):
            return response
    context = {"article": shown, "volume": shown.volume, "form": form, "language_form": "main-form"}
    return render(request, "proceedings/edit_add.html", {**context, "has_errors": bool(form.errors)})


def _added(request: HttpRequest, shown: Article, form: AddBlockForm) -> HttpResponse | None:
    told = form.cleaned_data
    base = revision_of(shown, told["revision"])
    try:
        if told["kind"] == "table":
            html = editing.new_table(told["rows"] or 4, told["columns"] or 3)
        else:
            html = editing.typed_html(told["kind"], told["text"], editing.pictures_in(base))
        edits = editing.Edits(after={told["after"]: html})
        made = editing.save_text(shown, edits, by=request.user, expected=base.revision)
    except (ValidationError, MoveNotAllowed) as refusal:
        form.add_error("text", refusal_words(refusal))
        return None
    at = editing.place_of(made, html)
    if told["kind"] == "table":
        return redirect(url_of(shown, "edit_table", block=at))
    messages.success(request, _("Saved as revision %(number)d.") % {"number": made.revision})
    return redirect(f"{url_of(shown, 'edit_text')}#b{at}")


@require_POST
def add_note(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """A footnote with the next number."""
    shown = article_for(request, volume, article)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Write the text of the note."))
        return redirect(f"{url_of(shown, 'edit_text')}#notes")
    told = form.cleaned_data
    done = _("The note is added. Type its mark, for example [^1], where it belongs.")
    attempt(request, editing.add_note, shown, told["text"], expected=told["revision"], done=done)
    return redirect(f"{url_of(shown, 'edit_text')}#notes")
