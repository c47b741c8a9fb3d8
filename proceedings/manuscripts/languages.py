"""Which language a passage is in, judged by its script and its telling letters.

Word processors mark languages rarely and wrongly; screen readers and hyphenation need them right.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from .tree import Piece, build, fill, pieces_of, text_of, walk

LATIN = "A-Za-zÀ-ÖØ-öø-\u024fəƏ\u1e00-\u1eff"
CYRILLIC = "\u0400-\u052f"
ARMENIAN = "\u0530-\u058f"
WORDS = {
    "latin": re.compile(rf"[{LATIN}][{LATIN}’'\-]*"),
    "cyrillic": re.compile(rf"[{CYRILLIC}][{CYRILLIC}’'\-]*"),
}
# Between two words of one run: spaces, punctuation, digits – anything but letters.
BETWEEN = r"[^A-Za-zÀ-\u058f\u1e00-\u1eff]{1,12}"
RUNS = {
    "ru": re.compile(rf"[{LATIN}][{LATIN}’'\-]+(?:{BETWEEN}[{LATIN}][{LATIN}’'\-]*)+"),
    "en": re.compile(rf"[{CYRILLIC}][{CYRILLIC}’'\-]+(?:{BETWEEN}[{CYRILLIC}][{CYRILLIC}’'\-]*)+"),
}
SCRIPT = {"ru": "cyrillic", "en": "latin"}
TELLING = (
    ("az", "əƏ"), ("ro", "șțȘȚăĂ"), ("pl", "łŁąęĄĘ"), ("lt", "ėĖįĮųŲ"), ("lv", "āēīūĀĒĪŪģķļņ"), ("et", "õÕ"),
    ("de", "ßÄÖÜ"), ("fr", "éèêàçœÉÈÀÇ"), ("fi", "äö"), ("tr", "ğşıĞŞİ"),
)  # fmt: skip
TELLING_CYRILLIC = (("be", "ўЎ"), ("uk", "їЇєЄґҐ"), ("kk", "әғқңөұүһӘҒҚҢӨҰҮҺ"))
NOT_PROSE = {"code", "pre"}


def language_of(text: str, default: str = "en") -> str:
    """The language of a foreign passage: by its telling letters, else *default* for Latin and Russian for Cyrillic."""
    if re.search(rf"[{ARMENIAN}]", text):
        return "hy"
    if len(WORDS["cyrillic"].findall(text)) > len(WORDS["latin"].findall(text)):
        return next((code for code, letters in TELLING_CYRILLIC if any(c in text for c in letters)), "ru")
    return next((code for code, letters in TELLING if any(c in text for c in letters)), default)


def mark_foreign(root: Element, language: str) -> int:
    """Give ``lang`` to passages of two or more words in the script that *language* does not use; how many."""
    marked = 0
    for block in [node for node in walk(root) if node.tag in {"li", "p", "td", "th", "caption", "figcaption"}]:
        if _is_whole(block, language):
            block.set("lang", language_of(text_of(block)))
            marked += 1
    return marked + _mark_runs(root, language)


def _is_whole(block: Element, language: str) -> bool:
    """The block has no word of its article's script, and at least two of the other."""
    if block.get("lang") or any(child.tag in {"p", "ul", "ol", "table"} or child.get("lang") for child in block):
        return False
    text = text_of(block)
    native = WORDS[SCRIPT[language]].findall(text)
    foreign = WORDS["latin" if language == "ru" else "cyrillic"].findall(text)
    return not native and len([word for word in foreign if len(word) > 1]) >= 2


def _mark_runs(node: Element, language: str) -> int:
    marked = 0
    pieces: list[Piece] = []
    for piece in pieces_of(node):
        if isinstance(piece, str):
            found = _split(piece, language)
            marked += len(found) // 2
            pieces.extend(found)
        else:
            if not piece.get("lang") and piece.tag not in NOT_PROSE:
                marked += _mark_runs(piece, language)
            pieces.append(piece)
    fill(node, pieces)
    return marked


def _split(text: str, language: str) -> list[Piece]:
    """*text* cut into native pieces and ``<span lang>`` for each foreign run."""
    pieces: list[Piece] = []
    position = 0
    for match in RUNS[language].finditer(text):
        if len([word for word in re.findall(r"\w{2,}", match[0]) if not word.isdigit()]) < 2:
            continue
        pieces += [text[position : match.start()], build("span", [match[0]], lang=language_of(match[0]))]
        position = match.end()
    pieces.append(text[position:])
    return pieces
