"""Formulas: MathML, as pandoc writes it, to SVG of exact size on the line."""

from __future__ import annotations

import logging
import math
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, tostring

from . import aloud
from .mathml import local_name, tex_of

STEPS = 20  # heights are counted in twentieths of an em, for which the style sheet has classes
EM = 16.0
TALLEST = 30 * STEPS
MAX_BYTES = 200_000


@dataclass(frozen=True)
class Formula:
    """One formula: its SVG, its TeX for those who copy it, its height and depth below the line in 1/20 em.

    ``words`` is for those who listen to it: the same in each language of ``aloud.LANGUAGES``.
    """

    number: int
    svg: str
    tex: str
    height: int
    depth: int
    is_display: bool
    words: dict[str, str] = field(default_factory=dict)


def draw(math_element: Element, number: int, *, decimal_comma: bool) -> Formula | None:
    """The formula of a ``<math>`` element, or None when it cannot be drawn.

    With *decimal_comma* «0,88» is one number, where a word processor has a number, a sign and a number.
    """
    is_display = math_element.get("display") == "block"
    tex = tex_of(math_element)
    try:
        svg = _svg(_mathml(math_element, is_display, decimal_comma))
    except Exception:  # ziamath raises what it likes on constructs it does not know
        return None
    view = re.search(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"', svg)
    if view is None or len(svg) > MAX_BYTES:
        return None
    left, top, width, height = map(float, view.groups())
    above, below = math.ceil(-top / EM * STEPS), max(0, math.ceil((top + height) / EM * STEPS))
    total = above + below
    if not 0 < total <= TALLEST:
        return None
    tall = f"{total * EM / STEPS:.3f}"
    box = f"{left:.3f} {-above * EM / STEPS:.3f} {width:.3f} {tall}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.3f}" height="{tall}" viewBox="{box}">'
    words = words_of(math_element, decimal_comma=decimal_comma)
    return Formula(number, head + svg[svg.index(">") + 1 :], tex, total, below, is_display, words)


def words_of(math_element: Element, *, decimal_comma: bool) -> dict[str, str]:
    """The formula in words by language. Words that its author gave (``aria-label``) win over those read off it."""
    own = " ".join((math_element.get("aria-label") or "").split())
    return {
        language: own or aloud.words_of(math_element, language, decimal_comma=decimal_comma)
        for language in aloud.LANGUAGES
    }


def formulas_in(node: Element, language: str) -> Iterator[tuple[Element, str]]:
    """The pictures of formulas below *node*, which is in *language*, with the language of their passage."""
    for child in node:
        if not isinstance(child.tag, str):
            continue
        if child.tag == "img" and child.get("data-formula"):
            yield child, language
        else:
            yield from formulas_in(child, child.get("lang") or language)


def say_in_place(node: Element, language: str, known: Mapping[str, Mapping[str, str]]) -> None:
    """Let each formula below *node* speak the language of the passage it stands in.

    *known*: the words of formulas by number and language. A formula that says anything else was given words by an
    editor and keeps them. In a passage of a third language it speaks *language* and says so.
    """
    for image, passage in formulas_in(node, language):
        words = known.get(image.get("data-formula") or "", {})
        if image.get("alt") not in words.values():
            continue
        image.attrib.pop("lang", None)
        if passage not in words:
            image.set("lang", language)
        image.set("alt", words.get(passage, words.get(language, "")))


def _say(node: Element, passage: str, language: str, known: Mapping[str, Mapping[str, str]]) -> None:
    for child in node:
        if not isinstance(child.tag, str):
            continue
        if child.tag != "img":
            _say(child, child.get("lang") or passage, language, known)
            continue
        words = known.get(child.get("data-formula") or "", {})
        if (child.get("alt") or "") not in words.values():
            continue
        child.attrib.pop("lang", None)
        if passage not in words:
            child.set("lang", language)
        child.set("alt", words.get(passage, words.get(language, "")))


def _mathml(math_element: Element, is_display: bool, decimal_comma: bool) -> str:
    """Plain MathML without annotations, which ziamath does not know."""
    plain = _copy(math_element, {"display": "block" if is_display else "inline"})
    if decimal_comma:
        for row in [node for node in plain.iter() if len(node) > 2]:
            _join_decimals(row)
    return tostring(plain, encoding="unicode")


def _join_decimals(row: Element) -> None:
    position = 0
    while position + 2 < len(row):
        whole, sign, part = row[position : position + 3]
        if (whole.tag, sign.tag, part.tag) == ("mn", "mo", "mn") and (sign.text or "").strip() == ",":
            whole.text = f"{whole.text},{part.text}"
            row.remove(sign)
            row.remove(part)
            continue
        position += 1


def _copy(node: Element, attributes: dict[str, str]) -> Element:
    copy = Element(local_name(node), attributes)
    copy.text = node.text
    for child in node:
        name = local_name(child)
        if name in {"annotation", "annotation-xml", ""}:
            continue
        if name == "semantics":
            copy.extend(
                _copy(grandchild, {}) for grandchild in child if not local_name(grandchild).startswith("annotation")
            )
            continue
        kept = {
            key: value for key, value in child.attrib.items() if key in {"mathvariant", "stretchy", "width", "accent"}
        }
        copy.append(_copy(child, kept))
    return copy


def _svg(mathml: str) -> str:
    logging.getLogger().setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ziafont uses a deprecated way of finding its own files
        import ziamath

        svg: str = ziamath.Math(mathml, size=EM).svg()
    return svg
