"""Forms of the desk of badges and certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from conference.forms import SiteForm
from conference.models import Conference
from registration.models import Category, Delegation, PaperBatch, Registration
from registration.services.paper_batches import candidates
from registration.services.papers import PLURALS, Kind


class PapersForm(SiteForm):
    """What to issue and to whom. Empty filters choose everybody who is approved."""

    kind = forms.ChoiceField(
        label=_("What to issue"), choices=list(PLURALS.items()), initial=Kind.BADGE, widget=forms.RadioSelect
    )
    layout = forms.ChoiceField(
        label=_("Badges on a page"),
        choices=PaperBatch.Layout.choices,
        initial=PaperBatch.Layout.FOUR,
        required=False,
    )
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), required=False, empty_label=_("all")
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    delegation = forms.ModelChoiceField(
        label=_("Delegation"), queryset=Delegation.objects.none(), required=False, empty_label=_("all")
    )
    only_present = forms.BooleanField(label=_("Only those who have checked in"), required=False)
    only_new = forms.BooleanField(label=_("Only those who have none yet"), required=False, initial=True)
    wants_file = forms.BooleanField(label=_("One file for printing"), required=False, initial=True)
    tells_people = forms.BooleanField(
        label=_("Write to each person that theirs is ready"), required=False, initial=False,
        help_text=_("Certificates only. The letter leads to My page."),
    )  # fmt: skip
    is_early = forms.BooleanField(
        label=_("Issue certificates before the conference is over"), required=False,
        help_text=_("For a ceremony on the last day. A check-in is needed all the same."),
    )  # fmt: skip

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        approved = Registration.objects.of(conference).approved()
        codes = approved.exclude(country="").order_by().values_list("country", flat=True).distinct()
        found = sorted(((code, str(countries.name(code))) for code in codes), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", _("all")), *found]  # type: ignore[attr-defined]
        self.fields["category"].queryset = Category.objects.of(conference)  # type: ignore[attr-defined]
        self.fields["delegation"].queryset = Delegation.objects.of(conference)  # type: ignore[attr-defined]

    def chosen(self) -> list[Registration]:
        """The registrations that the filters leave."""
        told = self.cleaned_data
        return candidates(
            self.conference, told["kind"], category=told["category"], country=told["country"],
            delegation=told["delegation"], only_present=told["only_present"], only_new=told["only_new"],
        )  # fmt: skip


class VoidForm(SiteForm):
    """Why a document is declared void."""

    reason = forms.CharField(
        label=_("Why it is void"), max_length=250,
        help_text=_("Whoever checks the document reads this. Write no personal data."),
        error_messages={"required": _("Write why the document is void: its check page says so.")},
    )  # fmt: skip
