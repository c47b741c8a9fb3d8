from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from conference.forms import SiteModelForm
from conference.models import Conference, Room


class RoomForm(SiteModelForm):
    """A room of the conference, in both languages."""

    slug = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=50,
        help_text=gettext_lazy("Latin letters and digits, for example room-214."),
    )

    class Meta:
        model = Room
        fields = ["title_ru", "title_en", "slug", "seats", "order", "step_free", "hearing_loop", "note_ru", "note_en"]
        labels = {
            "title_ru": pgettext_lazy("of a thing", "Name in Russian"),
            "title_en": pgettext_lazy("of a thing", "Name in English"),
            "note_ru": gettext_lazy("How to get there, in Russian"),
            "note_en": gettext_lazy("How to get there, in English"),
            "order": gettext_lazy("Place among the rooms"),
        }  # fmt: skip

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.conference = conference
        self.fields["title_ru"].required = True

    def clean_slug(self) -> str:
        slug = slugify(self.cleaned_data["slug"])
        others = Room.objects.of(self.instance.conference).exclude(pk=self.instance.pk)
        if others.filter(slug=slug).exists():
            raise ValidationError(_("Another room has this code already"))
        return slug
