"""Forgetting a person as an author."""

from __future__ import annotations

from django.db import transaction

from conference.models import Person
from conference.services.history import scrub_history
from workshops.models import Author, FullText, Remark, Submission, SubmissionFile, SubmissionVersion

from .owning import addresses_of, is_own_entry

State = Submission.State


@transaction.atomic
def erase_author(person: Person, *, by: Person | None) -> list[str]:
    """Forget *person* as an author: drafts go, papers that nobody accepted are emptied, addresses are deleted.

    Accepted papers keep title, text and the names of their authors: they are published or about to be; their former
    versions go. Returns what was erased, in a word; no letter is written.
    """
    papers = list(Submission.objects.of_author(person).prefetch_related("files", "authors"))
    scrub_history(papers)
    mine = {author.pk for paper in papers for author in paper.authors.all() if is_own_entry(author, person)}
    SubmissionVersion.objects.filter(submission__in=papers).delete()
    Remark.objects.filter(submission__in=papers).update(answer="")
    for paper in papers:
        if paper.state in Submission.ADMITTED:
            Submission.objects.filter(pk=paper.pk).update(decision_note="", typed="")
            FullText.objects.filter(submission=paper).update(draft="")
            continue
        for upload in paper.files.all():
            _delete_file_later(upload)
        if paper.is_draft:
            paper.delete()
            continue
        if paper.may_be_withdrawn():
            paper.move(State.WITHDRAWN, by=by)
        _empty(paper)
    for address in addresses_of(person):
        mine |= set(Author.objects.filter(email__iexact=address).values_list("pk", flat=True))
    mine |= set(Author.objects.filter(person=person).values_list("pk", flat=True))
    addressed = Author.objects.filter(pk__in=mine).update(email="", person=None, denial="")
    scrub_history(paper for paper in papers if paper.pk)  # the moves just made name the paper
    return ["papers"] if papers or addressed else []


def _empty(paper: Submission) -> None:
    """Leave of a paper its number, track, type and state: what statistics count."""
    words = {f"{name}_{language}": "" for name in Submission.BILINGUAL for language in ("ru", "en")}
    Submission.objects.filter(pk=paper.pk).update(body="", udk="", decision_note="", typed="", **words)
    paper.authors.all().delete()
    paper.files.all().delete()
    paper.answers.all().delete()
    Remark.objects.filter(submission=paper).update(text="")


def _delete_file_later(upload: SubmissionFile) -> None:
    storage, name = upload.file.storage, str(upload.file.name)
    transaction.on_commit(lambda: storage.delete(name))
