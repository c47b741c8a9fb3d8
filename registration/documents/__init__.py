"""PDF documents of taking part."""

from .badges import Badge, EightBadges, FourBadges
from .certificates import Certificate, HoursCertificate, half_hours
from .confirmation import Confirmation
from .letter import InvitationLetter, Line, addressee_of, block
from .wording import titled, wording

__all__ = [
    "Badge",
    "Certificate",
    "Confirmation",
    "EightBadges",
    "FourBadges",
    "HoursCertificate",
    "InvitationLetter",
    "Line",
    "addressee_of",
    "block",
    "half_hours",
    "titled",
    "wording",
]
