"""A published volume with everything in it that an export has to carry."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from conference.models import Conference, Person
from proceedings import services
from proceedings.exports import Issue
from proceedings.models import Article, ArticleAuthor, Manuscript, ManuscriptFigure, Publication, Volume
from proceedings.services.exporting import issue_of
from tests.proceedings.conftest import make_publication, new_paper, new_volume, picture

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16"><path d="M0 0h16v16H0z"/></svg>'
)
TEXT = """<p>Вводный абзац со словами <span lang="en">inclusive education</span>, <em>курсивом</em>, H<sub>2</sub>O,
сноской<a class="note" href="#fn1" id="fnref1">1</a> и формулой <img
alt="заглавная E равно m c в квадрате" data-formula="1" class="formula fh-24 fd-5">.</p>
<h2>Первый раздел</h2><p>Текст со <a href="https://example.org/page?a=1&amp;b=2">ссылкой</a>.</p>
<h3>Подраздел</h3><ul><li>Один</li><li>Два<ol start="3"><li>Вложенный</li></ol></li></ul>
<blockquote><p>Цитата.</p></blockquote><pre>код &lt;a&gt;
  отступ</pre>
<h2>Таблицы и рисунки</h2>
<table><caption>Сколько школ</caption>
<thead><tr><th scope="col">Год</th><th scope="col" class="n">Школ</th></tr></thead>
<tbody><tr><th scope="row">2007</th><td class="n">12</td></tr><tr><td colspan="2">Всего</td></tr></tbody></table>
<figure><img alt="Столбики по годам" data-figure="1" width="60" height="40">
<figcaption>Школы по годам</figcaption></figure>
<p class="display"><img alt="a делить на b" data-formula="2" class="formula fh-40 fd-16"></p>
<section class="footnotes"><ol><li id="fn1">Пояснение к слову.</li></ol></section>"""
SOURCES = [
    "Иванов И. И. <em>Книга</em>. М.: Наука, 2007.",
    '<span lang="en">Ainscow M. Promoting inclusion // Nordic J. 2020. DOI: 10.1080/20020317.2020.1729587</span>',
]


def filled(conference: Conference, editor: Person, **fields: Any) -> Volume:
    """A volume of two articles: a rich one in Russian by two authors, a plain one in English. Not published yet."""
    volume = new_volume(
        conference, isbn="9785806412349", udk="376.1", bbk="74.5",
        editors_ru="И. Берёзкина (ответственный редактор)", editors_en="I. Berezkina (managing editor)",
        annotation_ru="О школе для всех.", annotation_en="On a school for everybody.", **fields,
    )  # fmt: skip
    new_paper(conference, number=1)
    new_paper(conference, number=2, track=2, language="en")
    services.collect(volume, by=editor)
    first, second = volume.articles.order_by("number")
    rich = Manuscript.objects.create(
        article=first, revision=1, sha256="0" * 64, html=TEXT, sources=SOURCES,
        formulas=[{"number": 1, "svg": SVG, "tex": "E = mc^2"}, {"number": 2, "svg": SVG.replace("16v16", "8v8")}],
    )  # fmt: skip
    figure = ManuscriptFigure(manuscript=rich, number=1, width=60, height=40)
    figure.file.save("figure.png", ContentFile(picture()))
    Manuscript.objects.create(article=second, revision=1, sha256="1" * 64, html="<p>English & plain.</p>")
    Article.objects.filter(pk=first.pk).update(
        udk="376.112", grnti="14.29.01", acknowledgments_ru="Спасибо фонду.", acknowledgments_en="Thanks to the fund.",
        contribution_ru="Вклад равный.", received_on="2008-04-01", accepted_on="2008-05-01",
    )  # fmt: skip
    ArticleAuthor.objects.filter(article=first).update(
        orcid="0000-0002-1825-0097",
        ror="https://ror.org/02rh8xn26",
        spin="1234-5678",
        city_ru="Москва",
        city_en="Moscow",
    )
    ArticleAuthor.objects.create(article=first, order=2, family_ru="Қайратова", given_ru="Әсел", country="KZ")
    return volume


def with_dois(volume: Volume) -> Volume:
    for article in volume.articles.all():
        Article.objects.filter(pk=article.pk).update(doi=f"10.5555/ie2008.{article.number}")
    return volume


def published(volume: Volume, editor: Person) -> Publication:
    made = make_publication(Volume.objects.get(pk=volume.pk), editor)
    return Publication.objects.select_related("volume__conference", "build").get(pk=made.pk)


def issue(volume: Volume, editor: Person) -> Issue:
    return issue_of(published(volume, editor))
