"""Statements, helpers of sessions, and files that belong to sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_countries.fields import CountryField

from conference.forms import SiteForm, UploadField, one_person, people_of
from conference.models import Conference, Person
from conference.uploads import in_words
from workshops.models import Assignment, Session, SessionMaterial, Speaker, Talk, Track
from workshops.services.materials import TAKES, USUAL_BYTES, check_material
from workshops.services.planning.talks import MOST_MINUTES

Kind = SessionMaterial.Kind
EVERY_KIND = tuple(dict.fromkeys(kind for kinds in TAKES.values() for kind in kinds))


class StatementForm(SiteForm):
    """Who makes a statement, on whose behalf, how long, and what it is called."""

    SPEAKER = ("name_ru", "name_en", "position_ru", "position_en", "organisation_ru", "organisation_en", "country")
    TALK = ("title_ru", "title_en", "on_behalf_of_ru", "on_behalf_of_en", "language")

    name_ru = forms.CharField(label=gettext_lazy("Name in Russian"), required=False, max_length=200)
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"), required=False, max_length=200,
        help_text=gettext_lazy("Interpreters see both, so that they say it right."),
    )  # fmt: skip
    position_ru = forms.CharField(label=gettext_lazy("Position in Russian"), required=False, max_length=250)
    position_en = forms.CharField(label=gettext_lazy("Position in English"), required=False, max_length=250)
    organisation_ru = forms.CharField(label=gettext_lazy("Organisation in Russian"), required=False, max_length=250)
    organisation_en = forms.CharField(label=gettext_lazy("Organisation in English"), required=False, max_length=250)
    country = CountryField(blank=True).formfield(label=gettext_lazy("Country"), required=False)
    person = forms.CharField(
        label=gettext_lazy("Account"), required=False, max_length=254,
        help_text=gettext_lazy("E-mail or full name, if there is an account: the speaker sends the text from My page."),
    )  # fmt: skip
    on_behalf_of_ru = forms.CharField(label=gettext_lazy("On behalf of, in Russian"), required=False, max_length=250)
    on_behalf_of_en = forms.CharField(label=gettext_lazy("On behalf of, in English"), required=False, max_length=250)
    title_ru = forms.CharField(label=gettext_lazy("Title in Russian"), required=False, max_length=300)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), required=False, max_length=300)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=MOST_MINUTES)
    language = forms.ChoiceField(label=gettext_lazy("Language of the statement"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, conference: Conference, talk: Talk | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        self.initial = {**(_told_of(talk) if talk else {"minutes": 5, "language": "ru"}), **self.initial}

    def clean_person(self) -> Person | None:
        told = self.cleaned_data["person"].strip()
        return one_person(people_of(self.conference), told) if told else None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not (data.get("name_ru") or data.get("name_en")):
            self.add_error("name_ru", _("Write the name, in one of the languages at least"))
        if not (data.get("title_ru") or data.get("title_en")):
            self.add_error("title_ru", _("Write the title, in one of the languages at least"))
        return data

    def asked(self) -> dict[str, Any]:
        """As the verbs take them."""
        data = self.cleaned_data
        speaker = Speaker(person=data["person"], **{name: data[name] for name in self.SPEAKER})
        return {"speaker": speaker, "minutes": data["minutes"], **{name: data[name] for name in self.TALK}}


def _told_of(talk: Talk) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(talk, name) or "" for name in StatementForm.TALK}
    speaker = talk.speakers.select_related("person").first()
    if speaker:
        told |= {name: getattr(speaker, name) or "" for name in StatementForm.SPEAKER if name != "country"}
        told["country"] = speaker.country.code or ""
        told["person"] = (speaker.person.email or speaker.person.full_name) if speaker.person else ""
    return {**told, "minutes": talk.minutes}


class AssignForm(SiteForm):
    """Who interprets, signs or captions a session: somebody known already, or a new address."""

    kind = forms.ChoiceField(label=pgettext_lazy("of an assistant", "What they do"), choices=Assignment.Kind.choices)
    known = forms.ModelChoiceField(
        label=gettext_lazy("Somebody assigned before"), queryset=Person.objects.none(), required=False,
        empty_label=gettext_lazy("somebody new"),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail of somebody new"), required=False,
        help_text=gettext_lazy("They sign in with a code sent to this address, and find their pack."),
    )  # fmt: skip
    full_name = forms.CharField(label=gettext_lazy("Full name of somebody new"), required=False, max_length=200)
    letters = forms.ChoiceField(label=gettext_lazy("Language of letters"), choices=settings.LANGUAGES, initial="ru")
    languages = forms.CharField(
        label=gettext_lazy("From and into which languages"), required=False, max_length=60,
        help_text=gettext_lazy("For example ru–en, or Russian sign language."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note, the person reads it"), required=False, max_length=250)

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Person.objects.filter(assignments__session__conference=conference, is_active=True).distinct()
        self.fields["known"].queryset = known.order_by("full_name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("known") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Choose somebody known, or give the e-mail of somebody new"))
        if not data.get("known") and data.get("email") and not data.get("full_name"):
            self.add_error("full_name", _("Write the name of the person"))
        return data


class MaterialFileField(UploadField):
    """Any file that a session may have; which ones a kind takes, the form says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"kinds": EVERY_KIND, "most_bytes": USUAL_BYTES, **kwargs})


