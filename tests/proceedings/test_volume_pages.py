"""The pages of the volume on the desk: imprint, order, sections, printing."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from conference.models import Job
from proceedings import services
from proceedings.models import Build, PrinterFile, Volume
from proceedings.services.arranging import write_section
from tests.proceedings.conftest import new_paper
from tests.world import read_to_the_end


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def at(volume: Volume, path: str, language: str = "en") -> str:
    return f"/{language}/{volume.conference.slug}/desk/proceedings/{volume.slug}/{path}"


def test_the_imprint_lists_what_is_missing_with_links(desk, volume):
    html = desk.get(at(volume, "imprint/")).content.decode()

    assert "required elements are missing" in html
    assert f'href="{at(volume, "imprint/verso/")}#id_udk"' in html


def test_one_page_of_the_imprint_is_written_and_the_next_follows(desk, volume):
    told = {"udk": "376.1", "bbk": "74", "author_sign": "В61", "isbn": "978-5-8064-1234-9", "licence": "CC BY 4.0"}

    answer = desk.post(at(volume, "imprint/verso/"), told)

    assert (answer.status_code, answer.url) == (302, at(volume, "imprint/last/"))
    volume.refresh_from_db()
    assert (volume.udk, volume.isbn, volume.title_ru) == ("376.1", "978-5-8064-1234-9", "Вместе учиться: сборник")


def test_a_wrong_isbn_comes_back_with_what_was_typed(desk, volume):
    answer = desk.post(at(volume, "imprint/verso/"), {"udk": "376.1", "isbn": "978-5-8064-1234-5"})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "The check digit of this ISBN is wrong" in html
    assert 'value="376.1"' in html
    assert Volume.objects.get(pk=volume.pk).isbn == ""


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ("-5", "type a whole number, 0 or more."),
        ("many", "type a whole number, 0 or more."),
        ("9" * 20, "the number is too large."),
    ],
)
def test_a_print_run_is_asked_for_by_its_name(desk, volume, run, said):
    Volume.objects.filter(pk=volume.pk).update(kind="print")

    answer = desk.post(at(volume, "imprint/last/"), {"print_run": run})

    assert answer.context["form"].errors["print_run"] == [f"Print run: {said}"]


def test_fields_are_those_of_the_kind(desk, volume):
    electronic = desk.get(at(volume, "imprint/last/")).content.decode()
    Volume.objects.filter(pk=volume.pk).update(kind="print")
    printed = desk.get(at(volume, "imprint/last/")).content.decode()

    assert 'name="requirements_ru"' in electronic
    assert 'name="print_run"' not in electronic
    assert 'name="print_run"' in printed
    assert 'name="requirements_ru"' not in printed


def test_switching_the_language_keeps_what_was_typed(desk, volume):
    answer = desk.post(at(volume, "imprint/verso/"), {"udk": "999", "switch_language": "ru"})

    assert answer.url == at(volume, "imprint/verso/", "ru")
    assert 'value="999"' in desk.get(answer.url).content.decode()


def test_there_is_no_other_page(desk, volume):
    assert desk.get(at(volume, "imprint/cover/")).status_code == 404


def test_articles_are_moved_by_buttons_and_by_dragging(desk, volume, editor):
    for number in (1, 2, 3):
        new_paper(volume.conference, number=number, title_ru=f"Статья {number}")
    services.collect(volume, by=editor)
    first, second, third = volume.articles.order_by("number")

    def titles() -> list[str]:
        return list(volume.articles.order_by("number").values_list("title_ru", flat=True))

    desk.post(at(volume, f"order/{third.pk}/move/"), {"to": "up"})
    assert titles() == ["Статья 1", "Статья 3", "Статья 2"]
    desk.post(at(volume, f"order/{first.pk}/move/"), {"to": "down"})
    assert titles() == ["Статья 3", "Статья 1", "Статья 2"]
    desk.post(at(volume, f"order/{second.pk}/move/"), {"before": str(third.pk)})
    assert titles() == ["Статья 2", "Статья 3", "Статья 1"]
    desk.post(at(volume, f"order/{second.pk}/move/"), {"before": ""})
    assert titles() == ["Статья 3", "Статья 1", "Статья 2"]
    desk.post(at(volume, f"order/{third.pk}/move/"), {"to": "up"})
    assert titles() == ["Статья 3", "Статья 1", "Статья 2"]
    desk.post(at(volume, "order/rule/"), {"rule": "title"})
    assert titles() == ["Статья 1", "Статья 2", "Статья 3"]
    assert "Move article 1 down" in desk.get(at(volume, "order/")).content.decode()


def test_a_part_gets_other_titles(desk, volume, editor):
    new_paper(volume.conference, number=1)
    services.collect(volume, by=editor)

    desk.post(at(volume, "parts/1/"), {"title_ru": "Иначе", "title_en": "Otherwise"})

    assert volume.parts.get(number=1).title_en == "Otherwise"


def test_sections_are_written_shown_and_taken_out(desk, volume):
    told = {"kind": "foreword", "place": "front", "title_ru": "Предисловие", "text_ru": "<b>жирно</b> и *курсив*"}

    assert desk.post(at(volume, "sections/add/"), told).url == at(volume, "sections/")
    section = volume.sections.get()
    html = desk.get(at(volume, f"sections/{section.pk}/")).content.decode()
    assert "&lt;b&gt;жирно&lt;/b&gt; и <em>курсив</em>" in html
    assert "no English text" in desk.get(at(volume, "sections/")).content.decode()
    desk.post(at(volume, f"sections/{section.pk}/move/"), {"to": "sideways"})
    desk.post(at(volume, f"sections/{section.pk}/remove/"))
    assert volume.sections.count() == 0


def test_a_section_without_a_title_is_not_kept(desk, volume):
    html = desk.post(
        at(volume, "sections/add/"), {"kind": "annex", "place": "back", "text_ru": "Слова"}
    ).content.decode()

    assert "Слова" in html
    assert volume.sections.count() == 0


def test_printing_says_what_hinders(desk, volume):
    Volume.objects.filter(pk=volume.pk).update(kind=Volume.Kind.PRINT)
    assert "compile the volume first" in desk.get(at(volume, "printing/")).content.decode()
    desk.post(at(volume, "printing/make/"))
    Build.objects.create(volume=volume, file="a.pdf", fingerprint="0", articles=1, pages=9, size=1, seconds=1)
    html = desk.get(at(volume, "printing/")).content.decode()
    assert "12 pages, 170 × 240 mm" in html
    assert "3 of them blank at the end" in html
    desk.post(at(volume, "printing/make/"))
    assert Job.objects.count() == 0


def test_printed_files_are_kept_by_editors_alone(desk, client, volume, make_person):
    build = Build.objects.create(volume=volume, file="a.pdf", fingerprint="0", articles=1, pages=9, size=1, seconds=1)
    row = PrinterFile(build=build, pages=12, spine_mm="0.6")
    row.block.save("b.pdf", ContentFile(b"%PDF-1.7 block"), save=False)
    row.cover.save("c.pdf", ContentFile(b"%PDF-1.7 cover"))

    answer = desk.get(at(volume, f"printing/{row.pk}/cover/"))
    assert answer["Content-Disposition"] == f'attachment; filename="{volume.slug}-cover-{row.pk}.pdf"'
    assert read_to_the_end(answer) == b"%PDF-1.7 cover"
    assert desk.get(at(volume, f"printing/{row.pk}/spine/")).status_code == 404
    client.force_login(make_person())
    assert client.get(at(volume, f"printing/{row.pk}/cover/")).status_code == 404


@pytest.mark.parametrize("rows", [1, 4])
def test_lists_ask_the_database_a_constant_number_of_times(desk, volume, editor, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        new_paper(volume.conference, number=number)
        write_section(volume, by=editor, kind="annex", place="back", title_ru=f"Текст {number}")
    services.collect(volume, by=editor)

    with django_assert_num_queries(9):
        desk.get(at(volume, "order/"))
    with django_assert_num_queries(7):
        desk.get(at(volume, "sections/"))
