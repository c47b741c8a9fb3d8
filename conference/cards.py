"""The picture that social networks show beside a link: the plait and the words, 1200 × 630, drawn once and kept."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from conference import plait

WIDTH, HEIGHT = 1200, 630
MARGIN, TOP = 72, 64
GROUND, INK, MUTED, BRAND = "#ffffff", "#10292f", "#4a6066", "#0b5563"
FONTS = settings.BASE_DIR / "static" / "fonts" / "print"
TITLE_SIZES = (68, 60, 52, 46, 40)
MOST_LINES = {68: 3, 60: 4, 52: 4, 46: 5, 40: 5}
EDITION = 2  # of the drawing: the next one is drawn anew


def draw(title: str, names: str, below: str, *, shape: int = 0, above: str = "") -> bytes:
    """A PNG with *title*, *names* under it and *below* at the foot.

    *shape* 1–4 is the strand of a part, 0 none; *above* are a few words over the title, such as what it is.
    """
    wanted = "\x1f".join((str(EDITION), title, names, below, str(shape), above)).encode()
    path = _folder() / f"{hashlib.sha256(wanted).hexdigest()[:32]}.png"
    if not path.exists():
        fresh = path.with_suffix(".part")
        fresh.write_bytes(_drawn(title, names, below, shape, above))
        fresh.replace(path)
    return path.read_bytes()


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "cache" / "cards"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _drawn(title: str, names: str, below: str, shape: int, above: str) -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(picture)
    top = TOP
    if shape:
        pen.rectangle((MARGIN, top, MARGIN + 96, top + 9), fill=plait.PRINT_COLOURS[shape - 1])
        top += 34
    if above:
        pen.text((MARGIN, top), _one_line(above, kicker := _font("Onest_600SemiBold", 28)), font=kicker, fill=BRAND)
        top += 54
    font, lines = _fitted(title)
    for line in lines:
        pen.text((MARGIN, top), line, font=font, fill=INK)
        top += round(font.size * 1.17)
    top += 22
    small = _font("Onest_400Regular", 30)
    for line in _wrapped(names, small)[:2]:
        pen.text((MARGIN, top), line, font=small, fill=MUTED)
        top += 42
    _plait(picture, y=HEIGHT - 190, height=120)
    pen.text((MARGIN, HEIGHT - 58), _one_line(below, foot := _font("Onest_600SemiBold", 26)), font=foot, fill=INK)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest face in which *title* fits, and its lines; one too long for all is cut."""
    for size in TITLE_SIZES:
        font = _font("SourceSerif4_600SemiBold", size)
        lines = _wrapped(title, font)
        if len(lines) <= MOST_LINES[size]:
            return font, lines
    kept = lines[: MOST_LINES[size]]
    return font, [*kept[:-1], f"{kept[-1].rstrip(' ,.:;')}…"]


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        wider = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(wider) <= WIDTH - 2 * MARGIN:
            lines[-1] = wider
        else:
            lines.append(word)
    return lines


def _one_line(text: str, font: ImageFont.FreeTypeFont) -> str:
    lines = _wrapped(text, font)
    return lines[0] if len(lines) < 2 else f"{' '.join(lines[0].split()[:-1])}…"


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"{name}.ttf", size)


def _plait(picture: Image.Image, *, y: int, height: int) -> None:
    """The band of four strands from edge to edge, drawn large and made small so that its edges are smooth."""
    pattern = plait.KINDS["band"]
    finer = 3
    scale = WIDTH * finer / pattern.width
    band = Image.new("RGB", (WIDTH * finer, height * finer), GROUND)
    pen = ImageDraw.Draw(band)
    drop = (height * finer - pattern.height * scale) / 2
    for strand, is_over, points in plait.outlines("band"):
        line = [(x * scale, place * scale + drop) for x, place in points]
        if is_over:
            cut = line[2:-2]
            pen.line(cut, fill=GROUND, width=round((pattern.stroke + 2 * pattern.gap) * scale), joint="curve")
        else:
            line.append((WIDTH * finer, line[-1][1]))
        pen.line(line, fill=plait.PRINT_COLOURS[strand], width=round(pattern.stroke * scale), joint="curve")
    picture.paste(band.resize((WIDTH, height), Image.Resampling.LANCZOS), (0, y))
