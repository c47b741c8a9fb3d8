"""A manuscript through pandoc, kept on a short lead (see ``conference.pandoc``)."""

from __future__ import annotations

from pathlib import Path

from conference import pandoc

from .report import ManuscriptRefused

MARKDOWN = (
    "markdown-raw_html-raw_tex-raw_attribute-link_attributes+link_attributes-yaml_metadata_block+tex_math_dollars"
)


def to_html(source: Path, work: Path, *, reader: str) -> str:
    """*source* as HTML; pictures are laid out below *work*. *reader* is pandoc's name of the format."""
    try:
        return pandoc.to_html(source, work, reader=reader, more=("--mathml", f"--extract-media={work}"))
    except pandoc.PandocFailed as failure:
        raise ManuscriptRefused(failure.reason, failure.detail) from failure
