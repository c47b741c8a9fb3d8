"""What waits on the editors’ desk, and the proofs that wait for an author."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Min, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.extensions import Block
from conference.models import Conference, Person
from conference.permissions import may
from proceedings.models import Article, ArticleStep, Proof, Remark, Volume
from proceedings.permissions import EDIT
from proceedings.services.proofs import proofs_for, remind_due

ERASED = "–"


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """For editors: remarks without an answer, proofs that are overdue, files that could not be read."""
    if conference.is_season or not may(request.user, EDIT, conference):
        return []
    tasks = []
    for volume in Volume.objects.of(conference).filter(state=Volume.State.DRAFT).select_related("conference"):
        tasks += _tasks_of(volume)
    return tasks


def _tasks_of(volume: Volume) -> list[dict[str, Any]]:
    board = volume.url("proceedings:board")
    note = volume.title
    tasks = []
    waiting = Remark.objects.filter(proof__article__volume=volume, proof__outcome=Proof.Outcome.REMARKS, answer="")
    if count := waiting.count():
        said = ngettext(
            "%(count)d remark of an author waits for an answer",
            "%(count)d remarks of authors wait for an answer",
            count,
        )
        since = waiting.aggregate(since=Min("proof__closed_at"))["since"]
        url = f"{board}?state=remarks"
        tasks.append({"text": said, "count": count, "url": url, "action": _("Answer them"), "since": since})
    late = Proof.objects.open().filter(article__volume=volume, due_on__lt=volume.conference.today())
    if count := late.count():
        said = ngettext("%(count)d proof is overdue", "%(count)d proofs are overdue", count)
        since = late.aggregate(since=Min("sent_at"))["since"]
        url = f"{board}?trouble=late"
        tasks.append({"text": said, "count": count, "url": url, "action": _("Look at them"), "since": since})
    refused = Article.objects.of_volume(volume).in_the_book().exclude(import_error="")
    if count := refused.count():
        said = ngettext(
            "The text of %(count)d article could not be read",
            "The texts of %(count)d articles could not be read",
            count,
        )
        steps = ArticleStep.objects.filter(article__in=refused, kind=ArticleStep.Kind.TEXT_REFUSED)
        since = steps.aggregate(since=Min("at"))["since"]
        url = f"{board}?state=waiting"
        tasks.append({"text": said, "count": count, "url": url, "action": _("Look at them"), "since": since})
    return [{**task, "text": task["text"] % {"count": task["count"]}, "note": note} for task in tasks]


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """Proofs that wait for the person as an author."""
    found = proofs_for(person)
    return [Block(12, "proceedings/proof_block_mine.html", {"proofs": found})] if found else []


def schedules() -> list[Callable[[], Any]]:
    return [remind_due]


def personal_data(person: Person) -> dict[str, Any]:
    """Proofs that the person was sent, with the name they signed and their remarks; steps and answers of their own."""
    theirs = Q(pk=None)
    if person.email:
        theirs = Q(sent_to__email__iexact=person.email)
    proofs = Proof.objects.filter(theirs).select_related("article__volume").prefetch_related("remarks")
    steps = ArticleStep.objects.filter(by=person).select_related("article__volume")
    answers = Remark.objects.filter(answered_by=person).select_related("proof__article")
    return {
        "proofs": [
            {
                "volume": proof.article.volume.title, "title": proof.article.title, "sent_at": proof.sent_at,
                "due_on": proof.due_on, "outcome": proof.outcome, "signed_as": proof.signed_as,
                "remarks": [{"quote": each.quote, "text": each.text, "answer": each.answer_text}
                            for each in proof.remarks.all()],
            }
            for proof in proofs
        ],
        "work_on_articles": [
            {"volume": step.article.volume.title, "title": step.article.title, "what": step.kind, "at": step.at}
            for step in steps
        ],
        "answers_to_remarks": [
            {"title": each.proof.article.title, "answer": each.answer_text, "at": each.answered_at} for each in answers
        ],
    }  # fmt: skip


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Forget the name under proofs and the words of remarks; that an article was approved stays known.

    Comes before the addresses of authors are forgotten, by which the proofs are found.
    """
    named = ArticleStep.objects.filter(kind=ArticleStep.Kind.ASSIGNED, note=person.full_name)
    erased = named.exclude(note="").update(note="")
    if not person.email:
        return ["articles"] if erased else []
    proofs = Proof.objects.filter(sent_to__email__iexact=person.email)
    keys = list(proofs.values_list("pk", flat=True))
    names = list(proofs.exclude(signed_as="").values_list("signed_as", flat=True))
    erased += Proof.objects.filter(pk__in=keys).exclude(signed_as="").update(signed_as=ERASED)
    erased += Remark.objects.filter(proof__in=keys).exclude(text=ERASED).update(text=ERASED, quote="", answer_text="")
    approved = ArticleStep.objects.filter(kind=ArticleStep.Kind.APPROVED, article__proofs__in=keys, note__in=names)
    erased += ArticleStep.objects.filter(pk__in=list(approved.values_list("pk", flat=True))).update(note=ERASED)
    return ["proofs"] if erased else []
