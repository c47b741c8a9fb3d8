"""Forms of what readers ask for, and of the answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm

LONGEST = 2000


class FormatForm(SiteForm):
    """Which format a reader needs, and where to answer."""

    wish = forms.CharField(
        label=_("Which format do you need?"),
        help_text=_("Large print, a braille file, plain text, a recording. You need not say why."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say which format you need")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We answer there, and use the address for nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Enter your e-mail, so that we can answer")},
    )
    name = forms.CharField(
        label=_("Your name"), max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class FormatAnswerForm(SiteForm):
    """What the editors answer to one reader."""

    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("It is sent as a letter. A link to the file is better than the file itself."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the answer")},
    )
