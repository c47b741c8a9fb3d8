"""Names and forms of address for letters in Russian and English.

Pure text in, pure text out. Russian letters address people in the dative; what these rules are not sure of
stays in the nominative, and the organisers may write the addressee by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from conference.text import latin_suggestion, search_key

CYRILLIC = re.compile(r"[А-Яа-яЁё]")
PATRONYMIC = re.compile(r"(ович|евич|ёвич|ич|овна|евна|ёвна|ична|инична|улы|ұлы|уулу|оглы|оглу|кызы|қызы|гызы)$", re.I)
WOMAN = re.compile(r"\b(г-жа|госпожа|её|ее|ms|mrs|miss|madam|madame|mme|her)\b", re.I)
MAN = re.compile(r"\b(г-н|господин|его|mr|sir|his|m)\b", re.I)
TITLE_EN = re.compile(r"\b(Mr|Ms|Mrs|Dr|Prof|Professor)\b\.?", re.I)
EXCELLENCY_RU = re.compile(
    r"^((?:(?:чрезвычайный|полномочный|и)\s+)*посол(?!\s+(?:доброй воли|бренда))"
    r"|премьер-министр|(?:первый |государственный |федеральный )?министр"
    r"|(?:постоянный (?:представитель|делегат))(?=.*\bЮНЕСКО\b)"
    r"|президент(?=\s+(?:[А-ЯЁ]\w+\s+)?(?:Республики|Федерации|Штатов)\b)|председатель правительства"
    r"|глава (?:государства|правительства))(?![\w-])",
    re.I,
)
EXCELLENCY_EN = re.compile(
    r"^(?:the\s+)?(?:prime\s+minister|(?:first |federal )?minister(?!\s*-?\s*(?:counsell?or|plenipotentiary))"
    r"|ambassador(?!\s+of\s+goodwill)|permanent\s+delegate(?=.*\bUNESCO\b)|head\s+of\s+(?:state|government)"
    r"|president(?=\s+of\s+the\s+(?:\w+\s+)?(?:republic|federation|united\s+states)\b))(?!['’]s)\b",
    re.I,
)
DIRECTOR_GENERAL_RU = re.compile(r"^генеральный директор ЮНЕСКО$", re.I)
DIRECTOR_GENERAL_EN = re.compile(r"^director[- ]general(?: of unesco|, unesco)?$", re.I)
LEARNED = re.compile(r"\b(профессор|академик)\b", re.I)
CONSONANTS = "бвгджзклмнпрстфхцчшщ"
FLEETING = {"Пётр": "Петру", "Петр": "Петру", "Павел": "Павлу", "Лев": "Льву"}
PREFIXES = {"вице", "премьер", "пресс", "экс", "обер", "бизнес", "арт", "медиа", "статс", "шеф", "генерал", "веб"}
FLEETING_NOUNS = {"посол": "послу", "отец": "отцу", "боец": "бойцу", "знаток": "знатоку"}
POSTS = (  # what a part after a comma begins with when it is another post, and not the rest of a ministry's name
    "министр", "посол", "заместител", "директор", "ректор", "проректор", "профессор", "доцент", "академик", "член",
    "председател", "сопредседател", "секретар", "представител", "делегат", "советник", "помощник", "руководител",
    "начальник", "глав", "заведующ", "сотрудник", "доктор", "кандидат", "преподавател", "учител", "декан",
    "президент", "координатор", "специалист", "эксперт", "консультант", "куратор", "редактор", "атташе", "консул",
    "родител", "методист", "психолог", "педагог", "тьютор", "вице-", "премьер-", "статс-", "пресс-",
)  # fmt: skip
NOUN_ADJECTIVES = ("заведующ", "управляющ", "исполняющ")


def is_russian(text: str) -> bool:
    """Whether *text* holds any Cyrillic letter: which half of a bilingual field it belongs to."""
    return bool(CYRILLIC.search(text))


def passages(text: str) -> list[tuple[str, str]]:
    """*text* cut where its script changes, each part with its language: «Господину » ru, “Andrei Tofanescu” en."""
    parts: list[tuple[str, str]] = []
    for word in re.findall(r"\S+\s*|\s+", text):
        before = parts[-1][1] if parts else ""
        letters = re.search(r"[^\W\d_]", word)
        language = ("ru" if is_russian(word) else "en") if letters else before or "ru"
        if language == before:
            parts[-1] = (parts[-1][0] + word, language)
        else:
            parts.append((word, language))
    return parts


@dataclass(frozen=True)
class Name:
    """A name taken apart; ``spoken`` keeps the order in which its owner writes it."""

    family: str = ""
    given: str = ""
    patronymic: str = ""
    spoken: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """Given name, then family name, as a badge prints it."""
        return f"{self.given} {self.family}".strip()


def take_apart(full_name: str, latin_name: str = "") -> Name:
    """Which word of *full_name* is what. Patronymics show the order; without one the Latin name does."""
    words = tuple(full_name.split())
    if len(words) < 2:
        return Name(given=" ".join(words), spoken=words)
    if len(words) == 3 and PATRONYMIC.search(words[2]):
        return Name(words[0], words[1], words[2], words)
    if len(words) == 3 and PATRONYMIC.search(words[1]):
        return Name(words[2], words[0], words[1], words)
    if family_comes_first(words, latin_name):
        return Name(words[0], " ".join(words[1:]), "", words)
    return Name(words[-1], " ".join(words[:-1]), "", words)


def family_comes_first(words: tuple[str, ...], latin_name: str) -> bool:
    """Russian forms write the family name first; the Latin name (family last) tells when somebody did not."""
    if not is_russian("".join(words)):
        return False
    family = latin_name.split()[-1].lower() if latin_name.split() else ""
    if not family:
        return True
    first, last = (SequenceMatcher(None, search_key(word), family).ratio() for word in (words[0], words[-1]))
    return first >= last


def suggest_latin(full_name: str) -> str:
    """A Latin form of *full_name*, given name first, after ICAO Doc 9303; empty when there is nothing to offer."""
    name = take_apart(full_name)
    return latin_suggestion(f"{name.family} {name.given}".strip()) if name.family else latin_suggestion(full_name)


def offer_latin(full_name: str, typed: str = "") -> str:
    """What the form offers for the Latin name: made of the full name, else of Cyrillic letters *typed* as Latin."""
    if not is_russian(full_name) and is_russian(typed):
        return " ".join(latin_suggestion(word) for word in typed.split())
    return suggest_latin(full_name)


def gender(honorifics: str, name: Name) -> str:
    """``"f"``, ``"m"`` or ``""``: from the forms of address, then the patronymic, then a telling family name."""
    if WOMAN.search(honorifics):
        return "f"
    if MAN.search(honorifics):
        return "m"
    if name.patronymic:
        return "f" if re.search(r"(на|зы)$", name.patronymic) else "m"
    if re.search(r"(ова|ева|ёва|ская|цкая)$", name.family):
        return "f"
    return "m" if re.search(r"(ов|ев|ёв|ский|цкий)$", name.family) else ""


def is_excellency(position_ru: str, position_en: str) -> bool:
    """Ministers, ambassadors with permanent delegates, heads of state and government; nobody else, no deputies."""
    return bool(_excellent(EXCELLENCY_RU, position_ru) or _excellent(EXCELLENCY_EN, position_en))


def _excellent(pattern: re.Pattern[str], position: str) -> re.Match[str] | None:
    """Where *position* names such a post: alone, or as one of several divided by commas."""
    parts = [position.strip(), *(part.strip() for part in re.split(r",|\s[—–]\s", position))]
    return next((found for part in parts if (found := pattern.match(part))), None)


def dative_of_given(word: str, sex: str) -> str:
    if word in FLEETING and sex == "m":
        return FLEETING[word]
    return _dative(word, sex, woman_soft="и")


def dative_of_patronymic(word: str) -> str:
    if word.endswith("на"):
        return f"{word[:-1]}е"
    return f"{word}у" if word.endswith("ич") else word


def dative_of_family(word: str, sex: str) -> str:
    if "-" in word:
        return "-".join(dative_of_family(part, sex) for part in word.split("-"))
    if sex == "f" and re.search(r"([оеё]в|[иы]н)а$|[сц]кая$|ая$", word):
        return re.sub(r"(ая|а)$", "ой", word)
    if sex == "m" and re.search(r"([сц]к|н|в|л|р)(ий|ый|ой)$", word):
        return re.sub(r"(ий|ый|ой)$", "ому", word)
    return word if re.search(r"[иы]х$", word) else _dative(word, sex, woman_soft="ь")


def _dative(word: str, sex: str, *, woman_soft: str) -> str:
    """The regular endings; words that do not decline come back as they are."""
    if word.endswith("ия"):
        return f"{word[:-1]}и"
    if word.endswith(("а", "я")):
        return f"{word[:-1]}е"
    if sex == "m" and word.endswith(("й", "ь")):
        return f"{word[:-1]}ю"
    if sex == "m" and word[-1:].lower() in CONSONANTS:
        return f"{word}у"
    if sex == "f" and word.endswith("ь"):
        return f"{word[:-1]}{woman_soft}"
    return word


def dative_name(name: Name, sex: str) -> str:
    """The name in the dative, its words in their owner's order. Only for names in Cyrillic of known gender."""
    forms = {
        name.family: dative_of_family(name.family, sex) if name.family else "",
        name.patronymic: dative_of_patronymic(name.patronymic) if name.patronymic else "",
        **{word: dative_of_given(word, sex) for word in name.given.split()},
    }
    return " ".join(forms.get(word, word) for word in name.spoken)


