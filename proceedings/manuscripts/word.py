"""A .docx made ready for pandoc: what pandoc would lose is marked by styles of our own, what goes is reported.

The archive was accepted by ``workshops.manuscripts.check_docx``; this runs in a child process.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from conference.archives import open_archive

from .languages import agrees
from .parts import local, name, read, replace, rewritten, with_parents
from .pictures import WHOLE, PictureFacts, Pictures, from_emu, millimetres
from .report import ManuscriptRefused, Report
from .word_styles import DESCRIPTION, OFF, TEXT, VALUE, Styles, is_on, style_of

W = name("w:")
R = name("r:")
RUN_STYLE = "VmesteRun-"
HEADING_STYLE = "VmesteHeading"
MAX_PARAGRAPHS = 20_000
MAIN = re.compile(r"word/document\d*\.xml")
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
EDGES = re.compile(r"word/(?:header|footer)\d*\.xml")
STYLES = "word/styles.xml"
PLAIN_COLOURS = {"auto", "000000", "ffffff", "none", ""}
QUIET_FIELDS = {"HYPERLINK", "SEQ", "REF", "NOTEREF", "PAGEREF", "STYLEREF", "TOC", "XE", "TC"}
WRAPPERS = {f"{W}fldSimple", f"{W}smartTag", f"{W}customXml"}
CHARTS = ("/chart", "/chartex")
HEAD_OF_FIELD = re.compile(r"^\s*([A-Z]+)", re.I)


def prepare(source: Path, work: Path, pictures: Pictures, report: Report, *, language: str) -> Path:
    """A copy of the .docx at *source*, an article in *language*, marked for pandoc. Raises ManuscriptRefused."""
    with open_archive(source) as archive:
        names = archive.namelist()
        main = next((part for part in names if MAIN.fullmatch(part)), "")
        trees = {part: tree for part in (main, *NOTES) if (tree := read(archive, part)) is not None}
        styles = Styles(read(archive, STYLES))
        edges = [tree for part in names if EDGES.fullmatch(part) and (tree := read(archive, part)) is not None]
    if main not in trees:
        raise ManuscriptRefused("unreadable", "no main part")
    if any(_says_something(tree) for tree in edges):
        report.add("header-footer")
    used: set[str] = set()
    for tree in trees.values():
        _Marking(tree, styles, pictures, report, used, language).run()
    if styles.tree is not None:
        _define(styles, used)
        trees[STYLES] = styles.tree
    return rewritten(source, work / "marked.docx", trees)


def _says_something(edge: Element) -> bool:
    """Whether a running head or foot holds words, and not a page number alone."""
    words = "".join(node.text or "" for node in edge.iter(f"{W}t"))
    return bool(re.search(r"[^\W\d_]{2}", words))


def _define(styles: Styles, used: set[str]) -> None:
    tree = styles.tree
    if tree is None:
        return
    for identifier in sorted(used):
        is_heading = identifier.startswith(HEADING_STYLE)
        style = SubElement(tree, f"{W}style", {f"{W}type": "paragraph" if is_heading else "character",
                                               f"{W}customStyle": "1", f"{W}styleId": identifier})  # fmt: skip
        SubElement(style, f"{W}name", {VALUE: identifier})
        if is_heading:
            SubElement(style, f"{W}basedOn", {VALUE: _heading(styles, identifier.removeprefix(HEADING_STYLE))})


def _heading(styles: Styles, level: str) -> str:
    """The document's own style for a heading of *level*, made when it has none."""
    if found := styles.named(f"heading {level}"):
        return found
    made = f"Heading{level}"
    style = SubElement(styles.tree, f"{W}style", {f"{W}type": "paragraph", f"{W}styleId": made})  # type: ignore[arg-type]
    SubElement(style, f"{W}name", {VALUE: f"heading {level}"})
    return made


