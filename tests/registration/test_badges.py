"""Badges: what is on them, that any name fits, sheets, replacing."""

from __future__ import annotations

import io
import re
import subprocess

import page
import pytest

from conference.documents import typeset_documents
from conference.models import IssuedDocument
from conference.moves import MoveNotAllowed
from conference.rendering import Fragment, Placed, assemble
from conference.services.consent import give_consent
from conference.services.documents import draw
from registration.documents import Badge, EightBadges, FourBadges
from registration.documents.badges import BANDS, names_of
from registration.models import Category
from registration.services import paper_batches, papers

MM = 25.4 / 72
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')

NAMES = {
    "short": ("Ли Ян", "Yan Li", ""),
    "armenian": ("Мелконян Арам Ваганович", "Aram Melkonyan", "Արամ Մելքոնյան"),
    "azerbaijani": (
        "Əbülfəzzadə-Qarabağlızadə Gülnarəxanım Məhəmmədəli qızı", "Gulnarakhanim Abulfazzada-Garabaghlyzada", "",
    ),
    "russian": (
        "Константинопольская-Александрийская Анастасия-Екатерина Максимилиановна",
        "Anastasia-Ekaterina Konstantinopolskaya-Aleksandriyskaya", "",
    ),
    "georgian": ("გიორგი მაისურაძე", "Giorgi Maisuradze", ""),
    "chinese": ("王小明", "Xiaoming Wang", "王小明"),
    "one word": ("Сукарно", "Sukarno", ""),
    "no spaces": ("Я" * 200, "W" * 200, ""),
}  # fmt: skip


SIGN = ("Не снимать", "No photos")


@pytest.fixture
def make_guest(make_registration, make_person):
    def make(name: str = "short", *, band: str = "", family: str = "academic", **fields):
        full_name, latin_name, native_name = NAMES[name]
        registration = make_registration(family, state="approved", person=make_person())
        person = registration.person
        person.full_name, person.latin_name, person.native_name = full_name, latin_name, native_name
        person.position_ru = fields.get("position", "")
        person.save()
        registration.body_ru = fields.get("body", "")
        registration.save()
        if band:
            Category.objects.filter(pk=registration.category_id).update(badge_band=band)
        registration.refresh_from_db()
        return registration

    return make


def words_of(pdf: bytes, tmp_path) -> list[tuple[float, float, float, float, str]]:
    """Every word with its box in millimetres from the top left corner."""
    source = tmp_path / "badge.pdf"
    source.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-bbox", str(source), "-"], capture_output=True, text=True, check=True).stdout
    return [(*(float(value) * MM for value in found[:4]), found[4]) for found in WORD.findall(told)]


def said(words) -> str:
    return " ".join(word[4] for word in words)


def test_what_is_on_a_badge(make_guest, organiser, tmp_path):
    guest = make_guest("armenian", band="delegation", position="заместитель министра", body="Министерство образования")
    issued = papers.issue(IssuedDocument.Kind.BADGE, guest, by=organiser)

    pdf = draw(issued)

    text = said(words_of(pdf, tmp_path))
    for passage in (
        "Арам Мелконян", "Aram Melkonyan", "Արամ Մելքոնյան", "Заместитель министра", "Министерство образования",
        "Беларусь / Belarus", "РУС", guest.number, "Делегация", "Delegation",
    ):  # fmt: skip
        assert passage in text.replace("\u00a0", " "), passage
    assert "Ваганович" not in text
    path = tmp_path / "badge.pdf"
    facts = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Page size:\s+297\.638 x 419\.528 pts", facts)
    assert re.search(r"Tagged:\s+yes", facts)
    assert page.validate_pdf(str(path), profile="ua1").is_compliant


@pytest.mark.parametrize("band", Category.Band.values)
def test_the_word_of_the_band_stands_in_both_languages(band, make_guest, organiser, tmp_path):
    pdf = draw(papers.issue(IssuedDocument.Kind.BADGE, make_guest(band=band), by=organiser))

    in_the_band = [word[4] for word in words_of(pdf, tmp_path) if word[1] > 127]
    assert in_the_band == list(BANDS[Category.Band(band)])


@pytest.mark.parametrize("name", NAMES)
def test_any_name_fits(name, make_guest, organiser, tmp_path):
    guest = make_guest(name, position="заместитель директора по учебно-воспитательной работе " * 3, body="Школа " * 40)

    words = words_of(draw(papers.issue(IssuedDocument.Kind.BADGE, guest, by=organiser)), tmp_path)

    out = [word for word in words if word[0] < 8.5 or word[2] > 97 or word[1] < 12 or word[3] > 146]
    assert out == []
    assert overlapping(words) == []


@pytest.mark.parametrize("name", NAMES)
def test_who_does_not_agree_to_photos_wears_the_sign(name, make_guest, organiser, tmp_path, texts):
    guest = make_guest(name, position="заместитель директора " * 9, body="Школа " * 40, band="interpreter")
    Category.objects.filter(pk=guest.category_id).update(family="interpreter")
    issued = papers.issue(IssuedDocument.Kind.BADGE, guest, by=organiser)
    without = words_of(draw(issued), tmp_path)
    give_consent(guest.person, texts["photo_video"], language="ru")

    agreed = words_of(draw(issued), tmp_path)

    assert [all(sign in said(words) for sign in SIGN) for words in (without, agreed)] == [True, False]
    assert overlapping(without) == []
    [sign] = [word for word in without if word[4] == "снимать"]
    assert 96 < sign[1] < sign[3] < 107