def dative_position(position: str) -> str:
    """«первый заместитель министра» -> «первому заместителю министра»; so does each further post after a comma.

    «министр науки, высшего образования» has one post only, and the rest of the ministry's name stays as it is.
    """
    first, *others = re.split(r"(,\s*|\s[—–]\s)", position.strip())
    parts = [_dative_phrase(first)]
    for divider, part in zip(others[::2], others[1::2], strict=True):
        mark = ", " if "," in divider else divider
        parts.append(mark + (_dative_phrase(part) if _is_post(part) else part))
    return "".join(parts)


def _is_post(phrase: str) -> bool:
    """Whether *phrase* begins with a post in the nominative, adjectives before it aside."""
    noun = next((word for word in phrase.split() if not _dative_adjective(word) or _is_noun(word)), "")
    return noun.lower().startswith(POSTS)


def _is_noun(word: str) -> bool:
    return word.lower().startswith(NOUN_ADJECTIVES)


def _dative_phrase(phrase: str) -> str:
    words = phrase.split()
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if word == "и" and _dative_adjective(following):  # «чрезвычайный и полномочный»
            continue
        adjective = _dative_adjective(word)
        words[index] = adjective or _dative_noun(word)
        if not adjective or _is_noun(word):
            break
    return " ".join(words)


