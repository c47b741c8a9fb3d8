"""What the reader of a proof is shown: the record and the text, every block with its number; and the same as a PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

from django.conf import settings
from django.db.models import Q

from conference.models import Conference, Person
from conference.rendering import Limits, render_pdf
from proceedings import compiler
from proceedings.compiler import opening, pages
from proceedings.manuscripts.tree import fill, inner_html, text_of, typeset, walk
from proceedings.models import Article, Manuscript, Proof
from proceedings.services.description import both, compiler_settings, describe, describe_article, describe_text
from proceedings.services.editing import blocks_of, compare, tree_of
from proceedings.services.editing.comparing import Row

LIMITS = Limits(cpu_seconds=60, memory_mib=1024, wall_seconds=90)
FORMULAS_ARE = "data:image/svg+xml,"


@dataclass(frozen=True)
class Passage:
    """One block as its reader sees it."""

    place: str
    number: int
    html: str
    language: str
    kind: str = ""


def proof_of(key: str, conference: Conference) -> Proof | None:
    """The proof that *key* opens in *conference*, or None."""
    rows = Proof.objects.of(conference).select_related("article__volume__conference", "manuscript", "sent_to")
    return rows.filter(key=key).first()


def proofs_for(person: Person) -> list[Proof]:
    """Open proofs that wait for *person*, known by their address, the nearest day first."""
    if not person.email:
        return []
    mine = Q(sent_to__email__iexact=person.email)
    rows = Proof.objects.open().filter(mine).select_related("article__volume__conference", "sent_to")
    return list(rows.order_by("due_on", "pk"))


def passages_of(manuscript: Manuscript, language: str, address: Callable[[int], str]) -> list[Passage]:
    """The blocks of a text, numbered, ready for a page; *address* tells where a figure is."""
    formulas = {str(formula["number"]): formula["svg"] for formula in manuscript.formulas}
    found = []
    for number, block in enumerate(blocks_of(manuscript), start=1):
        html = shown(block.html, language, formulas, address)
        found.append(Passage(f"b{block.index}", number, html, language, block.kind))
    return found


def references_of(manuscript: Manuscript, language: str) -> list[Passage]:
    return [
        Passage(f"s{place}", place + 1, shown(html, language, {}, str), language)
        for place, html in enumerate(manuscript.sources)
    ]


def shown(html: str, language: str, formulas: dict[str, str], address: Callable[[int], str]) -> str:
    """Sanitised *html* of one block for a page that shows blocks one by one: pictures in place, marks as numbers."""
    body = tree_of(html)
    for node in walk(body):
        node.attrib.pop("id", None)
        if node.tag == "img":
            formula, figure = node.attrib.pop("data-formula", ""), node.attrib.pop("data-figure", "")
            if formula in formulas:
                node.set("src", f"{FORMULAS_ARE}{quote(formulas[formula])}")
            elif figure.isdecimal():
                node.set("src", address(int(figure)))
        elif node.tag == "a" and node.get("class") == "note":
            _as_mark(node)
        elif node.tag == "pre":
            node.set("tabindex", "0")
    typeset(body, language)
    return inner_html(body)


def _as_mark(node: Element) -> None:
    """The mark of a note as a raised number: on these pages notes stand in a block of their own."""
    number = text_of(node)
    tail = node.tail
    node.tag = "sup"
    node.attrib.clear()
    fill(node, [number])
    node.tail = tail


def quote_of(proof: Proof, place: str) -> str:
    """The words that a remark is about, as they stand now in the proof."""
    kind, number = place[:1], place[1:]
    if kind == "b" and number.isdecimal():
        block = next((each for each in blocks_of(proof.manuscript) if each.index == int(number)), None)
        return _short(text_of(block.element)) if block else ""
    if kind == "s" and number.isdecimal() and int(number) < len(proof.manuscript.sources):
        return _short(text_of(tree_of(proof.manuscript.sources[int(number)])))
    name, _sign, language = place.rpartition("_")
    if name in {"title", "abstract", "keywords"} and language in {"ru", "en"}:
        return _short(getattr(proof.article, place) or "")
    return ""


def printed_record(article: Article) -> list[dict[str, Any]]:
    """What stands above the text in print, in the article’s language and then in the other one."""
    book, described = describe(article.volume, with_articles=False), describe_article(article, with_text=False)
    return [opening.summary(book, described, code, (0, 0)) for code in (article.language, article.other_language)]


def earlier_of(proof: Proof) -> list[Proof]:
    """Proofs before this one that came back with remarks, the oldest first."""
    rows = Proof.objects.filter(article=proof.article_id, number__lt=proof.number, outcome=Proof.Outcome.REMARKS)
    return list(rows.select_related("manuscript").prefetch_related("remarks").order_by("number"))


def changes_since(earlier: Proof, proof: Proof) -> dict[str, list[Row]] | None:
    """What is different in the text since an *earlier* proof; None when it is the same."""
    if earlier.manuscript_id == proof.manuscript_id:
        return None
    found = compare(earlier.manuscript, proof.manuscript)
    return found if any(row.kind != "same" for rows in found.values() for row in rows) else None


def _short(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:299].rsplit(' ', 1)[0]}…"


def pdf_of(article: Article, manuscript: Manuscript) -> bytes:
    """The article as the book will have it, with *manuscript* as its text; typeset once for every state of it.

    Raises RenderFailed when it cannot be typeset.
    """
    book = describe(article.volume, with_articles=False)
    described = replace(describe_article(article, with_text=False), text=describe_text(manuscript))
    names = (article.part.number, both(article.part, "title"), both(article.part, "short_title"))
    html = pages.alone_html(book, compiler.Part(*names, articles=(described,)), described)
    kept = Path(settings.VAR_DIR) / "cache" / "proofs" / f"{hashlib.sha256(html.encode()).hexdigest()}.pdf"
    if kept.exists():
        return kept.read_bytes()
    setting = compiler_settings(paper=article.volume.paper)
    pdf = render_pdf(html, stylesheets=setting.stylesheets, roots=setting.roots, limits=LIMITS)
    kept.parent.mkdir(parents=True, exist_ok=True)
    partial = kept.with_suffix(f".{manuscript.pk}.tmp")
    partial.write_bytes(pdf)
    partial.replace(kept)
    return pdf
