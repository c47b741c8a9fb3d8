"""Forms of the site: our own field template, whole-instance validation, and typed text that is never lost."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from allauth.account import forms as account_forms
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models import Q, QuerySet
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Consent, ConsentText, DataRequest, Person
from conference.models.people import validate_orcid
from conference.pictures import Redrawing
from conference.uploads import SCANS, accept, check_pdf_is_whole, check_upload

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class FormRenderer(TemplatesSetting):
    """Draws every form of the site with ``templates/ui/``."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    bound_field_class = None


def refuse_control_characters(value: Any) -> None:
    """Raise ValidationError for characters that nobody types: control codes, direction overrides."""
    if isinstance(value, str) and CONTROL.search(value):
        raise ValidationError(
            _("The text holds invisible control characters, perhaps copied from another program. Type it again here."),
            code="control_characters",
        )


def _missing(field: forms.Field) -> str:
    """What to do about an empty field, in words that also make sense in the summary above the form."""
    choice = isinstance(field, forms.ChoiceField | forms.BooleanField)
    wording = gettext("Choose an answer: %(label)s") if choice else gettext("Fill in the field: %(label)s")
    return wording % {"label": field.label}


class SiteFormMixin:
    """What every form of the site has in common."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            if isinstance(field, forms.CharField):
                field.validators.append(refuse_control_characters)
            if field.required and field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _missing(field)
            if isinstance(field.widget, forms.Textarea) and "rows" in field.widget.attrs:
                field.widget.attrs.pop("cols", None)
            field.widget.attrs.setdefault("data-name", name)

    def let_one_language_do(self, name: str) -> None:
        """Of the two fields of *name* one is needed: neither is marked as optional, and both say so."""
        for code, _language in settings.LANGUAGES:
            field = self.fields[f"{name}_{code}"]  # type: ignore[attr-defined]
            field.required, field.is_marked_required = False, True
            field.help_text = field.help_text or gettext("One of the two languages is enough.")
            field.widget.attrs.setdefault("lang", code)

    def need_a_language(self, name: str, words: str) -> None:
        """Say *words* at the first field of *name* when neither language is written. For ``clean``."""
        fields = [f"{name}_{code}" for code, _language in settings.LANGUAGES]
        if not any((self.cleaned_data.get(each) or "").strip() for each in fields):  # type: ignore[attr-defined]
            self.add_error(fields[0], words)  # type: ignore[attr-defined]

    @classmethod
    def with_typed(cls, typed: QueryDict | None, **kwargs: Any) -> Any:
        """An unbound form that shows what was typed before the page's language was switched."""
        if typed is None:
            return cls(**kwargs)
        form = cls(**kwargs)
        values = {}
        for name, field in form.fields.items():  # type: ignore[attr-defined]
            if not isinstance(field, forms.FileField):
                values[name] = field.widget.value_from_datadict(typed, {}, form.add_prefix(name))  # type: ignore[attr-defined]
        form.initial = {**form.initial, **values}  # type: ignore[attr-defined]
        return form


class EmailField(forms.EmailField):
    """An e-mail address whose errors name what is wrong, with an example at *domain*."""

    def __init__(self, *, domain: str = "example.org", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("E-mail for letters"))
        kwargs.setdefault("max_length", 254)
        super().__init__(
            error_messages={"required": _("Enter the e-mail address")},
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            **kwargs,
        )
        self.domain = domain

    def run_validators(self, value: Any) -> None:
        before, at, after = str(value).rpartition("@")
        if value and not at:
            raise self._wrong(_("The e-mail address has no @ in it, for example name@%(domain)s"), "no_at")
        if "@" in before:
            raise self._wrong(_("The e-mail address has more than one @ in it, for example name@%(domain)s"), "two_at")
        if at and before and "." not in after.strip("."):
            raise self._wrong(_("The e-mail address needs a part after @, for example %(domain)s"), "no_domain")
        try:
            super().run_validators(value)
        except ValidationError as wrong:
            if all(error.code != "invalid" for error in wrong.error_list):
                raise
            text = _("The e-mail address is not complete. It looks like name@%(domain)s")
            raise self._wrong(text, "invalid") from None

    def _wrong(self, text: Any, code: str) -> ValidationError:
        return ValidationError(text, code=code, params={"domain": self.domain})