class _WithFile(SiteForm):
    """A kind and a file that must suit each other."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        file, kind = data.get("file"), data.get("kind")
        if file and kind:
            try:
                check_material(file, kind)
            except ValidationError as refusal:
                self.add_error("file", refusal)
        return data


class TalkFileForm(_WithFile):
    """What a speaker sends for their own talk."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), widget=forms.RadioSelect)
    file = MaterialFileField(label=gettext_lazy("File"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    is_public = forms.BooleanField(
        label=gettext_lazy("Anybody may have it once the session has begun"), required=False, initial=True,
        help_text=gettext_lazy("Without the tick it stays with you, the interpreters and the organisers."),
    )  # fmt: skip

    def __init__(self, *args: Any, talk: Talk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [Kind.STATEMENT, Kind.SLIDES] if talk.kind == Talk.Kind.STATEMENT else [Kind.SLIDES, Kind.HANDOUT]
        field = self.fields["kind"]
        field.choices = [(kind, kind.label.capitalize()) for kind in kinds]  # type: ignore[attr-defined]
        self.initial = {"kind": kinds[0], "language": talk.language, **self.initial}
        self.fields["file"].help_text = "; ".join(
            _("%(kind)s: %(formats)s") % {"kind": kind.label.capitalize(), "formats": in_words(TAKES[kind])}
            for kind in kinds
        )


class MaterialForm(_WithFile):
    """Anything that belongs to a session, as its organisers keep it."""

    class Opens:
        AT_ONCE, WITH_SESSION, AT_A_TIME = "now", "session", "date"

    TEXTS = ("title_ru", "title_en", "alt_ru", "alt_en", "language", "url", "is_public", "order")

    kind = forms.ChoiceField(label=gettext_lazy("What it is"))
    talk = forms.ModelChoiceField(
        label=gettext_lazy("To which talk"), queryset=Talk.objects.none(), required=False,
        empty_label=gettext_lazy("to the whole session"),
    )  # fmt: skip
    file = MaterialFileField(label=gettext_lazy("File"), required=False)
    url = forms.URLField(
        label=gettext_lazy("Link, for a recording"), required=False, max_length=500, assume_scheme="https"
    )
    title_ru = forms.CharField(label=gettext_lazy("Title in Russian"), required=False, max_length=250)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), required=False, max_length=250)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False,
        choices=[("", pgettext_lazy("language of a photograph", "none")), *settings.LANGUAGES],
    )  # fmt: skip
    alt_ru = forms.CharField(
        label=gettext_lazy("What the photograph shows, in Russian"), required=False, max_length=500,
        help_text=gettext_lazy("A sentence for those who do not see it. A photograph is not kept without one."),
    )  # fmt: skip
    alt_en = forms.CharField(
        label=gettext_lazy("What the photograph shows, in English"), required=False, max_length=500
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("Everybody who can be recognised has agreed to be shown"), required=False,
        help_text=gettext_lazy("Consents to photographs are in the registrations. Children only with their parents’."),
    )  # fmt: skip
    is_public = forms.BooleanField(label=gettext_lazy("Anybody may have it"), required=False, initial=True)
    opens = forms.ChoiceField(
        label=gettext_lazy("From when"),
        choices=[
            (Opens.AT_ONCE, gettext_lazy("at once")),
            (Opens.WITH_SESSION, gettext_lazy("when the session begins, wherever it is moved")),
            (Opens.AT_A_TIME, gettext_lazy("from a date and time")),
        ],
        widget=forms.RadioSelect, initial=Opens.WITH_SESSION,
    )  # fmt: skip
    embargo_until = forms.DateTimeField(
        label=gettext_lazy("Date and time"), required=False, input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("In the time zone of the conference."),
    )  # fmt: skip
    order = forms.IntegerField(
        label=pgettext_lazy("materials", "Place in the list"), required=False, min_value=0, max_value=999, initial=0
    )

    def __init__(self, *args: Any, session: Session, material: SessionMaterial | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.material = session, material
        kinds = [(kind.value, kind.label.capitalize()) for kind in Kind]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        talks = Talk.objects.filter(session=session).select_related("submission")
        self.fields["talk"].queryset = talks  # type: ignore[attr-defined]
        if material is not None:
            for name in ("kind", "talk", "file"):
                del self.fields[name]
            if material.kind != Kind.PHOTO:
                for name in ("alt_ru", "alt_en", "agreed"):
                    del self.fields[name]
            else:
                self.initial = {"agreed": True, **self.initial}
            if not material.url:
                del self.fields["url"]
            self.initial = {**self._told(material), **self.initial}

    def _told(self, material: SessionMaterial) -> dict[str, Any]:
        told: dict[str, Any] = {name: getattr(material, name) or "" for name in self.TEXTS}
        opens = self.Opens.WITH_SESSION if material.with_session else self.Opens.AT_ONCE
        if material.embargo_until and not material.with_session:
            opens = self.Opens.AT_A_TIME
            local = timezone.localtime(material.embargo_until, self.session.conference.zone)
            told["embargo_until"] = local.replace(tzinfo=None)
        return {**told, "is_public": material.is_public, "order": material.order, "opens": opens}

    def clean_embargo_until(self) -> datetime | None:
        """The moment typed, by the clock of the conference."""
        typed: datetime | None = self.cleaned_data["embargo_until"]
        return typed.replace(tzinfo=self.session.conference.zone) if typed else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind = self.material.kind if self.material else data.get("kind")
        if data.get("opens") == self.Opens.AT_A_TIME and not data.get("embargo_until"):
            self.add_error("embargo_until", _("Give the date and time"))
        if kind == Kind.PHOTO:
            self._check_photo(data)
        if self.material is None and kind and "file" not in self.errors:
            if kind == Kind.RECORDING and not data.get("url"):
                self.add_error("url", _("Give the link of the recording."))
            elif kind != Kind.RECORDING and not data.get("file") and not (kind == Kind.TRANSCRIPT and data.get("url")):
                self.add_error("file", _("Choose the file."))
        return data

    def _check_photo(self, data: dict[str, Any]) -> None:
        name = f"alt_{settings.LANGUAGE_CODE}"
        if not data.get(name, "").strip():
            self.add_error(name, _("Say what the photograph shows, for those who do not see it."))
        if data.get("is_public") and not data.get("agreed"):
            self.add_error("agreed", _("Show a photograph to all only when those on it have agreed"))

    def asked(self) -> dict[str, Any]:
        """As the verbs take them."""
        data = self.cleaned_data
        told = {name: data[name] for name in self.TEXTS if name in self.fields}
        at_a_time = data["opens"] == self.Opens.AT_A_TIME
        told |= {
            "order": data.get("order") or 0,
            "with_session": data["opens"] == self.Opens.WITH_SESSION,
            "embargo_until": data["embargo_until"] if at_a_time else None,
        }
        return told | {name: data[name] for name in ("kind", "talk", "file") if name in self.fields}


class MaterialFilter(SiteForm):
    """What to look for among the materials of a conference."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    track = forms.ModelChoiceField(
        label=gettext_lazy("Track"), queryset=Track.objects.none(), required=False, to_field_name="number",
        empty_label=pgettext_lazy("filter of materials", "any"),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False,
        choices=[("", pgettext_lazy("filter of materials", "any")), *settings.LANGUAGES],
    )  # fmt: skip

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        any_kind = [("", pgettext_lazy("filter of materials", "any"))]
        kinds = [(kind.value, kind.label.capitalize()) for kind in Kind]
        self.fields["kind"].choices = any_kind + kinds  # type: ignore[attr-defined]
        self.fields["track"].queryset = Track.objects.of(conference)  # type: ignore[attr-defined]
