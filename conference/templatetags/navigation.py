"""What stands around every page: menus, reading settings, the doors of the demonstration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django import forms, template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from conference.demo.accounts import ACCOUNTS, DemoAccount
from conference.forms import ReadingForm
from conference.models import Conference, Role
from conference.permissions import kinds_of, may

register = template.Library()
CONFERENCE, SEASON = Conference.Kind.CONFERENCE, Conference.Kind.SEASON


@dataclass(frozen=True)
class Room:
    """A page of the desk: who may enter, and the only kind of edition that has it; None where both have."""

    title: str | Promise
    permission: str
    route: str
    kind: str | None = None


DESK_ROOMS = (
    Room(gettext_lazy("Registrations"), "registration.see", "registration:desk_list", CONFERENCE),
    Room(gettext_lazy("Delegations"), "registration.accredit", "registration:desk_delegations", CONFERENCE),
    Room(gettext_lazy("Door"), "registration.check_in", "registration:door", CONFERENCE),
    Room(gettext_lazy("Papers"), "workshops.desk", "workshops:desk", CONFERENCE),
    Room(gettext_lazy("Programme"), "workshops.plan", "workshops:planning", CONFERENCE),
    Room(gettext_lazy("Events"), "workshops.season_desk", "workshops:events_desk", SEASON),
    Room(pgettext_lazy("page", "Questions"), "workshops.moderate", "workshops:questions_desk", SEASON),
    Room(pgettext_lazy("desk", "To answer"), "workshops.consult", "workshops:questions_to_answer", SEASON),
    Room(pgettext_lazy("desk", "Library"), "proceedings.edit", "proceedings:library_desk", SEASON),
    Room(gettext_lazy("Consultations"), "workshops.consultations_desk", "workshops:desk_consultations", SEASON),
    Room(gettext_lazy("Proceedings"), "proceedings.edit", "proceedings:desk", CONFERENCE),
)
DESK_TOOLS = (
    Room(gettext_lazy("Registrations"), "registration.see", "registration:desk_list", CONFERENCE),
    Room(gettext_lazy("Delegations"), "registration.accredit", "registration:desk_delegations", CONFERENCE),
    Room(gettext_lazy("Delegations by protocol"), "registration.see", "registration:protocol", CONFERENCE),
    Room(gettext_lazy("Invitations"), "registration.decide", "registration:invitations", CONFERENCE),
    Room(gettext_lazy("Waiting list"), "registration.decide", "registration:waiting", CONFERENCE),
    Room(gettext_lazy("Silent guests"), "registration.decide", "registration:silent", CONFERENCE),
    Room(gettext_lazy("Places in sessions"), "registration.decide", "registration:enrolment", CONFERENCE),
    Room(gettext_lazy("Badges and certificates"), "registration.decide", "registration:papers", CONFERENCE),
    Room(gettext_lazy("Door"), "registration.check_in", "registration:door", CONFERENCE),
    Room(gettext_lazy("How many came"), "registration.check_in", "registration:door_live", CONFERENCE),
    Room(
        gettext_lazy("Visa letters and notes verbales"),
        "registration.issue_letters",
        "registration:desk_letters",
        CONFERENCE,
    ),
    Room(gettext_lazy("Passport data"), "registration.read_passport", "registration:desk_passports", CONFERENCE),
    Room(gettext_lazy("Travel and letters"), "registration.travel_desk", "registration:desk_travel", CONFERENCE),
    Room(gettext_lazy("Support"), "registration.support_desk", "registration:desk_support", CONFERENCE),
    Room(gettext_lazy("Import a table"), "registration.decide", "registration:import", CONFERENCE),
    Room(gettext_lazy("Letters to many"), "registration.write_to_all", "registration:mailings"),
    Room(gettext_lazy("Letters that did not arrive"), "registration.write_to_all", "registration:failed_letters"),
    Room(gettext_lazy("Outcome documents"), "workshops.outcomes_desk", "workshops:outcomes_desk", CONFERENCE),
    Room(gettext_lazy("Sign-ups and attendance"), "workshops.season_desk", "registration:listeners", SEASON),
    Room(gettext_lazy("Proposed topics"), "workshops.season_desk", "workshops:desk_topics", SEASON),
    Room(gettext_lazy("Printed programme"), "workshops.plan", "workshops:prints", CONFERENCE),
    Room(gettext_lazy("Feedback"), "conference.organise", "workshops:feedback_results"),
    Room(gettext_lazy("Final report"), "conference.organise", "workshops:reports"),
    Room(gettext_lazy("The season in numbers"), "workshops.season_desk", "workshops:statistics", SEASON),
    Room(gettext_lazy("Self-audit checklists"), "proceedings.edit", "proceedings:checklists", SEASON),
    Room(gettext_lazy("Requests for other formats"), "proceedings.edit", "proceedings:format_requests", CONFERENCE),
    Room(gettext_lazy("Requests about personal data"), "conference.organise", "data_requests"),
)


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    is_current: bool = False


class Menu:
    """Collects links within one conference; what has no address, or no page yet, is left out."""

    def __init__(self, context: Context) -> None:
        self.links: list[Link] = []
        self.conference: Conference | None = context.get("front_conference") or None
        self.path = getattr(context.get("request"), "path", "")
        self.pages = _page_slugs(context, self.conference)

    def add(self, title: str, name: str, **kwargs: Any) -> None:
        if self.conference is None:
            return
        try:
            url = self.conference.url(name, **kwargs)
        except NoReverseMatch:
            return
        self.links.append(Link(title, url, is_current=self.path.startswith(url)))

    def add_site(self, title: str, name: str) -> None:
        """A page of the whole site, which is of no conference."""
        try:
            url = reverse(name)
        except NoReverseMatch:
            return
        self.links.append(Link(title, url, is_current=self.path.startswith(url)))

    def add_page(self, title: str, slug: str) -> None:
        if slug in self.pages:
            self.add(title, "page", slug=slug)

    def add_allowed(self, context: Context, rooms: Iterable[Room]) -> None:
        """Those of *rooms* that the visitor may enter, and the conference has."""
        if self.conference is None:
            return
        for room in rooms:
            if room.kind in (None, self.conference.kind) and may(context.get("user"), room.permission, self.conference):
                self.add(str(room.title), room.route)

    def result(self) -> list[Link]:
        """The links, of which at most one is current: the one with the longest address."""
        current = [link for link in self.links if link.is_current]
        nearest = max(current, key=lambda link: len(link.url), default=None)
        return [replace(link, is_current=link is nearest) for link in self.links]


def _page_slugs(context: Context, conference: Conference | None) -> set[str]:
    """Which pages the conference has: asked once for all menus of a page."""
    if conference is None:
        return set()
    known = conference.__dict__.get("_page_slugs")
    if known is None:
        known = conference.__dict__["_page_slugs"] = set(conference.pages.values_list("slug", flat=True))
    return known


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[Link]:
    """The sections of the conference, or of the season."""
    menu = Menu(context)
    is_season = menu.conference is not None and menu.conference.is_season
    if is_season:
        return season_menu(menu)
    menu.add_page(_("About"), "about")
    menu.add(_("Tracks"), "workshops:track_list")
    if menu.conference is None or not menu.conference.is_archived:
        menu.add(_("Programme"), "workshops:programme")
    else:
        menu.add(_("Outcomes"), "workshops:outcomes")
    menu.add_page(_("For participants"), "practical")
    menu.add_page(_("Organisers"), "organisers")
    menu.add(_("News"), "news")
    menu.add(_("Proceedings"), "proceedings:volumes")
    return menu.result()


def season_menu(menu: Menu) -> list[Link]:
    """The sections of a season."""
    menu.add(pgettext("menu of a season", "Plan"), "workshops:programme")
    menu.add(pgettext("menu of a season", "Questions"), "workshops:season_questions")
    menu.add_site(pgettext("menu of a season", "Library"), "library:list")
    menu.add(pgettext("menu of a season", "Consultations"), "workshops:consultations")
    menu.add(pgettext("menu of a season", "Experts"), "workshops:experts")
    menu.add(pgettext("menu of a season", "In numbers"), "workshops:statistics")
    menu.add_page(_("About the season"), "about")
    return menu.result()


@register.simple_tag(takes_context=True)
def desk_menu(context: Context) -> list[Link]:
    """The rooms of the staff."""
    menu = Menu(context)
    menu.add(_("Desk"), "desk")
    menu.add_allowed(context, DESK_ROOMS)
    if getattr(context.get("user"), "is_staff", False):
        menu.links.append(Link(_("Administration"), reverse("admin:index")))
    return menu.result()


@register.simple_tag(takes_context=True)
def way_to_desk(context: Context) -> str:
    """The address of the desk of the conference in front that this person may enter; empty where there is none."""
    conference = context.get("front_conference") or None
    if conference is None or not may(context.get("user"), "conference.desk", conference):
        return ""
    return conference.url("desk")


@register.simple_tag(takes_context=True)
def takes_part(context: Context) -> bool:
    """Whether the visitor is admitted to the conference of this page: from roles that are asked anyway."""
    person, conference = context.get("user"), context.get("conference")
    if not conference or person is None or person.is_superuser:
        return False
    return Role.Kind.PARTICIPANT in kinds_of(person, conference)


@register.simple_tag(takes_context=True)
def desk_tools(context: Context) -> list[Link]:
    """Every page of the desk of registration that this person may open."""
    menu = Menu(context)
    menu.add_allowed(context, DESK_TOOLS)
    return menu.links


@register.simple_tag(takes_context=True)
def footer_menu(context: Context) -> dict[str, list[Link]]:
    """The columns of the footer: taking part, materials, this site."""
    part, materials, site = Menu(context), Menu(context), Menu(context)
    conference = part.conference
    if conference is not None and conference.registration_is_open():
        part.add(_("Registration"), "registration:start")
    if conference is not None and conference.call_is_open():
        part.add(_("Submit a paper"), "workshops:submit")
    if conference is not None and conference.is_season:
        part.add(_("Plan of events"), "workshops:programme")
        part.add(pgettext("events", "Running now"), "registration:now")
        part.add(pgettext("of a listener", "My events"), "registration:listener")
        part.add(_("Experts of the season"), "workshops:experts")
        part.add(pgettext("page", "Propose a topic"), "workshops:topics")
    elif conference is not None and not conference.is_archived:
        part.add(_("Programme"), "workshops:programme")
    part.add_page(_("Practical information"), "practical")
    if conference is not None and conference.is_season:
        materials.add_page(_("About the season"), "about")
        materials.add_site(_("Library"), "library:list")
        materials.add(_("The season in numbers"), "workshops:statistics")
    else:
        materials.add_page(_("About the conference"), "about")
        materials.add(_("Outcomes of the conference"), "workshops:outcomes")
        materials.add(_("Proceedings"), "proceedings:volumes")
    if conference is not None and (conference.is_season or conference.today() >= conference.starts):
        after = pgettext("of a season", "Slides and files") if conference.is_season else _("After the conference")
        materials.add(after, "workshops:materials")
    materials.add(_("News"), "news")
    site.links.append(Link(_("All conferences"), reverse("home")))
    site.add_page(_("Accessibility"), "accessibility")
    site.add_page(_("Personal data"), "personal-data")
    site.links.append(Link(_("Verify a document"), reverse("verify_form")))
    return {"part": part.links, "materials": materials.links, "site": site.links}


@register.simple_tag(takes_context=True)
def section_pages(context: Context) -> list[Link]:
    """All texts of the conference's site, for the side of each of them."""
    menu = Menu(context)
    is_season = menu.conference is not None and menu.conference.is_season
    for slug, title in (
        ("about", _("About the season") if is_season else _("About")),
        ("practical", _("For participants")),
        ("organisers", _("Organisers")),
        ("accessibility", _("Accessibility")),
        ("personal-data", _("Personal data")),
    ):
        menu.add_page(title, slug)
    return menu.result()


