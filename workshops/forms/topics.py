"""Forms of proposed topics: proposing one, and what organisers decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm
from workshops.models import Session, Theme, TopicProposal
from workshops.services.topics import LONGEST

from .consultations import WhoFields
from .held import AudienceField, TitledSelect

SHORTEST = 15


class TopicForm(WhoFields):
    """What an event should be about; one typed field. The address is asked for the answer, and may be left out."""

    text = forms.CharField(
        label=_("What should the event be about?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One topic, in a sentence or two. Everybody may read it later, so without names."),
        error_messages={"required": _("Write what the event should be about.")},
    )  # fmt: skip
    audience = AudienceField()
    theme = forms.ModelChoiceField(
        label=pgettext_lazy("of questions and materials", "Theme"), queryset=Theme.objects.none(), required=False,
        empty_label=_("I do not know"), widget=TitledSelect,
    )  # fmt: skip

    field_order = ["text", "audience", "theme", "email", "consent"]

    def __init__(self, *args: Any, conference: Any, wants_who: bool, **kwargs: Any) -> None:
        super().__init__(*args, conference=conference, wants_who=wants_who, **kwargs)
        self.fields.pop("name", None)
        self.fields["theme"].queryset = Theme.objects.of(conference)  # type: ignore[attr-defined]
        if "email" in self.fields:
            self.fields["email"].required = False
            self.fields["email"].help_text = _("To hear what becomes of it. Nobody else sees it.")
        if "consent" in self.fields:  # not marked as optional: with an address it is needed
            self.fields["consent"].required = False
            self.fields["consent"].label = _("I agree to the processing of my e-mail for the answer")
            self.fields["consent"].is_marked_required = True  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """A topic that organisers can plan by: two words at least, and some letters."""
        text: str = self.cleaned_data["text"]
        words = text.split()
        if len(words) < 2 or len(" ".join(words)) < SHORTEST:
            raise ValidationError(
                gettext("Tell a little more, in a few words: what should be spoken of?"), code="short"
            )
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("email") and "consent" in self.fields and not data.get("consent"):
            self.add_error("consent", _("Tick the box, or leave the e-mail out."))
        return data


class Wording(SiteForm):
    """The topic in the other language, and what its proposer and everybody reads of the decision."""

    reason_ru = forms.CharField(label=_("In Russian"), max_length=1000, required=False,
                                widget=forms.Textarea(attrs={"rows": 3, "lang": "ru"}))  # fmt: skip
    reason_en = forms.CharField(label=_("In English"), max_length=1000, required=False,
                                widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}))  # fmt: skip
    other = forms.CharField(max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, topic: TopicProposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = "en" if topic.language == "ru" else "ru"
        self.fields["other"].label = _("The topic in English") if code == "en" else _("The topic in Russian")
        self.fields["other"].widget.attrs["lang"] = code
        self.fields["other"].initial = topic.words(code)
        self.other_name = f"text_{code}"

    def wording(self) -> dict[str, str]:
        return {self.other_name: self.cleaned_data["other"]}


class EventChoice(forms.ModelChoiceField):
    """An event to come, by its day and its title."""

    def label_from_instance(self, event: Session) -> str:  # type: ignore[override]
        starts = timezone.localtime(event.starts, event.conference.zone)
        return f"{date_format(starts, 'DAY_MONTH')}, {starts:%H:%M} · {event.title}"


class PlanTopicForm(Wording):
    """Into which event the topic goes, or what is planned when there is none yet."""

    session = EventChoice(
        label=_("Event"), queryset=Session.objects.none(), required=False, empty_label=_("No event yet")
    )
    field_order = ["session", "reason_ru", "reason_en", "other"]

    def __init__(self, *args: Any, topic: TopicProposal, **kwargs: Any) -> None:
        super().__init__(*args, topic=topic, **kwargs)
        events = Session.objects.of(topic.conference).standing().filter(ends__gt=timezone.now()).order_by("starts")
        self.fields["session"].queryset = events.select_related("conference")  # type: ignore[attr-defined]
        self.fields["session"].is_marked_required = True  # type: ignore[attr-defined]
        self.fields["reason_ru"].label = _("Note in Russian")
        self.fields["reason_en"].label = _("Note in English")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "session" not in self.errors and not (data.get("session") or data["reason_ru"] or data["reason_en"]):
            self.add_error("session", _("Choose an event, or write in a note what is planned."))
        return data


class DeclineTopicForm(Wording):
    """Why the topic is not taken."""

    field_order = ["reason_ru", "reason_en", "other"]

    def __init__(self, *args: Any, topic: TopicProposal, **kwargs: Any) -> None:
        super().__init__(*args, topic=topic, **kwargs)
        self.fields["reason_ru"].label = _("Reason in Russian")
        self.fields["reason_en"].label = _("Reason in English")
        self.let_one_language_do("reason")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        why = _("Write why, in one of the languages at least: who proposed the topic reads it.")
        self.need_a_language("reason", str(why))
        return data
