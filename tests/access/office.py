from django.utils import timezone

from conference.models import Message
from registration.models import ImportBatch, Mailing, Recipient, Registration, SavedView
from tests.access.registering import REGISTERED
from tests.access.rows import Row, here, only, thing
from tests.world import World, marked

SEERS, DECIDERS = ("organiser", "protocol"), ("organiser",)
UPLOAD, APPLIED = "uploaded table", "applied table"
DRAFT, SENT = "letter in preparation", "letter that was sent"


def build(world: World) -> None:
    """In both conferences: a table brought in and one applied, letters in preparation and sent, a failed letter."""
    for conference, name in ((world.conference, "organiser"), (world.other, "stranger")):
        text, by = marked(world, conference), world.visitors[name]
        registered = Registration.objects.of(conference).sent().first()
        upload = ImportBatch.objects.create(
            conference=conference, by=by, name=text, columns=["full_name", "email"], has_header=False,
            category=conference.categories.first(), cells=[[1, [text, "new@example.org"]]],
        )  # fmt: skip
        applied = ImportBatch.objects.create(
            conference=conference, by=by, name=text, state=ImportBatch.State.APPLIED, applied_at=timezone.now(),
            failures=[{"row": 2, "letter": "A", "title": text, "text": text, "cell": text}],
        )  # fmt: skip
        letters = {"subject_ru": text, "body_ru": text, "subject_en": text, "body_en": text}
        draft = Mailing.objects.create(conference=conference, by=by, **letters)
        sent = Mailing.objects.create(
            conference=conference, by=by, state=Mailing.State.SENDING, started_at=timezone.now(), **letters
        )
        failed = Message.objects.create(
            conference=conference, key="mailing", to="gone@example.org", language="ru", subject=text, body=text,
            state=Message.State.FAILED, error="SMTPRecipientsRefused", message_id=f"<failed-{conference.pk}@x>",
        )  # fmt: skip
        Recipient.objects.create(
            mailing=sent, registration=registered, address="gone@example.org", language="ru", message=failed,
            written_at=timezone.now(),
        )  # fmt: skip
        view = SavedView.objects.create(conference=conference, person=by, title=text, query="state=submitted")
        if conference == world.conference:
            world.things |= {UPLOAD: upload, APPLIED: applied, DRAFT: draft, SENT: sent, "saved view": view}


def chosen(world: World) -> dict[str, object]:
    return {"chosen": [world.things[REGISTERED].pk], "verb": "approve", "query": ""}


ROWS: dict[str, Row] = {
    "registration:desk_list": Row(only(*SEERS), here()),
    "registration:desk_one": Row(only(*SEERS), thing(REGISTERED)),
    "registration:desk_export": Row(only(*DECIDERS), here(kind="csv")),
    "registration:view_save": Row(only(*SEERS, status=302), here(), "post", lambda world: {"title": "Моё"}),
    "registration:view_delete": Row(
        {**only(status=302), "organiser": 302, "superuser": 404}, thing("saved view"), "post"
    ),
    "registration:desk_decide": Row(only(*DECIDERS), here(), "post", chosen),
    "registration:desk_approve": Row(only(*DECIDERS, status=302), here(), "post", chosen),
    "registration:desk_decline": Row(
        only(*DECIDERS, status=302), here(), "post", lambda world: {**chosen(world), "reason": "Нет мест"}
    ),
    "registration:desk_translations": Row(only(*DECIDERS), here()),
    "registration:import": Row(only(*DECIDERS), here()),
    "registration:import_template": Row(only(*DECIDERS), here()),
    "registration:import_batch": Row(only(*DECIDERS), thing(UPLOAD)),
    "registration:import_status": Row(only(*DECIDERS), thing(APPLIED)),
    "registration:import_columns": Row(
        only(*DECIDERS, status=302), thing(UPLOAD), "post",
        lambda world: {"new_state": "submitted", "column_0": "full_name", "column_1": "email"},
    ),
    "registration:import_apply": Row(only(*DECIDERS, status=302), thing(UPLOAD), "post"),
    "registration:import_undo": Row(only(*DECIDERS, status=302), thing(APPLIED), "post"),
    "registration:import_discard": Row(only(*DECIDERS, status=302), thing(UPLOAD), "post"),
    "registration:import_errors": Row(only(*DECIDERS), thing(APPLIED)),
    "registration:mailings": Row(only(*DECIDERS), here()),
    "registration:mailing_new": Row(only(*DECIDERS), here()),
    "registration:mailing": Row(only(*DECIDERS), thing(SENT)),
    "registration:mailing_edit": Row(only(*DECIDERS), thing(DRAFT)),
    "registration:mailing_status": Row(only(*DECIDERS), thing(SENT)),
    "registration:mailing_test": Row(only(*DECIDERS, status=302), thing(DRAFT), "post"),
    "registration:mailing_send": Row(only(*DECIDERS, status=302), thing(DRAFT), "post"),
    "registration:mailing_stop": Row(only(*DECIDERS, status=302), thing(SENT), "post"),
    "registration:mailing_resume": Row(only(*DECIDERS, status=302), thing(SENT), "post"),
    "registration:mailing_again": Row(only(*DECIDERS, status=302), thing(SENT), "post"),
    "registration:mailing_delete": Row(only(*DECIDERS, status=302), thing(DRAFT), "post"),
    "registration:failed_letters": Row(only(*DECIDERS), here()),
    "registration:failed_again": Row(only(*DECIDERS, status=302), here(), "post"),
}  # fmt: skip
