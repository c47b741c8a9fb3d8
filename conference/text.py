"""Text on its way to the reader: Markdown to safe HTML, Russian typography, transliteration.

Typography is applied when text is shown, never when it is saved.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from functools import cache, lru_cache
from html import escape
from typing import Any

import iuliia
import nh3
from markdown_it import MarkdownIt

NBSP = "\u00a0"
TAGS = {
    "p",
    "br",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "blockquote",
    "a",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "hr",
}
ATTRIBUTES = {"a": {"href"}, "*": {"lang"}, "th": {"scope"}}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")

SHORT_RU = re.compile(
    r"(?<![\w-])([аикосувяАИКОСУВЯ]|во|до|за|из|на|не|но|об|от|по|со|то|Во|До|За|Из|На|Не|Но|Об|От|По|Со) (?=\S)"
)
DASH = re.compile(r" ([—–])(?= )")
INITIALS = re.compile(r"\b([А-ЯЁA-Z]\.) ?([А-ЯЁA-Z]\.) (?=[А-ЯЁA-Z])")
INITIAL = re.compile(r"\b([А-ЯЁA-Z]\.) (?=[А-ЯЁ][а-яё]|[A-Z][a-z])")
NUMBER_UNIT = re.compile(
    r"(?<=\d) (?=(?:г|гг|в|вв|с|стр|т|млн|млрд|тыс|мин|ч|мм|см|м|км|КБ|МБ|руб|экз|kB|MB|min|mm|cm"
    r"|лет|год(?:а|у|ом|е|ы|ов|ах)?|час(?:а|ов|ам|ах)?|минут[аыу]?|секунд[аыу]?|день|дн(?:я|ей)|недел[ьию]"
    r"|месяц(?:а|ев)?|hours?|minutes?|days?|years?)\b|%|°)"
)
SIGN_NUMBER = re.compile(r"([№§]) (?=\d)")
ABBREVIATION = re.compile(r"\b(т\.) ?(е|д|п|к|ч)\.")
# «с. 15», "pp. 87–92", «Т. 5»; what follows a figure is a unit (148 с.) and ends there.
ABBREVIATED_NUMBER = re.compile(
    r"(?<![\w-])(?<!\d[ \u00a0])((?:[Сс]т|[Сс]|[Сс]тр|[Гг]л|[Пп]|[Пп]п|[Рр]ис|[Тт]абл|[Тт]|[Вв]ып|[Чч]|[Кк]н"
    r"|[Pp]|[Pp]p|[Vv]ol|[Nn]o|[Nn]r|[Aa]rt|[Ff]ig|[Cc]h|[Ss]ec)\.) (?=\d)"
)
IN_BRACKETS = re.compile(r"(?<=\[)[^\[\]]{1,24}(?=\])")
MONTHS = (
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
    "|January|February|March|April|May|June|July|August|September|October|November|December"
)
DATE = re.compile(rf"(?<=\d) ({MONTHS})(?: (?=\d{{4}}\b)|\b)")
# Signs between short tokens: «C = 96», «n ≥ 30», but not the parallel title of a record.
EQUATION = re.compile(r"(?<!\S)([\w.,()]{1,4}) ([=≈<>≤≥×]) (?=[−+-]?(?:\d|\w{1,2}(?!\w)))")
APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
QUOTED = re.compile(r'(?<![\w"=])"(?=\S)([^"\n]*[^\s"])"(?![\w"])')
QUOTES = {"ru": r"«\1»", "en": r"“\1”"}
# Pairs of English quotation marks, those that „enclose“ others with them.
ENGLISH_PAIR = re.compile(r"(?<![^\s(\[«–—/-])“(?=\S)((?:[^“”„\n]|„[^“”„\n]*“)*(?<=\S))”")
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
STREET = "ул|пер|пл|наб|просп|бул"
# «Университетская ул., 2», «ул. Мира, 2», «д. 5»: a number of a house never begins a line.
HOUSE = re.compile(rf"(?<![\w-])((?:(?:{STREET}|пр|ш|д|корп|кв|оф|лит)\.|пр-т|б-р)(?:[ \u00a0][А-ЯЁ][\w-]+)?,?) (?=\d)")
OF_STREET = re.compile(rf"(?<=[а-яё]) (?=(?:{STREET})\.(?:,|$))|(?<=\b(?:ул|пл)\.) (?=[А-ЯЁ])")
NESTED = re.compile(r"«|»")
HYPHEN_AS_DASH = re.compile(r"(?<=[\w»”“).,!?…%]) (?:-|--) (?=[\w«„“(])(?<!\d - (?=\d))")
DASHES = {"ru": " — ", "en": " – "}
# Ranges that can be nothing else: of pages after their word, of years, of days before a month.
RANGE_OF_PAGES = re.compile(r"(?<![\w-])((?:[Сс]|[Сс]тр|[Pp]|[Pp]p|S)\.[ \u00a0]?\d+)(?:-|--)(?=\d)")
RANGE_OF_YEARS = re.compile(r"(?<![\w./№–-])((?:1[5-9]|20)\d\d)-(?=(?:1[5-9]|20)\d\d(?![\w/–-]))")
RANGE_OF_DAYS = re.compile(rf"(?<![\w./–-])(\d{{1,2}})-(?=\d{{1,2}}[ \u00a0](?:{MONTHS})\b)")
ADDRESS = re.compile(r"(?:https?://|www\.|mailto:|doi\.org/)[^\s<>«»“”\"]+|[\w.+-]+@[\w-]+\.[\w.-]+|\ue000")
KEPT = "\ue000"


def typography(text: str, language: str) -> str:
    """*text* with the quotation marks, dashes and non-breaking spaces of good printing in *language*.

    Plain text both; addresses of pages and people stay as they are. To do it twice is to do it once.
    """
    addresses = ADDRESS.findall(text)
    if not addresses:
        return _typeset_words(text, language)
    shown = iter(addresses)
    return re.sub(KEPT, lambda _found: next(shown), _typeset_words(ADDRESS.sub(KEPT, text), language))


def _typeset_words(text: str, language: str) -> str:
    if language in QUOTES:
        text = QUOTED.sub(QUOTES[language], text)
        text = HYPHEN_AS_DASH.sub(DASHES[language], text)
    if language == "ru" and "“" in text and CYRILLIC.search(text):
        text = _guillemets(text)
    if language == "ru" and "«" in text:
        text = _nested(text)
    for ranged in (RANGE_OF_PAGES, RANGE_OF_YEARS, RANGE_OF_DAYS):
        text = ranged.sub(r"\1–", text)
    if language == "en":
        text = APOSTROPHE.sub("’", text)
    text = NUMBER_UNIT.sub(NBSP, text)
    text = SIGN_NUMBER.sub(rf"\1{NBSP}", text)
    text = DATE.sub(_date, text)
    text = ABBREVIATED_NUMBER.sub(rf"\1{NBSP}", text)
    text = IN_BRACKETS.sub(lambda found: found[0].replace(" ", NBSP) if _cites(found[0]) else found[0], text)
    text = EQUATION.sub(rf"\1{NBSP}\2{NBSP}", text)
    text = DASH.sub(rf"{NBSP}\1", text)
    text = INITIALS.sub(rf"\1{NBSP}\2{NBSP}", text)
    if language == "ru":
        text = INITIAL.sub(rf"\1{NBSP}", text)
        text = ABBREVIATION.sub(rf"\1{NBSP}\2.", text)
        text = HOUSE.sub(rf"\1{NBSP}", OF_STREET.sub(NBSP, text))
        text = SHORT_RU.sub(rf"\1{NBSP}", SHORT_RU.sub(rf"\1{NBSP}", text))
    return text


def _guillemets(text: str) -> str:
    """“…” as «…», the inner pairs first; a mark without its pair stays."""
    before = ""
    while text != before:
        before, text = text, ENGLISH_PAIR.sub(r"«\1»", text)
    return text


def _nested(text: str) -> str:
    """Guillemets inside guillemets as „ and “, where each that opens is closed: «фонд „Вместе“»."""
    depth, pieces, at = 0, [], 0
    for mark in NESTED.finditer(text):
        depth += 1 if mark[0] == "«" else -1
        if depth < 0:
            return text
        is_inner = depth >= (2 if mark[0] == "«" else 1)
        pieces += [text[at : mark.start()], {"«": "„", "»": "“"}[mark[0]] if is_inner else mark[0]]
        at = mark.end()
    return text if depth else "".join([*pieces, text[at:]])


def _date(found: re.Match[str]) -> str:
    return f"{NBSP}{found[0].strip()}{NBSP if found[0].endswith(' ') else ''}"


def _cites(inside: str) -> bool:
    """Whether the text of square brackets is one reference: «1, ст. 24», «2, правило 6», but not «1; 2; 3»."""
    return bool(re.fullmatch(r"\d+, [^\d;]{1,12}\d[\d–-]*", inside))


def typeset_html(html: str, language: str) -> str:
    """``typography`` over the text of sanitised HTML, outside tags and outside ``code``."""
    parts = re.split(r"(<[^>]+>)", html)
    inside_code = False
    for index, part in enumerate(parts):
        if part.startswith("<"):
            inside_code = part.startswith("<code") or (inside_code and not part.startswith("</code"))
        elif not inside_code:
            parts[index] = typography(part, language)
    return "".join(parts)


def markdown(text: str, language: str, resolve: Callable[[str], str] | None = None) -> str:
    """Markdown as sanitised, typeset HTML. *resolve* turns ``page:about`` and the like into addresses."""
    html = _markdown.render(text)
    if resolve:
        html = re.sub(
            r'href="((?!https?:|mailto:)[a-z-]+:[^"]*)"',
            lambda m: f'href="{escape(resolve(m[1]))}"',
            html,
        )
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel="noopener"
    )
    return typeset_html(clean, language)


def latin_suggestion(name: str) -> str:
    """A Latin form of a Russian name after ICAO Doc 9303, given name first; only ever a suggestion."""
    words = [word for word in re.split(r"\s+", name.strip()) if word]
    if not words or not re.search(r"[А-Яа-яЁё]", name):
        return ""
    family, given = words[0], words[1:2]
    return " ".join(iuliia.ICAO_DOC_9303.translate(word.title()).title() for word in [*given, family])


MARKED_LATIN = re.compile("[\u00c0-\u024f\u0259\u1e00-\u1eff]")
PLAIN_LATIN = {
    "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ə": "a",
}  # fmt: skip


def without_marks(text: str) -> str:
    """*text* with Latin letters without their marks, «Moșneguțu» as Mosnegutu; Russian letters keep theirs."""
    return MARKED_LATIN.sub(_plain_letter, unicodedata.normalize("NFC", text))


def _plain_letter(found: re.Match[str]) -> str:
    letter = found[0]
    plain = PLAIN_LATIN.get(letter.lower())
    if plain is None:
        return unicodedata.normalize("NFKD", letter)[0]
    return plain if letter.islower() else plain.title()


def search_key(text: str) -> str:
    """*text* as names are searched: Latin letters, lower case, no marks; so «Жук» is found by “Zhuk”."""
    folded = without_marks(text).replace("ё", "е").replace("Ё", "Е").title()
    return iuliia.ICAO_DOC_9303.translate(folded).lower()


SPELLINGS = (("yu", "iu"), ("ya", "ia"), ("yo", "e"), ("ye", "e"), ("y", "i"), ("j", "i"), ("kh", "h"), ("w", "v"))
"""What writers of Russian in Latin letters do differently, brought to one form."""
SHORTEST_ROOT = 4


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, ...]:
    """*word* as it is searched: whole and without its ending, in Latin letters of one spelling."""
    language = "russian" if re.search("[а-я]", word) else "english"
    return tuple({_spelling(search_key(form)) for form in (word, _stemmer(language).stemWord(word))})


def _spelling(latin: str) -> str:
    for written, form in SPELLINGS:
        latin = latin.replace(written, form)
    return latin


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(language)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", without_marks(text).lower().replace("ё", "е"))


def search_words(text: str) -> list[str]:
    """The words of *text* as ``finds`` looks for them: each once, whole and as a root, in Latin letters."""
    return sorted({form for word in _words(text) for form in _forms(word)})


def finds(query: str, words: Collection[str]) -> bool:
    """Whether each word of *query* begins one of *words* (see ``search_words``), in any form and script."""
    wanted = beginnings(query)
    return bool(wanted) and all(any(word.startswith(forms) for word in words) for forms in wanted)


def beginnings(query: str) -> list[tuple[str, ...]]:
    """For each word of *query*, what a word of ``search_words`` may begin with to be it."""
    return [_wanted(word) for word in _words(query)]


def _wanted(word: str) -> tuple[str, ...]:
    """What a word of a query may begin; one in Latin letters may be Russian, so it is tried without last vowels too."""
    forms = _forms(word)
    roots = {root for form in forms if len(root := form.rstrip("aeiou")) >= SHORTEST_ROOT}
    return (*forms, *roots)
