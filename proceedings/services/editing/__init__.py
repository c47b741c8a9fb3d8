"""Editing an article in the browser: its text by blocks, its description by fields, its revisions."""

from .blocks import TYPED, Block, blocks_of, caption_of, notes_of, pictures_in, split, tree_of
from .carrying import packed, packed_conflict, place_after, place_of, unpacked, unpacked_conflict
from .comparing import Row, compare
from .describing import DescriptionChanged, FieldConflict, save_description, seal, snapshot, unseal
from .losing import Lost, lost_between
from .merging import Conflict, Merged, merge
from .reading import edits_of, is_decorative
from .rebuilding import Edits, PictureTyped, Typed, source_text, typed_html
from .saving import TextChanged, add_note, restore, save_text
from .tables import ACTS as TABLE_ACTS
from .tables import Cell, Grid, TableTyped, grid_of, new_table, table_html

__all__ = [
    "TABLE_ACTS",
    "TYPED",
    "Block",
    "Cell",
    "Conflict",
    "DescriptionChanged",
    "Edits",
    "FieldConflict",
    "Grid",
    "Lost",
    "Merged",
    "PictureTyped",
    "Row",
    "TableTyped",
    "TextChanged",
    "Typed",
    "add_note",
    "blocks_of",
    "caption_of",
    "compare",
    "edits_of",
    "grid_of",
    "is_decorative",
    "lost_between",
    "merge",
    "new_table",
    "notes_of",
    "packed",
    "packed_conflict",
    "pictures_in",
    "place_after",
    "place_of",
    "restore",
    "save_description",
    "save_text",
    "seal",
    "snapshot",
    "source_text",
    "split",
    "table_html",
    "tree_of",
    "typed_html",
    "unpacked",
    "unpacked_conflict",
    "unseal",
]
