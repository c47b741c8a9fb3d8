"""The rows of authors: ordered, in both scripts, one of them corresponding."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.forms import OrcidField, SiteModelForm
from conference.models import Person
from conference.models.people import PATRONYMIC, validate_latin
from workshops.models import Author, Submission

CYRILLIC = re.compile("[А-Яа-яЁё]")
ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


def validate_ror(value: str) -> None:
    """Nine characters, the last two of them the ISO 7064 MOD 97-10 check of the others: 03yrm5c26."""
    if not ROR.fullmatch(value):
        raise ValidationError(_("A ROR id has nine characters after ror.org/, for example 03yrm5c26"))
    number = 0
    for char in value[:7]:
        number = number * 32 + BASE32.index(char)
    if int(value[7:]) != 98 - number * 100 % 97:
        raise ValidationError(_("The last two digits of this ROR id do not fit the others. Copy it from ror.org"))


class RorField(forms.CharField):
    """A ROR id, typed or pasted as an address, kept as its nine characters."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("ROR id of the organisation"))
        kwargs.setdefault("help_text", gettext_lazy("For example 03yrm5c26; a pasted address works too."))
        super().__init__(**{**kwargs, "max_length": 60})

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        bare = re.sub(r"^(https?://)?(www\.)?ror\.org/|[\s/]", "", text.strip(), flags=re.IGNORECASE).lower()
        if bare:
            validate_ror(bare)
        return bare


