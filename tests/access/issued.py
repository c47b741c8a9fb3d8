from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile

from conference.models import IssuedDocument, Job
from registration.models import PaperBatch, Registration
from tests.access.registering import REGISTERED
from tests.access.rows import MINE, Row, here, only, redirects, thing
from tests.world import World, marked

BATCH, BADGE, CERTIFICATE = "batch of badges", "badge of the participant", "certificate of the participant"
ORGANISERS = only("organiser")
AT_THE_DOOR = only("organiser", "door")


def build(world: World) -> None:
    """In both conferences: a batch with its file and job, a void badge and a certificate with a file."""
    whose = {world.conference: ("organiser", "participant"), world.other: ("stranger", "stranger")}
    for conference, (name, holder) in whose.items():
        registration = world.things[f"registration of the {holder}"]
        batch = PaperBatch(
            conference=conference, kind="badge", by=world.visitors[name], registrations=[registration.pk]
        )
        batch.file.save("badges.pdf", ContentFile(b"%PDF-1.7"))
        Job.objects.create(conference=conference, kind="papers", about=batch, total=1, state=Job.State.RUNNING)
        about = {
            "about_type": ContentType.objects.get_for_model(Registration), "about_id": registration.pk,
            "conference": conference, "person": registration.person, "language": "ru",
        }  # fmt: skip
        facts = {"paper_ru": marked(world, conference)}
        certificate, badge = (
            IssuedDocument.objects.get_or_create(kind=kind, **about, defaults={"number": "access-1", "facts": facts})[0]
            for kind in ("certificate", "badge")
        )
        for document in (certificate, badge):
            document.file.save(f"{document.kind}.pdf", ContentFile(b"%PDF-1.7"))
        if conference == world.conference:
            world.things |= {BATCH: batch, BADGE: badge, CERTIFICATE: certificate}


def mine(world: World) -> dict[str, object]:
    return {**thing(REGISTERED)(world), "document": world.things[CERTIFICATE].pk}


def void_because(world: World) -> dict[str, object]:
    return {"reason": "Повтор"}


ROWS: dict[str, Row] = {
    "registration:papers": Row(ORGANISERS, here()),
    "registration:papers_issue_many": Row(redirects(ORGANISERS), here(), "post", lambda world: {"kind": "badge"}),
    "registration:papers_batch": Row(ORGANISERS, thing(BATCH)),
    "registration:papers_status": Row(ORGANISERS, thing(BATCH)),
    "registration:papers_stop": Row(redirects(ORGANISERS), thing(BATCH), "post"),
    "registration:papers_go_on": Row(redirects(ORGANISERS), thing(BATCH), "post"),
    "registration:papers_print": Row(ORGANISERS, thing(BATCH)),
    "registration:papers_of_one": Row(ORGANISERS, thing(REGISTERED)),
    "registration:paper_issue": Row(
        redirects(ORGANISERS), thing(REGISTERED), "post", lambda world: {"kind": "certificate"}
    ),
    "registration:paper_badge": Row(redirects(AT_THE_DOOR), thing(REGISTERED), "post"),
    "registration:paper_file": Row(AT_THE_DOOR, thing(BADGE)),
    "registration:paper_void": Row(
        redirects(ORGANISERS), thing(CERTIFICATE), "post", lambda world: {"reason": "Повтор"}
    ),
    "registration:paper_mine": Row({**MINE, "participant": 200}, mine),
}
