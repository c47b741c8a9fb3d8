"""A material as readers see it."""

from __future__ import annotations

import re
from datetime import timedelta

import page
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from conference.models import Conference
from proceedings.models import MaterialUse, Usefulness
from proceedings.services import library
from proceedings.services.library.printing import html_of, printed
from proceedings.services.library.showing import shown_now
from tests.proceedings.shelf import new_expert, new_material, new_recording, new_theme, published
from tests.world import read_to_the_end
from workshops.models import EventFormat, Session

pytestmark = pytest.mark.django_db


def read(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode().replace("\u00a0", " ")


def test_a_recording_opens_its_places_on_the_service(season):
    theme, expert = new_theme(season), new_expert(season, "orlova")
    material = published(new_recording(season, themes=[theme], speakers=[expert], has_captions=True))

    html = read(Client(), f"/en/library/{material.slug}/")

    assert "<h1>A dialogue on schools</h1>" in html
    assert '<p class="alt" lang="ru">Диалог о школе</p>' in html
    assert '<time datetime="PT1H28M">1 hour 28 minutes</time>' in html
    assert "Watch on YouTube" in html
    assert f"/en/library/{material.slug}/watch/?at=80" in html
    assert [each for each in re.findall(r'(?:src|href|action)="([^"]+)"', html) if "youtube" in each] == []
    assert 'id="t3750"' in html
    assert "The transcript is in Russian." in html
    assert '<span lang="ru">Первая</span>' in html  # that chapter has no English title
    assert "&lt;b&gt;знак&lt;/b&gt;" in html
    assert "Theme lesson" in html
    assert "Anna Orlova" in html


def test_watching_leads_on_and_is_counted(season):
    material = published(new_recording(season))
    client, address = Client(), f"/ru/library/{material.slug}/watch/"

    there = [client.get(address, {"at": at})["Location"] for at in ("80", "", "-5", "80x", "9" * 30)]
    client.head(address)
    client.get(address, headers={"user-agent": "Googlebot/2.1"})

    plain = material.video
    assert there == [f"{plain}&t=80s", plain, plain, plain, plain]
    assert MaterialUse.objects.get().count == 5


def test_a_reader_is_counted_and_a_robot_is_not(season):
    material = published(new_material(season))
    client = Client()

    client.get(material.get_absolute_url())
    client.head(material.get_absolute_url())
    client.get(material.get_absolute_url(), headers={"user-agent": "curl/8"})

    assert MaterialUse.objects.values_list("kind", "count").get() == ("view", 1)


def test_a_missing_translation_says_so(season):
    material = published(new_material(season, title_en="", body_en="", language="ru", slug="memo"))

    html = read(Client(), f"/en/library/{material.slug}/")

    assert '<span lang="ru">Памятка учителю</span>' in html
    assert "This text has not been translated yet" in html
    assert '<div lang="ru"><h2>Раз</h2>' in html


def test_tables_scroll_and_their_headings_say_what_they_head(season):
    body = "| Что | |\n|---|---|\n| Дверь | 90 см |"
    material = published(new_material(season, body_ru=body))

    html = read(Client(), material.get_absolute_url())

    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="' in html
    assert '<th scope="col">Что</th>' in html
    assert "<th></th>" not in html


def test_hostile_text_stays_text(season):
    body = "<script>alert(1)</script>\n\n[нажми](javascript:alert(1))\n\n<img src=x onerror=alert(1)>"
    material = published(new_material(season, title_ru="<script>х</script>", body_ru=body))

    html = read(Client(), material.get_absolute_url())

    assert "<script>" not in html.replace("<script type=", "")
    assert 'href="javascript' not in html
    assert "<img src=x" not in html


def test_drafts_and_seasons_that_are_drafts_have_no_page(season):
    draft = new_material(season)
    public = published(new_material(season, title_en="Other"))
    assert Client().get(draft.get_absolute_url()).status_code == 404

    season.visibility = Conference.Visibility.DRAFT
    season.save()

    assert Client().get(public.get_absolute_url()).status_code == 404


def test_an_older_version_stays_readable_and_leads_to_the_newest(season):
    material = published(new_material(season))
    library.save(material, by=None, revision=0, body_ru="## Два", title_ru="Новая")
    library.publish_to_library(material, by=None, why_unreviewed="так", note="Стало короче")
    address = material.get_absolute_url()

    newest, old = read(Client(), address), read(Client(), f"{address}versions/1/")

    assert "Стало короче" in newest
    assert ("<h2>Два</h2>" in newest, "<h2>Раз</h2>" in newest) == (True, False)
    assert "<h2>Раз</h2>" in old
    assert "Памятка учителю" in old
    assert 'name="robots" content="noindex"' in old
    assert Client().get(f"{address}versions/2/").status_code == 302
    assert Client().get(f"{address}versions/3/").status_code == 404


def test_what_waits_is_seen_by_nobody(season):
    material = published(new_material(season))

    library.save(material, by=None, revision=0, title_ru="Тайное имя", body_ru="Тайный текст")

    assert "Тайн" not in read(Client(), material.get_absolute_url())


def test_a_withdrawn_page_says_so_and_gives_nothing_away(season):
    material = published(new_recording(season))
    library.withdraw(material, by=None, reason="Устарел")
    address = material.get_absolute_url()

    html = read(Client(), address)

    assert "Устарел" in html
    assert "noindex" in html
    assert "Добрый день" not in html
    assert [Client().get(f"{address}{tail}").status_code for tail in ("watch/", "captions/ru/", "versions/1/")] == [
        404, 404, 404,
    ]  # fmt: skip


# -- was it useful? ---------------------------------------------------------------------------------------------------


def test_one_browser_has_one_mark_and_may_change_it(season):
    material = published(new_material(season))
    client, address = Client(), f"/ru/library/{material.slug}/useful/"

    client.post(address, {"useful": "yes", "note": "Спасибо"})
    answer = client.post(address, {"useful": "no"})
    Client().post(address, {"useful": "yes"})

    assert answer["Location"] == f"/ru/library/{material.slug}/#useful"
    assert client.cookies["library-reader"]["httponly"] is True
    assert list(Usefulness.objects.order_by("pk").values_list("is_useful", "note")) == [
        (False, "Спасибо"), (True, ""),
    ]  # fmt: skip


def test_the_answer_is_told_where_the_reader_was(season):
    material = published(new_material(season))
    client = Client()

    before = read(client, material.get_absolute_url())
    after = client.post(f"/en/library/{material.slug}/useful/", {"useful": "yes", "note": "Thanks"}, follow=True)

    html = after.content.decode()
    assert "your answer is saved" not in before
    assert 'id="useful" tabindex="-1" aria-labelledby="useful-h" aria-describedby="useful-said"' in html
    assert "Thank you, your answer is saved. The editors have your note." in html
    assert html.count("your answer is saved") == 1


def test_a_person_is_one_voter_on_every_device(season, person, client_of):
    material = published(new_material(season))

    for _device in range(2):
        client_of(person).post(f"/ru/library/{material.slug}/useful/", {"useful": "yes"})

    assert Usefulness.objects.get().voter == f"p{person.pk}"


def test_a_mark_that_says_nothing_keeps_what_was_typed(season):
    material = published(new_material(season))

    html = Client().post(f"/ru/library/{material.slug}/useful/", {"note": "Не хватает схемы"}).content.decode()

    assert "Не хватает схемы" in html
    assert not Usefulness.objects.exists()


def test_marks_need_the_token_of_the_page(season):
    material = published(new_material(season))

    answer = Client(enforce_csrf_checks=True).post(f"/ru/library/{material.slug}/useful/", {"useful": "yes"})

    assert answer.status_code == 403


def test_too_many_marks_from_one_place_wait(season, settings):
    settings.ACCOUNT_RATE_LIMITS = {"material_mark": "1/h/ip"}
    cache.clear()
    material = published(new_material(season))
    address = f"/ru/library/{material.slug}/useful/"

    Client().post(address, {"useful": "yes"})
    Client().post(address, {"useful": "yes"})

    assert Usefulness.objects.count() == 1


# -- budgets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_asks_a_constant_number_of_questions(season, many, django_assert_num_queries):
    theme = new_theme(season)
    speakers = [new_expert(season, f"expert-{number}") for number in range(many)]
    material = published(
        new_recording(
            season, themes=[theme], speakers=speakers,
            chapters=[{"seconds": 60 * number, "title_ru": f"Глава {number}"} for number in range(many)],
        )
    )  # fmt: skip
    for _number in range(many):
        published(new_material(season, themes=[theme], speakers=speakers))
    kind = EventFormat.objects.create(conference=season, key="qa", title_ru="Ответы")
    starts = timezone.now() + timedelta(days=3)
    event = Session.objects.create(
        conference=season, format="event", kind=kind, title_ru="Событие", starts=starts,
        ends=starts + timedelta(hours=1),
    )  # fmt: skip
    event.themes.add(theme)
    client = Client()
    client.get(material.get_absolute_url())

    with django_assert_num_queries(QUERIES):
        read(client, material.get_absolute_url())


QUERIES = 12


def test_the_text_to_print_in_the_language_of_the_page_comes_first(season):
    material = published(new_material(season))

    pages = {code: read(Client(), f"/{code}/library/{material.slug}/") for code in ("ru", "en")}

    printed_in = {
        code: re.findall(r'class="(btn[^"]*)" href="[^"]+/print/(..)/"', html) for code, html in pages.items()
    }
    assert printed_in == {"ru": [("btn", "ru"), ("btn quiet", "en")], "en": [("btn", "en"), ("btn quiet", "ru")]}


def test_the_preview_says_how_it_stands_and_leads_back(season, librarian, client_of):
    material, desk = new_material(season), client_of(librarian)
    address = f"/en/season/desk/library/{material.slug}/preview/"

    draft = read(desk, address)
    published(material)
    same = read(desk, address)
    library.save(material, by=librarian, revision=material.revision, title_en="Another memo")
    changed = read(desk, address)

    assert "This is how readers will see the material. It is not published yet." in draft
    assert "Readers have the material as it stands here." in same
    assert "This is how readers will see the next version. It is not published yet." in changed
    assert all(f'href="/en/season/desk/library/{material.slug}/edit/"' in page for page in (draft, same, changed))


# -- in print ---------------------------------------------------------------------------------------------------------


def test_the_text_is_printed_in_each_language(season):
    material = published(new_material(season, speakers=[new_expert(season, "orlova")]))
    now = shown_now(material)

    pages = {code: html_of(now, code) for code in ("ru", "en")}

    assert '<html lang="ru">' in pages["ru"]
    assert "<h2>Раз</h2>" in pages["ru"]
    assert "практический материал" in pages["ru"].lower()
    assert "<h2>One</h2>" in pages["en"]
    assert "Version 1 of" in pages["en"]
    assert "обращения" not in pages["ru"]  # it is kept, and read on another day
    assert "Anna Orlova" in pages["en"]


def test_the_print_is_tagged_and_kept_for_its_version(season, tmp_path, monkeypatch):
    body = "## Раз\n\n- пункт\n\n| Что | Сколько |\n|---|---|\n| Дверь | |"
    material = published(new_material(season, body_ru=body))
    client, address = Client(), f"/ru/library/{material.slug}/print/ru/"
    path = tmp_path / "material.pdf"

    first = client.get(address)
    path.write_bytes(read_to_the_end(first))
    monkeypatch.setattr("proceedings.services.library.printing.typeset", None)
    again = client.get(address)

    assert page.validate_pdf(str(path), profile="ua1").is_compliant
    assert first["Content-Type"] == "application/pdf"
    assert read_to_the_end(again) == path.read_bytes()
    assert [client.get(f"/ru/library/{material.slug}/print/{code}/").status_code for code in ("de", "xx")] == [404, 404]
    with translation.override("ru"), pytest.raises(LookupError):
        printed(shown_now(published(new_material(season, body_en=""))), "en")
