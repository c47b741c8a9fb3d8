"""An article with a text of every kind of block, for the tests of the editors' desk."""

from __future__ import annotations

from typing import Any

from conference.models import Conference, Person
from proceedings.manuscripts import sanitise
from proceedings.models import Article, Manuscript, ManuscriptFigure, Part, Volume
from tests.proceedings.conftest import new_volume

HTML = sanitise(
    "<h2>Постановка вопроса</h2>\n"
    '<p>Слово <em>курсив</em>, x<sup>2</sup>, [1]<a href="#fn1" id="fnref1" class="note">1</a> и '
    '<a href="https://example.org/a">ссылка</a>.</p>\n'
    '<p lang="en">Whole English paragraph.</p>'
    "<ul><li>один</li><li>два<ul><li>внутри</li></ul></li></ul>"
    "<blockquote><p>Раз</p><p>Два</p></blockquote>"
    '<p class="display"><img alt="E" data-formula="1" class="formula fh-30"></p>'
    '<figure><img alt="Схема" data-figure="1" width="3" height="4"><figcaption>Подпись</figcaption></figure>'
    '<table><caption>Счёт</caption><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
    '<tbody><tr><td>1</td><td class="n">2</td></tr><tr><td>3</td><td class="n">4</td></tr></tbody></table>'
    "<p>Последний абзац.</p>"
    '<section class="footnotes"><ol><li id="fn1">Примечание</li></ol></section>'
)
SOURCES = ["Иванов И. И. Книга. М., 2007.", "Смит Д. Статья. Л., 2008."]


def new_article(conference: Conference, volume: Volume | None = None, **fields: Any) -> Article:
    volume = volume or Volume.objects.filter(conference=conference).first() or new_volume(conference)
    part, _made = Part.objects.get_or_create(volume=volume, number=1, defaults={"title_ru": "Секция"})
    number = volume.articles.count() + 1
    told = {"title_ru": f"О школе {number}", "title_en": f"On school {number}", "language": "ru", **fields}
    article = Article.objects.create(volume=volume, part=part, number=number, **told)
    article.authors.create(
        order=1, family_ru="Орлов", given_ru="Пётр", family_en="Orlov", given_en="Petr", email="orlov@example.org",
        affiliation_ru="Школа", affiliation_en="School", is_corresponding=True,
    )  # fmt: skip
    return article


def new_text(article: Article, html: str = HTML, sources: list[str] | None = None, **fields: Any) -> Manuscript:
    last = article.manuscripts.count()
    told = {"formulas": [{"number": 1, "svg": "<svg/>", "tex": "E"}], **fields}
    made = Manuscript.objects.create(
        article=article, revision=last + 1, sha256="0" * 64, html=html,
        sources=SOURCES if sources is None else sources, **told,
    )  # fmt: skip
    ManuscriptFigure.objects.create(
        manuscript=made, number=1, file="proceedings/figures/one.png", width=300, height=400
    )
    return made


def edited(article: Article, place: int, text: str, by: Person | None = None, kind: str = "paragraph") -> Manuscript:
    """The article with one block written anew, as a person would on the page."""
    from proceedings.services import editing

    newest = article.manuscripts.first()
    assert newest is not None
    edits = editing.edits_of(newest, editing.Typed(texts={place: (kind, text)}))
    return editing.save_text(article, edits, by=by, expected=newest.revision)
