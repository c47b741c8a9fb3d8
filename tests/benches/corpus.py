"""A volume for measuring: as many articles as wanted, always the same, two thirds of them in Russian.

Three hundred make about two thousand pages of 170 × 240 mm with tables, charts, photographs, formulas, footnotes,
lists of sources and several authors each. The text is put together from ``words.toml``: it reads like an article and
says nothing.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring  # our own formulas

from PIL import Image, ImageDraw, ImageFilter

from proceedings.compiler import Article, Author, Book, Both, Part, Text
from proceedings.manuscripts import formulas

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
PARTS = [
    (Both("Школа, открытая для всех", "A school open to all"), Both("Школа", "School")),
    (Both("Подготовка учителя", "Educating teachers"), Both("Учитель", "Teachers")),
    (Both("Сопровождение семьи", "Supporting families"), Both("Семья", "Families")),
    (Both("Технологии и среда", "Technology and environment"), Both("Среда", "Environment")),
]
PHOTOGRAPHS = 16
MATHML = [
    "<mrow><msub><mi>x</mi><mi>{i}</mi></msub><mo>=</mo><mfrac><mrow><mi>a</mi><mo>+</mo><mn>{n}</mn></mrow><msqrt><mi>b</mi></msqrt></mfrac></mrow>",
    "<mrow><mi>r</mi><mo>=</mo><mn>0,{n}</mn></mrow>",
    "<mrow><mover><mi>y</mi><mo>¯</mo></mover><mo>=</mo><munderover><mo>∑</mo><mrow><mi>{i}</mi><mo>=</mo><mn>1</mn></mrow><mi>N</mi></munderover><msub><mi>y</mi><mi>{i}</mi></msub></mrow>",
    "<mrow><msup><mi>χ</mi><mn>2</mn></msup><mo>=</mo><mn>{n}</mn><mo>,</mo><mi>p</mi><mo>&lt;</mo><mn>0,05</mn></mrow>",
]  # fmt: skip


def book(articles: int, folder: Path) -> Book:
    """A volume of *articles*; pictures are kept in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [article(number, folder) for number in range(1, articles + 1)]
    share = -(-articles // len(PARTS))
    parts = [
        Part(number, title, short, tuple(made[(number - 1) * share : number * share]))
        for number, (title, short) in enumerate(PARTS, start=1)
    ]
    return Book(
        title=Both("Вместе учиться и работать", "Learning and Working Together"),
        subtitle=Both("материалы международной конференции", "proceedings of the international conference"),
        place=Both("Санкт-Петербург", "Saint Petersburg"),
        publisher=Both("Издательство", "Publisher"),
        year=2008,
        parts=tuple(part for part in parts if part.articles),
        udk="376.1(082)",
        bbk="74.3",
        isbn="978-0-00-000000-2",
        editors=Both("И. Л. Ратманова\nП. И. Озерков", "I. Ratmanova\nP. Ozerkov"),
        annotation=Both("Сборник для измерений: статьи ничего не значат.", "For measuring: the articles mean nothing."),
        licence="CC BY 4.0",
        url="https://example.org/book",
        signed_on=date(2008, 9, 1),
        is_demonstration=True,
    )  # fmt: skip


def edited(volume: Book, number: int, *, paragraphs: int = 0) -> Book:
    """*volume* with a word more in article *number*, or with *paragraphs* more at its end."""

    def change(each: Article) -> Article:
        if each.number != number:
            return each
        more = "".join(f"<p>{_Writer(f'more {n}', each.language).paragraph()}</p>" for n in range(paragraphs))
        word = {"ru": "<p>Итак, ", "en": "<p>Thus, "}[each.language]
        html = each.text.html
        mended = html if paragraphs else word.join(html.rsplit("<p>", 1))
        body, mark, notes = mended.partition('<section class="footnotes">')
        return replace(each, text=replace(each.text, html=body + more + mark + notes))

    parts = (replace(part, articles=tuple(map(change, part.articles))) for part in volume.parts)
    return replace(volume, parts=tuple(parts))


def article(number: int, folder: Path) -> Article:
    """Article *number* of any volume."""
    dice = random.Random(f"article {number}")
    language = "ru" if dice.random() < 0.65 else "en"
    writers = {each: _Writer(f"{number} {each}", each) for each in ("ru", "en")}
    received = date(2008, 1, 10) + timedelta(days=dice.randrange(150))
    return Article(
        key=str(1000 + number),
        number=number,
        language=language,
        title=Both(*(writers[each].title() for each in ("ru", "en"))),
        authors=tuple(_author(dice, turn) for turn in range(dice.choice([1, 1, 2, 2, 3, 4]))),
        type=Both("Научная статья", "Original article"),
        udk=f"376.{dice.randrange(1, 60)}",
        abstract=Both(*(writers[each].paragraph(5) for each in ("ru", "en"))),
        keywords=Both(*(", ".join(writers[each].keywords()) for each in ("ru", "en"))),
        text=_Text(number, language, folder).text(),
        received=received,
        accepted=received + timedelta(days=40),
    )


def _author(dice: random.Random, turn: int) -> Author:
    who, first = dice.randrange(len(WORDS["ru"]["families"])), dice.randrange(len(WORDS["ru"]["givens"]))
    where, what = dice.randrange(len(WORDS["ru"]["places"])), dice.randrange(len(WORDS["ru"]["organisations"]))
    is_woman = WORDS["ru"]["givens"][first].endswith("а")
    post, number = dice.randrange(len(WORDS["ru"]["positions"])), dice.randrange(1, 90)

    def both(name: str, index: int, ending: str = "") -> Both:
        ru, en = (WORDS[language][name][index].format(num=number) for language in ("ru", "en"))
        return Both(ru + ending, en + ("a" if ending else ""))

    return Author(
        family=both("families", who, "а" if is_woman and not WORDS["ru"]["families"][who].endswith("ий") else ""),
        given=both("givens", first),
        position=both("positions", post),
        affiliation=both("organisations", what),
        city=both("places", where),
        email=f"author{who}{first}@example.org",
        orcid="0000-0002-1825-0097" if number % 3 else "",
        is_corresponding=turn == 0,
    )


class _Writer:
    """Sentences in one language, the same for the same *seed*."""

    def __init__(self, seed: str, language: str) -> None:
        self.dice = random.Random(seed)
        self.language = language
        self.words: dict[str, Any] = WORDS[language]

    def paragraph(self, sentences: int = 0) -> str:
        return " ".join(self.sentence() for _turn in range(sentences or self.dice.randrange(3, 9)))

    def sentence(self) -> str:
        return self._fill(self.dice.choice(self.words["frames"]))

    def title(self) -> str:
        return self._fill(self.dice.choice(self.words["titles"]))

    def heading(self) -> str:
        return self._fill(self.dice.choice(self.words["headings"]))

    def keywords(self) -> list[str]:
        return [self._fill("{a0} {n0}" if self.language == "ru" else "{a} {n}") for _turn in range(6)]

    def _fill(self, frame: str) -> str:
        filled = frame.format_map(self._russian() if self.language == "ru" else self._english())
        return filled[:1].upper() + filled[1:]

    def _russian(self) -> dict[str, Any]:
        pick = self.dice.choice
        found: dict[str, Any] = {
            "year": pick(range(1998, 2008)),
            "num": pick(range(11, 60)),
            "num2": pick(range(61, 97)),
        }
        for kind in ("adjectives", "nouns", "people"):
            for case in range(3):
                for variant in ("", "b"):
                    found[f"{kind[0]}{case}{variant}"] = (
                        self._adjective(case) if kind == "adjectives" else pick(self.words[kind])[case]
                    )
        found |= {
            "a2x": found["a1"],
            "n2x": pick(self.words["nouns"])[2][:-1].removesuffix("м") + "х",
            "n2d": pick(self.words["nouns"])[2][:-1],
        }
        return found | {name.upper(): _capital(value) for name, value in found.items() if isinstance(value, str)}

    def _adjective(self, case: int) -> str:
        stem = self.dice.choice(self.words["adjectives"])
        soft = self.words["endings"][0 if stem[-1] in "кщ" else 1]
        return f"{self.dice.choice(self.words['prefixes'])}{stem}{soft[case]}"

    def _english(self) -> dict[str, Any]:
        pick = self.dice.choice
        found: dict[str, Any] = {
            "year": pick(range(1998, 2008)),
            "num": pick(range(11, 60)),
            "num2": pick(range(61, 97)),
        }
        for variant in ("", "2"):
            found |= {
                f"a{variant}": pick(self.words["prefixes"]) + pick(self.words["adjectives"]),
                f"n{variant}": pick(self.words["nouns"]),
                f"p{variant}": pick(self.words["people"]),
            }
        return found | {name.upper(): _capital(value) for name, value in found.items() if isinstance(value, str)}


class _Text:
    """The body of one article, with what it refers to."""

    def __init__(self, number: int, language: str, folder: Path) -> None:
        self.number, self.language, self.folder = number, language, folder
        self.dice = random.Random(f"text {number}")
        self.writer = _Writer(f"text {number}", language)
        self.foreign = _Writer(f"foreign {number}", "en" if language == "ru" else "ru")
        self.notes: list[str] = []
        self.figures: list[tuple[int, str]] = []
        self.formulas: list[tuple[int, str]] = []
        self.sources = tuple(self._source() for _turn in range(self.dice.randrange(5, 15)))

    def text(self) -> Text:
        extras: list[Callable[[], str]] = [self._table] * self.dice.choice([0, 1, 1, 2])
        extras += [self._figure] * self.dice.choice([0, 0, 0, 1, 1, 2]) + [self._list] * self.dice.choice([0, 1, 2])
        extras += [self._formula] * (self.dice.randrange(1, 7) if self.number % 4 == 0 else 0) + [self._quote]
        self.dice.shuffle(extras)
        blocks = list(self._sections(extras))
        notes = "".join(f'<li id="fn{number}">{note}</li>' for number, note in enumerate(self.notes, start=1))
        if notes:
            blocks.append(f'<section class="footnotes"><ol>{notes}</ol></section>')
        return Text("".join(blocks), self.sources, tuple(self.figures), tuple(self.formulas))

    def _sections(self, extras: list[Callable[[], str]]) -> Iterator[str]:
        for _section in range(self.dice.randrange(2, 4)):
            yield f"<h2>{self.writer.heading()}</h2>"
            for paragraph in range(self.dice.randrange(2, 5)):
                yield f"<p>{self._running()}</p>"
                if extras and paragraph % 2:
                    yield extras.pop()()
            if self.dice.random() < 0.4:
                yield f"<h3>{self.writer.heading()}</h3><p>{self._running()}</p>"
        yield from (extra() for extra in extras)

    def _running(self) -> str:
        text = self.writer.paragraph()
        chance = self.dice.random()
        if chance < 0.15:
            words = text.split(" ")
            text = " ".join([*words[:4], f"<em>{words[4]}</em>", *words[5:]])
        elif chance < 0.3:
            text += f' <span lang="{self.foreign.language}">{self.foreign.sentence()}</span>'
        if self.dice.random() < 0.22:
            self.notes.append(self.writer.sentence() + (" " + self.writer.sentence() if chance > 0.6 else ""))
            text += f'<a href="#fn{len(self.notes)}" id="fnref{len(self.notes)}" class="note">{len(self.notes)}</a>'
        return f"{text} [{self.dice.randrange(1, len(self.sources) + 1)}]"

    def _table(self) -> str:
        first, *rest = self.writer.words["columns"]
        head = f'<th scope="col">{first}</th>' + "".join(f'<th scope="col" class="n">{each}</th>' for each in rest)
        rows = "".join(self._row(len(rest)) for _turn in range(self.dice.randrange(4, 13)))
        caption = self.writer.title()
        return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def _row(self, cells: int) -> str:
        name = " ".join(self.writer.keywords()[0].split())
        values = (f"{self.dice.uniform(0, 99):.1f}" for _cell in range(cells))
        cell = (value.replace(".", ",") if self.language == "ru" else value for value in values)
        return f'<tr><th scope="row">{name}</th>' + "".join(f'<td class="n">{each}</td>' for each in cell) + "</tr>"

    def _figure(self) -> str:
        number = len(self.figures) + 1
        if self.dice.random() < 0.7:
            path = _chart(self.folder / f"chart-{self.number}-{number}.png", self.number * 10 + number)
        else:
            which = self.dice.randrange(PHOTOGRAPHS)
            path = _photograph(self.folder / f"photograph-{which}.jpg", which)
        self.figures.append((number, path.as_uri()))
        image = f'<img data-figure="{number}" alt="{self.writer.sentence()}">'
        return f"<figure>{image}<figcaption>{self.writer.title()}</figcaption></figure>"

    def _formula(self) -> str:
        number = len(self.formulas) + 1
        is_display = self.dice.random() < 0.5
        drawn = _drawn(
            self.dice.randrange(len(MATHML)), self.dice.choice("ijk"), self.dice.randrange(11, 25), is_display
        )
        self.formulas.append((number, drawn.svg))
        classes = f"formula fh-{drawn.height}" + (f" fd-{drawn.depth}" if drawn.depth else "")
        image = f'<img data-formula="{number}" class="{classes}" alt="{drawn.words[self.language]}">'
        return (
            f'<p class="display">{image}</p>'
            if is_display
            else f"<p>{self.writer.sentence()} {image}. {self._running()}</p>"
        )

    def _list(self) -> str:
        tag = self.dice.choice(["ul", "ol"])
        return f"<{tag}>" + "".join(f"<li>{self.writer.sentence()}</li>" for _turn in range(4)) + f"</{tag}>"

    def _quote(self) -> str:
        return f"<blockquote><p>{self.writer.paragraph(3)}</p></blockquote>"

    def _source(self) -> str:
        language = self.language if self.dice.random() < 0.7 else self.foreign.language
        writer = self.writer if language == self.language else self.foreign
        words, title = WORDS[language], writer.title()
        name = f"{self.dice.choice(words['families'])} {self.dice.choice(words['givens'])[0]}."
        year, pages = self.dice.randrange(1985, 2008), self.dice.randrange(90, 400)
        unit = "с" if language == "ru" else "p"
        said = f"{name} {title}. {self.dice.choice(words['publishers'])}, {year}. {pages} {unit}."
        if self.dice.random() < 0.3:
            said += f' <a href="https://doi.org/10.5555/{year}.{pages}">https://doi.org/10.5555/{year}.{pages}</a>'
        return said if language == self.language else f'<span lang="{language}">{said}</span>'


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _drawn(kind: int, letter: str, number: int, is_display: bool) -> formulas.Formula:
    inner = MATHML[kind].format(i=letter, n=number)
    tex = f'<annotation encoding="application/x-tex">{letter} = {number} ({kind})</annotation>'
    element = fromstring(  # noqa: S314
        f'<math display="{"block" if is_display else "inline"}"><semantics>{inner}{tex}</semantics></math>'
    )
    drawn = formulas.draw(element, 1, decimal_comma=False)
    assert drawn is not None
    return drawn


def _chart(path: Path, seed: int) -> Path:
    """Bars in two colours, as spreadsheets draw them."""
    if path.exists():
        return path
    dice = random.Random(seed)
    image = Image.new("RGB", (1200, 720), "white")
    pen = ImageDraw.Draw(image)
    for line in range(60, 700, 80):
        pen.line((60, line, 1180, line), fill="#cccccc", width=2)
    for bar in range(10):
        for turn, colour in enumerate(("#1d5fa8", "#b0402a")):
            left = 80 + bar * 110 + turn * 42
            pen.rectangle((left, dice.randrange(80, 620), left + 38, 680), fill=colour)
    image.save(path, optimize=False)
    return path


def _photograph(path: Path, seed: int) -> Path:
    """Blurred noise: as large as a photograph when compressed, and nobody is in it."""
    if path.exists():
        return path
    noise = Image.frombytes("RGB", (150, 100), random.Random(seed).randbytes(150 * 100 * 3))
    noise.resize((1500, 1000), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(6)).save(path, quality=82)
    return path
