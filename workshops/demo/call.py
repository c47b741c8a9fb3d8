"""The demonstration: the call of the coming edition, a track that asks for more, questions, a late-access code."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

from conference.demo.accounts import NEXT
from conference.demo.world import World, both, read_toml
from workshops.models import AccessCode, Call, CallQuestion, Part, Submission, Track

HERE = Path(__file__).parent
WORDS = {"words_ru_min": 60, "words_ru_max": 300, "words_en_min": 60, "words_en_max": 300}


def load(world: World) -> None:
    conference = world.conferences[NEXT]
    told = read_toml(HERE / "call.toml")
    last_day = conference.starts - timedelta(days=45)
    texts_close = datetime.combine(last_day, time(23, 59), tzinfo=conference.zone)
    common, _created = Call.objects.get_or_create(
        conference=conference,
        track=None,
        defaults={
            **both(told["text"], "text"),
            **WORDS,
            "text_words_max": 3000, "per_presenter": 2,
        },
    )  # fmt: skip
    Call.objects.filter(pk=common.pk).update(texts_open=conference.call_opens, texts_close=texts_close)
    models = Track.objects.of(conference).get(number=4)
    Call.objects.get_or_create(
        conference=conference,
        track=models,
        defaults={
            **both(told["track_4"], "text"),
            "types": [Submission.Type.REPORT, Submission.Type.ROUND_TABLE, Submission.Type.CASE_STUDY],
            "required_parts": [Part.OTHER_TITLE],
            **WORDS,
            "text_words_max": 3000, "per_presenter": 2,
        },
    )  # fmt: skip
    for order, question in enumerate(told["question"]):
        CallQuestion.objects.get_or_create(
            conference=conference,
            order=order,
            defaults={
                **both(question["text"], "text"), **both(question.get("hint", {}), "hint"),
                **both(question.get("choices", {}), "choices"), "kind": question["kind"],
                "is_for_reviewers": question.get("is_for_reviewers", False),
            },
        )  # fmt: skip
    AccessCode.objects.get_or_create(
        conference=conference, code="LATE-GUEST", defaults={"note": "Доклады приглашённых авторов", "papers": 3}
    )
    world.say("  the call for papers with a question and a late-access code")