class OrcidField(forms.CharField):
    """An ORCID iD, typed or pasted in any usual form, kept as 0000-0002-1825-0097."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "ORCID iD")
        kwargs.setdefault("help_text", _("For example 0000-0002-1825-0097; a pasted address works too."))
        super().__init__(**{**kwargs, "max_length": 60})

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        digits = re.sub(r"^(https?://)?(www\.)?orcid\.org/|[\s\-]", "", text.strip(), flags=re.IGNORECASE).upper()
        if not digits:
            return ""
        orcid = "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))
        validate_orcid(orcid)
        return orcid


class UploadField(forms.FileField):
    """A file of one of *kinds* (of ``conference.uploads``), told by its content; cleans to the upload with ``kind``."""

    default_error_messages = {"empty": _("The file is empty. Choose another one")}

    def __init__(self, *, kinds: Collection[str], most_bytes: int, **kwargs: Any) -> None:
        self.kinds, self.most_bytes = kinds, most_bytes
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accept(kinds)}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload is data:
            upload.kind = check_upload(upload, self.kinds, most_bytes=self.most_bytes)
        return upload or None


SCAN_BYTES = 10 * 1024 * 1024
SCAN = Redrawing(_("This is neither a PDF nor a picture we can read. Send PDF, JPG or PNG"), code="kind")


class ScanField(UploadField):
    """A paper as PDF or picture, up to 10 MB; cleans to a file of our own naming, pictures drawn anew."""

    default_error_messages = {
        "missing": _("Choose the file with the scan"),
        "invalid": _("Choose the file with the scan"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"kinds": SCANS, "most_bytes": SCAN_BYTES, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> ContentFile | None:
        upload = super().clean(data, initial)
        if not upload or upload is not data:
            return upload
        if upload.kind == "pdf":
            check_pdf_is_whole(upload)
            return ContentFile(upload.read(), name="scan.pdf")
        content, ending = SCAN.drawn_anew(upload.read())
        return ContentFile(content, name=f"scan.{ending}")


class SiteForm(SiteFormMixin, forms.Form):
    """A form over no single row."""


class SiteModelForm(SiteFormMixin, forms.ModelForm):
    """A form over one row, validated whole: constraints count even when a field of theirs is not in the form."""

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()
        constrained = {
            name for constraint in self._meta.model._meta.constraints for name in getattr(constraint, "fields", ())
        }
        return excluded - constrained


class ReadingForm(SiteForm):
    """Size of text, spacing and colours."""

    size = forms.ChoiceField(
        label=_("Size of text"),
        choices=[("m", _("100 %")), ("l", _("125 %")), ("xl", _("150 %"))],
        widget=forms.RadioSelect,
    )
    spacing = forms.ChoiceField(
        label=_("Spacing"), choices=[("normal", _("normal")), ("wide", _("wide"))], widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[
            ("auto", _("as on the device")),
            ("light", _("light")),
            ("dark", _("dark")),
            ("contrast", _("high contrast")),
        ],
        widget=forms.RadioSelect,
    )


class VerifyForm(SiteForm):
    """The code printed beside the QR of a document."""

    code = forms.CharField(
        label=_("Code of the document"),
        help_text=_("26 letters and digits, printed under the QR code. Spaces and hyphens do not matter."),
        max_length=60,
    )

    def clean_code(self) -> str:
        code = re.sub(r"[\s\-]", "", self.cleaned_data["code"]).upper()
        if not re.fullmatch(r"[0-9A-Z]{26}", code):
            raise ValidationError(_("The code has 26 letters and digits. Check it against the document."))
        return code


class DataRequestForm(SiteModelForm):
    class Meta:
        model = DataRequest
        fields = ["kind", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("Choose")), *DataRequest.Kind.choices]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class ConsentForm(SiteForm):
    """One consent, given on a page of its own: a box that nobody ticked before, and prohibitions where a text asks."""

    agree = forms.BooleanField(
        label=_("I have read the text and agree"), error_messages={"required": _("Tick the box if you agree")}
    )
    limits = forms.MultipleChoiceField(
        label=_("What I forbid"), choices=Consent.Limit.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    conditions = forms.CharField(
        label=_("Other conditions, in your own words"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A person reads them. Until then you are in no public list."),
    )  # fmt: skip

    def __init__(self, *args: Any, text: ConsentText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not text.is_limitable:
            del self.fields["limits"], self.fields["conditions"]


class AnswerForm(SiteForm):
    """The answer to a request about personal data."""

    answer = forms.CharField(
        label=_("Answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The person reads it in a letter."),
    )  # fmt: skip


class ErasureForm(SiteForm):
    """The last word before data are destroyed."""

    basis = forms.CharField(label=_("Why"), max_length=200)
    certain = forms.BooleanField(
        label=_("Erase for good: this cannot be undone"),
        error_messages={"required": _("Tick the box if the data are to be erased")},
    )


class NoteRequestForm(SiteModelForm):
    """A request about personal data that reached staff on paper or in a letter."""

    person = forms.CharField(
        label=_("Log-in e-mail or full name of the person"), max_length=254, widget=forms.TextInput(),
        help_text=_("Only people who have something to do with this conference are found."),
    )  # fmt: skip

    class Meta:
        model = DataRequest
        fields = ["kind", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    field_order = ["person", "kind", "note"]

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people_of(conference)

    def clean_person(self) -> Person:
        return one_person(self.people, self.cleaned_data["person"])


def people_of(*conferences: Conference | int) -> QuerySet[Person]:
    """People with a role in one of *conferences*, or with a consent to one of its texts."""
    roles = Q(roles__conference__in=conferences)
    return Person.objects.filter(roles | Q(consents__text__conference__in=conferences), is_active=True).distinct()


def one_person(people: QuerySet[Person], told: str) -> Person:
    """The one of *people* with this log-in e-mail or this full name. Raises ValidationError for none or several."""
    told = " ".join(told.split())
    rows = list(people.filter(Q(email__iexact=told) | Q(full_name__iexact=told))[:2])
    if len(rows) != 1:
        raise ValidationError(_("Exactly one person must have this e-mail or this full name."), code="person")
    return rows[0]


class AccountFormMixin(SiteFormMixin):
    """A form of signing in with the words of the site, and no label that stands again, grey, in its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(AccountFormMixin, account_forms.LoginForm):
    """With the password, which allauth leaves out where nobody gives one when signing up."""

    def _setup_password_field(self) -> None:
        """It stays."""


class RequestLoginCodeForm(AccountFormMixin, account_forms.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(AccountFormMixin, account_forms.ConfirmLoginCodeForm):
    pass


class ResetPasswordForm(AccountFormMixin, account_forms.ResetPasswordForm):
    pass
