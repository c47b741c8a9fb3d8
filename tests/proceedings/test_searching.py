"""The index and what it finds: publishing and withdrawing, phrases, facets, orders, what is hidden."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from conference.models import Conference
from proceedings.models import IndexedMaterial, IndexedTerm, Material
from proceedings.services import searching
from proceedings.services.searching import Wish
from tests.proceedings.shelves import new_material
from workshops.models import Session, Theme


@pytest.fixture
def shelf(conference):
    """Three materials about different things."""
    themes = {
        slug: Theme.objects.create(conference=conference, slug=slug, title_ru=ru, title_en=en, order=order)
        for order, (slug, ru, en) in enumerate([("support", "Сопровождение", "Support"), ("lesson", "Урок", "Lesson")])
    }
    now = timezone.now()
    new_material(
        conference, "tutor", themes=(themes["support"],), published_at=now - timedelta(days=1), seconds=3600,
        title_ru="Один день тьютора", title_en="A day of a tutor", summary_ru="Ментор показывает дневник наблюдений.",
        summary_en="A mentor shows a diary.",
        transcript_ru="[00:10] Доброе утро, коллеги.\n[12:30] Консилиум решил так.",
        chapters=((750, "Что сказал консилиум", "What the council said"),), has_captions=True, audience=["teachers"],
    )  # fmt: skip
    new_material(
        conference, "plan", themes=(themes["support"], themes["lesson"]), kind="practical", genre="template", year=2025,
        title_ru="План поддержки на месяц", title_en="A month’s support plan", language="both", level="start",
        body_ru="## План\n\nТьютор и учитель пишут план поддержки вместе.", audience=["teachers", "heads"],
    )  # fmt: skip
    new_material(
        conference, "noise", themes=(themes["lesson"],), published_at=now - timedelta(days=2), seconds=600,
        language="en", title_ru="", title_en="Noise at the break", summary_ru="",
        summary_en="A quiet room for those who need it.",
    )  # fmt: skip
    return themes


def slugs(query: str = "", **wish) -> list[str]:
    found = searching.find(Wish(query=query, **wish))
    rows = Material.objects.in_bulk(found.keys)
    return [rows[pk].slug for pk in found.keys]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("тьютору", ["tutor", "plan"]),
        ("tutors", ["tutor", "plan"]),
        ("консилиумы", ["tutor"]),
        ("quiet rooms", ["noise"]),
        ("шаблоны", ["plan"]),
        ("plan поддержка", ["plan"]),
        ("ещё", []),
        ("'; drop table", []),
        ("%", ["tutor", "noise", "plan"]),
        ("жираф", []),
        ("тьютор жираф", ["tutor", "plan"]),
    ],
)
def test_words_find_materials(shelf, query, found):
    assert slugs(query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("«план поддержки»", ["plan"]),
        ("«поддержки план»", []),
        ("«планы поддержки»", []),
        ("«План поддержки» тьютор", ["plan"]),
        ("«day of a tutor»", ["tutor"]),
        ("тьютор -план", ["tutor"]),
        ("-тьютор", ["noise"]),
        ("тьютор -учителями", ["tutor"]),
    ],
)
def test_phrases_and_words_that_must_not_be_there(shelf, query, found):
    assert slugs(query) == found


def test_a_slip_is_mended_unless_asked_exactly(shelf):
    usual, exact = searching.find(Wish(query="консилеум")), searching.find(Wish(query="консилеум", is_exact=True))

    assert (usual.reading.text, usual.reading.is_changed, len(usual.keys)) == ("консилиум", True, 1)
    assert (exact.reading.text, exact.reading.is_changed, exact.keys, exact.reading.unknown) == (
        "консилеум", False, [], ("консилеум",),
    )  # fmt: skip


def test_nearest_words_are_offered(shelf):
    assert searching.find(Wish(query="шестерёнка", is_exact=True)).nearest == []
    assert searching.find(Wish(query="сьютор", is_exact=True)).nearest == ["тьютор"]


@pytest.mark.parametrize("query", ["хрюндель", "qwerty", "йцукен", "глокая куздра", "крокодил", "zzzz"])
def test_nonsense_is_neither_mended_nor_given_words_that_nobody_meant(shelf, query):
    found = searching.find(Wish(query=query))

    assert (found.keys, found.reading.is_changed, found.nearest) == ([], False, [])


def test_only_words_of_titles_and_themes_are_offered(conference):
    new_material(conference, "cards", title_ru="Памятка", body_ru="Травля начинается с мелочей.")
    assert searching.find(Wish(query="трапля", is_exact=True)).nearest == []

    new_material(conference, "bullying", title_ru="Профилактика травли")

    assert searching.find(Wish(query="травма")).nearest == ["травля"]


def test_a_word_of_the_other_layout_that_no_material_has_is_told_as_it_was_meant(shelf):
    found = searching.find(Wish(query="ghbdtn"))

    assert (found.keys, found.told, found.reading.unknown) == ([], "привет", ("привет",))


# -- the index --------------------------------------------------------------------------------------------------------


def test_what_is_withdrawn_is_found_no_more_not_even_as_a_slip(shelf):
    tutor = Material.objects.get(slug="tutor")
    assert searching.find(Wish(query="дневнек")).reading.text == "дневник"
    Material.objects.filter(pk=tutor.pk).update(state=Material.State.WITHDRAWN)

    searching.forget(tutor)

    found = searching.find(Wish(query="дневнек"))
    assert (found.keys, found.reading.is_changed, found.nearest) == ([], False, [])
    assert not IndexedTerm.objects.filter(material=tutor).exists()
    assert not IndexedMaterial.objects.filter(material=tutor).exists()


@pytest.mark.parametrize("state", [Material.State.DRAFT, Material.State.REVIEW, Material.State.WITHDRAWN])
def test_only_what_readers_have_is_indexed(conference, state):
    row = new_material(conference, "draft", title_ru="Черновик")
    Material.objects.filter(pk=row.pk).update(state=state)
    row.refresh_from_db()

    searching.index(row)

    assert not IndexedTerm.objects.filter(material=row).exists()


def test_nothing_of_a_hidden_conference_is_found_or_counted(shelf, conference):
    Conference.objects.update(visibility=Conference.Visibility.DRAFT)

    found = searching.find(Wish(query="тьютор"))

    assert (found.keys, found.facets, found.all_count, found.themes, found.nearest) == ([], [], 0, (), [])


def test_materials_of_all_public_conferences_are_found_together(shelf, other_conference):
    new_material(other_conference, "elsewhere", title_ru="Тьютор в другой школе", title_en="A tutor elsewhere")

    assert set(slugs("тьютор")) == {"tutor", "plan", "elsewhere"}


def test_an_index_written_anew_keeps_since_when(shelf):
    before = dict(IndexedMaterial.objects.values_list("material", "since"))
    Material.objects.filter(slug="noise").update(state=Material.State.WITHDRAWN)
    output = StringIO()

    call_command("reindex_library", stdout=output)

    assert output.getvalue() == "Materials in the index: 2\n"
    left = dict(IndexedMaterial.objects.values_list("material", "since"))
    assert left == {pk: since for pk, since in before.items() if pk in left}
    assert slugs("quiet") == []


# -- facets and orders ------------------------------------------------------------------------------------------------


def counts(wish: Wish) -> dict[str, dict[str, int]]:
    return {facet.name: {each.value: each.count for each in facet.options} for facet in searching.find(wish).facets}


def test_facets_count_what_is_there(shelf, in_english):
    assert counts(Wish()) == {
        "kind": {"recording": 2, "practical": 1},
        "theme": {"support": 2, "lesson": 2},
        "audience": {"heads": 1, "teachers": 2},
        "level": {"start": 1, "practice": 2},
        "language": {"ru": 2, "en": 2},
        "year": {"2026": 2, "2025": 1},
        "captions": {"yes": 1},
    }


def test_events_are_choices_by_their_titles(shelf, conference):
    starts = timezone.now()
    session = Session.objects.create(
        conference=conference, format="event", title_ru="Лаборатория", title_en="A studio", starts=starts,
        ends=starts + timedelta(hours=1),
    )  # fmt: skip
    tutor = Material.objects.get(slug="tutor")
    tutor.session = session
    tutor.save()
    searching.index(tutor)

    told = {}
    for language in ("ru", "en"):
        with override(language):
            told[language] = [
                (option.title, option.count) for facet in searching.find(Wish()).facets if facet.name == "event"
                for option in facet.options
            ]  # fmt: skip

    assert told == {"ru": [("Лаборатория", 1)], "en": [("A studio", 1)]}
    assert slugs(chosen={"event": (str(session.pk),)}) == ["tutor"]


def test_a_choice_counts_beside_those_of_other_facets(shelf):
    wish = Wish(chosen={"kind": ("recording",), "theme": ("support",)})

    found = counts(wish)

    assert slugs(chosen=wish.chosen) == ["tutor"]
    assert found["kind"] == {"recording": 1, "practical": 1}
    assert found["theme"] == {"support": 1, "lesson": 1}
    assert found["year"] == {"2026": 1}


def test_choices_of_one_facet_are_alternatives(shelf):
    assert slugs(chosen={"year": ("2025", "2026"), "language": ("en",)}) == ["noise", "plan"]


def test_what_nothing_has_is_no_choice(shelf):
    found = searching.find(Wish(chosen={"theme": ("nonsense",), "year": ("abc",), "event": ("1 OR 1",)}))

    assert (len(found.keys), found.wish.chosen) == (3, {})


@pytest.mark.parametrize(
    ("query", "order", "found"),
    [
        ("", "", ["tutor", "noise", "plan"]),
        ("", "relevance", ["tutor", "noise", "plan"]),
        ("", "duration", ["noise", "tutor", "plan"]),
        ("тьютор", "newest", ["tutor", "plan"]),
        ("plan тьютор", "relevance", ["plan"]),
    ],
)
def test_orders(shelf, query, order, found):
    assert slugs(query, order=order) == found


def test_a_wish_is_read_from_an_address_and_written_back():
    given = MultiValueDict(
        {"q": ["  план\x00 а "], "theme": ["a", "b", "a"], "order": ["upside"], "page": ["3"], "x": ["y"]}
    )

    wish = Wish.of(given)

    assert wish == Wish(query="план а", chosen={"theme": ("a", "b")})
    assert wish.address() == "?q=%D0%BF%D0%BB%D0%B0%D0%BD+%D0%B0&theme=a&theme=b"
    assert wish.without("theme", "a") == "?q=%D0%BF%D0%BB%D0%B0%D0%BD+%D0%B0&theme=b"
    assert Wish().address() == ""
