from datetime import timedelta

from django.utils import timezone

from conference.models import Consent, ConsentText, DataRequest, ErasureAct
from tests.access.rows import ANYBODY, DESK, NOBODY, SIGNED_IN, Row, here, only, redirects, thing
from tests.world import VISITORS, World, marked

ROWS: dict[str, Row] = {
    "root": Row(dict.fromkeys(VISITORS, 302)),
    "healthz": Row(ANYBODY),
    "home": Row(ANYBODY),
    "reading": Row(ANYBODY),
    "verify_form": Row(ANYBODY),
    "verify": Row(ANYBODY, lambda world: {"code": world.document.code}),
    "my_page": Row(SIGNED_IN),
    "document_file": Row({**NOBODY, "anonymous": 302, "participant": 200}, lambda world: {"pk": world.document.pk}),
    "consent_withdraw": Row(
        {**NOBODY, "anonymous": 302, "participant": 302}, lambda world: {"pk": world.consent.pk}, "post"
    ),
    "my_language": Row(redirects(ANYBODY), method="post", data=lambda world: {"language": "en"}),
    "data_request": Row(redirects(ANYBODY), method="post", data=lambda world: {"kind": "copy"}),
    "my_data": Row(SIGNED_IN),
    "data_copy": Row({**ANYBODY, "anonymous": 302}, method="post"),
    "sign_in_anew": Row(redirects(ANYBODY), method="post"),
    "consent_give": Row(
        {**NOBODY, "anonymous": 302, "participant": 200}, lambda world: {"pk": world.things["text"].pk}
    ),
    "data_requests": Row(only("organiser"), here()),
    "data_request_note": Row(only("organiser"), here(), "post"),
    "data_request_page": Row(only("organiser"), thing("wish")),
    "data_request_answer": Row(
        only("organiser", status=302), thing("wish"), "post", lambda world: {"answer": "Исправили."}
    ),
    "data_request_erase": Row(
        only("organiser", status=302), thing("wish"), "post", lambda world: {"basis": "Просьба", "certain": "on"}
    ),
    "erasure_act": Row(only("organiser"), thing("act")),
    "demo_enter": Row(NOBODY, lambda world: {"key": "organiser"}, "post"),
    "demo_mail": Row(NOBODY),
    "demo_meeting": Row(NOBODY),
    "ui": Row(NOBODY),
    "conference_home": Row(ANYBODY, here()),
    "page": Row(ANYBODY, here(slug="about")),
    "news": Row(ANYBODY, here()),
    "news_item": Row(ANYBODY, here(slug="first")),
    "desk": Row(only(*DESK), here()),
    # allauth: pages of whoever is not signed in lead those who are to their own page
    "account_login": Row({**redirects(ANYBODY), "anonymous": 200}),
    "account_logout": Row({**ANYBODY, "anonymous": 302}),
    "account_inactive": Row(ANYBODY),
    "account_signup": Row({**redirects(ANYBODY), "anonymous": 200}),
    "account_reauthenticate": Row({**dict.fromkeys(VISITORS, 403), "anonymous": 302}),  # no password, no way
    "account_change_password": Row(redirects(ANYBODY)),
    "account_set_password": Row(SIGNED_IN),
    "account_reset_password": Row(ANYBODY),
    "account_reset_password_done": Row(ANYBODY),
    "account_reset_password_from_key": Row(ANYBODY, lambda world: {"uidb36": "1", "key": "no-such-key"}),
    "account_reset_password_from_key_done": Row(ANYBODY),
    "account_request_login_code": Row({**redirects(ANYBODY), "anonymous": 200}),
    "account_confirm_login_code": Row(redirects(ANYBODY)),
}


def build(world: World) -> None:
    """A wish to be erased, an act and a text not yet agreed to, in both conferences."""
    for conference, name in ((world.conference, "participant"), (world.other, "stranger")):
        text = marked(world, conference)
        optional = ConsentText.objects.create(
            conference=conference, kind="photo_video", title_ru=text, body_ru=text, body_en=text
        )
        person = world.visitors[name]
        if conference == world.other:
            Consent.objects.create(person=person, text=optional, language="ru", sha256="0" * 64)
        wish = DataRequest.objects.create(
            person=person, kind="erasure", note=text, due=timezone.localdate() + timedelta(days=5)
        )
        act = ErasureAct.objects.create(conference=conference, subject_ref="0" * 64, basis=text, system="Vmeste")
        if conference == world.conference:
            world.things |= {"text": optional, "wish": wish, "act": act}
