"""What the test that kills workers runs in processes of their own: ``python -m tests.proceedings.killed VERB …``.

``fill N``   a database with a volume of N short articles, and a job to compile it
``work``     what a background worker does with that job
``report``   what came of it, as JSON
"""

from __future__ import annotations

import json
import os
import sys

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
PARAGRAPH = "<p>Дети, которые учатся вместе, узнают друг о друге больше, чем рассказал бы любой учебник: {n}.</p>"


class NoMigrations:
    """Tables straight from the models."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def fill(count: int) -> None:
    from datetime import date, timedelta

    from django.core.management import call_command

    from conference.models import Conference, Job
    from conference.services.queue import path_of
    from proceedings.models import Article, ArticleAuthor, Manuscript, Part, Volume
    from proceedings.services import run_compile

    settings.MIGRATION_MODULES = NoMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0)
    conference = Conference.objects.create(
        slug="killed", title_ru="Конференция", title_en="Conference", contact_email="org@example.org",
        starts=date(2027, 6, 1), ends=date(2027, 6, 1) + timedelta(days=1),
    )  # fmt: skip
    volume = Volume.objects.create(conference=conference, slug="book", title_ru="Сборник", title_en="Book", year=2027)
    part = Part.objects.create(volume=volume, number=1, title_ru="Часть", title_en="Part")
    for number in range(1, count + 1):
        article = Article.objects.create(
            volume=volume, part=part, number=number, language="ru", title_ru=f"Статья {number}", title_en=f"On {number}"
        )
        ArticleAuthor.objects.create(article=article, order=1, family_ru=f"Орлов{number}", family_en=f"Orlov{number}")
        html = "<h2>Начало</h2>" + "".join(PARAGRAPH.format(n=n) for n in range(number, number + 60))
        Manuscript.objects.create(article=article, revision=1, sha256=f"{number:064}", html=html)
    Job.objects.create(kind="compile", task=path_of(run_compile), conference=conference, about=volume)


def work() -> None:
    from conference.models import Job
    from proceedings.services import run_compile

    run_compile(Job.objects.get().pk)


def report() -> None:
    from conference.models import Job
    from proceedings.models import Build

    job = Job.objects.get()
    builds = [(build.sha256, build.articles, build.file.path) for build in Build.objects.all()]
    spent = (job.finished_at - job.started_at).total_seconds() if job.finished_at else 0
    told = {"seconds": spent, "state": job.state, "done": job.done, "builds": builds}
    sys.stdout.write(f"{json.dumps(told)}\n")


if __name__ == "__main__":
    django.setup()
    {"fill": lambda: fill(int(sys.argv[2])), "work": work, "report": report}[sys.argv[1]]()
