"""The Russian catalogue is complete, with four plural forms that Russian really uses."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.translation import ngettext, override

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def entries(catalogue: Path = CATALOGUE) -> list[dict[str, list[str]]]:
    """Every entry of the catalogue: its msgids and its msgstrs, unquoted and joined."""
    found = []
    for block in catalogue.read_text(encoding="utf-8").split("\n\n"):
        entry: dict[str, list[str]] = {"msgid": [], "msgstr": [], "flags": []}
        target: list[str] | None = None
        for line in block.splitlines():
            if line.startswith("#,"):
                entry["flags"].append(line)
            elif match := re.match(r"(msgid|msgid_plural|msgstr)(?:\[\d\])? \"(.*)\"$", line):
                target = entry["msgstr" if match[1] == "msgstr" else "msgid"]
                target.append(match[2])
            elif line.startswith('"') and target:
                target[-1] += line[1:-1]
        if entry["msgid"] and entry["msgid"][0]:
            found.append(entry)
    return found


def test_catalogue_passes_the_strict_check():
    checked = subprocess.run(
        ["msgfmt", "--check", "--output-file=/dev/null", str(CATALOGUE)], capture_output=True, text=True, check=False
    )

    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_string_of_the_catalogue_is_translated():
    assert len(entries()) > 300
    assert [entry["msgid"] for entry in entries() if "" in entry["msgstr"]] == []


def test_the_catalogue_holds_every_string_of_the_product(tmp_path):
    """makemessages, run on a copy of the sources, finds nothing that the catalogue does not have."""
    for name in ("conference", "registration", "workshops", "proceedings", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "locale").mkdir()

    found = subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "ru", "--no-location"],
        cwd=tmp_path, env={**os.environ, "DJANGO_SETTINGS_MODULE": "", "PYTHONPATH": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    fresh = {entry["msgid"][0] for entry in entries(tmp_path / "locale/ru/LC_MESSAGES/django.po")}

    assert found.returncode == 0, found.stderr
    assert fresh - {entry["msgid"][0] for entry in entries()} == set()


def test_nothing_is_left_fuzzy():
    assert [entry["msgid"] for entry in entries() if any("fuzzy" in flag for flag in entry["flags"])] == []


def test_plural_entries_have_four_forms():
    plural = [entry for entry in entries() if len(entry["msgid"]) == 2]

    assert plural != []
    assert [entry["msgid"] for entry in plural if len(entry["msgstr"]) != 4] == []


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "Осталось 0 дней"), (1, "Остался 1 день"), (2, "Осталось 2 дня"), (5, "Осталось 5 дней"),
        (11, "Осталось 11 дней"), (21, "Остался 21 день"), (22, "Осталось 22 дня"), (25, "Осталось 25 дней"),
        (112, "Осталось 112 дней"),
    ],
)  # fmt: skip
def test_russian_plurals(count, expected):
    with override("ru"):
        text = ngettext("%(days)s day left", "%(days)s days left", count) % {"days": count}

    assert text == expected
