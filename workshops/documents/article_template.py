"""The template of an article as .docx: the styles that the importer of manuscripts reads, and how to use them.

The text is Markdown, ``templates/documents/article_template.<language>.md``; pandoc turns it into WordprocessingML
(ECMA-376) with its own paragraph styles: Title, Author, Heading 1, Heading 2, Table Caption, Image Caption.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pypandoc
from django.template.loader import render_to_string
from django.utils.translation import override
from PIL import Image, ImageDraw

from conference.models import Conference
from workshops.models import Terms

from .call import dates, link

EPOCH = "1199145600"
"""1 January 2008: the moment written into every template, so that equal text gives equal bytes."""
INK, STRANDS = "#10292f", ("#6b3fa0", "#b0402a", "#2f6e3b", "#1d5fa8")


def template_markdown(conference: Conference, language: str) -> str:
    """The words of the template; equal as long as nothing that they say has changed."""
    terms = Terms.of(conference)
    with override(language):
        return render_to_string(
            f"documents/article_template.{language}.md",
            {
                "title": getattr(conference, f"title_{language}") or conference.title,
                "words": terms.words,
                "text_words_max": terms.text_words_max,
                "dates": dates(terms, conference),
                "link": link(language, conference),
            },
        )


def template_docx(text: str, language: str) -> bytes:
    """*text* as a Word document in *language*. Raises RuntimeError when pandoc fails."""
    with tempfile.TemporaryDirectory() as folder:
        _example_figure(Path(folder) / "figure.png")
        made = Path(folder) / "template.docx"
        before = os.environ.get("SOURCE_DATE_EPOCH")
        os.environ["SOURCE_DATE_EPOCH"] = EPOCH
        try:
            pypandoc.convert_text(
                text, "docx", format="markdown-raw_html-raw_tex", outputfile=str(made), sandbox=False,
                extra_args=[f"--resource-path={folder}", f"--metadata=lang:{language}"],
            )  # fmt: skip
        finally:
            os.environ.pop("SOURCE_DATE_EPOCH")
            if before is not None:
                os.environ["SOURCE_DATE_EPOCH"] = before
        return made.read_bytes()


def _example_figure(path: Path) -> None:
    """Four bars, one for each track: a picture to be replaced."""
    picture = Image.new("RGB", (1200, 600), "white")
    pen = ImageDraw.Draw(picture)
    for place, (colour, height) in enumerate(zip(STRANDS, (220, 340, 300, 440), strict=True)):
        left = 180 + place * 240
        pen.rectangle((left, 520 - height, left + 130, 520), fill=colour)
    pen.line((120, 520, 1120, 520), fill=INK, width=5)
    picture.save(path, "PNG", optimize=True)
