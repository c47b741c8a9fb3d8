"""Which records the site offers to harvesters: volumes, articles, materials of the library, and what has gone.

An article that an earlier publication had and the newest has not is deleted, for ever. One that was retracted stays,
with its notice. A record is stamped with the publication it is in or, where something was said later, with that. A
material that was withdrawn is deleted; one that is put back comes with a new stamp. A conference that is hidden takes
its records along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from conference.models import Conference
from proceedings.compiler import Both
from proceedings.exports import dublin_core
from proceedings.exports.markup import Element
from proceedings.exports.oai import FORMATS, Header, Page, Refused, Request, interval, written
from proceedings.models import Material, MaterialVersion, Notice, Publication, PublishedArticle, Volume

from .description import both
from .exporting import issue_of, published_now
from .material_records import records_of, whole

SALT = "proceedings.oai"
LIBRARY = "library"
"""The set of the materials; no conference may have this address."""
TOKEN_LASTS = timedelta(days=1)


@dataclass(frozen=True)
class Known:
    """One record: its header, and where its metadata come from (``article`` 0: the volume itself)."""

    header: Header
    publication: int = 0
    article: int = 0
    material: int = 0

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands in every list: by its stamp, then by its identifier."""
        return (written(self.header.stamp), self.header.identifier)


def identifier_of(name: str) -> str:
    """``oai:example.org:article-12``: it leans on keys that never change, not on addresses."""
    return f"oai:{urlsplit(settings.SITE_URL).hostname or 'localhost'}:{name}"


def sets() -> list[tuple[str, Both]]:
    """Conferences with something published, and in them their volumes; the library. Set and title, in order."""
    volumes = _volumes().select_related("conference").order_by("conference__slug", "slug")
    found: dict[str, Both] = {}
    for volume in volumes:
        found.setdefault(volume.conference.slug, both(volume.conference, "title"))
        found[f"{volume.conference.slug}:{volume.slug}"] = both(volume, "title")
    if Material.objects.public().exists():
        found[LIBRARY] = Both("Библиотека материалов", "Library of materials")
    return list(found.items())


def _volumes() -> QuerySet[Volume]:
    return Volume.objects.published().filter(conference__in=Conference.objects.public())


def known(of_set: str = "") -> list[Known]:
    """Every record there is or was, in order of its stamp; of one set, when it is given. Five queries."""
    if of_set == LIBRARY:
        return sorted(_materials(), key=lambda record: record.place)
    slug, _colon, volume = of_set.partition(":")
    rows = Publication.objects.filter(volume__in=_volumes()).select_related("volume__conference").order_by("number")
    if slug:
        rows = rows.filter(volume__conference__slug=slug)
    if volume:
        rows = rows.filter(volume__slug=volume)
    history: dict[int, list[Publication]] = {}
    for row in rows.only("pk", "number", "published_at", "volume__slug", "volume__conference__slug"):
        history.setdefault(row.volume_id, []).append(row)
    contents: dict[int, set[int]] = {}
    pairs = PublishedArticle.objects.filter(publication__in=[row.pk for each in history.values() for row in each])
    for publication, article in pairs.values_list("publication", "article"):
        contents.setdefault(publication, set()).add(article)
    said = dict(
        Notice.objects.filter(article__volume__in=list(history)).values_list("article").annotate(newest=Max("created"))
    )
    found = [record for each in history.values() for record in _of_volume(each, contents, said)]
    if not of_set:
        found += _materials()
    return sorted(found, key=lambda record: record.place)


def _of_volume(
    publications: list[Publication], contents: dict[int, set[int]], said: dict[int, datetime]
) -> list[Known]:
    newest = publications[-1]
    conference, volume = newest.volume.conference.slug, newest.volume.slug
    in_sets = (conference, f"{conference}:{volume}")
    name = identifier_of(f"volume-{newest.volume_id}")
    found = [Known(Header(name, _second(newest.published_at), in_sets), newest.pk)]
    present = contents.get(newest.pk, set())
    for article in set().union(*(contents.get(row.pk, set()) for row in publications)):
        if article in present:
            stamp, is_deleted, of = max(newest.published_at, said.get(article, newest.published_at)), False, newest.pk
        else:
            last = max(at for at, row in enumerate(publications) if article in contents.get(row.pk, set()))
            stamp, is_deleted, of = publications[last + 1].published_at, True, publications[last].pk
        header = Header(identifier_of(f"article-{article}"), _second(stamp), in_sets, is_deleted)
        found.append(Known(header, of, article))
    return found


