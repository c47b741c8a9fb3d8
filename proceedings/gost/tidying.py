"""Typed references made even: dashes, spaces and set phrases. Words and their order stay the author's.

``tidy`` is for plain text; addresses inside it are left alone. A rule is here only if what it mends cannot be meant.
"""

from __future__ import annotations

import re

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>«»“”\"]+|10\.\d{4,9}/[^\s<>«»“”\"]+")
KEPT = "\ue000"
RULES = [
    (re.compile(r"[ \t\u00a0\u202f]+"), " "),
    (re.compile(r"(?<=\S) ?(?<![:/])//(?!/) ?(?=\S)"), " // "),
    (re.compile(r"(?<=[.\])?!»”]) ?[-−—–] (?=[\[А-ЯЁA-Z0-9])"), " – "),
    (re.compile(r"\b([А-ЯЁA-Z])\.(?=[А-ЯЁA-Z]\.)"), r"\1. "),
    (re.compile(r"(?<=[А-ЯЁA-Z]\. [А-ЯЁA-Z]\.)(?=[А-ЯЁA-Z][а-яёa-z])"), " "),
    (re.compile(r"\b(С|Р|[Pp]|[Pp]p|Т|[Vv]ol|[Nn]o|Bd|S|Nr|Вып|Ч|Гл|Ст|Кн)\. ?(?=\d)"), r"\1. "),
    (re.compile(r"№ ?(?=\d)"), "№ "),
    (re.compile(r"\b((?:С|[Pp]|[Pp]p|S)\. \d+) ?[-−—–] ?(?=\d)"), r"\1–"),
    (re.compile(r"(?<![\d.–-])((?:19|20)\d\d)[-−—](?=(?:19|20)\d\d(?![\d-]))"), r"\1–"),
    (re.compile(r"(?<=\d) ?(?=[сc]\.$)"), " "),
    (re.compile(r"(?<=\d )c\.$"), "с."),
    (re.compile(r"(?<=\[)\s+|\s+(?=\])"), ""),
    (re.compile(r"\[?(?:Режим доступа|URL)\]? ?[:=] ?(?=\ue000)", re.I), "URL: "),
    (
        re.compile(r"\(? ?[Дд]ата (?:обращения|доступа) ?[:–—-]? ?(\d{1,2}[./]\d{1,2}[./]\d{4})(?: ?г\.?)? ?\)?"),
        r"(дата обращения: \1)",
    ),
    (re.compile(r"\( ?[Aa]ccessed(?: on)? ?[:–—-]? ?([^()]{6,24}?) ?\)"), r"(accessed: \1)"),
    (re.compile(r"\b(?:doi|DOI|Doi) ?:? ?(?=\ue000)"), "DOI: "),
    (re.compile(r" +(?=[,;.](?: |$))"), ""),
    (re.compile(r"(?<=[а-яёa-z\d)»”]);(?=[^\s\d])"), "; "),
]  # fmt: skip
IS_RECORD = re.compile(r"^[^/]{2,60}?[а-яёa-z], [А-ЯЁA-Z]\. .* / |\. – .+ : ")
SPACE_BEFORE_COLON = re.compile(r" : ")
ROUNDS = 5
ENDS = (".", "?", "!", "…")


def tidy(text: str, language: str = "ru") -> str:
    """*text* of one reference with even spaces, dashes and set phrases, closed by a full stop."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        address = found[0].rstrip(".,;:)")
        kept.append(address)
        return KEPT + found[0][len(address) :]

    if KEPT in text:
        return text
    whole = ADDRESS.sub(keep, text.strip())
    for _round in range(ROUNDS):  # what one rule mends may be the beginning of another
        before, whole = whole, _even(whole)
        if whole == before:
            break
    return re.sub(KEPT, lambda _found: kept.pop(0), whole)


def _even(whole: str) -> str:
    for pattern, better in RULES:
        whole = pattern.sub(better, whole)
    if not IS_RECORD.search(whole):  # a record after ГОСТ Р 7.0.100 has spaces on both sides of its colons
        whole = SPACE_BEFORE_COLON.sub(": ", whole)
    whole = whole.strip().rstrip(" ,;:")
    return whole if not whole or whole.endswith(ENDS) else f"{whole}."
