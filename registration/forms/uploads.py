"""Scans and letters that participants send: what they are is read from the bytes, never from the name."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from conference.forms import UploadField
from conference.uploads import SCANS, check_pdf_is_whole

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 60_000_000
ENDINGS = {"JPEG": "jpg", "PNG": "png"}


class LetterField(UploadField):
    """A letter as PDF or picture, up to 10 MB; cleans to a file of our own naming, pictures drawn anew."""

    default_error_messages = {
        "missing": _("Choose the file with the letter"),
        "invalid": _("Choose the file with the letter"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"kinds": SCANS, "most_bytes": MAX_BYTES, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> ContentFile | None:
        upload = super().clean(data, initial)
        return _kept(upload) if upload and upload is data else upload


def _kept(upload: Any) -> ContentFile:
    if upload.kind != "pdf":
        return _drawn_anew(upload.read())
    check_pdf_is_whole(upload)
    return ContentFile(upload.read(), name="letter.pdf")


def _drawn_anew(content: bytes) -> ContentFile:
    """A picture without whatever else its file carried."""
    wrong = ValidationError(_("This is neither a PDF nor a picture we can read. Send PDF, JPG or PNG"), code="kind")
    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
    except Exception:  # whatever a hostile file makes the library raise
        raise wrong from None
    if picture.width * picture.height > MAX_PIXELS:
        raise ValidationError(_("The picture is too large. Make it smaller and try again"), code="large")
    kind = picture.format or "PNG"
    try:
        plain = ImageOps.exif_transpose(picture).convert("RGB")
    except Exception:
        raise wrong from None
    buffer = io.BytesIO()
    plain.save(buffer, format=kind, **({"quality": 88} if kind == "JPEG" else {}))
    return ContentFile(buffer.getvalue(), name=f"letter.{ENDINGS[kind]}")
