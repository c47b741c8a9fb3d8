"""The description of an article: fields, authors, two hands at once."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from proceedings.models import ArticleAuthor
from proceedings.services import editing, steps
from tests.proceedings.texts import new_article


@pytest.fixture
def article(conference):
    made = new_article(conference)
    made.authors.create(order=2, family_ru="Белов", given_ru="Иван")
    return made


def saved(article, base=None, new=(), **changed):
    base = base or editing.snapshot(article)
    return editing.save_description(article, {**base, **changed}, list(new), by=None, base=base)


def keys(article) -> list[str]:
    return [str(pk) for pk in article.authors.order_by("order").values_list("pk", flat=True)]


def test_only_what_changed_is_saved_and_named(article, editor):
    names = saved(article, title_en="Another", udk="376", received_on="2027-01-02")

    article.refresh_from_db()
    assert names == ["received_on", "title_en", "udk"]
    assert (article.title_en, article.udk, article.received_on.isoformat()) == ("Another", "376", "2027-01-02")
    assert steps.log_of(article)[0].kind == "described"


def test_nothing_changed_is_nothing_written(article):
    assert (saved(article), steps.log_of(article)) == ([], [])


def test_authors_change_places_are_mended_added_and_taken_out(article):
    first, second = keys(article)

    saved(
        article, new=[{"family_ru": "Новиков", "corresponding": ""}], authors=second, corresponding=second,
        **{f"author-{second}-orcid": "0000-0002-1825-0097"},
    )  # fmt: skip

    rows = list(ArticleAuthor.objects.order_by("order").values_list("order", "family_ru", "orcid", "is_corresponding"))
    assert rows == [(1, "Белов", "0000-0002-1825-0097", True), (2, "Новиков", "", False)]
    assert first not in keys(article)


def test_two_people_at_different_fields_both_keep_them(article):
    base = editing.snapshot(article)
    saved(article, title_en="Theirs")

    saved(article, base=base, udk="376")

    article.refresh_from_db()
    assert (article.title_en, article.udk) == ("Theirs", "376")


def test_two_people_at_one_field_are_shown_both(article):
    base = editing.snapshot(article)
    saved(article, title_en="Theirs")

    with pytest.raises(editing.DescriptionChanged) as refusal:
        saved(article, base=base, title_en="Mine", udk="376")

    (conflict,) = refusal.value.conflicts
    assert (conflict.name, conflict.was, conflict.theirs, conflict.mine) == (
        "title_en", "On school 1", "Theirs", "Mine",
    )  # fmt: skip
    article.refresh_from_db()
    assert article.udk == ""


def test_what_travels_in_the_form_comes_back_unspoilt(article):
    sealed = editing.seal(editing.snapshot(article))

    assert editing.unseal(sealed) == editing.snapshot(article)
    with pytest.raises(ValidationError):
        editing.unseal(f"{sealed}x")
