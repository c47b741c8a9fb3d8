"""Everything that leans on the insides of WeasyPrint 70.0, in one place.

``tags`` mends the structure tree, ``drawing`` paints repeated drawings once, ``finishing`` adds what can be said only
of a whole file. Importing this package with another version fails: look at each patch again before raising the pin.
"""

from __future__ import annotations

import weasyprint

PINNED = "70.0"


def require(version: str) -> None:
    """Raise ImportError unless *version* is the one that this package was written for."""
    if version != PINNED:
        raise ImportError(f"conference.rendering is written for WeasyPrint {PINNED}, found {version}")


require(weasyprint.__version__)

from . import drawing, tags  # noqa: E402
from .finishing import PageLabels, finish  # noqa: E402

drawing.patch()
tags.patch()

__all__ = ["PINNED", "PageLabels", "finish", "require"]
