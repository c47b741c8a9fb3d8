"""Names and forms of address in letters."""

from __future__ import annotations

import pytest

from registration.documents.addressing import (
    address,
    address_by_name,
    dative_name,
    dative_position,
    gender,
    is_excellency,
    offer_latin,
    passages,
    suggest_latin,
    take_apart,
)


@pytest.mark.parametrize(
    ("full", "latin", "family", "given", "patronymic"),
    [
        ("Мелконян Арам Ваганович", "", "Мелконян", "Арам", "Ваганович"),
        ("Николай Аркадьевич Лагутин", "", "Лагутин", "Николай", "Аркадьевич"),
        ("Анаит Вардумян", "Anahit Vardumyan", "Вардумян", "Анаит", ""),
        ("Жук Алеся", "Alesia Zhuk", "Жук", "Алеся", ""),
        ("Marie Lefèvre", "Marie Lefevre", "Lefèvre", "Marie", ""),
        ("Мадонна", "Madonna", "", "Мадонна", ""),
        ("", "", "", "", ""),
    ],
)
def test_a_name_is_taken_apart(full, latin, family, given, patronymic):
    name = take_apart(full, latin)

    assert (name.family, name.given, name.patronymic) == (family, given, patronymic)


@pytest.mark.parametrize(
    ("full", "sex", "expected"),
    [
        ("Мелконян Арам Ваганович", "m", "Мелконяну Араму Вагановичу"),
        ("Жук Алеся Петровна", "f", "Жук Алесе Петровне"),
        ("Жук Пётр Ильич", "m", "Жуку Петру Ильичу"),
        ("Мария Олеговна Ежова", "f", "Марии Олеговне Ежовой"),
        ("Ирина Михайловна Залесская", "f", "Ирине Михайловне Залесской"),
        ("Виктор Казимирович Дубровский", "m", "Виктору Казимировичу Дубровскому"),
        ("Кира Антоновна Матвеенко", "f", "Кире Антоновне Матвеенко"),
        ("Сергей Андреевич Чернышевский", "m", "Сергею Андреевичу Чернышевскому"),
        ("Игорь Петрович Черных", "m", "Игорю Петровичу Черных"),
        ("Анна Ильинична Римская-Корсакова", "f", "Анне Ильиничне Римской-Корсаковой"),
    ],
)
def test_names_in_the_dative(full, sex, expected):
    assert dative_name(take_apart(full), sex) == expected


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("министр образования", "министру образования"),
        ("первый заместитель министра", "первому заместителю министра"),
        ("старший преподаватель", "старшему преподавателю"),
        ("ведущий научный сотрудник", "ведущему научному сотруднику"),
        ("заведующая сектором", "заведующей сектором"),
        ("ответственный секретарь", "ответственному секретарю"),
        ("вице-министр", "вице-министру"),
        ("учитель-дефектолог", "учителю-дефектологу"),
        ("родитель, член клуба", "родителю, члену клуба"),
        ("глава управления", "главе управления"),
        ("чрезвычайный и полномочный посол", "чрезвычайному и полномочному послу"),
        (
            "Чрезвычайный и Полномочный Посол, Постоянный представитель Республики Армения при ЮНЕСКО",
            "Чрезвычайному и Полномочному Послу, Постоянному представителю Республики Армения при ЮНЕСКО",
        ),
        ("Генеральный директор ЮНЕСКО", "Генеральному директору ЮНЕСКО"),
        (
            "помощник Генерального директора ЮНЕСКО по вопросам образования",
            "помощнику Генерального директора ЮНЕСКО по вопросам образования",
        ),
        (
            "ответственный секретарь Комиссии Российской Федерации по делам ЮНЕСКО",
            "ответственному секретарю Комиссии Российской Федерации по делам ЮНЕСКО",
        ),
        ("ректор, профессор", "ректору, профессору"),
        ("директор департамента — заместитель министра", "директору департамента — заместителю министра"),
        ("статс-секретарь — заместитель министра", "статс-секретарю — заместителю министра"),
        ("министр науки, высшего образования и инноваций", "министру науки, высшего образования и инноваций"),
        ("министр культуры, спорта и образования", "министру культуры, спорта и образования"),
        ("глава делегации, премьер-министр", "главе делегации, премьер-министру"),
        ("исполняющий обязанности министра", "исполняющему обязанности министра"),
        ("и. о. министра", "и. о. министра"),
        ("уполномоченный по правам ребёнка", "уполномоченному по правам ребёнка"),
        ("первый секретарь посольства", "первому секретарю посольства"),
        ("атташе по культуре", "атташе по культуре"),
        ("член-корреспондент РАН", "члену-корреспонденту РАН"),
        ("шеф-редактор", "шеф-редактору"),
        ("Deputy Minister", "Deputy Minister"),
        ("", ""),
    ],
)
def test_posts_in_the_dative(position, expected):
    assert dative_position(position) == expected