def _dative_adjective(word: str) -> str:
    if word.endswith("ая"):
        return re.sub(r"ая$", "ей" if word[-3] in "шщчж" else "ой", word)
    if word.endswith("яя"):
        return f"{word[:-2]}ей"
    if word.endswith(("ый", "ой")):
        return f"{word[:-2]}ому"
    if word.endswith("ий"):
        return f"{word[:-2]}{'ому' if word[-3] in 'гкх' else 'ему'}"
    return ""


def _dative_noun(word: str) -> str:
    """«учитель-дефектолог» -> «учителю-дефектологу», but «вице-министр» -> «вице-министру»."""
    if not is_russian(word):
        return word
    if word.lower() in FLEETING_NOUNS:
        return word[0] + FLEETING_NOUNS[word.lower()][1:]
    *before, last = word.split("-")
    first = [part if part.lower() in PREFIXES else _dative(part, "m", woman_soft="и") for part in before]
    return "-".join([*first, _dative(last, "m", woman_soft="и")])


# -- whole forms of address --------------------------------------------------------------------------------


def address_by_name(*, full_name: str, latin_name: str) -> Addressee:
    """Nothing but the name, for people who were asked for nothing else: no gender, no title, no post is guessed."""
    name = take_apart(full_name, latin_name)
    in_latin = latin_name or suggest_latin(full_name) or full_name
    in_russian = full_name if is_russian(full_name) else in_latin
    greeted = f"{name.given} {name.patronymic}" if name.patronymic else in_russian
    return Addressee((in_russian,), (in_latin,), f"Здравствуйте, {greeted}!", f"Dear {in_latin},", is_excellency=False)


@dataclass(frozen=True)
class Addressee:
    """How one letter names its reader: lines of the address and the salutation, in both languages."""

    lines_ru: tuple[str, ...]
    lines_en: tuple[str, ...]
    salutation_ru: str
    salutation_en: str
    is_excellency: bool


