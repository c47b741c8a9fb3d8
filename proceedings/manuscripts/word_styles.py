"""Styles of a .docx: what a run or a paragraph is, once its chain of styles has been followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from .parts import name

W = name("w:")
VALUE = name("w:val")
OFF = {"0", "false", "off"}
LONGEST_CHAIN = 12
MONOSPACED = ("courier", "consolas", "mono", "menlo", "lucida console")
INHERITED = ("b", "i", "vertAlign", "strike", "vanish")
CODE_STYLES = {"verbatim char", "html code", "source text", "teletype", "source code", "preformatted text"}
DESCRIPTION = {"author", "date"}
TEXT = {"title", "subtitle", "abstract"}
"""Names of styles whose paragraphs pandoc takes out of the text, as the description of the document.

Those of TEXT are kept: what is not known from elsewhere must not vanish.
"""


@dataclass(frozen=True)
class Style:
    """One style: its name, what it is based on, its properties of runs and of paragraphs."""

    name: str
    based_on: str
    runs: Element
    paragraphs: Element


class Styles:
    """The styles of a document by their identifiers."""

    def __init__(self, tree: Element | None) -> None:
        self.tree = tree
        self._known: dict[str, Style] = {}
        for node in [] if tree is None else tree.iter(f"{W}style"):
            self._known[node.get(f"{W}styleId") or ""] = Style(
                name=_value(node.find(f"{W}name")).lower(),
                based_on=_value(node.find(f"{W}basedOn")),
                runs=_or_empty(node.find(f"{W}rPr")),
                paragraphs=_or_empty(node.find(f"{W}pPr")),
            )

    def named(self, wanted: str) -> str:
        """The identifier of the style called *wanted*, or nothing."""
        return next((key for key, style in self._known.items() if style.name == wanted), "")

    def chain(self, identifier: str) -> Iterator[Style]:
        for _step in range(LONGEST_CHAIN):
            style = self._known.get(identifier)
            if style is None:
                return
            yield style
            identifier = style.based_on

    def names(self, identifier: str) -> list[str]:
        return [style.name for style in self.chain(identifier)]

    def language(self, run: Element, paragraph_style: str) -> str:
        """The language that somebody gave to a run, by itself, by its style or by its paragraph's: ``"en"``.

        What holds for the whole document by default was chosen by nobody.
        """
        own = run.find(f"{W}rPr")
        places = [] if own is None else [own]
        places += [style.runs for style in self.chain(style_of(run))]
        places += [style.runs for style in self.chain(paragraph_style) if style.name != "normal"]
        for place in places:
            found = place.find(f"{W}lang")
            if found is not None and found.get(VALUE):
                return str(found.get(VALUE)).partition("-")[0].lower()
        return ""

    def inherited(self, identifier: str) -> Iterator[Element]:
        """Properties of a character style that change what a text says: bold, italic, raised, struck, hidden."""
        seen: set[str] = set()
        for style in self.chain(identifier):
            for prop in INHERITED:
                found = style.runs.find(f"{W}{prop}")
                if found is not None and prop not in seen:
                    seen.add(prop)
                    yield found

    def is_code(self, run: Element) -> bool:
        """A run in a typeface whose letters are all of one width, by itself or by its style."""
        own = run.find(f"{W}rPr")
        places = [] if own is None else [own]
        places += [style.runs for style in self.chain(style_of(run))]
        names = self.names(style_of(run))
        return any(_is_monospaced(place) for place in places) or bool(CODE_STYLES & set(names))

    def is_listing(self, paragraph: Element) -> bool:
        """A paragraph that is a line of code, whose blanks mean something."""
        return any(re.search(r"preformatted|source code|^code$", each) for each in self.names(style_of(paragraph)))

    def outline(self, paragraph: Element) -> int | None:
        """The level of a heading (0 is the highest) that a paragraph has by outline though not by style's name."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None
        styles = list(self.chain(_value(properties.find(f"{W}pStyle"))))
        if any(style.name.startswith("heading ") for style in styles):
            return None
        for place in [properties, *(style.paragraphs for style in styles)]:
            level = _value(place.find(f"{W}outlineLvl"))
            if level.isdecimal():
                return int(level) if int(level) < 6 else None
        return None


def style_of(node: Element) -> str:
    """The identifier of the style that a run or a paragraph names."""
    is_run = node.tag == f"{W}r"
    return _value(node.find(f"{W}rPr/{W}rStyle" if is_run else f"{W}pPr/{W}pStyle"))


def is_on(prop: Element | None) -> bool:
    """Whether a property that is either on or off is on."""
    return prop is not None and (prop.get(VALUE) or "").lower() not in OFF


def _is_monospaced(properties: Element) -> bool:
    fonts = properties.find(f"{W}rFonts")
    if fonts is None:
        return False
    family = (fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "").lower()
    return any(word in family for word in MONOSPACED)


def _value(node: Element | None) -> str:
    return (node.get(VALUE) or "") if node is not None else ""


def _or_empty(node: Element | None) -> Element:
    return Element("none") if node is None else node
