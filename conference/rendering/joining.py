"""Many laid-out parts as one tagged file, without laying anything out again.

Each child writes its part as a *fragment*: the objects of a PDF as bytes, not yet a file. ``join`` numbers them
anew and gives them one page tree, one structure tree and one parent tree, so the whole stays PDF/UA although no
process ever held all of it laid out. Outlines and named destinations of the parts are left out: printed sheets
have none.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pydyf

# Strings first, so that «5 0 R» inside a title is left alone.
REFERENCE = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>|(?<!\d)(\d+) 0 R", re.S)
KEY = re.compile(rb"(/StructParents?) (\d+)")
IDENTIFIER = re.compile(rb"/ID \(|/Headers \[[^\]]*\]")
PAGES, CATALOG = 1, 2


@dataclass(frozen=True)
class Fragment:
    """One part: its objects by number (None for those the whole has one of), and where its trees begin."""

    objects: list[tuple[bytes, bool] | None]
    """The bytes of each object and whether they may go into a compressed object stream."""
    pages: list[int]
    structure: int
    """Number of the structure tree root, then of its one child, the document element."""
    document: int
    children: list[bytes]
    """References of what stands directly in the document element."""
    parents: list[tuple[int, bytes]]
    """The parent tree: key and value."""
    identified: list[tuple[bytes, bytes]]
    metadata: bytes
    language: bytes
    info: dict[str, bytes]


class FragmentTaken(Exception):
    """Raised by the finisher when it has what it came for, so that no file is written."""


def take_fragment(pdf: pydyf.PDF) -> Fragment:
    """The objects of a finished, unwritten *pdf* of WeasyPrint."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    tree = _object(pdf, root["ParentTree"])
    document = _object(pdf, root["K"][0])
    ids = _object(pdf, root["IDTree"])["Names"] if "IDTree" in root else []
    special = {0, PAGES, CATALOG, root.number, tree.number, document.number}
    numbers = tree["Nums"]
    return Fragment(
        objects=[None if each.number in special else (each.data, each.compressible) for each in pdf.objects],
        pages=list(pdf.pages["Kids"][::3]),
        structure=root.number,
        document=document.number,
        children=list(document["K"]),
        parents=[(key, _bytes(value)) for key, value in zip(numbers[::2], numbers[1::2], strict=True)],
        identified=[(_bytes(name), reference) for name, reference in zip(ids[::2], ids[1::2], strict=True)],
        metadata=pdf.catalog["Metadata"],
        language=_bytes(pdf.catalog["Lang"]),
        info={name: _bytes(value) for name, value in pdf.info.items()},
    )


def join(fragments: Iterable[Fragment]) -> bytes:
    """All pages of *fragments*, in order, as one tagged PDF/UA-1. There must be at least one."""
    whole = pydyf.PDF()
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    tree = pydyf.Dictionary({"Nums": pydyf.Array()})
    document = pydyf.Dictionary({"Type": "/StructElem", "S": "/Document", "K": pydyf.Array()})
    for each in (root, tree, document):
        whole.add_object(each)
    root["ParentTree"], root["K"] = tree.reference, pydyf.Array([document.reference])
    document["P"] = root.reference
    names: list[tuple[bytes, bytes]] = []
    key = 0
    for turn, fragment in enumerate(fragments):
        place = _Place(fragment, turn, base=len(whole.objects), key=key, document=document.number, root=root.number)
        for each in fragment.objects:
            whole.add_object(_Raw(*place.moved(each)) if each else _free())
        whole.pages["Kids"].extend(part for page in fragment.pages for part in (page + place.base, 0, "R"))
        whole.pages["Count"] += len(fragment.pages)
        document["K"].extend(map(place.refer, fragment.children))
        for number, value in fragment.parents:
            tree["Nums"].extend([number + key, place.refer(value)])
        names += [(place.name(name), place.refer(reference)) for name, reference in fragment.identified]
        key += max((number for number, _value in fragment.parents), default=-1) + 1
        if turn == 0:
            whole.catalog["Metadata"] = place.refer(fragment.metadata)
            whole.catalog["Lang"] = fragment.language
            whole.info.update(fragment.info)
    if names:
        ids = pydyf.Dictionary({"Names": pydyf.Array(part for pair in sorted(names) for part in pair)})
        whole.add_object(ids)
        root["IDTree"] = ids.reference
    whole.catalog["StructTreeRoot"] = root.reference
    whole.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    whole.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    output = io.BytesIO()
    whole.write(output, b"1.7", False, True)
    return output.getvalue()


class _Place:
    """Where a fragment comes to stand in the whole: what its numbers become."""

    def __init__(self, fragment: Fragment, turn: int, *, base: int, key: int, document: int, root: int) -> None:
        self.turn, self.base, self.key = turn, base, key
        self.shared = {PAGES: PAGES, CATALOG: CATALOG, fragment.document: document, fragment.structure: root}

    def refer(self, data: bytes) -> bytes:
        """*data* with every reference led to the object's new number."""
        return REFERENCE.sub(self._number, data)

    def _number(self, found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return found[0]
        number = int(found[1])
        return b"%d 0 R" % self.shared.get(number, number + self.base)

    def name(self, data: bytes) -> bytes:
        """*data* with each identifier in it made unlike those of the other parts."""
        return data.replace(b"(", b"(%d-" % self.turn)

    def moved(self, each: tuple[bytes, bool]) -> tuple[bytes, bool]:
        """One object at its new place; the content of a stream is left alone."""
        data, compressible = each
        head, mark, content = data.partition(b"\nstream\n") if not compressible else (data, b"", b"")
        head = self.refer(head)
        if b"/StructParent" in head:
            head = KEY.sub(lambda found: b"%s %d" % (found[1], int(found[2]) + self.key), head)
        if b"/StructElem" in head:
            head = IDENTIFIER.sub(lambda found: self.name(found[0]), head)
        return head + mark + content, compressible


class _Raw(pydyf.Object):
    """An object whose bytes are ready."""

    def __init__(self, data: bytes, compressible: bool) -> None:
        super().__init__()
        self._data, self._compressible = data, compressible

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return self._compressible


def _free() -> pydyf.Object:
    """The number of an object that the whole has elsewhere."""
    return _Raw(b"null", True)


def _object(pdf: pydyf.PDF, reference: Any) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else value.data
