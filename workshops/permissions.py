"""Who may do what with papers.

Perms on a conference: ``workshops.submit`` (its participants), ``workshops.desk`` (organisers, chairs, editors).
Perms on a submission: ``workshops.own_submission`` (who offered it), ``workshops.read_submission`` (they, the
chairs of its track, editors, organisers; a draft is its author's alone), ``workshops.decide`` (organisers and
the chairs of its track, but for its own authors): see its reviews, stage and release a decision.
Perm on a conference: ``workshops.decisions`` (organisers, chairs): the letters and the release of what is staged.
Perms of the programme: ``workshops.plan`` a conference (organisers, chairs), ``workshops.plan_session`` a session
(organisers, the chairs of its track), ``workshops.release_programme`` of a conference (organisers).
Perms of a season, all on it: ``workshops.season_desk`` (organisers), ``workshops.moderate`` questions (and moderators),
``workshops.answer_questions`` in writing (and experts), ``workshops.consult`` (experts),
``workshops.consultations_desk`` (experts and organisers). Perms on a consultation: ``workshops.expert_of`` (the
expert of the hour), ``workshops.run_consultation`` (and organisers, who never read it), ``workshops.read_case`` (the
expert and the school, nobody else of any rank).
"""

from __future__ import annotations

import rules
from django.db.models import Q, QuerySet

from conference.models import Conference, Person, Role
from conference.permissions import Visitor, holds, kinds_of, may

from .models import Consultation, OutcomeDocument, Session, SessionMaterial, Submission, Talk, Track

rules.add_perm("workshops.submit", holds(Role.Kind.PARTICIPANT))
rules.add_perm("workshops.desk", holds(Role.Kind.ORGANISER, Role.Kind.CHAIR, Role.Kind.EDITOR))


@rules.predicate
def is_submitter(person: Visitor, submission: Submission) -> bool:
    return person.is_authenticated and submission.submitter_id == person.pk


@rules.predicate
def oversees_track(person: Visitor, submission: Submission) -> bool:
    if submission.is_draft or not person.is_authenticated:
        return False
    return Track.objects.overseen_by(person, submission.conference).filter(pk=submission.track_id).exists()


@rules.predicate
def decides_in_track(person: Visitor, submission: Submission) -> bool:
    if submission.is_draft or not person.is_authenticated:
        return False
    if may(person, "conference.organise", submission.conference):
        return True
    return Track.objects.chaired_by(person, submission.conference).filter(pk=submission.track_id).exists()


@rules.predicate
def is_one_of_the_authors(person: Visitor, submission: Submission) -> bool:
    """The person offered the paper or is named as its author: nobody judges the own paper."""
    if not person.is_authenticated:
        return False
    return submission.submitter_id == person.pk or submission.authors.filter(person=person.pk).exists()


def tracks_decided_by(person: Visitor, conference: Conference) -> QuerySet[Track]:
    """Tracks in which the person may see, stage and release decisions: all for organisers, the own ones for a chair."""
    if may(person, "conference.organise", conference):
        return Track.objects.of(conference)
    return Track.objects.chaired_by(person, conference)


def own_papers(person: Person, conference: Conference) -> set[int]:
    """Keys of the papers in which the person has a hand as an author: these are judged by somebody else."""
    papers = Submission.objects.of(conference)
    return set(papers.filter(Q(submitter=person) | Q(authors__person=person)).values_list("pk", flat=True))


rules.add_perm("workshops.own_submission", is_submitter)
rules.add_perm("workshops.read_submission", is_submitter | oversees_track)
rules.add_perm("workshops.review_desk", holds(Role.Kind.ORGANISER, Role.Kind.CHAIR))
rules.add_perm("workshops.decide", decides_in_track & ~is_one_of_the_authors)


# -- outcome documents: perms on a conference (``outcomes_desk``, ``discuss_outcomes``) and on a document ------------

rules.add_perm("workshops.outcomes_desk", holds(Role.Kind.ORGANISER, Role.Kind.CHAIR, Role.Kind.RAPPORTEUR))
rules.add_perm("workshops.discuss_outcomes", holds(Role.Kind.PARTICIPANT))
rules.add_perm("workshops.found_outcome", holds(Role.Kind.ORGANISER, Role.Kind.CHAIR))


@rules.predicate
def drafts_outcome(person: Visitor, document: OutcomeDocument) -> bool:
    """Organisers; chairs and rapporteurs of the document's track; the drafting group for the conference's own."""
    return OutcomeDocument.objects.drafted_by(person, document.conference).filter(pk=document.pk).exists()


