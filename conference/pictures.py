"""Pictures that people send: opened in known formats only, drawn anew, so that nothing else of the file is kept."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

ENDINGS = {"JPEG": "jpg", "PNG": "png"}


@dataclass(frozen=True)
class Redrawing:
    """How pictures are taken: ``formats`` as Pillow names them, at most so many pixels, the longest side of the result.

    ``becomes`` is JPEG or PNG, or empty for the format that came. ``refusal`` says what to send instead.
    """

    refusal: str | Promise
    code: str
    formats: tuple[str, ...] = ("JPEG", "PNG")
    most_pixels: int = 60_000_000
    longest_side: int = 0
    becomes: str = ""
    quality: int = 88

    def drawn_anew(self, content: bytes) -> tuple[bytes, str]:
        """The picture without whatever else its file carried, and the ending of its name. Raises ValidationError."""
        wrong = ValidationError(self.refusal, code=self.code)
        try:
            picture: Image.Image = Image.open(io.BytesIO(content), formats=self.formats)
        except Exception:  # whatever a hostile file makes the library raise
            raise wrong from None
        if picture.width * picture.height > self.most_pixels:
            raise ValidationError(_("The picture is too large. Make it smaller and try again"), code="large")
        kind = self.becomes or picture.format or "PNG"
        try:
            return self._written(self._plain(picture), kind), ENDINGS[kind]
        except Exception:  # the same, while its pixels are read
            raise wrong from None

    def _plain(self, picture: Image.Image) -> Image.Image:
        upright = ImageOps.exif_transpose(picture)
        if self.longest_side:
            upright.thumbnail((self.longest_side, self.longest_side))
        clean = Image.new("RGB", upright.size, "white")
        clean.paste(upright.convert("RGB"), mask=upright.getchannel("A") if upright.mode == "RGBA" else None)
        return clean

    def _written(self, picture: Image.Image, kind: str) -> bytes:
        out = io.BytesIO()
        how = {"quality": self.quality, "optimize": True, "progressive": True} if kind == "JPEG" else {}
        picture.save(out, format=kind, **how)
        return out.getvalue()
