"""The verbs that change the text of an article. Each makes the next revision; nobody's words are lost."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from proceedings.manuscripts.tree import build, pieces_of, text_of, walk
from proceedings.models import Article, ArticleStep, Manuscript, ManuscriptFigure
from proceedings.services.preparing import soon
from proceedings.services.steps import note

from .blocks import split, tree_of, written
from .merging import Merged, merge
from .rebuilding import Edits, with_note

MARK = re.compile(r'<a [^>]*href="#fn(\d{1,4})"[^>]*>')


class TextChanged(ValidationError):
    """Somebody else saved the same passages meanwhile; ``merged`` tells which, ``current`` is the text as it is."""

    def __init__(self, current: Manuscript, merged: Merged) -> None:
        super().__init__(_("Somebody else has changed the same passages meanwhile. Choose what stays."), code="changed")
        self.current, self.merged = current, merged


@transaction.atomic
def save_text(article: Article, edits: Edits, *, by: Person | None, expected: int, words: str = "") -> Manuscript:
    """Make the next revision out of *edits*, which were made upon revision *expected*.

    What others saved meanwhile in other blocks stays. Raises TextChanged where both changed the same, ValidationError
    for an act that is not possible. Without a difference the newest revision is returned as it is.
    """
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    current = _newest(article)
    if current.revision != expected:
        base = article.manuscripts.filter(revision=expected).first()
        if base is None:
            raise ValidationError(_("This revision does not exist."))
        merged = merge(base, current, edits)
        if merged.conflicts:
            raise TextChanged(current, merged)
        edits = merged.edits
    html, sources = applied(current, edits)
    if html == current.html and sources == current.sources:
        return current
    return _next(article, current, html=html, sources=sources, by=by, words=words)


@transaction.atomic
def add_note(article: Article, text: str, *, by: Person | None, expected: int) -> Manuscript:
    """Add a footnote with the next number; its mark ``[^n]`` is then typed where it belongs."""
    current = _newest(article)
    chunks = split(current.html)
    numbers = [int(number) for number in re.findall(r'id="fn(\d{1,4})"', current.html)]
    number = str(max(numbers, default=0) + 1)
    at = next((index for index, chunk in enumerate(chunks) if chunk.lstrip().startswith("<section")), None)
    edits = Edits()
    if at is None:
        edits.after[len(chunks) - 1] = with_note("", number, text)
    else:
        edits.blocks[at] = with_note(chunks[at], number, text)
    return save_text(article, edits, by=by, expected=current.revision, words=_("note %(number)s") % {"number": number})


@transaction.atomic
def restore(article: Article, revision: int, *, by: Person | None) -> Manuscript:
    """Make an earlier revision the newest one again, as a revision of its own. Raises ValidationError."""
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    old = article.manuscripts.filter(revision=revision).first()
    if old is None:
        raise ValidationError(_("This revision does not exist."))
    current = _newest(article)
    if old.pk == current.pk:
        raise MoveNotAllowed(_("This revision is the newest one already."))
    words = _("revision %(number)d restored") % {"number": revision}
    return _next(article, old, html=old.html, sources=old.sources, by=by, words=words, number=current.revision + 1)


def _newest(article: Article) -> Manuscript:
    current = article.manuscripts.order_by("-revision").first()
    if current is None:
        raise MoveNotAllowed(_("The article has no text yet."))
    return current


def _next(
    article: Article, current: Manuscript, *, html: str, sources: list[str], by: Person | None, words: str,
    number: int = 0,
) -> Manuscript:  # fmt: skip
    made = Manuscript(
        article=article,
        revision=number or current.revision + 1,
        sha256=hashlib.sha256("\n".join([html, *sources]).encode()).hexdigest(),
        html=html,
        sources=sources,
        formulas=current.formulas,
        report=report_after(current.report, html),
        is_edited=True,
        note=words[:250],
        by=by,
    )
    made.save()
    ManuscriptFigure.objects.bulk_create(
        ManuscriptFigure(
            manuscript=made, number=row.number, file=row.file.name, width=row.width, height=row.height,
            printed_mm=row.printed_mm,
        )
        for row in current.figures.all()
    )  # fmt: skip
    article.__dict__.pop("manuscript", None)
    note(article, ArticleStep.Kind.EDITED, by=by, manuscript=made, text=words)
    soon(article)
    return made


def applied(manuscript: Manuscript, edits: Edits) -> tuple[str, list[str]]:
    """Text and references of *manuscript* after *edits*. Untouched blocks are the bytes that they were."""
    chunks = split(manuscript.html)
    blocks = [[edits.blocks[at]] if at in edits.blocks else [chunk] for at, chunk in enumerate(chunks)]
    sources = [[edits.sources[at]] if at in edits.sources else [html] for at, html in enumerate(manuscript.sources)]
    if edits.act:
        verb, what, index = edits.act
        _act(blocks if what == "block" else sources, verb, index)
    head = [edits.after[-1]] if -1 in edits.after else []
    rows = [[*block, edits.after[at]] if at in edits.after else block for at, block in enumerate(blocks)]
    html = renumbered("".join([*head, *(piece for row in rows for piece in row)]))
    kept = [source for row in sources for source in row if source.strip()]
    return html, [*kept, *(source for source in edits.more_sources if source.strip())]


def _act(rows: list[list[str]], verb: str, index: int) -> None:
    """Move, join or take out one row. Raises ValidationError when there is nothing to do it with."""
    if not 0 <= index < len(rows):
        raise ValidationError(_("This passage is no longer there."))
    if verb == "delete":
        rows[index] = []
        return
    other = index - 1 if verb == "up" else index + 1
    if not 0 <= other < len(rows):
        raise ValidationError(_("There is nothing beyond it."))
    if verb in {"up", "down"}:
        rows[index], rows[other] = rows[other], rows[index]
    elif verb == "join":
        rows[index], rows[other] = [joined("".join(rows[index]), "".join(rows[other]))], []


def joined(one: str, other: str) -> str:
    """Two paragraphs, headings or lists as one. Raises ValidationError for anything else."""
    first, second = (list(tree_of(html)) for html in (one, other))
    if not first or not second or first[-1].tag != second[0].tag or first[-1].tag not in {"p", "h2", "h3", "ul", "ol"}:
        raise ValidationError(_("Only two passages of one kind can be joined."))
    kept, taken = first[-1], second[0]
    between = [" "] if kept.tag in {"p", "h2", "h3"} else []
    attributes = {name.replace("class", "class_"): value for name, value in kept.attrib.items()}
    whole = build(str(kept.tag), [*pieces_of(kept), *between, *pieces_of(taken)], **attributes)
    return written([*first[:-1], whole, *second[1:]])


def renumbered(html: str) -> str:
    """*html* with its notes numbered in the order of their marks; as it was when they are."""
    order = list(dict.fromkeys(MARK.findall(html)))
    kept = re.findall(r'<li [^>]*id="fn(\d{1,4})"', html)
    wanted = [number for number in order if number in kept] + [number for number in kept if number not in order]
    if kept == [str(place) for place in range(1, len(kept) + 1)] and wanted == kept:
        return html
    new = {number: str(place) for place, number in enumerate(wanted, start=1)}
    body = tree_of(html)
    for node in walk(body):
        _renumber(node, new)
    for section in [node for node in body if node.tag == "section"]:
        for notes in section.iter("ol"):
            notes[:] = sorted(notes, key=lambda item: int((item.get("id") or "fn0").removeprefix("fn") or 0))
    return written(pieces_of(body))


def _renumber(node: Any, new: dict[str, str]) -> None:
    if node.tag == "a" and node.get("class") == "note":
        number = (node.get("href") or "").removeprefix("#fn")
        if number in new:
            node.set("href", f"#fn{new[number]}")
            node.set("id", f"fnref{new[number]}")
            node.text = new[number]
    elif node.tag == "li" and (number := (node.get("id") or "").removeprefix("fn")) in new:
        node.set("id", f"fn{new[number]}")


def report_after(report: list[dict[str, Any]], html: str) -> list[dict[str, Any]]:
    """What the import told, without what has been mended since."""
    body = tree_of(html)
    left = {
        "table-without-header": sum(not any(True for _cell in table.iter("th")) for table in body.iter("table")),
        "figure-without-alternative": sum(lacks_alternative(figure) for figure in body.iter("figure")),
        "figure-without-caption": sum(not _caption(figure) for figure in body.iter("figure")),
    }
    counted = [{**item, "count": left.get(item["code"], item.get("count", 1))} for item in report]
    return [item for item in counted if item["count"]]


def lacks_alternative(figure: Any) -> bool:
    """A picture of the figure says nothing that its caption does not say, and is not meant as an ornament."""
    return any(
        "decorative" not in (image.get("class") or "") and (image.get("alt") or "") in {"", _caption(figure)}
        for image in figure.iter("img")
    )


def _caption(figure: Any) -> str:
    found = figure.find("figcaption")
    return text_of(found) if found is not None else ""
