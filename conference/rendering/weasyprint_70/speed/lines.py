"""Lines of text: what Pango is told before it can set one.

A paragraph is set line by line, and each line several times (a draft, with the next word, hyphenated, as it will be,
and again when it is painted). Every time WeasyPrint makes a Pango context, a font description and a list of features
out of the style; here they are made once for all styles that agree in what Pango wants to know. Gain: 9 %.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout

ffi.cdef("PangoAttrList * pango_attr_list_copy (PangoAttrList *list);")

FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
FACE = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_variation_settings",
    "direction", "font_language_override", "lang",
)  # fmt: skip
told = itemgetter(*FACE, *FEATURES)
features_of = itemgetter(*FEATURES)

_setup, _set_text, _can_break_text, _strut_key = (
    Layout.setup, Layout.set_text, line_break.can_break_text, line_break._font_style_cache_key,
)  # fmt: skip
_extents = ffi.new("PangoRectangle *")
MOST = 1000


class _Told:
    """What Pango has been told of a style: to be shared, and never changed."""

    def __init__(self, style: Any) -> None:
        self.context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(self.context, False)
        pango.pango_context_set_base_dir(self.context, PANGO_DIRECTION[style["direction"]])
        override, language = style["font_language_override"], style["lang"]
        if override != "normal":
            language = LST_TO_ISO.get(override.lower(), override)
        if language:
            self.language = pango.pango_language_from_string(language.encode())
            pango.pango_context_set_language(self.context, self.language)
        else:
            self.language = pango.pango_language_get_default()
        self.description = get_font_description(style)
        self.attributes = None
        if features := font_features(*features_of(style)):
            said = ",".join(f"{key} {value}" for key, value in features.items()).encode()
            self.attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            pango.pango_attr_list_insert(self.attributes, pango.pango_attr_font_features_new(said))


def setup(layout: Any, style: Any) -> None:
    """``Layout.setup``."""
    if style["text_decoration_line"] != "none":
        _setup(layout, style)
        return
    known = style.font_config.__dict__.setdefault("_told", {})
    key = told(style)
    if len(known) > MOST:
        known.clear()
    try:
        made = known[key]
    except KeyError:
        made = known[key] = _Told(style)
    except TypeError:  # a value that cannot be a key
        _setup(layout, style)
        return
    layout.style = style
    layout.first_line_direction = 0
    layout.language = made.language
    layout.layout = ffi.gc(pango.pango_layout_new(made.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, made.description)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    if made.attributes is not None:
        pango.pango_layout_set_attributes(layout.layout, made.attributes)


def set_text(layout: Any, text: str, justify: bool = False) -> None:
    """``Layout.set_text``: the attributes of the style are shared, so whoever adds to them gets a copy."""
    style = layout.style
    spacing = style["word_spacing"] + (layout.justification_spacing if justify else 0)
    letters, wrap = style["letter_spacing"], style["overflow_wrap"]
    if "\t" in text or "\n" in text or wrap == "anywhere" or wrap == "break-word" or (letters and letters != "normal"):
        _own_attributes(layout)
        _set_text(layout, text, justify)
        return
    encoded = text.encode().replace(b"\x00", b"")
    if not text or not spacing:
        layout.text = text
        pango.pango_layout_set_text(layout.layout, encoded, len(encoded))
        return
    if encoded == b" ":
        _own_attributes(layout)
        _set_text(layout, text, justify)
        return
    layout.text = text
    pango.pango_layout_set_text(layout.layout, encoded, len(encoded))
    attributes = _own_attributes(layout)
    space, last = int(spacing * TO_UNITS), len(encoded) - 1
    for match in SPACE.finditer(encoded):
        start = match.start()
        attribute = pango.pango_attr_letter_spacing_new(2 * space if start == 0 or start == last else space)
        attribute.start_index, attribute.end_index = start, match.end()
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)


SPACE = re.compile(" |\u00a0".encode())


def _own_attributes(layout: Any) -> Any:
    """A list that this layout alone has, to be added to."""
    shared = pango.pango_layout_get_attributes(layout.layout)
    if shared == ffi.NULL:
        own = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    else:
        own = ffi.gc(pango.pango_attr_list_copy(shared), pango.pango_attr_list_unref)
    pango.pango_layout_set_attributes(layout.layout, ffi.NULL)  # or Pango keeps the list it has, as it is no different
    pango.pango_layout_set_attributes(layout.layout, own)
    return own


def line_size(line: Any, style: Any) -> tuple[float, float]:
    """``line_size``: one rectangle for all."""
    pango.pango_layout_line_get_extents(line, ffi.NULL, _extents)
    width, height = _extents.width * FROM_UNITS, _extents.height * FROM_UNITS
    if style["letter_spacing"] != "normal":
        width += style["letter_spacing"]
    return width, height


def font_style_cache_key(style: Any, include_size: bool = False) -> Any:
    """``_font_style_cache_key``: the values themselves, not a text of them."""
    key = shape(style)
    try:
        hash(key)
    except TypeError:
        return _strut_key(style, include_size)
    return (key, style["font_size"], style["line_height"]) if include_size else key


shape = itemgetter(
    "font_family", "font_style", "font_stretch", "font_weight", "font_variant_ligatures", "font_variant_position",
    "font_variant_caps", "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings", "font_variation_settings", "font_language_override", "lang",
)  # fmt: skip


@lru_cache(maxsize=4096)
def can_break_text(text: str, lang: str | None) -> bool:
    """``can_break_text``: asked of the two letters where boxes meet, which are often the same."""
    answer: bool = _can_break_text(text, lang)
    return answer


OURS = [
    (Layout, "setup", setup),
    (Layout, "set_text", set_text),
    (line_break, "line_size", line_size),
    (line_break, "_font_style_cache_key", font_style_cache_key),
    (line_break, "can_break_text", can_break_text),
]
