"""Members pasted from a spreadsheet: which columns are understood, and what one row may hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from conference.forms import EmailField, SiteForm
from conference.tables import Column
from registration.models import Delegation, Registration
from registration.services.delegations.members import is_named_in, name_key
from registration.services.delegations.ranks import rank_of

from .delegations import DayField, check_days, choices_of, half, refuse_formulas
from .fields import LatinNameField, NameField, text_field

Role = Registration.DelegationRole


def columns() -> list[Column]:
    """The columns of the list, each known by its titles in both languages; the page's language first."""
    return [Column(name, (gettext(titles[0]), *titles)) for name, titles in TITLES.items()]


TITLES = {
    "full_name": ("Full name", "Name", "Фамилия, имя, отчество", "ФИО", "Имя", "Полное имя"),
    "latin_name": ("Name in Latin letters", "Latin name", "Имя латиницей", "Имя латинскими буквами", "Латиницей"),
    "position": ("Post", "Position", "Должность"),
    "position_en": ("Post, in English", "Post in English", "Должность по-английски", "Должность на английском"),
    "delegation_role": ("Role in the delegation", "Role", "Роль в делегации", "Роль"),
    "member_email": ("E-mail", "Email", "Почта", "Электронная почта", "Адрес почты"),
    "arrival_day": ("Day of arrival", "Arrival", "День приезда", "Приезд", "Прибытие"),
    "departure_day": ("Day of departure", "Departure", "День отъезда", "Отъезд"),
}


class RoleField(forms.ChoiceField):
    """A role by its name in either language; empty stands for a delegate."""

    def to_python(self, value: Any) -> str:
        text = str(value or "").strip().casefold().replace("ё", "е")
        if not text:
            return Role.DELEGATE
        for role in Role:
            names = {str(role.value), *(_in(language, role.label) for language in ("ru", "en"))}
            short = {name.split()[0] for name in names if role == Role.HEAD}  # «глава», “head”
            if text in {name.casefold().replace("ё", "е") for name in names | short}:
                return role.value
        raise ValidationError(
            _("There is no role “%(value)s”. Choose: %(roles)s"), code="role",
            params={"value": str(value)[:40], "roles": ", ".join(str(role.label) for role in Role)},
        )  # fmt: skip


def _in(language: str, label: str | Promise) -> str:
    with override(language):
        return str(label)


class RowForm(SiteForm):
    """One row: the name is needed, the rest may follow. *known* names grow with each correct row."""

    full_name = NameField(label=_("Full name"))
    latin_name = LatinNameField(required=False)
    position = text_field(_("Post"), max_length=200, required=False)
    position_en = text_field(_("Post, in English"), max_length=200, required=False)
    delegation_role = RoleField(label=_("Role in the delegation"), choices=lambda: choices_of(Role), required=False)
    member_email = EmailField(label=_("E-mail"), required=False)
    arrival_day = DayField(label=_("Day of arrival"), required=False)
    departure_day = DayField(label=_("Day of departure"), required=False)

    def __init__(
        self, *args: Any, delegation: Delegation, has_head: bool, known: set[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.delegation, self.has_head, self.known = delegation, has_head, known
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.take_example(delegation.conference.starts)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("full_name", "latin_name", "position", "position_en"):
            try:
                refuse_formulas(str(data.get(name) or ""))
            except ValidationError as refusal:
                self.add_error(name, refusal)
        if self.has_head and data.get("delegation_role") == Role.HEAD:
            self.add_error("delegation_role", _("The delegation has a head already. Choose another role"))
        if data.get("full_name") and is_named_in(self.known, data):
            self.add_error("full_name", _("This person is in the delegation or above in the list already"))
        check_days(self, data)
        if not self.errors:
            self.known.add(name_key(data))
        return data

    @property
    def role(self) -> str:
        return str(Role(self.cleaned_data["delegation_role"]).label)

    def told(self) -> dict[str, Any]:
        """What the verbs keep of the row; the days of travel are an exception of this member."""
        data = self.cleaned_data
        told = {name: data[name] for name in ("full_name", "latin_name", "delegation_role", "member_email")}
        if data["position"]:
            told[f"position_{half(data['position'])}"] = data["position"]
        if data["position_en"]:
            told["position_en"] = data["position_en"]
        told["rank"] = rank_of(data["position"], data["position_en"])
        return told

    def travel(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("arrival_day", "departure_day") if self.cleaned_data[name]}


class RowsForm(SiteForm):
    """Where the rows come from: pasted, or a file."""

    table = forms.CharField(
        label=_("Rows from the spreadsheet"), required=False, strip=False, max_length=400_000,
        help_text=_("Copy the rows in Excel together with their headers and paste them here"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "mono"}),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("XLSX or CSV, up to 5 MB"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("file") and not str(data.get("table") or "").strip() and not self.errors:
            self.add_error("table", _("Paste the rows or choose a file"))
        return data
