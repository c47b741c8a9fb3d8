"""Files of sessions: embargo, versions, photographs, the public list."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from conference.moves import MoveNotAllowed
from tests.workshops.docx import HOSTILE, docx
from tests.world import read_to_the_end
from workshops import services
from workshops.contributes.crew import session_page
from workshops.models import Session, SessionMaterial, Speaker
from workshops.services import crew, materials, planning, statements
from workshops.services.materials import add_material
from workshops.services.releases import release

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF"


def url(conference, name, **kwargs) -> str:
    return reverse(f"workshops:{name}", kwargs={"conference_slug": conference.slug, **kwargs})


def picture(**told) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2400, 1200), "navy").save(out, "JPEG", **told)
    return out.getvalue()


@pytest.fixture
def plenary(make_session):
    return make_session("Открытие", minutes=90, format="plenary")


@pytest.fixture
def talk(plenary, organiser, author):
    speaker = Speaker(name_ru="Ольга Сомова", person=author)
    return statements.add_statement(plenary, by=organiser, speaker=speaker, minutes=10, title_ru="Слово")


@pytest.fixture
def text(talk, author):
    return add_text(talk, author)


def add_text(talk, by, content=PDF, **fields) -> SessionMaterial:
    told = {"is_public": True, "with_session": True, "language": "ru", **fields}
    file = ContentFile(content, name="текст.pdf")
    return add_material(talk.session, by=by, kind="statement", talk=talk, file=file, **told)


def add_photo(session, by, **fields) -> SessionMaterial:
    told = {"alt_ru": "Зал с рядами кресел.", "is_public": True, **fields}
    return add_material(session, by=by, kind="photo", file=ContentFile(picture(), name="зал.jpg"), **told)


def status(client, address) -> int:
    answer = client.get(address)
    read_to_the_end(answer)
    return int(answer.status_code)


def begins(session, when) -> None:
    Session.objects.filter(pk=session.pk).update(starts=when, ends=when + timedelta(minutes=90))


# -- the embargo ---------------------------------------------------------------------------------------------------


def test_before_the_session_only_those_who_prepare_have_it(
    client, client_of, text, plenary, conference, author, organiser, chair, make_person
):
    release(conference, by=organiser, name_ru="Первый", notify=False)
    helper, passer = make_person(), make_person("participant", conference=conference)
    crew.assign(plenary, helper, by=organiser, kind="captions")
    address = url(conference, "material_file", pk=text.pk)
    visitors = [client, *map(client_of, (author, helper, organiser, passer, chair))]

    before = [status(each, address) for each in visitors]
    begins(plenary, timezone.now() - timedelta(seconds=1))
    after = [status(each, address) for each in visitors]

    assert before == [404, 200, 200, 200, 404, 404]  # the chair leads another track: a plenary belongs to none
    assert after == [200] * 6


def test_the_embargo_moves_with_the_session(text, plenary, conference):
    now = timezone.now()
    for minutes, is_open in ((1, 0), (-1, 1)):
        begins(plenary, now + timedelta(minutes=minutes))

        assert SessionMaterial.objects.public(now).count() == is_open


def test_a_date_of_its_own_counts_to_the_second(text):
    until = timezone.now()
    SessionMaterial.objects.update(with_session=False, embargo_until=until)

    assert SessionMaterial.objects.public(until).count() == 1
    assert SessionMaterial.objects.public(until - timedelta(seconds=1)).count() == 0


def test_what_is_not_released_is_not_public(text, plenary, organiser, conference, client):
    begins(plenary, timezone.now())

    before = status(client, url(conference, "material_file", pk=text.pk))
    release(conference, by=organiser, name_ru="Первый", notify=False)

    assert before == 404
    assert status(client, url(conference, "material_file", pk=text.pk)) == 200


def test_nobody_sees_a_text_that_is_not_for_all(talk, author, organiser, plenary, conference, client):
    material = add_text(talk, author, is_public=False)
    begins(plenary, timezone.now() - timedelta(days=1))
    release(conference, by=organiser, name_ru="Первый", notify=False)

    assert status(client, url(conference, "material_file", pk=material.pk)) == 404


# -- versions ------------------------------------------------------------------------------------------------------


def test_a_new_version_keeps_the_old_one(text, talk, author):
    newer = add_text(talk, author, PDF + b"\n%%EOF more")

    assert list(SessionMaterial.objects.current()) == [newer]
    text.refresh_from_db()
    assert text.replaced_at is not None
    assert text.file.storage.exists(text.file.name)


def test_the_same_bytes_are_kept_once_and_another_language_stands_beside(text, talk, author):
    same = add_text(talk, author, is_public=False)
    english = add_text(talk, author, language="en")

    assert same.pk == text.pk
    assert same.is_public is False
    assert set(SessionMaterial.objects.current()) == {text, english}


def test_taken_back_and_brought_back(text, talk, author):
    materials.withdraw_material(text, by=author)
    with pytest.raises(MoveNotAllowed):
        materials.withdraw_material(text, by=author)

    materials.restore_material(text, by=author)

    assert SessionMaterial.objects.current().get() == text


def test_an_old_version_does_not_push_a_newer_one_out(text, talk, author):
    materials.withdraw_material(text, by=author)
    add_text(talk, author, PDF + b"\n%%EOF more")

    with pytest.raises(MoveNotAllowed):
        materials.restore_material(text, by=author)


def test_slides_of_a_withdrawn_paper_leave_the_programme(make_submission, make_session, organiser, author):
    session, paper = make_session(), make_submission("confirmed", presentation="oral", publication="article")
    placed = planning.place_paper(paper, session, by=organiser)
    slides = add_material(session, by=author, kind="slides", talk=placed, file=ContentFile(PDF, name="слайды.pdf"))

    services.withdraw(paper, by=author)

    slides.refresh_from_db()
    assert slides.talk is None
    assert not slides.is_current


# -- what is taken -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["empty", "encrypted", "old_doc", "program", "not_docx"])
def test_content_decides(name, talk, author):
    with pytest.raises(ValidationError):
        add_text(talk, author, HOSTILE[name])

    assert not SessionMaterial.objects.exists()


def test_the_speaker_sends_by_the_page(client_of, talk, author, conference):
    file = SimpleUploadedFile("речь.docx", docx())
    data = {"kind": "statement", "language": "ru", "is_public": "on", "file": file}

    answer = client_of(author).post(url(conference, "talk_files", pk=talk.pk), data)

    kept = SessionMaterial.objects.get()
    assert answer.status_code == 302
    assert (kept.name, kept.with_session, kept.embargo(), kept.uploaded_by) == (
        "речь.docx", True, talk.session.starts, author
    )  # fmt: skip


def test_slides_are_no_text(client_of, talk, author, conference):
    file = SimpleUploadedFile("слайды.docx", docx())

    answer = client_of(author).post(
        url(conference, "talk_files", pk=talk.pk), {"kind": "slides", "language": "ru", "file": file}
    )

    assert list(answer.context["form"].errors) == ["file"]


def test_nobody_sends_for_another_speaker(client_of, talk, make_person, conference):
    stranger = make_person("participant", conference=conference)

    assert client_of(stranger).get(url(conference, "talk_files", pk=talk.pk)).status_code == 404


def test_a_photograph_needs_words_in_the_primary_language(plenary, organiser):
    with pytest.raises(ValidationError) as refusal:
        add_photo(plenary, organiser, alt_ru=" ", alt_en="A hall.")

    assert list(refusal.value.message_dict) == ["alt_ru"]


def test_a_photograph_is_drawn_anew(plenary, organiser):
    exif = Image.Exif()
    exif[0x010E] = "тайна"
    content = picture(exif=exif)

    kept = add_material(
        plenary, by=organiser, kind="photo", file=ContentFile(content, name="p.jpg"), alt_ru="Зал.", is_public=True
    )

    with kept.file.open("rb") as file, Image.open(file) as drawn:
        assert drawn.size == (1600, 800)
        assert not dict(drawn.getexif())


@pytest.mark.parametrize("content", [PDF, b"GIF89a" + bytes(50), b"\xff\xd8\xff broken"])
def test_not_every_file_is_a_photograph(content, plenary, organiser):
    with pytest.raises(ValidationError):
        add_material(plenary, by=organiser, kind="photo", file=ContentFile(content, name="p.jpg"), alt_ru="Зал.")


def test_the_desk_asks_for_consent_and_a_link(client_of, organiser, plenary, conference):
    address, client = url(conference, "create_material", pk=plenary.pk), client_of(organiser)
    file = SimpleUploadedFile("p.jpg", picture())
    photo = {"kind": "photo", "is_public": "on", "opens": "now", "file": file}

    wrong = [
        set(client.post(address, data).context["form"].errors)
        for data in (photo, {"kind": "recording", "opens": "now"}, {"kind": "slides", "opens": "date"})
    ]

    assert wrong == [{"alt_ru", "agreed", "file"}, {"url"}, {"embargo_until", "file"}]
    data = {"kind": "recording", "opens": "now", "is_public": "on", "url": "https://video.example.org/1"}
    assert client.post(address, data).status_code == 302
    assert SessionMaterial.objects.get().url == "https://video.example.org/1"


# -- the public ----------------------------------------------------------------------------------------------------


@pytest.fixture
def held(plenary, organiser, conference, make_session, tracks):
    sitting = make_session("Секция", at="12:00", track=tracks[0])
    release(conference, by=organiser, name_ru="Первый", notify=False)
    add_photo(plenary, organiser, alt_en="A hall with seats.")
    add_material(sitting, by=organiser, kind="slides", file=ContentFile(PDF, name="с.pdf"), language="en",
                 title_ru="Слайды секции", is_public=True)  # fmt: skip
    add_material(plenary, by=organiser, kind="recording", url="https://video.example.org/1", title_ru="Запись",
                 language="ru", is_public=True)  # fmt: skip
    add_material(plenary, by=organiser, kind="handout", file=ContentFile(PDF, name="т.pdf"), title_ru="ТАЙНА")
    return plenary


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 3), ("?kind=photo", 1), ("?track=1", 1), ("?language=ru", 1), ("?kind=slides&language=ru", 0),
     ("?kind=nonsense&track=x", 3),
     ("?kind=nonsense&track=1", 1)],
)  # fmt: skip
def test_the_list_is_filtered(query, found, held, client, conference):
    answer = client.get(url(conference, "materials") + query)

    assert (answer.status_code, answer.context["found"]) == (200, found)
    assert "ТАЙНА" not in answer.content.decode()
    assert not answer.context["form"].errors


def test_a_photograph_speaks_the_language_of_the_page(held, client, conference):
    address = url(conference, "session", pk=held.pk)

    pages = [client.get(address.replace("/ru/", f"/{code}/")).content.decode() for code in ("ru", "en")]

    assert 'alt="Зал с рядами кресел."' in pages[0]
    assert 'alt="A hall with seats."' in pages[1]
    assert 'loading="lazy"' in pages[0]
    assert "https://video.example.org/1" in pages[0]


def test_the_session_page_has_nothing_where_nothing_is_public(rf, text, plenary):
    assert session_page(rf.get("/"), plenary) == []


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same(count, held, organiser, client, conference, django_assert_num_queries):
    for number in range(count):
        add_material(held, by=organiser, kind="handout", is_public=True, title_ru=f"Памятка {number}",
                     file=ContentFile(PDF + str(number).encode(), name="п.pdf"))  # fmt: skip

    with django_assert_num_queries(7):
        client.get(url(conference, "materials"))
