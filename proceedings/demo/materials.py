"""The library in the demonstration: recordings, practical materials and digests, reviewed, published, read."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pypandoc
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from conference.demo.accounts import ACCOUNTS, SEASON
from conference.demo.world import World, both, read_toml
from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from conference.tables import as_xlsx
from proceedings.models import Material, MaterialReview, MaterialUse, MaterialVersion, Usefulness
from proceedings.services import library
from proceedings.services.library.files import add_file
from proceedings.services.library.timing import seconds_of
from workshops.models import Expert, Question, Session, Theme

HERE = Path(__file__).parent / "library"
SLIDES = Path(__file__).parents[2] / "workshops" / "demo" / "slides.pdf"
VIDEO = "https://video.example.org/watch?v=%s"
"""Under a name kept for examples: it leads nowhere."""
WITH_EVENTS = 20
DRAFT, WAITING, HALF, NEWER = "bullying-first-day", "transition-folder", "tutor-teacher-agreement", "letter-to-parents"
WITHDRAWN = -1
UNREVIEWED = "Запись прошедшего мероприятия: её содержание слышали участники"
NOTES = (
    ("education-plan-template", True, "Заполнили на консилиуме за тридцать минут. Спасибо за столбец «как поймём»!"),
    ("consilium-timetable", True, "Нам не хватает пяти минут на решение, но это уже не час двадцать."),
    (
        "classroom-passport",
        True,
        "We measured six rooms with pupils. A line about hearing aids would help.",
    ),
    ("observation-sheet", False, "Нужен вариант, который помещается на одну страницу крупным шрифтом."),
    ("dialogue-management", True, "Таблица ответственности висит у нас в учительской."),
    ("consilium-papers", False, "The transcript would help those who read Russian slowly."),
)


def load(world: World) -> None:
    season = world.conferences[SEASON]
    if Material.objects.of(season).exclude(kind=Material.Kind.CHECKLIST).exists():
        return
    editor = world.people.get(ACCOUNTS["editor"].email) or world.by
    with transaction.atomic():
        loading = Loading(season, editor)
        recordings = loading.recordings()
        practical = loading.practical()
        digests = loading.digests(world)
        loading.files(practical, recordings)
        loading.read(recordings + practical + digests)
    world.say(f"  the library: {len(recordings)} recordings, {len(practical)} materials, {len(digests)} digests")


class Loading:
    """What the content names, found once, and who puts it into the library."""

    def __init__(self, season: Conference, editor: Person) -> None:
        self.season, self.by = season, editor
        self.themes = {row.slug: row for row in Theme.objects.of(season)}
        self.experts = {row.slug: row for row in Expert.objects.of(season).select_related("person")}
        self.chance = random.Random(11)  # noqa: S311 — figures of an example
        self.now = timezone.now()

    def common(self, told: dict[str, Any]) -> dict[str, Any]:
        """What every kind has."""
        texts = both(told["title"], "title") | both(told["summary"], "summary")
        return texts | {
            "slug": told["key"], "audience": told["audience"], "level": told["level"], "year": told["year"],
            "themes": [self.themes[key] for key in told["themes"]],
        }  # fmt: skip

    def publish(self, material: Material, at: datetime, **why: str) -> None:
        """Publish, as if at the moment *at*."""
        library.publish_to_library(material, by=self.by, **why)
        Material.objects.filter(pk=material.pk).update(published_at=at)
        MaterialVersion.objects.filter(material=material).update(published_at=at)
        for review in material.reviews.all():
            before = timedelta(days=30 - 14 * (review.round - 1))
            said = {"asked_at": at - before, "given_at": at - before + timedelta(days=5)}
            MaterialReview.objects.filter(pk=review.pk).update(**said)
        material.published_at = at

    # -- recordings -------------------------------------------------------------------------------------------------

    def recordings(self) -> list[Material]:
        told = read_toml(HERE / "recordings.toml")["recording"]
        events = dict(self.likeliest(told[:WITH_EVENTS]))
        made = []
        for number, each in enumerate(told):
            event = events.get(each["key"])
            material = library.add(
                self.season, kind="recording", by=self.by, **self.common(each), **both(each.get("text", {}), "body"),
                **{name: text.strip() for name, text in both(each.get("transcript", {}), "transcript").items()},
                language=each["language"], seconds=each["minutes"] * 60, has_captions=each["captions"],
                has_sign_language=bool(event and event.sign_language), video=VIDEO % each["key"], session=event,
                speakers=[self.experts[key] for key in each["speakers"]],
                chapters=[
                    {"seconds": seconds_of(row["at"]), **both(row["title"], "title")}
                    for row in each.get("chapters", [])
                ],
            )  # fmt: skip
            self.publish(material, self.day_of(material, event, number), why_unreviewed=UNREVIEWED)
            made.append(material)
        library.withdraw(
            made[WITHDRAWN], by=self.by, reason="Правила изменились: смотрите более новые записи по этой теме.",
            reason_en="The rules have changed: please watch newer recordings on this theme.",
        )  # fmt: skip
        return made

    def likeliest(self, told: list[dict[str, Any]]) -> Iterator[tuple[str, Session]]:
        """For each recording an event of the season that is over, the most like it; no event twice."""
        past = Session.objects.of(self.season).standing().filter(ends__lt=self.now, kind__is_booked=False)
        left = {row: (self.slugs(row.themes), self.slugs(row.experts)) for row in past.prefetch_related("themes")}
        for each in told:
            if not left:
                return

            def likeness(event: Session, each: dict[str, Any] = each) -> tuple[int, int]:
                themes, experts = left[event]
                shared = 2 * len(themes & set(each["themes"])) + 3 * len(experts & set(each["speakers"]))
                return shared + len(set(event.audience) & set(each["audience"])), -event.pk

            best = max(left, key=likeness)
            del left[best]
            yield each["key"], best

    @staticmethod
    def slugs(rows: Any) -> set[str]:
        return set(rows.values_list("slug", flat=True))

    def day_of(self, material: Material, event: Session | None, number: int) -> datetime:
        """Three days after the event; older recordings came with their year."""
        if event is not None:
            return min(event.ends + timedelta(days=3), self.now)
        years = self.now.year - material.year
        return self.now - timedelta(days=365 * years + 40 + 5 * number)

    # -- practical materials ------------------------------------------------------------------------------------------

    def practical(self) -> list[Material]:
        told = read_toml(HERE / "materials.toml")["material"]
        return [self.one(each, number) for number, each in enumerate(told)]

    def one(self, told: dict[str, Any], number: int) -> Material:
        bodies = {code: (HERE / "materials" / f"{told['key']}.{code}.md").read_text("utf-8") for code in ("ru", "en")}
        material = library.add(
            self.season, kind="practical", by=self.by, **self.common(told), genre=told["kind"], language="both",
            **both(bodies, "body"),
        )  # fmt: skip
        if told["key"] == DRAFT:
            return material
        first, second = (self.experts[key] for key in told["reviewers"])
        library.ask_review(material, experts=[first, second], by=self.by)
        if told["key"] == WAITING:
            MaterialReview.objects.filter(material=material).update(asked_at=self.now - timedelta(days=9))
            return material
        remarks = {each["expert"]: each["text"]["ru"] for each in told.get("remark", [])}
        if told["key"] == HALF:
            library.give_review(material.reviews.get(expert=first), verdict="publish", remarks="Понятно и коротко.")
            return material
        for expert in (first, second):
            review = material.reviews.get(expert=expert)
            remark = remarks.get(expert.slug, "")
            library.give_review(review, verdict="revise" if remark else "publish", remarks=remark)
            if remark:
                library.reply(review, text="Спасибо, добавили.", by=self.by)
        if remarks:
            again = [self.experts[key] for key in remarks]
            for review in library.ask_review(material, experts=again, by=self.by):
                library.give_review(review, verdict="publish")
        self.publish(material, self.now - timedelta(days=20 + 9 * number))
        if told["key"] == NEWER:
            summary = f"{material.summary_ru} Добавлен вариант для родительского чата."
            library.save(material, by=self.by, revision=material.revision, summary_ru=summary)
        return material

    # -- digests ------------------------------------------------------------------------------------------------------

    def digests(self, world: World) -> list[Material]:
        made, used = [], set()
        for number, told in enumerate(read_toml(HERE / "digests.toml")["digest"]):
            event = self.most_answered(told["themes"], used)
            if event is None:
                world.say(f"  no answered questions for the digest {told['key']}")
                continue
            used.add(event.pk)
            try:
                material = library.digest_of(event, by=self.by)
            except MoveNotAllowed as refusal:
                world.say(f"  the digest {told['key']}: {refusal}")
                continue
            texts = {f"body_{code}": f"{told['intro'][code]}\n\n{getattr(material, f'body_{code}')}"
                     for code in ("ru", "en") if getattr(material, f"body_{code}")}  # fmt: skip
            fields = self.common(told)
            del fields["slug"]
            library.save(material, by=self.by, revision=material.revision, **{**fields, **texts})
            Material.objects.filter(pk=material.pk).update(slug=told["key"])
            material.slug = told["key"]
            reviewers = [row for row in self.experts.values() if row not in material.speakers.all()][:2]
            for review in library.ask_review(material, experts=reviewers, by=self.by):
                library.give_review(review, verdict="publish")
            self.publish(material, self.now - timedelta(days=6 + 12 * number))
            made.append(material)
        return made

    def most_answered(self, themes: list[str], used: set[int]) -> Session | None:
        """The event of the season with most answers under *themes* that no digest has yet."""
        counts: dict[int, int] = {}
        rows = Question.objects.of(self.season).filter(state=Question.State.ANSWERED, theme__slug__in=themes)
        for pk in rows.exclude(session=None).values_list("session_id", flat=True):
            counts[pk] = counts.get(pk, 0) + 1
        best = max((pk for pk in counts if pk not in used), key=lambda pk: (counts[pk], -pk), default=None)
        return Session.objects.select_related("conference").get(pk=best) if best else None

    # -- files, and what readers did ----------------------------------------------------------------------------------

    def files(self, practical: list[Material], recordings: list[Material]) -> None:
        """A text to be filled in, a table and slides; added before readers came, so that versions have them."""
        by_slug = {each.slug: each for each in [*practical, *recordings]}
        plan = by_slug["education-plan-template"]
        for code, title in (("ru", "Шаблон плана, Word"), ("en", "Template of the plan, Word")):
            self.attach(plan, as_docx(getattr(plan, f"body_{code}")), "plan.docx", title, code)
        header = ["Время", "Что вижу и слышу", "Вопрос учителю"]
        table = as_xlsx(header, [["", "", ""]] * 20, title="Лист", widths={1: 60, 2: 40})
        self.attach(by_slug["observation-sheet"], table, "sheet.xlsx", "Лист наблюдения, Excel", "ru")
        self.attach(recordings[0], SLIDES.read_bytes(), "slides.pdf", "Слайды встречи", "ru")

    def attach(self, material: Material, content: bytes, name: str, title: str, language: str) -> None:
        add_file(
            material, by=self.by, revision=material.revision, file=ContentFile(content, name=name), title=title,
            language=language,
        )  # fmt: skip
        at = material.published_at
        library.publish_to_library(material, by=self.by, note="Добавлен файл", note_en="A file was added",
                                   why_unreviewed="Текст не изменился")  # fmt: skip
        if at:
            MaterialVersion.objects.filter(material=material, number=material.version).update(
                published_at=at + timedelta(days=4)
            )
            Material.objects.filter(pk=material.pk).update(published_at=at + timedelta(days=4))
            material.published_at = at + timedelta(days=4)

    def read(self, materials: list[Material]) -> None:
        """Sixty days of readers, and what some of them said."""
        today = self.season.today()
        public = [each for each in materials if each.version]
        uses, marks = [], []
        for each in public:
            liking = self.chance.uniform(0.4, 2.2)
            for ago in range(0, 60, 3):
                day = today - timedelta(days=ago)
                views = max(1, round(liking * self.chance.uniform(2, 22)))
                used = "watch" if each.kind == Material.Kind.RECORDING else "download"
                uses.append(MaterialUse(material=each, day=day, kind="view", count=views))
                uses.append(MaterialUse(material=each, day=day, kind=used, count=max(1, round(views * 0.45))))
            for number in range(self.chance.randint(3, 14)):
                at = self.now - timedelta(days=self.chance.randint(1, 59))
                useful = self.chance.random() < 0.86
                marks.append(Usefulness(material=each, voter=f"bdemo{number}", is_useful=useful, is_read=True, at=at))
        MaterialUse.objects.bulk_create(uses, batch_size=1000)
        Usefulness.objects.bulk_create(marks, batch_size=1000)
        by_slug = {each.slug: each for each in public}
        for number, (slug, useful, note) in enumerate(NOTES):
            library.mark_useful(by_slug[slug], voter=f"bdemonote{number}", is_useful=useful, note=note)


def as_docx(text: str) -> bytes:
    """*text* in Markdown as a document of Word."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.docx"
        pypandoc.convert_text(text, "docx", format="markdown", outputfile=str(path))
        return path.read_bytes()
