"""A material of the library as plain data, and what its page says to search engines (schema.org)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from proceedings.compiler import Both

from .record import NOTHING

SCHEMA = "https://schema.org"
AUDIENCE_ROLES = {
    "heads": "administrator", "deputies": "administrator", "coordinators": "administrator", "teachers": "teacher",
    "support": "teacher", "parents": "parent",
}  # fmt: skip
"""Roles of schema.org's EducationalAudience, after the vocabulary of LRMI."""
RESOURCE_TYPES = {
    "template": "template", "memo": "handout", "plan": "lesson plan", "script": "script", "form": "form",
    "practical": "reference material", "digest": "questions and answers", "checklist": "assessment",
    "recording": "recorded lecture",
}  # fmt: skip


@dataclass(frozen=True)
class Clip:
    """A chapter of a recording: ``address`` opens it there, where the service of the recording can."""

    seconds: int
    title: Both
    address: str = ""


@dataclass(frozen=True)
class Attached:
    title: str
    address: str
    media_type: str
    language: str
    size: int = 0


@dataclass(frozen=True)
class MaterialRecord:
    """One published material. Addresses are absolute; ``levels`` and ``audiences`` are words for their keys."""

    key: str
    kind: str
    genre: str
    title: Both
    summary: Both
    url: Both
    languages: tuple[str, ...]
    year: int
    published: datetime
    version: int
    level: str
    level_name: Both
    audience: tuple[str, ...]
    audience_names: tuple[Both, ...]
    kind_name: Both
    themes: tuple[Both, ...] = ()
    speakers: tuple[Both, ...] = ()
    season: Both = NOTHING
    season_url: Both = NOTHING
    event: Both = NOTHING
    video: str = ""
    picture: Both = NOTHING
    seconds: int | None = None
    duration: str = ""
    clips: tuple[Clip, ...] = ()
    transcript: Both = NOTHING
    text: Both = NOTHING
    has_captions: bool = False
    has_sign_language: bool = False
    files: Sequence[Attached] = field(default_factory=tuple)
    is_demonstration: bool = False

    @property
    def is_recording(self) -> bool:
        return self.kind == "recording"


def material_json_ld(record: MaterialRecord, language: str) -> dict[str, Any]:
    """A VideoObject or a LearningResource, as the page in *language* has it."""
    said = {
        "@context": SCHEMA,
        "@type": ["VideoObject", "LearningResource"] if record.is_recording else "LearningResource",
        "@id": record.url.ru,
        "url": record.url[language],
        "name": record.title.best(language)[0],
        "alternateName": record.title["en" if language == "ru" else "ru"] if record.title[language] else "",
        "description": record.summary.best(language)[0],
        "inLanguage": list(record.languages),
        "learningResourceType": RESOURCE_TYPES[record.genre or record.kind],
        "educationalLevel": record.level_name[language],
        "educationalUse": "professional development",
        "audience": [
            {"@type": "EducationalAudience", "educationalRole": role}
            for role in dict.fromkeys(AUDIENCE_ROLES[key] for key in record.audience if key in AUDIENCE_ROLES)
        ],
        "about": [{"@type": "Thing", "name": theme.best(language)[0]} for theme in record.themes],
        "keywords": ", ".join(theme.best(language)[0] for theme in record.themes),
        "isAccessibleForFree": True,
        "accessMode": ["auditory", "visual", "textual"] if record.transcript else _modes(record),
        "accessibilityFeature": _features(record),
        "datePublished": record.published.date().isoformat(),
        "version": str(record.version),
        "isPartOf": {
            "@type": "EventSeries",
            "name": record.season.best(language)[0],
            "url": record.season_url[language],
        },
        "recordedAt": {"@type": "Event", "name": record.event.best(language)[0]} if record.event else {},
        "encoding": [_encoding(each) for each in record.files],
        **(_video(record, language) if record.is_recording else {"author": _people(record, language)}),
    }
    return _told(said)


def _video(record: MaterialRecord, language: str) -> dict[str, Any]:
    return {
        "uploadDate": record.published.isoformat(timespec="seconds"),
        "thumbnailUrl": record.picture[language],
        "duration": record.duration,
        "embedUrl" if not record.video.endswith((".mp4", ".webm")) else "contentUrl": record.video,
        "actor": _people(record, language),
        "transcript": record.transcript.best(language)[0],
        "hasPart": [
            {
                "@type": "Clip",
                "name": clip.title.best(language)[0],
                "startOffset": clip.seconds,
                "endOffset": end,
                "url": clip.address,
            }
            for clip, end in zip(record.clips, _ends(record), strict=True)
        ],
    }


def _ends(record: MaterialRecord) -> list[int]:
    """Where each chapter ends: where the next begins, or the recording does."""
    starts = [clip.seconds for clip in record.clips]
    return [*starts[1:], max(record.seconds or 0, starts[-1] + 1)] if starts else []


def _modes(record: MaterialRecord) -> list[str]:
    return ["auditory", "visual"] if record.is_recording else ["textual"]


def _features(record: MaterialRecord) -> list[str]:
    """Words of the schema.org accessibility vocabulary."""
    has = {
        "captions": record.has_captions,
        "signLanguage": record.has_sign_language,
        "transcript": bool(record.transcript),
        "tableOfContents": bool(record.clips),
        "structuralNavigation": not record.is_recording,
        "taggedPDF": bool(record.text) and not record.is_recording,
    }
    return [name for name, is_there in has.items() if is_there]


def _people(record: MaterialRecord, language: str) -> list[dict[str, Any]]:
    return [{"@type": "Person", "name": name.best(language)[0]} for name in record.speakers]


def _encoding(file: Attached) -> dict[str, Any]:
    return {
        "@type": "MediaObject",
        "name": file.title,
        "contentUrl": file.address,
        "encodingFormat": file.media_type,
        "contentSize": str(file.size) if file.size else "",
        "inLanguage": file.language,
    }


def search_action(home: str, library: str) -> dict[str, Any]:
    """The site, and how its library is searched; both addresses absolute."""
    return {
        "@context": SCHEMA,
        "@type": "WebSite",
        "url": home,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{library}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def _told(said: Any) -> Any:
    """Without what is empty, at any depth; a type alone says nothing."""
    if isinstance(said, dict):
        kept = {name: value for name, each in said.items() if (value := _told(each)) not in ("", None, [], {})}
        return {} if set(kept) <= {"@type"} else kept
    return [value for each in said if (value := _told(each)) not in ("", {})] if isinstance(said, list) else said
