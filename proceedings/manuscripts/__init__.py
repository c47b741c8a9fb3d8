"""From a manuscript as it was sent to clean semantic HTML, figures and formulas.

Everything here runs in a limited child process and knows nothing of Django or of the database.
"""

from .convert import Converted, Figure, attempt, convert
from .formulas import Formula
from .kinds import ENDINGS, KINDS, kind_of
from .markup import sanitise
from .report import ManuscriptRefused, Report
from .sources import link_citations

__all__ = [
    "ENDINGS",
    "KINDS",
    "Converted",
    "Figure",
    "Formula",
    "ManuscriptRefused",
    "Report",
    "attempt",
    "convert",
    "kind_of",
    "link_citations",
    "sanitise",
]
