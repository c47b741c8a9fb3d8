"""Who may work on the proceedings."""

from __future__ import annotations

import rules

from conference.models import Role
from conference.permissions import holds

is_editor = holds(Role.Kind.EDITOR, Role.Kind.ORGANISER)

EDIT = "proceedings.edit"
"""Everything on the editors' desk: texts, proofs, rights, the volume, compiling and publishing."""

rules.add_perm(EDIT, is_editor)