@pytest.mark.parametrize(
    ("ru", "en", "expected"),
    [
        ("министр образования", "Minister of Education", True),
        ("чрезвычайный и полномочный посол", "", True),
        ("", "Ambassador, Permanent Delegate", True),
        ("заместитель министра", "Deputy Minister", False),
        ("министр-советник", "Minister-Counsellor", False),
        ("", "Minister Counsellor", False),
        ("вице-министр", "Vice-Minister", False),
        ("помощник министра", "", False),
        ("премьер-министр", "", True),
        ("", "Prime Minister", True),
        ("Президент Республики Армения", "", True),
        ("президент Педагогического университета", "President of the University", False),
        ("", "President of the Republic of Moldova", True),
        ("председатель правительства", "", True),
        ("Постоянный представитель Республики Армения при ЮНЕСКО", "", True),
        ("", "Permanent Delegate of Azerbaijan to UNESCO", True),
        ("заместитель постоянного представителя при ЮНЕСКО", "Deputy Permanent Delegate to UNESCO", False),
        ("Постоянный представитель Республики Армения при ЮНЕСКО, Чрезвычайный и Полномочный Посол", "", True),
        ("посол доброй воли ЮНЕСКО", "Goodwill Ambassador", False),
        ("", "Ambassador of Goodwill", False),
        ("полномочный министр", "Minister Plenipotentiary", False),
        ("вице-премьер", "Deputy Prime Minister", False),
        ("Генеральный директор ЮНЕСКО", "Director-General of UNESCO", False),
        ("ответственный секретарь Комиссии по делам ЮНЕСКО", "Secretary-General of the National Commission", False),
        ("сотрудник министерства", "Ministry official", False),
        ("", "Minister’s adviser", False),
        ("", "Adviser, Minister's office", False),
    ],
)
def test_only_ministers_and_ambassadors_are_excellencies(ru, en, expected):
    assert is_excellency(ru, en) is expected


def told(**fields):
    return address(**{
        "full_name": "", "latin_name": "", "position_ru": "", "position_en": "", "honorific_ru": "",
        "honorific_en": "", **fields,
    })  # fmt: skip


def test_a_minister_is_addressed_in_full():
    to = told(
        full_name="Анаит Вардумян", latin_name="Anahit Vardumyan", position_ru="министр образования",
        position_en="Minister of Education", honorific_ru="Её Превосходительство", honorific_en="H.E.",
    )  # fmt: skip

    assert to.lines_ru == ("Её Превосходительству", "госпоже Анаит Вардумян", "министру образования")
    assert to.lines_en == ("H.E. Ms Anahit Vardumyan", "Minister of Education")
    assert (to.salutation_ru, to.salutation_en) == ("Уважаемая госпожа министр!", "Excellency,")


def test_a_deputy_gets_the_full_word_and_no_excellency():
    to = told(
        full_name="Мелконян Арам Ваганович", latin_name="Aram Melkonyan", position_ru="заместитель министра",
        position_en="Deputy Minister", honorific_ru="г-н", honorific_en="H.E.",
    )  # fmt: skip

    assert to.lines_ru == ("Господину Мелконяну Араму Вагановичу", "заместителю министра")
    assert to.lines_en == ("Mr Aram Melkonyan", "Deputy Minister")
    assert (to.salutation_ru, to.salutation_en) == ("Уважаемый Арам Ваганович!", "Dear Mr Melkonyan,")


def test_who_does_not_say_is_neither_mr_nor_ms():
    to = told(full_name="Аню Лехтиранта", latin_name="Anu Lehtiranta", position_ru="научный сотрудник")

    assert to.lines_ru == ("Аню Лехтиранта", "научный сотрудник")
    assert (to.salutation_ru, to.salutation_en) == ("Здравствуйте, Аню Лехтиранта!", "Dear Anu Lehtiranta,")


def test_a_professor_keeps_the_title():
    to = told(full_name="Marta Beltorre", latin_name="Marta Beltorre", honorific_en="Prof.")

    assert to.salutation_en == "Dear Professor Beltorre,"


