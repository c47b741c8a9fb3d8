"""The pages of an author who reads a proof by a link; no account is needed."""

from .pages import approve, drop, figure, pdf, proof, remark, send

__all__ = ["approve", "drop", "figure", "pdf", "proof", "remark", "send"]