class AuthorForm(SiteModelForm):
    """One row of the list of authors."""

    orcid = OrcidField(required=False)
    ror = RorField(required=False)

    class Meta:
        model = Author
        fields = [
            "family_ru", "given_ru", "family_en", "given_en", "position_ru", "position_en", "affiliation_ru",
            "affiliation_en", "city_ru", "city_en", "country", "ror", "email", "orcid", "is_presenting",
        ]  # fmt: skip
        labels = {
            "family_ru": gettext_lazy("Family name in Russian"),
            "family_en": gettext_lazy("Family name in Latin letters"),
            "given_ru": gettext_lazy("Given name and patronymic in Russian"),
            "given_en": gettext_lazy("Given name in Latin letters"),
            "position_ru": gettext_lazy("Position and degree in Russian"),
            "position_en": gettext_lazy("Position and degree in English"),
            "affiliation_ru": gettext_lazy("Organisation in Russian"),
            "affiliation_en": gettext_lazy("Organisation in English"),
            "city_ru": gettext_lazy("City in Russian"),
            "city_en": gettext_lazy("City in English"),
            "email": gettext_lazy("E-mail"),
            "is_presenting": gettext_lazy("Presents the paper"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = False
            if name.endswith(("_ru", "_en")):
                field.widget.attrs["lang"] = name[-2:]
            if name.startswith("affiliation"):
                field.widget.attrs |= {"list": f"organisations-{name[-2:]}", "autocomplete": "off"}
            if name.startswith(("family", "given")):
                field.widget.attrs["spellcheck"] = "false"
            if name in {"family_en", "given_en"}:
                field.validators.append(validate_latin)

    def show_as_needed(self, language: str) -> None:
        """Label the name in *language* as not optional; whether it is there is judged before sending."""
        for name in (f"family_{language}", f"given_{language}"):
            self.fields[name].required = True

    def says_nothing(self) -> bool:
        """An empty row: nobody is named in it, so it is not kept."""
        told = set(self.fields) - {"is_presenting", "country"}
        return not any(self.cleaned_data.get(name) for name in told)


def _place(text: str, total: int) -> int | None:
    """*text* as a place among *total* rows, counted from 0; None when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 and int(text) < total else None


class AuthorRows(forms.BaseFormSet):
    """The ordered authors, of whom one is the corresponding author; rows move by submit buttons."""

    def __init__(self, *args: Any, language: str = "", **kwargs: Any) -> None:
        self.language = language
        super().__init__(*args, **kwargs)

    @cached_property
    def corresponding(self) -> int:
        """The place of the corresponding author among the rows, counted from 0; 0 unless chosen otherwise."""
        if not self.is_bound:
            marked = [row for row, given in enumerate(self.initial or []) if given.get("is_corresponding")]
            return marked[0] if marked else 0
        return _place(self.data.get(f"{self.prefix}-corresponding", "0"), self.total_form_count()) or 0

    def authors(self) -> list[Author]:
        """Unsaved authors in the order of the rows, empty rows left out, one of them corresponding."""
        kept = [(row, form) for row, form in enumerate(self.forms) if not form.says_nothing()]
        rows = [row for row, _form in kept]
        chosen = self.corresponding if self.corresponding in rows else (rows or [0])[0]
        for row, form in kept:
            form.instance.is_corresponding = row == chosen
        return [form.instance for _row, form in kept]


class CompleteAuthorRows(AuthorRows):
    """At least one author, each with a name in the language of the paper."""

    def clean(self) -> None:
        if any(self.errors):
            return
        if not self.authors():
            raise ValidationError(_("Name at least one author"), code="no_author")
        for form in self.forms:
            if not form.says_nothing():
                for name, sentence in form.instance.wanting(self.language).items():
                    form.add_error(name, sentence)


def _formset(rows: type[AuthorRows]) -> type[AuthorRows]:
    most = Author.MAX_PER_PAPER
    return forms.formset_factory(AuthorForm, formset=rows, extra=0, max_num=most, absolute_max=most)  # type: ignore[return-value]


DraftAuthors = _formset(AuthorRows)
Authors = _formset(CompleteAuthorRows)
PREFIX = "authors"


def rows_of(submission: Submission) -> list[dict[str, Any]]:
    """The saved authors as initial rows; for a paper without any, its submitter as the first one."""
    names = [*AuthorForm.Meta.fields, "is_corresponding"]
    saved = submission.authors.all() if submission.pk else []
    rows = [{name: getattr(author, name) for name in names} for author in saved]
    return rows or [author_from(submission.submitter)]


def _split_russian(name: str) -> tuple[str, str]:
    """Family name, then the rest: «Жук Павел», «Сомова Ольга Викторовна», and also «Ольга Викторовна Сомова»."""
    words = name.split()
    if len(words) == 3 and PATRONYMIC.search(words[1]):
        return words[2], " ".join(words[:2])
    return words[0], " ".join(words[1:])


def _is_latin(name: str) -> bool:
    try:
        validate_latin(name)
    except ValidationError:
        return False
    return True


def author_from(person: Person) -> dict[str, Any]:
    """What we know of *person* already, as a row: nobody types the own name twice."""
    spoken = " ".join(person.full_name.split()) if "@" not in person.full_name else ""
    family, given = _split_russian(spoken) if CYRILLIC.search(spoken) else ("", "")
    latin = person.latin_name or ("" if family else spoken)
    given_en, _space, family_en = latin.strip().rpartition(" ") if _is_latin(latin) else ("", "", "")
    organisation = person.organisation
    country = person.country or (organisation.country if organisation else person.country)
    return {
        "family_ru": family,
        "given_ru": given,
        "family_en": family_en,
        "given_en": given_en,
        "position_ru": person.position_ru,
        "position_en": person.position_en,
        "affiliation_ru": organisation.title_ru if organisation else "",
        "affiliation_en": organisation.title_en if organisation else "",
        "city_ru": person.city_ru,
        "city_en": person.city_en,
        "country": country.code,
        "ror": organisation.ror.rpartition("/")[2] if organisation else "",
        "email": person.letters_to,
        "orcid": person.orcid,
        "is_presenting": True,
        "is_corresponding": True,
    }


def typed_rows(typed: QueryDict) -> list[dict[str, Any]]:
    """The rows of authors as typed, sound or not, to be shown again."""
    count = _place(typed.get(f"{PREFIX}-TOTAL_FORMS", "1"), Author.MAX_PER_PAPER + 1) or 1
    corresponding = typed.get(f"{PREFIX}-corresponding", "0")
    blank = AuthorForm()
    return [
        {
            **{
                name: field.widget.value_from_datadict(typed, {}, f"{PREFIX}-{row}-{name}")
                for name, field in blank.fields.items()
            },
            "is_corresponding": corresponding == str(row),
        }
        for row in range(count)
    ]


def rearranged(rows: list[dict[str, Any]], wish: str) -> list[dict[str, Any]]:
    """*rows* after the button *wish* was pressed: ``add``, ``up-N``, ``down-N`` or ``remove-N`` (N from 0)."""
    rows = list(rows)
    verb, _dash, place = wish.partition("-")
    if verb == "add" and len(rows) < Author.MAX_PER_PAPER:
        return [*rows, {"is_presenting": False}]
    row = _place(place, len(rows))
    if row is None:
        return rows
    other = {"up": row - 1, "down": row + 1}.get(verb, -1)
    if 0 <= other < len(rows):
        rows[row], rows[other] = rows[other], rows[row]
    if verb == "remove":
        del rows[row]
    return rows or [{"is_presenting": True, "is_corresponding": True}]


def row_in_hand(wish: str, total: int) -> int:
    """The row, counted from 1, to which the keyboard should return after *wish*; 0 when nothing was moved."""
    verb, _dash, place = wish.partition("-")
    row = _place(place, Author.MAX_PER_PAPER)
    if verb == "add":
        return total
    steps = {"up": 0, "down": 2, "remove": 1}
    return min(max(row + steps[verb], 1), total) if row is not None and verb in steps else 0
