"""A manuscript through pandoc (see ``conference.pandoc``), with the languages of its passages kept."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from conference import pandoc

from .report import ManuscriptRefused

LANGUAGE_STYLE = "VmesteLang-"
RUN_PROPERTIES = re.compile(r"<w:rPr>((?:(?!</?w:rPr>).){0,4000}?)</w:rPr>", re.S)
RUN_LANGUAGE = re.compile(r'<w:lang\b[^>]*\bw:val="([a-z]{2,3})\b[^"]*"')
STYLE = '<w:style w:type="character" w:customStyle="1" w:styleId="{id}"><w:name w:val="{id}"/></w:style>'


def to_html(source: Path, work: Path, *, reader: str) -> str:
    """*source* as HTML; pictures are laid out below *work*. *reader* is pandoc's name of the format."""
    try:
        return pandoc.to_html(source, work, reader=reader, more=("--mathml", f"--extract-media={work}"))
    except pandoc.PandocFailed as failure:
        raise ManuscriptRefused(failure.reason, failure.detail) from failure


def with_language_styles(source: Path, work: Path) -> Path:
    """A copy of a .docx in which the language of each run is a character style as well.

    pandoc drops ``w:lang`` but, asked for styles, keeps their names. A run that has a style already keeps it.
    """
    target = work / "marked.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        languages: set[str] = set()
        for item in old.infolist():
            data = old.read(item)
            if item.filename in {"word/document.xml", "word/footnotes.xml"}:
                text, found = _mark_runs(data.decode("utf-8", "replace"))
                languages |= found
                data = text.encode()
            if item.filename != "word/styles.xml":
                new.writestr(item.filename, data)
        if "word/styles.xml" in old.namelist():
            styles = old.read("word/styles.xml").decode("utf-8", "replace")
            own = "".join(STYLE.format(id=LANGUAGE_STYLE + language) for language in sorted(languages))
            new.writestr("word/styles.xml", styles.replace("</w:styles>", own + "</w:styles>"))
    return target


def _mark_runs(xml: str) -> tuple[str, set[str]]:
    found: set[str] = set()

    def mark(match: re.Match[str]) -> str:
        properties = match[1]
        language = RUN_LANGUAGE.search(properties)
        if not language or "<w:rStyle" in properties:
            return match[0]
        found.add(language[1])
        return f'<w:rPr><w:rStyle w:val="{LANGUAGE_STYLE}{language[1]}"/>{properties}</w:rPr>'

    return RUN_PROPERTIES.sub(mark, xml), found
