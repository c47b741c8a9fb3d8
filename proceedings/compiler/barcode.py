"""The ISBN as a bar code: EAN-13 (ISO/IEC 15420) drawn as SVG in millimetres."""

from __future__ import annotations

LEFT = {
    "L": ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"),
    "G": ("0100111", "0110011", "0011011", "0100001", "0011101", "0111001", "0000101", "0010001", "0001001", "0010111"),
}
RIGHT = ("1110010", "1100110", "1101100", "1000010", "1011100", "1001110", "1010000", "1000100", "1001000", "1110100")
PARITY = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")
GUARD, MIDDLE = "101", "01010"
MODULE = 0.33
BARS = 22.85
TALL = BARS + 5 * MODULE
QUIET_LEFT, QUIET_RIGHT = 11, 7
WIDTH = (QUIET_LEFT + 95 + QUIET_RIGHT) * MODULE
HEIGHT = 25.93


def ean13_modules(digits: str) -> str:
    """The 95 modules of thirteen *digits*, ``1`` for a bar. Raises ValueError for anything else."""
    if len(digits) != 13 or not digits.isdecimal() or check_digit(digits[:12]) != int(digits[12]):
        raise ValueError(f"no EAN-13: {digits}")
    pattern = PARITY[int(digits[0])]
    left = "".join(LEFT[kind][int(digit)] for kind, digit in zip(pattern, digits[1:7], strict=True))
    right = "".join(RIGHT[int(digit)] for digit in digits[7:])
    return f"{GUARD}{left}{MIDDLE}{right}{GUARD}"


def check_digit(twelve: str) -> int:
    """What makes the weighted sum of thirteen figures a multiple of ten."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return -total % 10


def ean13_svg(digits: str, *, font: str = "Vmeste UI") -> str:
    """The bar code at its full size, 37.29 × 25.93 mm with its quiet zones, figures below the bars."""
    modules = ean13_modules(digits)
    bars = []
    place = 0
    while place < len(modules):
        run = len(modules[place:]) - len(modules[place:].lstrip(modules[place]))
        if modules[place] == "1":
            is_guard = place < 3 or 45 <= place < 50 or place >= 92
            x, height = (QUIET_LEFT + place) * MODULE, TALL if is_guard else BARS
            bars.append(f"M{x:.3f} 0h{run * MODULE:.3f}v{height:.3f}h-{run * MODULE:.3f}z")
        place += run
    figures = [(0.6, digits[0])]
    figures += [((QUIET_LEFT + 4 + 7 * at) * MODULE, digit) for at, digit in enumerate(digits[1:7])]
    figures += [((QUIET_LEFT + 51 + 7 * at) * MODULE, digit) for at, digit in enumerate(digits[7:])]
    shown = "".join(
        f'<text x="{x:.2f}" y="{HEIGHT - 0.2:.2f}" font-size="3" font-family="{font}">{digit}</text>'
        for x, digit in figures
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.2f} {HEIGHT}" width="{WIDTH:.2f}mm" '
        f'height="{HEIGHT}mm"><path d="{"".join(bars)}"/>{shown}</svg>'
    )
