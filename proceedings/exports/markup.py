"""Small hands for XML: elements of one vocabulary, text that XML allows, bytes that are the same every time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

XML = "http://www.w3.org/XML/1998/namespace"
LANG = f"{{{XML}}}lang"
XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
# What XML 1.0 has no way to write: control characters, halves of surrogate pairs, two noncharacters.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SOFT_HYPHEN = "\u00ad"

Element = Any
Child = "Element | str | Mapping[str, str] | list[Any] | None"
Maker = Callable[..., Element]


def clean(text: str) -> str:
    """*text* as XML may hold it: composed (NFC), without what XML forbids and without soft hyphens."""
    return ILLEGAL.sub("", unicodedata.normalize("NFC", text)).replace(SOFT_HYPHEN, "")


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def maker(namespace: str = "", nsmap: Mapping[str | None, str] | None = None) -> Maker:
    """A function that makes elements of *namespace*: ``E("title", {"lang": "ru"}, "text", child, None)``.

    Mappings are attributes (an empty value is left out), lists are opened, None is passed over.
    """

    def element(tag: str, *children: Any) -> Element:
        name = f"{{{namespace}}}{tag}" if namespace and not tag.startswith("{") else tag
        made = etree.Element(name, nsmap=dict(nsmap) if nsmap else None)
        add(made, *children)
        return made

    return element


def add(parent: Element, *children: Any) -> Element:
    """Append *children* to *parent*, text after what is there already."""
    for child in children:
        if child is None or child == "":
            continue
        if isinstance(child, str):
            _append_text(parent, clean(child))
        elif isinstance(child, Mapping):
            for name, value in child.items():
                if value:
                    parent.set(name, clean(value))
        elif isinstance(child, list | tuple):
            add(parent, *child)
        else:
            parent.append(child)
    return parent


def _append_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def document(root: Element, *, doctype: str | None = None, pretty: bool = True) -> bytes:
    """*root* as a file in UTF-8 with a declaration; namespaces that nothing uses are left out.

    Not *pretty* for running text: there the blanks between elements are said aloud.
    """
    etree.cleanup_namespaces(root, keep_ns_prefixes=["xlink", "mml", "ali", "xsi"])
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=pretty, doctype=doctype)
    return made


def plain(html: str) -> str:
    """The words of a piece of HTML that went through the importer, without its tags."""
    parser = etree.HTMLParser(encoding="utf-8")
    root = etree.fromstring(f"<body>{html}</body>".encode(), parser)
    return one_line("".join(root.itertext())) if root is not None else ""
