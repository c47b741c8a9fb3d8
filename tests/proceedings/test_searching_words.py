"""Words, weights, slips and queries of the library's search, as pure functions."""

from __future__ import annotations

import pytest

from proceedings.searching import (
    Vocabulary,
    as_typed,
    blocks,
    fold,
    in_one_script,
    keys,
    normal,
    other_layout,
    parse,
    rarity,
    read,
    synonyms,
    terms,
    wanted,
    words,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("детей", "ребёнок"),
        ("карточек", "карточка"),
        ("людьми", "человека"),
        ("звонков", "звонок"),
        ("оценок", "оценка"),
        ("тьюторами", "тьютор"),
        ("консилиумов", "консилиум"),
        ("глухими", "глухой"),
        ("parents", "parent"),
        ("children", "child"),
        ("assessing", "assess"),
        ("behaviors", "behaviour"),
        ("programmes", "program"),
    ],
)
def test_forms_of_one_word_have_one_key(one, other):
    assert set(keys(fold(one))) & set(keys(fold(other)))


@pytest.mark.parametrize(("one", "other"), [("план", "планета"), ("school", "scholar"), ("опыт", "опытный")])
def test_different_words_have_different_keys(one, other):
    assert not set(keys(fold(one))) & set(keys(fold(other)))


def test_folding_keeps_places():
    text = normal("Е\u0301лка, ЁЖ и Moșneguţu I\u0307")

    assert fold(text) == "елка, еж и mosnegutu i"
    assert len(fold(text)) == len(text)


def test_words_of_a_text():
    assert words("План – 2 (two) недели, о.") == ["план", "2", "two", "недели"]


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("## Шаг 1\n\n**Важно:** [план](https://example.org)\n", ["Шаг 1", "Важно: план"]),
        ("| Что | Кто |\n|---|---|\n| план | тьютор |", ["Что · Кто", "план · тьютор"]),
        ("1. Раз\n- [ ] два\n> три_четыре", ["Раз", "два", "три_четыре"]),
        ("", []),
    ],
)
def test_markdown_becomes_plain_lines(markdown, lines):
    assert blocks(markdown) == lines


# -- weights ----------------------------------------------------------------------------------------------------------


def weight(key: str, **fields: list[str]) -> float:
    return next(term.weight for term in terms(fields) if term.key == key)


def test_a_title_weighs_more_than_a_summary_and_that_more_than_a_text():
    found = [weight("тьютор", **{field: ["тьютор"]}) for field in ("title", "themes", "summary", "chapters", "text")]

    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 5


def test_the_tenth_mention_adds_little():
    one, two, ten, eleven = (weight("тьютор", text=["тьютор " * times]) for times in (1, 2, 10, 11))

    assert two - one > 4 * (eleven - ten) > 0


def test_a_long_text_weighs_less_a_word():
    assert weight("тьютор", text=["тьютор"]) > weight("тьютор", text=["тьютор " + "школа " * 2000])


def test_small_words_are_not_indexed():
    assert [term.key for term in terms({"title": ["О том, как и где"]})] == []


def test_a_word_stands_as_it_is_written_most_often():
    (term,) = terms({"text": ["карточек карточки карточек"]})

    assert (term.key, term.form) == ("карточка", "карточек")


def test_a_rare_word_tells_more():
    assert rarity(0, 100) == 0
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) > 0


# -- queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "asked", "phrases", "without"),
    [
        ("план поддержки", [("план",), ("поддержки",)], (), ()),
        ("co-teaching", [("co", "teaching")], (), ()),
        ("«план поддержки» тьютор", [("тьютор",)], ("план поддержки",), ()),
        ('"Sign  language" -deaf', [], ("sign language",), ("deaf",)),
        ("«тьютор»", [("тьютор",)], (), ()),
        ('"план поддержки', [("план",), ("поддержки",)], (), ()),
        ("школа - план", [("школа",), ("план",)], (), ()),
        ("как быть с планом", [("планом",)], (), ()),
        ("что это", [("что",), ("это",)], (), ()),
        ("-план", [], (), ("план",)),
        ("", [], (), ()),
        ("«» - ; \x00", [], (), ()),
    ],
)
def test_a_query_is_taken_apart(typed, asked, phrases, without):
    found = parse(typed)

    assert ([each.words for each in found.asked], found.phrases, found.without) == (asked, phrases, without)


