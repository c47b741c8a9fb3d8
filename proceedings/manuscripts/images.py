"""Figures: three formats, a limit in pixels, new files without what the old ones carried along."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from .report import ManuscriptRefused

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 25_000_000
LONGEST_SIDE = 3000


def reencode(data: bytes) -> tuple[bytes, str, int, int]:
    """The picture as new bytes, its extension, width and height. Raises ManuscriptRefused.

    Metadata are left behind; photographs stay JPEG, everything else becomes PNG.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _reencode(data)
        except ManuscriptRefused:
            raise
        except Exception as error:  # Pillow's decoders raise all sorts
            raise ManuscriptRefused("image-unreadable", type(error).__name__) from error


def _reencode(data: bytes) -> tuple[bytes, str, int, int]:
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    if image.width * image.height > MAX_PIXELS:
        raise ManuscriptRefused("image-too-large", f"{image.width}×{image.height}")
    is_photograph = image.format == "JPEG"
    image = ImageOps.exif_transpose(image)
    if max(image.size) > LONGEST_SIDE:
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if is_photograph:
        image = image.convert("RGB")
    elif image.mode not in {"1", "L", "P", "RGB", "RGBA"}:
        image = image.convert("RGBA")
    clean = Image.new(image.mode, image.size)
    if palette := image.getpalette():
        clean.putpalette(palette)
    clean.paste(image)
    out = io.BytesIO()
    if is_photograph:
        clean.save(out, "JPEG", quality=88, optimize=True)
    else:
        transparency = image.info.get("transparency")
        clean.save(out, "PNG", optimize=True, **({"transparency": transparency} if transparency is not None else {}))
    return out.getvalue(), "jpg" if is_photograph else "png", clean.width, clean.height