def _materials() -> list[Known]:
    """Every material that ever was before readers: the withdrawn are deleted. One query."""
    rows = (
        Material.objects.public()
        .order_by()
        .values_list("pk", "state", "published_at", "withdrawn_at", "indexed__since")
    )
    found = []
    for pk, state, published_at, withdrawn_at, since in rows:
        is_deleted = state != Material.State.PUBLISHED
        stamp = max(filter(None, (published_at, withdrawn_at if is_deleted else since)))
        header = Header(identifier_of(f"material-{pk}"), _second(stamp), (LIBRARY,), is_deleted)
        found.append(Known(header, material=pk))
    return found


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def earliest() -> datetime:
    """The earliest stamp there can be."""
    first = [
        Publication.objects.filter(volume__in=_volumes()).aggregate(first=Min("published_at"))["first"],
        MaterialVersion.objects.filter(material__in=Material.objects.public()).aggregate(first=Min("published_at"))["first"],
    ]  # fmt: skip
    return _second(min(filter(None, first), default=timezone.now()))


# -- lists in pieces -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Listing:
    """A list that is being handed out: what it is of, and how far it has come (``after`` and ``last``: a place)."""

    verb: str
    of_set: str
    since: str
    until: str
    after: str = ""
    last: str = ""
    cursor: int = 0

    def has(self, record: Known) -> bool:
        return self.since <= written(record.header.stamp) <= self.until

    def is_still_to_come(self, record: Known) -> bool:
        return record.place > (self.after, self.last)

    def token(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def piece(request: Request, at: datetime, size: int) -> tuple[Page, list[Known]]:
    """The piece of a list that *request* asks for, *size* records at most. Raises Refused.

    A list shows what there was when it was begun: what is published or said meanwhile gets a later stamp, and comes
    with the next harvest. The token holds all that is needed to go on, signed.
    """
    listing = _gone_on_with(request) if request.token else _begun(request, at)
    left = [record for record in known(listing.of_set) if listing.has(record) and listing.is_still_to_come(record)]
    if not left:
        if request.token:
            raise Refused("badResumptionToken", "The list has changed since. Begin it again.")
        raise Refused("noRecordsMatch", "There are no records of this set, in this time, in this format.")
    shown = left[:size]
    token: str | None = "" if request.token else None
    if len(left) > len(shown):
        after, last = shown[-1].place
        token = replace(listing, after=after, last=last, cursor=listing.cursor + len(shown)).token()
    headers = [record.header for record in shown]
    return Page(headers, listing.cursor, listing.cursor + len(left), token, at + TOKEN_LASTS), shown


def _begun(request: Request, at: datetime) -> Listing:
    first, last = interval(request.arguments)
    if request.arguments["metadataPrefix"] not in FORMATS:
        raise Refused("cannotDisseminateFormat", "The only format is oai_dc.")
    until = min(written(last), written(at)) if last else written(at)
    return Listing(request.verb, request.arguments.get("set", ""), written(first) if first else "", until)


def _gone_on_with(request: Request) -> Listing:
    try:
        listing = Listing(**signing.loads(request.token, salt=SALT, max_age=TOKEN_LASTS))
    except (signing.BadSignature, TypeError):
        raise Refused("badResumptionToken", "This token is not ours, or it has expired. Begin the list anew.") from None
    if listing.verb != request.verb:
        raise Refused("badResumptionToken", "This token belongs to another verb.")
    return listing


def find(identifier: str) -> Known:
    """The record called *identifier*. Raises Refused with idDoesNotExist."""
    for record in known():
        if record.header.identifier == identifier:
            return record
    raise Refused("idDoesNotExist", "There is no record of this name.")


def metadata(records: Sequence[Known]) -> list[Element | None]:
    """Dublin Core of each of *records*, None for one that is deleted.

    A constant number of queries for each volume, and for all materials together.
    """
    wanted = [record for record in records if not record.header.is_deleted]
    found: dict[tuple[int, int], Element] = {}
    keys = {record.publication for record in wanted if not record.material}
    for publication in published_now(_volumes()).filter(pk__in=keys) if keys else ():
        numbers = {record.article for record in wanted if record.publication == publication.pk}
        described = issue_of(publication, with_text=False, only=numbers)
        if 0 in numbers:
            found[publication.pk, 0] = dublin_core.volume(described)
        for item in described.items:
            key = int(item.identifier.removeprefix("article-"))
            found[publication.pk, key] = dublin_core.article(described, item)
    materials = _described([record.material for record in wanted if record.material])
    return [
        materials.get(record.material) if record.material else found.get((record.publication, record.article))
        for record in records
    ]


def _described(keys: Sequence[int]) -> dict[int, Element]:
    rows = list(whole(Material.objects.published()).filter(pk__in=keys)) if keys else []
    told = zip(rows, records_of(rows), strict=True)
    return {row.pk: dublin_core.material(record) for row, record in told}
