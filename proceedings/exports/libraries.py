"""One archive for libraries: the book, its articles, their descriptions in every format, checksums."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from .archive import CHUNK, Content, add_file
from .records import Issue

README = {
    "ru": """{title}
{line}

{imprint}
Опубликовано: {published}, публикация № {number}
Адрес: {url}
Лицензия: {licence}

Что в архиве
  {name}.pdf            том целиком, размеченный (PDF/UA)
  articles/             статьи по одной, из того же набора
  {name}.epub           электронная книга (EPUB 3)
  metadata/             описания статей: BibTeX (.bib), RIS (.ris), CSL-JSON (.csl.json) на русском
                        и английском, Dublin Core на двух языках сразу (dublin-core.xml)
  metadata/jats/        статьи в JATS 1.1 (только у серии с ISSN)
  SHA256SUMS            контрольные суммы: sha256sum -c SHA256SUMS

Исправления и отзывы статей названы в описаниях.
""",
    "en": """{title}
{line}

{imprint}
Published: {published}, publication no. {number}
Address: {url}
Licence: {licence}

What is inside
  {name}.pdf            the whole volume, tagged (PDF/UA)
  articles/             the articles one by one, from the same layout
  {name}.epub           e-book (EPUB 3)
  metadata/             descriptions of the articles: BibTeX (.bib), RIS (.ris), CSL-JSON (.csl.json) in Russian
                        and in English, Dublin Core in both languages at once (dublin-core.xml)
  metadata/jats/        articles as JATS 1.1 (only of a series with an ISSN)
  SHA256SUMS            checksums: sha256sum -c SHA256SUMS

Errata and retractions are named in the descriptions.
""",
}


def readme(issue: Issue, language: str) -> bytes:
    book = issue.book
    title = book.title.best(language)[0]
    imprint = ", ".join(filter(None, (book.place.best(language)[0], book.publisher.best(language)[0], str(book.year))))
    told = README[language].format(
        title=title,
        line="=" * min(len(title), 78),
        imprint=f"{imprint}. ISBN {book.isbn}" if book.isbn else imprint,
        published=f"{issue.published:%d.%m.%Y}" if language == "ru" else f"{issue.published:%Y-%m-%d}",
        number=issue.number,
        url=issue.url.best(language)[0],
        licence=" ".join(filter(None, (book.licence, issue.licence_url()))) or "–",
        name=issue.name,
    )
    return told.encode()


def write(issue: Issue, files: Iterable[tuple[str, Content]], target: BinaryIO) -> None:
    """Write *files* (name → content) with the two README and a list of checksums into *target*."""
    sums = []
    given = [("README.ru.txt", readme(issue, "ru")), ("README.en.txt", readme(issue, "en")), *files]
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in given:
            sums.append(f"{_digest(content)}  {name}")
            add_file(archive, f"{issue.name}/{name}", content, issue.published)
        add_file(archive, f"{issue.name}/SHA256SUMS", ("\n".join(sums) + "\n").encode(), issue.published)


def _digest(content: Content) -> str:
    digest = hashlib.sha256()
    if isinstance(content, bytes):
        digest.update(content)
    elif callable(content):
        digest.update(content())
    else:
        with content.open("rb") as source:
            while piece := source.read(CHUNK):
                digest.update(piece)
    return digest.hexdigest()
