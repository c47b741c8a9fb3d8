"""What the questionnaire adds to pages that gather all rooms."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from conference.extensions import Block, ReportPart
from conference.models import Conference, Person, Role
from workshops.models import Adoption, Questionnaire, Receipt, Release, ReleasedSession, Review, Submission, Track
from workshops.services import feedback as services

PAPERS, PROGRAMME, OUTCOMES, FEEDBACK = 20, 30, 40, 50


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """Open questionnaires of conferences the person took part in, not answered yet."""
    takes_part = Role.objects.filter(person=person, kind=Role.Kind.PARTICIPANT).values("conference")
    open_now = Questionnaire.objects.filter(conference__in=takes_part, opens__lte=timezone.now())
    rows = open_now.exclude(closes__lt=timezone.now()).exclude(receipts__person=person).select_related("conference")
    return [Block(15, "workshops/block_mine_feedback.html", {"questionnaire": row}) for row in rows]


def personal_data(person: Person) -> dict[str, Any]:
    rows = Receipt.objects.filter(person=person).select_related("questionnaire__conference")
    return {"feedback_given": [{"conference": row.questionnaire.conference.title} for row in rows]}


def erase(person: Person, *, by: Person | None) -> list[str]:
    """That the person has answered is forgotten; the answers were never theirs by name."""
    erased, _by_model = Receipt.objects.filter(person=person).delete()
    return ["feedback"] if erased else []


# -- the final report ----------------------------------------------------------------------------------------


def report(conference: Conference) -> list[ReportPart]:
    """Papers, programme as held, outcomes and feedback, in the active language; a part without content is left out."""
    parts = (_papers(conference), _programme(conference), _outcomes(conference), _feedback(conference))
    return [part for part in parts if part is not None]


def _papers(conference: Conference) -> ReportPart | None:
    sent = Submission.objects.of(conference).sent()
    if not sent.exists():
        return None
    admitted = Submission.objects.of(conference).admitted()
    reviews = Review.objects.of(conference).sent().count()
    figures = [(_("Papers offered"), sent.count()), (_("Papers accepted"), admitted.count())]
    figures += [
        (str(label[:1].upper() + label[1:]), admitted.filter(presentation=value).count())
        for value, label in Submission.Presentation.choices
        if value != Submission.Presentation.NONE
    ]
    figures += [
        (_("Without presentation"), admitted.filter(presentation__in=["", Submission.Presentation.NONE]).count())
    ]
    figures += [(_("Reviews written"), reviews)] if reviews else []
    counted = {row["track"]: row["n"] for row in admitted.order_by().values("track").annotate(n=Count("pk"))}
    rows = tuple(
        (f"{each.number}. {each.title}", str(counted.get(each.pk, 0))) for each in Track.objects.of(conference)
    )
    table = (_("Accepted papers by track"), (_("Track"), _("Papers")), rows)
    told = tuple((name, str(value)) for name, value in figures if value)
    return ReportPart(PAPERS, _("Papers"), figures=told, tables=(table,) if rows else ())


def _programme(conference: Conference) -> ReportPart | None:
    """The newest release: the programme as it was held, or until the conference is over, as released so far."""
    release = Release.objects.current(conference)
    if release is None:
        return None
    language = get_language() or "ru"
    rows: dict[Any, list[tuple[str, str]]] = {}
    held = ReleasedSession.objects.filter(release=release).exclude(facts__format="break").order_by("starts", "pk")
    for each in held:
        starts, ends = (timezone.localtime(at, conference.zone) for at in (each.starts, each.ends))
        title = each.facts.get(f"title_{language}") or each.facts.get("title_ru") or ""
        rows.setdefault(starts.date(), []).append((f"{starts:%H:%M}–{ends:%H:%M}", title))
    days = tuple(
        (date_format(day, "DATE_FORMAT"), (_("Time"), _("Session")), tuple(lines)) for day, lines in rows.items()
    )
    number = str(len(held))
    if conference.today() > conference.ends:
        return ReportPart(PROGRAMME, _("Programme as held"), figures=((_("Sessions held"), number),), tables=days)
    told = pgettext("final report", "As released so far: the conference is not over.")
    count = (pgettext("final report", "Sessions"), number)
    return ReportPart(PROGRAMME, pgettext("final report", "Programme"), intro=told, figures=(count,), tables=days)


def _outcomes(conference: Conference) -> ReportPart | None:
    """Adopted documents, each once, by their newest adoption."""
    found: dict[int, Adoption] = {}
    rows = Adoption.objects.filter(document__conference=conference).select_related("document").order_by("number")
    for each in rows:
        found[each.document_id] = each
    if not found:
        return None
    language = get_language() or "ru"
    lines = []
    for each in found.values():
        own = getattr(each.document, f"title_{language}")
        shown = own or each.document.title
        lines.append((shown, language if own else ("en" if language == "ru" else "ru")))
    return ReportPart(OUTCOMES, _("Outcomes"), lists=((_("Documents adopted"), tuple(lines)),))


def _feedback(conference: Conference) -> ReportPart | None:
    questionnaire = Questionnaire.objects.of(conference).first()
    total, told = services.results(questionnaire) if questionnaire else (0, [])
    if not told:
        return None
    figures = [(_("Questionnaires filled in"), str(total))]
    figures += [
        (result.question.text, _("%(mean)s of 5") % {"mean": number_format(result.mean, 1)})
        for result in told
        if result.mean is not None
    ]
    tables = tuple(
        (result.question.text, (_("Answer"), _("How many")), tuple((words, str(n)) for words, n in result.counts))
        for result in told
        if result.counts and result.mean is None
    )
    return ReportPart(FEEDBACK, _("What participants say"), figures=tuple(figures), tables=tables)
