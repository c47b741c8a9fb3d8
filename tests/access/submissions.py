from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from tests.access.rows import ANYBODY, MINE, STAFF, Row, here, only, redirects, thing
from tests.world import World, marked
from workshops.models import Author, Submission, SubmissionVersion
from workshops.services.papers import token_for

DRAFT, SENT = "draft paper of the author", "submitted paper of the author"
ACCEPTED = "accepted paper of the author"
OVERSEE = ("author", *STAFF)
OWN, OWN_MOVES = {**MINE, "author": 200}, {**MINE, "author": 302}
READ = {**only(*OVERSEE), "anonymous": 302}


def build(world: World) -> None:
    """In both conferences a co-author who was asked, and a version of the paper that was sent."""
    for conference, name in ((world.conference, "author"), (world.other, "stranger")):
        paper, text = world.things[f"submitted paper of the {name}"], marked(world, conference)
        world.things[f"coauthor of the {name}"] = Author.objects.create(
            submission=paper, order=2, family_ru=text, given_ru="Антон", email="coauthor@example.org",
            asked_at=timezone.now(),
        )  # fmt: skip
        accepted = world.things[f"accepted paper of the {name}"]
        world.things[f"text in hand of the {name}"] = Submission.objects.create(
            conference=conference, track=paper.track, submitter=paper.submitter, state="confirmed", number=3,
            title_ru=text, presentation="oral", publication="article", submitted_at=accepted.submitted_at,
        )  # fmt: skip
        SubmissionVersion.objects.create(
            submission=paper, number=1, data={"title_ru": text, "authors": []}, saved_at=timezone.now()
        )


def token(world: World) -> dict[str, Any]:
    return {**here()(world), "token": token_for(world.things["coauthor of the author"])}


def of_paper(**more: Callable[[World], Any]) -> Callable[[World], dict[str, Any]]:
    return lambda world: {**thing(SENT)(world), **{name: value(world) for name, value in more.items()}}


ROWS: dict[str, Row] = {
    "workshops:track_list": Row(ANYBODY, here()),
    "workshops:track": Row(ANYBODY, here(number=1)),
    "workshops:programme": Row(ANYBODY, here()),
    "workshops:submit": Row(ANYBODY, here()),
    "workshops:autosave": Row(
        {**dict.fromkeys(ANYBODY, 409), **dict.fromkeys(("participant", "author", "superuser"), 200), "anonymous": 302},
        here(),
        "post",
    ),
    "workshops:suggest_organisations": Row({**only("participant", "author"), "anonymous": 302}, here()),
    "workshops:suggest_keywords": Row({**only("participant", "author"), "anonymous": 302}, here()),
    "workshops:authorship": Row(ANYBODY, token),
    "workshops:confirm_authorship": Row(redirects(ANYBODY), token, "post"),
    "workshops:deny_authorship": Row(redirects(ANYBODY), token, "post", lambda world: {"reason": "Это не я"}),
    "workshops:discard": Row(OWN_MOVES, thing(SENT), "post"),
    "workshops:late_code": Row(OWN_MOVES, thing(DRAFT), "post"),
    "workshops:receipt": Row(OWN, thing(SENT)),
    "workshops:preview": Row(OWN, thing(DRAFT)),
    "workshops:preview_pdf": Row(OWN, thing(SENT)),
    "workshops:versions": Row(READ, thing(SENT)),
    "workshops:version": Row(READ, of_paper(number=lambda world: 1)),
    "workshops:answers": Row(OWN_MOVES, thing(SENT), "post"),
    "workshops:autosave_answers": Row({**MINE, "author": 409}, thing(SENT), "post"),
    "workshops:ask_coauthor": Row(
        OWN_MOVES, of_paper(author=lambda world: world.things["coauthor of the author"].pk), "post"
    ),
    "workshops:confirm": Row(OWN_MOVES, thing(ACCEPTED), "post"),
    "workshops:autosave_text": Row(OWN, thing("text in hand of the author"), "post", lambda world: {"body": "Текст"}),
    "workshops:withdraw_presentation": Row(OWN_MOVES, thing(ACCEPTED), "post"),
    "workshops:withdraw_publication": Row(OWN_MOVES, thing(ACCEPTED), "post"),
    "workshops:attach": Row(OWN, thing(SENT), "post"),
    "workshops:submission": Row({**MINE, "author": 200}, thing(SENT)),
    "workshops:edit": Row({**MINE, "author": 200}, thing(DRAFT)),
    "workshops:check": Row({**MINE, "author": 200}, thing(DRAFT)),
    "workshops:send": Row({**MINE, "author": 302}, thing(DRAFT), "post"),
    "workshops:text": Row({**MINE, "author": 200}, thing("text in hand of the author")),
    "workshops:withdraw": Row({**MINE, "author": 302}, thing(SENT), "post"),
    "workshops:file": Row(
        only(*OVERSEE),
        lambda world: {**thing(SENT)(world), "file_pk": world.things[SENT].files.get().pk},
    ),
    "workshops:desk": Row(only(*STAFF), here()),
    "workshops:desk_submission": Row(only(*STAFF), thing(SENT)),
}
