"""Statements, interpreters and their packs, materials: who may open what."""

from __future__ import annotations

from django.core.files.base import ContentFile

from tests.access.rows import ANYBODY, MINE, Row, here, only, thing
from tests.world import World, marked
from workshops.models import Assignment, Release, Session, SessionMaterial, Speaker, Talk, Track

PLANNERS = ("organiser", "chair")
SESSION, STATEMENT, SECRET, OPEN, GONE, HELPER = (
    "session with a statement", "statement of the author", "text under embargo", "public handout", "withdrawn slides",
    "assignment of the reviewer",
)  # fmt: skip


def build(world: World) -> None:
    """In both conferences a sitting with a statement, its text under embargo, a public file and an interpreter."""
    for conference, name, helper in (
        (world.conference, "author", "reviewer"), (world.other, "stranger", "stranger"),
    ):  # fmt: skip
        text = marked(world, conference)
        plenary = Session.objects.of(conference).get(format="plenary")
        session = Session.objects.create(
            conference=conference, format="round_table", track=Track.objects.of(conference).get(number=1),
            title_ru=text, starts=plenary.starts, ends=plenary.ends, interpretation=True,
        )  # fmt: skip
        talk = Talk.objects.create(session=session, kind="statement", order=1, title_ru=text, on_behalf_of_ru=text)
        Speaker.objects.create(session=session, talk=talk, person=world.visitors[name], name_ru=text)
        made = {"session": session, "is_public": True, "title_ru": text, "name": f"{text}.pdf"}
        secret = SessionMaterial(**made, talk=talk, kind="statement", with_session=True)
        opened = SessionMaterial(**made, kind="handout")
        gone = SessionMaterial(**made, talk=talk, kind="slides", uploaded_by=world.visitors[name])
        for each in (secret, opened, gone):
            each.file.save("file.pdf", ContentFile(b"%PDF-1.7"))
        SessionMaterial.objects.filter(pk=gone.pk).update(withdrawn_at=plenary.starts)
        assigned = Assignment.objects.create(session=session, person=world.visitors[helper], kind="interpreter")
        release = Release.objects.current(conference)
        if release is not None:
            facts = {"title_ru": text, "title_en": "", "speakers": [], "talks": [], "key": str(session.key)}
            release.sessions.create(session=session, starts=session.starts, ends=session.ends, facts=facts)
        if conference == world.conference:
            world.things |= {
                SESSION: session, STATEMENT: talk, SECRET: secret, OPEN: opened, GONE: gone, HELPER: assigned
            }  # fmt: skip


MAY_HAVE_THE_SECRET = only("author", "reviewer", "organiser", "chair")

ROWS: dict[str, Row] = {
    "workshops:materials": Row(ANYBODY, here()),
    "workshops:material_file": Row(MAY_HAVE_THE_SECRET, thing(SECRET)),
    "workshops:withdraw_material": Row(only(*PLANNERS, status=302), thing(OPEN), "post"),
    "workshops:restore_material": Row(only(*PLANNERS, "author", status=302), thing(GONE), "post"),
    "workshops:talk_files": Row({**MINE, "author": 200}, thing(STATEMENT)),
    "workshops:pack": Row({**MINE, "reviewer": 200}, here()),
    "workshops:pack_zip": Row({**MINE, "reviewer": 200}, here()),
    "workshops:crew": Row(only(*PLANNERS), here()),
    "workshops:tell_crew": Row(only(*PLANNERS, status=302), here(), "post"),
    "workshops:assign": Row(only(*PLANNERS), thing(SESSION)),
    "workshops:unassign": Row(only(*PLANNERS, status=302), thing(HELPER), "post"),
    "workshops:statements": Row(only(*PLANNERS), thing(SESSION)),
    "workshops:create_statement": Row(only(*PLANNERS), thing(SESSION)),
    "workshops:ask_for_texts": Row(only(*PLANNERS, status=302), thing(SESSION), "post"),
    "workshops:edit_statement": Row(only(*PLANNERS), thing(STATEMENT)),
    "workshops:order_statement": Row(
        only(*PLANNERS, status=302), thing(STATEMENT), "post", lambda world: {"position": 1}
    ),
    "workshops:remove_statement": Row(only(*PLANNERS, status=302), thing(STATEMENT), "post"),
    "workshops:session_materials": Row(only(*PLANNERS), thing(SESSION)),
    "workshops:create_material": Row(only(*PLANNERS), thing(SESSION)),
    "workshops:edit_material": Row(only(*PLANNERS), thing(OPEN)),
}
