"""Feedback and the final report: who may open what."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from tests.access.rows import MINE, Row, here, only
from tests.world import World, marked
from workshops.models import FeedbackAnswer, FeedbackQuestion, FeedbackResponse, FinalReport, Questionnaire

ROWS: dict[str, Row] = {
    "workshops:feedback": Row({**MINE, "participant": 200, "author": 200}, here()),
    "workshops:feedback_results": Row(only("organiser"), here()),
    "workshops:feedback_table": Row(only("organiser"), here()),
    "workshops:report_pdf": Row(only("organiser"), here(number=1)),
    "workshops:reports": Row(only("organiser"), here()),
    "workshops:reports_state": Row(only("organiser"), here()),
    "workshops:report_make": Row(only("organiser", status=302), here(), "post"),
    "workshops:report_stop": Row(only("organiser", status=302), here(), "post"),
    "workshops:report_show": Row(only("organiser", status=302), here(number=1), "post"),
    "workshops:feedback_announce": Row(only("organiser", status=302), here(), "post"),
}


def build(world: World) -> None:
    """An open questionnaire with five answers in each conference."""
    for conference in (world.conference, world.other):
        text = marked(world, conference)
        asked = Questionnaire.objects.create(
            conference=conference, title_ru=text, intro_ru=text, opens=timezone.now() - timedelta(days=1)
        )
        report = FinalReport(conference=conference, number=1)
        report.file.save("report.pdf", ContentFile(b"%PDF-1.7"))
        question = FeedbackQuestion.objects.create(questionnaire=asked, kind="text", text_ru=text)
        for number in range(5):
            response = FeedbackResponse.objects.create(questionnaire=asked, day=conference.today(), language="ru")
            FeedbackAnswer.objects.create(response=response, question=question, value=f"{text} {number}")
