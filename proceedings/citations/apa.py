"""APA, 7th edition: a chapter of edited proceedings. Plain text; italics are for whoever sets it."""

from __future__ import annotations

from collections.abc import Sequence

from proceedings.gost import Name, direct, initials, page_range

from .record import Record

WORDS = {
    "ru": {"in": "В", "editor": "ред.", "editors": "ред.", "page": "с.", "pages": "с."},
    "en": {"in": "In", "editor": "Ed.", "editors": "Eds.", "page": "p.", "pages": "pp."},
}
MOST = 20  # names; of more, the first nineteen and the last


def apa(record: Record, language: str) -> str:
    """«Author, A. A., & Author, B. B. (Year). Title. In E. Editor (Ed.), Volume (pp. 1–9). Publisher. DOI».

    The title is the original one, followed by its translation in square brackets where that is known.
    """
    words = WORDS[language]
    year = f"({record.book.year})."
    title = _sentence(_title(record, language))
    publisher = _sentence(record.book.publisher.best(language)[0])
    if record.article is None:
        heads = [_inverted(name) for name in record.editors(language)]
        parts = [
            _sentence(_board(heads, words, _people(heads))),
            year,
            _sentence(record.container(language)),
            publisher,
        ]
    else:
        authors = _people([_inverted(name) for name in record.names(language)])
        parts = [_sentence(authors), year, title] if authors else [title, year]
        parts += [_sentence(_container(record, language, words)), publisher]
    if address := f"https://doi.org/{record.doi}" if record.doi else record.url:
        parts.append(address)
    parts += [f"({remark})" for remark in record.remarks(language)]
    return " ".join(part for part in parts if part)


def apa_page(names: Sequence[Name], title: str, *, kind: str, year: int, site: str, url: str) -> str:
    """«Author, A. A. (Year). Title [Kind]. Site. Address»: what stands on a page of *site*."""
    authors, told = _people([_inverted(name) for name in names]), _sentence(f"{title} [{kind}]")
    head = [_sentence(authors), f"({year}).", told] if authors else [told, f"({year})."]
    return " ".join([*head, _sentence(site), url])


def _title(record: Record, language: str) -> str:
    translated = record.translated_title(language) if record.article else ""
    return f"{record.original_title()} [{translated}]" if translated else record.original_title()


def _container(record: Record, language: str, words: dict[str, str]) -> str:
    pages = ""
    if record.pages:
        many = record.pages[0] != record.pages[1]
        pages = f" ({words['pages' if many else 'page']} {page_range(*record.pages)})"
    heads = [direct(name) for name in record.editors(language)]
    board = _board(heads, words, " & ".join(heads) if len(heads) == 2 else _people(heads))
    return f"{words['in']} {f'{board}, ' if board else ''}{record.container(language)}{pages}"


def _board(shown: list[str], words: dict[str, str], joined: str) -> str:
    return f"{joined} ({words['editor' if len(shown) == 1 else 'editors']})" if shown else ""


def _inverted(name: Name) -> str:
    first = initials(name.given)
    return f"{name.family}, {first}" if first else name.family


def _people(shown: list[str]) -> str:
    """A, & B; from twenty-one names on the first nineteen, an ellipsis, and the last."""
    if len(shown) > MOST:
        return f"{', '.join(shown[: MOST - 1])}, . . . {shown[-1]}"
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])}, & {shown[-1]}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