class _Marking:
    """One part of the document, gone through step by step."""

    def __init__(
        self, tree: Element, styles: Styles, pictures: Pictures, report: Report, used: set[str], language: str
    ) -> None:
        self.tree, self.styles, self.pictures, self.report, self.used = tree, styles, pictures, report, used
        self.language = language

    def run(self) -> None:
        if sum(1 for _node in self.tree.iter(f"{W}p")) > MAX_PARAGRAPHS:
            raise ManuscriptRefused("too-large", "paragraphs")
        self._count()
        self._choose_alternates()
        self._open_wrappers()
        self._drop_contents()
        self._lift_text_boxes()
        for parent, child in with_parents(self.tree):
            if child.tag in {f"{W}drawing", f"{W}pict", f"{W}object"} and child in list(parent):
                self._redraw(parent, child)
        for paragraph in self.tree.iter(f"{W}p"):
            self._mark_paragraph(paragraph)

    def _tags(self, *tags: str) -> int:
        return sum(1 for tag in tags for _node in self.tree.iter(f"{W}{tag}"))

    def _count(self) -> None:
        """What goes without leaving a trace in the text."""
        add = self.report.add_some
        add("comments-left-out", self._tags("commentReference"))
        add("changes-accepted", self._tags("ins", "del", "moveFrom", "moveTo"))
        add("columns", sum(1 for node in self.tree.iter(f"{W}cols") if (node.get(f"{W}num") or "1") not in {"0", "1"}))
        breaks = sum(1 for node in self.tree.iter(f"{W}br") if node.get(f"{W}type") in {"page", "column"})
        breaks += sum(1 for node in self.tree.iter(f"{W}pPr") if node.find(f"{W}sectPr") is not None)
        add("page-breaks", breaks + sum(1 for node in self.tree.iter(f"{W}pageBreakBefore") if is_on(node)))
        add("colours", sum(1 for run in self.tree.iter(f"{W}r") if _is_coloured(run)))
        instructions = [node.text or "" for node in self.tree.iter(f"{W}instrText")]
        instructions += [node.get(f"{W}instr") or "" for node in self.tree.iter(f"{W}fldSimple")]
        fields = [match[1].upper() for text in instructions if (match := HEAD_OF_FIELD.match(text))]
        add("index-entries", sum(1 for field in fields if field in {"XE", "TC"}))
        add("fields", sum(1 for field in fields if field not in QUIET_FIELDS))

    def _choose_alternates(self) -> None:
        """Of two forms of the same thing the newer one, in which pictures have words and sizes."""
        for parent, child in with_parents(self.tree):
            if child.tag == name("mc:AlternateContent") and child in list(parent):
                choice = child.find(name("mc:Choice"))
                choice = child.find(name("mc:Fallback")) if choice is None else choice
                replace(parent, child, [] if choice is None else list(choice))

    def _open_wrappers(self) -> None:
        """What a field came to, and what Word took for a name or a date, is text; pandoc would lose it."""
        for parent, child in reversed(list(with_parents(self.tree))):
            is_link = "HYPERLINK" in (child.get(f"{W}instr") or "")
            if child.tag in WRAPPERS and not is_link and child in list(parent):
                replace(parent, child, [each for each in child if local(each) not in {"smartTagPr", "customXmlPr"}])

    def _drop_contents(self) -> None:
        """A table of contents inside a paper is made anew for the volume."""
        for parent, child in with_parents(self.tree):
            gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery") if child.tag == f"{W}sdt" else None
            is_contents = gallery is not None and "contents" in (gallery.get(VALUE) or "").lower()
            is_line = child.tag == f"{W}p" and any(
                re.fullmatch(r"toc \d|table of figures", style) for style in self.styles.names(style_of(child))
            )
            if (is_contents or is_line) and child in list(parent):
                parent.remove(child)
                self.report.once("contents-left-out")

    def _lift_text_boxes(self) -> None:
        """What stands in a box beside the text is put after the paragraph that the box hangs on."""
        parents = {child: parent for parent in self.tree.iter() for child in parent}
        for box in list(self.tree.iter(f"{W}txbxContent")):
            paragraph = _nearest(box, parents, f"{W}p")
            if paragraph is None or paragraph not in parents:
                continue
            parents[box].remove(box)
            host = parents[paragraph]
            blocks = [block for block in box if local(block) in {"p", "tbl"}]
            place = list(host).index(paragraph) + 1
            while place < len(host) and host[place].get("lifted"):
                place += 1
            for offset, block in enumerate(blocks):
                block.set("lifted", "1")
                host.insert(place + offset, block)
                parents[block] = host
            self.report.add_some("text-boxes", 1 if blocks else 0)

    def _redraw(self, parent: Element, drawing: Element) -> None:
        """Every picture becomes a drawing of one plain form, named by a token; other drawings are reported."""
        shown = [node for node in drawing.iter(name("a:blip")) if node.get(f"{R}embed")]
        shown += [node for node in drawing.iter(name("v:imagedata")) if node.get(f"{R}id")]
        if drawing.tag == f"{W}object":
            self._report_object(drawing)
        elif not shown:
            self._report_drawing(drawing)
        made = []
        for picture in shown:
            token = self.pictures.token(_facts(drawing, picture))
            made.append(_plain_drawing(str(picture.get(f"{R}embed") or picture.get(f"{R}id")), token))
        replace(parent, drawing, made)

    def _report_object(self, drawing: Element) -> None:
        program = next((node.get("ProgID") or "" for node in drawing.iter(name("o:OLEObject"))), "")
        self.report.add("formula-as-picture" if program.startswith(("Equation", "MathType")) else "embedded-objects")

    def _report_drawing(self, drawing: Element) -> None:
        data = next(drawing.iter(name("a:graphicData")), None)
        uri = (data.get("uri") or "") if data is not None else ""
        if any(node.get(f"{R}link") for node in drawing.iter(name("a:blip"))):
            self.report.add("pictures-outside")
        elif uri.endswith(CHARTS):
            self.report.add("charts")
        elif uri.endswith("/diagram"):
            self.report.add("diagrams")
        elif not any(shape.get(name("o:hr")) for shape in drawing.iter()) and not _held_text(drawing):
            self.report.add("drawings")

    def _mark_paragraph(self, paragraph: Element) -> None:
        style = style_of(paragraph)
        level = self.styles.outline(paragraph)
        if level is not None:
            self._restyle(paragraph, f"{HEADING_STYLE}{level + 1}")
        elif DESCRIPTION & set(self.styles.names(style)[:1]):
            self.report.once("description-left-out")
        elif TEXT & set(self.styles.names(style)[:1]):
            paragraph.find(f"{W}pPr").remove(paragraph.find(f"{W}pPr/{W}pStyle"))  # type: ignore[union-attr,arg-type]
        for parent, run in with_parents(paragraph):
            if run.tag == f"{W}r":
                self._mark_run(parent, run, style)
        for text in paragraph.iter(f"{W}t") if self.styles.is_listing(paragraph) else ():
            text.text = (text.text or "").replace(" ", "\u00a0")

    def _restyle(self, paragraph: Element, style: str) -> None:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return
        self.used.add(style)
        old = properties.find(f"{W}pStyle")
        if old is None:
            old = Element(f"{W}pStyle")
            properties.insert(0, old)
        old.set(VALUE, style)

    def _mark_run(self, parent: Element, run: Element, paragraph_style: str) -> None:
        """The language of a run, and whether it is code, as a style of our own; what its style meant said outright."""
        if run.find(f"{W}t") is None:
            return
        properties = run.find(f"{W}rPr")
        if properties is None:
            properties = Element(f"{W}rPr")
            run.insert(0, properties)
        language, is_code = self.styles.language(run, paragraph_style), self.styles.is_code(run)
        old = properties.find(f"{W}rStyle")
        if old is not None:
            for prop in self.styles.inherited(old.get(VALUE) or ""):
                if properties.find(prop.tag) is None:
                    properties.append(Element(prop.tag, dict(prop.attrib)))
            properties.remove(old)
        if is_on(properties.find(f"{W}vanish")):
            parent.remove(run)
            self.report.add("hidden-text")
            return
        text = "".join(node.text or "" for node in run.iter(f"{W}t"))
        is_tag = re.fullmatch(r"[a-z]{2,3}", language) is not None
        is_foreign = is_tag and language != self.language and agrees(language, text)
        marks = [mark for mark in (language if is_foreign else "", "code" if is_code else "") if mark]
        if marks:
            style = RUN_STYLE + "-".join(marks)
            self.used.add(style)
            properties.insert(0, Element(f"{W}rStyle", {VALUE: style}))


