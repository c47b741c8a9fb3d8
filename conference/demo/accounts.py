"""The people through whose eyes the demonstration may be seen."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class DemoAccount:
    key: str
    title: str | Promise
    email: str
    conference: str
    lands_on: str


NEXT, FIRST, SEASON = "inclusion-next", "inclusion-2008", "together-season"
ACCOUNTS = {
    account.key: account
    for account in (
        DemoAccount("organiser", _("organiser"), "organiser@example.org", NEXT, "desk"),
        DemoAccount("chair", _("track chair"), "chair@example.org", NEXT, "desk"),
        DemoAccount("reviewer", _("reviewer"), "reviewer@example.org", NEXT, "my_page"),
        DemoAccount("editor", _("editor"), "editor@example.org", FIRST, "desk"),
        DemoAccount("visa", _("visa officer"), "visa@example.org", NEXT, "desk"),
        DemoAccount("finance", _("finance officer"), "finance@example.org", NEXT, "desk"),
        DemoAccount("door", _("volunteer at the door"), "door@example.org", NEXT, "registration:door"),
        DemoAccount(
            "protocol", _("minister’s protocol officer"), "protocol@example.org", NEXT, "registration:delegation_start"
        ),
        DemoAccount("interpreter", _("interpreter"), "interpreter@example.org", NEXT, "workshops:pack"),
        DemoAccount("author", _("author"), "author@example.org", NEXT, "my_page"),
        DemoAccount("moderator", _("moderator of questions"), "moderator@example.org", SEASON, "desk"),
        DemoAccount("expert", _("expert of a season"), "expert@example.org", SEASON, "desk"),
        DemoAccount("listener", _("listener"), "listener@example.org", NEXT, "my_page"),
    )
}
