"""The words that the book itself says, in both languages, and how its texts are typeset."""

from __future__ import annotations

from django.utils.html import escape

from conference.text import typography

RUNNING_HEAD = 68
WORD_JOINER = "\u2060"  # no glyph is needed for it, and it does not reach the text layer of the file
LABELS = {
    "ru": {
        "track": "Секция", "abstract": "Аннотация.", "keywords": "Ключевые слова:", "cite": "Для цитирования:",
        "thanks": "Благодарности:", "sources": "Список источников", "about": "Информация об авторах",
        "about_one": "Информация об авторе", "contribution": "Вклад авторов:", "contribution_one": "Вклад автора:",
        "no_conflict": "Авторы заявляют об отсутствии конфликта интересов.",
        "no_conflict_one": "Автор заявляет об отсутствии конфликта интересов.", "conflict": "Конфликт интересов:",
        "contents": "Содержание", "index": "Указатель авторов", "udk": "УДК", "grnti": "ГРНТИ", "spin": "SPIN-код",
        "board": "Редакционная коллегия:", "reviewers": "Рецензенты:", "authors": "© Авторы",
        "annexes": "Приложения", "example": "Демонстрационный пример",
        "example_note": "Демонстрационный пример. Издание, его авторы, их организации и сведения о них вымышлены.",
        "text_missing": "Полный текст не поступил; публикуется аннотация.",
        "licensed": "Статья доступна по лицензии",
    },
    "en": {
        "track": "Track", "abstract": "Abstract.", "keywords": "Keywords:", "cite": "For citation:",
        "thanks": "Acknowledgments:", "sources": "References", "about": "Information about the authors",
        "about_one": "Information about the author", "contribution": "Contribution of the authors:",
        "contribution_one": "Contribution of the author:",
        "no_conflict": "The authors declare no conflicts of interests.",
        "no_conflict_one": "The author declares no conflicts of interests.", "conflict": "Conflicts of interests:",
        "contents": "Contents", "index": "Index of authors", "udk": "UDC", "grnti": "SRSTI", "spin": "SPIN code",
        "board": "Editorial board:", "reviewers": "Reviewers:", "authors": "© The authors",
        "annexes": "Annexes", "example": "Demonstration",
        "example_note": "Demonstration. The edition, its authors, their organisations and data are invented.",
        "text_missing": "The full text was not received; the abstract is published.",
        "licensed": "The article is available under the licence",
    },
}  # fmt: skip
LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY-NC 4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC BY-NC-ND 4.0": "https://creativecommons.org/licenses/by-nc-nd/4.0/",
    "CC BY-ND 4.0": "https://creativecommons.org/licenses/by-nd/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
"""Where the text of a licence is."""


def typeset(text: str, language: str) -> str:
    return typography(text, language)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def slot(name: str, number: int) -> str:
    """*number* as a slot of that name: the assembler puts another one in when the page turns out to be another."""
    return f'<span class="slot" data-slot="{escape(name)}">{number}</span>'


def running_head(title: str, language: str) -> str:
    """*title* as the head of the page has room for it: at most RUNNING_HEAD characters, cut between words."""
    return typeset(_shortened(title), language)


def _shortened(title: str) -> str:
    if len(title) <= RUNNING_HEAD:
        return title
    for mark in (": ", ". ", "? "):
        head = title.split(mark)[0]
        if 20 <= len(head) <= RUNNING_HEAD:
            return head
    return title[:RUNNING_HEAD].rsplit(" ", 1)[0].rstrip(" ,;:–—") + "…"