def overlapping(words) -> list[tuple[str, str]]:
    """Pairs of words of which one stands on the other, by more than the space that lines leave to each other."""
    pairs = []
    for at, one in enumerate(words):
        for other in words[at + 1 :]:
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            height = min(one[3] - one[1], other[3] - other[1])
            if across > 0.5 and down > 0.45 * height:
                pairs.append((one[4], other[4]))
    return pairs


def test_letters_that_our_faces_lack_give_way_to_the_latin_name(make_guest):
    name, others = names_of(make_guest("chinese"))

    assert (list(name.lines), name.language, others) == (["Xiaoming", "Wang"], "en", [])


def test_the_code_is_large_enough_to_scan(make_guest, organiser, tmp_path):
    pdf = draw(papers.issue(IssuedDocument.Kind.BADGE, make_guest(), by=organiser))

    path = tmp_path / "code.pdf"
    path.write_bytes(pdf)
    rows = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, text=True, check=True).stdout
    width, dpi = next((int(row.split()[3]), int(row.split()[12])) for row in rows.splitlines()[2:])
    assert width / dpi * 25.4 >= 22


@pytest.mark.parametrize(("kind", "pages", "size"), [(FourBadges, 3, "A4"), (EightBadges, 2, "841.89 x 595.276")])
def test_sheets(kind, pages, size, make_guest, organiser, tmp_path):
    guest = make_guest()
    issued = papers.issue(IssuedDocument.Kind.BADGE, guest, by=organiser)
    badges = [kind(issued) for _each in range(9)]

    [(_group, made)] = typeset_documents(
        badges, described=badges[0].described(), wants_file=lambda each: False, font_store=tmp_path
    )
    whole = io.BytesIO()
    parts = [Placed(Fragment.from_bytes(made.fragment))]
    assemble(parts, whole, title="Бейджи", language="ru", font_store=tmp_path)
    pdf = whole.getvalue()

    words = words_of(pdf, tmp_path)
    facts = subprocess.run(["pdfinfo", str(tmp_path / "badge.pdf")], capture_output=True, text=True, check=True).stdout
    assert re.search(rf"Pages:\s+{pages}\n", facts)
    assert size in facts
    assert [word[4] for word in words].count(guest.number) == 9
    assert page.validate_pdf(str(tmp_path / "badge.pdf"), profile="ua1").is_compliant


def test_no_badge_without_approval(make_registration, organiser):
    with pytest.raises(MoveNotAllowed):
        papers.issue_badge(make_registration(state="submitted"), by=organiser)


def test_a_new_badge_makes_the_old_one_void(make_guest, organiser, client):
    guest = make_guest()
    old = papers.issue_badge(guest, by=organiser)

    new = papers.issue_badge(guest, by=organiser)

    old.refresh_from_db()
    assert (old.is_valid, new.is_valid, old.number != new.number, old.revoked_by) == (False, True, True, organiser)
    assert "Документ недействителен" in client.get(f"/ru/verify/{old.code}/").content.decode()


def test_printing_again_is_the_same_badge(make_guest, organiser):
    guest = make_guest()

    first, second = (papers.issue("badge", guest, by=organiser) for _time in range(2))

    assert first == second
    assert not first.file


def test_the_check_page_tells_little_of_a_badge(make_guest, organiser, client):
    guest = make_guest("russian", position="секретный пост", body="Тайное бюро")
    issued = papers.issue_badge(guest, by=organiser)

    told = client.get(f"/ru/verify/{issued.code}/").content.decode()

    assert "Константинопольская" in told
    for secret in ("секретный пост", "Тайное бюро", guest.number, guest.person.email, "Беларусь"):
        assert secret not in told, secret


def test_a_batch_of_badges_is_one_sheet_to_print(make_guest, organiser, run_tasks):
    guests = [make_guest(name) for name in ("short", "armenian", "georgian")]
    batch = paper_batches.issue_many("badge", guests, by=organiser, layout="eight")

    run_tasks()

    batch.refresh_from_db()
    assert (batch.pages, bool(batch.file)) == (1, True)
    assert IssuedDocument.objects.filter(kind="badge", file="").count() == 3


def test_at_the_door_a_badge_opens_to_be_printed(make_guest, make_person, conference, client_of, address):
    guest = make_guest()
    client = client_of(make_person("door", conference=conference))

    answer = client.post(address("paper_badge", pk=guest.pk), follow=True)
    again = client.post(address("paper_badge", pk=guest.pk), {"new": "1"})

    assert (answer.status_code, answer["Content-Disposition"][:6]) == (200, "inline")
    assert answer.content.startswith(b"%PDF")
    assert again.status_code == 302
    assert IssuedDocument.objects.filter(kind="badge").count() == 2


def test_a_void_badge_is_not_drawn(make_guest, organiser, client_of, address):
    guest = make_guest()
    old = papers.issue_badge(guest, by=organiser)
    papers.issue_badge(guest, by=organiser)

    assert client_of(organiser).get(address("paper_file", pk=old.pk)).status_code == 404


def test_its_title_names_number_and_person(make_guest, organiser):
    issued = papers.issue_badge(make_guest(), by=organiser)

    assert Badge(issued).described().title == f"Бейдж {issued.number}. Ли Ян"
