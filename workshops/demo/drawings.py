"""Pictures drawn here, so that the demonstration shows photographs of nobody."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

WIDE, HIGH = 1200, 800
SKY, FLOOR, INK, PAPER = "#dfe9ec", "#b9c8c6", "#10292f", "#fbfaf6"
RIBBONS = ("#6b3fa0", "#b0402a", "#2f6e3b", "#1d5fa8")


def hall(pen: ImageDraw.ImageDraw) -> None:
    """Rows of seats before a stage."""
    pen.rectangle((0, 480, WIDE, HIGH), fill=FLOOR)
    pen.rectangle((200, 330, 1000, 480), fill="#8a6f4d")
    for place, colour in enumerate(RIBBONS):
        pen.rectangle((200 + place * 200, 120, 400 + place * 200, 170), fill=colour)
        pen.rectangle((200 + (3 - place) * 200, 180, 400 + (3 - place) * 200, 200), fill=colour)
    pen.polygon(((560, 330), (640, 330), (625, 250), (575, 250)), fill="#5b4630")
    for row in range(5):
        left, top, width = 150 - row * 25, 520 + row * 55, 78 + row * 5
        for seat in range(11):
            pen.rounded_rectangle(
                (left + seat * (width + 6), top, left + seat * (width + 6) + width, top + 40), 12, fill="#0b5563"
            )


def posters(pen: ImageDraw.ImageDraw) -> None:
    """Three boards by a window."""
    pen.rectangle((0, 620, WIDE, HIGH), fill=FLOOR)
    pen.rectangle((860, 60, 1120, 560), fill="#f7fbff", outline="#7c8c90", width=10)
    pen.line((990, 60, 990, 560), fill="#7c8c90", width=8)
    pen.line((860, 310, 1120, 310), fill="#7c8c90", width=8)
    for board in range(3):
        left = 80 + board * 250
        pen.rectangle((left, 160, left + 210, 560), fill=PAPER, outline=INK, width=5)
        pen.rectangle((left + 20, 190, left + 190, 215), fill=RIBBONS[board])
        for bar in range(5):
            height = (bar * 37 + board * 53) % 90 + 30
            pen.rectangle((left + 22 + bar * 35, 400 - height, left + 44 + bar * 35, 400), fill=RIBBONS[board + 1])
        for line in range(5):
            pen.line((left + 22, 430 + line * 22, left + 180 - line * 9, 430 + line * 22), fill="#7c8c90", width=5)
        pen.line((left + 40, 560, left + 20, 680), fill=INK, width=8)
        pen.line((left + 170, 560, left + 190, 680), fill=INK, width=8)
    pen.ellipse((380, 640, 760, 700), fill="#8a6f4d")
    for cup in range(4):
        pen.rounded_rectangle((430 + cup * 75, 625, 470 + cup * 75, 665), 8, fill=PAPER, outline=INK, width=3)


def bridge(pen: ImageDraw.ImageDraw) -> None:
    """A raised bridge in a white night."""
    for line in range(480):
        shade = 150 + line * 80 // 480
        pen.line((0, line, WIDE, line), fill=(shade, min(shade + 10, 255), min(shade + 22, 255)))
    pen.rectangle((0, 480, WIDE, HIGH), fill="#5d7f8f")
    for line in range(22):
        top, left = 510 + line * 13, (line * 149) % 900
        pen.line((left, top, left + 180, top), fill="#86a4b1", width=4)
    for side in (-1, 1):
        foot, tip = 600 + side * 330, 600 + side * 90
        pen.polygon(((foot, 470), (foot, 430), (tip, 130), (tip + side * 26, 150)), fill=INK)
        pen.rectangle((min(foot, foot + side * 40), 400, max(foot, foot + side * 40), 600), fill="#7d7a74")
        pen.rectangle((min(foot, foot + side * 400), 420, max(foot, foot + side * 400), 450), fill=INK)


DRAWINGS: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {"hall": hall, "posters": posters, "bridge": bridge}


def drawn(name: str) -> bytes:
    """The drawing as PNG."""
    picture = Image.new("RGB", (WIDE, HIGH), SKY)
    DRAWINGS[name](ImageDraw.Draw(picture))
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()
