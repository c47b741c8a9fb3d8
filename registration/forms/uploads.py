"""Scans and letters that participants send: what they are is read from the bytes, never from the name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conference.forms import ScanField


class LetterField(ScanField):
    """A letter as PDF or picture, up to 10 MB."""

    default_error_messages = {
        "missing": _("Choose the file with the letter"),
        "invalid": _("Choose the file with the letter"),
    }
