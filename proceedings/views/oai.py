"""The door for harvesters: OAI-PMH 2.0 at ``/oai/``, by GET and by POST."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from conference.models import Conference
from conference.services.mail import link
from proceedings.exports import dublin_core, oai
from proceedings.exports.markup import Element
from proceedings.exports.oai import Refused, Request
from proceedings.services import harvesting

MOST_EMAILS = 3
NOBODY_READS = re.compile(r"no-?reply|do-?not-?reply", re.IGNORECASE)
EMAIL = re.compile(r"\S+@(\S+\.)+\S+")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai_pmh(request: HttpRequest) -> HttpResponse:
    """One request of the protocol. What is wrong with it is said as the protocol says it, with status 200."""
    given = request.POST if request.method == "POST" else request.GET
    at = timezone.now().replace(microsecond=0)
    asked: Request | None = None
    try:
        asked = oai.parse(dict(given.lists()))
        body = oai.answer(link(request.path), at, asked, *ANSWERS[asked.verb](asked, at))
    except Refused as refused:
        body = oai.refusal(link(request.path), at, asked, refused)
    response = HttpResponse(body, content_type="text/xml; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _identify(asked: Request, at: datetime) -> list[Element]:
    mails = Conference.objects.public().exclude(contact_email="").order_by("-starts")
    read = [each for each in mails.values_list("contact_email", flat=True) if EMAIL.fullmatch(each)]
    letters = [each for each in dict.fromkeys(read) if not NOBODY_READS.match(each)][:MOST_EMAILS]
    emails = letters or [parseaddr(settings.DEFAULT_FROM_EMAIL)[1]]  # the protocol wants at least one
    return oai.identify(settings.OAI_REPOSITORY, link(reverse("oai")), emails, harvesting.earliest())


def _formats(asked: Request, at: datetime) -> list[Element]:
    if identifier := asked.arguments.get("identifier"):
        harvesting.find(identifier)
    return oai.formats()


def _sets(asked: Request, at: datetime) -> list[Element]:
    if asked.token:
        raise Refused("badResumptionToken", "The list of sets comes in one piece.")
    found = harvesting.sets()
    if not found:
        raise Refused("noSetHierarchy", "Nothing is published yet, so there are no sets.")
    return [oai.a_set(spec, title.best("en")[0], dublin_core.described(title)) for spec, title in found]


def _record(asked: Request, at: datetime) -> list[Element]:
    found = harvesting.find(asked.arguments["identifier"])
    if asked.arguments["metadataPrefix"] not in oai.FORMATS:
        raise Refused("cannotDisseminateFormat", "The only format is oai_dc.")
    return [oai.record(found.header, harvesting.metadata([found])[0])]


def _identifiers(asked: Request, at: datetime) -> list[Element]:
    page, _records = harvesting.piece(asked, at, settings.OAI_PAGE)
    return [*(oai.header(header) for header in page.headers), oai.token(page)]


def _records(asked: Request, at: datetime) -> list[Element]:
    page, records = harvesting.piece(asked, at, settings.OAI_PAGE)
    told = zip(page.headers, harvesting.metadata(records), strict=True)
    return [*(oai.record(header, metadata) for header, metadata in told), oai.token(page)]


ANSWERS = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _identifiers,
    "ListRecords": _records,
}
