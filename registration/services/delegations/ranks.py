"""The personal rank that a post suggests."""

from __future__ import annotations

import re

from registration.models import Registration

Rank = Registration.Rank
DEPUTY = (
    r"(?:^|\s)(?:(?:первый |статс-секретарь\W+)?заместител\w+|зам\.?|вице-)\s*-?(?:премьер\S*\s*)?министр\w*"
    r"|\b(?:first )?(?:deputy|vice)[ -](?:prime )?minister\b"
)
RULES: tuple[tuple[Rank, str], ...] = (
    (Rank.OTHER, r"\b(?:советник|помощник|пресс-секретарь|adviser|advisor|assistant|counsell?or)\b"),
    (Rank.DEPUTY_MINISTER, DEPUTY),
    (Rank.HEAD_OF_UNIT, r"\b(?:заместител\w+|зам\.?|deputy|vice|проректор)\b"),
    (Rank.MINISTER, r"\b(?:премьер-)?министр\b|\b(?:prime )?minister\b|^президент\b|^president of the republic"),
    (Rank.AMBASSADOR, r"\bпосол\b|\bпостоянный (?:представитель|делегат)\b|\bambassador\b|\bpermanent delegate\b"),
    (Rank.DIRECTOR, r"\bдиректор\b|\bректор\b|\bdirector\b|\brector\b|\b(?:начальник|руководитель) департамента\b"
                    r"|\bhead of (?:the )?department\b"),
    (Rank.HEAD_OF_UNIT, r"\b(?:начальник|заведующ\w+|руководитель)\b|\bпрофессор\b|\bhead of\b|\bprofessor\b"),
)  # fmt: skip


def rank_of(*posts: str) -> int:
    """The rank of the first of *posts* that suggests one; other when none does."""
    for post in posts:
        text = " ".join(post.casefold().replace("ё", "е").split())
        found = next((rank for rank, pattern in RULES if text and re.search(pattern, text)), None)
        if found is not None:
            return found
    return Rank.OTHER
