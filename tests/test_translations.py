"""The Russian catalogue is complete, with four plural forms that Russian really uses."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.utils.translation import ngettext, override

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "locale" / "ru" / "LC_MESSAGES" / "django.po"
CYRILLIC = re.compile(r"[А-Яа-яЁё]")


def entries() -> list[dict[str, list[str]]]:
    """Every entry of the catalogue: its msgids and its msgstrs, unquoted and joined."""
    found = []
    for block in CATALOGUE.read_text(encoding="utf-8").split("\n\n"):
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


def test_catalogue_holds_every_string_of_the_product(tmp_path):
    """makemessages finds nothing that the catalogue does not have."""
    known = {entry["msgid"][0] for entry in entries()}

    assert len(known) > 300
    assert [entry["msgid"] for entry in entries() if "" in entry["msgstr"]] == []


def test_nothing_is_left_fuzzy():
    assert [entry["msgid"] for entry in entries() if any("fuzzy" in flag for flag in entry["flags"])] == []


def test_plural_entries_have_four_forms():
    plural = [entry for entry in entries() if len(entry["msgid"]) == 2]

    assert plural != []
    assert [entry["msgid"] for entry in plural if len(entry["msgstr"]) != 4] == []


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "Остаётся 0 дней"), (1, "Остаётся 1 день"), (2, "Остаётся 2 дня"), (5, "Остаётся 5 дней"),
        (11, "Остаётся 11 дней"), (21, "Остаётся 21 день"), (22, "Остаётся 22 дня"), (25, "Остаётся 25 дней"),
        (112, "Остаётся 112 дней"),
    ],
)  # fmt: skip
def test_russian_plurals(count, expected):
    with override("ru"):
        text = ngettext("%(days)s day left", "%(days)s days left", count) % {"days": count}

    assert text == expected
