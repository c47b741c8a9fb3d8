"""Figures: three formats, a limit in pixels, new files without what the old ones carried along."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from .pictures import WHOLE
from .report import ManuscriptRefused

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 25_000_000
LONGEST_SIDE = 3000
METAFILES = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"VCLMTF")


def reencode(data: bytes, crop: tuple[float, float, float, float] = WHOLE) -> tuple[bytes, str, int, int]:
    """The picture as new bytes, its extension, width and height. Raises ManuscriptRefused.

    Metadata are left behind, and so is what *crop* cuts off; photographs stay JPEG, everything else becomes PNG.
    """
    if is_drawing(data):
        raise ManuscriptRefused("picture-drawn")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _reencode(data, crop)
        except ManuscriptRefused:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise ManuscriptRefused("image-too-large") from error
        except Exception as error:  # Pillow's decoders raise all sorts
            raise ManuscriptRefused("image-unreadable", type(error).__name__) from error


def is_drawing(data: bytes) -> bool:
    """Whether this is a drawing of an office program (WMF, EMF, SVM) or an SVG: lines, not pixels."""
    head = data[:400].lstrip()
    return data.startswith(METAFILES) or data[40:44] == b" EMF" or head.startswith((b"<svg", b"<?xml"))


def _reencode(data: bytes, crop: tuple[float, float, float, float]) -> tuple[bytes, str, int, int]:
    image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
    if image.width * image.height > MAX_PIXELS:
        raise ManuscriptRefused("image-too-large", f"{image.width}×{image.height}")
    is_photograph = image.format in {"JPEG", "MPO"}
    image = _cropped(ImageOps.exif_transpose(image), crop)
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


def _cropped(image: Image.Image, crop: tuple[float, float, float, float]) -> Image.Image:
    left, top, right, bottom = crop
    box = (
        round(image.width * left), round(image.height * top),
        round(image.width * (1 - right)), round(image.height * (1 - bottom)),
    )  # fmt: skip
    if crop == WHOLE or box[2] - box[0] < 1 or box[3] - box[1] < 1:
        return image
    return image.crop(box)
