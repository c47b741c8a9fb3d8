"""Questions with their answers as a spreadsheet, for organisers and moderators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from conference.permissions import require
from conference.tables import as_xlsx
from conference.views.downloads import XLSX, download
from workshops.models import Question
from workshops.services.questions import listing
from workshops.views.listening import of_a_season

from .fragment import session_of


@require_safe
@of_a_season
def table(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Every question of an event, or of the season, in every state; a row for each."""
    require(request.user, "workshops.moderate", request.conference)
    session = session_of(request, pk) if pk else None
    asked = Question.objects.of(request.conference).select_related("theme", "session", "asker", "merged_into")
    rows = listing.rows_of(asked.filter(session=session) if session else asked)
    header = [
        _("No."),
        pgettext("of a season", "Event"),
        pgettext("of questions and materials", "Theme"),
        pgettext("of a question", "State"),
        _("Votes"),
        pgettext("asked", "When"),
        pgettext("asking", "Name"),
        _("Question in Russian"),
        _("Question in English"),
        _("Reason"),
        _("Merged with No."),
        _("Answer in Russian"),
        _("Answer in English"),
        _("Expert"),
        _("Minute of the recording"),
    ]
    name = f"{request.conference.slug}-questions{f'-{session.pk}' if session else ''}.xlsx"
    body = as_xlsx(header, [_cells(row) for row in rows], title=pgettext("page", "Questions"), widths={7: 60, 8: 60})
    return download(body, XLSX, name)


def _cells(row: listing.Row) -> list[object]:
    question = row.question
    asked = timezone.localtime(question.asked_at, question.conference.zone)
    return [
        question.pk, question.session.title if question.session else "", question.theme.title if question.theme else "",
        question.get_state_display(), row.votes, asked.replace(tzinfo=None), question.shown_name, question.words("ru"),
        question.words("en"), question.reason, question.merged_into_id or "", *_answers(row),
    ]  # fmt: skip


def _answers(row: listing.Row) -> list[str]:
    def joined(parts: list[str]) -> str:
        return "\n\n".join(part for part in parts if part)

    told = row.answers
    names = [each.expert.name for each in told if each.expert]
    return [
        joined([each.words("ru") for each in told]),
        joined([each.words("en") for each in told]),
        ", ".join(dict.fromkeys(names)),
        ", ".join(each.minute for each in told if each.minute),
    ]
