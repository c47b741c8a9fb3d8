"""Formulas read aloud: presentation MathML to words of Russian and English.

``rows`` finds what stands beside what (numbers, words, brackets that belong together), ``reading`` says it, and the
words themselves stand in ``ru.toml`` and ``en.toml``. Nothing raises and nothing is left out: what is not known is
said by its own signs.
"""

from .reading import words_of
from .vocabulary import LANGUAGES

__all__ = ["LANGUAGES", "words_of"]
