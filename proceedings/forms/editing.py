"""Forms of the editorial desk."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries import countries

from conference.forms import OrcidField, SiteForm
from proceedings.models import Article, ArticleAuthor
from proceedings.models.articles import grnti_is_plausible, spin_is_plausible
from proceedings.models.volumes import doi_is_plausible, udk_is_plausible
from proceedings.services.editing import TYPED

LANGUAGES = ("ru", "en")
KINDS = {
    "paragraph": pgettext_lazy("block of a text", "Paragraph"),
    "heading": pgettext_lazy("block of a text", "Heading"),
    "subheading": pgettext_lazy("block of a text", "Subheading"),
    "list": pgettext_lazy("block of a text", "List"),
    "quote": pgettext_lazy("block of a text", "Quotation"),
    "code": pgettext_lazy("block of a text", "Code"),
}
OTHER_KINDS = {
    "table": pgettext_lazy("block of a text", "Table"),
    "figure": pgettext_lazy("block of a text", "Figure"),
    "formula": pgettext_lazy("block of a text", "Formula"),
    "notes": pgettext_lazy("block of a text", "Notes"),
    "fixed": pgettext_lazy("block of a text", "Passage"),
}


def _words(label: Any, language: str, *, rows: int = 0, most: int = 300) -> forms.CharField:
    """A text in one language, whose field tells the reader's program which one."""
    attributes: dict[str, Any] = {"lang": language, "spellcheck": "true"}
    widget = forms.Textarea(attrs={**attributes, "rows": rows}) if rows else forms.TextInput(attrs=attributes)
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


LATER = {
    "received_on": "",
    "reviewed_on": _("This is after the day of the approval, %(day)s. Mend one of the two."),
    "accepted_on": _("This is after the day of the acceptance, %(day)s. Mend one of the two."),
}
"""The days of an article in their order, and what is said to one that comes after the next."""


