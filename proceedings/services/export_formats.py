"""The formats that a published volume comes in: what they are for, in words, and how each is made."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proceedings.citations import Record, bibtex, csl_json, ris
from proceedings.exports import Issue, dublin_core, jats
from proceedings.exports.archive import Content, add_file
from proceedings.exports.jats_body import formula_name
from proceedings.models import Publication

from .citing import records_of, volume_record
from .exporting import LANGUAGES, epub_file, issue_of, kept, libraries_file, made

Made = bytes | Path


@dataclass(frozen=True)
class Format:
    """One format: the end of its address, its file, its name and what it is good for."""

    kind: str
    suffix: str
    content_type: str
    title: str | Promise
    purpose: str | Promise
    make: Callable[[Publication, str], Made]
    """Its content from a publication, in the words of a language where the format has room for one only."""
    group: str = ""
    """Formats of one group stand in one line; ``GROUPS`` has the sentence under it."""
    needs_issn: bool = False

    def is_for(self, publication: Publication) -> bool:
        return not self.needs_issn or bool(publication.facts.get("issn"))

    def file_name(self, publication: Publication) -> str:
        volume = publication.volume
        return f"{volume.conference.slug}-{volume.slug}{self.suffix}"

    def size(self, publication: Publication) -> int:
        """Bytes of the kept file; 0 when nobody has asked for it yet or it is made anew each time."""
        path = kept(publication, self.file_name(publication))
        return path.stat().st_size if path.exists() else 0


def _records(publication: Publication, language: str) -> list[Record]:
    return [volume_record(publication, language), *records_of(publication, language)]


def _bibtex(publication: Publication, language: str) -> bytes:
    return bibtex(_records(publication, language), language).encode()


def _ris(publication: Publication, language: str) -> bytes:
    return ris(_records(publication, language), language).encode()


def _csl(publication: Publication, language: str) -> bytes:
    return csl_json(_records(publication, language), language).encode()


def _dublin_core(publication: Publication, language: str) -> bytes:
    return dublin_core.file(issue_of(publication, with_text=False))


def _jats(publication: Publication, language: str) -> Path:
    def write(target: BinaryIO) -> None:
        issue = issue_of(publication)
        with zipfile.ZipFile(target, "w") as archive:
            for name, content in jats_files(issue):
                add_file(archive, name, content, issue.published)

    return made(publication, BY_KIND["jats"].file_name(publication), write)


def jats_files(issue: Issue) -> Iterator[tuple[str, Content]]:
    """A folder for each article: its XML, its pictures, its formulas."""
    for item in issue.items:
        folder = f"{item.article.number:03d}"
        yield f"{folder}/article.xml", jats.article(issue, item)
        for picture in item.pictures:
            yield f"{folder}/{picture.name}", picture.read
        for number, svg in item.article.text.formulas:
            yield f"{folder}/{formula_name(number)}", svg.encode()


def _libraries(publication: Publication, language: str) -> Path:
    return libraries_file(publication, lambda: descriptions(publication))


def descriptions(publication: Publication) -> list[tuple[str, Content]]:
    """The metadata in every format, for the archive."""
    files: list[tuple[str, Content]] = []
    for kind in ("bibtex", "ris", "csl"):
        for language in LANGUAGES:
            made_now = BY_KIND[kind].make(publication, language)
            files.append((f"metadata/{language}{BY_KIND[kind].suffix}", made_now))
    files.append(("metadata/dublin-core.xml", _dublin_core(publication, "ru")))
    if BY_KIND["jats"].is_for(publication):
        files += [(f"metadata/jats/{name}", content) for name, content in jats_files(issue_of(publication))]
    return files


def _epub(publication: Publication, language: str) -> Path:
    return epub_file(publication)


FORMATS = (
    Format(
        "epub", ".epub", "application/epub+zip", "EPUB 3",
        _("An e-book: the text fits any screen, size and colours are yours, screen readers know its structure."), _epub,
    ),
    Format(
        "bibtex", ".bib", "application/x-bibtex; charset=utf-8", "BibTeX",
        _("All articles for LaTeX, JabRef and Zotero."), _bibtex, "cite",
    ),
    Format(
        "ris", ".ris", "application/x-research-info-systems; charset=utf-8", "RIS",
        _("All articles for EndNote, Mendeley and Zotero."), _ris, "cite",
    ),
    Format(
        "csl", ".csl.json", "application/vnd.citationstyles.csl+json; charset=utf-8", "CSL-JSON",
        _("All articles for Pandoc, Zotero and programs that format references."), _csl, "cite",
    ),
    Format(
        "dublin-core", ".dc.xml", "application/xml; charset=utf-8", "Dublin Core",
        _("Descriptions in both languages, as library catalogues take them over."), _dublin_core, "keep",
    ),
    Format(
        "jats", ".jats.zip", "application/zip", "JATS 1.1",
        _("The text of each article as XML with its figures, for archives and full-text databases."), _jats, "keep",
        needs_issn=True,
    ),
    Format(
        "libraries", "-libraries.zip", "application/zip", _("Archive for libraries"),
        _("The volume, every article, the e-book and all descriptions in one file, with checksums."), _libraries,
    ),
)  # fmt: skip
BY_KIND = {each.kind: each for each in FORMATS}
GROUPS = {
    "cite": _("Descriptions of all articles for Zotero, EndNote, JabRef, LaTeX and Pandoc."),
    "keep": _("For library catalogues, archives and full-text databases."),
}


def formats_of(publication: Publication) -> list[Format]:
    """The formats that this volume comes in."""
    return [each for each in FORMATS if each.is_for(publication)]


def prepare(publication_id: int) -> None:
    """Background task: make the files that take long, so that the first reader need not wait."""
    publication = Publication.objects.select_related("volume__conference", "build").filter(pk=publication_id).first()
    if publication is not None and publication.pk == getattr(publication.volume.publication, "pk", None):
        for each in formats_of(publication):
            if each.kind in {"epub", "libraries"}:
                each.make(publication, "ru")
