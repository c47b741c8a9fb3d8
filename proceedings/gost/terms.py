"""The words of a reference in the language of the source: a German book keeps «S.» and «Bd.»."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """Designations of ГОСТ Р 7.0.5-2008 in one language; ``volume`` and the like begin an area, ``number`` follows."""

    page: str
    extent: str
    volume: str
    number: str
    issue: str
    part: str
    chapter: str
    clause: str
    et_al: str
    edited: str
    accessed: str
    of_volumes: str = ""
    """«в 6 т.», with the number in place of {}."""


RUSSIAN = Terms(
    "С.", "с.", "Т.", "№", "Вып.", "Ч.", "Гл.", "Ст.", "[и др.]", "под ред.", "дата обращения", "в {} т."
)  # fmt: skip
ENGLISH = Terms(
    "P.", "p.", "Vol.", "no.", "Iss.", "Pt.", "Ch.", "Art.", "[et al.]", "ed. by", "accessed", "in {} vol."
)  # fmt: skip
TERMS = {
    "ru": RUSSIAN,
    "en": ENGLISH,
    "be": Terms("С.", "с.", "Т.", "№", "Вып.", "Ч.", "Гл.", "Арт.", "[і інш.]", "пад рэд.", "дата звароту", "у {} т."),
    "uk": Terms("С.", "с.", "Т.", "№", "Вип.", "Ч.", "Гл.", "Ст.", "[та ін.]", "за ред.", "дата звернення", "у {} т."),
    "de": Terms("S.", "S.", "Bd.", "Nr.", "H.", "T.", "Kap.", "Art.", "[u. a.]", "hrsg. von", "Zugriff", "in {} Bd."),
    "fr": Terms("P.", "p.", "Vol.", "n°", "Fasc.", "Pt.", "Chap.", "Art.", "[et al.]", "éd. par", "consulté le"),
    "es": Terms("P.", "p.", "Vol.", "núm.", "Fasc.", "Pt.", "Cap.", "Art.", "[et al.]", "ed. por", "consultado"),
    "it": Terms("P.", "p.", "Vol.", "n.", "Fasc.", "Pt.", "Cap.", "Art.", "[et al.]", "a cura di", "consultato"),
    "ro": Terms("P.", "p.", "Vol.", "nr.", "Fasc.", "Pt.", "Cap.", "Art.", "[et al.]", "ed.", "accesat"),
    "pl": Terms("S.", "s.", "T.", "nr", "Z.", "Cz.", "Rozdz.", "Art.", "[i in.]", "red.", "dostęp", "w {} t."),
    "az": Terms("S.", "s.", "C.", "№", "Bur.", "H.", "F.", "M.", "[və b.]", "red.", "müraciət tarixi"),
    "kk": Terms("Б.", "б.", "Т.", "№", "Шығ.", "Б.", "Тар.", "Бап", "[және т. б.]", "ред.", "қаралған күні"),
}


def terms_of(language: str) -> Terms:
    """The words of *language*; English ones for a language that is not listed."""
    return TERMS.get(language, ENGLISH)


CITIES = {
    "Москва": "М.",
    "Санкт-Петербург": "СПб.",
    "Ленинград": "Л.",
    "Нижний Новгород": "Н. Новгород",
    "Ростов-на-Дону": "Ростов н/Д.",
}


def short_place(place: str, language: str) -> str:
    """Cities as references shorten them: ГОСТ Р 7.0.5-2008 allows it, ГОСТ Р 7.0.100-2018 does not."""
    return CITIES.get(place.strip(), place.strip()) if language == "ru" else place.strip()
