"""The volume of 2008, compiled and published, and the next one as it is being filled."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings

from conference.demo.accounts import ACCOUNTS, FIRST, NEXT
from conference.demo.world import World, both, read_toml
from conference.models import Conference, Job, Person
from proceedings import services
from proceedings.models import Volume

from . import audits, editing, imprint, materials, publishing, rights

HERE = Path(__file__).parent
BILINGUAL = ("title", "subtitle", "above_title", "place", "publisher", "editors", "reviewers", "annotation")


def load(world: World) -> None:
    told = read_toml(HERE / "volumes.toml")
    editor = world.people.get(ACCOUNTS["editor"].email) or world.by
    first = volume(world.conferences[FIRST], told[FIRST])
    imprint.load(world, first, FIRST)
    if not first.is_published:
        services.collect(first, by=world.by)
    if first.articles.exists():
        publish(world, first, editor)
        publishing.load(world, first, editor)
    coming = volume(world.conferences[NEXT], told[NEXT])
    imprint.load(world, coming, NEXT)
    if not coming.articles.exists():
        services.collect(coming, by=world.by)
    services.import_missing(coming)
    editing.load(world, coming, editor)
    rights.load(world, coming, editor)
    materials.load(world)
    audits.load(world)


def volume(conference: Conference, told: dict[str, Any]) -> Volume:
    """The volume as the content tells it; its texts stay as the editors left them."""
    texts: dict[str, Any] = {}
    for name in BILINGUAL:
        texts |= both({code: text.strip() for code, text in told.get(name, {}).items()}, name)
    plain = {name: told[name] for name in ("udk", "bbk", "author_sign", "isbn", "signed_on") if name in told}
    made, _created = Volume.objects.get_or_create(
        conference=conference,
        slug=told["slug"],
        defaults={"year": told.get("year", conference.starts.year), **plain, **texts},
    )
    return made


def publish(world: World, first: Volume, editor: Person) -> None:
    """Compile and publish once; afterwards only the copy of the file is looked after."""
    if first.publication is None:
        services.import_missing(first)
        imprint.give_dois(first, editor)
        job = services.compile_now(first, by=editor)
        build = first.builds.first()
        if job.state != Job.State.DONE or build is None:
            raise RuntimeError(f"the demonstration volume did not come out: {job.error}")
        services.publish(first, by=editor)
        world.say(f"  the volume: {build.articles} articles, {build.pages} pages, compiled in {build.seconds:.0f} s")
    copy = Path(settings.VAR_DIR) / "demo" / "proceedings.pdf"
    copy.parent.mkdir(parents=True, exist_ok=True)
    published = Volume.objects.get(pk=first.pk).publication
    if published and (not copy.exists() or copy.stat().st_size != published.size):
        with published.file.open("rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target)
    world.say(f"  {copy}")
