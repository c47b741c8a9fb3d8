"""What the deposits of a volume ask the editor for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm


class CrossrefForm(SiteForm):
    """Who deposits. Nothing of it is kept: it goes into the file and nowhere else."""

    depositor = forms.CharField(label=_("Name of the depositor"), max_length=130)
    email = forms.EmailField(
        label=_("E-mail of the depositor"), help_text=_("Crossref sends its report of the deposit there.")
    )
    registrant = forms.CharField(
        label=_("Registrant"), max_length=255, help_text=_("The organisation that is a member of Crossref.")
    )


class RincForm(SiteForm):
    title_id = forms.IntegerField(
        label=_("Number of the series at eLIBRARY"),
        min_value=1,
        max_value=4294967295,
        help_text=_("The number in the address of the series on elibrary.ru: title_about.asp?id=…"),
    )
