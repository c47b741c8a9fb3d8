"""A copy of one's data (152-ФЗ art. 14, GDPR art. 15 and 20): JSON for machines, a page for people, in one archive."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from conference.extensions import ask
from conference.models import Person
from conference.text import markdown

from . import mail

COPIES_AN_HOUR = 5
STAMP = (1980, 1, 1, 0, 0, 0)
LABELS = {  # of sections and fields; a name that is not here is shown as it stands in the JSON
    "person": _("Person"), "roles": _("Roles"), "consents": _("Consents"), "documents": _("Documents"),
    "messages": _("Letters sent to you"), "data_requests": _("Requests about your data"),
    "registrations": _("Registrations"), "registrations_for_others": _("Registrations filled in for others"),
    "clause_comments": _("Comments on outcome documents"), "amendments": _("Proposed amendments"),
    "supported_amendments": _("Proposals you supported"), "endorsements": _("Endorsements"),
    "on_behalf_of": _("On behalf of"), "name_is_shown": _("The name is shown"), "reservation": _("Reservation"),
    "for_the_delegation": _("For the delegation"), "reason": _("Reason"), "document": _("Document"),
    "papers": _("Papers"), "articles": _("Articles"), "format_requests": _("Formats asked for"),
    "travel": _("Travel and passport"),
    "passport": _("Passport"),
    "check_ins": _("Attendance"), "delegations": _("Delegations"), "invitations": _("Invitations"),
    "support": _("Support asked for"), "letters": _("Letters"), "answers": _("Answers"),
    "full_name": _("Full name"), "latin_name": _("Name in Latin letters"),
    "native_name": _("Name in its own script"), "email": _("E-mail"),
    "contact_email": _("E-mail for letters"), "email_addresses": _("Log-in addresses"),
    "honorific": _("Form of address"), "position": _("Position"), "organisation": _("Organisation"),
    "country": _("Country"), "city": _("City"), "language": _("Language"), "orcid": _("ORCID iD"),
    "joined": _("Account created"), "last_login": _("Last log-in"), "conference": _("Conference"),
    "number": _("Number"), "state": _("State"), "kind": _("Kind"), "title": _("Title"),
    "version": _("Version"), "given_at": _("Given"), "withdrawn_at": _("Withdrawn"),
    "expires_at": _("Ends by itself"), "method": _("How"), "limits": _("Prohibitions"),
    "conditions": _("Conditions"), "operator": _("Operator"), "sha256": _("Fingerprint of the text (SHA-256)"),
    "issued_at": _("Issued"), "revoked_at": _("Revoked"), "sent_at": _("Sent"), "created": _("Written"),
    "submitted_at": _("Sent on"), "decided_at": _("Decided on"), "decision_note": _("Reason"),
    "attendance": _("Attendance"), "track": _("Track"), "body": _("Ministry, body or organisation"),
    "degree": _("Academic degree"), "role_in_delegation": _("Role in the delegation"),
    "question": _("Question to the speakers"), "access_needs": _("Access needs"), "services": _("Services"),
    "note": _("Note"), "diet": _("Diet"), "authors": _("Authors"), "files": _("Files"),
    "name": _("Name"), "text": _("Text"), "received_at": _("Received on"), "due": _("Answer by"),
    "answered_at": _("Answered"), "answer": _("Answer"), "family": _("Kind of participant"),
    "ru": _("in Russian"), "en": _("in English"), "day": _("Day"), "at": _("Time"),
    "session": _("Session"), "door": _("Door"), "affiliation": _("Organisation"), "volume": _("Volume"),
    "statement_wanted": _("Wishes to make a statement"), "interpretation_wanted": _("Needs interpretation"),
    "role": _("Role"), "rank": _("Rank"), "key": _("Kind"),
    "mailings": _("Mailings"), "saved_views": _("Saved views of the list"),
    "subject": _("Subject"), "address": _("Address"), "written_at": _("Written"),
    "organiser": _("Organiser"), "site": _("Site"), "comes_with": _("Comes with"),
    "category": _("Kind of participant"), "declined_reason": _("Reason"),
    "nomination_signed_by": _("Who signed the nomination"), "from_city": _("From which city"),
    "arrival_day": _("Day of arrival"), "arrival_time": _("Hour of arrival"),
    "arrival_by": _("Flight or train of arrival"), "departure_day": _("Day of departure"),
    "departure_time": _("Hour of departure"),
    "departure_by": _("Flight or train of departure"), "transfer": _("Transfer"),
    "hotel_wanted": _("Hotel room wanted"), "hotel_from": _("Hotel from"),
    "hotel_until": _("Hotel until"), "room": _("Room"),
    "room_with": _("Shares the room with"), "kept_until": _("Kept until"),
    "what": _("What"), "payer": _("Who pays"), "quantity": _("How many"),
    "asked": _("In your own words"), "remark": _("Remark"),
    "door_instruction": _("What the door should do"), "abstract": _("Abstract"),
    "keywords": _("Keywords"), "note_from_the_committee": _("Note from the committee"),
    "family_name": _("Surname"), "given": _("Given names"),
    "document_type": _("Kind of document"), "surname": _("Surname"),
    "surname_latin": _("Surname in Latin letters"),
    "given_latin": _("Given names in Latin letters"), "sex": _("Sex, as the passport says"),
    "birth_date": _("Date of birth"), "birth_country": _("Country of birth"),
    "birth_region": _("Place or region of birth"), "citizenship": _("Citizenship"),
    "residence": _("Country where you live"), "issued": _("Issued on"),
    "expires": _("Expires on"), "entries": _("Number of entries"),
    "route": _("Cities you will visit"), "children": _("Children who travel with you"),
    "consulate": _("City of the consulate"),
    "consultations_booked": _("Consultations you booked"), "consultations_given": _("Consultations you gave"),
    "cases_of_consultations": _("Descriptions and notes of consultations"), "topics_proposed": _("Topics you proposed"),
    "case": _("The case"), "outcome": _("What was agreed"), "school": _("School"), "expert": _("Expert"),
    "stars": _("Marked sessions"), "calendar_feeds": _("Calendar addresses"),
    "reviews": _("Reviews written by you"), "reviewer_profiles": _("What you review"),
    "conflicts_of_interest": _("Conflicts of interest you declared"), "recommendation": _("Recommendation"),
    "scores": _("Scores"), "comment_author": _("To the authors"), "comment_chair": _("To the chairs only"),
    "suggestion": _("Whom you suggested instead"), "topics": _("Topics"), "languages": _("Languages read"),
    "capacity": _("Reviews at most"), "invited_at": _("Invited on"), "declared_at": _("Declared on"),
}  # fmt: skip
COUNTRIES = {"country", "birth_country", "citizenship", "residence"}
CODED = {
    "state", "family", "category", "attendance", "role_in_delegation", "transfer", "room", "what", "payer", "kind",
    "document_type", "sex", "entries", "services", "door_instruction", "recommendation",
}  # fmt: skip
CHOICES = {  # whose choices say in words what the copy keeps as a code
    "registrations": ("Registration", "Category", "AccessNeeds"), "registrations_for_others": ("Registration",),
    "delegations": ("Delegation",), "invitations": ("Invitation", "Category"), "travel": ("Travel",),
    "passport": ("VisaDetails",), "support": ("Support",), "letters": ("LetterRequest",), "papers": ("Submission",),
    "reviews": ("Review",), "conflicts_of_interest": ("Conflict",),
}  # fmt: skip
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
HOUR = re.compile(r"(\d\d:\d\d):\d\d")


def everything_about(person: Person, *, with_sealed: bool) -> dict[str, Any]:
    """All that the rooms keep about *person*, by section. Sealed values (passport) only when *with_sealed*.

    Rooms answer the point ``sealed_data`` with sections that take the place of the masked ones.
    """
    told: dict[str, Any] = {}
    for part in ask("personal_data", person):
        told |= part
    if with_sealed:
        for part in ask("sealed_data", person):
            told |= part
    return {name: rows for name, rows in told.items() if rows}


def as_archive(person: Person, *, language: str, with_sealed: bool) -> bytes:
    """The copy as a ZIP of ``data.json`` and a page to read in *language*.

    Raises ValidationError when asked too often.
    """
    _count(person)
    with override(language):
        told = everything_about(person, with_sealed=with_sealed)
        document = json.dumps(told, cls=_Plain, ensure_ascii=False, indent=2, sort_keys=False)
        page = render_to_string(
            "conference/privacy_copy.html",
            {
                "person": person,
                "language": language,
                "made": timezone.localtime(),
                "sections": readable(json.loads(document)),
                "with_sealed": with_sealed,
                "site": settings.SITE_URL,
            },
        )
        name = gettext("my-data") + ".html"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for filename, text in (("data.json", document), (name, page)):
            archive.writestr(zipfile.ZipInfo(filename, STAMP), text.encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def readable(told: Any, key: str = "", section: str = "") -> Any:
    """The copy as pages show it: pairs of words and values instead of keys, “yes” for true, what is empty left out."""
    if isinstance(told, dict):
        pairs = [
            (_label(name), readable(value, name, section or name))
            for name, value in told.items()
            if value not in ("", None, [], {})
        ]
        return {"pairs": pairs}
    if isinstance(told, list):
        return {"rows": [readable(value, key, section) for value in told]}
    if isinstance(told, bool):
        return {"text": gettext("yes") if told else gettext("no")}
    if key == "text" and section == "consents":
        return {"html": mark_safe(markdown(str(told), get_language() or "ru"))}  # noqa: S308  sanitised there
    return {"text": _in_words(str(told), key, section)}


def _in_words(value: str, key: str, section: str) -> str:
    """Days, moments, countries, languages and codes as people read them; anything else as it stands."""
    if DAY.fullmatch(value) and (day := parse_date(value)):
        return date_format(day, "DATE_FORMAT")
    if MOMENT.fullmatch(value) and (at := parse_datetime(value)):
        return date_format(timezone.localtime(at) if timezone.is_aware(at) else at, "DATETIME_FORMAT")
    if hour := HOUR.fullmatch(value):
        return hour[1]
    if key in COUNTRIES:
        return str(countries.name(value)) or value
    if key == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    if key == "kind" and section == "messages":
        return _letter_title(value)
    if key in CODED:
        return next(_choice_words(value, section), value)
    return value


def _letter_title(key: str) -> str:
    """What a letter was about: its subject, without the values that were put in."""
    if key in ("mailing", "letter"):
        return gettext("a letter from the organisers")
    try:
        subject, _body = mail.shipped_wording(key, get_language() or "ru")
    except FileNotFoundError:
        return key
    return mail.PLACEHOLDER.sub("…", subject)


def _choice_words(value: str, section: str) -> Iterator[str]:
    wanted = CHOICES.get(section, ())
    for model in sorted(apps.get_models(), key=lambda each: each.__name__):
        if model.__name__ in wanted:
            for each in vars(model).values():
                if isinstance(each, type) and issubclass(each, TextChoices) and value and value in each.values:
                    yield str(each(value).label)


def _label(key: str) -> str:
    for language, words in (("_ru", gettext("in Russian")), ("_en", gettext("in English"))):
        if key.endswith(language) and key.removesuffix(language) in LABELS:
            return f"{LABELS[key.removesuffix(language)]} ({words})"
    return str(LABELS[key]) if key in LABELS else key.replace("_", " ").capitalize()


class _Plain(DjangoJSONEncoder):
    """Dates as ISO 8601; whatever else a room answers, as its text."""

    def default(self, value: Any) -> Any:
        try:
            return super().default(value)
        except TypeError:
            return str(value)


def _count(person: Person) -> None:
    """Copies take work: a handful in an hour is enough for anybody."""
    key = f"copy-of-data:{person.pk}"
    cache.add(key, 0, 3600)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two lines
        return
    if count > COPIES_AN_HOUR:
        raise ValidationError(
            gettext("You have taken several copies within an hour. Come back later, please."), code="often"
        )
