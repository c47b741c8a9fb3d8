"""Parts of an office document as trees: read within limits, written back into a copy of the archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser, register_namespace, tostring

from conference.archives import open_archive

from .report import ManuscriptRefused

MAX_PART_BYTES = 48 * 1024 * 1024
MAX_ELEMENTS = 400_000
MAX_LEVELS = 150
CHUNK = 1 << 18

STRICT = "http://purl.oclc.org/ooxml/"
TRANSITIONAL = "http://schemas.openxmlformats.org/"
YEARS = {"wordprocessingml/": "/2006/", "drawingml/": "/2006/", "officeDocument/": "/2006/"}
"""ISO/IEC 29500 Strict names the same things by other addresses than the Transitional form that everybody writes."""

PREFIXES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
for _prefix, _address in PREFIXES.items():
    register_namespace(_prefix, _address)  # pandoc knows elements by these prefixes


def name(prefixed: str) -> str:
    """``w:p`` as ElementTree writes it."""
    prefix, _colon, local = prefixed.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def local(node: Element) -> str:
    """The name of an element without its namespace; empty for comments and instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


class _Measured(TreeBuilder):
    """A tree that stops growing when it becomes too large or too deep, or names entities of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = self.level = 0

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self.elements += 1
        self.level += 1
        if self.elements > MAX_ELEMENTS:
            raise ManuscriptRefused("too-large", "elements")
        if self.level > MAX_LEVELS:
            raise ManuscriptRefused("too-deep", tag)
        if STRICT in tag:
            tag = transitional(tag)
        if any(STRICT in attribute for attribute in attributes):
            attributes = {transitional(attribute): value for attribute, value in attributes.items()}
        return super().start(tag, attributes)

    def end(self, tag: str) -> Element:
        self.level -= 1
        return super().end(tag)

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ManuscriptRefused("unreadable", "document type declaration")


def read(archive: zipfile.ZipFile, part: str) -> Element | None:
    """The tree of *part*, or None when the archive has none. Raises ManuscriptRefused."""
    if part not in archive.namelist():
        return None
    parser = XMLParser(target=_Measured())  # noqa: S314 - no entities: a document type is refused  # nosec B314
    total = 0
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > MAX_PART_BYTES:
                    raise ManuscriptRefused("too-large", part)
                parser.feed(chunk)
        tree: Element = parser.close()
    except (ParseError, zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        raise ManuscriptRefused("unreadable", f"{part}: {error}") from error
    return tree


def transitional(text: str) -> str:
    """*text* with the addresses of the Strict form replaced by those of the Transitional one."""
    for room, year in YEARS.items():
        text = text.replace(f"{STRICT}{room}", f"{TRANSITIONAL}{room[:-1]}{year}")
    return text


def rewritten(source: Path, target: Path, replaced: dict[str, Element]) -> Path:
    """A copy of the archive *source* at *target* in which the parts *replaced* are these trees."""
    with open_archive(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for item in old.infolist():
            if item.filename not in replaced and not item.is_dir():
                data = old.read(item)
                if item.filename.endswith(".rels") and STRICT.encode() in data:
                    data = transitional(data.decode("utf-8", "replace")).encode()
                new.writestr(item.filename, data)
        for part, tree in replaced.items():
            new.writestr(part, _written(tree))
    return target


def _written(tree: Element) -> bytes:
    """*tree* as XML whose root declares all our prefixes: pandoc reads notes with the prefixes of the main text."""
    text = tostring(tree, encoding="unicode")
    end = text.index(">")
    head, tail = (text[: end - 1], text[end - 1 :]) if text[end - 1] == "/" else (text[:end], text[end:])
    missing = [
        f' xmlns:{prefix}="{address}"' for prefix, address in PREFIXES.items() if f" xmlns:{prefix}=" not in head
    ]
    return f"<?xml version='1.0' encoding='utf-8'?>\n{head}{''.join(missing)}{tail}".encode()


def with_parents(root: Element) -> Iterator[tuple[Element, Element]]:
    """Every element below *root* with its parent, as a list taken beforehand, so that both may be changed."""
    yield from [(parent, child) for parent in root.iter() for child in parent]


def replace(parent: Element, child: Element, others: list[Element]) -> None:
    """Put *others* where *child* stood; the text after *child* stays where it is."""
    place = list(parent).index(child)
    tail = child.tail or ""
    parent.remove(child)
    for offset, other in enumerate(others):
        parent.insert(place + offset, other)
        other.tail = None
    if others:
        others[-1].tail = tail
    elif place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
