"""The verbs of a proof: an author is shown a text, remarks on it or approves it, and is answered."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from proceedings.models import Article, ArticleAuthor, ArticleStep, Proof, Remark
from proceedings.services.steps import FINAL, note, state_of

from . import letters

Kind, Outcome = ArticleStep.Kind, Proof.Outcome
MOST_REMARKS = 300


@transaction.atomic
def send_proof(
    article: Article, *, by: Person | None, to: ArticleAuthor | None = None, due_on: date | None = None
) -> Proof:
    """Show the newest text to an author (the corresponding one by default) for their approval.

    Raises MoveNotAllowed while another proof is with the authors, without a text, or after publication;
    ValidationError when the author has no address or the day is over.
    """
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    manuscript = article.manuscripts.order_by("-revision").first()
    if manuscript is None:
        raise MoveNotAllowed(_("The article has no text yet."))
    if article.proofs.open().exists():
        raise MoveNotAllowed(_("A proof is with the authors already."))
    if state_of(article) in FINAL:
        raise MoveNotAllowed(_("The article is published. Open it again first."))
    author = to or article.authors.exclude(email="").order_by("-is_corresponding", "order").first()
    if author is None or author.article_id != article.pk or not author.email:
        raise ValidationError(_("The author has no e-mail. Add it to the description."))
    today = article.conference.today()
    due = due_on or today + timedelta(days=article.volume.proof_days)
    if due < today:
        raise ValidationError(_("The day to answer until is over already."))
    last = article.proofs.order_by("-number").values_list("number", flat=True).first() or 0
    proof = Proof.objects.create(
        article=article, manuscript=manuscript, number=last + 1, sent_to=author, sent_by=by, due_on=due
    )
    note(article, Kind.PROOF_SENT, by=by, manuscript=manuscript, text=letters.name_of(author, article.language))
    letters.to_author("proof-sent", proof)
    return proof


@transaction.atomic
def take_back(proof: Proof, *, by: Person | None) -> Proof:
    """Take an open proof out of the author's hands. Raises MoveNotAllowed when it is answered."""
    _close(proof, Outcome.TAKEN_BACK)
    note(proof.article, Kind.REOPENED, by=by, text=_("the proof was taken back"))
    letters.to_author("proof-taken-back", proof)
    return proof


@transaction.atomic
def add_remark(proof: Proof, *, text: str, place: str = "", quote: str = "") -> Remark:
    """Write down what the author wants changed. Editors see it when the remarks are sent.

    Raises MoveNotAllowed when the proof is closed, ValidationError for no words or too many remarks.
    """
    open_proof = _held(proof)
    if not text.strip():
        raise ValidationError(_("Write what should be different."))
    if open_proof.remarks.count() >= MOST_REMARKS:
        raise ValidationError(_("There are very many remarks already. Send these first."))
    return Remark.objects.create(proof=open_proof, place=place[:40], quote=quote[:2000], text=text.strip())


@transaction.atomic
def drop_remark(remark: Remark) -> None:
    """Take back a remark that was not sent yet."""
    _held(remark.proof)
    remark.delete()


@transaction.atomic
def send_remarks(proof: Proof) -> Proof:
    """Hand the remarks to the editors. Raises ValidationError when there is none."""
    if not _held(proof).remarks.exists():
        raise ValidationError(_("There is no remark to send. If all is right, approve the text."))
    _close(proof, Outcome.REMARKS)
    note(proof.article, Kind.REMARKS, by=None, manuscript=proof.manuscript)
    letters.to_editor("proof-remarks", proof)
    return proof


@transaction.atomic
def approve_proof(proof: Proof, *, signed_as: str) -> Proof:
    """Approve the text as it stands, with the name typed. Raises ValidationError while there are remarks."""
    name = " ".join(signed_as.split())
    if len(name) < 3 or not any(char.isalpha() for char in name):
        raise ValidationError(_("Type your name and surname."))
    if _held(proof).remarks.exists():
        raise ValidationError(_("You have made remarks. Send them, or take them back to approve the text as it is."))
    _close(proof, Outcome.APPROVED, signed_as=name[:200])
    note(proof.article, Kind.APPROVED, by=None, manuscript=proof.manuscript, text=name)
    letters.to_editor("proof-approved", proof)
    return proof


@transaction.atomic
def answer(remark: Remark, *, by: Person | None, how: str, words: str = "") -> Remark:
    """Say what became of a remark. The author is told when the last of them is answered.

    Raises MoveNotAllowed before it is sent, ValidationError when it is left as it is without a word.
    """
    proof = Proof.objects.select_for_update(no_key=True).get(pk=remark.proof_id)
    if proof.outcome != Outcome.REMARKS:
        raise MoveNotAllowed(_("The author has not sent this remark yet."))
    if how not in Remark.Answer.values:
        raise ValidationError(_("Choose what became of the remark."))
    if how == Remark.Answer.DECLINED and not words.strip():
        raise ValidationError(_("Tell the author why it stays as it is."))
    was_waiting = proof.remarks.filter(answer="").exists()
    remark.answer, remark.answer_text = how, words.strip()
    remark.answered_by, remark.answered_at = by, timezone.now()
    remark.save(update_fields=["answer", "answer_text", "answered_by", "answered_at"])
    if was_waiting and not proof.remarks.filter(answer="").exists():
        letters.to_author("proof-answers", proof)
    return remark


def _held(proof: Proof) -> Proof:
    """The proof, open, its row held. Raises MoveNotAllowed when it is closed."""
    found = Proof.objects.select_for_update(no_key=True).get(pk=proof.pk)
    if not found.is_open:
        raise MoveNotAllowed(_("This proof is closed: nothing can be changed in it."))
    return found


def _close(proof: Proof, outcome: str, *, signed_as: str = "") -> None:
    """Close by compare-and-swap: of two answers at once, one counts."""
    now = timezone.now()
    changed = Proof.objects.open().filter(pk=proof.pk).update(outcome=outcome, closed_at=now, signed_as=signed_as)
    if not changed:
        raise MoveNotAllowed(_("This proof is closed: nothing can be changed in it."))
    proof.outcome, proof.closed_at, proof.signed_as = outcome, now, signed_as
