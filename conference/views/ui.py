"""The development page that shows every component in every state."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from conference.forms import SiteForm


class ExampleForm(SiteForm):
    """One field of each kind."""

    name = forms.CharField(label=_("Full name"), help_text=_("As it is spoken, in any script."), max_length=100)
    email = forms.EmailField(label=_("E-mail for letters"), required=False)
    about = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=[("ru", "Русский"), ("en", "English")], widget=forms.RadioSelect
    )
    services = forms.MultipleChoiceField(
        label=_("Services"),
        choices=[("captions", _("Captions")), ("sign", _("Sign language"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    country = forms.ChoiceField(label=_("Country"), choices=[("AM", "Armenia"), ("BY", "Belarus")])
    paper = forms.FileField(label=_("File"), required=False)
    agree = forms.BooleanField(label=_("I agree"), required=False)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    filled = ExampleForm(initial={"name": "Арам Мелконян", "language": "ru"})
    return render(request, "ui/index.html", {"form": filled, "bad_form": ExampleForm({"email": "protocol@"})})
