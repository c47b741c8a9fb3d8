"""The chair’s pages of the reviews: the table, asking one and many, one review, rules, reviewers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.models import Message, Person, Role
from tests.workshops.reviewing import COMMENT, criterion, profile_of, sent, written
from workshops import services
from workshops.contributes import reviews as contributes
from workshops.models import Author, Review, ReviewerProfile, ReviewPhase, Stage, Submission
from workshops.services import reviews


@pytest.fixture
def reviewer(make_person):
    return make_person(full_name="Ким Виктория Олеговна", latin_name="Viktoria Kim")


@pytest.fixture
def paper(make_submission, conference):
    criterion(conference)
    return make_submission("submitted")


@pytest.fixture
def url(conference):
    return lambda path="": f"/ru/{conference.slug}/desk/reviews/{path}"


@pytest.fixture
def desk(chair, client_of):
    return client_of(chair)


def told(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


# -- the table ---------------------------------------------------------------------------------------------------


def test_the_table_shows_reviews_loads_and_conflicts(desk, url, paper, reviewer, make_person, conference, author):
    profile_of(reviewer, conference, capacity=4)
    profile_of(author, conference)
    sent(paper, reviewer)

    page = told(desk.get(url()))

    assert "1/4" in page
    assert "1/2" in page
    assert "5,0" in page
    assert "rvc clash" in page


def test_a_chair_sees_the_own_track_alone(desk, url, paper, make_submission, tracks):
    make_submission("submitted", track=tracks[1], title_ru="Чужая секция")

    assert "Чужая секция" not in told(desk.get(url("?track=2")))


def test_an_empty_table(desk, url, tracks):
    assert desk.get(url()).status_code == 200
    assert desk.get(url("?stage=text")).status_code == 200
    assert desk.get(url("suggestions/")).status_code == 200


def test_the_table_page_costs_the_same(
    desk, url, make_submission, make_person, conference, tracks, django_assert_num_queries
):
    def more() -> None:
        person = make_person()
        profile_of(person, conference, tracks=(tracks[0],))
        reviews.invite(make_submission("submitted", title_ru=f"Доклад {person.pk}"), person, by=None)

    more(), more()
    desk.get(url())
    with django_assert_num_queries(22):
        desk.get(url())
    for _number in range(4):
        more()
    with django_assert_num_queries(22):
        desk.get(url())


def test_nobody_else_has_this_desk(url, paper, reviewer, author, make_person, conference, client_of):
    editor = make_person(Role.Kind.EDITOR, conference=conference)
    for person in (reviewer, author, editor):
        client = client_of(person)
        assert client.get(url()).status_code == 404
        assert client.get(url(f"papers/{paper.pk}/")).status_code == 404


# -- asking ------------------------------------------------------------------------------------------------------


def test_asking_one(desk, url, paper, reviewer, conference):
    profile = profile_of(reviewer, conference)

    response = desk.post(url(f"papers/{paper.pk}/assign/"), {"reviewer": profile.pk, "stage": "abstract"})

    assert response.status_code == 302
    assert Review.objects.get().reviewer == reviewer


def test_a_conflict_is_explained_on_the_page_and_the_reason_is_kept(desk, url, paper, reviewer, conference):
    Author.objects.filter(submission=paper).update(affiliation_ru="Лицей")
    profile = profile_of(reviewer, conference, organisation="Лицей")
    address, data = url(f"papers/{paper.pk}/assign/"), {"reviewer": profile.pk, "stage": "abstract"}

    refused = desk.post(address, data)
    desk.post(address, {**data, "in_spite_of": "Разные города"})

    assert list(refused.context["form"].errors) == ["in_spite_of"]
    assert "Лицей" in told(refused)
    assert Review.objects.get().conflict_note == "Разные города"
    assert "Разные города" in told(desk.get(url(f"papers/{paper.pk}/")))


def test_the_author_is_refused_with_any_reason(desk, url, paper, author, conference):
    profile = profile_of(author, conference)
    data = {"reviewer": profile.pk, "stage": "abstract", "in_spite_of": "Очень надо"}

    refused = desk.post(url(f"papers/{paper.pk}/assign/"), data)

    assert list(refused.context["form"].errors) == ["reviewer"]
    assert not Review.objects.exists()


def test_one_reviewer_for_many_papers(desk, url, make_submission, reviewer, author, conference):
    papers = [make_submission("submitted", title_ru=f"Доклад {number}") for number in range(3)]
    profile = profile_of(reviewer, conference)
    data = {"track": "1", "stage": "abstract", "reviewer": profile.pk, "paper": [paper.pk for paper in papers]}

    desk.post(url("assign/"), data)
    again = desk.post(url("assign/"), data, follow=True)

    assert Review.objects.count() == 3
    assert "№ 1" in told(again)


def test_suggestions_are_shown_before_anybody_is_asked(desk, url, paper, make_person, conference):
    for number in range(2):
        profile_of(make_person(full_name=f"Рецензент {number}"), conference, topics_ru="учитель")

    page = desk.get(url("suggestions/"), {"track": "1"})
    pairs = [f"{row['paper'].pk}-{each.profile.pk}" for row in page.context["rows"] for each in row["candidates"]]

    assert page.context["count"] == 2
    assert Review.objects.count() == 0
    desk.post(url("assign/"), {"track": "1", "stage": "abstract", "pair": pairs})
    assert Review.objects.count() == 2
    assert desk.get(url("suggestions/")).context["count"] == 0


def test_the_ticks_of_the_table_go_into_the_address_and_nothing_else(desk, url, paper, reviewer, conference):
    profile_of(reviewer, conference)

    sent = desk.post(
        url("suggestions/"), {"csrfmiddlewaretoken": "x", "track": "1", "reviewer": "", "paper": [paper.pk]}
    )

    assert sent.url.partition("?")[2] == f"track=1&stage=abstract&paper={paper.pk}"
    assert "formmethod" not in desk.get(url("")).content.decode()


def test_only_those_with_a_common_topic_are_ticked_beforehand(desk, url, paper, make_person, conference):
    profile_of(make_person(full_name="Близкая Тема"), conference, topics_ru="учитель")
    profile_of(make_person(full_name="Далёкая Тема"), conference)

    page = desk.get(url("suggestions/"), {"track": "1"})

    pairs = [line for line in page.content.decode().split("<input") if 'name="pair"' in line]
    assert (page.context["count"], ["checked>" in each for each in pairs]) == (1, [True, False])


@pytest.mark.parametrize("data", [{}, {"pair": ["x-y", "1-", "99-99"]}, {"paper": ["1"], "reviewer": "no"}])
def test_nonsense_asks_nobody(data, desk, url, paper):
    assert desk.post(url("assign/"), data).status_code == 302
    assert not Review.objects.exists()


def test_a_paper_of_another_track_is_not_reached(desk, url, make_submission, tracks, reviewer, conference):
    other = make_submission("submitted", track=tracks[1])
    profile = profile_of(reviewer, conference)

    desk.post(url("assign/"), {"track": "1", "pair": [f"{other.pk}-{profile.pk}"]})

    assert desk.post(url(f"papers/{other.pk}/assign/"), {"reviewer": profile.pk}).status_code == 404
    assert not Review.objects.exists()


# -- one review ----------------------------------------------------------------------------------------------------


def test_a_sent_review_is_read_whole_and_returned(desk, url, paper, reviewer):
    review = sent(paper, reviewer)
    Review.objects.update(comment_chair="Между нами")

    page = told(desk.get(url(f"papers/{paper.pk}/")))
    bad = desk.post(url(f"{review.key}/return/"), {f"n{review.pk}-note": ""})
    desk.post(url(f"{review.key}/return/"), {f"n{review.pk}-note": "Смягчите, пожалуйста"})

    review.refresh_from_db()
    for text in (COMMENT, "Между нами", "Ким Виктория Олеговна", "3. хорошо"):
        assert text in page
    assert bad.status_code == 200
    assert (review.state, review.returned_note) == ("accepted", "Смягчите, пожалуйста")


def test_time_reminder_calling_off_and_replacing(desk, url, paper, reviewer, make_person, conference):
    review = reviews.invite(paper, reviewer, by=None)
    other = profile_of(make_person(), conference)
    day = (timezone.localdate() + timedelta(days=30)).isoformat()

    past = desk.post(url(f"{review.key}/extend/"), {f"u{review.pk}-until": "2001-01-01"})
    desk.post(url(f"{review.key}/extend/"), {f"u{review.pk}-until": day})
    desk.post(url(f"{review.key}/remind/"))
    desk.post(url(f"{review.key}/replace/"), {"reviewer": "no"})
    desk.post(url(f"{review.key}/replace/"), {"reviewer": other.pk})

    review.refresh_from_db()
    fresh = Review.objects.get(reviewer=other.person)
    assert past.status_code == 200
    assert timezone.localtime(review.due, conference.zone).date().isoformat() == day
    assert (review.state, fresh.state) == ("cancelled", "invited")
    desk.post(url(f"{fresh.key}/call-off/"), {f"w{fresh.pk}-note": "Спасибо"})
    fresh.refresh_from_db()
    assert fresh.state == "cancelled"
    keys = list(Message.objects.filter(to=reviewer.email).order_by("pk").values_list("key", flat=True))
    assert keys == ["review-invitation", "review-extended", "review-answer-reminder", "review-called-off"]


def test_a_chair_of_another_track_reaches_no_review(paper, url, reviewer, make_person, conference, client_of):
    review = reviews.invite(paper, reviewer, by=None)
    other = client_of(make_person(Role.Kind.CHAIR, conference=conference, track=2))

    for verb in ("extend", "remind", "return", "call-off", "replace"):
        assert other.post(url(f"{review.key}/{verb}/")).status_code == 404


def test_the_chair_is_warned_of_names_in_the_text(desk, url, make_submission, conference):
    paper = make_submission("submitted", body="Сомовой показано, что…")

    blind = told(desk.get(url(f"papers/{paper.pk}/")))
    ReviewPhase.objects.create(conference=conference, blindness="open")

    assert "<b>Сомовой</b>" in blind
    assert "<b>Сомовой</b>" not in told(desk.get(url(f"papers/{paper.pk}/")))


def test_a_decided_paper_is_read_and_nobody_is_asked(desk, url, paper, reviewer, organiser):
    sent(paper, reviewer)
    services.accept(paper, by=organiser)

    page = told(desk.get(url(f"papers/{paper.pk}/")))

    assert COMMENT in page
    assert "rv-candidates" not in page


# -- reviewers and rules --------------------------------------------------------------------------------------------


def test_a_new_reviewer(desk, conference, tracks):
    address = f"/ru/{conference.slug}/desk/reviewers/new/"
    data = {
        "full_name": "Ветрова Светлана", "latin_name": "Svetlana Vetrova", "email": "Vetrova@Example.org",
        "language": "en", "read": ["ru"], "topics_ru": "право", "capacity": "3", "tracks": [tracks[0].pk],
    }  # fmt: skip

    bad = desk.post(address, {**data, "email": "none", "latin_name": "Ветрова"})
    response = desk.post(address, data)

    profile = ReviewerProfile.objects.get()
    assert sorted(bad.context["form"].errors) == ["email", "latin_name"]
    assert response.status_code == 302
    assert (profile.person.email, profile.person.latin_name) == ("vetrova@example.org", "Svetlana Vetrova")
    assert (profile.languages, profile.capacity, list(profile.tracks.all())) == ("ru", 3, [tracks[0]])
    assert Role.objects.filter(person=profile.person, kind=Role.Kind.REVIEWER).count() == 1


def test_somebody_known_keeps_their_name(desk, conference, reviewer):
    address = f"/ru/{conference.slug}/desk/reviewers/new/"

    desk.post(
        address, {"full_name": "Иначе", "email": reviewer.email, "language": "ru", "read": ["ru"], "capacity": "1"}
    )

    assert Person.objects.get(pk=reviewer.pk).full_name == "Ким Виктория Олеговна"


def test_a_profile_is_changed_on_the_desk(desk, conference, reviewer, tracks):
    profile = profile_of(reviewer, conference)
    address = f"/ru/{conference.slug}/desk/reviewers/{profile.pk}/"
    data = {"read": ["en"], "capacity": "7", "topics_en": "law", "tracks": [tracks[1].pk]}

    assert desk.get(address).status_code == 200
    desk.post(address, data)

    profile.refresh_from_db()
    assert (profile.languages, profile.capacity, profile.topics_en) == ("en", 7, "law")
    assert [track.number for track in profile.tracks.all()] == [2]
    assert "Ким" in told(desk.get(f"/ru/{conference.slug}/desk/reviewers/"))


def test_rules_of_a_track_begin_with_those_of_the_conference(desk, url, conference, tracks):
    ReviewPhase.objects.create(conference=conference, blindness="blind", reviews_wanted=4)
    page = desk.get(url("rules/?track=1"))
    data = {
        "blindness": "open", "visibility": "all", "reviews_wanted": "3", "answer_days": "4", "review_days": "9",
        "is_open": "on", "guidelines_ru": "Памятка",
    }  # fmt: skip

    bad = desk.post(url("rules/?track=1"), {**data, "blindness": "half"})
    desk.post(url("rules/?track=1"), data)

    own = ReviewPhase.objects.for_track(conference, tracks[0], Stage.ABSTRACT)
    assert page.context["form"]["blindness"].value() == "blind"
    assert list(bad.context["form"].errors) == ["blindness"]
    assert (own.track, own.blindness, own.reviews_wanted, own.guidelines_ru) == (tracks[0], "open", 3, "Памятка")
    assert ReviewPhase.objects.get(track=None).blindness == "blind"


def test_only_organisers_set_the_rules_of_the_conference(desk, url, organiser, client_of, tracks):
    assert desk.get(url("rules/")).context["track"] == tracks[0]
    assert desk.get(url("rules/?track=2")).status_code == 404
    assert client_of(organiser).get(url("rules/")).context["track"] is None


# -- what waits ----------------------------------------------------------------------------------------------------


def test_tasks_of_the_chair(rf, chair, conference, paper, reviewer):
    request = rf.get("/")
    request.user = chair

    short = contributes.tasks_waiting(request, conference)
    review = written(reviews.invite(paper, reviewer, by=chair))
    Review.objects.filter(pk=review.pk).update(due=timezone.now() - timedelta(days=1))
    ReviewPhase.objects.create(conference=conference, reviews_wanted=1)
    late = contributes.tasks_waiting(request, conference)

    assert [(task["url"], task["since"]) for task in short] == [
        (f"/ru/{conference.slug}/desk/reviews/?track=1&stage=abstract", paper.submitted_at)
    ]
    assert len(late) == 1
    assert late[0]["text"] != short[0]["text"]


def test_the_administration_lists_reviews_and_sends_reminders(organiser, client_of, paper, reviewer, conference):
    review = reviews.invite(paper, reviewer, by=None)
    client = client_of(organiser)
    address = "/admin/workshops/review/"

    assert "Ким Виктория" in told(client.get(address))
    client.post(address, {"action": "remind", "_selected_action": [review.pk]})
    page = client.get(f"{address}{review.pk}/change/")

    assert Message.objects.filter(key="review-answer-reminder").count() == 1
    assert page.status_code == 200
    assert 'name="_save"' not in told(page)


def test_an_organiser_who_is_an_author_finds_no_review_of_the_own_paper(
    make_person, make_submission, reviewer, conference, client_of, tracks
):
    person = make_person(Role.Kind.ORGANISER, conference=conference, is_staff=True)
    mine = make_submission("submitted", submitter=person)
    reviews.invite(mine, reviewer, by=None)
    client = client_of(person)

    assert "Ким Виктория" not in told(client.get("/admin/workshops/review/"))
    assert client.get(f"/ru/{conference.slug}/desk/reviews/papers/{mine.pk}/").status_code == 404
    assert Submission.objects.count() == 1
