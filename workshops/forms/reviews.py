"""Forms of the reviews: the review itself, the answer to an invitation, profiles, rules, what chairs write."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.forms import SiteForm, SiteModelForm
from conference.models import Conference
from conference.models.people import PersonManager, validate_latin
from workshops.models import Conflict, Criterion, Review, ReviewerProfile, ReviewPhase, Track

MOST_LETTERS = 20_000
OF_CRITERION = "criterion-"


class ReviewForm(SiteForm):
    """One review: a radio button with words for every step of every criterion. A draft may be incomplete."""

    recommendation = forms.ChoiceField(
        label=_("What do you recommend to the chairs?"), choices=Review.Recommendation.choices, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    comment_author = forms.CharField(
        label=_("To the authors"), required=False, max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("What is good, what is unclear, what to change. The authors read it with the decision."),
    )  # fmt: skip
    comment_chair = forms.CharField(
        label=_("To the chairs only"), required=False, max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Doubts about originality, a note on the language, advice for the programme."),
    )  # fmt: skip

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            steps = [(str(value), label) for value, label in enumerate(criterion.steps(), start=1)]
            self.fields[f"{OF_CRITERION}{criterion.pk}"] = forms.ChoiceField(
                label=criterion.title, help_text=criterion.hint, choices=steps, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
        self.order_fields([*(f"{OF_CRITERION}{each.pk}" for each in criteria), "recommendation"])
        for name, field in self.fields.items():
            field.is_marked_required = name != "comment_chair"  # type: ignore[attr-defined]
            field.widget.attrs["data-name"] = name

    def criterion_fields(self) -> list[Any]:
        return [self[f"{OF_CRITERION}{criterion.pk}"] for criterion in self.criteria]

    def scores(self) -> dict[int, int | None]:
        """Criterion's pk -> the chosen value, None where nothing was chosen or what came is no step of it."""
        told = {criterion.pk: self.cleaned_data.get(f"{OF_CRITERION}{criterion.pk}") for criterion in self.criteria}
        return {pk: int(value) if value else None for pk, value in told.items()}

    def texts(self) -> dict[str, str]:
        names = ("recommendation", "comment_author", "comment_chair")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    @staticmethod
    def initial_of(review: Review) -> dict[str, Any]:
        scores = {f"{OF_CRITERION}{score.criterion_id}": str(score.value) for score in review.scores.all()}
        names = ("recommendation", "comment_author", "comment_chair")
        return {**scores, **{name: getattr(review, name) for name in names}}