def _nearest(node: Element, parents: dict[Element, Element], tag: str) -> Element | None:
    above = parents.get(node)
    while above is not None and above.tag != tag:
        above = parents.get(above)
    return above


def _is_coloured(run: Element) -> bool:
    properties = run.find(f"{W}rPr")
    if properties is None or not any((node.text or "").strip() for node in run.iter(f"{W}t")):
        return False
    if "link" in (style_of(run)).lower():
        return False
    colour, marker, shade = (properties.find(f"{W}{tag}") for tag in ("color", "highlight", "shd"))
    return (
        (colour is not None and (colour.get(VALUE) or "").lower() not in PLAIN_COLOURS)
        or (marker is not None and (marker.get(VALUE) or "").lower() not in {"none", "white", "black"})
        or (shade is not None and (shade.get(f"{W}fill") or "").lower() not in PLAIN_COLOURS)
    )


def _held_text(drawing: Element) -> bool:
    """A box whose text was lifted out leaves only its frame behind."""
    return any(local(node) in {"txbx", "textbox"} for node in drawing.iter())


def _facts(drawing: Element, picture: Element) -> PictureFacts:
    shape = next(drawing.iter(name("wp:docPr")), None)
    if shape is None:
        frame = next((node for node in drawing.iter() if node.get("style") and local(node) == "shape"), None)
        width = re.search(r"width:\s*([\d.]+\w{2})", (frame.get("style") or "") if frame is not None else "")
        alternative = (frame.get("alt") or "") if frame is not None else ""
        return PictureFacts(alternative=alternative.strip(), printed_mm=millimetres(width[1]) if width else None)
    decorative = any(local(node) == "decorative" and (node.get("val") or "1") not in OFF for node in shape.iter())
    extent = next(drawing.iter(name("wp:extent")), None)
    return PictureFacts(
        alternative=(shape.get("descr") or shape.get("title") or "").strip(),
        is_decorative=decorative,
        printed_mm=from_emu(extent.get("cx")) if extent is not None else None,
        crop=_crop(drawing, picture),
    )