def address(
    *, full_name: str, latin_name: str, position_ru: str, position_en: str, honorific_ru: str, honorific_en: str
) -> Addressee:
    """Full forms of address («Господину», never «Г-ну»); “Excellency” for ministers and ambassadors only.

    Each half of the letter keeps to its own script: a Latin name that is missing is transliterated, a name without
    a Cyrillic form stays Latin, and a post that exists in the other language only is left out.
    """
    name = take_apart(full_name, latin_name)
    sex = gender(f"{honorific_ru} {honorific_en}", name)
    excellency = is_excellency(position_ru, position_en)
    in_latin = latin_name or suggest_latin(full_name) or full_name
    in_russian = name if is_russian(full_name) else take_apart(in_latin)
    post_ru = dative_position(position_ru) if sex else position_ru  # all in one case, or all as it stands
    title = LEARNED.search(honorific_ru)
    learned = title[1].lower() if title else ""
    return Addressee(
        lines_ru=tuple(
            filter(
                None,
                (*_name_lines_ru(in_russian, sex, excellency, learned), post_ru if is_russian(post_ru) else ""),
            )
        ),
        lines_en=tuple(
            filter(
                None,
                (
                    _name_line_en(in_latin, honorific_en, sex, excellency),
                    "" if is_russian(position_en) else position_en,
                ),
            )
        ),
        salutation_ru=_salutation_ru(in_russian, sex, position_ru, excellency),
        salutation_en=_salutation_en(in_latin, honorific_en, sex, position_en, excellency),
        is_excellency=excellency,
    )


def _name_lines_ru(name: Name, sex: str, excellency: bool, learned: str = "") -> tuple[str, ...]:
    is_cyrillic = is_russian(" ".join(name.spoken))
    if not sex:
        return (" ".join(name.spoken),)
    spoken = dative_name(name, sex) if is_cyrillic else " ".join(name.spoken)
    if excellency:
        return (
            f"{'Её' if sex == 'f' else 'Его'} Превосходительству",
            f"{'госпоже' if sex == 'f' else 'господину'} {spoken}",
        )
    if learned:
        return (f"{_dative_noun(learned).capitalize()} {spoken}",)
    return (f"{'Госпоже' if sex == 'f' else 'Господину'} {spoken}",)


def _name_line_en(latin_name: str, honorific: str, sex: str, excellency: bool) -> str:
    title = _title_en(honorific, sex)
    return " ".join(filter(None, ("H.E." if excellency else "", title, latin_name)))


def _title_en(honorific: str, sex: str) -> str:
    if found := TITLE_EN.search(honorific):
        title = found[1].capitalize()
        return "Professor" if title == "Prof" else title
    return {"f": "Ms", "m": "Mr"}.get(sex, "")


def _salutation_ru(name: Name, sex: str, position: str, excellency: bool) -> str:
    dear, title = ("Уважаемая", "госпожа") if sex == "f" else ("Уважаемый", "господин")
    if excellency and sex:
        return f"{dear} {title} {_called(position)}!"
    if excellency:
        return "Ваше Превосходительство!"
    if sex and DIRECTOR_GENERAL_RU.match(position.strip()):
        return f"{dear} {title} Генеральный директор!"
    if name.patronymic:
        return f"{dear} {name.given} {name.patronymic}!"
    if sex and name.family:
        return f"{dear} {title} {name.family}!"
    spoken = " ".join(name.spoken)
    return f"Здравствуйте, {spoken}!" if spoken else "Здравствуйте!"


def _called(position: str) -> str:
    """What a minister or an ambassador is called after «господин» and «госпожа»; the adjectives before it go."""
    found = _excellent(EXCELLENCY_RU, position)
    words = found[1].lower().split() if found else ["министр"]
    if words[0] in ("постоянный", "глава", "председатель"):
        return " ".join(words)
    return words[-1]


def _salutation_en(latin_name: str, honorific: str, sex: str, position: str, excellency: bool) -> str:
    if excellency:
        return "Excellency,"
    plain = {"f": "Ms", "m": "Mr"}.get(sex, "")
    if plain and DIRECTOR_GENERAL_EN.match(position.strip()):
        return f"Dear {plain} Director-General,"
    title = _title_en(honorific, sex)
    family = latin_name.split()[-1] if latin_name.split() else ""
    return f"Dear {title} {family}," if title and family else f"Dear {latin_name},"
