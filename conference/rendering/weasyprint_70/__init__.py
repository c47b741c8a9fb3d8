"""Everything that leans on the insides of WeasyPrint 70.0, in one place.

``preparing`` looks over a laid-out document; ``painting`` marks decoration and keeps the runs of slots apart,
``drawing`` paints repeated drawings once; ``tags`` and ``structure`` write the structure tree; ``finishing`` adds
what can be said only of a whole file; ``taking`` makes a fragment; ``speed`` does what WeasyPrint does, in less time.

Importing this package with another version fails: look at each patch again before raising the pin.
"""

from __future__ import annotations

import weasyprint

PINNED = "70.0"


def require(version: str) -> None:
    """Raise ImportError unless *version* is the one that this package was written for."""
    if version != PINNED:
        raise ImportError(f"conference.rendering is written for WeasyPrint {PINNED}, found {version}")


require(weasyprint.__version__)

from . import drawing, painting, speed, structure  # noqa: E402
from .finishing import PageLabels, finish  # noqa: E402
from .preparing import prepare  # noqa: E402
from .taking import NotRelocatable, take  # noqa: E402

drawing.patch()
painting.patch()
structure.patch()
speed.patch()

__all__ = ["PINNED", "NotRelocatable", "PageLabels", "finish", "prepare", "require", "take"]
