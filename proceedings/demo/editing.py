"""The editors' desk of the next edition: articles in every state, made through the verbs of the desk."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from conference.demo.accounts import ACCOUNTS
from conference.demo.world import World, both, read_toml
from conference.models import Person
from proceedings.models import Article, ArticleStep, Part, Proof, Volume
from proceedings.services import adding, editing, manuscripts, proofs, steps
from workshops.models import Track

HERE = Path(__file__).parent
TEXTS = ("title", "abstract", "keywords")


def load(world: World, volume: Volume, editor: Person) -> None:
    """Once: invited articles, each brought to the state that the content tells; open proofs move with today."""
    told = read_toml(HERE / "editing.toml")["article"]
    known = set(Article.objects.of_volume(volume).values_list("title_ru", flat=True))
    for each in told:
        if each["title"]["ru"] not in known:
            _bring(world, volume, editor, each)
    _move_with_today(world, volume)


def _bring(world: World, volume: Volume, editor: Person, told: dict[str, Any]) -> None:
    texts: dict[str, Any] = {}
    for name in TEXTS:
        texts |= both(told.get(name, {}), name)
    article = adding.add_article(
        volume, _part(volume, told["part"]), by=world.by, language=told["language"], authors=told["authors"],
        udk=told.get("udk", ""), **texts,
    )  # fmt: skip
    if told["state"] == "refused":
        _refuse(article)
        return
    manuscripts.import_manuscript(article, by=editor, text=told["text"].strip())
    if told["state"] != "new":
        steps.assign([article], world.people[ACCOUNTS["organiser"].email] if told["part"] == 1 else editor, by=world.by)
    if told["state"] in {"editing", "remarks"}:
        _edit(article, editor, *told["edit"], keep=told["state"] == "editing")
    if told["state"] in {"with_author", "remarks", "approved", "ready"}:
        _prove(article, editor, told)


def _part(volume: Volume, number: int) -> Part:
    track = Track.objects.get(conference=volume.conference, number=number)
    texts = {f"{name}_{code}": getattr(track, f"{name}_{code}") or "" for name in ("title", "short_title")
             for code in ("ru", "en")}  # fmt: skip
    part, _made = Part.objects.get_or_create(volume=volume, number=number, defaults={"track": track, **texts})
    return part


def _refuse(article: Article) -> None:
    """A file that is no document: what the importer says of it stands on the board."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
    try:
        manuscripts.import_manuscript(article, by=None, source=ContentFile(archive.getvalue(), "статья.docx"))
    except ValidationError as error:
        article.import_error = str(error.code)[:40]
        article.save(update_fields=["import_error"])
        steps.note(article, ArticleStep.Kind.TEXT_REFUSED, by=None, text=article.import_error)


def _edit(article: Article, editor: Person, old: str, new: str, *, keep: bool) -> None:
    """One wording changed in the browser's way; with *keep*, the list of references too."""
    newest = article.manuscripts.first()
    if newest is None:
        return
    typed = editing.Typed()
    for block in editing.blocks_of(newest):
        if block.is_typed and old in block.source:
            typed.texts[block.index] = (block.kind, block.source.replace(old, new))
    if keep:
        typed.more_sources = ["Порядок содержания дворов. Кострома, 2025. 12 с."]
    editing.save_text(article, editing.edits_of(newest, typed), by=editor, expected=newest.revision)


def _prove(article: Article, editor: Person, told: dict[str, Any]) -> None:
    proof = proofs.send_proof(article, by=editor)
    if told["state"] == "remarks":
        for place, words, *_answer in told["remarks"]:
            proofs.add_remark(proof, text=words, place=place, quote=proofs.quote_of(proof, place))
        proofs.send_remarks(proof)
        for remark, (*_what, how, answer) in zip(proof.remarks.all(), told["remarks"], strict=True):
            if how:
                proofs.answer(remark, by=editor, how=how, words=answer)
    elif told["state"] in {"approved", "ready"}:
        proofs.approve_proof(proof, signed_as=told["signed"])
        if told["state"] == "ready":
            steps.declare_ready(article, by=editor)


def _move_with_today(world: World, volume: Volume) -> None:
    """A proof that nobody has answered is not long overdue on the day the demonstration is loaded anew."""
    late = Proof.objects.open().filter(article__volume=volume, due_on__lt=world.today)
    late.update(due_on=world.today + timedelta(days=volume.proof_days), sent_at=timezone.now())