def test_a_query_has_its_limits():
    assert len(parse("щ" * 5000).text) == 200
    assert sum(len(each.words) for each in parse("план " * 60).asked) == 12


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("трaвля", "травля"), ("cлово", "слово"), ("schооl", "school"), ("слово", ""), ("word", ""), ("zщ", "")],
)
def test_letters_of_the_other_script(typed, meant):
    assert in_one_script(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ntfnh", "театр"), ("j,hfpjdfybt", "образование"), ("ыутыщкн", "sensory"), ("тcт", ""), ("123", "")],
)
def test_the_other_layout(typed, meant):
    assert other_layout(typed) == meant


# -- slips ------------------------------------------------------------------------------------------------------------

LIBRARY = [
    "консилиум",
    "консультация",
    "тьютор",
    "альтернативной",
    "коммуникация",
    "план",
    "plan",
    "bullying",
    "design",
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary((form, keys(form)[0], 1) for form in LIBRARY)


def understood(typed: str, vocabulary: Vocabulary) -> tuple[str, bool, tuple[str, ...]]:
    known = {key for form in LIBRARY for key in keys(form)}
    reading = read(parse(typed), lambda key: key in known, lambda: vocabulary)
    return reading.text, reading.is_changed, reading.unknown


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("консилеум", "консилиум"),
        ("Тютор план", "тьютор план"),
        ("альтернотивная комуникация", "альтернативная коммуникация"),
        ("bulying", "bullying"),
        ("desing", "design"),
        ("кoнсилиум", "консилиум"),
        ("rjycbkbev", "консилиум"),
        ("rjycbktev", "консилиум"),
        ("вуышпт", "design"),
    ],
)
def test_a_slip_is_mended_in_words(vocabulary, typed, text):
    assert understood(typed, vocabulary) == (text, True, ())


@pytest.mark.parametrize("typed", ["консилиум", "планами", "Plans", "консил"])
def test_what_is_known_is_left_alone(vocabulary, typed):
    assert understood(typed, vocabulary) == (typed, False, ())


@pytest.mark.parametrize("typed", ["кот", "плен", "шестерёнка", "12345678"])
def test_what_is_no_slip_is_unknown(vocabulary, typed):
    found = understood(typed, vocabulary)

    assert found == (typed, False, (fold(typed),))


def test_nothing_is_mended_when_asked_exactly(vocabulary):
    reading = as_typed(parse("консилеум план"), lambda key: key == "план")

    assert ([each.text for each in reading.words], reading.is_changed, reading.unknown) == (
        ["консилеум", "план"], False, ("консилеум",),
    )  # fmt: skip


def test_the_first_question_covers_every_way_to_read():
    assert {"трaвля", "травля"} <= wanted(parse("трaвля"))
    assert {"театр"} <= wanted(parse("ntfnh -план"))
    assert {"план"} <= wanted(parse("ntfnh -план"))


# -- synonyms ---------------------------------------------------------------------------------------------------------


def test_synonyms_of_one_word_and_of_several():
    of_one = {each.key for each in synonyms([keys("иоп")])}
    of_several = {
        (each.begin, each.end, each.key) for each in synonyms([keys("новый"), keys("сенсорной"), keys("комнаты")])
    }

    assert {"индивидуальный образовательный план", "iep", "individu educ plan"} <= of_one
    assert of_several == {(1, 3, "sensori room")}
    assert synonyms([keys("школа")]) == []


def test_a_wording_of_several_words_is_one_term():
    found = {term.key for term in terms({"text": ["Сенсорная комната.", "Комната сенсорная."]})}

    assert {"сенсорный комната", "сенсорный", "комната"} == found
