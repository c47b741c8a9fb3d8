"""Organisations without their legal form, as ГОСТ Р 7.0.7-2021 wants them beside an author."""

from __future__ import annotations

import re

SHORT = (
    # budget institutions of education, science, culture and care: state, federal, regional, municipal
    r"(?:ФГ|Г|КГ|ОГ|М|Ч|Н|У)?(?:Б|А|К)?Н?П?Д?С?О?ОУ(?:Н)?(?: ?(?:В?П?О|СПО|ДПО|ДО|НПО|ВО))?"
    r"|(?:ФГ|Г|ОГ|КГ|СПб ?Г|М)(?:Б|А|К)?Н?И?У(?:Н|К|З|ДО|СО)?"
    r"|(?:П|О|З|Н)?АО|ООО|ОДО|ТОО|ЧП|ИП|МП|ГП|РУП|УП|ФГУП|МУП|ГУП|НП|СП"
    r"|АНО(?: ?(?:ВО|ДПО|СПО|ДО))?|ЧОУ(?: ?(?:ВО|ДПО|СПО))?|ОЧУ(?: ?ВО)?"
    r"|НКО|НОУ|РОО|МОО|ООИ|РОИ|БФ|ГУО|УО|ГНУ|ФГНУ|РГП(?: на ПХВ)?|НАО"
)
LONG = (
    r"(?:Федеральное |Краевое |Областное |Республиканское |Муниципальное |Частное |Негосударственное "
    r"|Санкт-Петербургское )?"
    r"(?:государственное |муниципальное )?(?:унитарное )?(?:бюджетное |автономное |казённое |казенное )?"
    r"(?:научное |профессиональное |дошкольное |общеобразовательное |образовательное )*"
    r"(?:учреждение(?: науки| культуры| образования| здравоохранения| дополнительного образования"
    r"| (?:высшего|среднего|дополнительного)(?: профессионального)? образования)?)"
    r"|(?:Публичное |Открытое |Закрытое |Непубличное )?[Аа]кционерное общество"
    r"|Общество с (?:ограниченной|дополнительной) ответственностью"
    r"|Товарищество с ограниченной ответственностью"
    r"|Автономная некоммерческая (?:образовательная )?организация"
    r"(?: (?:высшего|дополнительного профессионального) образования)?"
    r"|(?:Federal |Municipal |State )?(?:State )?(?:Budgetary|Autonomous) "
    r"(?:Educational |Scientific |General Education |Cultural |Vocational )*Institution(?: of (?:Higher |Secondary |"
    r"Vocational |Professional |General )*Education)?"
)
LATIN = r"LLC|LLP|JSC|PJSC|OJSC|CJSC|FSBEI(?: of)? H[EP]E?|FSAEI(?: of)? H[EP]E?|FSBEI|SBEI|ANO|NPO"
BEHIND = re.compile(
    r"(?:,? (?:LLC|L\.L\.C\.|LLP|Ltd\.?|Limited|Inc\.?|GmbH|gGmbH|AG|e\. ?V\.|JSC|PJSC|OJSC|CJSC|plc|PLC"
    r"|Corp\.?|S\.A\.|SRL"
    r"|S\.R\.L\.|MMC|ASC|ՍՊԸ)|, ?(?:ПАО|ОАО|ЗАО|АО|ООО|ТОО|ФГБОУ(?: ВО)?|ФГАОУ(?: ВО)?|ГБОУ|МБОУ|АНО))$"
)
BEFORE = re.compile(rf"^(?:(?:{SHORT}|{LATIN})(?=[\s«\"“])|(?i:{LONG})(?=[\s«\"“]))\s*")
WRAPPED = (("«", "»"), ("“", "”"), ('"', '"'))


def without_legal_form(name: str) -> str:
    """«ФГБОУ ВО „Герценовский университет“» → «Герценовский университет»; what has no such form stays.

    A name that would vanish («АО») is kept as it is.
    """
    before = name.strip()
    text = before
    while found := BEFORE.match(text):
        if found.end() == 0 or not text[found.end() :].strip():
            break
        text = text[found.end() :].strip()
    text = BEHIND.sub("", text).strip().rstrip(",")
    if text == before:
        return before
    text = _unwrapped(text)
    return text[:1].upper() + text[1:] if text else before


def _unwrapped(text: str) -> str:
    """*text* without the quotation marks around the whole of it."""
    for left, right in WRAPPED:
        inside = text[1:-1]
        if text.startswith(left) and text.endswith(right) and len(text) > 2 and _closes_last(inside, left, right):
            return inside.strip()
    return text


def _closes_last(inside: str, left: str, right: str) -> bool:
    """Whether the marks stripped belonged together: inside them every mark that opens is closed."""
    if left == right:
        return left not in inside
    depth = 0
    for char in inside:
        depth += (char == left) - (char == right)
        if depth < 0:
            return False
    return depth == 0
