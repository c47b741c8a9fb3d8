"""Forms of publishing: why a volume is published again, what is wrong in an article, why it is retracted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm

ONE_OF_TWO = _("At least one of the two languages is needed; readers of the other see what there is.")

WRONG = _("What is wrong, where, and what is right. At least one of the two languages is needed.")
WHY = _("Who retracts it and why. It stays on the page for ever. At least one of the two languages is needed.")


def words(label: Any, rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


class InBothLanguages(SiteForm):
    """Words for readers: at least one language is needed, both are wanted, so neither is marked as optional."""

    NAME = "text"
    missing: Any = _("Say what happened: readers will see it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in ("ru", "en"):
            field: Any = self.fields[f"{self.NAME}_{code}"]
            field.is_marked_required = True
            field.help_text = field.help_text or ONE_OF_TWO

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not any(told.get(f"{self.NAME}_{code}", "").strip() for code in ("ru", "en")):
            raise ValidationError({f"{self.NAME}_ru": self.missing})
        return told


class CertainForm(SiteForm):
    """That a volume is published though not everything in it is done."""

    certain = forms.BooleanField(
        label=_("I know what is not done, as this page lists it; the volume is to be published all the same"),
        error_messages={"required": _("Tick the box if you are certain")},
    )


class PublishForm(InBothLanguages):
    """What the next publication mends."""

    NAME = "reason"
    missing = _("Say what this publication mends: readers will see it.")
    reason_ru = words(_("What it mends, in Russian"), rows=3)
    reason_en = words(_("What it mends, in English"), rows=3)


class ErratumForm(InBothLanguages):
    """What is wrong in a published article, and what is right."""

    text_ru = words(_("Erratum in Russian"), help_text=WRONG)
    text_en = words(_("Erratum in English"))
    publication = forms.ModelChoiceField(
        queryset=None,
        label=_("Publication that mends it"),
        required=False,
        empty_label=_("none: the text stays as it is"),
    )

    def __init__(self, *args: Any, publications: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["publication"]
        field.queryset = publications
        field.label_from_instance = lambda row: _("Publication %(number)d") % {"number": row.number}


class RetractForm(InBothLanguages):
    """Why an article is taken back."""

    text_ru = words(_("Reason in Russian"), help_text=WHY)
    text_en = words(_("Reason in English"))
    certain = forms.BooleanField(
        label=_("Retract the article: this cannot be undone"),
        error_messages={"required": _("Tick the box if you are certain")},
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        told.pop("certain", None)  # a condition, not a part of what is said
        return told
