"""Files of office programs (ECMA-376): a ZIP of XML parts, pictures and embedded documents."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from conference.archives import open_archive

from .masking import Mask
from .pictures import strip_jpeg, strip_png

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PARAGRAPHS = (f"{{{W}}}p", f"{{{A}}}p")
TEXTS = frozenset({f"{{{W}}}t", f"{{{W}}}delText", f"{{{W}}}instrText", f"{{{A}}}t"})
STAMP = (1980, 1, 1, 0, 0, 0)
MOST_BYTES = 200 * 1024 * 1024
DEPTH = 2

DROPPED = (
    "docProps/", "customXml/", "word/people.xml", "word/printerSettings", "ppt/changesInfos/", "ppt/revisionInfo.xml",
    "ppt/printerSettings", "xl/printerSettings", "xl/persons/", "_xmlsignatures/",
)  # fmt: skip
"""Parts that tell of people and machines and of nothing else: they go, with whatever points at them."""
DROPPED_KINDS = ("core-properties", "extended-properties", "custom-properties", "thumbnail", "customXml",
                 "attachedTemplate", "mailMerge", "/people", "changesInfo", "revisionInfo", "printerSettings",
                 "digital-signature", "/person")  # fmt: skip
"""The kinds of relationships that lead there."""
DROPPED_ELEMENTS = frozenset({"rsids", "attachedTemplate", "mailMerge", "docVars", "saveThroughXslt", "fileSharing",
                              "fileVersion", "absPath", "documentId", "docId"})  # fmt: skip
NAMELESS = {"author": "Author", "lastModifiedBy": "Author", "userName": "Author", "initials": "A"}
"""Attributes that must be there, and what stands in them."""
DROPPED_ATTRIBUTES = frozenset({"date", "dateUtc", "dt", "userId", "providerId", "lastUser", "modifiedBy"})
AUTHORS = frozenset({"cmAuthor", "author", "person"})
PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_comments": True}


def strip_package(data: bytes, mask: Mask, depth: int = 0) -> bytes:
    """The same document, masked and without marks. Raises whatever a broken archive or XML raises."""
    target = io.BytesIO()
    with open_archive(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        if sum(member.file_size for member in old.infolist()) > MOST_BYTES:
            raise ValueError("the archive is too large")
        for member in _kept(old):
            body = _part(member.filename, old.read(member), mask, depth)
            new.writestr(zipfile.ZipInfo(member.filename, STAMP), body, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _kept(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """The parts that stay, the table of contents first and the others by name."""
    members = {member.filename: member for member in archive.infolist() if not member.is_dir()}
    for name in sorted(members, key=lambda each: (each != "[Content_Types].xml", each)):
        if not name.startswith(DROPPED) and "thumbnail" not in name.lower():
            yield members[name]


def _part(name: str, body: bytes, mask: Mask, depth: int) -> bytes:
    if name.lower().endswith((".xml", ".rels", ".vml")):
        return _xml(name, body, mask)
    ending = posixpath.splitext(name)[1].lower()
    if ending in (".jpg", ".jpeg"):
        return strip_jpeg(body)
    if ending == ".png":
        return strip_png(body)
    if ending in (".docx", ".pptx", ".xlsx") and depth < DEPTH:
        return strip_package(body, mask, depth + 1)
    return b"" if ending in (".bin", ".docx", ".pptx", ".xlsx", ".doc", ".xls", ".ppt") else body


def _xml(name: str, body: bytes, mask: Mask) -> bytes:
    root = etree.fromstring(body, etree.XMLParser(**PARSER))  # type: ignore[arg-type]
    if name.endswith(".rels"):
        _strip_relationships(root, mask)
    elif name == "[Content_Types].xml":
        _strip_contents(root)
    else:
        _strip_elements(root)
        _hide_in_paragraphs(root, mask)
        _hide_elsewhere(root, mask)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _strip_relationships(root: Any, mask: Mask) -> None:
    for link in list(root):
        kind, target = link.get("Type", ""), link.get("Target", "")
        if kind.endswith(DROPPED_KINDS) or any(f"/{part}" in f"/{target.lstrip('./')}" for part in DROPPED):
            root.remove(link)
        elif link.get("TargetMode") == "External":
            is_own_disk = target.lower().startswith(("file:", "\\\\", "mailto:")) or ":\\" in target
            link.set("Target", "about:blank" if is_own_disk else mask.hide(target))


def _strip_contents(root: Any) -> None:
    for each in list(root):
        part = each.get("PartName", "").lstrip("/")
        if part.startswith(DROPPED) or "thumbnail" in part.lower():
            root.remove(each)


def _strip_elements(root: Any) -> None:
    for element in list(root.iter(etree.Element)):
        local = _local(element.tag)
        parent = element.getparent()
        if local in DROPPED_ELEMENTS and parent is not None:
            parent.remove(element)
            continue
        if local in ("author", "creator", "lastModifiedBy") and element.text:
            element.text = "Author"
        for key in list(element.attrib):
            short = _local(key)
            if short.startswith("rsid") or short in DROPPED_ATTRIBUTES:
                del element.attrib[key]
            elif short in NAMELESS:
                element.set(key, NAMELESS[short])
            elif local in AUTHORS and short in ("name", "displayName"):
                element.set(key, "Author")
            elif short == "created":
                element.set(key, "1980-01-01T00:00:00.000")


def _hide_in_paragraphs(root: Any, mask: Mask) -> None:
    """A name is often cut into several runs: a paragraph is read as a whole and written back into its runs."""
    for paragraph in root.iter(*PARAGRAPHS):
        runs = [each for each in paragraph.iter(*TEXTS) if each.text and _paragraph_of(each) is paragraph]
        whole = "".join(each.text for each in runs)
        found = list(mask.matches(whole))
        if found:
            _write_back(runs, found)


def _paragraph_of(element: Any) -> Any:
    return next((each for each in element.iterancestors() if each.tag in PARAGRAPHS), None)


def _write_back(runs: list[Any], found: list[tuple[int, int, str]]) -> None:
    at = 0
    for run in runs:
        text, kept, place = run.text, [], at
        for start, end, instead in found:
            if end <= at or start >= at + len(text):
                continue
            kept.append(text[place - at : max(start, at) - at])
            if start >= at:
                kept.append(instead)
            place = min(end, at + len(text))
        kept.append(text[place - at :])
        run.text = "".join(kept)
        at += len(text)


def _hide_elsewhere(root: Any, mask: Mask) -> None:
    """Descriptions of pictures, labels of charts, names of bookmarks, and whatever else is written in a part."""
    for element in root.iter(etree.Element):
        if element.tag not in TEXTS and element.text and element.text.strip():
            element.text = mask.hide(element.text)
        for key, value in element.attrib.items():
            if any(True for _found in mask.matches(value)):
                element.set(key, mask.hide(value))


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]
