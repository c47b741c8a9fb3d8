"""Proofs: an author reads a text by a link of their own, remarks on it or approves it, and is answered."""

from .letters import link_of, reader_of, title_in, to_author
from .reading import (
    Passage,
    changes_since,
    earlier_of,
    passages_of,
    pdf_of,
    printed_record,
    proof_of,
    proofs_for,
    quote_of,
    references_of,
    shown,
)
from .reminding import remind_due, stage_of
from .sending import add_remark, answer, approve_proof, drop_remark, send_proof, send_remarks, take_back

__all__ = [
    "Passage",
    "add_remark",
    "answer",
    "approve_proof",
    "changes_since",
    "drop_remark",
    "earlier_of",
    "link_of",
    "passages_of",
    "pdf_of",
    "printed_record",
    "proof_of",
    "proofs_for",
    "quote_of",
    "reader_of",
    "references_of",
    "remind_due",
    "send_proof",
    "send_remarks",
    "shown",
    "stage_of",
    "take_back",
    "title_in",
    "to_author",
]
