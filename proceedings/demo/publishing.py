"""After publication: the files of the articles, an erratum, a retraction, readers who need other formats."""

from __future__ import annotations

from pathlib import Path

from conference.demo.world import World, read_toml
from conference.models import Job, Person
from proceedings.models import Article, FormatRequest, Notice, Publication, Volume
from proceedings.services.article_files import KIND, files_of, run_article_files, start_article_files
from proceedings.services.formats import answer_format, ask_format
from proceedings.services.notices import add_erratum
from proceedings.services.retracting import retract

TOLD = Path(__file__).parent / "publishing.toml"


def load(world: World, volume: Volume, editor: Person) -> None:
    publication = Volume.objects.get(pk=volume.pk).publication
    if publication is None:
        return
    told = read_toml(TOLD)
    articles = {article.number: article for article in volume.articles.all()}
    for verb, kind, rows in (
        (add_erratum, Notice.Kind.ERRATUM, told["errata"]),
        (retract, Notice.Kind.RETRACTION, told["retractions"]),
    ):
        for row in rows:
            article = articles.get(row["article"])
            if article and not article.notices.filter(kind=kind).exists():
                verb(article, by=editor, text_ru=row["ru"], text_en=row["en"])
    files(publication, editor)
    for row in told["requests"]:
        request(volume, articles.get(row.get("article", 0)), row, editor)


def files(publication: Publication, editor: Person) -> None:
    """Cut the files now: the demonstration does not wait for a worker."""
    made = files_of(publication)
    if made.done < made.total or made.unmarked:
        job = Job.objects.unfinished().about(publication).filter(kind=KIND).first()
        run_article_files((job or start_article_files(publication, by=editor)).pk)


def request(volume: Volume, article: Article | None, told: dict[str, str], editor: Person) -> None:
    if FormatRequest.objects.filter(volume=volume, email=told["email"]).exists():
        return
    asked = ask_format(
        volume,
        by=None,
        email=told["email"],
        name=told["name"],
        wish=told["wish"],
        language=told["language"],
        article=article,
    )
    if "answer" in told:
        answer_format(asked, by=editor, text=told["answer"])