def _crop(drawing: Element, picture: Element) -> tuple[float, float, float, float]:
    """What ``a:srcRect`` cuts off, in thousandths of a per cent there, as parts of the whole here."""
    for fill in drawing.iter():
        if local(fill) == "blipFill" and picture in list(fill):
            rectangle = fill.find(name("a:srcRect"))
            if rectangle is not None:
                cut = [_part(rectangle.get(side)) for side in ("l", "t", "r", "b")]
                return (cut[0], cut[1], cut[2], cut[3])
    return WHOLE


def _part(value: str | None) -> float:
    return min(int(value) / 100_000, 1.0) if value and value.isdecimal() and len(value) < 8 else 0.0


def _plain_drawing(relation: str, token: str) -> Element:
    """The least that pandoc takes for a picture, with *token* as its alternative text."""
    drawing = Element(f"{W}drawing")
    inline = SubElement(drawing, name("wp:inline"))
    SubElement(inline, name("wp:extent"), {"cx": "360000", "cy": "360000"})
    SubElement(inline, name("wp:docPr"), {"id": token.rpartition("-")[2], "name": token, "descr": token})
    graphic = SubElement(inline, name("a:graphic"))
    data = SubElement(graphic, name("a:graphicData"), {"uri": name("pic:")[1:-1]})
    picture = SubElement(data, name("pic:pic"))
    about = SubElement(picture, name("pic:nvPicPr"))
    SubElement(about, name("pic:cNvPr"), {"id": "0", "name": token, "descr": token})
    SubElement(about, name("pic:cNvPicPr"))
    fill = SubElement(picture, name("pic:blipFill"))
    SubElement(fill, name("a:blip"), {f"{R}embed": relation})
    return drawing
