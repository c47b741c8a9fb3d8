"""The frame of every page, its parts, and the promises that all templates and style sheets keep."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from conference.demo.accounts import ACCOUNTS
from conference.forms import SiteForm
from conference.models import IssuedDocument, Page
from conference.templatetags.navigation import first_input
from conference.templatetags.vmeste import quotations_in

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if not {"documents", "mail", "book"} & set(path.relative_to(ROOT / "templates").parts)
]
CSS = sorted((ROOT / "static" / "css").glob("*.css"))
TEXT, LARGE = 4.5, 3.0


# -- promises of the sources ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_holds_nothing_that_the_policy_forbids(path):
    source = path.read_text(encoding="utf-8")

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\ssrc=)", source) == []
    assert re.findall(r"<(?!a )[^<>]*(?:src|href)=\"(?:https?:)?//", source) == []


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_style_sheet_asks_no_other_host(path):
    source = path.read_text(encoding="utf-8")

    assert re.findall(r"@import|url\(\"?(?:https?:)?//", source) == []
    assert [
        target for target in re.findall(r"url\(\"([^\")]+)\"\)", source) if not (path.parent / target).exists()
    ] == []


def test_every_font_file_is_used_and_licensed():
    source = (ROOT / "static" / "css" / "fonts.css").read_text()
    files = {path.name for path in (ROOT / "static" / "vendor" / "fonts").glob("*.woff2")}

    assert set(re.findall(r"fonts/([\w.-]+\.woff2)", source)) == files
    assert len(list((ROOT / "static" / "vendor" / "fonts").glob("OFL-*.txt"))) == 3


def test_every_icon_asked_for_is_drawn():
    drawn = set(re.findall(r'name == "([\w-]+)"', (ROOT / "templates" / "ui" / "icon.html").read_text()))
    asked = {
        name
        for path in TEMPLATES
        for name in re.findall(r'"ui/icon\.html" with name="([\w-]+)"', path.read_text(encoding="utf-8"))
    }

    assert asked - drawn == set()


def declarations(source: str, selector: str) -> dict[str, str]:
    """The custom properties of the first rule with exactly this selector."""
    match = re.search(rf"(?:^|\}}|\{{|\n)\s*{re.escape(selector)}\s*\{{([^}}]*)\}}", source)
    assert match, selector
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", match[1]))


@pytest.mark.parametrize(
    ("name", "chosen", "device"),
    [("tokens.css", '[data-theme="dark"]', '[data-theme="auto"]'), ("admin.css", 'html[data-theme="dark"]', ":root")],
)
def test_dark_theme_is_the_same_when_chosen_and_when_the_device_asks(name, chosen, device):
    source = (ROOT / "static" / "css" / name).read_text()
    by_device = source[source.index("prefers-color-scheme: dark") :]

    assert declarations(source, chosen) == declarations(by_device, device)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("selector", [":root", '[data-theme="dark"]', '[data-theme="contrast"]'])
def test_colours_are_told_apart_in_every_theme(selector):
    tokens = declarations((ROOT / "static" / "css" / "tokens.css").read_text(), selector)
    pairs = [
        *(
            (name, ground, TEXT)
            for name in ("ink", "muted", "link", "err", "ok", "warn")
            for ground in ("paper", "mist")
        ),
        *((f"w{number}", ground, TEXT) for number in range(1, 5) for ground in ("paper", "mist", f"w{number}-bg")),
        *((kind, f"{kind}-bg", TEXT) for kind in ("err", "ok", "warn")),
        ("on-brand", "brand", TEXT),
        ("on-lamp", "lamp", TEXT),
        ("field", "paper", LARGE),
        ("brand", "paper", LARGE),
    ]

    too_close = [
        (name, ground, round(contrast(tokens[f"--{name}"], tokens[f"--{ground}"]), 2))
        for name, ground, least in pairs
        if contrast(tokens[f"--{name}"], tokens[f"--{ground}"]) < least
    ]

    assert too_close == []


# -- the frame -------------------------------------------------------------------------------------------------


def frame(**context) -> str:
    request = RequestFactory().get("/ru/verify/")
    return render_to_string("base.html", context, request=request)


@pytest.fixture
def anonymous_page(conference, client: Client) -> str:
    return client.get(conference.get_absolute_url()).content.decode()


def test_skip_link_language_and_settings_are_the_first_three_stops(anonymous_page):
    body = anonymous_page[anonymous_page.index("<body>") :]

    stops = re.findall(r"<(a|button|summary|input)\b[^>]*>", body)[:3]
    tags = re.findall(r"<(?:a|button|summary)\b[^>]*>", body)[:3]

    assert stops == ["a", "a", "summary"]
    assert 'href="#main"' in tags[0]
    assert 'hreflang="en"' in tags[1]
    assert "для слабовидящих" in tags[2] or "low-vision" in tags[2]


@pytest.mark.parametrize(("language", "other"), [("ru", "en"), ("en", "ru")])
def test_page_names_its_language_and_its_twin(conference, client: Client, language, other):
    with override(language):
        page = client.get(conference.get_absolute_url()).content.decode()

    assert f'<html lang="{language}"' in page
    for code in (language, other):
        assert re.search(rf'<link rel="alternate" hreflang="{code}" href="http[^"]+/{code}/inclusion/">', page)
    assert f'<span lang="{language}" aria-current="true">' in page
    assert page.count("<h1") == 1


def test_language_of_a_form_page_is_changed_by_sending_the_form():
    links = [
        {"code": "ru", "name": "Русский", "url": "/ru/x/", "current": True},
        {"code": "en", "name": "English", "url": "/en/x/", "current": False},
    ]

    page = render_to_string("ui/strip.html", {"language_links": links, "language_form": "main-form"})

    assert '<button type="submit" form="main-form" name="switch_language" value="en" formnovalidate lang="en">' in page
    assert 'href="/en/x/"' not in page


@pytest.mark.django_db
def test_title_says_that_there_are_errors():
    with override("en"):
        assert "<title>Error: " in frame(has_errors=True)
        assert "<title>Error: " not in frame()


def test_title_holds_text_only(conference, client: Client):
    conference.title_en = ""
    conference.save()

    page = client.get("/en/inclusion/").content.decode()

    title = page[page.index("<title>") + 7 : page.index("</title>")]
    assert "<" not in title
    assert title.startswith("Инклюзивное образование")
    assert '<h1><span lang="ru">Инклюзивное' in page


def test_menu_names_only_what_there_is(conference, client: Client):
    Page.objects.create(conference=conference, slug="about", title_ru="О конференции")

    page = client.get(conference.get_absolute_url()).content.decode()

    menu = page[page.index('<nav class="menu wide"') : page.index("</nav>", page.index('<nav class="menu wide"'))]
    assert "/ru/inclusion/info/about/" in menu
    assert "/ru/inclusion/info/practical/" not in menu
    assert "/ru/inclusion/news/" in menu


def test_section_of_the_page_is_marked_in_the_menu(conference, client: Client):
    page = client.get(conference.url("news")).content.decode()

    assert page.count('href="/ru/inclusion/news/" aria-current="page"') == 2
    assert page.count('aria-current="page"') == 2


def test_desk_has_no_public_navigation(conference, organiser, client_of):
    page = client_of(organiser).get(conference.url("desk")).content.decode()

    head = page[page.index("<body>") : page.index("<main")]
    assert "/ru/inclusion/news/" not in head
    assert "/register/" not in head
    assert 'href="/admin/"' in head
    assert 'href="/ru/inclusion/"' in head


def test_doors_of_the_demonstration_exist_in_demonstration_only(conference, client: Client, settings):
    assert "/demo/enter/" not in client.get(conference.get_absolute_url()).content.decode()

    settings.DEMO = True

    page = client.get(conference.get_absolute_url()).content.decode()
    assert page.count('method="post" action="/ru/demo/enter/') == len(ACCOUNTS)
    assert '<meta name="robots" content="noindex">' in page


def test_example_is_called_an_example(conference, client: Client):
    assert 'class="example"' not in client.get(conference.get_absolute_url()).content.decode()
    conference.is_demonstration = True
    conference.save()

    page = client.get(conference.get_absolute_url()).content.decode()

    assert page.count('class="example"') == 1
    assert '<meta name="robots" content="noindex">' in page


def test_page_is_made_with_few_questions_to_the_database(conference, client: Client, django_assert_max_num_queries):
    client.get(conference.get_absolute_url())

    with django_assert_max_num_queries(16):
        client.get(conference.get_absolute_url())


# -- errors ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "en"])
def test_missing_page_answers_in_the_language_of_the_address(conference, client: Client, language):
    response = client.get(f"/{language}/inclusion/info/nothing/")

    page = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("name", ["500.html", "403_csrf.html", "400.html"])
def test_page_of_last_resort_needs_nothing_and_speaks_both_languages(name, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        page = render_to_string(name)

    assert '<html lang="ru"' in page
    assert '<div lang="en">' in page
    assert page.count("<h1") == 1
    assert re.findall(r'<a [^>]*href="([^"]+)"', page) == ["/ru/", "/en/"]


def test_forged_form_is_answered_in_both_languages(conference):
    response = Client(enforce_csrf_checks=True).post("/ru/reading/", {"size": "l"})

    assert response.status_code == 403
    assert 'lang="en"' in response.content.decode()


# -- parts -----------------------------------------------------------------------------------------------------


class PartForm(SiteForm):
    name = forms.CharField(label="Имя", help_text="Как в паспорте")
    language = forms.ChoiceField(label="Язык", choices=[("ru", "Русский")], widget=forms.RadioSelect)
    note = forms.CharField(label="Заметка", required=False)
    agree = forms.BooleanField(label="Согласен", required=False)


def test_error_summary_leads_to_each_field():
    form = PartForm({"name": "", "language": "xx"})

    summary = render_to_string("ui/error_summary.html", {"form": form})

    assert re.findall(r'href="#([^"]+)"', summary) == ["id_name", "id_language_0"]
    assert 'tabindex="-1"' in summary
    assert "autofocus" in summary


def test_no_error_summary_without_errors():
    assert render_to_string("ui/error_summary.html", {"form": PartForm()}).strip() == ""


def test_field_says_its_hint_and_its_error_beside_it():
    field = str(PartForm({"name": ""})["name"].as_field_group())

    assert '<label for="id_name">' in field
    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert 'id="id_name_helptext"' in field
    assert 'id="id_name_error"' in field
    assert 'aria-invalid="true"' in field


def test_choices_are_a_group_with_a_legend():
    field = str(PartForm()["language"].as_field_group())

    assert re.search(r"<fieldset class=\"fld\">\s*<legend>Язык</legend>", field)
    assert first_input(PartForm()["language"]) == "id_language_0"


def test_optional_answer_says_so_and_a_tick_does_not():
    with override("en"):
        assert "(optional)" in PartForm()["note"].as_field_group()
        assert "(optional)" not in PartForm()["name"].as_field_group()
        assert "(optional)" not in PartForm()["agree"].as_field_group()


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202eevil", "я" * 10_000]
)
def test_what_was_typed_is_shown_inert(hostile):
    form = PartForm({"name": hostile, "language": "ru"})
    form.is_valid()

    page = form["name"].as_field_group() + render_to_string("ui/error_summary.html", {"form": form})

    assert "<script>" not in page
    assert "<img" not in page


def test_empty_answer_is_named_and_its_change_link_says_what_it_changes():
    rows = [{"label": "Форма обращения", "value": "", "change_url": "/x/"}]

    with override("en"):
        card = render_to_string("ui/summary_card.html", {"title": "Head", "rows": rows})

    assert "Not given" in card
    assert '<a href="/x/">Change<span class="sr">: Форма обращения</span></a>' in card


def test_components_are_for_development_only(client: Client, settings, db):
    assert client.get("/ru/ui/").status_code == 404

    settings.DEMO = True

    assert client.get("/ru/ui/").status_code == 200


def test_verification_shows_no_more_than_it_must(conference, person, client: Client):
    issued = IssuedDocument.objects.create(
        conference=conference, person=person, kind="invitation_letter", number="П-7", language="ru"
    )

    page = client.get(issued.verify_path).content.decode()

    main = page[page.index("<main") : page.index("</main>")]
    assert "П-7" in main
    assert person.full_name in main
    assert person.email not in main
    assert "download" not in main


def test_what_a_letter_quotes_in_the_other_language_is_marked():
    shown = quotations_in("Доклад «Quiet hours» и «Тихий час» http://x.org/ <b>", "ru")

    assert shown == (
        'Доклад <span lang="en">«Quiet hours»</span> и «Тихий час» '
        '<a href="http://x.org/" rel="nofollow">http://x.org/</a> &lt;b&gt;'
    )
