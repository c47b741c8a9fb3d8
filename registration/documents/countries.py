"""Names of countries as protocol needs them: «Делегация Армении», “Delegation of Armenia”, lists in alphabetical order.

The library names countries in the nominative only; the genitive is kept here by hand, for all members of the United
Nations, the Holy See, Palestine and the members of UNESCO outside the United Nations. A country that is not here gets
a neutral form that needs no case.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from django.utils.translation import override
from django_countries import countries

GENITIVE = """
AD Андорры; AE Объединённых Арабских Эмиратов; AF Афганистана; AG Антигуа и Барбуды; AL Албании; AM Армении; AO Анголы;
AR Аргентины; AT Австрии; AU Австралии; AZ Азербайджана; BA Боснии и Герцеговины; BB Барбадоса; BD Бангладеш;
BE Бельгии; BF Буркина-Фасо; BG Болгарии; BH Бахрейна; BI Бурунди; BJ Бенина; BN Брунея; BO Боливии; BR Бразилии;
BS Багамских Островов; BT Бутана; BW Ботсваны; BY Беларуси; BZ Белиза; CA Канады; CD Демократической Республики Конго;
CF Центральноафриканской Республики; CG Республики Конго; CH Швейцарии; CI Кот-д’Ивуара; CK Островов Кука; CL Чили;
CM Камеруна; CN Китая; CO Колумбии; CR Коста-Рики; CU Кубы; CV Кабо-Верде; CY Кипра; CZ Чехии; DE Германии; DJ Джибути;
DK Дании; DM Доминики; DO Доминиканской Республики; DZ Алжира; EC Эквадора; EE Эстонии; EG Египта; ER Эритреи;
ES Испании; ET Эфиопии; FI Финляндии; FJ Фиджи; FM Федеративных Штатов Микронезии; FR Франции; GA Габона;
GB Великобритании; GD Гренады; GE Грузии; GH Ганы; GM Гамбии; GN Гвинеи; GQ Экваториальной Гвинеи; GR Греции;
GT Гватемалы; GW Гвинеи-Бисау; GY Гайаны; HN Гондураса; HR Хорватии; HT Гаити; HU Венгрии; ID Индонезии; IE Ирландии;
IL Израиля; IN Индии; IQ Ирака; IR Ирана; IS Исландии; IT Италии; JM Ямайки; JO Иордании; JP Японии; KE Кении;
KG Кыргызстана; KH Камбоджи; KI Кирибати; KM Коморских Островов; KN Сент-Китса и Невиса;
KP Корейской Народно-Демократической Республики; KR Республики Корея; KW Кувейта; KZ Казахстана; LA Лаоса; LB Ливана;
LC Сент-Люсии; LI Лихтенштейна; LK Шри-Ланки; LR Либерии; LS Лесото; LT Литвы; LU Люксембурга; LV Латвии; LY Ливии;
MA Марокко; MC Монако; MD Республики Молдова; ME Черногории; MG Мадагаскара; MH Маршалловых Островов;
MK Северной Македонии; ML Мали; MM Мьянмы; MN Монголии; MR Мавритании; MT Мальты; MU Маврикия; MV Мальдив; MW Малави;
MX Мексики; MY Малайзии; MZ Мозамбика; NA Намибии; NE Нигера; NG Нигерии; NI Никарагуа; NL Нидерландов; NO Норвегии;
NP Непала; NR Науру; NU Ниуэ; NZ Новой Зеландии; OM Омана; PA Панамы; PE Перу; PG Папуа — Новой Гвинеи; PH Филиппин;
PK Пакистана; PL Польши; PS Палестины; PT Португалии; PW Палау; PY Парагвая; QA Катара; RO Румынии; RS Сербии;
RU Российской Федерации; RW Руанды; SA Саудовской Аравии; SB Соломоновых Островов; SC Сейшельских Островов; SD Судана;
SE Швеции; SG Сингапура; SI Словении; SK Словакии; SL Сьерра-Леоне; SM Сан-Марино; SN Сенегала; SO Сомали; SR Суринама;
SS Южного Судана; ST Сан-Томе и Принсипи; SV Сальвадора; SY Сирии; SZ Эсватини; TD Чада; TG Того; TH Таиланда;
TJ Таджикистана; TL Тимора-Лешти; TM Туркменистана; TN Туниса; TO Тонги; TR Турции; TT Тринидада и Тобаго; TV Тувалу;
TZ Танзании; UA Украины; UG Уганды; US Соединённых Штатов Америки; UY Уругвая; UZ Узбекистана; VA Святого Престола;
VC Сент-Винсента и Гренадин; VE Венесуэлы; VN Вьетнама; VU Вануату; WS Самоа; YE Йемена; ZA Южной Африки;
ZM Замбии; ZW Зимбабве
"""
OTHER_NAMES = {  # where the library's English name does not stand after “of” as it is
    "BS": "Bahamas",
    "FM": "Federated States of Micronesia",
    "NR": "Nauru",
    "VA": "Holy See",
}
WITH_ARTICLE = {  # “Delegation of the …”
    "AE", "BS", "CD", "CF", "CG", "CK", "DO", "FM", "GB", "GM", "KM", "KP",
    "KR", "MD", "MH", "NE", "NL", "PH", "RU", "SB", "SC", "SD", "US", "VA",
}  # fmt: skip
OFFICIAL = {
    "AM": ("Республика Армения", "Республики Армения", "Republic of Armenia"),
    "AZ": ("Азербайджанская Республика", "Азербайджанской Республики", "Republic of Azerbaijan"),
    "BY": ("Республика Беларусь", "Республики Беларусь", "Republic of Belarus"),
    "CN": ("Китайская Народная Республика", "Китайской Народной Республики", "People’s Republic of China"),
    "KG": ("Кыргызская Республика", "Кыргызской Республики", "Kyrgyz Republic"),
    "KZ": ("Республика Казахстан", "Республики Казахстан", "Republic of Kazakhstan"),
    "MD": ("Республика Молдова", "Республики Молдова", "Republic of Moldova"),
    "RU": ("Российская Федерация", "Российской Федерации", "Russian Federation"),
    "TJ": ("Республика Таджикистан", "Республики Таджикистан", "Republic of Tajikistan"),
    "UZ": ("Республика Узбекистан", "Республики Узбекистан", "Republic of Uzbekistan"),
    "VA": ("Святой Престол", "Святого Престола", "Holy See"),
}
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ə": "e", "æ": "ae", "œ": "oe", "’": "'"})


@cache
def _genitives() -> dict[str, str]:
    pairs = (entry.split(maxsplit=1) for entry in GENITIVE.replace("\n", " ").split(";"))
    return {code: " ".join(name.split()) for code, name in pairs}


def country_name(code: str, language: str) -> str:
    """The short name of the country *code* as lists in *language* show it; empty for an unknown code."""
    with override(language):
        return (OTHER_NAMES.get(code, "") if language != "ru" else "") or str(countries.name(code) or "")


def country_in_genitive(code: str, language: str) -> str:
    """«Армении», “Armenia”, “the Republic of Moldova”: what follows «Делегация» and “Delegation of”.

    Empty when the genitive of this country is not known.
    """
    if code not in _genitives():
        return ""
    if language == "ru":
        return _genitives()[code]
    return f"the {country_name(code, 'en')}" if code in WITH_ARTICLE else country_name(code, "en")


def official_name(code: str, language: str, *, genitive: bool = False) -> str:
    """The official name for notes and letters where we keep one, else the short one."""
    known = OFFICIAL.get(code)
    if known is None:
        return country_in_genitive(code, language) if genitive else country_name(code, language)
    russian, of_russian, english = known
    if language == "ru":
        return of_russian if genitive else russian
    return f"the {english}" if genitive else english


def delegation_title(code: str, language: str) -> str:
    """«Делегация Армении», “Delegation of the Republic of Moldova”; «Делегация: …» where the case is not known."""
    code = str(code or "").upper()
    of = country_in_genitive(code, language)
    if of:
        return f"Делегация {of}" if language == "ru" else f"Delegation of {of}"
    name = country_name(code, language)
    word = "Делегация" if language == "ru" else "Delegation"
    return f"{word}: {name}" if name else word


def alphabetical(text: str, language: str) -> tuple[int, str, int]:
    """The key by which *text* stands in an alphabetical list in *language*: its own script first, Ё beside Е."""
    folded = text.casefold()
    plain = folded.replace("ё", "е").replace("й", "и\uffff").translate(PLAIN)
    bare = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    first = next((char for char in bare if char.isalpha()), "")
    is_cyrillic = "Ѐ" <= first <= "ӿ"
    return (0 if is_cyrillic == (language == "ru") else 1, bare, folded.count("ё"))


def sorted_by_name(codes: Iterable[str], language: str) -> list[str]:
    """Country codes in the alphabetical order of their names in *language*."""
    return sorted(set(codes), key=lambda code: alphabetical(country_name(code, language), language))
