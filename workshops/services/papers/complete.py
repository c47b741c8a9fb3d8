"""What a paper still lacks before it may be sent: by the terms of its call, in sentences for the author."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshops.models import Author, Part, Submission, SubmissionFile, Terms, count_words
from workshops.services.call import require_room_for_presenters, unanswered

OTHER_PARTS = {"title": Part.OTHER_TITLE, "abstract": Part.OTHER_ABSTRACT, "keywords": Part.OTHER_KEYWORDS}


def lacking(submission: Submission, terms: Terms) -> dict[str, str]:
    """What the paper's own fields lack: field -> sentence. Authors, files and answers are not looked at."""
    own, other = submission.language, submission.other_language
    sentences = {
        f"title_{own}": _("Write the title in the language of the paper"),
        f"abstract_{own}": _("Write the abstract in the language of the paper"),
        f"keywords_{own}": _("Name a few keywords in the language of the paper"),
    }
    asked = {
        f"title_{other}": _("This call asks for the title in both languages"),
        f"abstract_{other}": _("This call asks for the abstract in both languages"),
        f"keywords_{other}": _("This call asks for keywords in both languages"),
    }
    sentences |= {
        f"{name}_{other}": asked[f"{name}_{other}"]
        for name, part in OTHER_PARTS.items()
        if part in terms.required_parts
    }
    found = {name: sentence for name, sentence in sentences.items() if not (getattr(submission, name) or "").strip()}
    if submission.track_id is None:
        found["track"] = _("Choose the track to which you offer the paper")
    if submission.type not in terms.types:
        found["type"] = _("This track does not take papers of this type. Choose another type")
    if Part.UDK in terms.required_parts and not submission.udk.strip():
        found["udk"] = _("This call asks for the UDC")
    for language in (own, other):
        if sentence := words_out_of_limits(submission.text("abstract", language), terms.words[language]):
            found[f"abstract_{language}"] = sentence
    return found


def words_out_of_limits(text: str, limits: tuple[int, int]) -> str:
    """Why an abstract is too short or too long; empty when it is neither, or when there is none."""
    least, most = limits
    words = count_words(text)
    if words and most and words > most:
        told = ngettext(
            "The abstract has %(words)d words. Shorten it to %(limit)d word",
            "The abstract has %(words)d words. Shorten it to %(limit)d words",
            most,
        )
        return told % {"words": words, "limit": most}
    if words and words < least:
        told = ngettext(
            "The abstract has %(words)d word, and the call asks for %(limit)d at least. Write a little more",
            "The abstract has %(words)d words, and the call asks for %(limit)d at least. Write a little more",
            words,
        )
        return told % {"words": words, "limit": least}
    return ""


def lacking_of_authors(submission: Submission, authors: Sequence[Author], terms: Terms) -> list[str]:
    sentences: list[str] = []
    if not authors:
        return [_("Name at least one author")]
    leading = [author for author in authors if author.is_corresponding]
    if len(leading) != 1:
        sentences.append(_("Choose one corresponding author"))
    if not any(author.is_presenting for author in authors):
        sentences.append(_("Mark at least one author as presenting the paper"))
    for author in authors:
        sentences += author.wanting(submission.language).values()
    if Part.ORCID in terms.required_parts and leading and not leading[0].orcid:
        sentences.append(_("This call asks for the ORCID iD of the corresponding author"))
    return sentences


def require_complete(submission: Submission, terms: Terms | None = None) -> None:
    """Raise ValidationError with a sentence for all that the paper lacks before it can be sent."""
    terms = terms or Terms.of(submission.conference, submission.track)
    sentences = [
        *lacking(submission, terms).values(),
        *lacking_of_authors(submission, list(submission.authors.all()), terms),
        *unanswered(submission).values(),
    ]
    kinds = {SubmissionFile.Kind.MANUSCRIPT, SubmissionFile.Kind.PDF}
    if Part.FILE in terms.required_parts and not submission.files.filter(kind__in=kinds).exists():
        sentences.append(_("This call asks for the paper as a file"))
    if sentences:
        raise ValidationError(list(dict.fromkeys(sentences)))
    require_room_for_presenters(submission)


@dataclass(frozen=True)
class Parity:
    """Whether one part of a paper exists in each language: ``{"ru": True, "en": False}``."""

    name: str
    label: str
    has: dict[str, bool] = field(default_factory=dict)


def parity(submission: Submission, authors: Sequence[Author]) -> list[Parity]:
    """Part by part, what there is in Russian and in English; organisations count when an author has one at all."""
    labels = {"title": _("Title"), "abstract": _("Abstract"), "keywords": _("Keywords")}
    rows = [
        Parity(name, label, {code: bool(submission.text(name, code).strip()) for code in ("ru", "en")})
        for name, label in labels.items()
    ]
    named = {code: bool(authors) and all(getattr(each, f"family_{code}") for each in authors) for code in ("ru", "en")}
    rows.append(Parity("authors", _("Authors’ names"), named))
    placed = [each for each in authors if each.affiliation_ru or each.affiliation_en]  # type: ignore[attr-defined]
    if placed:
        told = {code: all(getattr(each, f"affiliation_{code}") for each in placed) for code in ("ru", "en")}
        rows.append(Parity("affiliations", _("Organisations"), told))
    return rows
