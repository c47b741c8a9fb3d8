"""Places in a recording: how people write them, how long it takes, and where services of video open it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PLACE = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")
PASSAGE = re.compile(rf"^\[({PLACE.pattern})\]\s*", re.M)
OWN_VIDEO = {".mp4": "video/mp4", ".webm": "video/webm"}


def place(seconds: int) -> str:
    """*seconds* as people write a place in a recording: 07:05, 1:02:30."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def seconds_of(text: str) -> int:
    """The place that somebody typed: 7:05, 74:05 or 1:02:30, in seconds. Raises ValueError."""
    found = PLACE.fullmatch(text.strip())
    if not found or (found[1] and int(found[2]) > 59):
        raise ValueError(text)
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])


def in_words(seconds: int) -> str:
    """How long it takes, in the active language: “1 hour 28 minutes”."""
    minutes = max(1, round(seconds / 60))
    hours, minutes = divmod(minutes, 60)
    said = []
    if hours:
        said.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if minutes:
        said.append(ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})
    return " ".join(said)


def iso_duration(seconds: int) -> str:
    """ISO 8601, as ``<time datetime>`` and schema.org have it: PT1H28M."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{number}{letter}" for number, letter in ((hours, "H"), (minutes, "M"), (seconds, "S")) if number]
    return "PT" + ("".join(parts) or "0S")


@dataclass(frozen=True)
class Passage:
    """A piece of a transcript, with the place where it is spoken if one is noted."""

    text: str
    seconds: int | None = None

    @property
    def place(self) -> str:
        return "" if self.seconds is None else place(self.seconds)


def passages(transcript: str) -> list[Passage]:
    """*transcript* in pieces, each of which begins with its place in brackets at the beginning of a line."""
    found: list[Passage] = []
    at: int | None = None
    last = 0
    for mark in PASSAGE.finditer(transcript):
        _add(found, transcript[last : mark.start()], at)
        at, last = seconds_of(mark[1]), mark.end()
    _add(found, transcript[last:], at)
    return found


def _add(found: list[Passage], text: str, at: int | None) -> None:
    if words := " ".join(text.split()):
        found.append(Passage(words, at))


# -- services of video ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Service:
    """Where a recording lies: how its readers call the service, and in which way its addresses name a place."""

    title: str
    parameter: str = ""
    """A parameter of the address with the seconds."""
    in_fragment: bool = False


SERVICES = {
    "youtube.com": Service("YouTube", "t"),
    "youtu.be": Service("YouTube", "t"),
    "rutube.ru": Service("RuTube", "t"),
    "vkvideo.ru": Service("VK Video", "t"),
    "vk.com": Service("VK Video", "t"),
    "vk.ru": Service("VK Video", "t"),
    "vimeo.com": Service("Vimeo", "t", in_fragment=True),
    "video.example.org": Service("example.org", "t"),
}
"""The last one stands for them all in the demonstration."""


def service_of(address: str) -> Service:
    """The service of *address*: one that is known, else its host, which names no places."""
    host = (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("m.")
    return SERVICES.get(host) or Service(host)


def names_places(address: str) -> bool:
    """Whether an address can lead to a place in the recording."""
    return bool(service_of(address).parameter)


def at_place(address: str, seconds: int) -> str:
    """*address* of a recording so that it opens at *seconds*, where its service knows how."""
    service = Service("", "t", in_fragment=True) if own_type(address) else service_of(address)
    if not service.parameter or not seconds:
        return address
    parts = urlsplit(address)
    time = f"{seconds}s" if service.title in ("YouTube", "Vimeo", "VK Video") else str(seconds)
    if service.in_fragment:
        return urlunsplit(parts._replace(fragment=f"{service.parameter}={time}"))
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != service.parameter]
    return urlunsplit(parts._replace(query=urlencode([*query, (service.parameter, time)])))


def own_type(address: str) -> str:
    """The media type of a recording that this site itself serves as a file; empty for all others."""
    if not address.startswith(f"{settings.SITE_URL}/"):
        return ""
    return next((kind for ending, kind in OWN_VIDEO.items() if urlsplit(address).path.lower().endswith(ending)), "")


def as_vtt(found: list[Passage], end: int) -> str:
    """A transcript as WebVTT: each passage from its place to the next one, the last to *end* seconds."""
    timed = [each for each in found if each.seconds is not None]
    lines = ["WEBVTT", ""]
    for number, each in enumerate(timed):
        starts = each.seconds or 0
        ends = (timed[number + 1].seconds or 0) if number + 1 < len(timed) else max(end, starts + 10)
        if ends > starts:
            lines += [f"{_stamp(starts)} --> {_stamp(ends)}", _escaped(each.text), ""]
    return "\n".join(lines)


def _stamp(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.000"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def chapter_lines(text: str) -> dict[int, str]:
    """Chapters typed one a line, “09:40 Title”: place in seconds -> title. Raises ValueError that names the line."""
    found: dict[int, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        at, _blank, title = line.strip().partition(" ")
        try:
            seconds = seconds_of(at.strip("[]–-"))
        except ValueError:
            raise ValueError(
                _("Line %(number)d does not begin with a time such as 09:40 or 1:02:30: “%(line)s”.")
                % {"number": number, "line": line.strip()[:60]}
            ) from None
        if seconds in found:
            raise ValueError(_("Line %(number)d repeats the time of another line.") % {"number": number})
        found[seconds] = title.strip(" –—-")
    return found
