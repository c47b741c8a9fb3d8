"""PDF: properties, XMP, authors of annotations, attachments, traces of programs. The text itself is not touched."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import Any

import pikepdf

from .masking import Mask

FROM_ROOT = (
    "/Metadata", "/AF", "/OpenAction", "/AA", "/PieceInfo", "/Perms", "/Legal", "/Collection", "/DSS", "/SpiderInfo",
)  # fmt: skip
FROM_EVERYWHERE = ("/Metadata", "/PieceInfo", "/LastModified")
FROM_ANNOTATIONS = ("/T", "/M", "/CreationDate", "/NM", "/RC", "/Subj")
UNWANTED_ANNOTATIONS = {"/FileAttachment", "/Widget", "/Sound", "/Movie", "/RichMedia", "/Screen"}
TOLD = ("/URI", "/Title", "/Alt", "/ActualText", "/Contents", "/TU", "/F", "/UF")
READS_FOR = 15
DEEPEST = 50


def strip_pdf(data: bytes, mask: Mask) -> bytes:
    """The same pages without marks; the same input gives the same bytes."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        _drop(document.Root, (*FROM_ROOT, "/AcroForm"))
        if "/Names" in document.Root:
            _drop(document.Root["/Names"], ("/EmbeddedFiles", "/JavaScript"))
        for page in document.pages:
            _drop(page.obj, ("/Thumb", "/AA", "/AF"))
            _annotations(document, page.obj)
        for item in document.objects:
            _walk(item, mask)
        document.remove_unreferenced_resources()
        document.save(target, deterministic_id=True, linearize=False, compress_streams=True)
    return target.getvalue()


def _annotations(document: pikepdf.Pdf, page: Any) -> None:
    if "/Annots" not in page:
        return
    kept = []
    for annotation in page["/Annots"]:
        if str(annotation.get("/Subtype", "")) in UNWANTED_ANNOTATIONS:
            continue
        _drop(annotation, FROM_ANNOTATIONS)
        kept.append(annotation)
    page["/Annots"] = pikepdf.Array(kept)


def _drop(holder: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in holder:
            del holder[name]


def _walk(item: Any, mask: Mask, depth: int = 0) -> None:
    """Through what an object holds itself; other objects it only refers to have their own turn."""
    if isinstance(item, pikepdf.Array):
        held = list(item)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        _drop(item, FROM_EVERYWHERE)
        _hide(item, mask)
        held = [value for _key, value in item.items()]
    else:
        return
    for each in held:
        if isinstance(each, pikepdf.Object) and not each.is_indirect and depth < DEEPEST:
            _walk(each, mask, depth + 1)


def _hide(item: Any, mask: Mask) -> None:
    for name in TOLD:
        value = item.get(name)
        if isinstance(value, pikepdf.String) and any(True for _found in mask.matches(str(value))):
            item[name] = pikepdf.String(mask.hide(str(value)))


def text_of(data: bytes) -> str | None:
    """What the pages print, as poppler reads it; None when there is no poppler or it cannot read the file."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    try:
        done = subprocess.run([program, "-q", "-", "-"], input=data, capture_output=True, timeout=READS_FOR)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
