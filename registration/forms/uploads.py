"""Scans and letters that participants send: what they are is read from the bytes, never from the name."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 60_000_000
ENDINGS = {"JPEG": "jpg", "PNG": "png"}


class LetterField(forms.FileField):
    """A letter as PDF or picture, up to 10 MB; cleans to a file of our own naming, pictures drawn anew."""

    default_error_messages = {
        "empty": _("The file is empty. Choose another one"),
        "missing": _("Choose the file with the letter"),
        "invalid": _("Choose the file with the letter"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> ContentFile | None:
        upload = super().clean(data, initial)
        return checked_letter(upload) if upload else None


def checked_letter(upload: Any) -> ContentFile:
    """The content of *upload* when it is a letter we can keep. Raises ValidationError otherwise."""
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The file is larger than 10 MB. Scan it in grey, or photograph it anew"), code="large")
    content = upload.read()
    if content[:1024].lstrip().startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise ValidationError(_("The PDF is not complete. Save it anew and try again"), code="broken")
        return ContentFile(content, name="letter.pdf")
    return _drawn_anew(content)


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
