"""The protocol OAI-PMH 2.0: requests taken apart, answers put together. Which records there are is asked elsewhere.

http://www.openarchives.org/OAI/openarchivesprotocol.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from .dublin_core import OAI_DC
from .markup import ILLEGAL, XSI, Element, document, maker

OAI = "http://www.openarchives.org/OAI/2.0/"
SCHEMA = f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
PREFIX = "oai_dc"
FORMATS = {PREFIX: ("http://www.openarchives.org/OAI/2.0/oai_dc.xsd", OAI_DC)}
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SECOND = re.compile(rf"{DAY.pattern}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}Z")

E = maker(OAI, {None: OAI, "xsi": XSI})


@dataclass(frozen=True)
class Verb:
    """What a verb may be asked with: ``required`` and ``optional`` arguments, and whether it takes a token."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    takes_token: bool = False


LISTING = frozenset({"from", "until", "set"})
VERBS = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(optional=frozenset({"identifier"})),
    "ListSets": Verb(takes_token=True),
    "GetRecord": Verb(required=frozenset({"identifier", "metadataPrefix"})),
    "ListIdentifiers": Verb(required=frozenset({"metadataPrefix"}), optional=LISTING, takes_token=True),
    "ListRecords": Verb(required=frozenset({"metadataPrefix"}), optional=LISTING, takes_token=True),
}


class Refused(Exception):
    """A request that the protocol answers with an error: its code and what is wrong, in English."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


@dataclass(frozen=True)
class Request:
    """A request that is well formed; ``arguments`` without the verb."""

    verb: str
    arguments: dict[str, str] = field(default_factory=dict)

    @property
    def token(self) -> str:
        return self.arguments.get("resumptionToken", "")


@dataclass(frozen=True)
class Header:
    """One record as lists have it. ``stamp`` is its datestamp, in whole seconds of UTC."""

    identifier: str
    stamp: datetime
    sets: tuple[str, ...] = ()
    is_deleted: bool = False


@dataclass(frozen=True)
class Page:
    """A piece of a list: its records, how many went before, how many there are, and the token of the next piece.

    ``token`` is None for a list that is whole, and empty at the end of one that came in pieces.
    """

    headers: Sequence[Header]
    cursor: int
    size: int
    token: str | None
    expires: datetime | None = None


def parse(given: Mapping[str, list[str]]) -> Request:
    """The request in *given* (name → values). Raises Refused with badVerb or badArgument."""
    verbs = given.get("verb") or []
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Refused("badVerb", "Give one verb, of the six that the protocol has.")
    verb, rules = verbs[0], VERBS[verbs[0]]
    arguments = {}
    for name, values in given.items():
        if name == "verb":
            continue
        known = rules.required | rules.optional | ({"resumptionToken"} if rules.takes_token else set())
        if name not in known:
            raise Refused("badArgument", f"{verb} has no argument of this name: {_told(name)}.")
        if len(values) != 1 or not values[0]:
            raise Refused("badArgument", f"Give the argument {name} once, and not empty.")
        if ILLEGAL.search(values[0]):
            raise Refused("badArgument", f"The argument {name} has characters that XML does not allow.")
        arguments[name] = values[0]
    if "resumptionToken" in arguments and len(arguments) > 1:
        raise Refused("badArgument", "resumptionToken is an exclusive argument.")
    if "resumptionToken" not in arguments and (missing := sorted(rules.required - set(arguments))):
        raise Refused("badArgument", f"{verb} needs the argument {missing[0]}.")
    return Request(verb, arguments)


def _told(name: str) -> str:
    return ILLEGAL.sub("", name)[:60]


def interval(arguments: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    """``from`` and ``until``, both inclusive; a day means all of it. Raises Refused with badArgument."""
    since, until = arguments.get("from"), arguments.get("until")
    if since and until and len(since) != len(until):
        raise Refused("badArgument", "from and until must have the same granularity.")
    first = _moment(since, time.min) if since else None
    last = _moment(until, time(23, 59, 59)) if until else None
    if first and last and first > last:
        raise Refused("badArgument", "from must not be later than until.")
    return first, last


def _moment(text: str, at: time) -> datetime:
    try:
        if DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), at, UTC)
        if SECOND.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise Refused("badArgument", "A date is YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")


def written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


# -- answers -------------------------------------------------------------------------------------------------


def answer(base_url: str, at: datetime, request: Request, *content: Element) -> bytes:
    """The answer to a request that was understood."""
    return _envelope(base_url, at, {"verb": request.verb, **request.arguments}, E(request.verb, *content))


def refusal(base_url: str, at: datetime, request: Request | None, refused: Refused) -> bytes:
    """The answer to one that was not; arguments are repeated only where the protocol wants them."""
    repeated = {}
    if request and refused.code not in {"badVerb", "badArgument"}:
        repeated = {"verb": request.verb, **request.arguments}
    return _envelope(base_url, at, repeated, E("error", {"code": refused.code}, refused.text))


def _envelope(base_url: str, at: datetime, repeated: dict[str, str], content: Element) -> bytes:
    root = E(
        "OAI-PMH",
        {f"{{{XSI}}}schemaLocation": SCHEMA},
        E("responseDate", written(at)),
        E("request", repeated, base_url),
        content,
    )
    return document(root)


def identify(name: str, base_url: str, emails: Sequence[str], earliest: datetime) -> list[Element]:
    return [
        E("repositoryName", name),
        E("baseURL", base_url),
        E("protocolVersion", "2.0"),
        [E("adminEmail", email) for email in emails],
        E("earliestDatestamp", written(earliest)),
        E("deletedRecord", "persistent"),
        E("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ]


def formats() -> list[Element]:
    return [
        E("metadataFormat", E("metadataPrefix", prefix), E("schema", schema), E("metadataNamespace", namespace))
        for prefix, (schema, namespace) in FORMATS.items()
    ]


def a_set(spec: str, name: str, description: Element) -> Element:
    return E("set", E("setSpec", spec), E("setName", name), E("setDescription", description))


def header(told: Header) -> Element:
    return E(
        "header",
        {"status": "deleted" if told.is_deleted else ""},
        E("identifier", told.identifier),
        E("datestamp", written(told.stamp)),
        [E("setSpec", spec) for spec in told.sets],
    )


def record(told: Header, metadata: Element | None) -> Element:
    return E("record", header(told), E("metadata", metadata) if metadata is not None else None)


def token(page: Page) -> Any:
    """The ``resumptionToken`` element, or None for a list that is whole."""
    if page.token is None:
        return None
    attributes = {"completeListSize": str(page.size), "cursor": str(page.cursor)}
    if page.token and page.expires:
        attributes["expirationDate"] = written(page.expires)
    return E("resumptionToken", attributes, page.token)
