"""Before a booking is confirmed: the letter once more, the hour freed; where the check of a text begins."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from conference.models import Message
from tests.workshops.consulting import *  # noqa: F403
from tests.workshops.consulting import CASE, again, text
from workshops.models import Consultation, Listener

State = Consultation.State


def test_before_the_confirmation_the_letter_is_sent_again_once_a_minute_and_the_hour_may_be_freed(
    page, slot, form, in_english
):
    client = Client()
    client.post(page(f"consultations/hours/{slot.pk}/", "en"), form)
    made, own = Consultation.objects.get(), page(f"consultations/mine/{Consultation.objects.get().pk}/", "en")
    letters = Message.objects.filter(key="consultation-confirm")

    shown = text(client.get(own))
    early = text(client.post(f"{own}letter/", follow=True))
    sent_early = letters.count()
    Listener.objects.update(link_sent_at=timezone.now() - timedelta(seconds=61))
    late = text(client.post(f"{own}letter/", follow=True))
    client.post(f"{own}cancel/", {"reason": ""})

    assert 'class="c-cols one"' in shown
    assert "c-main" not in shown
    assert "kept sealed until you confirm" in shown
    assert CASE not in shown
    assert "has just been sent" in early
    assert "once more" in late
    assert (sent_early, letters.count(), again(made).state) == (1, 2, State.CANCELLED)


def test_the_check_and_what_it_replaced_are_where_the_reader_begins(page, slot, form):
    form["case"] = "Ваня Петров прячется."
    client, url = Client(), page(f"consultations/hours/{slot.pk}/")

    check = text(client.post(url, form))
    back = text(client.post(url, {**form, "step": "replace", "replace": ["0"]}))

    assert '<h1 id="named-h" tabindex="-1" autofocus' in check
    assert '<p class="saved" role="status" tabindex="-1" autofocus>' in back
