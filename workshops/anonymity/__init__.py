"""Taking people out of texts and files, so that a reviewer cannot tell whose paper it is.

``Mask`` knows how one paper's people are called and hides them in plain text; ``stripped`` makes a copy of a .docx,
.pptx or PDF without the marks that programs leave in files, its text masked. Nothing here knows a model or a page.
"""

from .files import NotStripped, stripped
from .masking import Mask, Named

__all__ = ["Mask", "Named", "NotStripped", "stripped"]
