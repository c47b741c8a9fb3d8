"""Scans and letters that participants send: what they are is read from the bytes, never from the name."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from conference.forms import UploadField
from conference.pictures import Redrawing
from conference.uploads import SCANS, check_pdf_is_whole

MAX_BYTES = 10 * 1024 * 1024
PICTURE = Redrawing(_("This is neither a PDF nor a picture we can read. Send PDF, JPG or PNG"), code="kind")


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
        content, ending = PICTURE.drawn_anew(upload.read())
        return ContentFile(content, name=f"letter.{ending}")
    check_pdf_is_whole(upload)
    return ContentFile(upload.read(), name="letter.pdf")
