from tests.access.rows import ANYBODY, MINE, STAFF, Row, here, only, thing

DRAFT, SENT = "draft paper of the author", "submitted paper of the author"
OVERSEE = ("author", *STAFF)
ROWS: dict[str, Row] = {
    "workshops:track_list": Row(ANYBODY, here()),
    "workshops:track": Row(ANYBODY, here(number=1)),
    "workshops:programme": Row(ANYBODY, here()),
    "workshops:submit": Row(ANYBODY, here()),
    "workshops:submission": Row({**MINE, "author": 200}, thing(SENT)),
    "workshops:edit": Row({**MINE, "author": 200}, thing(DRAFT)),
    "workshops:check": Row({**MINE, "author": 200}, thing(DRAFT)),
    "workshops:send": Row({**MINE, "author": 302}, thing(DRAFT), "post"),
    "workshops:text": Row({**MINE, "author": 200}, thing("accepted paper of the author")),
    "workshops:withdraw": Row({**MINE, "author": 302}, thing(SENT), "post"),
    "workshops:file": Row(
        only(*OVERSEE),
        lambda world: {**thing(SENT)(world), "file_pk": world.things[SENT].files.get().pk},
    ),
    "workshops:desk": Row(only(*STAFF), here()),
    "workshops:desk_submission": Row(only(*STAFF), thing(SENT)),
}
