"""The fifth story: a clause is drafted, discussed, amended, consolidated, endorsed, adopted and printed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from conference.models import IssuedDocument, Message, Role
from workshops.models import Amendment, OutcomeDocument, Track


@pytest.fixture
def track(conference):
    return Track.objects.create(conference=conference, number=3, title_ru="Подготовка педагогов", title_en="Training")


def test_a_clause_from_the_first_draft_to_the_adopted_text(
    conference, track, make_person, client_of, run_tasks, client
):
    chair = client_of(make_person(Role.Kind.CHAIR, conference=conference, track=3))
    rapporteur = client_of(make_person(Role.Kind.RAPPORTEUR, conference=conference, track=3))
    person = make_person(Role.Kind.PARTICIPANT, conference=conference, full_name="Кедрова Марина", language="ru")
    delegate = client_of(person)
    base = f"/ru/{conference.slug}"
    desk = f"{base}/desk/outcomes"

    # The chair begins a document; the rapporteur writes a clause in both languages, which saves itself meanwhile.
    begun = chair.post(
        f"{desk}/new/", {"kind": "training", "track": track.pk, "title_ru": "Секция 3", "title_en": "Track 3"}
    )
    draft = OutcomeDocument.objects.get()
    assert begun["Location"] == f"{desk}/{draft.slug}/"
    edit = rapporteur.post(f"{desk}/{draft.slug}/clauses/add/")["Location"]
    form = {"text_ru": "Отводить треть практики.", "text_en": "", "revision": "0", "page": "page"}
    assert rapporteur.post(f"{edit}autosave/", form).status_code == 200
    rapporteur.post(edit, {**form, "text_en": "To give a third of practice.", "save": "1"})
    clause = draft.clauses.get()
    assert (clause.text_ru, clause.text_en, clause.behind) == (
        "Отводить треть практики.", "To give a third of practice.", "",
    )  # fmt: skip
    page = f"{base}/outcomes/{draft.slug}/"
    assert delegate.get(page).status_code == 404

    # The chair announces the period; the delegate gets a letter, reads and proposes another text.
    today = conference.today()
    announced = {"documents": [draft.pk], "opens": today, "closes": today + timedelta(days=10)}
    chair.post(f"{desk}/announce/", announced)
    run_tasks()
    assert page in Message.objects.get(key="outcome-announced", person=person).body
    assert f"{page}clauses/{clause.pk}/" in delegate.get(page).content.decode()
    propose = {
        "text_ru": "Отводить треть практики, но не менее четырёх недель.", "text_en": clause.text_en,
        "reason": "Доля без срока ничего не гарантирует.", "is_named": "on",
    }  # fmt: skip
    delegate.post(f"{page}clauses/{clause.pk}/propose/", propose)
    proposal = Amendment.objects.get()

    # It waits on the rapporteur's desk, and is merged with its reason; the author gets one letter.
    waiting = f"{desk}/{draft.slug}/proposals/"
    assert waiting in rapporteur.get(f"{base}/desk/").content.decode()
    decide = f"{waiting}decide/?amendment={proposal.pk}"
    decision = {
        "decision": "accept", "text_ru": proposal.text_ru, "text_en": "To give a third, at least four weeks.",
        "answer_ru": "Согласны: так проверяемо.", "answer_en": "Agreed.", "revision": "2",
    }  # fmt: skip
    assert rapporteur.post(decide, decision)["Location"] == waiting
    letters = Message.objects.filter(key="outcome-proposal-decided")
    assert [(letter.person, "так проверяемо" in letter.body) for letter in letters] == [(person, True)]
    history = delegate.get(f"{page}clauses/{clause.pk}/").content.decode()
    assert ("Кедрова Марина" in history, "<ins>" in history) == (True, True)

    # The drafting group takes it into the document of the conference, opens that for endorsement.
    chair.post(f"{desk}/{draft.slug}/close/")
    chair.post(
        f"{desk}/new/", {"kind": "training", "track": "", "title_ru": "Рекомендации", "title_en": "Recommendations"}
    )
    common = OutcomeDocument.objects.get(track=None)
    chair.post(f"{desk}/{common.slug}/pick/", {"into": "each", "source": [clause.pk]})
    chair.post(f"{desk}/{common.slug}/begin-endorsement/")
    common_page = f"{base}/outcomes/{common.slug}/"
    assert f"{page}#p1" in delegate.get(common_page).content.decode()

    # Nobody adopts it before it is endorsed; the delegate endorses, the chair adopts.
    adopt = {"on": today.isoformat(), "session": ""}
    chair.post(f"{desk}/{common.slug}/adopt/", adopt)
    common.refresh_from_db()
    assert common.state == "endorsing"
    delegate.post(f"{common_page}endorse/", {"kind": "for"})
    assert chair.post(f"{desk}/{common.slug}/adopt/", adopt)["Location"] == common_page
    run_tasks()

    # Anybody reads it in both languages, takes it as data and as a PDF with a code that can be checked.
    shown = client.get(common_page).content.decode()
    assert 'lang="en">To give a third, at least four weeks.' in shown
    told = json.loads(client.get(f"{base}/outcomes/{common.slug}.json").content)
    assert told["adopted"]["clauses"][0]["text"]["ru"] == ["Отводить треть практики, но не менее четырёх недель."]
    pdf = b"".join(client.get(f"{base}/outcomes/{common.slug}.pdf").streaming_content)
    issued = IssuedDocument.objects.get(kind="outcome")
    assert (pdf[:5], client.get(f"/ru/verify/{issued.code}/").status_code) == (b"%PDF-", 200)
    edit_again = chair.post(f"{desk}/{common.slug}/clauses/{common.clauses.get().pk}/", {**form, "text_ru": "Иначе"})
    assert edit_again["Location"] == f"{desk}/{common.slug}/"
    assert common.clauses.get().text_ru == "Отводить треть практики, но не менее четырёх недель."
