"""Which steps each family of participants goes through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from registration.models import Category, Registration

from . import consents, questions, steps
from .base import StepForm

Family = Category.Family


@dataclass(frozen=True)
class Step:
    """One page of the form: its address, its name in the list of steps, its heading, its questions."""

    slug: str
    title: Any
    form: type[StepForm]
    heading: Any = ""
    intro: Any = ""

    @property
    def h1(self) -> Any:
        return self.heading or self.title


QUESTIONS = Step("questions", _("Questions"), questions.QuestionsForm, _("A few more questions"))
ACCESS = Step(
    "access",
    _("Access"),
    consents.AccessForm,
    _("What you need in order to take part"),
    _(
        "Everything here is optional. Only the organisers who prepare these services read the answer, "
        "and each reading is logged."
    ),
)
CONSENTS = Step(
    "consents",
    _("Consents"),
    consents.ConsentsForm,
    _("Your consents"),
    _(
        "Each text is a document of its own. Only the first consent is needed to take part; the others are optional, "
        "and all can be withdrawn on My page."
    ),
)
NAME_INTRO = _(
    "The name as spoken goes on the badge and into the list of participants; "
    "the Latin form goes into the invitation letter."
)

FAMILIES: dict[str, tuple[Step, ...]] = {
    Family.MINISTRY: (
        Step("country", _("Country"), steps.CountryForm, _("Country and ministry")),
        Step("who", _("Who fills it in"), steps.WhoForm, _("Who is filling in this form")),
        Step("name", _("Name and post"), steps.PersonForm, "", NAME_INTRO),
        Step("participation", _("Participation"), steps.DelegateParticipationForm),
        ACCESS,
        CONSENTS,
    ),
    Family.UNESCO: (
        Step("name", _("Name and post"), steps.PersonForm, "", NAME_INTRO),
        Step("body", _("Organisation"), steps.BodyForm),
        Step("participation", _("Participation"), steps.UnescoParticipationForm),
        ACCESS,
        CONSENTS,
    ),
    Family.NATIONAL_COMMISSION: (
        Step("country", _("Country"), steps.CommissionForm, _("Country and National Commission")),
        Step("name", _("Name and post"), steps.PersonForm, "", NAME_INTRO),
        Step("participation", _("Participation"), steps.UnescoParticipationForm),
        ACCESS,
        CONSENTS,
    ),
    Family.ACADEMIC: (
        Step("name", _("Name"), steps.AcademicForm, _("Your name"), NAME_INTRO),
        Step("affiliation", _("Affiliation"), steps.AffiliationForm, _("Where you work or study")),
        Step(
            "participation",
            _("Participation"),
            steps.ParticipationForm,
            "",
            _("You submit the paper itself later, once your registration is approved."),
        ),
        ACCESS,
        CONSENTS,
    ),
    Family.SCHOOL: (
        Step("name", _("Name"), steps.NameForm, _("Your name"), NAME_INTRO),
        Step("affiliation", _("School"), steps.SchoolForm, _("Your school or organisation")),
        Step("participation", _("Participation"), steps.ParticipationForm),
        ACCESS,
        CONSENTS,
    ),
    Family.PRESS: (
        Step("name", _("Name"), steps.NameForm, _("Your name"), NAME_INTRO),
        Step("affiliation", _("Press outlet"), steps.PressForm, _("Whom you work for")),
        Step("participation", _("Participation"), steps.StaffParticipationForm),
        ACCESS,
        CONSENTS,
    ),
    Family.INTERPRETER: (
        Step("name", _("Name"), steps.NameForm, _("Your name"), NAME_INTRO),
        Step("participation", _("Participation"), steps.StaffParticipationForm),
        ACCESS,
        CONSENTS,
    ),
    Family.ORGANISER: (
        Step("name", _("Name and post"), steps.PersonForm, "", NAME_INTRO),
        Step("participation", _("Participation"), steps.StaffParticipationForm),
        ACCESS,
        CONSENTS,
    ),
    Family.LISTENER: (
        Step("about", _("About you"), steps.ListenerForm),
        ACCESS,
        CONSENTS,
    ),
}
DONE_ONCE = ("who", "consents")
"""Steps that a change leaves out: who fills the form in stays, and consents are withdrawn on My page."""


def steps_of(family: str) -> tuple[Step, ...]:
    """The steps of *family*; empty when there is no such family."""
    return FAMILIES.get(family, ())


def steps_for(category: Category, draft: Registration | None = None) -> tuple[Step, ...]:
    """The steps of *category*, with its own questions when it asks any; those of a change when *draft* is one."""
    steps = list(steps_of(category.family))
    if category.asked and steps:
        at = next((at for at, step in enumerate(steps) if step.slug in ("access", "consents")), len(steps))
        steps.insert(at, QUESTIONS)
    if draft is not None and draft.amends_id is not None:
        steps = [step for step in steps if step.slug not in DONE_ONCE]
    return tuple(steps)