class AnswerNoForm(SiteForm):
    """Why the reviewer cannot do it, and who could."""

    has_conflict = forms.BooleanField(
        label=_("I am too close to this work or its authors: please do not offer it to me again"), required=False
    )
    reason = forms.CharField(
        label=_("Would you like to tell us why?"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    suggestion = forms.CharField(
        label=_("Who could review it instead?"), required=False, max_length=250,
        help_text=_("A name, an organisation or an address, if somebody comes to mind."),
    )  # fmt: skip


class ProfileForm(SiteModelForm):
    """What a reviewer says of themselves."""

    read = forms.MultipleChoiceField(
        label=_("Languages in which you read papers"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ReviewerProfile
        fields = ["topics_ru", "topics_en", "capacity", "is_paused"]
        widgets = {
            "topics_ru": forms.Textarea(attrs={"rows": 3, "lang": "ru"}),
            "topics_en": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
            "capacity": forms.NumberInput(attrs={"min": 0, "max": 30}),
        }
        labels = {
            "topics_ru": _("Topics in Russian"),
            "topics_en": _("Topics in English"),
            "capacity": _("How many reviews at most"),
            "is_paused": _("I take a break: no new papers for now"),
        }
        help_texts = {
            "topics_ru": _("Separated by commas, as keywords of a paper: жестовый язык, подготовка учителей."),
            "topics_en": _("The same in English: sign language, teacher training."),
        }

    field_order = ["topics_ru", "topics_en", "read", "capacity", "is_paused"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].max_value = 30  # type: ignore[attr-defined]
        if self.instance.pk or not self.initial.get("read"):
            self.initial["read"] = self.instance.read_languages()

    def clean_capacity(self) -> int:
        capacity: int = self.cleaned_data["capacity"]
        if capacity > 30:
            raise ValidationError(_("More than 30 reviews nobody can write. Choose a smaller number"))
        return capacity

    def save(self, commit: bool = True) -> ReviewerProfile:
        self.instance.languages = ",".join(self.cleaned_data["read"])
        profile: ReviewerProfile = super().save(commit)
        return profile


class DeskProfileForm(ProfileForm):
    """The same on the chair's desk, with the tracks."""

    tracks = forms.ModelMultipleChoiceField(
        label=_("Tracks"), queryset=Track.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the reviewer may be asked in every track."),
    )  # fmt: skip

    class Meta(ProfileForm.Meta):
        fields = [*ProfileForm.Meta.fields, "tracks"]
        labels = {
            **ProfileForm.Meta.labels,
            "is_paused": pgettext_lazy("reviewer", "takes a break: gets no new papers"),
        }

    field_order = ["full_name", "latin_name", "email", "language", "tracks", *ProfileForm.field_order]

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tracks = self.fields["tracks"]
        tracks.queryset = Track.objects.of(conference)  # type: ignore[attr-defined]
        tracks.label_from_instance = lambda track: f"{track.number}. {track.short_title or track.title}"  # type: ignore[attr-defined]
        self.fields["read"].label = _("languages read")


class NewReviewerForm(DeskProfileForm):
    """Somebody who shall review: known by the address, or new."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        help_text=_("As it is spoken, in any script, family name first in Russian."),
    )
    latin_name = forms.CharField(
        label=_("name in Latin letters"), max_length=200, required=False, validators=[validate_latin]
    )
    email = forms.EmailField(label=_("E-mail"), help_text=_("Invitations with their links go there."))
    language = forms.ChoiceField(label=_("language of letters"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    def _get_validation_exclusions(self) -> set[str]:
        """The person is found, or made, after the form is valid."""
        return {*super()._get_validation_exclusions(), "person"}

    def clean_email(self) -> str:
        return PersonManager.normalize_email(self.cleaned_data["email"])


class ConflictForm(SiteModelForm):
    """With whom a reviewer does not want to be judge."""

    kind = forms.ChoiceField(
        label=_("With what"), choices=[each for each in Conflict.Kind.choices if each[0] != Conflict.Kind.PAPER],
        widget=forms.RadioSelect, initial=Conflict.Kind.AUTHOR,
    )  # fmt: skip
    name = forms.CharField(
        label=pgettext_lazy("conflict of interest", "Name"), max_length=250,
        help_text=_("Family name and given name of the person, or the name of the organisation."),
    )  # fmt: skip

    class Meta:
        model = Conflict
        fields = ["kind", "name"]


class RulesForm(SiteModelForm):
    """How papers are reviewed in one track, or in all, at one stage."""

    class Meta:
        model = ReviewPhase
        fields = [
            "blindness", "visibility", "reviews_wanted", "answer_days", "review_days", "is_open", "guidelines_ru",
            "guidelines_en",
        ]  # fmt: skip
        widgets = {
            "blindness": forms.RadioSelect,
            "visibility": forms.RadioSelect,
            "guidelines_ru": forms.Textarea(attrs={"rows": 6, "lang": "ru"}),
            "guidelines_en": forms.Textarea(attrs={"rows": 6, "lang": "en"}),
        }
        labels = {
            "is_open": _("Reviewing is open: reviewers can answer, write and send"),
            "guidelines_ru": _("Guidelines for reviewers, in Russian"),
            "guidelines_en": _("Guidelines for reviewers, in English"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in (("reviews_wanted", 10), ("answer_days", 60), ("review_days", 120)):
            self.fields[name].widget = forms.NumberInput(attrs={"min": 1, "max": most, "data-name": name})
        for name in ("blindness", "visibility"):
            self.fields[name].choices = [each for each in self.fields[name].choices if each[0]]  # type: ignore[attr-defined]


class AssignForm(SiteForm):
    """Who shall review one paper. The reason is asked for when somebody of the same organisation is chosen."""

    reviewer = forms.ModelChoiceField(
        label=_("Reviewer"), queryset=ReviewerProfile.objects.none(), empty_label=_("Choose"),
        error_messages={"required": _("Choose a reviewer"), "invalid_choice": _("Choose a reviewer of this list")},
    )  # fmt: skip
    in_spite_of = forms.CharField(
        label=_("Why in spite of the conflict of interest"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only for a reviewer of the same organisation. The reason is kept with the review."),
    )  # fmt: skip

    def __init__(self, *args: Any, profiles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = profiles  # type: ignore[attr-defined]


class UntilForm(SiteForm):
    """A new last day for a review."""

    until = forms.DateField(label=_("New last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def last_second(self, conference: Conference) -> datetime:
        return datetime.combine(self.cleaned_data["until"], time(23, 59, 59), tzinfo=conference.zone)

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise ValidationError(_("The new day has to be in the future."))
        return day


class NoteForm(SiteForm):
    """What a chair writes to a reviewer."""

    note = forms.CharField(
        label=_("What should be changed"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write to the reviewer what should be changed.")},
    )  # fmt: skip


class OptionalNoteForm(SiteForm):
    note = forms.CharField(
        label=_("A word to the reviewer"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
