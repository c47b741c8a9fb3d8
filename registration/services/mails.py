"""The letters of taking part, each in its reader's language with links in that language."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Message, Person
from conference.services import mail
from registration.models import Category, Registration

TOLD_AT_ONCE = ("registration-approved", "registration-letter")
"""What a focal point reads about the whole delegation in one letter, not about each member."""


def write(key: str, registration: Registration, *, to: Person, **values: Any) -> Message | None:
    """Queue the letter *key* about *registration*, with its number, category and the way to My page."""
    language = to.language
    with override(language):
        page = mail.link(reverse("my_page"))
        category = str(registration.category)
        next_step = paper_invitation(registration)
    return mail.queue(
        key, to=to, conference=registration.conference, about=registration, language=language,
        number=registration.number, category=category, link=page, next_step=next_step,
        participant=registration.participant.name_in(language) if registration.person else "", **values,
    )  # fmt: skip


def paper_invitation(registration: Registration) -> str:
    """A paragraph with the link for who may submit a paper now, in the language that is on; else nothing."""
    is_academic = registration.category.family == Category.Family.ACADEMIC
    may_submit = registration.state == Registration.State.APPROVED and registration.conference.call_is_open()
    if not is_academic or not may_submit:
        return ""
    address = mail.link(registration.conference.url("workshops:submit"))
    return "\n\n" + _("You can submit your paper now:") + f"\n\n{address}"


def write_to_all(key: str, registration: Registration, **values: Any) -> None:
    """The same letter to the person and to whoever filled the form in for them.

    At an address that both share it is one letter, and it greets whose address it is: the one who filled it in.
    """
    person, helper = registration.participant, registration.filled_by
    is_of_delegation = registration.source == Registration.Source.DELEGATION
    if helper is None or helper == person or (is_of_delegation and key in TOLD_AT_ONCE):
        write(key, registration, to=person, **values)
        return
    if helper.letters_to != person.letters_to:
        write(key, registration, to=person, **values)
    write(key, registration, to=helper, **values)
