"""An .odt made ready for pandoc: what pandoc would lose is marked by links of our own, what goes is reported.

pandoc's reader of OpenDocument keeps no styles, but it keeps every link; so a passage in another language becomes a
link to ``vmeste:lang/fr``, and the cleaner makes of it what it stands for.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from conference.archives import open_archive

from .languages import agrees
from .parts import local, name, read, replace, rewritten, with_parents
from .pictures import PictureFacts, Pictures, millimetres
from .report import ManuscriptRefused, Report
from .tree import fill, pieces_of

MARK = "vmeste:"
CONTENT, STYLES = "content.xml", "styles.xml"
MAX_PARAGRAPHS = 20_000
MAX_REPEATED = 100
LONGEST_CHAIN = 12
STANDARD = "Standard"
"""The style that all others are based on: what it says was chosen by nobody."""
MONOSPACED = ("courier", "consolas", "mono", "menlo")
SHAPES = {"custom-shape", "line", "rect", "ellipse", "circle", "polyline", "polygon", "path", "connector", "g"}
INDEXES = {"table-of-content", "illustration-index", "table-index", "alphabetical-index", "user-index"}
INDEX_MARKS = {"alphabetical-index-mark", "alphabetical-index-mark-start", "user-index-mark", "toc-mark"}
BLOCKS = {"p", "h", "list", "table"}
ALIGNED = {"end": "n", "right": "n", "center": "c"}


def prepare(source: Path, work: Path, pictures: Pictures, report: Report, *, language: str) -> Path:
    """A copy of the .odt at *source*, an article in *language*, marked for pandoc. Raises ManuscriptRefused."""
    with open_archive(source) as archive:
        content, common = read(archive, CONTENT), read(archive, STYLES)
        objects = {
            item.partition("/")[0]: tree
            for item in archive.namelist()
            if re.fullmatch(r"[^/]+/content\.xml", item) and (tree := read(archive, item)) is not None
        }
    if content is None:
        raise ManuscriptRefused("unreadable", "no content")
    _Marking(content, common, objects, pictures, report, language).run()
    return rewritten(source, work / "marked.odt", {CONTENT: content})


class _Styles:
    """The styles of a text by their names: languages, typefaces, alignment, breaks, colours."""

    def __init__(self, *trees: Element | None) -> None:
        self.known: dict[tuple[str, str], Element] = {}
        for tree in trees:
            if tree is None:
                continue
            for node in tree.iter(name("style:style")):
                self.known[node.get(name("style:family")) or "", node.get(name("style:name")) or ""] = node

    @staticmethod
    def _own(style: Element, kind: str, attribute: str) -> str:
        properties = style.find(name(f"style:{kind}-properties"))
        return (properties.get(name(attribute)) or "") if properties is not None else ""

    def value(self, family: str, style: str, kind: str, attribute: str) -> str:
        """An attribute of a style, or of the nearest above it that has it."""
        for _step in range(LONGEST_CHAIN):
            node = self.known.get((family, style))
            if node is None:
                return ""
            if found := self._own(node, kind, attribute) if style != STANDARD else "":
                return found
            style = node.get(name("style:parent-style-name")) or ""
        return ""

    def names(self, family: str, style: str) -> list[str]:
        found = []
        for _step in range(LONGEST_CHAIN):
            node = self.known.get((family, style))
            if node is None:
                break
            found.append(style.replace("_20_", " ").lower())
            style = node.get(name("style:parent-style-name")) or ""
        return found

    def is_code(self, family: str, style: str) -> bool:
        family_name = self.value(family, style, "text", "style:font-name") or self.value(
            family, style, "text", "fo:font-family"
        )
        is_named = {"preformatted text", "source text", "teletype"} & set(self.names(family, style))
        return bool(is_named) or any(word in family_name.lower() for word in MONOSPACED)


class _Marking:
    def __init__(
        self, tree: Element, common: Element | None, objects: dict[str, Element], pictures: Pictures, report: Report,
        language: str,
    ) -> None:  # fmt: skip
        self.tree, self.common, self.objects = tree, common, objects
        self.pictures, self.report, self.language = pictures, report, language
        self.styles = _Styles(common, tree)

    def run(self) -> None:
        if sum(1 for node in self.tree.iter() if local(node) in {"p", "h"}) > MAX_PARAGRAPHS:
            raise ManuscriptRefused("too-large", "paragraphs")
        self._limit_repetitions()
        self._count()
        self._drop()
        self._lift_text_boxes()
        self._redraw()
        for paragraph in [node for node in self.tree.iter() if node.tag in {name("text:p"), name("text:h")}]:
            self._mark(paragraph)

    def _limit_repetitions(self) -> None:
        """An attribute may say «a million such cells»; a paper never does."""
        for node in self.tree.iter():
            for kind in ("columns", "rows"):
                value = node.get(name(f"table:number-{kind}-repeated")) or "1"
                if len(value) > 9 or (value.isdecimal() and int(value) > MAX_REPEATED):
                    raise ManuscriptRefused("table-too-large", f"{value} {kind}")
            spaces = node.get(name("text:c"))
            if spaces and (not spaces.isdecimal() or len(spaces) > 3):
                raise ManuscriptRefused("unreadable", "spaces")

    def _count(self) -> None:
        add = self.report.add_some
        tags = [local(node) for node in self.tree.iter()]
        add("comments-left-out", tags.count("annotation"))
        add("changes-accepted", tags.count("changed-region"))
        add("index-entries", sum(1 for tag in tags if tag in INDEX_MARKS))
        used = [(family, node.get(name("text:style-name")) or "") for node in self.tree.iter()
                for family in ("paragraph", "text", "section") if local(node) in _BEARERS[family]]  # fmt: skip
        add("page-breaks", sum(1 for family, style in used if self._breaks(family, style)))
        add("colours", sum(1 for family, style in used if self._is_coloured(family, style)))
        add("columns", sum(1 for family, style in used if self._has_columns(family, style)))
        if self.common is not None and any(
            re.search(r"[^\W\d_]{2}", "".join(node.itertext()))
            for node in self.common.iter()
            if node.tag in {name("style:header"), name("style:footer")}
        ):
            self.report.add("header-footer")

    def _breaks(self, family: str, style: str) -> bool:
        return family == "paragraph" and "page" in (
            self.styles.value(family, style, "paragraph", "fo:break-before"),
            self.styles.value(family, style, "paragraph", "fo:break-after"),
        )

    def _is_coloured(self, family: str, style: str) -> bool:
        if family != "text":
            return False
        colour = self.styles.value(family, style, "text", "fo:color")
        back = self.styles.value(family, style, "text", "fo:background-color")
        is_link = any("link" in each for each in self.styles.names(family, style))
        return not is_link and (colour not in {"", "#000000"} or back not in {"", "transparent", "#ffffff"})

    def _has_columns(self, family: str, style: str) -> bool:
        node = self.styles.known.get((family, style)) if family == "section" else None
        columns = [] if node is None else list(node.iter(name("style:columns")))
        return any((each.get(name("fo:column-count")) or "1") not in {"0", "1"} for each in columns)

    def _drop(self) -> None:
        """Comments, deleted text, hidden text, and indexes that are made anew for the volume."""
        for parent, child in with_parents(self.tree):
            tag = local(child)
            is_hidden = child.get(name("text:display")) in {"none", "condition"} or tag == "hidden-text"
            if tag in INDEXES:
                self.report.once("contents-left-out")
            elif is_hidden:
                self.report.add("hidden-text")
            if tag in {"annotation", "annotation-end", "tracked-changes", *INDEXES} or is_hidden:
                replace(parent, child, [])

    def _lift_text_boxes(self) -> None:
        """What stands in a box or a shape beside the text is put after the paragraph that it hangs on."""
        parents = {child: parent for parent in self.tree.iter() for child in parent}
        lifted: dict[Element, int] = {}
        for box in [node for node in self.tree.iter() if local(node) in {"text-box", *SHAPES}]:
            blocks = [block for block in box if local(block) in BLOCKS]
            paragraph = parents.get(box)
            while paragraph is not None and paragraph.tag not in {name("text:p"), name("text:h")}:
                paragraph = parents.get(paragraph)
            if not any("".join(block.itertext()).strip() or _holds_picture(block) for block in blocks):
                continue
            host = parents[paragraph] if paragraph is not None else parents[box]
            place = list(host).index(paragraph if paragraph is not None else box) + 1
            for block in blocks:
                box.remove(block)
                host.insert(place + lifted.get(host, 0) if paragraph is None else place, block)
                parents[block] = host
                place += 1
            self.report.add("text-boxes")

    def _redraw(self) -> None:
        """Pictures get a token for a title; objects that are neither pictures nor formulas are reported."""
        for parent, frame in with_parents(self.tree):
            tag = local(frame)
            if tag in SHAPES and frame.tag.startswith(name("draw:")[:-1]) and frame in list(parent):
                if not _holds_picture(frame) and tag != "g" and not _was_box(frame):
                    self.report.add("drawings")
                continue
            if frame.tag != name("draw:frame"):
                continue
            self._report_object(frame)
            if frame.find(name("draw:image")) is None or _is_formula(frame, self.objects):
                continue
            title, words = frame.find(name("svg:title")), frame.find(name("svg:desc"))
            told = [node.text or "" for node in (words, title) if node is not None and (node.text or "").strip()]
            token = self.pictures.token(
                PictureFacts(
                    alternative=told[0].strip() if told else "",
                    is_decorative=any(key.endswith("}decorative") and value == "true" for key, value in frame.items()),
                    printed_mm=millimetres(frame.get(name("svg:width"))),
                )
            )
            for node in (title, words):
                if node is not None:
                    frame.remove(node)
            SubElement(frame, name("svg:title")).text = token

    def _report_object(self, frame: Element) -> None:
        embedded = next((node for node in frame if local(node) in {"object", "object-ole"}), None)
        if embedded is None or _is_formula(frame, self.objects):
            return
        tree = self.objects.get(_target(embedded))
        is_chart = tree is not None and any(local(node) == "chart" for node in tree.iter())
        self.report.add("charts" if is_chart else "embedded-objects")
        if is_chart:
            frame.remove(embedded)  # the picture of it stays, when it is one that can be printed

    def _mark(self, paragraph: Element) -> None:
        style = paragraph.get(name("text:style-name")) or ""
        names = set(self.styles.names("paragraph", style))
        language = self.styles.value("paragraph", style, "text", "fo:language") if style != STANDARD else ""
        kind = ""
        if self.styles.is_code("paragraph", style):
            kind = "code"
        elif "quotations" in names:
            kind = "quote"
        elif names & {"caption", "table", "figure", "illustration", "drawing"}:
            kind = "caption"
        self._mark_inside(paragraph, language, is_code=kind == "code")
        aligned = ALIGNED.get(self.styles.value("paragraph", style, "paragraph", "fo:text-align"))
        if mark := kind or aligned:
            fill(paragraph, [_link(f"block/{mark}", "·"), *pieces_of(paragraph)])

    def _mark_inside(self, node: Element, language: str, *, is_code: bool) -> None:
        pieces: list[str | Element] = []
        for piece in pieces_of(node):
            if isinstance(piece, str):
                pieces.extend(self._marked(piece, language, is_code))
                continue
            if piece.tag == name("text:span"):
                style = piece.get(name("text:style-name")) or ""
                own = self.styles.value("text", style, "text", "fo:language")
                self._mark_inside(piece, own or language, is_code=is_code or self.styles.is_code("text", style))
            if is_code and piece.tag == name("text:s"):
                pieces.append(_link("code/", "\u00a0" * int(piece.get(name("text:c")) or 1)))
                continue
            pieces.append(piece)
        fill(node, pieces)

    def _marked(self, text: str, language: str, is_code: bool) -> list[str | Element]:
        """*text* with its words inside a link that says what they are; the blanks around them stay outside."""
        language = "" if language == self.language or not agrees(language, text) else language
        if not text.strip() or not (is_code or language):
            return [text]
        words = text.strip().replace(" ", "\u00a0") if is_code else text.strip()
        before, _words, after = text.partition(text.strip())
        return [before, _link(f"{'code' if is_code else 'lang'}/{language}", words), after]


_BEARERS = {"paragraph": {"p", "h"}, "text": {"span"}, "section": {"section"}}


def _link(mark: str, text: str) -> Element:
    link = Element(name("text:a"), {name("xlink:type"): "simple", name("xlink:href"): f"{MARK}{mark}"})
    link.text = text
    return link


def _holds_picture(node: Element) -> bool:
    return any(local(each) == "image" for each in node.iter())


def _was_box(shape: Element) -> bool:
    """A shape whose text was lifted out leaves only its outline behind."""
    return bool(shape.get(name("draw:text-style-name"))) and not len(shape)


def _target(embedded: Element) -> str:
    return (embedded.get(name("xlink:href")) or "").removeprefix("./").partition("/")[0]


def _is_formula(frame: Element, objects: dict[str, Element]) -> bool:
    for node in frame:
        if local(node) == "object":
            tree = objects.get(_target(node))
            return any(local(each) == "math" for each in node.iter()) or (tree is not None and local(tree) == "math")
    return False
