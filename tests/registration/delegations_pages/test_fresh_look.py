"""What a fresh look at the pages of delegations found."""

from __future__ import annotations

from registration.models import Delegation
from registration.services import delegations as services
from tests.registration.delegations_pages.conftest import GOOD, HEADER, add


def test_rows_that_changed_since_the_preview_are_shown_again(officer, url, delegation):
    seen = officer.post(url("delegation_rows"), {"table": f"{HEADER}\n{GOOD}"}).context["seen"]
    more = f"{HEADER}\n{GOOD}\nЛи Анна\tAnna Li"

    page = officer.post(url("delegation_rows"), {"table": more, "apply": "1", "seen": seen})

    assert (list(page.context["form"].errors), delegation.registrations.count()) == (["table"], 0)


def test_a_wrong_day_is_answered_with_a_day_of_the_conference(officer, url, delegation):
    row = "Ли Анна\tAnna Li\tэксперт\texpert\t\t31.06.2027\t"

    page = officer.post(url("delegation_rows"), {"table": f"{HEADER}\n{row}"})

    assert f"{delegation.conference.starts:%d.%m.%Y}" in page.context["checked"].errors[0].text


def test_who_handed_over_reads_so_and_strangers_do_not(officer, url, delegation, make_person, client_of):
    services.offer_handover(delegation, by=delegation.focal_point, to="lilit@ministry.example.org")
    colleague = make_person(email="lilit@ministry.example.org", full_name="Петросян Лилит")
    services.accept_handover(delegation, by=colleague)

    page, other = officer.get(url()), client_of(make_person()).get(url())

    assert (page.status_code, page.templates[0].name) == (404, "registration/delegation_led_by_another.html")
    assert "Петросян Лилит" in page.content.decode()
    assert "Петросян" not in other.content.decode()


def test_a_returned_delegation_shows_the_remarks_and_takes_a_reply(
    officer, url, delegation, texts, organiser, client_of
):
    add(delegation, delegation_role="head")
    services.submit_delegation(delegation, by=delegation.focal_point, consents=[(texts["processing"], "ru")])
    services.return_delegation(delegation, by=organiser, remarks="Нет подписи министра")

    page = officer.get(url("delegation_check")).content.decode()
    officer.post(url("delegation_check"), {"reply": "Подпись приложена"})

    assert "Нет подписи министра" in page
    assert "Мелконян Арам" in page
    assert "Подпись приложена" in client_of(organiser).get(url("desk_delegation")).content.decode()


def test_seats_without_a_name_count_as_not_ready(officer, url, delegation):
    add(delegation, delegation_role="head")
    Delegation.objects.update(held_until=None)

    page = officer.get(url())

    assert page.context["roster"].total == delegation.seats


def test_a_replacement_is_a_task_until_it_is_marked_as_seen(
    officer, url, delegation, texts, organiser, client_of, rf, conference
):
    from registration.contributes.delegations import tasks_waiting

    add(delegation, delegation_role="head")
    consents = [(texts["processing"], "ru")]
    services.submit_delegation(delegation, by=delegation.focal_point, consents=consents)
    services.accredit(delegation, by=organiser)
    head = delegation.registrations.get(state="approved")
    told = {"full_name": "Новый Гость", "latin_name": "Novy Gost", "position_en": "Expert"}
    services.replace_member(head, by=delegation.focal_point, told=told, consents=consents)
    request, desk = rf.get("/"), client_of(organiser)
    request.user = organiser

    before = tasks_waiting(request, conference)
    page = desk.get(url("desk_delegation")).content.decode()
    desk.post(url("desk_delegation_seen"))

    assert [task["url"] for task in before] == [url("desk_delegation")]
    assert url("desk_delegation_seen") in page
    assert tasks_waiting(request, conference) == []


def test_the_desk_corrects_the_ministry_and_asks_for_its_name(organiser, client_of, url, delegation):
    desk = client_of(organiser)
    refused = desk.post(url("desk_delegation_correct"), {"correction-country": "KZ"})
    desk.post(url("desk_delegation_correct"), {"correction-body_en": "Ministry", "correction-country": "KZ"})

    delegation.refresh_from_db()
    assert list(refused.context["correction_form"].errors) == ["body_ru"]
    assert (delegation.country.code, delegation.body_ru, delegation.body_en) == ("KZ", None, "Ministry")


def test_the_head_gets_the_rank_of_the_post(officer, url, delegation):
    officer.post(
        url("delegation_head"),
        {
            "full_name": "Имя",
            "latin_name": "Name",
            "position_ru": "заместитель министра",
            "rank": "9",
            "language": "ru",
        },
    )

    assert delegation.registrations.get().rank == 2
    assert 'name="another"' not in officer.get(url("delegation_head")).content.decode()
