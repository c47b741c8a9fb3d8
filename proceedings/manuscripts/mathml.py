"""MathML as TeX, for those who copy a formula and for programs that came without TeX of their own."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

LONGEST = 1000
SILENT = {"annotation", "annotation-xml", "mspace", "mphantom", "none", "mprescripts"}
NAMES = {"sin", "cos", "tan", "log", "ln", "exp", "max", "min", "lim", "det", "arg"}
SIGNS = {
    "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "√": r"\sqrt", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "×": r"\times",
    "⋅": r"\cdot", "∈": r"\in", "∞": r"\infty", "→": r"\to", "±": r"\pm", "≈": r"\approx", "−": "-",
    "\u2061": "", "\u2062": "", "\u2063": ",",
}  # fmt: skip


def tex_of(math: Element) -> str:
    """The formula as TeX: the document's own when it has one, else read off its structure."""
    for node in math.iter():
        if local_name(node) == "annotation" and "tex" in (node.get("encoding") or ""):
            return tidy(node.text or "")
    return tidy(_row(math))


def tidy(tex: str) -> str:
    """TeX without what only spaces it out, so that it is shorter to read."""
    tex = re.sub(r"\\(?:q?quad|[,;:!])", " ", tex).replace("{,}", ",").replace(r"\limits", "")
    tex = re.sub(r"([_^])\{(\w)\}", r"\1\2", tex)
    return re.sub(r"\s+", " ", tex).strip()[:LONGEST]


def local_name(node: Element) -> str:
    """The name of an element without its namespace; "" for comments and instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _row(node: Element) -> str:
    return " ".join(filter(None, map(_one, node)))


def _one(node: Element) -> str:
    name = local_name(node)
    if name in SILENT or not name:
        return ""
    text = (node.text or "").strip()
    if name in {"mi", "mn", "mo", "mtext", "ms"}:
        if name == "mi" and text in NAMES:
            return f"\\{text}"
        return SIGNS.get(text, text)
    parts = [_one(child) for child in node if local_name(child) not in SILENT]
    scripts = _scripts(name, parts)
    if scripts:
        return scripts
    if name == "mfrac" and len(parts) == 2:
        return f"\\frac{{{parts[0]}}}{{{parts[1]}}}"
    if name == "msqrt":
        return f"\\sqrt{{{' '.join(parts)}}}"
    if name == "mroot" and len(parts) == 2:
        return f"\\sqrt[{parts[1]}]{{{parts[0]}}}"
    if name == "mfenced":
        between = (node.get("separators") or ",")[:1]
        return f"{node.get('open') or '('}{f'{between} '.join(parts)}{node.get('close') or ')'}"
    if name == "mtable":
        return r"\begin{matrix} " + r" \\ ".join(parts) + r" \end{matrix}"
    if name == "mtr":
        return " & ".join(parts)
    return " ".join(filter(None, [text, *parts]))


def _scripts(name: str, parts: list[str]) -> str:
    """An element with something below it, above it, or both."""
    below, above = name in {"msub", "munder"}, name in {"msup", "mover"}
    if (below or above) and len(parts) == 2:
        return f"{parts[0]}{'_' if below else '^'}{{{parts[1]}}}"
    if name in {"msubsup", "munderover"} and len(parts) == 3:
        return f"{parts[0]}_{{{parts[1]}}}^{{{parts[2]}}}"
    return ""
