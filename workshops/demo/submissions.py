"""The demonstration: papers of the coming edition in every state, and of the printed volume, through the verbs."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pypandoc
from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from conference.demo.accounts import ACCOUNTS, FIRST, NEXT
from conference.demo.world import MOSCOW, World, both, read_toml
from conference.models import Conference, Person, Role
from conference.services.people import appoint, person_for_email
from workshops import services
from workshops.models import Author, Submission, SubmissionFile, Track

HERE = Path(__file__).parent
SENT_2008, DECIDED_2008 = (datetime(2008, month, 12, 12, tzinfo=MOSCOW) for month in (4, 5))
EPOCH_2008 = str(int(SENT_2008.timestamp()))
LENT = {0: "author", 3: "author"}
"""The demonstration's own author has one accepted and one waiting paper."""
SILENT = {0, 4, 9, 20, 31}
"""Papers whose co-authors have not answered yet."""
DENIED = 16
TELLING = {
    "ru": "Меня не спрашивали, и с этой работой я не связан. Прошу убрать моё имя.",
    "en": "Nobody asked me, and I have no part in this work. Please take my name off.",
}


def load(world: World) -> None:
    papers = [*read_toml(HERE / "submissions.toml")["submission"], *more()]
    for place, told in enumerate(papers):
        coming_paper(world, place, told)
    for folder in sorted(path for path in (HERE / "papers").iterdir() if path.is_dir()):
        printed_paper(world, folder)


def more() -> list[dict[str, Any]]:
    """The short papers, their authors written out."""
    content = read_toml(HERE / "submissions_more.toml")
    places = content["organisation"]
    papers: list[dict[str, Any]] = content["paper"]
    for told in papers:
        told["authors"] = [
            written_out(each, places[each["at"]], is_first=place == 0) for place, each in enumerate(told["authors"])
        ]
    return papers


def written_out(told: dict[str, str], place: dict[str, Any], *, is_first: bool) -> dict[str, Any]:
    family_ru, _space, given_ru = told["ru"].partition(" ")
    given_en, _space, family_en = told["en"].rpartition(" ")
    return {
        "family_ru": family_ru, "given_ru": given_ru, "family_en": family_en, "given_en": given_en,
        "organisation_ru": place["ru"], "organisation_en": place["en"], "city_ru": place["city"]["ru"],
        "city_en": place["city"]["en"], "country": place["country"], "email": told["email"],
        "corresponding": is_first,
    }  # fmt: skip


