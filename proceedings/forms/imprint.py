"""Forms of the volume itself: its imprint, page by page of the book, its parts, and the texts that are no articles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm, SiteModelForm
from proceedings.models import Part, Volume, VolumeSection
from proceedings.services.imprint import IN_BOTH, LAST, PARTS, REQUIRED, TITLE, VERSO

LANGUAGES = ("ru", "en")
LONG = {"annotation": 6, "editors": 5, "reviewers": 3, "above_title": 3, "responsible": 2}
PAPERS = (
    ("70×100/16", _("70×100 1/16, 170 × 240 mm")),
    ("60×84/8", _("60×84 1/8, A4")),
    ("60×84/16", _("60×84 1/16, A5")),
)
ONLY_PRINT = ("stock", "stock_microns", "printing", "print_run", "order_number", "printer")
ONLY_ELECTRONIC = ("requirements", "deposit_number")
BILINGUAL = {
    "above_title", "title", "subtitle", "responsible", "place", "publisher", "publisher_address", "printer", "printing",
    "stock", "requirements", "series", "editors", "reviewers", "annotation",
}  # fmt: skip
WHOLE = _("%(label)s: type a whole number, 0 or more.")
HUGE = _("%(label)s: the number is too large.")
IN_LANGUAGE = {"ru": _("%(label)s, in Russian"), "en": _("%(label)s, in English")}


def fields_of(part: str, kind: str) -> list[str]:
    """Names of the fields of one page of the book, in both languages, for an edition of *kind*."""
    left_out = ONLY_ELECTRONIC if kind == Volume.Kind.PRINT else ONLY_PRINT
    found: list[str] = []
    for name in PARTS[part]:
        if name in left_out:
            continue
        found += [f"{name}_{code}" for code in LANGUAGES] if name in BILINGUAL else [name]
    return found


class ImprintForm(SiteModelForm):
    """One page of the book: every field that its kind of edition has there."""

    class Meta:
        model = Volume
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            base, _mark, code = name.rpartition("_")
            if base in BILINGUAL and code in LANGUAGES:
                label = Volume._meta.get_field(base).verbose_name  # type: ignore[union-attr]
                field.label = IN_LANGUAGE[code] % {"label": str(label)[:1].upper() + str(label)[1:]}
                field.widget.attrs["lang"] = code
                field.required = name == "title_ru"
            self._mark(name, field)
            rows = LONG.get(base if base in BILINGUAL else name)
            if rows:
                field.widget = forms.Textarea(attrs={**field.widget.attrs, "rows": rows})
            if isinstance(field, forms.IntegerField):
                told = {"label": str(field.label)[:1].upper() + str(field.label)[1:]}
                field.error_messages |= {"invalid": WHOLE % told, "min_value": WHOLE % told, "max_value": HUGE % told}
        if "paper" in self.fields:
            self.fields["paper"].widget = forms.Select(choices=PAPERS)
            self.fields["paper"].help_text = _("Format of the sheet, and of the page after trimming.")
        if "signed_on" in self.fields:
            self.fields["signed_on"].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def _mark(self, name: str, field: Any) -> None:
        """What the check list insists on is not called optional, though it may be told later."""
        base, _mark, code = name.rpartition("_")
        is_translation = base in BILINGUAL and code in LANGUAGES
        asked = REQUIRED[Volume.Kind(self.instance.kind)]
        if is_translation:
            field.is_marked_required = base in asked and (code == "ru" or base in IN_BOTH)
        else:
            field.is_marked_required = name in asked


def imprint_form(part: str, kind: str) -> type[ImprintForm]:
    """The form of one page of the book."""
    return forms.modelform_factory(Volume, form=ImprintForm, fields=fields_of(part, kind))


class PartForm(SiteModelForm):
    """What a part is called on its leaf and in the contents."""

    class Meta:
        model = Part
        fields = ("title_ru", "title_en", "short_title_ru", "short_title_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_in_languages(self, Part)
        self.fields["title_ru"].required = True


class SectionForm(SiteModelForm):
    """A foreword, the committees, an annex."""

    class Meta:
        model = VolumeSection
        fields = ("kind", "place", "title_ru", "title_en", "text_ru", "text_en", "signature_ru", "signature_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_in_languages(self, VolumeSection)
        self.fields["title_ru"].required = True
        for code in LANGUAGES:
            self.fields[f"text_{code}"].widget.attrs["rows"] = 12
            self.fields[f"signature_{code}"].widget.attrs["rows"] = 2


def name_in_languages(form: Any, model: Any) -> None:
    for name, field in form.fields.items():
        base, _mark, code = name.rpartition("_")
        if code in LANGUAGES and base:
            label = str(model._meta.get_field(base).verbose_name)
            field.label = IN_LANGUAGE[code] % {"label": label[:1].upper() + label[1:]}
            field.required = False
            field.widget.attrs["lang"] = code


class RuleForm(SiteForm):
    """The rule by which the articles stand in their parts."""

    rule = forms.ChoiceField(
        label=_("Order within the parts"),
        choices=[choice for choice in Volume.Order.choices if choice[0] != Volume.Order.MANUAL],
    )


__all__ = ["LAST", "TITLE", "VERSO", "ImprintForm", "PartForm", "RuleForm", "SectionForm", "imprint_form"]