@register.simple_tag(takes_context=True)
def reading_choices(context: Context) -> list[dict[str, Any]]:
    """The reading settings as groups of choices, each knowing which one is in force."""
    reading = context.get("reading")
    return [
        {
            "name": name,
            "label": field.label,
            "choices": [
                {"value": value, "label": label, "checked": getattr(reading, name, "") == value}
                for value, label in field.choices
            ],
        }
        for name, field in ReadingForm.base_fields.items()
        if isinstance(field, forms.ChoiceField)
    ]


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    """The people as whom a visitor of the demonstration may enter."""
    return list(ACCOUNTS.values())


@register.simple_tag(takes_context=True)
def demo_account(context: Context) -> DemoAccount | None:
    """As whom the visitor of the demonstration has entered; None for a stranger."""
    email = getattr(context.get("user"), "email", "")
    return next((account for account in ACCOUNTS.values() if account.email == email), None)


@register.filter
def first_input(field: forms.BoundField) -> str:
    """The id of the control that a link from the error summary leads to: the first one of a group."""
    if field.id_for_label:
        return field.id_for_label
    first = next(iter(field.subwidgets), None)
    if first is None:  # a group without choices has no control: the link leads to the group
        return str(field.auto_id)
    return first.id_for_label or f"{field.auto_id}_0"