@rules.predicate
def leads_outcome(person: Visitor, document: OutcomeDocument) -> bool:
    """Who announces, opens for endorsement and adopts: organisers and chairs, not rapporteurs."""
    if may(person, "conference.organise", document.conference):
        return True
    if document.track_id is None:
        return Role.Kind.CHAIR in kinds_of(person, document.conference)
    return Track.objects.chaired_by(person, document.conference).filter(pk=document.track_id).exists()


@rules.predicate
def is_announced(person: Visitor, document: OutcomeDocument) -> bool:
    return not document.is_draft


rules.add_perm("workshops.read_outcome", is_announced | drafts_outcome)
rules.add_perm("workshops.draft_outcome", drafts_outcome)
rules.add_perm("workshops.lead_outcome", leads_outcome)


# -- the draft of the programme ------------------------------------------------------------------------------


@rules.predicate
def plans_session(person: Visitor, session: Session) -> bool:
    """Organisers plan every session, a chair those of the own tracks."""
    if may(person, "conference.organise", session.conference):
        return True
    return Track.objects.chaired_by(person, session.conference).filter(pk=session.track_id).exists()


rules.add_perm("workshops.plan", holds(Role.Kind.ORGANISER, Role.Kind.CHAIR))
rules.add_perm("workshops.plan_session", plans_session)
rules.add_perm("workshops.release_programme", holds(Role.Kind.ORGANISER))
rules.add_perm("workshops.decisions", holds(Role.Kind.ORGANISER, Role.Kind.CHAIR))


# -- statements, crew, materials -----------------------------------------------------------------------------------


@rules.predicate
def speaks_in(person: Visitor, talk: Talk) -> bool:
    """Who gives a talk: a speaker of a statement, an author of a paper."""
    if not person.is_authenticated:
        return False
    if talk.speakers.filter(person=person.pk).exists():
        return True
    paper = talk.submission
    return paper is not None and (
        paper.submitter_id == person.pk or paper.authors.filter(person=person.pk).exists()
    )  # fmt: skip


@rules.predicate
def has_material(person: Visitor, material: SessionMaterial) -> bool:
    """Its speakers, whoever plans its session, and the crew of the session while it is current."""
    if not person.is_authenticated:
        return False
    session = material.held_in
    if plans_session(person, session) or (material.talk is not None and speaks_in(person, material.talk)):
        return True
    return material.is_current and session.assignments.filter(person=person.pk).exists()


@rules.predicate
def withdraws_material(person: Visitor, material: SessionMaterial) -> bool:
    """Whoever plans the session; a speaker what they sent for their own talk."""
    if plans_session(person, material.held_in):
        return True
    return material.talk is not None and speaks_in(person, material.talk) and material.uploaded_by_id == person.pk


rules.add_perm("workshops.speak", speaks_in)
rules.add_perm("workshops.have_material", has_material)
rules.add_perm("workshops.withdraw_material", withdraws_material)


# -- a season ------------------------------------------------------------------------------------------------------

rules.add_perm("workshops.season_desk", holds(Role.Kind.ORGANISER))
rules.add_perm("workshops.moderate", holds(Role.Kind.ORGANISER, Role.Kind.MODERATOR))
rules.add_perm("workshops.answer_questions", holds(Role.Kind.ORGANISER, Role.Kind.MODERATOR, Role.Kind.EXPERT))
rules.add_perm("workshops.consult", holds(Role.Kind.EXPERT))
rules.add_perm("workshops.consultations_desk", holds(Role.Kind.ORGANISER, Role.Kind.EXPERT))


@rules.predicate
def is_expert_of(person: Visitor, consultation: Consultation) -> bool:
    return person.is_authenticated and consultation.slot.expert.person_id == person.pk


@rules.predicate
def runs_consultation(person: Visitor, consultation: Consultation) -> bool:
    return may(person, "workshops.season_desk", consultation.conference)


@rules.predicate
def reads_case(person: Visitor, consultation: Consultation) -> bool:
    """The expert while it stands, and the school that has shown its address; no rank replaces either."""
    if not person.is_authenticated:
        return False
    if consultation.slot.expert.person_id == person.pk and consultation.state in Consultation.READ_BY_EXPERT:
        return True
    listener = consultation.listener
    return listener is not None and listener.is_sure and listener.person_id == person.pk


rules.add_perm("workshops.expert_of", is_expert_of)
rules.add_perm("workshops.run_consultation", is_expert_of | runs_consultation)
rules.add_perm("workshops.read_case", reads_case)
