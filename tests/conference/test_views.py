from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from conference.models import Conference, IssuedDocument, Page, Role
from conference.services.documents import revoke_documents


@pytest.fixture
def page(conference):
    return Page.objects.create(
        conference=conference,
        slug="about",
        title_ru="О конференции",
        title_en="About",
        body_ru="## Цели\n\nТекст в школе",
    )


def test_the_bare_address_leads_to_the_visitors_language(client):
    assert client.get("/", headers={"accept-language": "en-GB"})["Location"] == "/en/"
    assert client.get("/", headers={"accept-language": "ru"})["Location"] == "/ru/"


@pytest.mark.parametrize("prefix", ["de", "ru-RU", "xx", "..", "%2e%2e"])
def test_an_unknown_language_is_not_found(client, db, prefix):
    assert client.get(f"/{prefix}/", follow=True).status_code == 404


def test_a_page_of_another_conference_is_not_here(client, page, other_conference):
    assert client.get(page.get_absolute_url()).status_code == 200
    assert client.get(other_conference.url("page", slug="about")).status_code == 404


def test_a_missing_translation_is_shown_in_the_other_language_and_says_so(client, page):
    with translation.override("en"):
        html = client.get(page.get_absolute_url()).text

    assert '<html lang="en"' in html
    assert '<div lang="ru">' in html
    assert "This text has not been translated yet" in html


def test_a_draft_exists_for_its_own_staff_only(client_of, make_conference, make_person):
    draft = make_conference(visibility=Conference.Visibility.DRAFT)
    staff = make_person(Role.Kind.EDITOR, conference=draft)

    statuses = [client.get(draft.get_absolute_url()).status_code for client in (Client(), client_of(staff))]

    assert statuses == [404, 200]


def test_each_page_names_its_twin(client, page):
    html = client.get(page.get_absolute_url()).text

    assert '<link rel="alternate" hreflang="en" href="http://127.0.0.1:8000/en/inclusion/info/about/"' in html
    assert '<link rel="alternate" hreflang="ru" href="http://127.0.0.1:8000/ru/inclusion/info/about/"' in html


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_reading_settings_are_in_the_first_byte_of_the_next_page(client, conference, theme):
    client.post(reverse("reading"), {"size": "xl", "spacing": "wide", "theme": theme})

    html = client.get(conference.get_absolute_url()).text

    assert f'data-theme="{theme}"' in html
    assert 'data-size="xl"' in html
    assert 'data-spacing="wide"' in html


def test_reading_settings_follow_the_account(client_of, person, conference):
    client_of(person).post(reverse("reading"), {"size": "l", "spacing": "normal", "theme": "dark"})

    html = client_of(person).get(conference.get_absolute_url()).text

    assert 'data-size="l"' in html


def test_a_forged_reading_cookie_is_harmless(client, conference):
    client.cookies["reading"] = '"><script>alert(1)</script>.x.y'

    html = client.get(conference.get_absolute_url()).text

    assert "<script>alert" not in html


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"])
def test_reading_settings_lead_nowhere_else(client, db, target):
    answer = client.post(reverse("reading"), {"size": "m", "spacing": "normal", "theme": "auto", "next": target})

    assert answer["Location"] == "/ru/reading/"


@pytest.mark.parametrize("path", ["/ru/?a=%00", "/ru/x%00y/"])
def test_nul_is_refused(client, db, path):
    assert client.get(path).status_code == 400


def test_a_page_of_somebody_signed_in_is_kept_by_no_cache(client_of, person):
    control = client_of(person).get(reverse("my_page"))["Cache-Control"]

    assert {part.strip() for part in control.split(",")} >= {"private", "no-store"}


def test_every_answer_carries_the_policy(client, conference):
    headers = client.get(conference.get_absolute_url()).headers

    policy = headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    assert "default-src 'none'" in policy
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")


class TestVerification:
    @pytest.fixture
    def document(self, conference, make_person):
        person = make_person(full_name="Мелконян Арам", latin_name="Aram Melkonyan", email="secret@example.org")
        issued = IssuedDocument.objects.create(
            conference=conference,
            person=person,
            kind="invitation_letter",
            number="2027-0007",
            language="ru",
            about=person,
        )
        issued.file.save("x.pdf", ContentFile(b"%PDF-1.7 text"))
        return issued

    def test_a_genuine_document_is_confirmed_and_nothing_more_is_told(self, client, document):
        html = client.get(document.verify_path).text

        assert "2027-0007" in html
        assert "Мелконян" in html
        assert "secret@example.org" not in html

    def test_a_void_document_is_called_void(self, client, document, organiser):
        revoke_documents(about=document.person, by=organiser, reason="внутренняя причина")

        html = client.get(document.verify_path).text

        assert "недейств" in html.lower()
        assert "внутренняя причина" not in html

    def test_an_unknown_code_says_where_to_look(self, client, db):
        answer = client.get(reverse("verify", kwargs={"code": "ABCDEFGHJKLMNPQRSTUVWXYZ23"}))

        assert answer.status_code == 404

    def test_a_code_typed_by_hand_may_have_spaces(self, client, document):
        typed = " ".join([document.code[:5].lower(), document.code[5:10], document.code[10:]])

        answer = client.get(reverse("verify_form"), {"code": typed})

        assert answer["Location"] == document.verify_path

    def test_the_file_is_its_owners(self, client_of, document, organiser):
        url = reverse("document_file", kwargs={"pk": document.pk})
        mine, theirs = client_of(document.person).get(url), client_of(organiser).get(url)

        assert (mine.status_code, b"".join(mine.streaming_content)) == (200, b"%PDF-1.7 text")
        assert theirs.status_code == 404

    def test_a_void_document_is_not_handed_out(self, client_of, document):
        IssuedDocument.objects.update(revoked_at=timezone.now())

        assert client_of(document.person).get(reverse("document_file", kwargs={"pk": document.pk})).status_code == 404


# -- addresses of verbs ---------------------------------------------------------------------------------------------


@pytest.fixture
def verb(conference):
    from django.urls import reverse

    return reverse("workshops:star", kwargs={"conference_slug": conference.slug})


def test_reading_the_address_of_a_verb_gives_a_page_that_leads_back(client, verb, conference):
    page = client.get(verb, headers={"referer": f"http://testserver{conference.url('workshops:programme')}"})

    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert f'<a class="btn" href="{conference.url("workshops:programme")}">' in page.content.decode()


@pytest.mark.parametrize("referer", ["", "https://example.org/en/", "javascript:alert(1)", "//example.org"])
def test_a_page_of_a_verb_never_leads_away(client, verb, referer):
    page = client.get(verb, headers={"referer": referer}).content.decode()

    assert ("<h1>" in page, "example.org/en" in page, "javascript:" in page) == (True, False, False)


def test_after_a_refused_verb_the_other_language_is_that_of_its_page(rf, conference):
    from conference.context import language_links

    page = conference.url("workshops:programme")
    request = rf.post("/en/inclusion/desk/verb/", headers={"referer": f"http://testserver{page}"})

    assert [each["url"] for each in language_links(request)] == [f"/ru{page[3:]}", f"/en{page[3:]}"]
