"""What is amiss in the draft of the programme: ``warnings_of`` a conference, in words, a constant number of queries."""

from .checks import ProgrammeWarning, Severity, visible_to, warnings_of
from .draft import Appearance, Draft

__all__ = ["Appearance", "Draft", "ProgrammeWarning", "Severity", "visible_to", "warnings_of"]