@pytest.mark.parametrize(
    ("post_ru", "post_en", "honorific", "lines", "salutations"),
    [
        (
            "Чрезвычайный и Полномочный Посол", "Ambassador", "г-жа",
            ("Её Превосходительству", "госпоже Саргсян Ани Тиграновне", "Чрезвычайному и Полномочному Послу"),
            ("Уважаемая госпожа посол!", "Excellency,"),
        ),
        (
            "Постоянный представитель Республики Армения при ЮНЕСКО", "Permanent Delegate of Armenia to UNESCO", "г-жа",
            (
                "Её Превосходительству", "госпоже Саргсян Ани Тиграновне",
                "Постоянному представителю Республики Армения при ЮНЕСКО",
            ),
            ("Уважаемая госпожа постоянный представитель!", "Excellency,"),
        ),
        (
            "Генеральный директор ЮНЕСКО", "Director-General of UNESCO", "г-жа",
            ("Госпоже Саргсян Ани Тиграновне", "Генеральному директору ЮНЕСКО"),
            ("Уважаемая госпожа Генеральный директор!", "Dear Ms Director-General,"),
        ),
        (
            "ответственный секретарь Комиссии Республики Армения по делам ЮНЕСКО",
            "Secretary-General, National Commission of Armenia for UNESCO", "г-жа",
            (
                "Госпоже Саргсян Ани Тиграновне",
                "ответственному секретарю Комиссии Республики Армения по делам ЮНЕСКО",
            ),
            ("Уважаемая Ани Тиграновна!", "Dear Ms Sargsyan,"),
        ),
        (
            "заведующая кафедрой", "Head of Department", "профессор",
            ("Профессору Саргсян Ани Тиграновне", "заведующей кафедрой"),
            ("Уважаемая Ани Тиграновна!", "Dear Ms Sargsyan,"),
        ),
    ],
    ids=["ambassador", "permanent delegate", "Director-General", "National Commission", "professor"],
)  # fmt: skip
def test_a_woman_of_each_post_is_addressed(post_ru, post_en, honorific, lines, salutations):
    to = told(
        full_name="Саргсян Ани Тиграновна", latin_name="Ani Sargsyan", position_ru=post_ru, position_en=post_en,
        honorific_ru=honorific,
    )  # fmt: skip

    assert to.lines_ru == lines
    assert (to.salutation_ru, to.salutation_en) == salutations


@pytest.mark.parametrize("honorific", ["г-н", "г-жа", "", "Её Превосходительство"])
def test_no_letter_abbreviates_the_form_of_address(honorific):
    to = told(full_name="Мелконян Арам", latin_name="Aram Melkonyan", honorific_ru=honorific, position_ru="министр")

    assert [text for text in (*to.lines_ru, to.salutation_ru) if "г-н" in text.lower() or "г-ж" in text.lower()] == []


@pytest.mark.parametrize(
    ("honorific", "full", "expected"),
    [
        ("г-жа", "Lucia Bejenaru", "f"),
        ("Mr", "Andrei Tofanescu", "m"),
        ("", "Жук Алеся Петровна", "f"),
        ("", "Касенов Бауыржан Қасенұлы", "m"),
        ("", "Agasizade Günel", ""),
        ("Dr", "Kim Lee", ""),
    ],
)
def test_gender_is_told_or_left_open(honorific, full, expected):
    assert gender(honorific, take_apart(full)) == expected


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        ("Мелконян Арам Ваганович", "Aram Melkonian"),
        ("Николай Аркадьевич Лагутин", "Nikolai Lagutin"),
        ("Жук Алеся", "Alesia Zhuk"),
        ("Marie Lefèvre", ""),
        ("", ""),
    ],
)
def test_a_latin_name_is_only_suggested(full, expected):
    assert suggest_latin(full) == expected


def test_a_missing_latin_name_is_transliterated_and_no_russian_post_enters_the_english_half():
    to = told(full_name="Жук Алеся Петровна", position_ru="учитель", position_en="учитель")

    assert to.lines_en == ("Ms Alesia Zhuk",)
    assert to.salutation_en == "Dear Ms Zhuk,"


def test_no_english_post_enters_the_russian_half():
    to = told(full_name="Marie Lefèvre", latin_name="Marie Lefevre", position_ru="Programme Specialist")

    assert to.lines_ru == ("Marie Lefevre",)


def test_a_name_without_a_cyrillic_form_is_printed_in_latin_letters():
    to = told(full_name="Արամ Մելքոնյան", latin_name="Aram Melkonyan", honorific_ru="г-н")

    assert to.lines_ru == ("Господину Aram Melkonyan",)
    assert to.salutation_ru == "Уважаемый господин Melkonyan!"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Господину Andrei Tofanescu", [("Господину ", "ru"), ("Andrei Tofanescu", "en")]),
        ("Жук Алеся", [("Жук Алеся", "ru")]),
        ("Школа № 5", [("Школа № 5", "ru")]),
        ("", []),
    ],
)
def test_passages_follow_the_script(text, expected):
    assert passages(text) == expected


@pytest.mark.parametrize(
    ("full", "typed", "expected"),
    [
        ("Жук Алеся Петровна", "Алеся Жук", "Alesia Zhuk"),
        ("Alesia Zhuk", "Алеся Жук", "Alesia Zhuk"),
        ("", "Алеся", "Alesia"),
        ("Alesia Zhuk", "Alesia", ""),
    ],
)
def test_what_is_offered_for_a_latin_name(full, typed, expected):
    assert offer_latin(full, typed) == expected


@pytest.mark.parametrize(
    ("full", "ru", "en"),
    [
        ("Тарасова Анна", "Здравствуйте, Тарасова Анна!", "Dear Anna Tarasova,"),
        ("Тарасов Пётр Ильич", "Здравствуйте, Пётр Ильич!", "Dear Petr Tarasov,"),
        ("Marie Lefèvre", "Здравствуйте, Marie Lefèvre!", "Dear Marie Lefèvre,"),
    ],
)
def test_listeners_are_greeted_by_name_only(full, ru, en):
    to = address_by_name(full_name=full, latin_name="")

    assert (to.lines_ru, to.salutation_ru, to.salutation_en) == ((full,), ru, en)
