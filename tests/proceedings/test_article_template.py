"""The template given to authors is read back by the importer without a remark."""

from __future__ import annotations

import pytest

from proceedings.manuscripts import convert
from workshops.documents.article_template import template_docx, template_markdown


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_importer_knows_all_that_the_template_shows(conference, tmp_path, language):
    text = template_markdown(conference, language)
    path = tmp_path / "template.docx"
    path.write_bytes(template_docx(text, language))
    work = tmp_path / "work"
    work.mkdir()

    read = convert(print, str(path), "docx", language=language, titles=(), work=str(work))

    assert (read.html.count("<h2"), read.html.count("<h3"), len(read.sources)) == (6 - 1, 1, 3)
    assert ("<caption" in read.html, "<figcaption" in read.html, len(read.figures), len(read.formulas)) == (
        True, True, 1, 1,
    )  # fmt: skip
    assert [remark for remark in read.report if remark.get("severity") == "error"] == []
