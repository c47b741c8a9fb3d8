"""The log of an article: what happened to it, who is at it, and the state that follows from both."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from conference.models import Person, Role
from conference.moves import MoveNotAllowed
from conference.services import mail
from proceedings.models import STATE_AFTER, Article, ArticleStep, Manuscript, Proof, Remark, newest_step
from proceedings.models.articles import ArticleAuthor

Kind, State = ArticleStep.Kind, ArticleStep.State
FINAL = {State.PUBLISHED, State.RETRACTED}
MAY_BE_READY = {State.NEW, State.EDITING, State.APPROVED, State.REMARKS, State.ANSWERED}
"""States from which an editor may declare an article ready; from the hands of an author it must come back first."""

OUTRANKED = {State.NEW, State.EDITING, State.REMARKS}
"""States in which the remarks to the last proof are told of first."""


def note(
    article: Article, kind: str, *, by: Person | None, manuscript: Manuscript | None = None, text: str = ""
) -> ArticleStep:
    """Write down that something happened to *article*. Called by every verb, within its transaction."""
    return ArticleStep.objects.create(article=article, kind=kind, by=by, manuscript=manuscript, note=text)


def note_many(articles: Iterable[Article], kind: str, *, by: Person | None, text: str = "") -> None:
    """The same for many articles at once."""
    ArticleStep.objects.bulk_create(ArticleStep(article=each, kind=kind, by=by, note=text) for each in articles)


def with_state(rows: QuerySet[Article]) -> QuerySet[Article]:
    """*rows* with what ``state_in`` reads.

    ``step`` is the newest telling step, ``newest`` the key of the newest text, ``answered`` how the newest proof
    ended, ``is_asking`` whether a remark to that proof has no answer yet.
    """
    newest = Manuscript.objects.filter(article=OuterRef("pk")).order_by("-revision").values("pk")[:1]
    proof = Proof.objects.filter(article=OuterRef("pk")).order_by("-number")
    later = Proof.objects.filter(article=OuterRef("proof__article"), number__gt=OuterRef("proof__number"))
    open_remarks = Remark.objects.filter(~Exists(later), proof__article=OuterRef("pk"), answer="")
    return rows.annotate(
        step=newest_step(),
        newest=Subquery(newest),
        answered=Subquery(proof.values("outcome")[:1]),
        is_asking=Exists(open_remarks),
    )


def state_in(row: Article) -> str:
    """The state of an article that ``with_state`` has annotated."""
    step, newest = row.step, row.newest  # type: ignore[attr-defined]
    state = STATE_AFTER[step] if step else State.WAITING
    if state == State.WAITING and newest and step != Kind.RETURNED and not row.import_error:
        state = State.NEW  # a text is there, whoever brought it
    if row.answered == Proof.Outcome.REMARKS and state in OUTRANKED:  # type: ignore[attr-defined]
        return _after_remarks(row, state)
    return state or State.WAITING


def _after_remarks(row: Article, state: str) -> str:
    """A remark that waits for an answer outranks whatever is done to the text; then a new proof is due."""
    if row.is_asking:  # type: ignore[attr-defined]
        return State.REMARKS
    return state if state == State.NEW else State.ANSWERED


def state_of(article: Article) -> str:
    """The state of one article, read off its log."""
    return state_in(with_state(Article.objects.filter(pk=article.pk)).get())


def log_of(article: Article) -> list[ArticleStep]:
    """Everything that happened to *article*, the newest first."""
    return list(article.steps.select_related("by", "manuscript").order_by("-at", "-pk"))


def name_of(author: ArticleAuthor, language: str) -> str:
    """Given names first, in *language* where they are known in it."""
    other = "en" if language == "ru" else "ru"
    family = getattr(author, f"family_{language}")
    code = language if family else other
    return f"{getattr(author, f'given_{code}') or ''} {getattr(author, f'family_{code}') or ''}".strip()


def editors_of(article_or_volume: object) -> list[Person]:
    """Who may be given articles: editors and organisers of the conference, by name."""
    conference = article_or_volume.conference  # type: ignore[attr-defined]
    held = Role.objects.of(conference).filter(kind__in=[Role.Kind.EDITOR, Role.Kind.ORGANISER])
    rows = Person.objects.filter(roles__in=held, is_active=True).distinct()
    return sorted(rows, key=lambda person: person.full_name)


@transaction.atomic
def assign(articles: Iterable[Article], editor: Person | None, *, by: Person) -> int:
    """Give *articles* to one editor, or to nobody; how many changed hands.

    Raises ValidationError when the person is no editor here.
    """
    changed = []
    for article in articles:
        if editor and editor not in editors_of(article):
            raise ValidationError(_("This person does not edit the proceedings."))
        if article.editor_id == (editor.pk if editor else None):
            continue
        article.editor = editor
        article.save(update_fields=["editor"])
        changed.append(article)
    note_many(changed, Kind.ASSIGNED, by=by, text=editor.full_name if editor else "")
    return len(changed)


@transaction.atomic
def begin(article: Article, *, by: Person) -> ArticleStep:
    """Take the article on: it is edited from now on, by whoever says so if nobody was.

    Raises MoveNotAllowed when it waits for nobody.
    """
    if state_of(_held(article)) not in {State.NEW, State.WAITING}:
        raise MoveNotAllowed(_("Somebody is at this article already."))
    if article.editor_id is None:
        assign([article], by, by=by)
    return note(article, Kind.BEGUN, by=by)


@transaction.atomic
def ask_text(article: Article, *, by: Person, words: str) -> ArticleStep:
    """Ask the authors for a new text; they are written to. Raises MoveNotAllowed, ValidationError without words."""
    if not words.strip():
        raise ValidationError(_("Say what the authors are to change."))
    if state_of(_held(article)) in {*FINAL, State.WITH_AUTHOR}:
        raise MoveNotAllowed(_("A new text cannot be asked for now."))
    author = article.authors.exclude(email="").order_by("-is_corresponding", "order").first()
    if author is not None:
        person = Person.objects.filter(email__iexact=author.email, is_active=True).first()
        language = person.language if person else article.language
        with override(language):
            title = getattr(article, f"title_{language}") or article.title
            values = {"title": title, "words": words.strip(), "author": name_of(author, language)}
            common = {"conference": article.conference, "about": article, "language": language}
            mail.queue("proof-text-wanted", to=person or author.email, **common, **values)  # type: ignore[arg-type]
    return note(article, Kind.RETURNED, by=by, text=words.strip())


@transaction.atomic
def declare_ready(article: Article, *, by: Person) -> ArticleStep:
    """Say that nothing is left to do on the article. Raises MoveNotAllowed with the reason."""
    state = state_of(_held(article))
    if state not in MAY_BE_READY:
        raise MoveNotAllowed(_why_not_ready(state))
    return note(article, Kind.READY, by=by, manuscript=article.manuscripts.first())


def unsaid_by_authors(article: Article) -> str:
    """What the authors have still to say before an article is ready; nothing when they approved its last proof."""
    last = article.proofs.order_by("-number").first()
    if last is None:
        return _("The authors have seen no proof of this article.")
    if waiting := last.remarks.filter(answer="").count() if last.outcome == Proof.Outcome.REMARKS else 0:
        return ngettext(
            "%(count)d remark of the authors has no answer.",
            "%(count)d remarks of the authors have no answer.",
            waiting,
        ) % {"count": waiting}
    return "" if last.outcome == Proof.Outcome.APPROVED else _("The authors have not approved the last proof.")


def _why_not_ready(state: str) -> str:
    if state == State.WITH_AUTHOR:
        return _("The proof is with the authors. Take it back, or wait for their answer.")
    if state == State.WAITING:
        return _("The article has no text yet.")
    return _("The article is “%(state)s” already.") % {"state": State(state).label}


@transaction.atomic
def reopen(article: Article, *, by: Person, words: str = "") -> ArticleStep:
    """Edit a ready, approved or published article again. Raises MoveNotAllowed when it is neither."""
    if state_of(_held(article)) not in {State.READY, State.APPROVED, State.PUBLISHED}:
        raise MoveNotAllowed(_("The article is open as it is."))
    return note(article, Kind.REOPENED, by=by, text=words.strip())


def _held(article: Article) -> Article:
    """The article with its row held until the verb's transaction ends: verbs about one article go in turn."""
    return Article.objects.select_for_update(no_key=True).get(pk=article.pk)
