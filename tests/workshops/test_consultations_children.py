"""What the check of a text notices, and what it puts in its place: twenty-odd sentences as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from conference.demo.world import read_toml
from workshops.demo.consultations import HERE
from workshops.services.consultations.children import found_in, replaced
from workshops.services.consultations.children.names import CASES, declined

TODAY = date(2026, 11, 22)
TEXTS = [
    ("У нас учится Ваня Петров, он молчит.", ["Ваня Петров"], "У нас учится ученик, он молчит."),
    ("Помогите с Машей: она боится звонка.", ["Машей"], "Помогите с ученицей: она боится звонка."),
    ("Письмо от Ильи пришло вчера.", ["Ильи"], "Письмо от ученика пришло вчера."),
    ("Расскажите о Ване и Диме.", ["Ване", "Диме"], "Расскажите об ученике и ученике."),
    ("Лёня не выходит на перемену.", ["Лёня"], "Ученик не выходит на перемену."),
    ("С Ильёй и Полиной работает психолог.", ["Ильёй", "Полиной"], "С учеником и ученицей работает психолог."),
    (
        "Иванов Сергей, 12.03.2015 г.р., 3 «А» класс.",
        ["Иванов Сергей", "12.03.2015 г.р.", "3 «А»"],
        "Ученик, [дата], 3 класс.",
    ),
    ("Девочка 12 марта 2016 года рождения.", ["12 марта 2016 года рождения"], "Девочка [дата]."),
    ("Мальчик 2015 г. р. и его сестра.", ["2015 г. р."], "Мальчик [дата] и его сестра."),
    ("В классе есть ученик Петров.", ["Петров"], "В классе есть ученик."),
    ("Петров В. не ходит в столовую.", ["Петров В."], "Ученик не ходит в столовую."),
    ("Мы говорили с А. С. Орловой.", ["А. С. Орловой"], "Мы говорили с ученицей."),
    ("Мальчика зовут ваня.", ["ваня"], "Мальчика зовут [имя]."),
    ("Дочь Оля в первом классе.", ["Оля"], "Дочь в первом классе."),
    ("Учительница Мария Ивановна переживает.", ["Мария Ивановна"], "Учительница переживает."),
    ("Мы подошли к Александру Киму из 5Б.", ["Александру Киму", "5Б"], "Мы подошли к ученику из 5 класса."),
    ("Иван Петрович звонил дважды.", ["Иван Петрович"], "[имя] звонил дважды."),
    ("Мама Вани и мама Ольга спорят.", ["Вани", "Ольга"], "Мама ученика и мама спорят."),
    (
        "Петя учится в 3 «Б», Маша – ученица 2Г.",
        ["Петя", "3 «Б»", "Маша", "2Г"],
        "Ученик учится в 3 классе, ученица – ученица 2 класса.",
    ),
    ("Дима из класса 7В.", ["Дима", "7В"], "Ученик из класса 7."),
    ("The boy is called Jack.", ["Jack"], "The boy is called [name]."),
    ("Our pupil Tom Baker cannot read.", ["Tom Baker"], "Our pupil cannot read."),
    ("Sarah’s mother does not answer.", ["Sarah’s"], "The pupil’s mother does not answer."),
    ("In class 4B Katya sits alone.", ["class 4B", "Katya"], "In class 4 the pupil sits alone."),
    ("Tom of 3B cries.", ["Tom", "3B"], "The pupil of class 3 cries."),
    ("Class 2B is noisy.", ["Class 2B"], "Class 2 is noisy."),
    ("A pupil from 3B does not speak.", ["3B"], "A pupil from class 3 does not speak."),
    ("Телефон мамы 8 (910) 123-45-67.", ["8 (910) 123-45-67"], "Телефон мамы [телефон]."),
    (
        "Звоните: +7 4922 32-33-44, +79101234567.",
        ["+7 4922 32-33-44", "+79101234567"],
        "Звоните: [телефон], [телефон].",
    ),
    ("Call +44 20 7946 0958 or 07911 123456.", ["+44 20 7946 0958", "07911 123456"], "Call [phone] or [phone]."),
    ("Born on 12 March 2015, she reads well.", ["12 March 2015"], "Born on [date], she reads well."),
]
CLEAN = [
    "Сельская школа, сто двадцать учеников, пятеро с ОВЗ в четырёх классах.",
    "Вера в себя важна. Надежда есть. Слава богу!",
    "Тема урока трудная, мира в классе нет, света мало.",
    "Школа им. А. С. Пушкина, г. Владимир, ул. Марии Ульяновой.",
    "Встреча 12.10.2026 в 15:00, консилиум 3 раза в месяц.",
    "В 3 классе пять учеников, а в 7-в классе один.",
    "We will meet in May. Will you help? Hope to hear from you.",
    "2B or not 2B; a pencil of grade B, the years 2015-2016, 8-9 классы, 8 900 учеников.",
    "Приказ № 1015 от 30.08.2026, ISBN 978-5-09-071732-8, 8 уроков по 45 минут, счёт 40817810099910004312.",
    "A pupil of the third form, 2 teachers, class of 25.",
]


@pytest.mark.parametrize(("text", "passages", "_instead"), TEXTS)
def test_what_may_name_a_child_is_noticed(text, passages, _instead):
    assert [each.text for each in found_in(text, today=TODAY)] == passages


@pytest.mark.parametrize(("text", "_passages", "instead"), TEXTS)
def test_it_is_replaced_in_the_same_case(text, _passages, instead):
    assert replaced(text, found_in(text, today=TODAY)) == instead


@pytest.mark.parametrize("text", CLEAN)
def test_other_texts_are_left_in_peace(text):
    assert found_in(text, today=TODAY) == []


def test_only_what_was_chosen_is_replaced():
    text = "Ваня и Маша дружат."
    found = found_in(text, today=TODAY)

    assert replaced(text, found[1:]) == "Ваня и ученица дружат."


def test_cases_written_without_names_pass():
    cases = read_toml(HERE / "slots.toml")["case"]

    noticed = [found_in(text) for each in cases for part in ("case", "outcome") for text in each[part].values()]

    assert noticed == [[]] * len(noticed)


@pytest.mark.parametrize(
    ("name", "forms"),
    [("Иван", "Иван Ивана Ивану Ивана Иваном Иване"), ("Андрей", "Андрей Андрея Андрею Андрея Андреем Андрее"),
     ("Дмитрий", "Дмитрий Дмитрия Дмитрию Дмитрия Дмитрием Дмитрии"), ("Маша", "Маша Маши Маше Машу Машей Маше"),
     ("Мария", "Мария Марии Марии Марию Марией Марии"), ("Ольга", "Ольга Ольги Ольге Ольгу Ольгой Ольге")],
)  # fmt: skip
def test_names_are_declined(name, forms):
    assert declined(name) == tuple(forms.split())
    assert len(declined(name)) == len(CASES)


@pytest.mark.parametrize("text", ["", "…", "а" * 3000, "И" * 3000, "Ваня " * 600, "1" * 3000, "А. " * 1000])
def test_no_text_takes_long(text):
    import time

    begun = time.process_time()

    found_in(text, today=TODAY)

    assert time.process_time() - begun < 2
