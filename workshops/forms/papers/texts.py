"""Forms beside that of the paper: its text, its files, the answers to remarks, a co-author's “no”, a late code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from conference.forms import SiteForm
from conference.uploads import accept
from workshops.manuscripts import check_docx
from workshops.models import Remark, SubmissionFile
from workshops.services.papers import check_file

BODY_MAX_CHARACTERS = 120_000


class TextForm(SiteForm):
    """The text of an accepted paper: typed, as a file, or both."""

    file = forms.FileField(
        label=gettext_lazy("Paper as a .docx file"), required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx"}), max_length=250,
        help_text=gettext_lazy("Up to 10 MB. A new file replaces the former one; earlier versions are kept."),
    )  # fmt: skip
    body = forms.CharField(
        label=gettext_lazy("Text of the paper"), required=False, max_length=BODY_MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=gettext_lazy(
            "A blank line begins a new paragraph, ## a heading. When there is a file, the proceedings are made from it."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.is_marked_required = True  # type: ignore[attr-defined]  # one of the two is, so neither is optional

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload:
            check_docx(upload)
        return upload


class FileForm(SiteForm):
    """One more file of the paper: what it is, and the file, judged by its content."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("File"), allow_empty_file=True, max_length=250,
        help_text=gettext_lazy("Slides up to 30 MB, other files up to 20 MB."),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind, f"{SubmissionFile.Kind(kind).label} ({endings(kind)})") for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["kind"].initial = kinds[0] if kinds else None
        formats = sorted({each for kind in kinds for each in SubmissionFile.TAKES[kind]})
        self.fields["file"].widget.attrs["accept"] = accept(formats)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") and cleaned.get("file"):
            try:
                check_file(cleaned["file"], cleaned["kind"])
            except ValidationError as refusal:
                self.add_error("file", refusal)
        return cleaned


def endings(kind: str) -> str:
    return ", ".join(f".{each}" for each in SubmissionFile.TAKES[kind])


class AnswersForm(SiteForm):
    """The author's answer to each remark of a revision; what is left empty is answered another day."""

    def __init__(self, *args: Any, remarks: Sequence[Remark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remarks = remarks
        for remark in remarks:
            self.fields[f"remark-{remark.pk}"] = forms.CharField(
                label=gettext_lazy("Your answer"), required=False, max_length=4000, initial=remark.answer,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
            self.fields[f"remark-{remark.pk}"].is_marked_required = True  # type: ignore[attr-defined]

    def asked(self) -> list[tuple[Remark, Any]]:
        return [(remark, self[f"remark-{remark.pk}"]) for remark in self.remarks]

    def answers(self) -> dict[int, str]:
        found = {remark.pk: self.cleaned_data.get(f"remark-{remark.pk}") for remark in self.remarks}
        return {key: text for key, text in found.items() if text is not None}


class DenialForm(SiteForm):
    """Why somebody named as a co-author is not one."""

    reason = forms.CharField(
        label=gettext_lazy("What is wrong"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The one who sent the paper and the chair of the track read it."),
    )  # fmt: skip


class CodeForm(SiteForm):
    """A late-access code."""

    code = forms.CharField(label=gettext_lazy("Late-access code"), max_length=20)