class DescriptionForm(SiteForm):
    """What stands in the record of an article beside its text and its authors."""

    base = forms.CharField(widget=forms.HiddenInput)
    title_ru = _words(_("Title in Russian"), "ru", rows=2)
    title_en = _words(_("Title in English"), "en", rows=2)
    abstract_ru = _words(_("Abstract in Russian"), "ru", rows=9, most=6000)
    abstract_en = _words(_("Abstract in English"), "en", rows=9, most=6000)
    keywords_ru = _words(_("Keywords in Russian, with commas"), "ru", rows=2)
    keywords_en = _words(_("Keywords in English, with commas"), "en", rows=2)
    kind = forms.ChoiceField(
        label=_("Kind of article"), choices=[(kind.value, capfirst(kind.label)) for kind in Article.Kind]
    )
    udk = forms.CharField(label=_("UDC"), max_length=60, required=False, validators=[udk_is_plausible])
    grnti = forms.CharField(label=_("ГРНТИ"), max_length=8, required=False, validators=[grnti_is_plausible])
    doi = forms.CharField(label="DOI", max_length=200, required=False, validators=[doi_is_plausible])
    licence = forms.CharField(
        label=_("Licence"), max_length=60, required=False, help_text=_("Empty: that of the volume.")
    )
    received_on = _day(_("Received"))
    reviewed_on = _day(_("Approved after reviewing"))
    accepted_on = _day(_("Accepted for publication"))
    acknowledgments_ru = _words(_("Acknowledgments and funding in Russian"), "ru", rows=3, most=3000)
    acknowledgments_en = _words(_("Acknowledgments and funding in English"), "en", rows=3, most=3000)
    contribution_ru = _words(_("Contribution of the authors in Russian"), "ru", rows=3, most=3000)
    contribution_en = _words(_("Contribution of the authors in English"), "en", rows=3, most=3000)
    conflict_of_interest_ru = _words(_("Conflict of interest in Russian"), "ru", rows=2, most=3000)
    conflict_of_interest_en = _words(_("Conflict of interest in English"), "en", rows=2, most=3000)

    def __init__(self, *args: Any, language: str = "ru", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.fields[f"title_{language}"]
        own.required = True
        own.error_messages["required"] = _("The title is needed in the language of the article.")

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        today = timezone.localdate()
        days = [(name, day) for name in LATER if (day := told.get(name))]
        for name, day in days:
            if day > today:
                self.add_error(name, ValidationError(_("This day has not come yet. Type a day up to today.")))
        for (name, day), (after, limit) in pairwise(days):
            if day > limit and name not in self.errors and after not in self.errors:
                self.add_error(name, ValidationError(LATER[after], params={"day": date_format(limit)}))
        return told


class AuthorForm(SiteForm):
    """One author as printed; an empty form adds nobody."""

    key = forms.IntegerField(widget=forms.HiddenInput, required=False)
    order = forms.IntegerField(
        label=pgettext_lazy("among the authors", "Place"), min_value=1, max_value=99, required=False
    )
    family_ru = _words(_("Family name in Russian"), "ru", most=100)
    family_en = _words(_("Family name in English"), "en", most=100)
    given_ru = _words(_("Given names in Russian"), "ru", most=150)
    given_en = _words(_("Given names in English"), "en", most=150)
    degree_ru = _words(_("Academic degree and title in Russian"), "ru", most=200)
    degree_en = _words(_("Academic degree and title in English"), "en", most=200)
    position_ru = _words(_("Position in Russian"), "ru", most=200)
    position_en = _words(_("Position in English"), "en", most=200)
    affiliation_ru = _words(_("Organisation in Russian"), "ru", most=250)
    affiliation_en = _words(_("Organisation in English"), "en", most=250)
    city_ru = _words(_("City in Russian"), "ru", most=120)
    city_en = _words(_("City in English"), "en", most=120)
    country = forms.ChoiceField(label=_("Country"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    orcid = OrcidField(required=False)
    spin = forms.CharField(label=_("SPIN code"), max_length=9, required=False, validators=[spin_is_plausible])
    ror = forms.CharField(label="ROR", max_length=60, required=False)
    corresponding = forms.BooleanField(label=_("Corresponding author"), required=False)
    remove = forms.BooleanField(label=_("Take this author out"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *countries]  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        """Nothing was typed into the form of a new author."""
        told = getattr(self, "cleaned_data", {})
        return not told.get("key") and not any(
            told.get(name) for name in self.fields if name not in {"key", "order", "remove", "corresponding"}
        )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        named = told.get("family_ru") or told.get("family_en")
        if not self.is_empty and not told.get("remove") and not named and not self.errors:
            self.add_error("family_ru", ValidationError(_("An author needs a family name in one of the languages.")))
        return told


class AddBlockForm(SiteForm):
    """A new block of a text."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=-1)
    kind = forms.ChoiceField(
        label=_("What it is"), choices=[*((kind, KINDS[kind]) for kind in TYPED), ("table", OTHER_KINDS["table"])]
    )
    text = forms.CharField(
        label=_("Text"), max_length=40_000, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("An empty line begins the next paragraph. A table is filled in afterwards."),
    )  # fmt: skip
    rows = forms.IntegerField(label=_("Rows of the table"), min_value=2, max_value=60, initial=4, required=False)
    columns = forms.IntegerField(label=_("Columns of the table"), min_value=1, max_value=15, initial=3, required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("kind") != "table" and not (told.get("text") or "").strip():
            self.add_error("text", ValidationError(_("Write the text of the new passage.")))
        return told


class NoteForm(SiteForm):
    """A new footnote."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = forms.CharField(label=_("Text of the note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class ReplaceForm(SiteForm):
    """A new file instead of the text at hand; what it is, the importer tells."""

    file = forms.FileField(
        label=_("New file"), widget=forms.FileInput(attrs={"accept": ".docx,.odt,.html,.md"}),
        help_text=_("DOCX, ODT, HTML or Markdown. It becomes the next revision; all earlier ones stay."),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty. Choose another one")},
    )  # fmt: skip


class AskTextForm(SiteForm):
    """What the authors are to change in a new text."""

    words = forms.CharField(
        label=_("What they are to change"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what the authors are to change.")},
    )  # fmt: skip


class AnswerForm(SiteForm):
    """What the author of a remark is told of it."""

    words = forms.CharField(
        label=_("Words to the author"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReadyForm(SiteForm):
    """That an article is ready though its authors have not said so."""

    certain = forms.BooleanField(
        label=_("I know this; the article is ready all the same"),
        error_messages={"required": _("Tick the box if you are certain")},
    )


class SendProofForm(SiteForm):
    """Whom a proof goes to, and by when the answer is wanted."""

    to = forms.ModelChoiceField(
        ArticleAuthor.objects.none(), label=pgettext_lazy("recipient of a proof", "To"), empty_label=None
    )
    due_on = forms.DateField(label=_("Answer until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        authors = article.authors.exclude(email="").order_by("-is_corresponding", "order")
        self.article = article
        self.fields["to"].queryset = authors  # type: ignore[attr-defined]
        if len(authors):
            self.initial.setdefault("to", authors[0].pk)

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.article.conference.today():
            raise ValidationError(_("The day to answer until is over already."))
        return day


class RemarkForm(SiteForm):
    """What an author wants changed at one place."""

    place = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    text = forms.CharField(
        label=_("Your remark"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what should be different.")},
    )  # fmt: skip


class ApproveForm(SiteForm):
    """The name under an approved text."""

    signed_as = forms.CharField(
        label=_("Your name and surname"), min_length=3, max_length=200,
        error_messages={"required": _("Type your name and surname.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "form": "remarks-form"}),
    )  # fmt: skip
