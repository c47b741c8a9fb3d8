"""PDF documents of taking part."""

from .badges import Badge, EightBadges, FourBadges
from .certificates import Certificate, HoursCertificate, half_hours
from .confirmation import Confirmation
from .letter import InvitationLetter, Line, addressee_of, block
from .wording import COMMITTEE, LANGUAGE_NAMES, grouped, mark_data_uri, titled, wording, working_languages

__all__ = [
    "COMMITTEE",
    "LANGUAGE_NAMES",
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
    "grouped",
    "half_hours",
    "mark_data_uri",
    "titled",
    "wording",
    "working_languages",
]
