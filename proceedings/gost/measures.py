"""What the last page of a book counts: sheets, formats, pages, and how thick the book is."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

SHEETS = {  # coefficient of a conventional printed sheet for a paper of W×H cm: W·H / (60·90)
    "60×84/8": Decimal("0.93"),
    "60×84/16": Decimal("0.93"),
    "60×90/16": Decimal("1.00"),
    "70×90/16": Decimal("1.17"),
    "75×90/16": Decimal("1.25"),
    "70×100/16": Decimal("1.30"),
    "70×108/16": Decimal("1.40"),
    "84×108/32": Decimal("1.68"),
}
TRIMMED = {  # the page after cutting, mm
    "60×84/8": (210, 297),
    "60×84/16": (148, 210),
    "60×90/16": (145, 215),
    "70×90/16": (170, 215),
    "75×90/16": (185, 215),
    "70×100/16": (170, 240),
    "70×108/16": (170, 260),
    "84×108/32": (130, 200),
}
CHARACTERS_OF_A_SHEET = 40_000
PICTURES_OF_A_SHEET_CM2 = 3_000
LEAF_SIDES = 2


def conventional_sheets(pages: int, paper: str = "70×100/16") -> Decimal:
    """Усл. печ. л.: physical pages of the block over the share of the sheet, times the coefficient of the paper."""
    share = int(paper.rpartition("/")[2])
    return _hundredths(Decimal(pages) / share * SHEETS[paper])


def publisher_sheets(characters: int, pictures_cm2: float = 0) -> Decimal:
    """Уч.-изд. л.: forty thousand characters with their spaces, or three thousand cm² of pictures, make one."""
    text = Decimal(characters) / CHARACTERS_OF_A_SHEET
    return _hundredths(text + Decimal(str(pictures_cm2)) / PICTURES_OF_A_SHEET_CM2)


def _hundredths(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def trim_mm(paper: str) -> tuple[int, int]:
    """Width and height of a trimmed page, mm."""
    return TRIMMED[paper]


def paper_name(paper: str) -> str:
    """«70×100/16» as the last page says it: «70×100 1/16»."""
    sheet, _, share = paper.partition("/")
    return f"{sheet} 1/{share}"


def spine_mm(pages: int, leaf_microns: int) -> Decimal:
    """How thick the block is: two pages to a leaf; to a tenth of a millimetre."""
    return (Decimal(pages) / LEAF_SIDES * leaf_microns / 1000).quantize(Decimal("0.1"), ROUND_HALF_UP)


def page_range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def roman(number: int) -> str:
    """A positive number in small Roman figures, as front matter is paginated: 4 → iv."""
    figures = (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    )  # fmt: skip
    text = ""
    for value, figure in figures:
        count, number = divmod(number, value)
        text += figure * count
    return text
