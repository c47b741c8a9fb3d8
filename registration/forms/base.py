"""What every step has in common: it knows the visit it serves, and how its answers look in the summary."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm
from conference.models import Conference, Person
from registration.models import AccessNeeds, Category, Registration
from registration.services.sending import HONORIFICS

from .fields import LatinNameInput

ON_BEHALF = "head"
OTHER_HALF = {
    "en": _("It goes into the English half of your letter; without it the line is left out"),
    "ru": _("It goes into the Russian half of your letter; without it the line is left out"),
}
ACCOUNT_KNOWS = ("latin_name", "native_name", "position_ru", "position_en", "orcid", "language", "city", "honorific")


@dataclass
class Visit:
    """Whose form this is: the conference, the signed-in visitor if any, and all answers so far.

    ``category`` is what they register as; ``draft`` is there once something was saved.
    """

    conference: Conference
    person: Person | None = None
    told: dict[str, Any] = field(default_factory=dict)
    needs: AccessNeeds | None = None
    category: Category | None = None
    draft: Registration | None = None

    @property
    def is_change(self) -> bool:
        """A registration that was sent is being changed."""
        return self.draft is not None and self.draft.amends_id is not None

    @property
    def is_on_behalf(self) -> bool:
        return self.told.get("who") == ON_BEHALF


class StepForm(SiteForm):
    """The questions of one step."""

    PAIRS: tuple[str, ...] = ()
    """Names of fields that exist as ``name_ru`` and ``name_en``; the page's language comes first and is required."""
    keeps_unfinished = True

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        self.visit = visit
        super().__init__(*args, **kwargs)
        self.arrange()
        for name in self.PAIRS:
            self._arrange_pair(name)
        self.suggest_latin_name()

    @classmethod
    def with_typed(cls, typed: QueryDict | None, **kwargs: Any) -> Any:
        form = super().with_typed(typed, **kwargs)
        form.suggest_latin_name()
        return form

    def suggest_latin_name(self) -> None:
        latin = self.fields.get("latin_name")
        if latin and isinstance(latin.widget, LatinNameInput):
            latin.widget.suggest_for(self.value_of("full_name"), self.value_of("latin_name"))

    def arrange(self) -> None:
        """Fit the fields to the visit: drop what is known, put in what depends on it."""

    def _arrange_pair(self, name: str) -> None:
        first, second = ("ru", "en") if get_language() == "ru" else ("en", "ru")
        self.fields[f"{name}_{second}"].required = False
        self.fields[f"{name}_{second}"].help_text = OTHER_HALF[second]
        order = list(self.fields)
        at = min(order.index(f"{name}_ru"), order.index(f"{name}_en"))
        rest = [field for field in order if field not in (f"{name}_ru", f"{name}_en")]
        rest[at:at] = [f"{name}_{first}", f"{name}_{second}"]
        self.order_fields(rest)
        for language in ("ru", "en") if name == "body" else ():
            attrs = {"data-organisation": language, "list": f"organisations-{language}", "autocomplete": "off"}
            self.fields[f"body_{language}"].widget.attrs.update(attrs)
        if self.value_of(f"{name}_{second}"):  # one of the two is enough, in whichever language it was typed
            self.fields[f"{name}_{first}"].required = False

    def value_of(self, name: str) -> str:
        """What the field shows: typed just now, or kept before."""
        value = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        return str(value or "").strip()

    def answers(self) -> dict[str, Any]:
        """What the draft keeps of this step."""
        return dict(self.cleaned_data)

    @classmethod
    def initial_from(cls, visit: Visit) -> dict[str, Any]:
        """What the fields show at first: told before, else what the account knows."""
        return known_of(visit) | visit.told

    def rows(self) -> list[dict[str, Any]]:
        """Questions and answers as the summary shows them: ``label``, ``value``, ``name`` of the field."""
        told = self.visit.told
        return [
            {"label": field.label, "value": shown(field, told.get(name)), "name": name}
            for name, field in self.fields.items()
            if not field.widget.is_hidden
        ]


def known_of(visit: Visit) -> dict[str, Any]:
    """Nothing is asked twice: what the account holds is filled in, but not for somebody else."""
    known: dict[str, Any] = {"language": get_language()}
    if visit.person is None or visit.is_on_behalf or visit.is_change:
        return known
    person = visit.person
    known |= {name: getattr(person, name) for name in ACCOUNT_KNOWS}
    known["country"] = person.country.code or ""
    known["full_name"] = person.full_name if person.full_name != person.email else ""
    known["address_as"] = address_as(person)
    return known


def address_as(person: Person) -> str:
    """The form of address that *person* has, as the form's key for it; empty when it is none of the ready ones."""
    forms_of = (person.honorific_ru or "", person.honorific_en or "")  # type: ignore[attr-defined]
    return next((key for key, pair in HONORIFICS.items() if pair == forms_of and any(pair)), "")


def shown(field: forms.Field, value: Any) -> Any:
    """An answer in words."""
    if isinstance(field, forms.BooleanField):
        return gettext("Yes") if value else gettext("No")
    if isinstance(field, forms.MultipleChoiceField):
        chosen = {str(each) for each in value or []}
        return "\n".join(str(label) for key, label in field.choices if str(key) in chosen)
    if isinstance(field, forms.ChoiceField):
        return next((label for key, label in field.choices if str(key) == str(value or "")), "") if value else ""
    return value or ""