@transaction.atomic
def coming_paper(world: World, place: int, told: dict[str, Any]) -> None:
    """One paper of the coming edition, brought through the verbs to the state that the content names."""
    conference = world.conferences[NEXT]
    if known(conference, told):
        return
    submitter = world.people[ACCOUNTS[LENT[place]].email] if place in LENT else corresponding(world, told)
    appoint(submitter, Role.Kind.PARTICIPANT, conference)
    paper = draft(conference, told, submitter)
    if told["outcome"] == "draft":
        return
    sent_at = world.moment(-30 + place * 2 // 3, 9 + place % 9, 7 * place % 60)
    services.submit(paper, by=submitter, at=sent_at)
    answer_of_coauthors(paper, place)
    if told["outcome"] == "withdrawn":
        services.withdraw(paper, by=submitter)
    else:
        decide(world, paper, told, at=min(sent_at + timedelta(days=9), timezone.now()))


def answer_of_coauthors(paper: Submission, place: int) -> None:
    """Most confirm; some are silent; one says that it is a mistake."""
    asked = [author for author in paper.authors.select_related("submission__conference") if author.asked_at]
    for author in asked:
        if place == DENIED:
            services.deny_authorship(author, reason=TELLING[paper.submitter.language])
        elif place not in SILENT:
            services.confirm_authorship(author)


def decide(world: World, paper: Submission, told: dict[str, Any], *, at: datetime) -> None:
    """The decision of the committee and what the author makes of it."""
    author, outcome = paper.submitter, told["outcome"]
    if outcome == "declined":
        services.decline(paper, by=world.by, note=reason(told, author), at=at)
    if outcome == "revision":
        services.ask_revision(paper, by=world.by, remarks=told["remarks"].strip(), due=world.moment(9).date(), at=at)
        begin_to_revise(paper, told)
    if outcome in {"accepted", "confirmed"}:
        halves = {half: told[half] for half in ("presentation", "publication") if half in told}
        services.accept(paper, by=world.by, note=note_for(author), at=at, **halves)
    if outcome == "confirmed":
        services.confirm(paper, by=author)
        write_text(world, paper, told)
    if told.get("half") == "presentation":
        services.withdraw_presentation(paper, by=author)


def begin_to_revise(paper: Submission, told: dict[str, Any]) -> None:
    """The author has answered some of the remarks and changed the abstract: a second version."""
    remarks = list(paper.remarks.order_by("number"))
    answers = {remark.pk: text for remark, text in zip(remarks, told["answers"], strict=False)}
    services.answer_remarks(paper, answers, by=paper.submitter)
    changed = "В пяти регионах — трёх областях Беларуси и двух областях России —"
    paper.abstract_ru = paper.abstract_ru.replace("В пяти регионах", changed, 1)
    services.save_draft(paper, by=paper.submitter, authors=list(paper.authors.all()))


def write_text(world: World, paper: Submission, told: dict[str, Any]) -> None:
    """The full text as far as the content says: begun, sent, to be revised, accepted; slides beside it."""
    wish, author = told.get("text", ""), paper.submitter
    if not wish:
        return
    heading = {"ru": "## О чём работа", "en": "## What the work is about"}[paper.language]
    body = f"{heading}\n\n{paper.text('abstract', paper.language)}"
    if wish == "begun":
        services.keep_text_draft(paper, by=author, body=body)
        return
    services.send_text(paper, by=author, body=body)
    with (HERE / "slides.pdf").open("rb") as slides:
        services.attach_file(paper, File(slides, name="slides.pdf"), by=author, kind=SubmissionFile.Kind.SLIDES)
    if wish == "accepted":
        services.accept_text(paper, by=world.by)
    if wish == "revision":
        services.ask_text_revision(paper, by=world.by, remarks=told["remarks"].strip(), due=world.moment(14).date())


@transaction.atomic
def printed_paper(world: World, folder: Path) -> None:
    """One paper of the 2008 volume, with its text as a real .docx, through the doors that any paper takes."""
    conference, told = world.conferences[FIRST], read_toml(folder / "paper.toml")
    if known(conference, told):
        return
    submitter = corresponding(world, told)
    appoint(submitter, Role.Kind.PARTICIPANT, conference)
    paper = draft(conference, told, submitter)
    with docx_of(folder).open("rb") as file:
        services.attach_file(paper, File(file, name=f"{folder.name}.docx"), by=submitter)
    services.submit(paper, by=submitter, at=SENT_2008)
    for author in paper.authors.exclude(asked_at=None):
        services.confirm_authorship(author)
    services.accept(paper, by=world.by, note=note_for(submitter), at=DECIDED_2008)
    services.accept_text(paper, by=world.by, at=DECIDED_2008)


def known(conference: Conference, told: dict[str, Any]) -> bool:
    code = told["language"]
    return Submission.objects.of(conference).filter(**{f"title_{code}": told["title"][code]}).exists()


def draft(conference: Conference, told: dict[str, Any], submitter: Person) -> Submission:
    paper = Submission(
        conference=conference,
        submitter=submitter,
        track=Track.objects.of(conference).get(number=told["track"]),
        type=told["type"],
        language=told["language"],
        udk=told.get("udk", ""),
        wants_help_with_english=not told["title"].get("en"),
        **both(told["title"], "title"),
        **both({code: text.strip() for code, text in told["abstract"].items()}, "abstract"),
        **both({code: ", ".join(words) for code, words in told["keywords"].items()}, "keywords"),
    )
    authors = [Author(**author_fields(author)) for author in told["authors"]]
    return services.save_draft(paper, by=submitter, authors=authors)


def author_fields(told: dict[str, Any]) -> dict[str, Any]:
    fields = {
        key.replace("organisation", "affiliation"): value for key, value in told.items() if key != "corresponding"
    }
    return {**fields, "is_corresponding": told.get("corresponding", False)}


def corresponding(world: World, told: dict[str, Any]) -> Person:
    """The person of the corresponding author's e-mail; a new one is told what the paper says of them."""
    author = next(author for author in told["authors"] if author.get("corresponding"))
    email = author["email"]
    if email in world.people:
        return world.people[email]
    is_new = not Person.objects.filter(email=email).exists()
    latin_name = f"{author['given_en']} {author['family_en']}".strip()
    full_name = f"{author['family_ru']} {author['given_ru']}".strip() or latin_name
    person = person_for_email(email, language=told["language"], full_name=full_name)
    if is_new:
        person.latin_name = latin_name
        person.country = author["country"]
        for name in ("position", "city"):
            for code in ("ru", "en"):
                setattr(person, f"{name}_{code}", author.get(f"{name}_{code}", ""))
        person.save()
    world.people[email] = person
    return person


def note_for(person: Person) -> str:
    if person.language == "ru":
        return "Спасибо за доклад. Просим прислать окончательный текст, не меняя названия и порядка авторов."
    return "Thank you for the paper. Please send the final text without changing its title or the order of its authors."


def reason(told: dict[str, Any], person: Person) -> str:
    given = told.get("decline_reason", "")
    return given.get(person.language, "") if isinstance(given, dict) else given


def docx_of(folder: Path) -> Path:
    """The paper as .docx, made from ``body.md`` once per text; the same text always gives the same bytes."""
    source, made = folder / "body.md", settings.VAR_DIR / "demo" / "manuscripts" / f"{folder.name}.docx"
    if made.exists() and made.stat().st_mtime >= source.stat().st_mtime:
        return made
    made.parent.mkdir(parents=True, exist_ok=True)
    language = read_toml(folder / "paper.toml")["language"]
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH_2008
    try:
        pypandoc.convert_file(
            str(source),
            "docx",
            format="markdown",
            outputfile=str(made),
            extra_args=[f"--resource-path={folder}", f"--metadata=lang:{language}"],
            sandbox=False,
        )
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH")
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before
    return made
