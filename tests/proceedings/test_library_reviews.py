"""Who is asked to review a material: experts of its season, each once a round; what editors answer."""

from __future__ import annotations

import pytest
from django.test import Client

from proceedings.models import Material, MaterialReview
from proceedings.services import library
from tests.proceedings.shelf import new_expert, new_material, new_season, new_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, librarian):
    return client_of(librarian)


def offered(desk, material) -> list[str]:
    """The experts who may be asked, as the page names them."""
    form = desk.get(material.desk_url("library_reviews"), {}).context["form"]
    return [label for _pk, label in form.fields["experts"].choices]


def test_experts_of_the_same_themes_come_first_and_who_has_no_account_is_marked(season, desk, make_person):
    theme = new_theme(season)
    new_expert(season, "orlova", make_person())
    new_expert(season, "somova").themes.add(theme)
    author = new_expert(season, "zhuk")
    material = new_material(season, themes=[theme], speakers=[author])

    first, second = offered(desk, material)
    assert first.startswith("Анна Somova (")
    assert second == "Анна Orlova"


def test_who_is_asked_in_this_round_is_not_offered_again(season, desk):
    first, second = new_expert(season, "orlova"), new_expert(season, "somova")
    material = new_material(season)
    library.ask_review(material, experts=[first], by=None)

    assert [label.split(" (")[0] for label in offered(desk, material)] == [second.name_ru]


def test_an_expert_of_another_season_is_neither_offered_nor_asked(season, desk):
    material = new_material(season)
    stranger = new_expert(new_season("elsewhere"), "orlova")

    answer = desk.post(material.desk_url("library_ask"), {"experts": [stranger.pk]})

    assert offered(desk, material) == []
    assert list(answer.context["form"].errors) == ["experts"]
    assert not MaterialReview.objects.exists()


def test_the_form_stands_after_what_is_to_be_read(season):
    [row] = library.ask_review(new_material(season), experts=[new_expert(season, "orlova")], by=None)

    html = Client().get(season.url("proceedings:material_review", key=library.token_of(row))).content.decode()

    assert html.index('href="#opinion"') < html.index("<h1>") < html.index("Текст.") < html.index('id="opinion"')


def test_who_wants_it_improved_is_not_told_with_a_tick(season, desk):
    [row] = library.ask_review(new_material(season), experts=[new_expert(season, "orlova")], by=None)
    library.give_review(row, verdict="revise", remarks="Короче")

    pages = [
        Client().get(season.url("proceedings:material_review", key=library.token_of(row))).content.decode(),
        desk.get(row.material.desk_url("library_reviews")).content.decode(),
    ]

    assert ['class="tag warn"' in page for page in pages] == [True, True]


def test_without_two_experts_a_reason_is_asked_for_at_its_field(season, desk):
    material = new_material(season)

    answer = desk.post(material.desk_url("library_publish"), {})

    assert list(answer.context["publish_form"].errors) == ["why_unreviewed"]
    assert Material.objects.get().state == "draft"


def test_what_was_typed_beside_a_refused_publishing_stays(season, desk):
    material = new_material(season, body_ru="", body_en="")

    answer = desk.post(material.desk_url("library_publish"), {"publish-why_unreviewed": "спешим"}, follow=True)

    assert Material.objects.get().state == "draft"
    assert 'value="спешим"' in answer.content.decode()


def test_a_reply_that_is_too_long_is_refused(season, desk):
    [row] = library.ask_review(new_material(season), experts=[new_expert(season, "orlova")], by=None)
    library.give_review(row, verdict="revise", remarks="Короче")

    answer = desk.post(row.material.desk_url("library_reply", pk=row.pk), {"text": "ы" * 5001}, follow=True)

    row.refresh_from_db()
    assert row.reply == ""
    assert "5000" in answer.content.decode()
