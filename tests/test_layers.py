"""The architecture holds: apps import only leftwards, and so do the modules inside an app."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = {
    "conference": set(),
    "workshops": {"conference"},
    "registration": {"conference", "workshops"},
    "proceedings": {"conference", "workshops"},
}
RANKS = {
    # foundations, which know no model
    "plait": 0, "cards": 0, "text": 0, "reading": 0, "formats": 0, "rendering": 0, "gost": 0, "apps": 0,
    "archives": 0, "tables": 0, "charts": 0, "sealed": 0, "uploads": 0, "pictures": 0, "pandoc": 0, "calendars": 0,
    "zones": 0, "live": 0, "serving": 0, "regions": 0, "grouping": 0, "keys": 0,
    "models": 1, "moves": 1,
    "translation": 2, "letterhead": 2, "permissions": 2, "extensions": 2,
    "compiler": 3, "exports": 3, "searching": 3, "manuscripts": 3, "anonymity": 3, "citations": 3, "documents": 3,
    "services": 4,
    "adapters": 5, "forms": 5,
    "demo": 6,
    "views": 7, "admin": 7, "contributes": 7, "middleware": 7, "context": 7, "templatetags": 7,
    "management": 8, "urls": 8, "settings": 8, "wsgi": 9, "asgi": 9, "migrations": 9,
}  # fmt: skip
FORBIDDEN_NAMES = {"utils", "helpers", "signals", "tasks"}
LONGEST = 400


def sources(app: str) -> list[Path]:
    return [path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


def module_of(path: Path) -> list[str]:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return parts[:-1] if parts[-1] == "__init__" else parts


@cache
def imports(path: Path) -> set[str]:
    """Dotted names of everything *path* imports, inside functions too; relative names made absolute."""
    here = module_of(path)
    package = here if path.name == "__init__.py" else here[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{stem}.{alias.name}" for alias in node.names}
    return found


def room(dotted: str) -> str | None:
    """The second part of a name inside our apps: ``conference.models.people`` -> ``models``."""
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 and parts[0] in APPS else None


@pytest.mark.parametrize("app", APPS)
def test_apps_import_only_leftwards(app):
    allowed = APPS[app] | {app}

    wrong = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources(app)
        if path.name not in ("urls.py", "settings.py") or app != "conference"
        for name in imports(path)
        if name.split(".")[0] in APPS and name.split(".")[0] not in allowed
    }

    assert wrong == set()


@pytest.mark.parametrize("app", APPS)
def test_modules_import_only_leftwards(app):
    wrong = set()
    for path in sources(app):
        parts = module_of(path)
        if len(parts) < 2:
            continue
        for name in imports(path):
            other = room(name)
            if name.split(".")[0] == app and other in RANKS and RANKS[other] > RANKS[parts[1]]:
                wrong.add(f"{path.relative_to(ROOT)} ({parts[1]}) imports {name}")

    assert wrong == set()


@pytest.mark.parametrize("app", APPS)
def test_every_module_has_a_rank(app):
    unranked = {module_of(path)[1] for path in sources(app) if len(module_of(path)) > 1} - set(RANKS)

    assert unranked == set()


@pytest.mark.parametrize("app", APPS)
def test_no_module_is_a_lumber_room(app):
    names = {part for path in sources(app) for part in module_of(path)}

    assert names & FORBIDDEN_NAMES == set()


@pytest.mark.parametrize("folder", [*APPS, "tests"])
def test_no_module_is_too_long(folder):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources(folder)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }

    assert long == {}
