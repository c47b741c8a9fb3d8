"""Forms of rights and records: signing a licence, noting papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.forms import ScanField, SiteForm
from proceedings.models import ArticleAuthor

PERCENT = _("Originality: type a number from 0 to 100, with two decimal places at most.")


def day_field(label: Any) -> forms.DateField:
    """A day not later than today, typed or chosen."""
    return forms.DateField(
        label=label, initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class SignForm(SiteForm):
    """The author's signature: the name typed in full, and a tick that the words were read."""

    signed_as = forms.CharField(
        label=_("Your full name"), max_length=200, help_text=_("As in your documents. It stands for your signature."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("I have read the agreement and grant this licence"),
        error_messages={"required": _("Tick the box if you grant the licence. If not, just close the page.")},
    )


class AgreementForm(SiteForm):
    """The words of the licence in both languages."""

    body_ru = forms.CharField(
        label=_("Agreement in Russian"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14, "lang": "ru"})
    )
    body_en = forms.CharField(
        label=_("Agreement in English"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14, "lang": "en"})
    )


class PaperLicenceForm(SiteForm):
    """A licence signed on paper."""

    author = forms.ModelChoiceField(label=_("Author"), queryset=ArticleAuthor.objects.none(), empty_label=None)
    signed_on = day_field(_("Signed on"))
    scan = ScanField(label=_("Scan of the signed licence"), help_text=_("PDF, JPG or PNG, up to 10 MB"))

    def __init__(self, *args: Any, authors: list[ArticleAuthor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = ArticleAuthor.objects.filter(pk__in=[author.pk for author in authors])
        self.fields["author"].queryset = chosen  # type: ignore[attr-defined]


class OriginalityForm(SiteForm):
    """What a system of comparing texts found."""

    system = forms.CharField(
        label=_("System of checking"), max_length=100, help_text=_("For example: Антиплагиат, iThenticate")
    )
    checked_on = day_field(_("Checked on"))
    percent = forms.DecimalField(
        label=_("Originality, %"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        error_messages=dict.fromkeys(
            ("min_value", "max_value", "invalid", "max_digits", "max_whole_digits", "max_decimal_places"), PERCENT
        ),
    )
    report = ScanField(label=_("Report of the system"), required=False, help_text=_("PDF, JPG or PNG, up to 10 MB"))
    note = forms.CharField(
        label=pgettext_lazy("originality", "Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OpinionForm(SiteForm):
    """An expert opinion that the article may be published openly."""

    number = forms.CharField(label=_("Number of the opinion"), required=False, max_length=40)
    given_on = day_field(_("Given on"))
    organisation = forms.CharField(label=_("Organisation that gave it"), required=False, max_length=250)
    is_allowed = forms.TypedChoiceField(
        label=_("Conclusion"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("may be published openly")), ("no", _("may not be published openly"))],
    )  # fmt: skip
    scan = ScanField(label=_("Scan of the opinion"), required=False, help_text=_("PDF, JPG or PNG, up to 10 MB"))
