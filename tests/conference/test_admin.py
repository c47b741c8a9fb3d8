"""The administration of one conference gives no hand on another, nor on the installation."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conference.models import MailTemplate, Page, Person, Role


@pytest.fixture
def desk(client_of, organiser):
    return client_of(organiser)


def test_an_organiser_sees_the_pages_of_their_own_conference(desk, conference, other_conference):
    Page.objects.create(conference=conference, slug="mine", title_ru="Наша страница")
    Page.objects.create(conference=other_conference, slug="theirs", title_ru="Чужая страница")

    html = desk.get(reverse("admin:conference_page_changelist")).text

    assert "Наша страница" in html
    assert "Чужая страница" not in html


def test_a_page_of_another_conference_cannot_be_opened_or_moved(desk, conference, other_conference):
    theirs = Page.objects.create(conference=other_conference, slug="theirs", title_ru="Чужая")
    mine = Page.objects.create(conference=conference, slug="mine", title_ru="Наша")
    fields = {"slug": "mine", "title_ru": "Наша", "title_en": "", "body_ru": "", "body_en": "", "order": 0}

    opened = desk.get(reverse("admin:conference_page_change", args=[theirs.pk]))
    moved = desk.post(
        reverse("admin:conference_page_change", args=[mine.pk]), {**fields, "conference": other_conference.pk}
    )

    mine.refresh_from_db()
    assert opened.status_code == 302
    assert moved.status_code == 200
    assert mine.conference == conference


def test_an_organiser_cannot_give_a_role_over_everything(desk, organiser, conference):
    data = {"person": organiser.pk, "kind": "organiser", "track": 0}

    desk.post(reverse("admin:conference_role_add"), {**data, "conference": ""})

    assert list(Role.objects.filter(conference=None)) == []


def test_an_organiser_cannot_give_a_role_elsewhere(desk, organiser, other_conference):
    data = {"person": organiser.pk, "kind": "organiser", "track": 0, "conference": other_conference.pk}

    desk.post(reverse("admin:conference_role_add"), data)

    assert Role.objects.filter(conference=other_conference).count() == 0


def test_an_organiser_cannot_write_the_letters_of_all_conferences(desk):
    data = {"conference": "", "key": "login-code", "subject_ru": "x", "subject_en": "x", "body_ru": "x", "body_en": "x"}

    desk.post(reverse("admin:conference_mailtemplate_add"), data)

    assert MailTemplate.objects.count() == 0


def test_an_organiser_cannot_make_themselves_a_superuser(desk, organiser, conference):
    url = reverse("admin:conference_person_change", args=[organiser.pk])

    desk.post(url, {"full_name": "Новое имя", "latin_name": "New Name", "language": "ru", "is_superuser": "on"})

    assert Person.objects.get(pk=organiser.pk).is_superuser is False


def test_somebody_who_only_takes_part_elsewhere_is_not_listed(desk, conference, other_conference, make_person):
    make_person(Role.Kind.PARTICIPANT, conference=conference, full_name="Здешний Участник")
    make_person(Role.Kind.PARTICIPANT, conference=other_conference, full_name="Тамошний Участник")

    html = desk.get(reverse("admin:conference_person_changelist")).text

    assert "Здешний Участник" in html
    assert "Тамошний Участник" not in html


@pytest.mark.parametrize("query", ["Жук", "Zhuk", "zhuk", "жук"])
def test_a_person_is_found_in_either_script(desk, conference, make_person, query):
    make_person(Role.Kind.PARTICIPANT, conference=conference, full_name="Жук Алеся Петровна", latin_name="Alesia Zhuk")

    html = desk.get(reverse("admin:conference_person_changelist"), {"q": query}).text

    assert "Alesia Zhuk" in html


def test_the_administration_speaks_the_persons_language(client_of, make_person, conference):
    english = make_person(Role.Kind.ORGANISER, conference=conference, is_staff=True, language="en")

    html = client_of(english).get(reverse("admin:index")).text

    assert '<html lang="en' in html


def test_the_audit_log_is_searched_by_names(make_person, client_of):
    superuser = make_person(is_staff=True, is_superuser=True, full_name="Смотрящая Анна")

    response = client_of(superuser).get(reverse("admin:auditlog_logentry_changelist"), {"q": "Смотрящая"})

    assert response.status_code == 200


@pytest.mark.parametrize("name", ["organisation", "partner"])
def test_addresses_of_sites_are_taken_for_https(name, make_person, client_of):
    superuser = make_person(is_staff=True, is_superuser=True)

    response = client_of(superuser).get(reverse(f"admin:conference_{name}_add"))

    assert response.status_code == 200


def test_organisers_edit_what_stands_on_the_page_of_a_row(organiser, conference, client_of):
    from registration.models import CustomQuestion
    from workshops.models import Submission, Track

    track = Track.objects.create(conference=conference, number=1, title_ru="Секция")
    paper = Submission.objects.create(conference=conference, track=track, submitter=organiser, title_ru="Доклад")
    question = CustomQuestion.objects.create(conference=conference, kind="choice", title_ru="Вопрос")
    pages = {
        "deadlines": reverse("admin:conference_conference_change", args=[conference.pk]),
        "authors": reverse("admin:workshops_submission_change", args=[paper.pk]),
        "files": reverse("admin:workshops_submission_change", args=[paper.pk]),
        "choices": reverse("admin:registration_customquestion_change", args=[question.pk]),
    }
    client = client_of(organiser)

    shown = {name for name, url in pages.items() if f'name="{name}-TOTAL_FORMS"' in client.get(url).content.decode()}

    assert shown == set(pages)
