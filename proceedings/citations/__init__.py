"""How a published article, or a whole volume, is cited and described to programs. Plain data in, text out.

``Record`` is what every format is made of. ``gost`` leads (ГОСТ Р 7.0.5-2008), ``apa``, ``bibtex``, ``ris`` and
``csl_json`` follow; ``meta_tags`` and ``json_ld`` are what the page of an article says to search engines.

APA is a formatter of our own: one kind of source in two languages are sixty lines, while citeproc takes its language
from the whole list, is slow to load its styles, and these come under CC BY-SA.
"""

from .apa import apa, apa_page
from .bibtex import bibtex
from .csl import csl_item, csl_json
from .gost import gost
from .materials import Attached, Clip, MaterialRecord, material_json_ld, search_action
from .record import Erratum, Event, Record, Retraction, issue_digits, licence_address
from .ris import ris
from .tags import Tag, json_ld, meta_tags

__all__ = [
    "Attached",
    "Clip",
    "Erratum",
    "Event",
    "MaterialRecord",
    "Record",
    "Retraction",
    "Tag",
    "apa",
    "apa_page",
    "bibtex",
    "csl_item",
    "csl_json",
    "gost",
    "issue_digits",
    "json_ld",
    "licence_address",
    "material_json_ld",
    "meta_tags",
    "ris",
    "search_action",
]
