"""What the library adds to pages: of an event, of the home of a season, of its statistics."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from conference.charts import share
from conference.extensions import Block, ReportPart
from conference.models import Conference
from proceedings.models import Material, MaterialUse, Usefulness

ON_THE_EVENT_PAGE, ON_THE_HOME, REACH = 30, 40, 50
NEWEST, MOST_READ = 4, 10


def session_page(request: HttpRequest, session: Any) -> list[Block]:
    """The recording of an event, its materials and the digest of its answers."""
    rows = Material.objects.published().filter(session=session.pk).order_by("kind", "-year", "pk")
    found = list(rows)
    if not found:
        return []
    order = [Material.Kind.RECORDING, Material.Kind.DIGEST, Material.Kind.PRACTICAL, Material.Kind.CHECKLIST]
    found.sort(key=lambda row: order.index(Material.Kind(row.kind)))
    return [Block(ON_THE_EVENT_PAGE, "proceedings/library/block_event.html", {"materials": found})]


def home(request: HttpRequest, conference: Conference) -> list[Block]:
    """The newest of the library, on the home of a season."""
    if not conference.is_season:
        return []
    rows = list(Material.objects.published().filter(conference=conference)[:NEWEST])
    return [Block(ON_THE_HOME, "proceedings/library/block_home.html", {"materials": rows})] if rows else []


def reach(conference: Conference) -> list[ReportPart]:
    """How much there is in the library of the season, and how much it was used."""
    rows = Material.objects.published().filter(conference=conference)
    kinds = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    if not kinds:
        return []
    uses = dict(
        MaterialUse.objects.filter(material__conference=conference)
        .order_by().values_list("kind").annotate(n=Sum("count"))
    )  # fmt: skip
    marks = Usefulness.objects.filter(material__conference=conference)
    said = marks.aggregate(all=Count("pk"), useful=Count("pk", filter=Q(is_useful=True)))
    words = {
        Material.Kind.RECORDING: _("recordings"),
        Material.Kind.PRACTICAL: _("practical materials"),
        Material.Kind.DIGEST: _("digests of answers"),
        Material.Kind.CHECKLIST: _("self-audit checklists"),
    }
    figures = [(name, number_format(kinds[kind], use_l10n=True)) for kind, name in words.items() if kinds.get(kind)]
    figures += [
        (name, number_format(uses[kind], use_l10n=True, force_grouping=True))
        for kind, name in (
            (MaterialUse.Kind.VIEW, _("pages of materials opened")),
            (MaterialUse.Kind.WATCH, _("recordings watched")),
            (MaterialUse.Kind.DOWNLOAD, _("files downloaded")),
        )
        if uses.get(kind)
    ]
    if said["all"]:
        figures.append((_("readers who found a material useful"), f"{share(said['useful'], said['all'])}\u00a0%"))
    read = rows.filter(uses__kind=MaterialUse.Kind.VIEW).annotate(opened=Sum("uses__count")).order_by("-opened", "pk")
    table = tuple(
        (_title(row), number_format(row.opened, use_l10n=True, force_grouping=True)) for row in read[:MOST_READ]
    )
    columns = (pgettext("of a material", "Title"), pgettext("of a material", "opened, times"))
    tables = ((_("What was opened most"), columns, table),) if table else ()
    return [ReportPart(REACH, pgettext("statistics of a season", "Library"), figures=tuple(figures), tables=tables)]


def _title(row: Material) -> str:
    return str(getattr(row, f"title_{get_language() or 'ru'}") or row.title_ru or row.title_en)
