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
LETTER = re.compile(r"[^\W\d_]")
ENOUGH_LETTERS = 300
NOT_PROSE = {"code", "pre"}
LIFTED = {"li", "p", "td", "th", "caption", "figcaption", "h2", "h3"}
CYRILLIC_LANGUAGES = {"ru", "be", "uk", "kk", "ky", "tg", "mn", "bg", "mk", "tt", "ba", "cv", "sah", "os", "ab"}
OTHER_SCRIPTS = {"hy", "ka", "el", "he", "yi", "ar", "fa", "ur", "zh", "ja", "ko", "hi", "th"}


def language_of(text: str, default: str = "en") -> str:
    """The language of a foreign passage: by its telling letters, else *default* for Latin and Russian for Cyrillic."""
    if re.search(rf"[{ARMENIAN}]", text):
        return "hy"
    if len(WORDS["cyrillic"].findall(text)) > len(WORDS["latin"].findall(text)):
        return next((code for code, letters in TELLING_CYRILLIC if any(c in text for c in letters)), "ru")
    return next((code for code, letters in TELLING if any(c in text for c in letters)), default)


def mark_languages(root: Element, language: str) -> None:
    """Leave ``lang`` where a passage is in another language than what surrounds it, said or seen by its letters."""
    for _round in range(2):
        _settle(root, language)
    for block in [node for node in walk(root) if node.tag in LIFTED]:
        _lift(block)
    mark_foreign(root, language)


def _settle(node: Element, language: str) -> None:
    """Neighbouring passages in one language become one; those that say what is known, or what is not so, are opened."""
    pieces: list[Piece] = []
    for piece in pieces_of(node):
        if isinstance(piece, str):
            pieces.append(piece)
            continue
        own = piece.get("lang") or ""
        if own and (own == language or not agrees(own, text_of(piece))):
            del piece.attrib["lang"]
            own = ""
        _settle(piece, own or language)
        if piece.tag == "span" and not piece.attrib:
            pieces.extend(pieces_of(piece))
        elif not _joined(pieces, piece):
            pieces.append(piece)
    fill(node, pieces)


def _joined(pieces: list[Piece], piece: Element) -> bool:
    """Whether *piece* went into the passage before it, which is in the same language, with what stands between."""
    between = pieces[-1] if pieces and isinstance(pieces[-1], str) else ""
    before = pieces[-2] if between and len(pieces) > 1 else (pieces[-1] if pieces else None)
    if not isinstance(before, Element) or before.tag != "span" or piece.tag != "span" or LETTER.search(between):
        return False
    if before.attrib != piece.attrib:
        return False
    fill(before, [*pieces_of(before), *([between] if between else []), *pieces_of(piece)])
    if between:
        pieces.pop()
    return True


def agrees(language: str, text: str) -> bool:
    """Whether *text* can be in *language*, going by its letters.

    Word processors call a passage English because of the keyboard, or Russian because nobody asked them.
    """
    cyrillic, latin = len(re.findall(f"[{CYRILLIC}]", text)), len(re.findall(f"[{LATIN}]", text))
    if not LETTER.search(text):
        return False
    if language in CYRILLIC_LANGUAGES:
        return cyrillic > latin
    if language in OTHER_SCRIPTS:
        return cyrillic + latin == 0 or bool(re.search(rf"[{ARMENIAN}]", text))
    return latin > cyrillic


def script_of(text: str) -> str:
    """``ru`` or ``en``: which of the two a long *text* is in by its letters; nothing where it is mixed."""
    cyrillic, latin = len(re.findall(f"[{CYRILLIC}]", text)), len(re.findall(f"[{LATIN}]", text))
    if cyrillic + latin < ENOUGH_LETTERS:
        return ""
    return "ru" if cyrillic > 3 * latin else "en" if latin > 3 * cyrillic else ""


def _lift(block: Element) -> None:
    """A block that is in one other language from its first letter to its last says so itself."""
    spans = [child for child in block if child.tag == "span" and child.get("lang")]
    if block.get("lang") or not spans or len({span.get("lang") for span in spans}) > 1:
        return
    outside = [piece for piece in pieces_of(block) if piece not in spans]
    words = "".join(piece if isinstance(piece, str) else _prose_of(piece) for piece in outside)
    if LETTER.search(words):
        return
    block.set("lang", spans[0].get("lang") or "")
    pieces: list[Piece] = []
    for piece in pieces_of(block):
        opened = isinstance(piece, Element) and piece in spans and set(piece.attrib) == {"lang"}
        pieces.extend(pieces_of(piece) if opened and isinstance(piece, Element) else [piece])
    fill(block, pieces)


def _prose_of(node: Element) -> str:
    return "" if node.get("class") == "note" or node.tag == "img" else text_of(node)


def mark_foreign(root: Element, language: str) -> int:
    """Give ``lang`` to passages of two or more words in the script that *language* does not use; how many."""
    marked = 0
    for block in [node for node in walk(root) if node.tag in LIFTED]:
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
